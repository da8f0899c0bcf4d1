import { endianness } from 'node:os';
import { safe, type Writer } from '../bytes/writer.ts';
import { larger } from './columns.ts';

const isLittleEndian = endianness() === 'LE';
const RECENT = 64;

/** Names as they came, in UTF-16, each kept once. A name is known by its number, counted from 0. */
export class Names {
  private arena = new Uint16Array(1 << 15);
  private used = 0;
  private starts = new Int32Array(1024);
  private hashes = new Int32Array(1024);
  private table = new Int32Array(4096);
  /** Names that were asked for last, and their texts. */
  private readonly recent = new Int32Array(RECENT).fill(-1);
  private readonly texts: string[] = [];
  count = 0;

  /** The number of the name that lies at from..from+length (bytes; an odd last one is left off). */
  intern(data: DataView, from: number, length: number): number {
    const units = length >> 1;
    const hash = hashOf(data, from, 2 * units);
    const mask = this.table.length - 1;
    let slot = hash & mask;
    for (let entry = this.table[slot]!; entry !== 0; entry = this.table[slot]!) {
      if (this.hashes[entry - 1] === hash && this.isSame(entry - 1, data, from, units)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    return this.add(slot, hash, data, from, units);
  }

  text(name: number): string {
    const slot = name & (RECENT - 1);
    if (this.recent[slot] === name) return this.texts[slot]!;
    const start = this.starts[name]!;
    const bytes = Buffer.from(this.arena.buffer, 2 * start, 2 * (this.end(name) - start));
    this.recent[slot] = name;
    return (this.texts[slot] = (isLittleEndian ? bytes : Buffer.from(bytes).swap16()).toString('utf16le').toWellFormed());
  }

  /** Writes the name for a person's screen; ASCII, nearly every name, goes over without becoming a string. */
  write(name: number, to: Writer): void {
    if (!to.asciiOf16(this.arena, this.starts[name]!, this.end(name))) to.utf8(safe(this.text(name)));
  }

  isEmpty(name: number): boolean {
    return this.end(name) === this.starts[name];
  }

  private end(name: number): number {
    return name + 1 < this.count ? this.starts[name + 1]! : this.used;
  }

  private isSame(name: number, data: DataView, from: number, units: number): boolean {
    const start = this.starts[name]!;
    if (this.end(name) - start !== units) return false;
    for (let i = 0; i < units; i++) if (this.arena[start + i] !== data.getUint16(from + 2 * i, true)) return false;
    return true;
  }

  private add(slot: number, hash: number, data: DataView, from: number, units: number): number {
    while (this.used + units > this.arena.length) this.arena = larger(this.arena);
    if (this.count === this.starts.length) {
      this.starts = larger(this.starts);
      this.hashes = larger(this.hashes);
    }
    this.starts[this.count] = this.used;
    this.hashes[this.count] = hash;
    for (let i = 0; i < units; i++) this.arena[this.used + i] = data.getUint16(from + 2 * i, true);
    this.used += units;
    this.table[slot] = ++this.count;
    if (2 * this.count > this.table.length) this.rehash();
    return this.count - 1;
  }

  private rehash(): void {
    this.table = new Int32Array(2 * this.table.length);
    const mask = this.table.length - 1;
    for (let name = 0; name < this.count; name++) {
      let slot = this.hashes[name]! & mask;
      while (this.table[slot] !== 0) slot = (slot + 1) & mask;
      this.table[slot] = name + 1;
    }
  }
}

/** FNV-1a over words of four bytes; a name's length is even. */
function hashOf(data: DataView, from: number, length: number): number {
  let hash = length;
  let i = 0;
  for (; i + 4 <= length; i += 4) hash = Math.imul(hash ^ data.getUint32(from + i), 0x01000193) ^ (hash >>> 17);
  if (i < length) hash = Math.imul(hash ^ data.getUint16(from + i), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> 7;
}
