import { AUTHENTICATE_MESSAGE, CHALLENGE_MESSAGE } from '../../../dissectors/auth/index.ts';
import { ntlmMic } from '../../crypto/ntlm.ts';
import { anonymousResult, isAnonymous, type NtlmExchange, tryNtlmCredential } from '../../crypto/ntlm-credential.ts';
import { ntlmMechListMic } from '../../crypto/ntlm-session.ts';
import { values } from '../../dissect/values.ts';
import { ciphersOf } from '../ciphers.ts';
import type { Credential, KeyMaterial } from '../keys/material.ts';
import { type Place, type Tokens, tokensOf } from '../tokens.ts';
import type { Token } from './exchange.ts';
import { clientOf, type KerberosKeys, type OpenedCipher, plainOf } from './kerberos-keys.ts';
import type { SessionSecret } from './keys.ts';
import { type Weakness, weakNtlm, weakTicket } from './rules-authentication.ts';

/** Who authenticated how, as far as the tokens show it, and the session keys that the given material makes of them. */
export interface Authentication {
  /** `NTLMv2`, `Kerberos`…; empty where it is not told. */
  readonly kind: string;
  readonly user: string;
  readonly domain: string;
  readonly host: string;
  readonly secrets: readonly SessionSecret[];
  /** Message integrity codes of the tokens themselves, and whether they are right; only where a key is known. */
  readonly mics: readonly Mic[];
  readonly weaknesses: readonly Weakness[];
  /** NegotiateFlags of NTLM's AUTHENTICATE_MESSAGE. */
  readonly flags?: number;
}

export interface Mic {
  readonly name: 'MIC' | 'mechListMIC';
  /** Row of the message that carries it. */
  readonly row: number;
  readonly isOk: boolean;
}

export const NOBODY: Authentication = { kind: '', user: '', domain: '', host: '', secrets: [], mics: [], weaknesses: [] };
const MIC_OFFSET = 72;
const MIC_SIZE = 16;
const NEGOTIATE = 1;
const CHALLENGE = 2;
const AUTHENTICATE = 3;

/** A token with what is inside it. */
interface Read extends Token {
  readonly view: DataView;
  readonly tokens: Tokens;
}

/** Reads the tokens of one exchange, in order. */
export function authenticate(exchange: readonly Token[], material: KeyMaterial, kerberos: KerberosKeys): Authentication {
  const read = exchange.map((token) => {
    const view = new DataView(token.blob.buffer, token.blob.byteOffset, token.blob.byteLength);
    return { ...token, view, tokens: tokensOf(view, 0, view.byteLength, token.isFromServer) };
  });
  return byNtlm(read, material.credentials) ?? byKerberos(read, kerberos) ?? NOBODY;
}

const bytesAt = (token: Read, place: Place): Buffer => token.blob.subarray(place.offset, place.offset + place.size);

/** The last NTLM message of a type, and its token. */
function ntlmMessage(read: readonly Read[], type: number): { token: Read; bytes: Buffer } | null {
  for (const token of [...read].reverse()) {
    if (token.tokens.ntlmssp === undefined) continue;
    const bytes = bytesAt(token, token.tokens.ntlmssp);
    if (bytes.length >= 12 && bytes.readUInt32LE(8) === type) return { token, bytes };
  }
  return null;
}

function byNtlm(read: readonly Read[], credentials: readonly Credential[]): Authentication | null {
  const challenge = ntlmMessage(read, CHALLENGE);
  const authenticate = ntlmMessage(read, AUTHENTICATE);
  if (challenge === null || authenticate === null) return null;
  const { exchange, host } = exchangeOf(challenge.bytes, authenticate.bytes);
  const { user, domain } = exchange;
  if (isAnonymous(exchange)) {
    const { exportedSessionKey: key } = anonymousResult(exchange);
    return { ...NOBODY, kind: 'anonymous', host, secrets: [{ key, source: 'anonymous logon', isGiven: false }], flags: exchange.flags };
  }
  const weaknesses = weakNtlm(exchange);
  const kind = exchange.ntResponse.length > 24 ? 'NTLMv2' : 'NTLMv1';
  for (const credential of inOrder(credentials, user)) {
    const result = tryNtlmCredential(exchange, credential);
    if (result === null) continue;
    const { exportedSessionKey: key, version } = result;
    const source = `${credential.password === undefined ? 'NT hash' : 'password'} of ${credential.user}`;
    return {
      kind: version,
      user,
      domain,
      host,
      secrets: [{ key, source, isGiven: false }],
      mics: ntlmMics(read, exchange.flags, key),
      weaknesses,
      flags: exchange.flags,
    };
  }
  return { kind, user, domain, host, secrets: [], mics: [], weaknesses };
}

/** Those of the same name first. */
const inOrder = (credentials: readonly Credential[], user: string): Credential[] => {
  const isSame = (c: Credential) => c.user.toLowerCase() === user.toLowerCase();
  return [...credentials.filter(isSame), ...credentials.filter((c) => !isSame(c))];
};

function exchangeOf(challenge: Buffer, message: Buffer): { exchange: NtlmExchange; host: string } {
  const c = read(CHALLENGE_MESSAGE, challenge, true);
  const a = read(AUTHENTICATE_MESSAGE, message, false);
  const none = new Uint8Array(0);
  return {
    exchange: {
      flags: a.NegotiateFlags ?? 0,
      serverChallenge: c.ServerChallenge ?? none,
      user: a.UserName ?? a.OemUserName ?? '',
      domain: a.DomainName ?? a.OemDomainName ?? '',
      lmResponse: a.LmChallengeResponse ?? none,
      ntResponse: a.NtChallengeResponse ?? none,
      encryptedRandomSessionKey: a.EncryptedRandomSessionKey ?? none,
    },
    host: a.Workstation ?? a.OemWorkstation ?? '',
  };
}

const read = <T extends typeof CHALLENGE_MESSAGE | typeof AUTHENTICATE_MESSAGE>(table: T, bytes: Buffer, isResponse: boolean) =>
  values<T['shape']>(table as never, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, 0, bytes.byteLength, {
    isResponse,
  });

/** The AUTHENTICATE_MESSAGE's MIC (MS-NLMP 3.1.5.1.2), and each side's mechListMIC (MS-SPNG 3.3.5.1). */
function ntlmMics(all: readonly Read[], flags: number, key: Buffer): Mic[] {
  const [negotiate, challenge, authenticate] = [NEGOTIATE, CHALLENGE, AUTHENTICATE].map((type) => ntlmMessage(all, type));
  const mics: Mic[] = [];
  const last = authenticate!;
  const mic = read(AUTHENTICATE_MESSAGE, last!.bytes, false).MIC;
  if (mic !== undefined && negotiate && challenge && last!.bytes.length >= MIC_OFFSET + MIC_SIZE)
    mics.push({ name: 'MIC', row: last!.token.row, isOk: ntlmMic(key, negotiate.bytes, challenge.bytes, last!.bytes).equals(mic) });
  const list = all.find((t) => t.tokens.mechTypeList !== undefined);
  if (list === undefined) return mics;
  const mechTypes = withHeader(list, list.tokens.mechTypeList!);
  for (const token of all)
    if (token.tokens.mechListMIC !== undefined && token.tokens.mechListMIC.size === MIC_SIZE) {
      const expected = ntlmMechListMic(flags, key, token.isFromServer, mechTypes);
      mics.push({ name: 'mechListMIC', row: token.row, isOk: expected.equals(bytesAt(token, token.tokens.mechListMIC)) });
    }
  return mics;
}

/** Contents of a SEQUENCE with the identifier and length in front of them. */
function withHeader(token: Read, { offset, size }: Place): Buffer {
  const header = size < 0x80 ? 2 : size < 0x100 ? 3 : 4;
  return token.blob.subarray(offset - header, offset + size);
}

/** Encryption type of the ticket in an AP-REQ; 0 where there is none. */
function ticketType({ view, tokens }: Read): number {
  const { offset, size } = tokens.kerberos!;
  return ciphersOf(view, offset, offset + size, false).find((c) => c.holds === 'EncTicketPart')?.etype ?? 0;
}

function byKerberos(all: readonly Read[], kerberos: KerberosKeys): Authentication | null {
  const request = all.find((t) => !t.isFromServer && t.tokens.kerberos !== undefined);
  if (request === undefined) return null;
  const opened: OpenedCipher[] = [];
  for (const token of all) {
    const place = token.tokens.kerberos;
    if (place !== undefined)
      opened.push(...kerberos.open(token.row, token.view, place.offset, place.offset + place.size, token.isFromServer));
  }
  const part = (holds: string) => opened.filter((o) => o.cipher.holds === holds).map(plainOf)[0];
  const ticket = part('EncTicketPart');
  const { user, realm } = clientOf(ticket ?? part('Authenticator') ?? {});
  // RFC 4121 2: the acceptor's subkey, else the initiator's, else the ticket's session key.
  const chosen = part('EncAPRepPart')?.subkey ?? part('Authenticator')?.subkey ?? ticket?.key;
  const source = opened[0]?.source ?? 'keytab';
  const secrets =
    chosen?.keyvalue === undefined ? [] : [{ key: Buffer.from(chosen.keyvalue), type: chosen.keytype ?? 0, source, isGiven: false }];
  return { ...NOBODY, kind: 'Kerberos', user, domain: realm, secrets, weaknesses: weakTicket(ticketType(request)) };
}
