import { safe, type Writer } from '../bytes/writer.ts';
import { larger } from './columns.ts';

/** Names as they came, UTF-16LE, each kept once. A name is known by its number, counted from 0. */
export class Names {
  private arena = new Uint8Array(1 << 16);
  private view = new DataView(this.arena.buffer);
  private used = 0;
  private starts = new Uint32Array(1024);
  private table = new Uint32Array(4096);
  count = 0;

  /** The number of the name that lies at from..from+length (bytes; an odd last one is left off). */
  intern(data: DataView, from: number, length: number): number {
    const bytes = length & ~1;
    const mask = this.table.length - 1;
    let slot = hashOf(data, from, bytes) & mask;
    for (let entry = this.table[slot]!; entry !== 0; entry = this.table[slot]!) {
      if (this.isSame(entry - 1, data, from, bytes)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    return this.add(slot, data, from, bytes);
  }

  text(name: number): string {
    return Buffer.from(this.arena.buffer, this.starts[name]!, this.end(name) - this.starts[name]!)
      .toString('utf16le')
      .toWellFormed();
  }

  /** Writes the name for a person's screen; ASCII, nearly every name, goes over without becoming a string. */
  write(name: number, to: Writer): void {
    const start = this.starts[name]!;
    if (!to.asciiOf16(this.arena, start, this.end(name))) to.utf8(safe(this.text(name)));
  }

  isEmpty(name: number): boolean {
    return this.end(name) === this.starts[name];
  }

  private end(name: number): number {
    return name + 1 < this.count ? this.starts[name + 1]! : this.used;
  }

  private isSame(name: number, data: DataView, from: number, length: number): boolean {
    const start = this.starts[name]!;
    if (this.end(name) - start !== length) return false;
    const { view } = this;
    let i = 0;
    for (; i + 4 <= length; i += 4) if (view.getUint32(start + i) !== data.getUint32(from + i)) return false;
    return i === length || view.getUint16(start + i) === data.getUint16(from + i);
  }

  private add(slot: number, data: DataView, from: number, length: number): number {
    while (this.used + length > this.arena.length) {
      this.arena = larger(this.arena);
      this.view = new DataView(this.arena.buffer);
    }
    if (this.count === this.starts.length) this.starts = larger(this.starts);
    this.starts[this.count] = this.used;
    for (let i = 0; i < length; i++) this.arena[this.used + i] = data.getUint8(from + i);
    this.used += length;
    this.table[slot] = ++this.count;
    if (2 * this.count > this.table.length) this.rehash();
    return this.count - 1;
  }

  private rehash(): void {
    this.table = new Uint32Array(2 * this.table.length);
    const mask = this.table.length - 1;
    for (let name = 0; name < this.count; name++) {
      const start = this.starts[name]!;
      const end = this.end(name);
      let slot = hashOf(this.view, start, end - start) & mask;
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
