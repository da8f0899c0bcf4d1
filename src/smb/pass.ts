import { Smb1Header } from '../../dissectors/smb1/index.ts';
import { Command, Header } from '../../dissectors/smb2/header.ts';
import { TransformHeader } from '../../dissectors/smb2/transform.ts';
import type { Capture } from '../capture/capture.ts';
import { Network } from '../net/network.ts';
import type { Stream } from '../net/stream.ts';
import { type Follower, type Listener, SESSION_HEADER, type Unit, UnitKind } from '../net/unit.ts';
import { Inside, Messages, Pieces, Protocol, Units } from './columns.ts';
import { type Current, HEADER_SIZE, wantedOfMessage } from './current.ts';
import { decompressMessage } from './decompress.ts';
import { kerberosMessage } from './kerberos.ts';
import { type KeyMaterial, noKeys } from './keys/material.ts';
import { loadInterfaces } from './rpc/interfaces.ts';
import { markEchoes } from './security/echo.ts';
import { BEGINNING, TagFollower } from './security/followers.ts';
import { inSlices } from './security/pieces.ts';
import { Security } from './security/security.ts';
import { Connection } from './session.ts';
import { Smb2 } from './smb2.ts';

/** Bytes of capture for which a row is expected when room is made; columns grow when there are more. */
const BYTES_A_MESSAGE = 130;
const MAX_FIRST_ROWS = 4 * 2 ** 20;

/** Frames between two looks at what else there is to do. The first slices are short: a loop that has been left and entered again is compiled for good. */
const SLICE = 16384;
const FIRST_SLICE = 256;

/** Messages up to this size are put together to verify their signatures; longer ones are followed, or their bytes read again in slices. */
const AT_ONCE = 65536;

const SMB = 0x00424d53;
const SMB2_ID = 0xfe;
const TRANSFORM_ID = 0xfd;
const COMPRESSION_ID = 0xfc;
const SMB1_ID = 0xff;
const COMPRESSION = ((SMB << 8) | COMPRESSION_ID) >>> 0;
const TRANSFORM_HEADER = TransformHeader.fixedSize;
const SESSION_ID = TransformHeader.at.SessionId;
const NEXT_COMMAND = 20;
const MAX_MEMBERS = 4096;

/** A point in Unix time; NaN before it is known. */
export class Instant {
  seconds = Number.NaN;
  nanoseconds = Number.NaN;

  set(seconds: number, nanoseconds: number): void {
    this.seconds = seconds;
    this.nanoseconds = nanoseconds;
  }
}

/**
 * The one pass over a capture, in order: frames become units, units become rows. advance() returns after a slice, so that a screen can be drawn
 * or more input awaited between slices; everything that is worked out over a capture starts from the columns it leaves.
 */
export class Pass implements Listener {
  readonly capture: Capture;
  readonly network: Network;
  readonly units: Units;
  readonly messages: Messages;
  readonly pieces: Pieces;
  readonly smb2: Smb2;
  readonly security: Security;
  readonly connections: (Connection | undefined)[] = [];
  isDone = false;
  /** Time of the first frame, from which relative times count. */
  readonly first = new Instant();
  /** The earliest and the latest time of all frames. */
  readonly earliest = new Instant();
  readonly latest = new Instant();
  capturedBytes = 0;
  originalBytes = 0;
  /** Who followed the unit that the pass stands on. */
  private follower: Follower | null = null;

  /** `keys` open what is encrypted and verify what is signed; with `verifies`, it is also told what can't be verified. */
  constructor(capture: Capture, keys: KeyMaterial = noKeys(), verifies = false) {
    this.capture = capture;
    this.network = new Network(this, (position, length, into, offset) => capture.read(position, length, into, offset));
    const rows = Math.max(1024, Math.min(MAX_FIRST_ROWS, Math.ceil(capture.progress.total / BYTES_A_MESSAGE)));
    this.units = new Units(rows);
    this.messages = new Messages(rows);
    this.pieces = new Pieces(rows);
    this.smb2 = new Smb2(this.messages, Math.max(1024, rows >> 3));
    this.security = new Security(this.messages, this.units, this.smb2.sessions, this.smb2.trees, keys, verifies);
    if (this.security.hasKeys) this.smb2.rpc.security = this.security;
  }

  /** Goes on for at most `frames` frames; false when the input has nothing more at the moment. */
  advance(frames: number): boolean {
    const { capture, network } = this;
    const { frame } = capture;
    for (let n = 0; n < frames; n++) {
      if (!capture.next()) return false;
      this.capturedBytes += frame.captured;
      this.originalBytes += frame.original;
      this.clock(frame.seconds, frame.nanoseconds);
      network.frame(frame);
    }
    return true;
  }

  private clock(seconds: number, nanoseconds: number): void {
    const { first, earliest, latest } = this;
    if (seconds > latest.seconds || (seconds === latest.seconds && nanoseconds > latest.nanoseconds)) latest.set(seconds, nanoseconds);
    else if (seconds < earliest.seconds || (seconds === earliest.seconds && nanoseconds < earliest.nanoseconds))
      earliest.set(seconds, nanoseconds);
    else if (Number.isNaN(first.seconds)) for (const instant of [first, earliest, latest]) instant.set(seconds, nanoseconds);
  }

  /** Everything there is: runs to the end of the input, waiting for it where it is still coming. `onSlice` is called now and then. */
  async run(onSlice: () => void = () => {}): Promise<void> {
    let slice = FIRST_SLICE;
    for (;;) {
      while (this.advance(slice)) {
        slice = Math.min(SLICE, 2 * slice);
        onSlice();
      }
      onSlice();
      if (!(await this.capture.more())) break;
    }
    this.end();
    if (this.smb2.rpc.pdus.size + this.smb2.rpc.datagrams.size > 0) await loadInterfaces();
  }

  end(): void {
    if (this.isDone) return;
    this.network.end();
    this.security.end(
      (row) => this.connectionOf(row),
      (row) => this.bytesOf(row),
    );
    this.isDone = true;
    if (this.security.hasKeys) markEchoes(this);
  }

  follow(stream: Stream, direction: 0 | 1, data: DataView, start: number, available: number, length: number): Follower | null {
    const connection = this.connections[stream.index];
    if (!this.security.hasKeys || length <= AT_ONCE || connection === undefined) return null;
    const at = start + SESSION_HEADER;
    const id = data.getUint32(at, true);
    if (id >>> 8 !== SMB) return null;
    const { followers, transforms } = this.security;
    const isTransform = (id & 0xff) === TRANSFORM_ID;
    if (!isTransform && (id & 0xff) !== SMB2_ID) return null;
    const idAt = at + (isTransform ? SESSION_ID : Header.at.SessionId);
    const session = connection.session(data.getInt32(idAt, true), data.getInt32(idAt + 4, true));
    if (session === undefined) return null;
    const beginning = new Uint8Array(data.buffer, data.byteOffset + at, available - SESSION_HEADER);
    return isTransform
      ? followers.sealed(transforms.provenFor(session), beginning, length - SESSION_HEADER, stream.fromServer === direction)
      : followers.signed(connection.channels.get(session.row), beginning);
  }

  wanted(data: DataView, start: number, available: number, length: number, isFollowed: boolean): number {
    const at = start + SESSION_HEADER;
    if (available < SESSION_HEADER + 4) return length;
    const id = data.getUint32(at, true);
    if (id >>> 8 !== SMB) return Math.min(length, SESSION_HEADER + 256);
    switch (id & 0xff) {
      case SMB2_ID:
        if (this.security.hasKeys && length <= AT_ONCE) return length;
        return available < SESSION_HEADER + HEADER_SIZE ? length : SESSION_HEADER + wantedOfMessage(data, at, length - SESSION_HEADER);
      case TRANSFORM_ID:
        if (isFollowed) return SESSION_HEADER + TRANSFORM_HEADER + BEGINNING;
        return this.security.hasKeys ? length : Math.min(length, SESSION_HEADER + TRANSFORM_HEADER);
      case COMPRESSION_ID:
        return length;
      default:
        return Math.min(length, 65536);
    }
  }

  unit(u: Unit): void {
    this.follower = u.follower;
    const { units, pieces, messages } = this;
    const stream = u.stream!;
    const row = units.add(u, stream.index, pieces.count);
    for (let i = 0; i < u.pieces; i++) pieces.add(u.positions[i]!, u.lengths[i]!);
    if (u.kind === UnitKind.session) this.session(u, row, stream);
    else if (u.kind === UnitKind.kerberos || u.kind === UnitKind.password) kerberosMessage(messages, row, u, this.security.ring.kerberos);
    else if (u.kind === UnitKind.rpc) this.smb2.rpc.unit(u, stream, messages.add(row, 0, u.length, Protocol.rpc));
    else messages.add(row, 0, u.length, u.kind === UnitKind.nameService ? Protocol.nameService : Protocol.datagramService);
  }

  private session(u: Unit, row: number, stream: Stream): void {
    const { data } = u;
    const at = u.start + SESSION_HEADER;
    const end = u.start + u.available;
    if (u.available < SESSION_HEADER + 4 || data.getUint8(u.start) !== 0) return;
    const id = data.getUint32(at, true);
    if (id >>> 8 !== SMB) return;
    const length = u.length - SESSION_HEADER;
    switch (id & 0xff) {
      case SMB2_ID:
        this.compound(this.connection(stream), row, data, at, end, length, SESSION_HEADER, 0);
        return;
      case TRANSFORM_ID:
        this.encrypted(u, row, this.connection(stream), at, end, length);
        return;
      case COMPRESSION_ID:
        this.compressed(this.connection(stream), row, data, at, end, length, 0);
        return;
      case SMB1_ID:
        this.smb1(row, data, at, end, length);
    }
  }

  /** What a transform holds is what counts; one that no key opens, or whose tag is wrong, is a message of its own and changes nothing. */
  private encrypted(u: Unit, row: number, connection: Connection, at: number, end: number, length: number): void {
    const { data } = u;
    const { transforms } = this.security;
    const follower = u.follower instanceof TagFollower ? u.follower : null;
    const isWhole = (u.available === u.length || follower !== null) && at + TRANSFORM_HEADER <= end;
    const session = isWhole
      ? this.smb2.sessionOf(connection, data.getInt32(at + SESSION_ID, true), data.getInt32(at + SESSION_ID + 4, true))
      : null;
    const beginning = follower === null || session === null ? null : transforms.openFollowed(connection, session, row, data, at, follower);
    const whole = isWhole && beginning === null ? this.transform(u, row, at, length) : null;
    const isFromServer = u.stream!.fromServer === u.direction;
    const plain =
      beginning ?? (whole === null ? transforms.cut(row, connection) : transforms.open(connection, session, row, whole, isFromServer));
    if (plain === null) {
      this.messages.add(row, SESSION_HEADER, length, Protocol.encrypted);
      return;
    }
    const inner = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
    const size = beginning === null ? plain.byteLength : length - TRANSFORM_HEADER;
    if (this.isHeader(inner, 0, plain.byteLength)) this.compound(connection, row, inner, 0, plain.byteLength, size, 0, Inside.decrypted);
    else if (plain.byteLength >= 4 && inner.getUint32(0, true) === COMPRESSION)
      this.compressed(connection, row, inner, 0, plain.byteLength, size, Inside.decrypted);
    else this.messages.add(row, SESSION_HEADER, length, Protocol.encrypted);
  }

  /** All bytes of a transform, read again where they were followed only; null where some are not in the capture. */
  private transform(u: Unit, row: number, at: number, length: number): Uint8Array | null {
    return u.available === u.length
      ? new Uint8Array(u.data.buffer, u.data.byteOffset + at, length)
      : this.again(row, SESSION_HEADER, length);
  }

  /** What a compression transform holds is what counts; one that can't be opened is a message of its own. `source` is what it lies in itself. */
  private compressed(c: Connection, row: number, data: DataView, at: number, end: number, length: number, source: number): void {
    const inner = at + length <= end ? decompressMessage(data, at, end) : null;
    const view = inner === null ? null : new DataView(inner.buffer, inner.byteOffset, inner.byteLength);
    if (view === null || !this.isHeader(view, 0, view.byteLength))
      this.messages.add(row, source === 0 ? SESSION_HEADER : 0, length, Protocol.compressed, source);
    else this.compound(c, row, view, 0, view.byteLength, view.byteLength, 0, source | Inside.decompressed);
  }

  /**
   * Each member of a compound is a message (MS-SMB2 3.3.5.2.7): its NextCommand says where the next one begins. `first` is where the compound begins
   * in its source.
   */
  private compound(
    c: Connection,
    unit: number,
    data: DataView,
    start: number,
    end: number,
    length: number,
    first: number,
    source: number,
  ): void {
    const { security } = this;
    let offset = 0;
    let previous = -1;
    for (let n = 0; n < MAX_MEMBERS; n++) {
      const at = start + offset;
      const next = at + NEXT_COMMAND + 4 <= end ? data.getUint32(at + NEXT_COMMAND, true) : 0;
      // A member holds at least a header; what points elsewhere is damage, what was not captured is unknown: the rest then belongs to this member.
      const hasNext = next >= HEADER_SIZE && offset + next + HEADER_SIZE <= length && this.isHeader(data, at + next, end);
      const size = hasNext ? next : length - offset;
      const row = this.messages.add(unit, first + offset, size, Protocol.smb2, source);
      const current = this.smb2.message(c, row, data, at, Math.min(end, at + size), previous);
      // A capture without keys is done with most messages here.
      if (security.isOn || current.command <= Command.SESSION_SETUP) this.secure(current, unit, size, first + offset, source);
      if (!hasNext) return;
      previous = row;
      offset += next;
    }
  }

  private secure(current: Current, unit: number, size: number, offset: number, source: number): void {
    if (!current.hasSessionId) return;
    this.security.message(
      current,
      size,
      source === 0 ? (each) => this.slices(unit, offset, size, each) : null,
      (source & Inside.decrypted) !== 0,
      this.follower,
    );
  }

  /** The same in slices; false where some are not in the capture. */
  private slices(unit: number, offset: number, length: number, each: (slice: Uint8Array) => void): boolean {
    const { pieces, units, network } = this;
    const first = units.firstPiece[unit]!;
    const last = unit + 1 < units.count ? units.firstPiece[unit + 1]! : pieces.count;
    return inSlices(network.read, pieces.positions, pieces.lengths, first, last - first, offset, length, each);
  }

  /** Bytes of a unit as framed. */
  lengthOf(unit: number): number {
    const { units, pieces } = this;
    const end = unit + 1 < units.count ? units.firstPiece[unit + 1]! : pieces.count;
    let length = 0;
    for (let piece = units.firstPiece[unit]!; piece < end; piece++) length += pieces.lengths[piece]!;
    return length;
  }

  /** All bytes of a message that lies in its unit's own; null where some are not in the capture, or it lies elsewhere. */
  bytesOf(row: number): Uint8Array | null {
    const { messages: m } = this;
    if (m.source[row] !== 0) return null;
    return this.again(m.unit[row]!, m.offset(row), m.length[row]!);
  }

  /** Bytes of a unit's own, read again; null where some are not in the capture. */
  private again(unit: number, offset: number, length: number): Uint8Array | null {
    const bytes = new Uint8Array(length);
    let at = 0;
    const isWhole = this.slices(unit, offset, length, (slice) => {
      bytes.set(slice, at);
      at += slice.length;
    });
    return isWhole ? bytes : null;
  }

  private isHeader(data: DataView, at: number, end: number): boolean {
    return at + 4 <= end && data.getUint32(at, true) === ((SMB << 8) | SMB2_ID) >>> 0;
  }

  private smb1(unit: number, data: DataView, at: number, end: number, length: number): void {
    const row = this.messages.add(unit, SESSION_HEADER, length, Protocol.smb1);
    if (at + Smb1Header.fixedSize > end) return;
    this.messages.command[row] = data.getUint8(at + Smb1Header.at.Command);
    this.messages.flags[row] = data.getUint8(at + Smb1Header.at.Flags);
    this.messages.status[row] = data.getUint32(at + Smb1Header.at.Status, true);
  }

  /** What the connection of a unit agreed on; 0 while unknown. */
  dialectOf(unit: number): number {
    return this.connections[this.units.stream[unit]!]?.dialect ?? 0;
  }

  /** The connection that carries the message. */
  connectionOf(row: number): Connection | undefined {
    return this.connections[this.units.stream[this.messages.unit[row]!]!];
  }

  private connection(stream: Stream): Connection {
    return (this.connections[stream.index] ??= new Connection(
      stream.endpoint(stream.fromServer === 1 ? 0 : 1),
      stream.endpoint(stream.fromServer === 1 ? 1 : 0),
    ));
  }
}
