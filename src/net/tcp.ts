const SYN = 0x02;
const MAX_PENDING_BYTES = 16 * 2 ** 20;
const MAX_PENDING = 4096;
/** A segment this far behind is not a retransmission: the capture lost more than half of the sequence space's worth, or the peer restarted. */
const FAR_BEHIND = 2 ** 26;
const FAR_SEGMENTS = 8;

/** Captured bytes at `position`, then nothing known up to `length`. */
interface Segment {
  seq: number;
  length: number;
  bytes: Uint8Array;
  position: number;
}

/** Bytes of a stream that were sent twice with different content. */
export interface Conflict {
  readonly frame: number;
  readonly stream: number;
  /** Sequence number of the first byte that differs. */
  readonly seq: number;
  readonly length: number;
  /** Where that byte lies in the segment that was handed on and in the other one, and how many bytes the other one has from there on. */
  readonly kept: number;
  readonly other: number;
  readonly rest: number;
}

/** The place where two segments begin to differ, as Conflict has it. */
export interface Difference {
  readonly seq: number;
  readonly kept: number;
  /** Bytes of the other segment before it. */
  readonly skip: number;
}

/** The last segments that were handed on, so that a retransmission can be compared with what it repeats. */
class History {
  private readonly seqs = new Int32Array(64);
  private readonly lengths = new Int32Array(64);
  private readonly positions = new Float64Array(64);
  private next = 0;

  add(seq: number, length: number, position: number): void {
    this.seqs[this.next & 63] = seq;
    this.lengths[this.next & 63] = length;
    this.positions[this.next++ & 63] = position;
  }

  /** Where bytes that were sent at `seq` begin to differ from what was handed on; null where they don't. */
  differs(seq: number, bytes: Uint8Array, read: Read): Difference | null {
    for (let i = 0; i < 64; i++) {
      const shift = (seq - this.seqs[i]!) | 0; // of the new segment against the old one
      const from = Math.max(0, shift);
      const to = Math.min(this.lengths[i]!, shift + bytes.length);
      if (to <= from) continue;
      const old = new Uint8Array(to - from);
      const n = read(this.positions[i]! + from, to - from, old, 0);
      for (let k = 0; k < n; k++)
        if (old[k] !== bytes[from - shift + k])
          return { seq: (this.seqs[i]! + from + k) >>> 0, kept: this.positions[i]! + from + k, skip: from - shift + k };
    }
    return null;
  }
}

/** Cuts the bytes of one direction into units. */
export interface Framer {
  /** An SMB message was proven in this direction. */
  readonly isSmb: boolean;
  /** Times that bytes were passed over, and how many they were. */
  readonly skips: number;
  readonly skippedBytes: number;
  /** The next bytes in order: `length` bytes at `from`, which lie at `position` in the capture. */
  push(data: DataView, bytes: Uint8Array, from: number, length: number, position: number): void;
  /** The next `length` bytes in order were not captured. */
  miss(length: number): void;
  /** The stream is met in its middle: nothing is known about where packets begin. */
  midstream(): void;
  /** The stream is over: what is under way goes out as far as it came. */
  end(): void;
}

/** Reads captured bytes again: position, length, where to. */
export type Read = (position: number, length: number, into: Uint8Array, offset: number) => number;

/**
 * Puts one direction of a TCP connection (RFC 9293) in order and feeds the framer. Of bytes that come twice the first win; a hole is waited on until declare().
 * Sequence numbers count modulo 2^32; they are signed here, so that each is a small integer.
 */
export class TcpDirection {
  readonly framer: Framer;
  private isStarted = false;
  /** Sequence number of the first byte, and of the next one in order. */
  first = 0;
  next = 0;
  /** Highest acknowledgement that this direction's sender has sent for the other direction. */
  acknowledged = 0;
  hasAcknowledged = false;
  private pending: Segment[] = [];
  private pendingBytes = 0;
  private history: History | null = null;
  private farBehind = 0;
  /** Holes given up, and bytes lost in them. */
  gaps = 0;
  gapBytes = 0;

  constructor(framer: Framer) {
    this.framer = framer;
  }

  get hasHole(): boolean {
    return this.pending.length > 0;
  }

  /** A SYN with another first byte than this: the ports are used anew. */
  isOtherStart(seq: number): boolean {
    return this.isStarted && ((seq + 1) | 0) !== this.first;
  }

  synchronize(seq: number): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.first = this.next = (seq + 1) | 0;
  }

  /** Of `length` payload bytes the first `captured` lie at `from`. Returns where they differ from what was sent before; null where they don't. */
  segment(
    seqOnWire: number,
    flags: number,
    data: DataView,
    bytes: Uint8Array,
    from: number,
    length: number,
    captured: number,
    position: number,
    read: Read,
  ): Difference | null {
    const seq = (flags & SYN) !== 0 ? (seqOnWire + 1) | 0 : seqOnWire;
    if (!this.isStarted) {
      this.isStarted = true;
      this.first = this.next = seq;
      this.framer.midstream();
    }
    const ahead = (seq - this.next) | 0;
    if (ahead === 0 && this.pending.length === 0) {
      this.deliver(seq, data, bytes, from, length, captured, position);
      return null;
    }
    if (ahead <= 0) return this.repeated(seq, -ahead, data, bytes, from, length, captured, position, read);
    return this.keep(seq, bytes.subarray(from, from + captured), length, position);
  }

  /** A segment that begins at or before what is due: a retransmission, a keep-alive, or what fills a hole. */
  private repeated(
    seq: number,
    behind: number,
    data: DataView,
    bytes: Uint8Array,
    from: number,
    length: number,
    captured: number,
    position: number,
    read: Read,
  ): Difference | null {
    const isKeepAlive = behind === 1 && length === 1;
    if (behind > FAR_BEHIND && ++this.farBehind >= FAR_SEGMENTS) {
      this.restart(seq);
      this.deliver(seq, data, bytes, from, length, captured, position);
      return null;
    }
    if (behind <= FAR_BEHIND) this.farBehind = 0;
    let conflict: Difference | null = null;
    const old = Math.min(behind, captured);
    if (old > 0 && !isKeepAlive && this.history !== null) conflict = this.history.differs(seq, bytes.subarray(from, from + old), read);
    if (length > behind) {
      const n = Math.max(0, captured - behind);
      this.deliver(this.next, data, bytes, from + behind, length - behind, n, position + behind);
      this.drain();
    }
    return conflict;
  }

  private deliver(seq: number, data: DataView, bytes: Uint8Array, from: number, length: number, captured: number, position: number): void {
    this.next = (seq + length) | 0;
    if (captured > 0) {
      if (this.framer.isSmb) (this.history ??= new History()).add(seq, captured, position);
      this.framer.push(data, bytes, from, captured, position);
    }
    if (length > captured) this.framer.miss(length - captured);
  }

  /** Keeps what came too early, less what is kept already: the first bytes win. Returns where they differ from those. */
  private keep(seq: number, bytes: Uint8Array, length: number, position: number): Difference | null {
    let conflict: Difference | null = null;
    let at = seq;
    const end = (seq + length) >>> 0;
    const add = (from: number, to: number): void => {
      const skip = (from - seq) >>> 0;
      const n = (to - from) >>> 0;
      if (n === 0) return;
      const part = bytes.slice(skip, skip + n);
      this.pendingBytes += part.length;
      this.pending.push({ seq: from, length: n, bytes: part, position: position + skip });
    };
    for (const p of this.pending) {
      const pEnd = (p.seq + p.length) >>> 0;
      if (((pEnd - at) | 0) <= 0) continue;
      if (((p.seq - end) | 0) >= 0) break;
      if (((p.seq - at) | 0) > 0) add(at, p.seq);
      conflict ??= differs(p, seq, bytes);
      at = pEnd;
      if (((end - at) | 0) <= 0) break;
    }
    if (((end - at) | 0) > 0) add(at, end);
    this.pending.sort((a, b) => ((a.seq - this.next) >>> 0) - ((b.seq - this.next) >>> 0));
    while (this.pendingBytes > MAX_PENDING_BYTES || this.pending.length > MAX_PENDING) this.declare();
    return conflict;
  }

  private drain(): void {
    while (this.pending.length > 0) {
      const p = this.pending[0]!;
      const ahead = (p.seq - this.next) | 0;
      if (ahead > 0) return;
      this.pending.shift();
      this.pendingBytes -= p.bytes.length;
      const n = p.length + ahead;
      if (n <= 0) continue;
      const view = new DataView(p.bytes.buffer, p.bytes.byteOffset, p.bytes.byteLength);
      this.deliver(this.next, view, p.bytes, -ahead, n, Math.max(0, p.bytes.length + ahead), p.position - ahead);
    }
  }

  /** Gives the first hole up: its bytes are not in the capture. */
  declare(): void {
    const p = this.pending[0];
    if (p === undefined) return;
    const lost = (p.seq - this.next) >>> 0;
    this.gaps++;
    this.gapBytes += lost;
    this.framer.miss(lost);
    this.next = p.seq;
    this.drain();
  }

  /** Whether the receiver has confirmed bytes of the hole: then they were sent, and only the capture lacks them. */
  isHoleAcknowledged(acknowledged: number): boolean {
    return this.pending.length > 0 && ((acknowledged - this.next) | 0) > 0;
  }

  private restart(seq: number): void {
    while (this.pending.length > 0) this.declare();
    this.farBehind = 0;
    this.gaps++;
    this.framer.end();
    this.framer.midstream();
    this.next = seq;
  }

  /** No more will come: holes are given up and the framer is emptied. */
  end(): void {
    while (this.pending.length > 0) this.declare();
    this.framer.end();
  }
}

/** Where `bytes`, sent at `seq`, begin to differ from what a segment holds; null when they don't. */
function differs(kept: Segment, seq: number, bytes: Uint8Array): Difference | null {
  const shift = (seq - kept.seq) | 0;
  const end = Math.min(kept.bytes.length, shift + bytes.length);
  for (let i = Math.max(0, shift); i < end; i++)
    if (kept.bytes[i] !== bytes[i - shift]) return { seq: (kept.seq + i) >>> 0, kept: kept.position + i, skip: i - shift };
  return null;
}
