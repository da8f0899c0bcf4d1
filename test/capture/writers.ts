import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capture } from '../../src/capture/capture.ts';
import type { Damage } from '../../src/capture/frame.ts';
import { openCapture } from '../../src/capture/open.ts';

export interface Packet {
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly original: number;
}

export const START = 1_700_000_000;

/** Packets of lengths from 40 up, a millisecond and a bit apart, whose bytes no record header looks like. */
export function packets(count: number, first = START, lengthOf = (index: number) => 40 + ((index * 7) % 90)): Packet[] {
  return Array.from({ length: count }, (_, index) => {
    const bytes = new Uint8Array(lengthOf(index)).map((_, at) => 0x80 | (index * 31 + at));
    return { seconds: first + Math.floor(index / 900), nanoseconds: (index % 900) * 1_001_000, bytes, original: bytes.length };
  });
}

/** Words of 32 bits, or of 16 where they are given as [value]; what is not a number goes in as it is. */
export function words(little: boolean, ...values: (number | readonly [number] | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  return concat(
    values.map((value) => {
      if (value instanceof Uint8Array) return value;
      const isWord = typeof value === 'number';
      const data = new DataView(new ArrayBuffer(isWord ? 4 : 2));
      if (isWord) data.setUint32(0, value, little);
      else data.setUint16(0, value[0], little);
      return new Uint8Array(data.buffer);
    }),
  );
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}

export interface PcapShape {
  readonly little?: boolean;
  readonly magic?: number;
  readonly snapLength?: number;
  readonly linkType?: number;
}

export function pcapHeader({
  little = true,
  magic = 0xa1b2c3d4,
  snapLength = 262_144,
  linkType = 1,
}: PcapShape = {}): Uint8Array<ArrayBuffer> {
  return words(little, magic, [2], [4], 0, 0, snapLength, linkType);
}

export function pcapRecord(packet: Packet, { little = true, magic = 0xa1b2c3d4 }: PcapShape = {}): Uint8Array<ArrayBuffer> {
  const fraction = magic === 0xa1b23c4d ? packet.nanoseconds : packet.nanoseconds / 1000;
  const more = magic === 0xa1b2cd34 ? words(little, 3, [8], [0]) : new Uint8Array(0);
  return words(little, packet.seconds, fraction, packet.bytes.length, packet.original, more, packet.bytes);
}

export function pcap(list: readonly Packet[], shape: PcapShape = {}): Uint8Array<ArrayBuffer> {
  return concat([pcapHeader(shape), ...list.map((packet) => pcapRecord(packet, shape))]);
}

export function block(little: boolean, type: number, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = padding(body);
  return words(little, type, padded.length + 12, padded, padded.length + 12);
}

export function padding(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat([bytes, new Uint8Array(-bytes.length & 3)]);
}

/** Options with their end. */
export function options(little: boolean, ...list: readonly (readonly [number, Uint8Array | string])[]): Uint8Array<ArrayBuffer> {
  const parts = list.map(([code, value]) => {
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    return words(little, [code], [bytes.length], padding(bytes));
  });
  return concat([...parts, words(little, 0)]);
}

const NONE = new Uint8Array(0);

export function sectionHeader(little = true, more = NONE): Uint8Array<ArrayBuffer> {
  return block(little, 0x0a0d0d0a, words(little, 0x1a2b3c4d, [1], [0], 0xffffffff, 0xffffffff, more));
}

export function interfaceBlock(little = true, more = NONE, linkType = 1, snapLength = 262_144): Uint8Array<ArrayBuffer> {
  return block(little, 1, words(little, [linkType], [0], snapLength, more));
}

/** `ticks` is a time stamp in units of the interface; microseconds when not given. */
export function enhanced(packet: Packet, little = true, id = 0, more = NONE, ticks = microseconds(packet)): Uint8Array<ArrayBuffer> {
  const high = Number(ticks >> 32n);
  const low = Number(ticks & 0xffffffffn);
  return block(little, 6, words(little, id, high, low, packet.bytes.length, packet.original, padding(packet.bytes), more));
}

export function microseconds(packet: Packet): bigint {
  return BigInt(packet.seconds) * 1_000_000n + BigInt(packet.nanoseconds / 1000);
}

export function pcapng(list: readonly Packet[], little = true): Uint8Array<ArrayBuffer> {
  return concat([sectionHeader(little), interfaceBlock(little), ...list.map((packet) => enhanced(packet, little))]);
}

export interface Read {
  readonly packets: Packet[];
  readonly positions: number[];
  readonly linkTypes: number[];
  readonly interfaces: number[];
  readonly damage: readonly Damage[];
  readonly capture: Capture;
}

/** Goes through a whole capture, then finds every frame again by number and by position. Throws where the two ways disagree. */
export async function readCapture(paths: readonly string[]): Promise<Read> {
  const capture = await openCapture(paths);
  const read: Read = { packets: [], positions: [], linkTypes: [], interfaces: [], damage: capture.damage, capture };
  do {
    while (capture.next()) {
      const { frame } = capture;
      read.packets.push({
        seconds: frame.seconds,
        nanoseconds: frame.nanoseconds,
        bytes: frame.bytes.slice(frame.start, frame.start + frame.captured),
        original: frame.original,
      });
      read.positions.push(frame.position);
      read.linkTypes.push(frame.linkType);
      read.interfaces.push(frame.interface);
    }
  } while (await capture.more());
  for (let index = read.packets.length - 1; index >= 0; index -= index % 3 === 0 ? 1 : 2) check(read, index);
  for (let index = 0; index < read.packets.length; index++) check(read, index);
  capture.close();
  return read;
}

function check({ capture, packets: list, positions }: Read, index: number): void {
  const { seconds, nanoseconds, bytes, original } = list[index]!;
  const position = positions[index]!;
  const frame = capture.at(index + 1);
  const isSame =
    frame?.number === index + 1 &&
    frame.position === position &&
    frame.seconds === seconds &&
    frame.nanoseconds === nanoseconds &&
    frame.original === original &&
    Buffer.compare(frame.bytes.subarray(frame.start, frame.start + frame.captured), bytes) === 0;
  if (!isSame) throw new Error(`at(${index + 1}) gives another frame than next() did`);
  const copied = new Uint8Array(bytes.length + 2);
  if (capture.read(position, bytes.length, copied, 1) !== bytes.length) throw new Error(`read() of frame ${index + 1} is short`);
  if (Buffer.compare(copied.subarray(1, -1), bytes) !== 0) throw new Error(`read() of frame ${index + 1} gives other bytes`);
  for (const place of bytes.length > 0 ? [position, position + bytes.length - 1] : []) {
    if (capture.numberAt(place) !== index + 1) throw new Error(`numberAt() finds frame ${capture.numberAt(place)} instead of ${index + 1}`);
  }
}

/** A folder that is removed with its files. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'smbscope-test-'));
  #count = 0;

  /** Writes a file; the name says nothing of what is in it. */
  file(bytes: Uint8Array): string {
    const path = join(this.path, `${++this.#count}.bin`);
    writeFileSync(path, bytes);
    return path;
  }

  async read(...contents: readonly Uint8Array[]): Promise<Read> {
    const paths = contents.map((bytes) => this.file(bytes));
    const read = await readCapture(paths);
    for (const path of paths) rmSync(path);
    return read;
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
