import { Command } from '../../../dissectors/smb2/header.ts';
import { SessionSetupRequest, SessionSetupResponse } from '../../../dissectors/smb2/session-setup.ts';
import { TransformHeader } from '../../../dissectors/smb2/transform.ts';
import { decryptTransform } from '../../crypto/aead.ts';
import type { Messages, Units } from '../columns.ts';
import { type Current, Flag, STATUS_PENDING, STATUS_SUCCESS } from '../current.ts';
import { GuidTable } from '../guid-table.ts';
import { type KeyMaterial, type SessionKeys, sessionIdOf } from '../keys/material.ts';
import type { Connection, Session, Tree } from '../session.ts';
import { agreementOf, securityMode } from './agreement.ts';
import { authenticate } from './authentication.ts';
import { Channel, type Slices } from './channel.ts';
import type { Setup, Token } from './exchange.ts';
import { Findings } from './findings.ts';
import {
  algorithmsOf,
  applicationKeyFrom,
  type CipherKeys,
  cipherKeysFrom,
  givenChannelKeys,
  givenCipherKeys,
  givenSigningKeys,
  needsPreauth,
  type SessionSecret,
  type SigningKey,
  signingKeysFrom,
} from './keys.ts';
import { pack, Reason, Verdict } from './verdict.ts';

const STATUS_MORE_PROCESSING_REQUIRED = 0xc0000016;
const SIGNING_REQUIRED = 2;
const BINDING = 1;
const GUEST_OR_NULL = 3;
const ENCRYPT_DATA = 4;
const SHARE_ENCRYPT_DATA = 0x8000;
const SIGNATURE_SIZE = 16;
const SIGNATURE = 48;
const MAX_WAITING = 4096;

const { at: TRANSFORM, fixedSize: TRANSFORM_SIZE } = TransformHeader;

/** What was found of a session's keys. */
export class SessionSecurity {
  /** What authentication gave, or what was given for it. */
  secrets: readonly SessionSecret[] = [];
  signing: readonly SigningKey[] = [];
  ciphers: readonly CipherKeys[] = [];
  applicationKey: Buffer | null = null;
  /** The keys that a tag has proven. */
  cipher: CipherKeys | null = null;
  /** Keys that a reauthentication would have made, which the session does not use (MS-SMB2 3.3.5.5.3). */
  unused: SigningKey[] = [];
  /** A message that the keys are derived from is missing. */
  lacksPreauth = false;
}

/** Signatures and tags: which keys there are, and what they verify (MS-SMB2 3.1.4.1, 3.2.5.1, 3.3.5.2). */
export class Security {
  /** Whether signatures are looked at: keys were given, or the question is asked. */
  readonly isOn: boolean;
  readonly hasKeys: boolean;
  readonly findings = new Findings();
  readonly channels: Channel[] = [];
  /** Transforms by what became of them, and those that were opened by cipher id. */
  readonly transforms = { ok: 0, bad: 0, unverified: 0 };
  readonly byCipher = new Map<number, number>();
  readonly material: KeyMaterial;
  /** Messages that another key than their channel's has signed: by row. */
  readonly exceptions = new Map<number, SigningKey>();
  isDiagnosed = false;
  private readonly messages: Messages;
  private readonly units: Units;
  private readonly sessions: readonly Session[];
  private readonly trees: readonly Tree[];
  private readonly givenById: ReadonlyMap<string, readonly SessionKeys[]>;
  private readonly nonces = new GuidTable(1024);
  private buffer: ArrayBufferLike | null = null;
  private bytes: Uint8Array = new Uint8Array(0);
  /** Rows of messages whose session has no keys yet. */
  private readonly waiting: number[] = [];

  constructor(
    messages: Messages,
    units: Units,
    sessions: readonly Session[],
    trees: readonly Tree[],
    material: KeyMaterial,
    isAsked: boolean,
  ) {
    this.messages = messages;
    this.units = units;
    this.sessions = sessions;
    this.trees = trees;
    this.material = material;
    this.givenById = byId(material.sessions);
    this.hasKeys = material.sessions.length + material.credentials.length + material.keytab.length > 0;
    this.isOn = isAsked || this.hasKeys;
  }

  /** An SMB2 message of `size` bytes, its columns filled; where not all of them are at hand, `slices` gives them. */
  message(c: Current, size: number, slices: Slices | null, isEncrypted: boolean): void {
    const isWhole = c.at + size <= c.end;
    if (c.command === Command.NEGOTIATE) this.negotiated(c, isWhole);
    else if (c.command === Command.SESSION_SETUP && c.session !== null) this.setUp(c, isWhole);
    else if (c.command === Command.SESSION_SETUP && !c.isResponse) this.setUp(c, isWhole);
    if (!this.isOn) return;
    if ((c.flags & Flag.signed) === 0) {
      if (!isEncrypted) this.unsigned(c);
    } else if (!isEncrypted || !this.isZero(c)) this.signed(c, size, slices);
  }

  /** What a transform holds, its header at `at`; null when no key opens it. What fails its tag is never returned. */
  open(
    connection: Connection,
    session: Session | null,
    unit: number,
    data: DataView,
    at: number,
    end: number,
    isFromServer: boolean,
  ): Uint8Array | null {
    if (!this.hasKeys) {
      this.transforms.unverified++;
      return null;
    }
    const keys = session === null ? null : this.securityOf(session, connection);
    if (keys === null || keys.ciphers.length === 0 || at + TRANSFORM_SIZE > end) {
      this.transforms.unverified++;
      return null;
    }
    const header = this.bytesOf(data).subarray(data.byteOffset + at, data.byteOffset + at + TRANSFORM_SIZE);
    const encrypted = this.bytes.subarray(data.byteOffset + at + TRANSFORM_SIZE, data.byteOffset + end);
    for (const candidate of keys.cipher === null ? keys.ciphers : [keys.cipher]) {
      const opened = decryptTransform(candidate.cipher, isFromServer ? candidate.s2c : candidate.c2s, header, encrypted);
      if (opened === null || !opened.isAuthentic) continue;
      keys.cipher = candidate;
      this.transforms.ok++;
      this.byCipher.set(candidate.cipher, (this.byCipher.get(candidate.cipher) ?? 0) + 1);
      this.units.session[unit] = session!.row + 1;
      this.nonce(data, at, unit, session!, isFromServer);
      return opened.plain;
    }
    this.transforms.bad++;
    this.units.session[unit] = session!.row + 1;
    return null;
  }

  /** The plain text of a transform once more, also of one whose tag is wrong; null without keys. */
  reopen(unit: number, data: DataView, at: number, end: number, isFromServer: boolean): Uint8Array | null {
    const session = this.sessions[this.units.session[unit]! - 1];
    const security = session?.security ?? session?.elsewhere?.security ?? null;
    const keys = security?.cipher ?? security?.ciphers[0];
    if (keys === undefined || at + TRANSFORM_SIZE > end) return null;
    const bytes = new Uint8Array(data.buffer, data.byteOffset + at, end - at);
    const key = isFromServer ? keys.s2c : keys.c2s;
    return decryptTransform(keys.cipher, key, bytes.subarray(0, TRANSFORM_SIZE), bytes.subarray(TRANSFORM_SIZE))?.plain ?? null;
  }

  /** A transform that was not captured in full. */
  unopened(): null {
    this.transforms.unverified++;
    return null;
  }

  /** Works out what waits; at the end of the capture also what waited for keys that did not come. */
  flush(): void {
    for (const channel of this.channels) channel.flush();
  }

  /** The capture is over: messages that came before their session's keys are looked at again. `bytesOf` gives a message's bytes, null where some are missing. */
  end(connectionOf: (row: number) => Connection | undefined, bytesOf: (row: number) => Uint8Array | null): void {
    for (const row of this.waiting) {
      const session = this.sessions[this.messages.session[row]! - 1]!;
      const channel = this.channel(connectionOf(row)!, session);
      const bytes = channel === null ? null : bytesOf(row);
      if (bytes !== null) channel!.verify(row, bytes, 0, bytes.length);
      else if (session.establishedBy > row + 1) this.messages.verdict[row] = pack(Verdict.unverified, Reason.tooEarly);
    }
    this.waiting.length = 0;
    this.flush();
  }

  /** The security of a session; from what was given for it when the capture has no authentication. null when nothing is known. */
  securityOf(session: Session, connection: Connection): SessionSecurity | null {
    if (session.security !== null) return session.security;
    if (session.elsewhere !== null && session.elsewhere.security !== null) return session.elsewhere.security;
    if (session.establishedBy !== 0 || !this.hasKeys) return null;
    const given = this.given(session);
    if (given.length === 0) return null;
    const made = new SessionSecurity();
    this.complete(made, session, connection, null);
    return (session.security = made);
  }

  private negotiated(c: Current, isWhole: boolean): void {
    const connection = c.connection!;
    const message = isWhole ? this.copy(c) : null;
    connection.requiresSigning ||= (securityMode(c) & SIGNING_REQUIRED) !== 0;
    if (!c.isResponse) {
      connection.exchange.negotiateRequest(message);
      return;
    }
    connection.exchange.negotiateResponse(message);
    connection.agreed = agreementOf(c);
  }

  private setUp(c: Current, isWhole: boolean): void {
    const { exchange } = c.connection!;
    const id = sessionIdOf(c.sessionIdLow, c.sessionIdHigh);
    const message = isWhole ? this.copy(c) : null;
    const token: Token = { isFromServer: c.isResponse, blob: this.blob(c), row: c.row };
    if (!c.isResponse) {
      const mode = c.has(SessionSetupRequest.at.SecurityMode, 1) ? c.u8(SessionSetupRequest.at.SecurityMode) : 0;
      exchange.setupRequest(c.messageId, id, message, token, (mode & SIGNING_REQUIRED) !== 0);
      return;
    }
    if (c.status === STATUS_PENDING) return;
    const setup = exchange.setupResponse(c.messageId, id, c.status === STATUS_MORE_PROCESSING_REQUIRED, message, token);
    if (c.status === STATUS_SUCCESS && c.session !== null) this.established(c, c.session, setup);
  }

  private established(c: Current, session: Session, setup: Setup | undefined): void {
    const connection = c.connection!;
    const authentication = authenticate(setup?.tokens ?? [], this.material);
    const preauth = setup?.preauth ?? null;
    const isBinding = (this.messages.detail[c.row]! & BINDING) !== 0;
    if (!isBinding && authentication.kind !== '') session.identity = authentication;
    if (isBinding) this.bound(connection, session, authentication.secrets, preauth);
    else if (session.establishedBy === c.row + 1) {
      session.requiresSigning = connection.requiresSigning || setup?.requiresSigning === true;
      const made = (session.security = new SessionSecurity());
      made.secrets = authentication.secrets;
      this.complete(made, session, connection, preauth);
    } else if (session.security !== null)
      for (const secret of authentication.secrets) session.security.unused.push(...signingKeysFrom(secret, connection.agreed, preauth));
  }

  /** Keys of a session from its secrets and from what was given for it. */
  private complete(made: SessionSecurity, session: Session, connection: Connection, preauth: Buffer | null): void {
    const { agreed } = connection;
    const given = this.given(session);
    made.secrets = [
      ...made.secrets,
      ...given.flatMap(({ sessionKey: key }) => (key === undefined ? [] : [{ key, source: 'session key' }])),
    ];
    made.signing = distinct([
      ...made.secrets.flatMap((secret) => signingKeysFrom(secret, agreed, preauth)),
      ...given.flatMap((g) => givenSigningKeys(g, agreed)),
    ]);
    made.ciphers = [
      ...made.secrets.flatMap((secret) => cipherKeysFrom(secret, agreed, preauth)),
      ...given.flatMap((g) => givenCipherKeys(g, agreed)),
    ];
    made.applicationKey =
      made.secrets.map((secret) => applicationKeyFrom(secret, agreed, preauth))[0] ??
      given.find((g) => g.applicationKey)?.applicationKey ??
      null;
    made.lacksPreauth = made.secrets.length > 0 && needsPreauth(agreed.dialect) && preauth === null;
    if (made.signing.length > 0) this.addChannel(connection, session, made.signing);
  }

  /** A connection joins a session: its channel signs with a key of its own, MS-SMB2 3.3.5.5.3. */
  private bound(connection: Connection, session: Session, secrets: readonly SessionSecret[], preauth: Buffer | null): void {
    const candidates = [
      ...secrets.flatMap((secret) => signingKeysFrom(secret, connection.agreed, preauth)),
      ...this.given(session).flatMap((g) => givenChannelKeys(g, connection.name, connection.agreed)),
    ];
    if (candidates.length > 0) this.addChannel(connection, session, distinct(candidates));
  }

  private addChannel(connection: Connection, session: Session, candidates: readonly SigningKey[]): Channel {
    const channel = new Channel(connection, session, candidates, (row, isOk) => {
      this.messages.verdict[row] = pack(isOk ? Verdict.ok : Verdict.bad);
    });
    this.channels.push(channel);
    connection.channels.set(session.row, channel);
    connection.lastChannel = null;
    return channel;
  }

  /** The channel of a session on a connection; before a binding is done, the session's own keys sign there. */
  private channel(connection: Connection, session: Session): Channel | null {
    const { lastChannel } = connection;
    if (lastChannel !== null && lastChannel.session === session) return lastChannel;
    const known = connection.channels.get(session.row);
    if (known !== undefined) return (connection.lastChannel = known);
    const security = this.securityOf(session, connection);
    if (security === null) return null;
    const made = connection.channels.get(session.row);
    if (made !== undefined) return made;
    const channelKeys = this.given(session).flatMap((g) => givenChannelKeys(g, connection.name, connection.agreed));
    const candidates = distinct([...channelKeys, ...security.signing.flatMap((k) => [k, ...underOwnAlgorithm(k, connection)])]);
    return candidates.length === 0 ? null : this.addChannel(connection, session, candidates);
  }

  private signed(c: Current, size: number, slices: Slices | null): void {
    const { messages: m } = this;
    const { row, session } = c;
    if (session === null) {
      m.verdict[row] = pack(Verdict.unverified, Reason.noKey);
      return;
    }
    const channel = this.channel(c.connection!, session);
    if (channel === null) {
      this.unknown(c, session);
      return;
    }
    const isAtHand = c.at + size <= c.end;
    if (isAtHand) {
      const start = c.data.byteOffset + c.at;
      channel.verify(row, this.bytesOf(c.data), start, start + size);
      return;
    }
    const signature = this.bytesOf(c.data).slice(
      c.data.byteOffset + c.at + SIGNATURE,
      c.data.byteOffset + c.at + SIGNATURE + SIGNATURE_SIZE,
    );
    if (slices === null || signature.length < SIGNATURE_SIZE || !channel.verifySlices(row, signature, slices))
      m.verdict[row] = pack(Verdict.unverified, Reason.truncated);
  }

  /** No key is known for a signed message; perhaps yet. */
  private unknown(c: Current, session: Session): void {
    const { messages: m } = this;
    const { row } = c;
    const { security } = session;
    if (session.establishedBy !== 0 && (session.flags & GUEST_OR_NULL) !== 0) m.verdict[row] = pack(Verdict.needless);
    else m.verdict[row] = pack(Verdict.unverified, security?.lacksPreauth === true ? Reason.noPreauth : Reason.noKey);
    if (session.establishedBy === 0 && this.waiting.length < MAX_WAITING) this.waiting.push(row);
  }

  /** A message in clear text that is not signed: whether it had to be, MS-SMB2 3.2.5.1.3 and 3.3.5.2.4. */
  private unsigned(c: Current): void {
    const { session, command, row } = c;
    if (session === null || session.establishedBy === 0 || session.establishedBy > row) return;
    if (command === Command.NEGOTIATE || command === Command.SESSION_SETUP || !c.hasMessageId || c.status === STATUS_PENDING) return;
    const tree = this.messages.tree[row] === 0 ? null : this.trees[this.messages.tree[row]! - 1]!;
    const mustEncrypt =
      (session.flags & ENCRYPT_DATA) !== 0 ||
      (tree !== null && tree.connectedBy !== 0 && tree.connectedBy <= row && (tree.flags & SHARE_ENCRYPT_DATA) !== 0);
    const failed = c.isResponse && c.status >= STATUS_ERROR;
    if (mustEncrypt) {
      if (!failed) this.messages.verdict[row] = pack(Verdict.missing);
      this.findings.add({
        row,
        kind: 'clear-text',
        severity: 'warning',
        text: `in clear text, although ${(session.flags & ENCRYPT_DATA) !== 0 ? 'the session' : 'the share'} demands encryption`,
        spec: 'MS-SMB2 3.3.5.2.5',
      });
      return;
    }
    if (!session.requiresSigning || (session.flags & GUEST_OR_NULL) !== 0) return;
    this.messages.verdict[row] = pack(Verdict.missing);
    this.findings.add({
      row,
      kind: 'not-signed',
      severity: 'error',
      text: 'not signed, although its session requires signing',
      spec: c.isResponse ? 'MS-SMB2 3.2.5.1.3' : 'MS-SMB2 3.3.5.2.4',
    });
  }

  /** A nonce must not come twice with one key, MS-SMB2 3.1.4.3: what it hides is then hidden no longer. */
  private nonce(data: DataView, at: number, unit: number, session: Session, isFromServer: boolean): void {
    const scope = 2 * session.row + (isFromServer ? 1 : 0);
    const before = this.nonces.find(data, at + TRANSFORM.Nonce, scope);
    if (before < 0) this.nonces.set(data, at + TRANSFORM.Nonce, scope, unit);
    else
      this.findings.add({
        row: this.messages.count,
        kind: 'nonce-reuse',
        severity: 'error',
        text: `its nonce was used before, in unit ${before + 1}`,
        spec: 'MS-SMB2 3.1.4.3',
      });
  }

  private given(session: Session): readonly SessionKeys[] {
    return this.givenById.get(sessionIdOf(session.idLow, session.idHigh)) ?? NONE;
  }

  private isZero(c: Current): boolean {
    for (let i = 0; i < SIGNATURE_SIZE; i++) if (c.data.getUint8(c.at + SIGNATURE + i) !== 0) return false;
    return true;
  }

  /** The bytes that `c` stands on, from the SMB2 header on. */
  private copy(c: Current): Uint8Array {
    return this.bytesOf(c.data).subarray(c.data.byteOffset + c.at, c.data.byteOffset + c.end);
  }

  private blob(c: Current): Buffer {
    const table = c.isResponse ? SessionSetupResponse : SessionSetupRequest;
    const { SecurityBufferOffset, SecurityBufferLength } = table.at;
    if (!c.has(SecurityBufferLength, 2)) return Buffer.alloc(0);
    const from = c.at + c.u16(SecurityBufferOffset);
    const to = Math.min(c.end, from + c.u16(SecurityBufferLength));
    return Buffer.from(this.bytesOf(c.data).subarray(c.data.byteOffset + from, c.data.byteOffset + Math.max(from, to)));
  }

  /** All of the buffer behind a view; the same one comes again and again. */
  private bytesOf(data: DataView): Uint8Array {
    if (this.buffer !== data.buffer) {
      this.buffer = data.buffer;
      this.bytes = new Uint8Array(data.buffer);
    }
    return this.bytes;
  }
}

const NONE: readonly SessionKeys[] = [];
const STATUS_ERROR = 0xc0000000;

/** The session's keys under the algorithms of a connection that may have agreed on another one. */
const underOwnAlgorithm = (k: SigningKey, { agreed }: Connection): SigningKey[] =>
  algorithmsOf(agreed).map((algorithm) => ({ ...k, algorithm }));

function distinct(keys: readonly SigningKey[]): SigningKey[] {
  return keys.filter((k, i) => keys.findIndex((other) => other.algorithm === k.algorithm && other.key.equals(k.key)) === i);
}

function byId(sessions: readonly SessionKeys[]): Map<string, SessionKeys[]> {
  const found = new Map<string, SessionKeys[]>();
  for (const s of sessions) found.set(s.sessionId, [...(found.get(s.sessionId) ?? []), s]);
  return found;
}
