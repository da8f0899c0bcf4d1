import { Pass } from '../../src/smb/pass.ts';
import { place } from '../../src/smb/sources.ts';
import { framesInMemory, type MemoryFrame } from '../memory.ts';

export const CLIENT = '192.0.2.10';
export const SERVER = '192.0.2.20';
export const CLIENT6 = '2001:db8::10';
export const SERVER6 = '2001:db8::20';

export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const ACK = 16;

/** Numbers as [value, bytes], big-endian; text as hexadecimal digits; buffers as they are. */
export function layout(...parts: readonly (readonly [number, number] | string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    parts.map((p) => {
      if (typeof p === 'string') return Buffer.from(p.replaceAll(' ', ''), 'hex');
      if (p instanceof Uint8Array) return p;
      const [value, size] = p;
      const b = Buffer.alloc(size);
      b.writeUIntBE(value, 0, size);
      return b;
    }),
  );
}

const address4 = (text: string): Buffer => Buffer.from(text.split('.').map(Number));
const address6 = (text: string): Buffer => {
  const [head, tail = ''] = text.split('::');
  const groups = (part: string): string =>
    part
      .split(':')
      .filter(Boolean)
      .map((g) => g.padStart(4, '0'))
      .join('');
  return Buffer.from(groups(head!).padEnd(32 - groups(tail).length, '0') + groups(tail), 'hex');
};

export const ethernet = (payload: Uint8Array, type = 0x0800): Buffer => layout('020000000002 020000000001', [type, 2], payload);

export interface Ip4 {
  readonly from?: string;
  readonly to?: string;
  readonly protocol?: number;
  readonly id?: number;
  /** Where a fragment begins, in bytes, and whether more follow. */
  readonly offset?: number;
  readonly more?: boolean;
  readonly total?: number;
  readonly options?: Uint8Array;
}

export function ipv4(
  payload: Uint8Array,
  { from = CLIENT, to = SERVER, protocol = 6, id = 1, offset = 0, more = false, total, options = Buffer.alloc(0) }: Ip4 = {},
): Buffer {
  const size = 20 + options.length;
  const place = (more ? 0x2000 : 0) | (offset / 8);
  return layout(
    [0x40 | (size / 4), 1],
    [0, 1],
    [total ?? size + payload.length, 2],
    [id, 2],
    [place, 2],
    [64, 1],
    [protocol, 1],
    [0, 2],
    address4(from),
    address4(to),
    options,
    payload,
  );
}

export interface Ip6 {
  readonly from?: string;
  readonly to?: string;
  readonly next?: number;
  readonly length?: number;
}

export const ipv6 = (payload: Uint8Array, { from = CLIENT6, to = SERVER6, next = 6, length }: Ip6 = {}): Buffer =>
  layout('60000000', [length ?? payload.length, 2], [next, 1], [64, 1], address6(from), address6(to), payload);

export interface Segment {
  readonly from?: number;
  readonly to?: number;
  readonly seq?: number;
  readonly ack?: number;
  readonly flags?: number;
  readonly options?: Uint8Array;
}

export function tcp(
  payload: Uint8Array,
  { from = 50_000, to = 445, seq = 1000, ack = 1, flags = ACK, options = Buffer.alloc(0) }: Segment = {},
): Buffer {
  return layout(
    [from, 2],
    [to, 2],
    [seq >>> 0, 4],
    [ack >>> 0, 4],
    [(20 + options.length) << 2, 1],
    [flags, 1],
    [64_000, 2],
    [0, 2],
    [0, 2],
    options,
    payload,
  );
}

export const udp = (payload: Uint8Array, from = 137, to = 137): Buffer =>
  layout([from, 2], [to, 2], [8 + payload.length, 2], [0, 2], payload);

/** An SMB2 ECHO Request behind its session header, told apart by its MessageId; `extra` bytes at its end. */
export function echo(id: number, extra = 0): Buffer {
  const message = Buffer.alloc(68 + extra);
  message.write('fe534d42', 'hex');
  message.writeUInt16LE(64, 4);
  message.writeUInt16LE(13, 12);
  message.writeUInt32LE(id, 24);
  message.writeUInt16LE(4, 64);
  for (let i = 68; i < message.length; i++) message[i] = (id + i) & 255;
  return layout([0, 1], [message.length, 3], message);
}

export const EMPTY = Buffer.alloc(0);

/** One end of a TCP connection that counts its own sequence numbers. */
export class Sender {
  seq: number;
  private readonly segment: Segment;
  private readonly addresses: Ip4;

  constructor(first = 1000, segment: Segment = {}, addresses: Ip4 = {}) {
    this.seq = first;
    this.segment = segment;
    this.addresses = addresses;
  }

  /** The next bytes in order, as a frame. */
  send(payload: Uint8Array, flags = ACK, ack = 1): Buffer {
    const frame = this.at(this.seq, payload, flags, ack);
    this.seq = (this.seq + payload.length + ((flags & (SYN | FIN)) !== 0 ? 1 : 0)) >>> 0;
    return frame;
  }

  at(seq: number, payload: Uint8Array, flags = ACK, ack = 1): Buffer {
    return ethernet(ipv4(tcp(payload, { ...this.segment, seq, flags, ack }), this.addresses));
  }
}

/** The server's end of the connection that Sender's defaults make. */
export const answering = (first = 5000): Sender => new Sender(first, { from: 445, to: 50_000 }, { from: SERVER, to: CLIENT });

export interface Found {
  readonly frame: number;
  /** MessageIds of the SMB2 messages in it. */
  readonly ids: number[];
  readonly bytes: Buffer;
  readonly length: number;
  readonly isIncomplete: boolean;
  readonly skipped: number;
  readonly src: string;
}

/** Runs frames through the whole pass and returns the units that were found. */
export function unitsOf(frames: readonly (MemoryFrame | Uint8Array)[], linkType = 1): { pass: Pass; units: Found[] } {
  const list = frames.map((f) => (f instanceof Uint8Array ? { bytes: f, linkType } : { linkType, ...f }));
  const { capture } = framesInMemory(list);
  const pass = new Pass(capture);
  while (pass.advance(1));
  pass.end();
  const { units, messages, network } = pass;
  const found: Found[] = [];
  for (let row = 0; row < units.count; row++) {
    const frame = capture.at(units.frame[row]!)!;
    const { sources, source, start, captured } = place(pass, row, frame);
    const { data } = sources[source]!;
    const last = messages.firstOf(row + 1);
    const stream = network.streams[units.stream[row]!]!;
    found.push({
      frame: units.frame[row]!,
      ids: Array.from(messages.messageIdLow.subarray(messages.firstOf(row), last)),
      bytes: Buffer.from(data.buffer, data.byteOffset + start, captured - start),
      length: pass.lengthOf(row),
      isIncomplete: (units.flags[row]! & 1) !== 0,
      skipped: units.skipped.get(row) ?? 0,
      src: stream.endpoint((units.flags[row]! & 2) !== 0 ? 1 : 0),
    });
  }
  return { pass, units: found };
}

/** MessageIds in the order in which their units completed. */
export const idsOf = (frames: readonly (MemoryFrame | Uint8Array)[], linkType = 1): number[] =>
  unitsOf(frames, linkType).units.flatMap((u) => u.ids);

/** Bytes cut into pieces of the given sizes over and over. */
export function cut(bytes: Uint8Array, ...sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
