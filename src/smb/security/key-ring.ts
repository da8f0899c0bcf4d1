import type { Messages } from '../columns.ts';
import { type KeyMaterial, type SessionKeys, sessionIdOf } from '../keys/material.ts';
import type { Connection, Session } from '../session.ts';
import { Channel } from './channel.ts';
import { KerberosKeys } from './kerberos-keys.ts';
import {
  type ApplicationKey,
  algorithmsOf,
  applicationKeysFrom,
  type CipherKeys,
  cipherKeysFrom,
  completed,
  givenChannelKeys,
  givenCipherKeys,
  givenSigningKeys,
  needsPreauth,
  type Origin,
  type SessionSecret,
  type SigningKey,
  signingKeysFrom,
} from './keys.ts';
import { pack, Verdict } from './verdict.ts';

/** What was found of a session's keys. */
export class SessionSecurity {
  /** What authentication gave, or what was given for it. */
  secrets: readonly SessionSecret[] = [];
  signing: readonly SigningKey[] = [];
  ciphers: readonly CipherKeys[] = [];
  applicationKeys: readonly ApplicationKey[] = [];
  /** The keys that a tag has proven. */
  cipher: CipherKeys | null = null;
  /** Keys that a reauthentication would have made, which the session does not use (MS-SMB2 3.3.5.5.3). */
  readonly unused: SigningKey[] = [];
  readonly unusedCiphers: CipherKeys[] = [];
  /** A message that the keys are derived from is missing. */
  lacksPreauth = false;
  /** null where the keys were given. */
  origin: Origin | null = null;

  reauthenticated({ secrets, agreed }: Origin, preauth: Buffer | null): void {
    if (this.unused.length >= MAX_UNUSED) return;
    this.unused.push(...secrets.flatMap((secret) => signingKeysFrom(secret, agreed, preauth)));
    this.unusedCiphers.push(...secrets.flatMap((secret) => cipherKeysFrom(secret, agreed, preauth)));
  }
}

const MAX_UNUSED = 64;

const NONE: readonly SessionKeys[] = [];

/** The keys of sessions and of their channels: derived from secrets, or as they were given. */
export class KeyRing {
  readonly material: KeyMaterial;
  readonly isEmpty: boolean;
  readonly kerberos: KerberosKeys;
  readonly channels: Channel[] = [];
  private readonly messages: Messages;
  private readonly givenById = new Map<string, SessionKeys[]>();

  constructor(messages: Messages, material: KeyMaterial) {
    this.messages = messages;
    this.material = material;
    this.isEmpty = material.sessions.length + material.credentials.length + material.keytab.length === 0;
    this.kerberos = new KerberosKeys(material.keytab);
    for (const s of material.sessions) {
      const same = this.givenById.get(s.sessionId);
      if (same === undefined) this.givenById.set(s.sessionId, [s]);
      else same.push(s);
    }
  }

  /** The security of a session; from what was given for it when the capture has no authentication. null when nothing is known. */
  of(session: Session, connection: Connection): SessionSecurity | null {
    const known = session.security ?? session.elsewhere?.security ?? null;
    if (known !== null || session.establishedBy !== 0 || this.given(session).length === 0) return known;
    return this.establish(session, connection, null, null);
  }

  /** A session's first authentication is done. `preauth` is its PreauthIntegrityHashValue, null where that is not known. */
  establish(session: Session, connection: Connection, origin: Origin | null, preauth: Buffer | null): SessionSecurity {
    const { agreed } = connection;
    const given = this.given(session);
    const made = new SessionSecurity();
    // What is given counts for the dialect that is given with it, where the capture lacks the negotiation.
    const derived = [
      ...(origin?.secrets ?? []).map((secret) => ({ secret, by: agreed })),
      ...given.flatMap((g) =>
        g.sessionKey === undefined
          ? []
          : [{ secret: { key: g.sessionKey, source: 'session key', isGiven: true }, by: completed(agreed, g) }],
      ),
    ];
    made.secrets = derived.map(({ secret }) => secret);
    made.signing = distinct([
      ...derived.flatMap(({ secret, by }) => signingKeysFrom(secret, by, preauth)),
      ...given.flatMap((g) => givenSigningKeys(g, agreed)),
    ]);
    made.ciphers = [
      ...derived.flatMap(({ secret, by }) => cipherKeysFrom(secret, by, preauth)),
      ...given.flatMap((g) => givenCipherKeys(g, agreed)),
    ];
    made.applicationKeys = [
      ...derived.flatMap(({ secret, by }) => applicationKeysFrom(secret, by, preauth)),
      ...given.flatMap(({ applicationKey: key, sessionKey }) => (key === undefined ? [] : [{ key, sessionKey }])),
    ];
    made.lacksPreauth = preauth === null && derived.some(({ by }) => needsPreauth(by.dialect));
    made.origin = origin === null ? null : { ...origin, secrets: made.secrets };
    session.security = made;
    if (made.signing.length > 0) this.add(connection, session, made.signing, made.origin);
    return made;
  }

  /** A connection joins a session: its channel signs with a key of its own, MS-SMB2 3.3.5.5.3. */
  bind(session: Session, connection: Connection, origin: Origin, preauth: Buffer | null): void {
    const derived = origin.secrets.flatMap((secret) => signingKeysFrom(secret, connection.agreed, preauth));
    const candidates = distinct([...derived, ...this.givenFor(session, connection)]);
    if (candidates.length > 0) this.add(connection, session, candidates, origin);
  }

  /** The channel of a session on a connection; before a binding is done, the session's own keys sign there. null when no key is known. */
  channel(session: Session, connection: Connection): Channel | null {
    const { lastChannel } = connection;
    if (lastChannel !== null && lastChannel.session === session) return lastChannel;
    const known = connection.channels.get(session.row) ?? this.firstChannel(session, connection);
    connection.lastChannel = known;
    return known;
  }

  private firstChannel(session: Session, connection: Connection): Channel | null {
    const security = this.of(session, connection);
    if (security === null) return null;
    const made = connection.channels.get(session.row);
    if (made !== undefined) return made;
    const candidates = distinct([...this.givenFor(session, connection), ...inherited(security, connection)]);
    return candidates.length === 0 ? null : this.add(connection, session, candidates, security.origin);
  }

  /** The session's own keys, where they are not those that sign on the connection: it is bound to the session. */
  ofSession({ session, connection, origin }: Channel): readonly SigningKey[] {
    const security = this.of(session, connection);
    return security === null || origin === security.origin ? [] : inherited(security, connection);
  }

  private add(connection: Connection, session: Session, candidates: readonly SigningKey[], origin: Origin | null): Channel {
    const channel = new Channel(connection, session, candidates, origin, (row, isOk) => {
      this.messages.verdict[row] = pack(isOk ? Verdict.ok : Verdict.bad);
    });
    this.channels.push(channel);
    connection.channels.set(session.row, channel);
    connection.lastChannel = null;
    return channel;
  }

  private given(session: Session): readonly SessionKeys[] {
    return this.givenById.get(sessionIdOf(session.idLow, session.idHigh)) ?? NONE;
  }

  private givenFor(session: Session, connection: Connection): SigningKey[] {
    return this.given(session).flatMap((g) => givenChannelKeys(g, connection.name, connection.agreed));
  }
}

/** The session's keys with its algorithm, or with one that the connection has. */
const inherited = ({ signing }: SessionSecurity, { agreed }: Connection): SigningKey[] =>
  signing.flatMap((k) => [k, ...algorithmsOf(agreed).map((algorithm) => ({ ...k, algorithm }))]);

function distinct(keys: readonly SigningKey[]): SigningKey[] {
  return keys.filter((k, i) => keys.findIndex((other) => other.algorithm === k.algorithm && other.key.equals(k.key)) === i);
}
