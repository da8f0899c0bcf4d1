export { AUTHENTICATE_MESSAGE, CHALLENGE_MESSAGE, NEGOTIATE_MESSAGE, ntlmsspMessages } from './messages.ts';
export { NTLMSSP_MESSAGE_SIGNATURE, ntlmsspSignature } from './responses.ts';
