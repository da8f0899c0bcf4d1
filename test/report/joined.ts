import { Command } from '../../dissectors/smb2/header.ts';
import { Protocol } from '../../src/smb/columns.ts';
import { Flag } from '../../src/smb/current.ts';
import { Pass } from '../../src/smb/pass.ts';
import { framesInMemory, type MemoryFrame } from '../memory.ts';
import { passOf } from '../samples.ts';

/** Frames of a sample, `shift` seconds later; up to a frame when `last` is given. */
export async function framesOf(name: string, shift = 0, last?: number): Promise<MemoryFrame[]> {
  const { capture } = await passOf(name);
  const found: MemoryFrame[] = [];
  for (let number = 1; number <= (last ?? capture.frameCount); number++) {
    const f = capture.at(number)!;
    found.push({
      bytes: f.bytes.slice(f.start, f.start + f.captured),
      original: f.original,
      linkType: f.linkType,
      seconds: f.seconds + shift,
      nanoseconds: f.nanoseconds,
    });
  }
  return found;
}

/** The pass over frames of several captures, in the order given. */
export async function joined(...parts: readonly MemoryFrame[][]): Promise<Pass> {
  const pass = new Pass(framesInMemory(parts.flat()).capture);
  await pass.run();
  return pass;
}

/** The beginning of a sample up to its first TREE_CONNECT Response, with another path asked for. */
export async function connecting(name: string, path: string, shift: number): Promise<MemoryFrame[]> {
  const { messages: m, units } = await passOf(name);
  const isConnect = (row: number): boolean => m.protocol[row] === Protocol.smb2 && m.command[row] === Command.TREE_CONNECT;
  let row = 0;
  while (!isConnect(row) || (m.flags[row]! & Flag.response) !== 0) row++;
  const frames = await framesOf(name, shift, units.frame[m.unit[m.pair[row]! - 1]!]!);
  const frame = frames[units.frame[m.unit[row]!]! - 1]!;
  const old = Buffer.from(frame.bytes);
  const smb = old.indexOf('fe534d42', 'hex');
  const at = smb + old.readUInt16LE(smb + 68);
  const wide = Buffer.from(path, 'utf16le');
  const bytes = Buffer.concat([old.subarray(0, at), wide]);
  bytes.writeUInt16LE(wide.length, smb + 70);
  bytes.writeUInt32BE(bytes.length - smb, smb - 4);
  const ip = old.indexOf('4500', 'hex');
  bytes.writeUInt16BE(bytes.length - ip, ip + 2);
  frames[units.frame[m.unit[row]!]! - 1] = { ...frame, bytes, original: bytes.length };
  return frames;
}

/** Replaces bytes by others of the same length, wherever a frame holds them. */
export function replaced(frames: readonly MemoryFrame[], from: Uint8Array, to: Uint8Array): MemoryFrame[] {
  return frames.map((f) => {
    const bytes = Buffer.from(f.bytes);
    for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + to.length)) bytes.set(to, at);
    return { ...f, bytes };
  });
}

export const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
