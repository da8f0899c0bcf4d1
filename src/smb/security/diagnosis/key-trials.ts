import { applicationKey, encryptionKeys, kdf, sessionKeyOf, signingKey } from '../../../crypto/smb2-kdf.ts';
import { signingNames } from '../../keys/algorithms.ts';
import { sessionIdOf } from '../../keys/material.ts';
import type { Session } from '../../session.ts';
import type { Channel } from '../channel.ts';
import { needsPreauth, type Origin, type SigningKey } from '../keys.ts';
import { preauthOf } from './preauth-chain.ts';
import { algorithms, type SignedMessage, securityOf, trials } from './signed-message.ts';
import type { Family, Trial } from './trial.ts';

const MAX_CHANNELS = 128;
const DIALECTS = [0x0202, 0x0300, 0x0311];
const dialectName = (dialect: number): string => (dialect < 0x0300 ? '2.x' : dialect === 0x0311 ? '3.1.1' : '3.0');

const idOf = (session: Session): string => `0x${sessionIdOf(session.idLow, session.idHigh)}`;

/** Other channels, the nearer ones first: of the session, of its connection, of its server, of any. */
function othersOf({ pass, channel: own }: SignedMessage): Channel[] {
  const distance = (c: Channel) =>
    c.session === own.session ? 0 : c.connection === own.connection ? 1 : c.connection.server === own.connection.server ? 2 : 3;
  const near: Channel[][] = [[], [], [], []];
  for (const c of pass.security.ring.channels) if (c !== own) near[distance(c)]!.push(c);
  return near.flat();
}

/** A session that was over, or that this one took the place of. */
function isStale(other: Session, { channel, row }: SignedMessage): boolean {
  const own = channel.session;
  const isSameId = other.idLow === own.idLow && other.idHigh === own.idHigh;
  const isPrevious = own.previousId !== 0n && own.previousId === ((BigInt(other.idHigh) << 32n) | BigInt(other.idLow));
  return isSameId || isPrevious || (other.loggedOffBy !== 0 && other.loggedOffBy <= row);
}

function* otherChannels(m: SignedMessage): Generator<Trial> {
  const { session, connection } = m.channel;
  for (const other of othersOf(m).filter((c) => c.session === session && c.connection !== connection)) {
    const text = `signed with the key of its session's channel ${other.connection.name}`;
    yield* trials(m, { cause: 'other-channel-key', text }, { keys: other.keys });
  }
  const security = securityOf(session);
  if (security !== null)
    yield* trials(
      m,
      { cause: 'other-channel-key', text: 'signed with the key of the session, not with that of the channel' },
      { keys: security.signing },
    );
}

function* otherSessions(m: SignedMessage): Generator<Trial> {
  const others = othersOf(m).filter((c) => c.session !== m.channel.session);
  for (const { session, connection, keys } of others.slice(0, MAX_CHANNELS)) {
    const cause = isStale(session, m)
      ? { cause: 'stale-key', text: `signed with the key of the earlier session ${idOf(session)}` }
      : { cause: 'other-session-key', text: `signed with the key of another session, ${idOf(session)} on ${connection.name}` };
    yield* trials(m, cause, { keys });
  }
}

function* reauthentications(m: SignedMessage): Generator<Trial> {
  const security = securityOf(m.channel.session);
  const text = 'signed with a key of a reauthentication, which leaves the key of a session as it is (MS-SMB2 3.3.5.5.3)';
  if (security !== null) yield* trials(m, { cause: 'reauthentication-key', text }, { keys: security.unused });
}

function* otherAlgorithms(m: SignedMessage): Generator<Trial> {
  for (const right of m.keys)
    for (const algorithm of algorithms.filter((a) => a !== right.algorithm)) {
      const [is, should] = [algorithm, right.algorithm].map((a) => Object.keys(signingNames).find((name) => signingNames[name] === a));
      yield* trials(
        m,
        { cause: 'wrong-algorithm', text: `the key is right, the algorithm is not: ${is} instead of ${should}` },
        { keys: [{ ...right, algorithm }] },
      );
    }
}

/** Keys that come from the right session key in a wrong way. */
function* otherDerivations(m: SignedMessage): Generator<Trial> {
  const { origin } = m.channel;
  if (origin === null) return;
  const preauth = preauthOf(m.pass, origin) ?? Buffer.alloc(64);
  for (const secret of origin.secrets)
    for (const { cause, text, key } of derivations(secret.key, origin, preauth)) {
      const keys = algorithms.map((algorithm): SigningKey => ({ key, algorithm, source: secret.source, sessionKey: secret.key }));
      yield* trials(m, { cause, text: `signed with ${text}` }, { keys });
    }
}

interface Derivation {
  readonly cause: string;
  readonly text: string;
  readonly key: Buffer;
}

function* derivations(full: Buffer, { agreed }: Origin, preauth: Buffer): Generator<Derivation> {
  const { dialect } = agreed;
  yield { cause: 'session-key', text: 'the session key itself, not with the signing key that is derived from it', key: sessionKeyOf(full) };
  for (const other of DIALECTS)
    if (dialectName(other) !== dialectName(dialect))
      yield {
        cause: 'other-dialect-key',
        text: `a key as dialect ${dialectName(other)} derives it`,
        key: signingKey(other, full, preauth),
      };
  yield { cause: 'wrong-label', text: 'the application key', key: applicationKey(dialect, full, preauth) };
  const cipher = encryptionKeys(dialect, 1, full, preauth);
  if (cipher !== null) {
    yield { cause: 'wrong-label', text: 'the key that encrypts from client to server', key: cipher.c2s };
    yield { cause: 'wrong-label', text: 'the key that encrypts from server to client', key: cipher.s2c };
  }
  if (full.length <= 16) return;
  yield { cause: 'full-session-key', text: `all ${full.length} bytes of the session key, of which the first 16 count`, key: full };
  const label = needsPreauth(dialect) ? 'SMBSigningKey\0' : 'SMB2AESCMAC\0';
  const context = needsPreauth(dialect) ? preauth : Buffer.from('SmbSign\0', 'latin1');
  yield {
    cause: 'full-session-key',
    text: `a key derived from all ${full.length} bytes of the session key, of which the first 16 count`,
    key: kdf(full, label, context, 128),
  };
}

export const keyTrials: readonly Family<SignedMessage>[] = [
  { tried: "the keys of its session's other channels", trials: otherChannels },
  { tried: 'the keys of reauthentications', trials: reauthentications },
  { tried: 'the keys of other sessions', trials: otherSessions },
  { tried: 'the other algorithms', trials: otherAlgorithms },
  { tried: 'the session key itself, and other ways to derive from it', trials: otherDerivations },
];
