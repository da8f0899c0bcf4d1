import {
  exportedSessionKey,
  keyExchangeKeyV1,
  lmowfV1,
  NtlmFlag,
  ntlmV1Response,
  ntowfV1,
  ntowfV2,
  ntProofStr,
  sessionBaseKeyV1,
  sessionBaseKeyV2,
  sessionChallenge,
} from './ntlm.ts';

/** What a CHALLENGE_MESSAGE and an AUTHENTICATE_MESSAGE say, MS-NLMP 2.2.1.2 and 2.2.1.3. */
export interface NtlmExchange {
  /** NegotiateFlags of the AUTHENTICATE_MESSAGE. */
  flags: number;
  /** 8 bytes. */
  serverChallenge: Uint8Array;
  user: string;
  domain: string;
  lmResponse: Uint8Array;
  ntResponse: Uint8Array;
  encryptedRandomSessionKey: Uint8Array;
}

/** A password, or an NT hash of 16 bytes. */
export interface NtlmCredential {
  password?: string;
  ntHash?: Uint8Array;
  domain?: string;
}

export interface NtlmResult {
  version: 'NTLMv2' | 'NTLMv1' | 'NTLMv1 with extended session security' | 'LMv2' | 'LM' | 'anonymous';
  /** 16 bytes: the session key that SMB2 goes on from. */
  exportedSessionKey: Buffer;
}

/** NTProofStr and the smallest NTLMv2_CLIENT_CHALLENGE, MS-NLMP 2.2.2.7. */
const SHORTEST_V2 = 16 + 28;

/** Whether nobody logged on: no name and no answer, MS-NLMP 3.2.5.1.2. */
export function isAnonymous(exchange: NtlmExchange): boolean {
  return exchange.user === '' && exchange.ntResponse.length === 0 && exchange.lmResponse.length <= 1;
}

/** The result of an anonymous logon. Its keys come from nothing but zeros. */
export function anonymousResult({ flags, encryptedRandomSessionKey }: NtlmExchange): NtlmResult {
  return { version: 'anonymous', exportedSessionKey: exportedSessionKey(flags, Buffer.alloc(16), encryptedRandomSessionKey) };
}

/**
 * Tries a credential on an exchange: null when the answer was not made from it. Whether the name is that of the credential is left to the
 * caller; the server may have taken a wrong answer for a guest.
 */
export function tryNtlmCredential(exchange: NtlmExchange, credential: NtlmCredential): NtlmResult | null {
  const ntHash = credential.ntHash ?? (credential.password === undefined ? null : ntowfV1(credential.password));
  if (ntHash === null || exchange.serverChallenge.length !== 8) return null;
  if (exchange.ntResponse.length > 24) return tryV2(exchange, credential, ntHash);
  return exchange.ntResponse.length === 24 ? tryV1(exchange, credential, ntHash) : tryLm(exchange, credential, ntHash);
}

/** The domain is hashed as sent; some clients hash their own spelling of it, or none. */
function domainsOf(exchange: NtlmExchange, credential: NtlmCredential): Set<string> {
  return new Set([exchange.domain, exchange.domain.toUpperCase(), credential.domain ?? exchange.domain, '']);
}

function tryV2(exchange: NtlmExchange, credential: NtlmCredential, ntHash: Uint8Array): NtlmResult | null {
  const { ntResponse, flags, encryptedRandomSessionKey } = exchange;
  if (ntResponse.length < SHORTEST_V2) return null;
  for (const domain of domainsOf(exchange, credential)) {
    const responseKey = ntowfV2(ntHash, exchange.user, domain);
    const proof = ntProofStr(responseKey, exchange.serverChallenge, ntResponse.subarray(16));
    if (!proof.equals(ntResponse.subarray(0, 16))) continue;
    const key = sessionBaseKeyV2(responseKey, proof);
    return { version: 'NTLMv2', exportedSessionKey: exportedSessionKey(flags, key, encryptedRandomSessionKey) };
  }
  return null;
}

function tryV1(exchange: NtlmExchange, credential: NtlmCredential, ntHash: Uint8Array): NtlmResult | null {
  const { flags, serverChallenge, lmResponse, ntResponse } = exchange;
  const isExtended = (flags & NtlmFlag.extendedSessionSecurity) !== 0;
  const challenge = isExtended ? sessionChallenge(serverChallenge, lmResponse) : serverChallenge;
  if (!ntlmV1Response(ntHash, challenge).equals(ntResponse)) return null;
  return finishV1(exchange, credential, sessionBaseKeyV1(ntHash), isExtended ? 'NTLMv1 with extended session security' : 'NTLMv1');
}

/** Only the LM response is there: LMv2 (LM's user and domain hashed as in NTLMv2) or LM itself. */
function tryLm(exchange: NtlmExchange, credential: NtlmCredential, ntHash: Uint8Array): NtlmResult | null {
  const { flags, serverChallenge, lmResponse, encryptedRandomSessionKey } = exchange;
  if (lmResponse.length !== 24) return null;
  for (const domain of domainsOf(exchange, credential)) {
    const responseKey = ntowfV2(ntHash, exchange.user, domain);
    const proof = ntProofStr(responseKey, serverChallenge, lmResponse.subarray(16));
    if (!proof.equals(lmResponse.subarray(0, 16))) continue;
    const key = sessionBaseKeyV2(responseKey, proof);
    return { version: 'LMv2', exportedSessionKey: exportedSessionKey(flags, key, encryptedRandomSessionKey) };
  }
  if (credential.password === undefined) return null;
  const lmHash = lmowfV1(credential.password);
  if (!ntlmV1Response(lmHash, serverChallenge).equals(lmResponse)) return null;
  return finishV1(exchange, credential, Buffer.concat([lmHash.subarray(0, 8), Buffer.alloc(8)]), 'LM');
}

function finishV1(exchange: NtlmExchange, credential: NtlmCredential, base: Uint8Array, version: NtlmResult['version']): NtlmResult | null {
  const { flags, serverChallenge, lmResponse, encryptedRandomSessionKey } = exchange;
  const lmHash = credential.password === undefined ? null : lmowfV1(credential.password);
  const key = keyExchangeKeyV1(flags, base, lmResponse, serverChallenge, lmHash);
  return key === null ? null : { version, exportedSessionKey: exportedSessionKey(flags, key, encryptedRandomSessionKey) };
}
