import { ipv6 } from '../dissect/show.ts';
import type { TcpDirection } from './tcp.ts';

/** Two endpoints that talk over TCP or UDP. `a` is the lower one of the two as numbers; direction 0 goes from `a` to `b`. */
export class Stream {
  /** Place in Network.streams. */
  readonly index: number;
  /** Among the streams of its protocol, counted from 0 in the order of their first frame, as Wireshark does. */
  readonly number: number;
  readonly protocol: number;
  readonly family: number;
  /** Addresses of `a` and `b` as four 32-bit words each (IPv4: one), then both ports. */
  readonly key: Uint32Array;
  /** As text, each made when it is asked for first. */
  private readonly endpoints: [string | null, string | null] = [null, null];
  /** Per direction; null for UDP. */
  readonly directions: readonly [TcpDirection, TcpDirection] | null;
  /** The direction from the server to the client: from the port that SMB is served on, or from who answered the SYN; -1 unknown. */
  fromServer = -1;
  /** Frames since a hole was first seen and not yet filled; 0 when there is none. */
  framesWithHole = 0;
  isClosed = false;
  /** Some of its frames hold more IP headers than one. */
  isTunneled = false;

  constructor(
    index: number,
    number: number,
    protocol: number,
    family: number,
    key: Uint32Array,
    directions: readonly [TcpDirection, TcpDirection] | null,
  ) {
    this.index = index;
    this.number = number;
    this.protocol = protocol;
    this.family = family;
    this.key = key;
    this.directions = directions;
  }

  port(end: 0 | 1): number {
    return this.key[8 + end]!;
  }

  /** `192.0.2.10:445`, `[2001:db8::1]:445`. */
  endpoint(end: 0 | 1): string {
    return (this.endpoints[end] ??=
      this.family === 4 ? `${this.address(end)}:${this.port(end)}` : `[${this.address(end)}]:${this.port(end)}`);
  }

  address(end: 0 | 1): string {
    const raw = this.rawAddress(end);
    return typeof raw === 'number' ? [24, 16, 8, 0].map((shift) => (raw >>> shift) & 255).join('.') : ipv6(raw);
  }

  /** The first word of an address, signed: all of an IPv4 one. */
  word(end: 0 | 1): number {
    return this.key[4 * end]! | 0;
  }

  /** IPv4 as a number, IPv6 as 16 bytes. */
  rawAddress(end: 0 | 1): number | Buffer {
    const words = this.key.subarray(end * 4, end * 4 + 4);
    if (this.family === 4) return words[0]!;
    const raw = Buffer.alloc(16);
    words.forEach((w, i) => {
      raw.writeUInt32BE(w, i * 4);
    });
    return raw;
  }
}
