import type { SessionFramer } from './nbss.ts';
import type { Stream } from './stream.ts';
import { type Listener, MISSING, type Unit, UnitKind } from './unit.ts';

/** Common header of a connection-oriented RPC PDU, C706 12.6.3.1. */
export const PDU_HEADER = 16;
const TYPE = 2;
const DREP = 4;
const FRAG_LENGTH = 8;
const AUTH_LENGTH = 10;
const VERSION = 5;
const LAST_TYPE = 20;
const LITTLE_ENDIAN = 0x10;

/** Whether a PDU can begin here: version, type, data representation and lengths. Needs PDU_HEADER bytes. */
export function isPdu(data: DataView, at: number): boolean {
  if (data.getUint8(at) !== VERSION || data.getUint8(at + 1) > 1 || data.getUint8(at + TYPE) > LAST_TYPE) return false;
  const integers = data.getUint8(at + DREP);
  if ((integers & ~(LITTLE_ENDIAN | 1)) !== 0 || data.getUint8(at + DREP + 1) > 3 || data.getUint16(at + DREP + 2) !== 0) return false;
  const little = (integers & LITTLE_ENDIAN) !== 0;
  return data.getUint16(at + FRAG_LENGTH, little) >= PDU_HEADER + data.getUint16(at + AUTH_LENGTH, little);
}

/** Header of a connectionless RPC PDU, C706 12.5.2, in front of as many bytes as its `len` says, and an authentication verifier. */
export const DATAGRAM_HEADER = 80;
const CONNECTIONLESS = 4;
const LAST_DATAGRAM_TYPE = 10;
/** Bits of flags1 and flags2 that are reserved for implementations or must be zero. */
const RESERVED_1 = 0x81;
const RESERVED_2 = 0xfd;
export const DATAGRAM_LENGTH = 74;

/** Whether a datagram of `length` bytes is a connectionless PDU. It has no port of its own. Needs DATAGRAM_HEADER bytes. */
export function isDatagram(data: DataView, at: number, length: number): boolean {
  if (data.getUint8(at) !== CONNECTIONLESS || data.getUint8(at + 1) > LAST_DATAGRAM_TYPE) return false;
  if ((data.getUint8(at + 2) & RESERVED_1) !== 0 || (data.getUint8(at + 3) & RESERVED_2) !== 0) return false;
  const integers = data.getUint8(at + DREP);
  if ((integers & ~(LITTLE_ENDIAN | 1)) !== 0 || data.getUint8(at + DREP + 1) > 3 || data.getUint8(at + DREP + 2) !== 0) return false;
  return DATAGRAM_HEADER + data.getUint16(at + DATAGRAM_LENGTH, (integers & LITTLE_ENDIAN) !== 0) <= length;
}

const lengthOf = (data: DataView, at: number): number => data.getUint16(at + FRAG_LENGTH, (data.getUint8(at + DREP) & LITTLE_ENDIAN) !== 0);

/**
 * One direction of a TCP stream whose protocol shows: PDUs of RPC where a segment begins as one, NetBIOS session packets otherwise. RPC has no port of
 * its own, besides 135; after a hole it goes on with the next segment that begins as a PDU.
 */
export class StreamFramer {
  readonly session: SessionFramer;
  private readonly stream: () => Stream;
  private readonly direction: 0 | 1;
  private readonly listener: Listener;
  private readonly unit: Unit;
  private isRpc = false;
  /** Of the PDU under way: its bytes so far, and how many it has; 0 while the header is incomplete. */
  private bytes = new Uint8Array(0);
  private have = 0;
  private total = 0;
  private isLost = false;
  private positions: number[] = [];
  private lengths: number[] = [];
  private skipped = 0;

  constructor(session: SessionFramer, stream: () => Stream, direction: 0 | 1, listener: Listener, unit: Unit) {
    this.session = session;
    this.stream = stream;
    this.direction = direction;
    this.listener = listener;
    this.unit = unit;
  }

  get isSmb(): boolean {
    return this.session.isSmb;
  }
  get skips(): number {
    return this.session.skips;
  }
  get skippedBytes(): number {
    return this.session.skippedBytes;
  }

  midstream(): void {
    this.session.midstream();
  }

  push(data: DataView, bytes: Uint8Array, from: number, length: number, position: number): void {
    if (!this.isRpc && !this.session.isSmb && length >= PDU_HEADER && isPdu(data, from)) this.isRpc = true;
    if (this.isRpc) this.pdus(data, bytes, from, length, position);
    else this.session.push(data, bytes, from, length, position);
  }

  miss(length: number): void {
    if (!this.isRpc) this.session.miss(length);
    else this.lose(length);
  }

  end(): void {
    if (this.isRpc && this.total > 0) this.emit(new DataView(this.bytes.buffer), 0, this.have, this.total);
    else if (!this.isRpc) this.session.end();
    this.drop();
  }

  private pdus(data: DataView, bytes: Uint8Array, from: number, length: number, position: number): void {
    const end = from + length;
    let at = from;
    if (this.isLost && length >= PDU_HEADER && isPdu(data, from)) this.isLost = false;
    while (at < end && !this.isLost) {
      if (this.have === 0 && end - at >= PDU_HEADER) {
        if (!isPdu(data, at)) break;
        const whole = lengthOf(data, at);
        if (at + whole <= end) {
          this.piece(position + (at - from), whole);
          this.emit(data, at, whole, whole);
          at += whole;
          continue;
        }
      }
      at += this.take(bytes, at, end - at, position + (at - from));
    }
    if (at < end) this.lose(end - at);
  }

  /** Adds bytes to the PDU under way and returns how many belonged to it; all, when it turns out to be none. */
  private take(bytes: Uint8Array, at: number, left: number, position: number): number {
    const n = Math.min(left, (this.total === 0 ? PDU_HEADER : this.total) - this.have);
    if (this.have + n > this.bytes.length) {
      const larger = new Uint8Array(Math.max(2048, 2 * this.bytes.length, this.have + n));
      larger.set(this.bytes.subarray(0, this.have));
      this.bytes = larger;
    }
    this.bytes.set(bytes.subarray(at, at + n), this.have);
    this.have += n;
    this.piece(position, n);
    const view = new DataView(this.bytes.buffer);
    if (this.total === 0 && this.have === PDU_HEADER) {
      if (isPdu(view, 0)) this.total = lengthOf(view, 0);
      else {
        this.lose(left - n);
        return left;
      }
    }
    if (this.have === this.total) this.emit(view, 0, this.have, this.total);
    return n;
  }

  private piece(position: number, length: number): void {
    this.positions.push(position);
    this.lengths.push(length);
  }

  private lose(length: number): void {
    this.skipped += this.have + length;
    this.drop();
    this.isLost = true;
  }

  private drop(): void {
    this.have = this.total = 0;
    this.positions = [];
    this.lengths = [];
  }

  private emit(data: DataView, start: number, available: number, length: number): void {
    const { unit } = this;
    if (available < length) this.piece(MISSING, length - available);
    unit.kind = UnitKind.rpc;
    unit.stream = this.stream();
    unit.direction = this.direction;
    unit.data = data;
    unit.start = start;
    unit.available = available;
    unit.length = length;
    const pieces = this.positions.length;
    if (unit.positions.length < pieces) {
      unit.positions = new Float64Array(pieces);
      unit.lengths = new Int32Array(pieces);
    }
    unit.positions.set(this.positions);
    unit.lengths.set(this.lengths);
    unit.pieces = pieces;
    unit.isIncomplete = available < length;
    unit.skipped = this.skipped;
    this.skipped = 0;
    this.drop();
    this.listener.unit(unit);
  }
}
