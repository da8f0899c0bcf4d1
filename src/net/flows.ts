import type { Decoder } from './decoder.ts';
import type { Stream } from './stream.ts';

const RECENT = 512;
/** Leaves as many bits of a hash as RECENT has. */
const SHIFT = 23;

/** Finds the stream of a packet by addresses and ports; the latest stream between two endpoints is the one found. */
export class Flows {
  private slots: (Stream | null)[] = new Array(1024).fill(null);
  private used = 0;
  /** Streams of packets over IPv4 that were looked up of late: which ones, by source, destination and ports as they lie in the packet. */
  private readonly recent: (Stream | null)[] = new Array(RECENT).fill(null);
  private readonly recentKeys = new Int32Array(3 * RECENT);
  private readonly recentDirections = new Uint8Array(RECENT);
  /** The direction that the packet of the last lookup went. */
  direction: 0 | 1 = 0;
  /** The key at hand, in the shape of Stream.key. */
  private readonly key = new Uint32Array(10);

  /** The stream of the decoder's packet, or null; `direction` is set either way. */
  find(d: Decoder): Stream | null {
    if (d.family !== 4) return this.lookUp(d);
    const { data } = d;
    const source = data.getInt32(d.source);
    const destination = data.getInt32(d.destination);
    const ports = data.getInt32(d.transport);
    const slot = Math.imul(ports ^ (ports >>> 16) ^ source, 0x9e3779b1) >>> SHIFT;
    const keys = this.recentKeys;
    const known = this.recent[slot]!;
    if (
      known !== null &&
      keys[3 * slot] === source &&
      keys[3 * slot + 1] === destination &&
      keys[3 * slot + 2] === ports &&
      known.protocol === d.protocol
    ) {
      this.direction = this.recentDirections[slot] === 0 ? 0 : 1;
      return known;
    }
    const stream = this.lookUp(d);
    if (stream === null) return null;
    this.recent[slot] = stream;
    keys[3 * slot] = source;
    keys[3 * slot + 1] = destination;
    keys[3 * slot + 2] = ports;
    this.recentDirections[slot] = this.direction;
    return stream;
  }

  private lookUp(d: Decoder): Stream | null {
    this.readKey(d);
    const mask = this.slots.length - 1;
    for (let i = this.hash(d.protocol) & mask; ; i = (i + 1) & mask) {
      const s = this.slots[i]!;
      if (s === null || this.isSame(s, d)) return s;
    }
  }

  /** The key of the decoder's packet, in the shape of Stream.key. */
  keyOf(d: Decoder): Uint32Array {
    this.readKey(d);
    return this.key.slice();
  }

  /** Puts a stream under its key, in place of one that has the same. */
  put(stream: Stream): void {
    if (2 * this.used >= this.slots.length) this.grow();
    this.key.set(stream.key);
    this.insert(stream, this.hash(stream.protocol));
    this.recent.fill(null);
  }

  private insert(stream: Stream, hash: number): void {
    const mask = this.slots.length - 1;
    let i = hash & mask;
    for (let s = this.slots[i]!; s !== null; s = this.slots[i]!) {
      if (s.protocol === stream.protocol && s.family === stream.family && s.key.every((w, k) => w === stream.key[k])) break;
      i = (i + 1) & mask;
    }
    if (this.slots[i] === null) this.used++;
    this.slots[i] = stream;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Array(old.length * 2).fill(null);
    this.used = 0;
    for (const s of old)
      if (s !== null) {
        this.key.set(s.key);
        this.insert(s, this.hash(s.protocol));
      }
  }

  private readKey(d: Decoder): void {
    const { key } = this;
    const { data } = d;
    if (d.family === 4) this.readShort(d);
    else this.readLong(d);
    const from = data.getUint16(d.transport);
    const to = data.getUint16(d.transport + 2);
    this.direction = this.order(key, from, to);
    if (this.direction === 1) {
      for (let i = 0; i < 4; i++) {
        const word = key[i]!;
        key[i] = key[i + 4]!;
        key[i + 4] = word;
      }
      key[8] = to;
      key[9] = from;
    } else {
      key[8] = from;
      key[9] = to;
    }
  }

  private readShort({ data, source, destination }: Decoder): void {
    const { key } = this;
    key[0] = data.getUint32(source);
    key[1] = key[2] = key[3] = 0;
    key[4] = data.getUint32(destination);
    key[5] = key[6] = key[7] = 0;
  }

  private readLong({ data, source, destination }: Decoder): void {
    const { key } = this;
    for (let i = 0; i < 4; i++) {
      key[i] = data.getUint32(source + 4 * i);
      key[i + 4] = data.getUint32(destination + 4 * i);
    }
  }

  private order(key: Uint32Array, from: number, to: number): 0 | 1 {
    for (let i = 0; i < 4; i++) if (key[i] !== key[i + 4]) return key[i]! < key[i + 4]! ? 0 : 1;
    return from <= to ? 0 : 1;
  }

  private isSame(s: Stream, d: Decoder): boolean {
    const a = s.key;
    const b = this.key;
    return (
      a[8] === b[8] &&
      a[9] === b[9] &&
      a[0] === b[0] &&
      a[4] === b[4] &&
      s.protocol === d.protocol &&
      s.family === d.family &&
      (s.family === 4 || (a[1] === b[1] && a[2] === b[2] && a[3] === b[3] && a[5] === b[5] && a[6] === b[6] && a[7] === b[7]))
    );
  }

  private hash(protocol: number): number {
    const { key } = this;
    let h = Math.imul(key[0]! ^ protocol, 0x9e3779b1) ^ Math.imul(key[4]!, 0x85ebca6b) ^ Math.imul((key[8]! << 16) | key[9]!, 0xc2b2ae35);
    // Of IPv4 addresses the other words are zero.
    if (key[3] !== 0 || key[7] !== 0) for (let i = 1; i < 8; i++) h = Math.imul(h ^ key[i]!, 0x9e3779b1);
    h ^= h >>> 15;
    return (Math.imul(h, 0x7feb352d) ^ (h >>> 13)) >>> 0;
  }
}
