import { TransformHeader } from '../../../../dissectors/smb2/transform.ts';
import { decryptWithNonce } from '../../../crypto/aead.ts';
import { Cipher } from '../../../crypto/smb2-kdf.ts';
import { SESSION_HEADER } from '../../../net/unit.ts';
import { cipherNames } from '../../keys/algorithms.ts';
import { sessionIdOf } from '../../keys/material.ts';
import type { Session } from '../../session.ts';
import { type CipherKeys, cipherKeysFrom, type Origin } from '../keys.ts';
import type { Copies } from './copies.ts';
import { otherCopies, textOf, versions } from './copy-trials.ts';
import { otherPreauths, preauthOf } from './preauth-chain.ts';
import { keyOf, type SealedMessage, trials } from './sealed-message.ts';
import { securityOf } from './signed-message.ts';
import type { Family, Trial } from './trial.ts';

const { at: AT } = TransformHeader;
const MAX_SESSIONS = 128;
const MAX_SIZE = 512;
const NONCE_SIZES = [11, 12, 13, 16];
const MAX_CCM_NONCE = 13;
const ciphers = Object.values(cipherNames);
const nameOf = (cipher: number): string => Object.keys(cipherNames).find((name) => cipherNames[name] === cipher) ?? '';
const originOf = ({ session }: SealedMessage): Origin | null => securityOf(session)?.origin ?? null;

function* wrongDirection(m: SealedMessage): Generator<Trial> {
  const [is, should] = m.isFromServer ? ['client to server', 'server to client'] : ['server to client', 'client to server'];
  const keys = m.keys.map((k): CipherKeys => ({ ...k, c2s: k.s2c, s2c: k.c2s }));
  yield* trials(m, { cause: 'wrong-direction', text: `encrypted with the key for ${is}, and it goes from ${should}` }, { keys });
}

function* wrongCipher(m: SealedMessage): Generator<Trial> {
  const origin = originOf(m);
  for (const right of m.keys)
    for (const cipher of ciphers.filter((c) => c !== right.cipher)) {
      const cause = { cause: 'wrong-cipher', text: `encrypted with ${nameOf(cipher)} instead of ${nameOf(right.cipher)}` };
      const preauth = origin === null ? null : preauthOf(m.pass, origin);
      const derived = origin === null ? [] : origin.secrets.flatMap((s) => cipherKeysFrom(s, { ...origin.agreed, cipher }, preauth));
      yield* trials(m, cause, { keys: [{ ...right, cipher }, ...derived] });
    }
}

function* otherSessions(m: SealedMessage): Generator<Trial> {
  const others = m.pass.smb2.sessions.filter((s) => s !== m.session && s.security !== null && s.security.ciphers.length > 0);
  const here = new Set(m.connection.sessions.values());
  const distance = (s: Session) => (here.has(s) ? 0 : 1);
  for (const other of others.sort((a, b) => distance(a) - distance(b)).slice(0, MAX_SESSIONS)) {
    const { cipher, ciphers: keys } = other.security!;
    const isStale = other.loggedOffBy !== 0 && other.loggedOffBy <= m.row;
    const id = `0x${sessionIdOf(other.idLow, other.idHigh)}`;
    const cause = isStale
      ? { cause: 'stale-key', text: `encrypted with the key of the earlier session ${id}` }
      : { cause: 'other-session-key', text: `encrypted with the key of another session, ${id}` };
    yield* trials(m, cause, { keys: cipher === null ? keys : [cipher] });
  }
}

function* reauthentications(m: SealedMessage): Generator<Trial> {
  const text = 'encrypted with a key of a reauthentication, which leaves the keys of a session as they are (MS-SMB2 3.3.5.5.3)';
  yield* trials(m, { cause: 'reauthentication-key', text }, { keys: securityOf(m.session)?.unusedCiphers ?? [] });
}

function* otherHashes(m: SealedMessage): Generator<Trial> {
  const origin = originOf(m);
  if (origin === null) return;
  for (const { cause, text, hash } of otherPreauths(m.pass, origin)) {
    const keys = origin.secrets.flatMap((secret) => cipherKeysFrom(secret, origin.agreed, hash));
    yield* trials(m, { cause, text: `encrypted with a key from ${text}` }, { keys });
  }
}

function* otherNonces(m: SealedMessage): Generator<Trial> {
  for (const keys of m.keys)
    for (const size of NONCE_SIZES) {
      if (size > MAX_CCM_NONCE && (keys.cipher === Cipher.aes128Ccm || keys.cipher === Cipher.aes256Ccm)) continue;
      const { header, encrypted } = m;
      const text = `encrypted with ${size} bytes of the Nonce field`;
      const fits = () => decryptWithNonce(keys.cipher, keyOf(m, keys), size, header, encrypted)?.isAuthentic === true;
      yield { cause: 'wrong-nonce', text, bytes: encrypted.length, fits };
    }
}

function* changed(m: SealedMessage, name: string, change: (header: Buffer) => void): Generator<Trial> {
  const header = Buffer.from(m.header);
  change(header);
  if (header.equals(m.header)) return;
  yield* trials(m, { cause: `header:${name}`, text: `its ${name} was changed: with what belongs there its tag is right` }, { header });
}

function* otherHeaders(m: SealedMessage): Generator<Trial> {
  yield* changed(m, 'OriginalMessageSize', (header) => header.writeUInt32LE(m.encrypted.length, AT.OriginalMessageSize));
  yield* changed(m, 'Flags', (header) => header.writeUInt16LE(1, AT.Flags));
  yield* changed(m, 'Reserved', (header) => header.writeUInt16LE(0, AT.Reserved));
}

const otherSessionId = (m: SealedMessage): Iterable<Trial> =>
  changed(m, 'SessionId', (header) => {
    header.writeUInt32LE(m.session.idLow, AT.SessionId);
    header.writeUInt32LE(m.session.idHigh, AT.SessionId + 4);
  });

/** A message of few bytes of which one bit was turned: each in its turn is turned back. */
function* singleBits(m: SealedMessage): Generator<Trial> {
  if (m.encrypted.length > MAX_SIZE) return;
  for (let at = AT.Nonce; at < TransformHeader.fixedSize + m.encrypted.length; at++)
    for (let bit = 0; bit < 8; bit++) {
      const bytes = Buffer.concat([m.header, m.encrypted]);
      bytes[at]! ^= 1 << bit;
      const cause = { cause: 'tampered', text: `changed after it was encrypted: bit ${bit} of ${placeOf(at)} was turned over` };
      const [header, encrypted] = [bytes.subarray(0, TransformHeader.fixedSize), bytes.subarray(TransformHeader.fixedSize)];
      yield* trials(m, cause, { header, encrypted });
    }
}

export function placeOf(at: number): string {
  if (at >= TransformHeader.fixedSize) return `byte ${at - TransformHeader.fixedSize} of what is encrypted`;
  let field = '';
  let start = 0;
  for (const [name, offset] of Object.entries(AT)) if (offset <= at && offset >= start) [field, start] = [name, offset];
  return `byte ${at - start} of its ${field}`;
}

const copyTrials = (copies: Copies): Family<SealedMessage> => ({
  tried: otherCopies,
  *trials(m): Generator<Trial> {
    const whole = Buffer.concat([m.header, m.encrypted]);
    for (const some of versions(copies.within(m.unit, SESSION_HEADER, SESSION_HEADER + whole.length))) {
      const bytes = copies.applied(some, whole, SESSION_HEADER);
      const [header, encrypted] = [bytes.subarray(0, TransformHeader.fixedSize), bytes.subarray(TransformHeader.fixedSize)];
      yield* trials(m, { cause: 'rewritten', text: textOf(copies, some) }, { header, encrypted });
    }
  },
});

export const tagTrials = (copies: Copies): readonly Family<SealedMessage>[] => [
  copyTrials(copies),
  { tried: 'the key of the other direction', trials: wrongDirection },
  { tried: 'other ciphers', trials: wrongCipher },
  { tried: 'the keys of reauthentications', trials: reauthentications },
  { tried: 'the keys of other sessions', trials: otherSessions },
  { tried: 'nonces of other lengths', trials: otherNonces },
  { tried: 'header fields as they may have been before', trials: otherHeaders },
  { tried: 'preauthentication hashes without this or that message', trials: otherHashes },
];

export const sessionIdTagTrials: readonly Family<SealedMessage>[] = [
  { tried: "the SessionId of its connection's sessions", trials: otherSessionId },
];

/** What costs more, and makes sense only where the key is known to be right. */
export const tagBitTrials: readonly Family<SealedMessage>[] = [{ tried: 'each bit turned over', trials: singleBits }];
