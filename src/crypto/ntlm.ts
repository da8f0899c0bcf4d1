import { createHash, createHmac } from 'node:crypto';
import { des, desKey, desLong } from './des.ts';
import { md4 } from './md4.ts';
import { rc4 } from './rc4.ts';

/** NegotiateFlags that keys depend on, MS-NLMP 2.2.2.5. */
export const NtlmFlag = {
  sign: 0x00000010,
  seal: 0x00000020,
  datagram: 0x00000040,
  lmKey: 0x00000080,
  anonymous: 0x00000800,
  extendedSessionSecurity: 0x00080000,
  nonNtSessionKey: 0x00400000,
  seal128: 0x20000000,
  keyExchange: 0x40000000,
  seal56: 0x80000000,
} as const;

export const hmacMd5 = (key: Uint8Array, ...data: readonly Uint8Array[]): Buffer => {
  const mac = createHmac('md5', key);
  for (const part of data) mac.update(part);
  return mac.digest();
};

const md5 = (...data: readonly Uint8Array[]): Buffer => {
  const hash = createHash('md5');
  for (const part of data) hash.update(part);
  return hash.digest();
};

/** NTOWFv1, MS-NLMP 3.3.1: the NT hash, 16 bytes. */
export const ntowfV1 = (password: string): Buffer => md4(Buffer.from(password, 'utf16le'));

/** LMOWFv1, MS-NLMP 3.3.1: 16 bytes. The password's first 14 characters, as Latin-1. */
export function lmowfV1(password: string): Buffer {
  const padded = Buffer.alloc(14);
  padded.write(password.toUpperCase(), 'latin1');
  const constant = Buffer.from('KGS!@#$%', 'latin1');
  return Buffer.concat([des(desKey(padded.subarray(0, 7)), constant), des(desKey(padded.subarray(7)), constant)]);
}

/** NTOWFv2 (and LMOWFv2), MS-NLMP 3.3.2: 16 bytes. The domain counts as it was sent, the user in upper case. */
export const ntowfV2 = (ntHash: Uint8Array, user: string, domain: string): Buffer =>
  hmacMd5(ntHash, Buffer.from(user.toUpperCase() + domain, 'utf16le'));

/** NTLMv1's response of 24 bytes to a challenge of 8, by NTOWFv1 or LMOWFv1, MS-NLMP 3.3.1. */
export const ntlmV1Response = (responseKey: Uint8Array, serverChallenge: Uint8Array): Buffer => desLong(responseKey, serverChallenge);

/** The challenge that NTLMv1 answers with extended session security, MS-NLMP 3.3.1: 8 bytes. */
export const sessionChallenge = (serverChallenge: Uint8Array, clientChallenge: Uint8Array): Buffer =>
  md5(serverChallenge, clientChallenge.subarray(0, 8)).subarray(0, 8);

/** NTProofStr, MS-NLMP 3.3.2: 16 bytes, over what follows it in NTLMv2's NtChallengeResponse. LMv2's response is the same over its client challenge. */
export const ntProofStr = (responseKey: Uint8Array, serverChallenge: Uint8Array, temp: Uint8Array): Buffer =>
  hmacMd5(responseKey, serverChallenge, temp);

/** SessionBaseKey of NTLMv1, MS-NLMP 3.3.1: 16 bytes. */
export const sessionBaseKeyV1 = (ntHash: Uint8Array): Buffer => md4(ntHash);

/** SessionBaseKey of NTLMv2, MS-NLMP 3.3.2: 16 bytes. */
export const sessionBaseKeyV2 = (responseKey: Uint8Array, proof: Uint8Array): Buffer => hmacMd5(responseKey, proof);

/**
 * KXKEY for NTLMv1, MS-NLMP 3.4.5.1: 16 bytes. For NTLMv2 it is the SessionBaseKey itself. Without the LM hash (only the password gives it)
 * null where it is needed.
 */
export function keyExchangeKeyV1(
  flags: number,
  sessionBaseKey: Uint8Array,
  lmResponse: Uint8Array,
  serverChallenge: Uint8Array,
  lmHash: Uint8Array | null,
): Buffer | null {
  if (flags & NtlmFlag.extendedSessionSecurity) return hmacMd5(sessionBaseKey, serverChallenge, lmResponse.subarray(0, 8));
  if (flags & NtlmFlag.lmKey) {
    if (lmHash === null) return null;
    const second = Buffer.alloc(7, 0xbd);
    second[0] = lmHash[7]!;
    const part = lmResponse.subarray(0, 8);
    return Buffer.concat([des(desKey(lmHash.subarray(0, 7)), part), des(desKey(second), part)]);
  }
  if (flags & NtlmFlag.nonNtSessionKey) return lmHash === null ? null : Buffer.concat([lmHash.subarray(0, 8), Buffer.alloc(8)]);
  return Buffer.from(sessionBaseKey);
}

/** ExportedSessionKey, MS-NLMP 3.1.5.1.2: 16 bytes; with key exchange what the client sent encrypted with RC4. */
export function exportedSessionKey(flags: number, keyExchangeKey: Uint8Array, encryptedRandomSessionKey: Uint8Array): Buffer {
  const isExchanged = (flags & NtlmFlag.keyExchange) !== 0 && encryptedRandomSessionKey.length === 16;
  return isExchanged ? rc4(keyExchangeKey, encryptedRandomSessionKey) : Buffer.from(keyExchangeKey);
}

/** Where an AUTHENTICATE_MESSAGE with a MIC has it, MS-NLMP 2.2.1.3. */
const MIC = 72;

/** The MIC, MS-NLMP 3.1.5.1.2: 16 bytes, over the three messages, the MIC of the last one counted as zeros. */
export function ntlmMic(key: Uint8Array, negotiate: Uint8Array, challenge: Uint8Array, authenticate: Uint8Array): Buffer {
  const last = Buffer.from(authenticate);
  last.fill(0, MIC, Math.min(MIC + 16, last.length));
  return hmacMd5(key, negotiate, challenge, last);
}

const magic = (direction: string, purpose: string): Buffer =>
  Buffer.from(`session key to ${direction} ${purpose} key magic constant\0`, 'latin1');
const CLIENT = 'client-to-server';
const SERVER = 'server-to-client';

/** SIGNKEY, MS-NLMP 3.4.5.2: 16 bytes; null without extended session security. */
export function signKey(flags: number, sessionKey: Uint8Array, isFromServer: boolean): Buffer | null {
  if ((flags & NtlmFlag.extendedSessionSecurity) === 0) return null;
  return md5(sessionKey, magic(isFromServer ? SERVER : CLIENT, 'signing'));
}

/** SEALKEY, MS-NLMP 3.4.5.3: 16 bytes, or 8 by an LM key. */
export function sealKey(flags: number, sessionKey: Uint8Array, isFromServer: boolean): Buffer {
  if (flags & NtlmFlag.extendedSessionSecurity) {
    const strength = flags & NtlmFlag.seal128 ? 16 : flags & NtlmFlag.seal56 ? 7 : 5;
    return md5(sessionKey.subarray(0, strength), magic(isFromServer ? SERVER : CLIENT, 'sealing'));
  }
  if (flags & (NtlmFlag.lmKey | NtlmFlag.datagram))
    return flags & NtlmFlag.seal56
      ? Buffer.concat([sessionKey.subarray(0, 7), Buffer.of(0xa0)])
      : Buffer.concat([sessionKey.subarray(0, 5), Buffer.of(0xe5, 0x38, 0xb0)]);
  return Buffer.from(sessionKey);
}
