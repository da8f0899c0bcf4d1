import { Command } from '../../../dissectors/smb2/header.ts';
import { SessionSetupRequest, SessionSetupResponse } from '../../../dissectors/smb2/session-setup.ts';
import { FSCTL } from '../../../dissectors/tables/fsctl.ts';
import type { Follower } from '../../net/unit.ts';
import type { Messages, Units } from '../columns.ts';
import { type Current, Flag, STATUS_PENDING, STATUS_SUCCESS } from '../current.ts';
import { type KeyMaterial, sessionIdOf } from '../keys/material.ts';
import type { Connection, Session, Tree } from '../session.ts';
import { agreementOf, securityMode } from './agreement.ts';
import { authenticate, type Mic } from './authentication.ts';
import type { Slices } from './channel.ts';
import type { Setup, Token } from './exchange.ts';
import { Findings } from './findings.ts';
import { Followers, SignatureFollower } from './followers.ts';
import { KeyRing } from './key-ring.ts';
import type { Origin } from './keys.ts';
import { answerOf, Negotiation, offerOf, validationOf } from './negotiation.ts';
import { isNobody, unsigned } from './rules.ts';
import { authenticated } from './rules-authentication.ts';
import { downgrades, negotiated, validated, validatedInClear } from './rules-negotiation.ts';
import { Transforms } from './transforms.ts';
import { pack, Reason, Verdict, verdictOf } from './verdict.ts';

const STATUS_MORE_PROCESSING_REQUIRED = 0xc0000016 | 0;
const SIGNING_REQUIRED = 2;
const BINDING = 1;
const GUEST_OR_NULL = 3;
const SIGNATURE = 48;
const SIGNATURE_SIZE = 16;
const MAX_WAITING = 4096;
const MAX_NEGOTIATIONS = 100_000;
const MIC_SPECS = { MIC: 'MS-NLMP 3.2.5.1.2', mechListMIC: 'RFC 4178 5' } as const;

/** Signatures and tags: which keys there are, and what they verify (MS-SMB2 3.1.4.1, 3.2.5.1, 3.3.5.2). */
export class Security {
  /** Whether signatures are looked at: keys were given, or the question is asked. */
  readonly isOn: boolean;
  readonly findings = new Findings();
  readonly ring: KeyRing;
  readonly transforms: Transforms;
  readonly followers = new Followers();
  isDiagnosed = false;
  /** By row of the message that carries them. */
  readonly mics = new Map<number, readonly Mic[]>();
  private readonly messages: Messages;
  private readonly sessions: readonly Session[];
  private readonly trees: readonly Tree[];
  private buffer: ArrayBufferLike | null = null;
  private bytes: Uint8Array = new Uint8Array(0);
  private readonly negotiations: Negotiation[] = [];
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
    this.sessions = sessions;
    this.trees = trees;
    this.ring = new KeyRing(messages, material);
    this.transforms = new Transforms(this.ring, messages, units, sessions, this.findings);
    this.isOn = isAsked || !this.ring.isEmpty;
  }

  get hasKeys(): boolean {
    return !this.ring.isEmpty;
  }

  /** An SMB2 message of `size` bytes, its columns filled; where not all of them are at hand, `slices` gives them, and `follower` may have had them. */
  message(c: Current, size: number, slices: Slices | null, isEncrypted: boolean, follower: Follower | null): void {
    const isWhole = c.at + size <= c.end;
    if (c.command === Command.NEGOTIATE) this.negotiated(c, isWhole);
    else if (c.command === Command.SESSION_SETUP && (c.session !== null || !c.isResponse)) this.setUp(c, isWhole);
    if (!this.isOn) return;
    if (c.connection!.negotiation !== null) this.afterNegotiation(c, c.connection!.negotiation, isEncrypted);
    if ((c.flags & Flag.signed) === 0) {
      if (!isEncrypted && c.session !== null) this.messages.verdict[c.row] = unsigned(c, c.session, this.tree(c.row), this.findings);
    } else if (!isEncrypted || !this.isZero(c)) this.signed(c, size, slices, follower);
  }

  /** Works out what waits to be worked out together. */
  flush(): void {
    for (const channel of this.ring.channels) channel.flush();
  }

  /** The capture is over: messages that came before their session's keys are looked at again. `bytesOf` gives a message's bytes, null where some are missing. */
  end(connectionOf: (row: number) => Connection | undefined, bytesOf: (row: number) => Uint8Array | null): void {
    for (const row of this.waiting) {
      const session = this.sessions[this.messages.session[row]! - 1]!;
      const channel = this.ring.channel(session, connectionOf(row)!);
      const bytes = channel === null ? null : bytesOf(row);
      if (bytes !== null) channel!.verify(row, bytes, 0, bytes.length);
      else if (session.establishedBy > row + 1) this.messages.verdict[row] = pack(Verdict.unverified, Reason.tooEarly);
    }
    this.waiting.length = 0;
    this.flush();
    downgrades(this.negotiations, this.findings);
    this.transforms.end();
    if (!this.ring.channels.some((c) => c.isGuess && c.bad > 0)) return;
    const proven = new Set(this.ring.channels.filter((c) => c.key !== null).map((c) => c.session));
    const m = this.messages;
    for (let row = 0; row < m.count; row++) {
      if (verdictOf(m.verdict[row]!) !== Verdict.bad) continue;
      const channel = connectionOf(row)?.channels.get(m.session[row]! - 1);
      const isOpened = this.sessions[m.session[row]! - 1]?.security?.cipher != null;
      if (channel?.isGuess === true && !isOpened && !proven.has(channel.session))
        m.verdict[row] = pack(Verdict.unverified, Reason.noneFits);
    }
  }

  private negotiated(c: Current, isWhole: boolean): void {
    const connection = c.connection!;
    const message = isWhole && this.hasKeys ? this.copy(c) : null;
    connection.requiresSigning ||= (securityMode(c) & SIGNING_REQUIRED) !== 0;
    if (!c.isResponse) {
      connection.exchange.negotiateRequest(c.row, message);
      const offer = isWhole ? offerOf(c, this.messages.detail[c.row]!) : null;
      connection.negotiation = offer === null ? null : new Negotiation(offer);
      return;
    }
    connection.exchange.negotiateResponse(c.row, message);
    connection.agreed = agreementOf(c);
    const { negotiation } = connection;
    if (negotiation === null || negotiation.answer !== null) return;
    negotiation.answer = isWhole ? answerOf(c) : null;
    if (this.negotiations.length < MAX_NEGOTIATIONS) this.negotiations.push(negotiation);
    negotiated(negotiation, this.findings);
  }

  /** Whether the negotiation is confirmed by those who hold keys, MS-SMB2 3.2.5.5 and 3.3.5.15.12. */
  private afterNegotiation(c: Current, negotiation: Negotiation, isEncrypted: boolean): void {
    if (c.command === Command.IOCTL) this.validation(c, negotiation, isEncrypted);
    if (negotiation.connectedBy !== 0) negotiation.goesOn ||= !c.isResponse;
    else if (c.command === Command.TREE_CONNECT && c.isResponse && c.status === STATUS_SUCCESS && c.session !== null)
      if (c.session.establishedBy !== 0 && !isNobody(c.session)) negotiation.connectedBy = c.row + 1;
  }

  private validation(c: Current, negotiation: Negotiation, isEncrypted: boolean): void {
    const { offer, answer } = negotiation;
    const code = this.messages.detail[c.row]!;
    if (code === 0) negotiation.isBlind = true;
    if (code !== FSCTL.FSCTL_VALIDATE_NEGOTIATE_INFO) return;
    negotiation.isValidated = true;
    if (c.isResponse && c.status !== STATUS_SUCCESS) return;
    const said = validationOf(c);
    const before = c.isResponse ? answer : offer;
    if (said !== null && before !== null) validated(said, before, c.isResponse, this.findings);
    if (c.isResponse && !isEncrypted && (c.flags & Flag.signed) === 0) validatedInClear(c.row, this.findings);
  }

  private setUp(c: Current, isWhole: boolean): void {
    const { exchange } = c.connection!;
    const id = sessionIdOf(c.sessionIdLow, c.sessionIdHigh);
    const message = isWhole && this.hasKeys ? this.copy(c) : null;
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
    const authentication = authenticate(setup?.tokens ?? [], this.ring.material, this.ring.kerberos);
    const { secrets, mics } = authentication;
    for (const mic of mics) this.mics.set(mic.row, [...(this.mics.get(mic.row) ?? []), mic]);
    for (const { name, row, isOk } of mics)
      if (!isOk) this.findings.add({ row, kind: 'mic-bad', severity: 'error', text: `its ${name} is wrong`, spec: MIC_SPECS[name] });
    const preauth = setup?.preauth ?? null;
    const { negotiation, earlier } = connection.exchange;
    const origin: Origin = { secrets, agreed: connection.agreed, negotiation, earlier, setup: setup?.tokens.map((t) => t.row) ?? [] };
    const isBinding = (this.messages.detail[c.row]! & BINDING) !== 0;
    if (isBinding) {
      this.ring.bind(session, connection, origin, preauth);
      return;
    }
    session.authentications.push({ row: c.row, identity: authentication });
    if (session.establishedBy === c.row + 1) {
      session.requiresSigning = connection.requiresSigning || setup?.requiresSigning === true;
      session.identity = authentication;
      authenticated(c.row, session, this.findings);
      this.ring.establish(session, connection, origin, preauth);
    } else session.security?.reauthenticated(origin, preauth);
  }

  private signed(c: Current, size: number, slices: Slices | null, follower: Follower | null): void {
    const m = this.messages;
    const { row, session } = c;
    const channel = session === null ? null : this.ring.channel(session, c.connection!);
    if (session === null || channel === null) {
      this.unknown(row, session);
      return;
    }
    const start = c.data.byteOffset + c.at;
    const bytes = this.bytesOf(c.data);
    const isSetup = c.command === Command.SESSION_SETUP && !(c.isResponse && c.status === STATUS_SUCCESS);
    const others = isSetup ? this.ring.ofSession(channel) : [];
    if (c.at + size <= c.end && others.length > 0) {
      const whole = bytes.subarray(start, start + size);
      const each = (take: (slice: Uint8Array) => void): boolean => {
        take(whole);
        return true;
      };
      channel.verifySetup(row, whole.subarray(SIGNATURE, SIGNATURE + SIGNATURE_SIZE), each, others);
      return;
    }
    if (c.at + size <= c.end) {
      channel.verify(row, bytes, start, start + size);
      return;
    }
    const isHeaderThere = c.at + SIGNATURE + SIGNATURE_SIZE <= c.end;
    const signature = bytes.slice(start + SIGNATURE, start + SIGNATURE + SIGNATURE_SIZE);
    if (follower instanceof SignatureFollower && isHeaderThere && channel.verifyFollowed(row, signature, follower)) return;
    if (slices === null || !isHeaderThere || !channel.verifySlices(row, signature, slices))
      m.verdict[row] = pack(Verdict.unverified, Reason.truncated);
  }

  /** No key is known for a signed message; perhaps yet. */
  private unknown(row: number, session: Session | null): void {
    const m = this.messages;
    const isWithoutKey = session !== null && session.establishedBy !== 0 && (session.flags & GUEST_OR_NULL) !== 0;
    m.verdict[row] = isWithoutKey ? pack(Verdict.needless) : pack(Verdict.unverified, this.reason(session));
    if (session !== null && session.establishedBy === 0 && this.waiting.length < MAX_WAITING) this.waiting.push(row);
  }

  private reason(session: Session | null): Reason {
    if (session?.security?.lacksPreauth === true) return Reason.noPreauth;
    return this.hasKeys && session !== null && session.identity !== null && session.identity.kind !== '' ? Reason.noneFits : Reason.noKey;
  }

  private tree(row: number): Tree | null {
    const tree = this.messages.tree[row]!;
    return tree === 0 ? null : this.trees[tree - 1]!;
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
