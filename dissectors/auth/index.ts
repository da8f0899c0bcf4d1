import { Authenticator, EncAPRepPart } from './kerberos/ap.ts';
import { AuthorizationData } from './kerberos/authorization-data.ts';
import { EncKrbCredPart, EncKrbPrivPart } from './kerberos/exchange.ts';
import { EncASRepPart, EncTGSRepPart, KrbFastReq, KrbFastResponse } from './kerberos/kdc.ts';
import { ChangePasswdData } from './kerberos/message.ts';
import { PA_ENC_TS_ENC } from './kerberos/padata.ts';
import { EncTicketPart } from './kerberos/ticket.ts';

export { InitialContextToken, securityToken, trailerToken } from './gss-api.ts';
export { KerberosToken } from './kerberos/gss.ts';
export { KerberosMessage, KerberosRecord, PasswordMessage, PasswordRecord } from './kerberos/message.ts';
export { PACTYPE } from './kerberos/pac.ts';
export { Negoex } from './negoex.ts';
export { AUTHENTICATE_MESSAGE, CHALLENGE_MESSAGE, NEGOTIATE_MESSAGE, NTLMSSP_MESSAGE_SIGNATURE } from './ntlmssp/index.ts';
export { NegotiationToken } from './spnego.ts';

/** What ciphers hold: each is walked over its own plain text. */
export const encryptedParts = {
  EncTicketPart, Authenticator, EncAPRepPart, EncASRepPart, EncTGSRepPart, EncKrbPrivPart, EncKrbCredPart, KrbFastReq, KrbFastResponse,
  PA_ENC_TS_ENC, ChangePasswdData, AuthorizationData,
};
