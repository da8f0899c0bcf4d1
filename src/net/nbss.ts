import type { Stream } from './stream.ts';
import { type Follower, HEAD, type Listener, MISSING, type Unit, UnitKind } from './unit.ts';

/** `unsure`: a stream that may be anything. `framed`: boundaries are known. `lost`: they were. */
const State = { unsure: 0, framed: 1, lost: 2 } as const;
type State = (typeof State)[keyof typeof State];

const SESSION_MESSAGE = 0x00;
const SMB = 0x00424d53; // 'SMB' as the upper three bytes of a little-endian word
const CLAIM = { smb2: 0xfe, transform: 0xfd, compression: 0xfc, smb1: 0xff } as const;
/** Bytes that prove a boundary: session header, ProtocolId and StructureSize. */
const PROOF = 10;
/** Bytes that show whether a packet can begin where one has to. */
const PLAUSIBLE = 8;
const MAX_HEAD = 4 + 0xffffff;
/** A larger buffer is given back after its message: most connections never need one again. */
const KEPT_HEAD = 1 << 18;

/** Packets without a message that are believed one after the other: a run of four-byte packets would make rows out of noise. */
const MAX_CONTROLS = 64;

/** Longest payload of the packets that are not session messages (RFC 1002 4.3.2 to 4.3.6), by type from 0x81 on. */
const CONTROL_LENGTHS = [256, 0, 1, 6, 0];

// Buffers come when a packet spans segments: most streams of a capture never need one.
const NO_BYTES = new Uint8Array(0);
const NO_VIEW = new DataView(new ArrayBuffer(0));
const NO_POSITIONS = new Float64Array(0);
const NO_LENGTHS = new Int32Array(0);

/** 1: an SMB message begins here for certain. 0: none does. -1: too few bytes to tell. */
export function proof(data: DataView, at: number, available: number): -1 | 0 | 1 {
  if (available >= 1 && data.getUint8(at) !== SESSION_MESSAGE) return 0;
  if (available < 8) return -1;
  const length = data.getUint32(at) & 0xffffff;
  const id = data.getUint32(at + 4, true);
  if (id >>> 8 !== SMB) return 0;
  switch (id & 0xff) {
    case CLAIM.smb2:
      if (length < 64) return 0;
      return available < PROOF ? -1 : data.getUint16(at + 8, true) === 64 ? 1 : 0;
    case CLAIM.transform:
      return length > 52 ? 1 : 0;
    case CLAIM.compression:
      return length > 16 ? 1 : 0;
    case CLAIM.smb1:
      return length >= 35 ? 1 : 0;
    default:
      return 0;
  }
}

/**
 * Cuts one direction of a TCP stream into NetBIOS session packets (RFC 1002 4.3; direct TCP: MS-SMB2 2.1). Whole packets inside one segment are handed on
 * where they lie; of others the wanted head is copied and the rest counted. After a hole it goes on at the next boundary that can be proven.
 */
export class SessionFramer {
  private state: State;
  private readonly stream: () => Stream;
  private readonly direction: 0 | 1;
  private readonly listener: Listener;
  private readonly unit: Unit;
  /** Of the packet under way: bytes passed, bytes in all (0: header incomplete), bytes copied, bytes to copy. */
  private got = 0;
  private total = 0;
  private have = 0;
  private want = 0;
  private asked = false;
  private incomplete = false;
  private follower: Follower | null = null;
  private head = NO_BYTES;
  private headView = NO_VIEW;
  private positions = NO_POSITIONS;
  private lengths = NO_LENGTHS;
  private pieces = 0;
  /** Packets without a message since the last that had one. */
  private controls = 0;
  /** Lost or unrecognised bytes since the last packet, and in all. */
  private skipped = 0;
  skippedBytes = 0;
  skips = 0;
  /** An SMB message was proven in this direction. */
  isSmb = false;

  constructor(stream: () => Stream, direction: 0 | 1, isSmbPort: boolean, listener: Listener, unit: Unit) {
    this.stream = stream;
    this.direction = direction;
    this.listener = listener;
    this.unit = unit;
    this.state = isSmbPort ? State.framed : State.unsure;
    this.isSmb = isSmbPort;
  }

  /** The stream is met in its middle: nothing is known about where packets begin. */
  midstream(): void {
    if (this.state === State.framed) this.state = State.lost;
  }

  /** The next bytes in order: `length` bytes at `from`, which lie at `position` in the capture. */
  push(data: DataView, bytes: Uint8Array, from: number, length: number, position: number): void {
    let at = from;
    let left = length;
    while (left > 0) {
      if (this.got === 0) {
        if (this.state !== State.framed || !this.isPlausible(data, at, left)) {
          const skip = this.search(data, at, left);
          at += skip;
          left -= skip;
          if (left === 0) return;
        }
        if (left >= 4 && this.state === State.framed) {
          const total = 4 + (data.getUint32(at) & 0xffffff);
          if (total <= left) {
            this.emitWhole(data, at, total, position + (at - from));
            at += total;
            left -= total;
            continue;
          }
        }
      }
      const taken = this.take(bytes, at, left, position + (at - from));
      at += taken;
      left -= taken;
    }
  }

  /** The next `length` bytes in order were not captured. */
  miss(length: number): void {
    if (this.total === 0 || this.state !== State.framed) {
      this.lose(length);
      return;
    }
    const inside = Math.min(length, this.total - this.got);
    this.piece(MISSING, inside);
    this.got += inside;
    this.incomplete = true;
    this.want = this.have;
    this.unfollow();
    if (this.got === this.total) this.emitAssembled();
    if (length > inside) this.lose(length - inside);
  }

  /** The stream is over: what is under way goes out as far as it came. */
  end(): void {
    if (this.total > 0 && this.have >= 8 && proof(this.headView, 0, this.have) !== 0) {
      this.piece(MISSING, this.total - this.got);
      this.incomplete = true;
      this.unfollow();
      this.emitAssembled();
    } else if (this.got > 0 && this.state === State.framed) this.lose(0);
    this.drop();
  }

  /** Whether what begins here, where a packet has to begin, can be one. Too few bytes are given the benefit of the doubt. */
  private isPlausible(data: DataView, at: number, available: number): boolean {
    const type = data.getUint8(at);
    if (type === SESSION_MESSAGE) {
      if (available < 8) return true;
      return data.getUint32(at + 4, true) >>> 8 === SMB && (data.getUint32(at) & 0xffffff) >= 4;
    }
    if (this.controls === MAX_CONTROLS) return false;
    const longest = CONTROL_LENGTHS[type - 0x81];
    return longest !== undefined && (available < 4 || (data.getUint32(at) & 0xffffff) <= longest);
  }

  /** Looks for a proven boundary; returns how many bytes to pass over. In a stream that may be anything only the first byte is a candidate. */
  private search(data: DataView, at: number, left: number): number {
    const wasFramed = this.state === State.framed;
    if (wasFramed) this.state = State.lost;
    const candidates = this.state === State.unsure ? 1 : left;
    for (let i = 0; i < candidates; i++) {
      if (data.getUint8(at + i) !== SESSION_MESSAGE) continue;
      const found = proof(data, at + i, left - i);
      if (found === 0) continue;
      if (found === 1) this.prove();
      this.skip(i);
      return i;
    }
    this.skip(left);
    return left;
  }

  private prove(): void {
    this.state = State.framed;
    this.isSmb = true;
  }

  private skip(length: number): void {
    if (length === 0 || this.state === State.unsure) return;
    if (this.skipped === 0) this.skips++;
    this.skipped += length;
    this.skippedBytes += length;
  }

  private lose(length: number): void {
    const lost = this.got;
    this.drop();
    if (this.state === State.unsure) return;
    this.state = State.lost;
    this.skip(lost + length);
  }

  private drop(): void {
    this.got = this.total = this.have = this.want = this.pieces = 0;
    this.asked = this.incomplete = false;
    this.unfollow();
  }

  private unfollow(): void {
    if (this.follower === null) return;
    this.follower.end();
    this.follower = null;
  }

  /** Adds bytes to the packet under way and returns how many belonged to it. */
  private take(bytes: Uint8Array, at: number, left: number, position: number): number {
    // Until boundary and length are sure, only as much as that needs.
    const isFramed = this.state === State.framed;
    const limit = this.total === 0 ? 4 : !isFramed ? PROOF : this.got < PLAUSIBLE ? Math.min(this.total, PLAUSIBLE) : this.total;
    const n = Math.min(left, limit - this.got);
    this.piece(position, n);
    this.copy(bytes, at, n);
    this.got += n;
    if (this.total === 0 && this.got >= 4) {
      this.total = 4 + (this.headView.getUint32(0) & 0xffffff);
      this.want = Math.min(this.total, HEAD);
    }
    if (this.total > 0 && !isFramed) {
      const found = this.total < PROOF ? 0 : proof(this.headView, 0, this.have);
      if (found === 1) this.prove();
      else if (found === 0) this.retry();
    } else if (this.got === PLAUSIBLE && !this.isPlausible(this.headView, 0, this.have)) {
      this.state = State.lost;
      this.retry();
    }
    if (this.state === State.framed && this.total > 0 && this.got === this.total) this.emitAssembled();
    return n;
  }

  /** What was taken for a packet's beginning is none: its first byte is passed over, the others, copied all, are looked at again. */
  private retry(): void {
    const bytes = this.head.slice(0, this.have);
    const view = new DataView(bytes.buffer);
    const positions = this.positions.slice(0, this.pieces);
    const lengths = this.lengths.slice(0, this.pieces);
    this.drop();
    this.skip(1);
    let at = 0;
    for (let i = 0; i < lengths.length; i++) {
      const from = Math.max(at, 1);
      const end = at + lengths[i]!;
      if (end > from) this.push(view, bytes, from, end - from, positions[i]! + from - at);
      at = end;
    }
  }

  private copy(bytes: Uint8Array, at: number, length: number): void {
    if (this.follower !== null) this.follower.pass(bytes, at, length);
    // Before the length is known `want` is 0: the header itself is always copied.
    let end = this.total === 0 ? this.have + length : this.want;
    let n = Math.min(length, end - this.have);
    if (n > 0) this.append(bytes, at, n);
    if (this.total > 0 && !this.asked && !this.incomplete && this.have >= Math.min(HEAD, this.total)) {
      this.asked = true;
      n = Math.max(0, n);
      const { listener, headView, have, total } = this;
      this.follower = have < total ? listener.follow(this.stream(), this.direction, headView, 0, have, total) : null;
      if (this.follower !== null) this.follower.pass(bytes, at + n, length - n);
      end = this.want = Math.min(total, MAX_HEAD, listener.wanted(headView, 0, have, total, this.follower !== null));
      const rest = Math.min(length - n, end - have);
      if (rest > 0) this.append(bytes, at + n, rest);
    }
  }

  private append(bytes: Uint8Array, at: number, length: number): void {
    if (this.have + length > this.head.length) {
      const larger = new Uint8Array(Math.max(256, 2 * this.head.length, this.have + length));
      larger.set(this.head.subarray(0, this.have));
      this.head = larger;
      this.headView = new DataView(larger.buffer);
    }
    if (length < 64) for (let i = 0; i < length; i++) this.head[this.have + i] = bytes[at + i]!;
    else this.head.set(bytes.subarray(at, at + length), this.have);
    this.have += length;
  }

  private piece(position: number, length: number): void {
    if (length === 0) return;
    if (this.pieces === this.positions.length) {
      const positions = new Float64Array(Math.max(4, 2 * this.pieces));
      const lengths = new Int32Array(positions.length);
      positions.set(this.positions);
      lengths.set(this.lengths);
      this.positions = positions;
      this.lengths = lengths;
    }
    this.positions[this.pieces] = position;
    this.lengths[this.pieces++] = length;
  }

  private emitWhole(data: DataView, at: number, length: number, position: number): void {
    const { unit } = this;
    unit.data = data;
    unit.start = at;
    unit.available = length;
    unit.length = length;
    unit.positions[0] = position;
    unit.lengths[0] = length;
    unit.pieces = 1;
    unit.isIncomplete = false;
    this.emit();
  }

  private emitAssembled(): void {
    const { unit } = this;
    unit.data = this.headView;
    unit.start = 0;
    unit.available = this.have;
    unit.length = this.total;
    // The unit's own arrays are free: they take the next packet's pieces.
    const { positions, lengths } = unit;
    unit.positions = this.positions;
    unit.lengths = this.lengths;
    this.positions = positions;
    this.lengths = lengths;
    unit.pieces = this.pieces;
    unit.isIncomplete = this.incomplete;
    const { follower } = this;
    unit.follower = follower;
    this.follower = null;
    this.drop();
    this.emit();
    unit.follower = null;
    if (follower !== null) follower.end();
    if (this.head.length > KEPT_HEAD) {
      this.head = NO_BYTES;
      this.headView = NO_VIEW;
    }
  }

  private emit(): void {
    const { unit } = this;
    unit.kind = UnitKind.session;
    unit.stream = this.stream();
    unit.direction = this.direction;
    unit.skipped = this.skipped;
    this.skipped = 0;
    this.controls = unit.data.getUint8(unit.start) === SESSION_MESSAGE ? 0 : this.controls + 1;
    this.listener.unit(unit);
  }
}
