import type { Frame, Interface } from '../capture/frame.ts';
import type { Pass } from '../smb/pass.ts';
import { FrameBytes, place } from '../smb/sources.ts';
import { timer, type Work } from './work.ts';

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const ENHANCED = 6;
const BYTE_ORDER = 0x1a2b3c4d;
const IF_TSRESOL = 9;
const NANOSECONDS = 9;

/** The original frames of messages as pcapng: each once, in the capture's order, with nanoseconds; what was not captured stays out. */
export function* frames(pass: Pass, rows: ArrayLike<number>, out: (bytes: Uint8Array) => void): Work<number> {
  const { capture } = pass;
  const wanted = yield* numbers(pass, rows);
  out(section());
  for (const i of capture.interfaces) out(description(i));
  const isTime = timer();
  let written = 0;
  for (let number = 1; number < wanted.length; number++) {
    if (wanted[number] === 0) continue;
    if (isTime()) yield 0.5 + number / wanted.length / 2;
    const frame = capture.at(number);
    if (frame === undefined) continue;
    out(packet(frame));
    written++;
  }
  return written;
}

function* numbers(pass: Pass, rows: ArrayLike<number>): Work<Uint8Array> {
  const { capture, units, messages } = pass;
  const wanted = new Uint8Array(capture.frameCount + 1);
  const scratch = new FrameBytes();
  const isTime = timer();
  let before = -1;
  for (let i = 0; i < rows.length; i++) {
    if (isTime()) yield i / rows.length / 2;
    const unit = messages.unit[rows[i]!]!;
    const frame = capture.at(units.frame[unit]!);
    if (unit === before || frame === undefined) continue;
    before = unit;
    for (const number of place(pass, unit, frame, scratch).frames) wanted[number] = 1;
  }
  return wanted;
}

/** A block of that type around its body, whose length is a multiple of 4. */
function block(type: number, body: number, fill: (b: DataView, at: number) => void): Uint8Array {
  const bytes = new Uint8Array(12 + body);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, bytes.length, true);
  view.setUint32(8 + body, bytes.length, true);
  fill(view, 8);
  return bytes;
}

const section = (): Uint8Array =>
  block(SECTION, 16, (b, at) => {
    b.setUint32(at, BYTE_ORDER, true);
    b.setUint16(at + 4, 1, true);
    b.setBigInt64(at + 8, -1n, true);
  });

const description = (i: Interface): Uint8Array =>
  block(INTERFACE, 20, (b, at) => {
    b.setUint16(at, i.linkType, true);
    b.setUint32(at + 4, i.snapLength, true);
    b.setUint16(at + 8, IF_TSRESOL, true);
    b.setUint16(at + 10, 1, true);
    b.setUint8(at + 12, NANOSECONDS);
  });

const packet = (f: Frame): Uint8Array =>
  block(ENHANCED, 20 + 4 * Math.ceil(f.captured / 4), (b, at) => {
    const time = BigInt(f.seconds) * 1_000_000_000n + BigInt(f.nanoseconds);
    b.setUint32(at, f.interface, true);
    b.setUint32(at + 4, Number(time >> 32n), true);
    b.setUint32(at + 8, Number(time & 0xffffffffn), true);
    b.setUint32(at + 12, f.captured, true);
    b.setUint32(at + 16, f.original, true);
    new Uint8Array(b.buffer).set(f.bytes.subarray(f.start, f.start + f.captured), at + 20);
  });
