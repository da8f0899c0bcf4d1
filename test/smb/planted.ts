import { readFileSync } from 'node:fs';
import { SIGNATURE, type SigningAlgorithm, signatureOf } from '../../src/crypto/signing.ts';
import { type ReportedFinding, type Verification, verification } from '../../src/report/verify.ts';
import type { KeyMaterial } from '../../src/smb/keys/material.ts';
import { parseKeys } from '../../src/smb/keys/read.ts';
import { Pass } from '../../src/smb/pass.ts';
import type { Channel } from '../../src/smb/security/channel.ts';
import { verdictOf } from '../../src/smb/security/verdict.ts';
import { fileInMemory, framesInMemory, type MemoryFrame } from '../memory.ts';
import { contentOf, samplePath } from '../samples.ts';

export const keysOf = (name: string): KeyMaterial => {
  const path = `${samplePath(name)}.keys.json`;
  return parseKeys(readFileSync(path, 'utf8'), path);
};

/** A sample in memory in which things are put wrong, and what is then said about it. */
export class Planted {
  readonly frames: MemoryFrame[];
  readonly keys: KeyMaterial;
  /** The pass over the sample as it was recorded. */
  readonly pass: Pass;

  private constructor(frames: MemoryFrame[], keys: KeyMaterial, pass: Pass) {
    this.frames = frames;
    this.keys = keys;
    this.pass = pass;
  }

  static async in(name: string, keys = keysOf(name)): Promise<Planted> {
    const list: MemoryFrame[] = [];
    const file = fileInMemory(contentOf(name));
    for (;;) {
      if (!file.next()) {
        if (await file.more()) continue;
        break;
      }
      const { bytes, start, captured, original, linkType, seconds, nanoseconds } = file.frame;
      list.push({ bytes: bytes.slice(start, start + captured), original, linkType, seconds, nanoseconds });
    }
    const { capture, frames } = framesInMemory(list);
    const pass = new Pass(capture, keys, true);
    await pass.run();
    return new Planted(frames, keys, pass);
  }

  /** Rows of messages with a good signature. */
  get signed(): number[] {
    const { messages: m } = this.pass;
    return Array.from({ length: m.count }, (_, row) => row).filter((row) => m.source[row] === 0 && verdictOf(m.verdict[row]!) === 1);
  }

  /** Units that were decrypted. */
  get sealed(): number[] {
    const { units } = this.pass;
    return Array.from({ length: units.count }, (_, unit) => unit).filter((unit) => units.opened[unit] === 1);
  }

  isResponse(row: number): boolean {
    return (this.pass.messages.flags[row]! & 1) !== 0;
  }

  channelOf(row: number): Channel {
    return this.pass.connectionOf(row)!.channels.get(this.pass.messages.session[row]! - 1)!;
  }

  /** Changes the bytes of a signed message where they lie, from its SMB2 header on. */
  change(row: number, change: (bytes: Buffer) => void): this {
    const { messages: m } = this.pass;
    return this.at(m.unit[row]!, m.offset(row), m.length[row]!, change);
  }

  /** Changes a transform, from its header on. */
  changeUnit(unit: number, change: (bytes: Buffer) => void): this {
    return this.at(unit, 4, this.pass.lengthOf(unit) - 4, change);
  }

  /** Signs a message once more, with another key or algorithm, over what `made` makes of its bytes. */
  sign(row: number, key: Uint8Array, algorithm: SigningAlgorithm, made: (bytes: Buffer) => Buffer = (bytes) => bytes): this {
    return this.change(row, (bytes) => bytes.set(signatureOf(algorithm, key, made(Buffer.from(bytes)))!, SIGNATURE));
  }

  /** What `verify` says now. */
  async verify(keys = this.keys): Promise<Verification> {
    const pass = new Pass(framesInMemory(this.frames).capture, keys, true);
    await pass.run();
    return verification(pass);
  }

  /** The findings of one kind. */
  async findings(kind: string, keys = this.keys): Promise<ReportedFinding[]> {
    return (await this.verify(keys)).findings.filter((f) => f.kind === kind);
  }

  /** Number of the frame that holds a unit's first byte, counted from 1. */
  frameOf(unit: number): number {
    const { capture, pieces, units } = this.pass;
    return capture.numberAt(pieces.positions[units.firstPiece[unit]!]!);
  }

  private at(unit: number, offset: number, length: number, change: (bytes: Buffer) => void): this {
    const { capture, pieces, units } = this.pass;
    const position = pieces.positions[units.firstPiece[unit]!]! + offset;
    const number = capture.numberAt(position);
    let start = 0;
    for (const frame of this.frames.slice(0, number - 1)) start += frame.bytes.length;
    const { bytes } = this.frames[number - 1]!;
    if (position - start + length > bytes.length) throw new Error('a message in several frames');
    change(Buffer.from(bytes.buffer, bytes.byteOffset + position - start, length));
    return this;
  }
}
