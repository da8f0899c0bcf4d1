import { anonymousResult, isAnonymous, type NtlmExchange, tryNtlmCredential } from '../../crypto/ntlm-credential.ts';
import type { Credential, KeyMaterial } from '../keys/material.ts';
import type { Token } from './exchange.ts';
import type { SessionSecret } from './keys.ts';

/** Who authenticated how, as far as the tokens show it, and the session keys that the given material makes of them. */
export interface Authentication {
  /** `NTLMv2`, `Kerberos`…; empty where it is not told. */
  readonly kind: string;
  readonly user: string;
  readonly domain: string;
  readonly host: string;
  readonly secrets: readonly SessionSecret[];
}

const NOBODY: Authentication = { kind: '', user: '', domain: '', host: '', secrets: [] };
const NTLMSSP = Buffer.from('NTLMSSP\0', 'latin1');
const CHALLENGE = 2;
const AUTHENTICATE = 3;
const UNICODE = 1;

/** Reads the tokens of one exchange, in order. */
export function authenticate(tokens: readonly Token[], material: KeyMaterial): Authentication {
  const ntlm = ntlmOf(tokens);
  return ntlm === null ? NOBODY : byNtlm(ntlm.exchange, ntlm.host, material);
}

function byNtlm(exchange: NtlmExchange, host: string, material: KeyMaterial): Authentication {
  const { user, domain } = exchange;
  if (isAnonymous(exchange)) {
    const { exportedSessionKey: key } = anonymousResult(exchange);
    return { kind: 'anonymous', user: '', domain: '', host, secrets: [{ key, source: 'anonymous logon' }] };
  }
  const secrets: SessionSecret[] = [];
  let kind = exchange.ntResponse.length > 24 ? 'NTLMv2' : 'NTLMv1';
  for (const credential of inOrder(material.credentials, user)) {
    const result = tryNtlmCredential(exchange, credential);
    if (result === null) continue;
    kind = result.version;
    secrets.push({
      key: result.exportedSessionKey,
      source: `${credential.password === undefined ? 'NT hash' : 'password'} of ${credential.user}`,
    });
    break;
  }
  return { kind, user, domain, host, secrets };
}

/** Those of the same name first. */
const inOrder = (credentials: readonly Credential[], user: string): Credential[] => {
  const isSame = (c: Credential) => c.user.toLowerCase() === user.toLowerCase();
  return [...credentials.filter(isSame), ...credentials.filter((c) => !isSame(c))];
};

function ntlmOf(tokens: readonly Token[]): { exchange: NtlmExchange; host: string } | null {
  let challenge: Buffer | null = null;
  for (const { blob } of tokens) {
    const at = blob.indexOf(NTLMSSP);
    if (at < 0 || at + 32 > blob.length) continue;
    const message = blob.subarray(at);
    const type = message.readUInt32LE(8);
    if (type === CHALLENGE) challenge = message;
    if (type === AUTHENTICATE && challenge !== null && message.length >= 64) return exchangeOf(challenge, message);
  }
  return null;
}

function exchangeOf(challenge: Buffer, message: Buffer): { exchange: NtlmExchange; host: string } {
  const part = (at: number): Buffer => {
    const offset = message.readUInt32LE(at + 4);
    return message.subarray(offset, offset + message.readUInt16LE(at));
  };
  const flags = message.readUInt32LE(60);
  const text = (at: number): string => part(at).toString((flags & UNICODE) !== 0 ? 'utf16le' : 'latin1');
  return {
    exchange: {
      flags,
      serverChallenge: challenge.subarray(24, 32),
      user: text(36),
      domain: text(28),
      lmResponse: part(12),
      ntResponse: part(20),
      encryptedRandomSessionKey: part(52),
    },
    host: text(44),
  };
}
