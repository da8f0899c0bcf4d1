import type { RandomFile } from '../bytes/file.ts';

/** A window that moves forward over a file. `bytes` and `data` are replaced only when a frame is larger than the window. */
export class Chunk {
  readonly file: RandomFile;
  bytes: Uint8Array;
  data: DataView;
  /** File offset of bytes[0]. */
  base = Number.NaN;
  /** Where the reader stands, and where what was read ends. `at` may lie beyond `end` after a skip. */
  at = 0;
  end = 0;

  constructor(file: RandomFile, length: number) {
    this.file = file;
    this.bytes = new Uint8Array(length);
    this.data = new DataView(this.bytes.buffer);
    this.base = 0;
  }

  get position(): number {
    return this.base + this.at;
  }

  /** Makes `length` bytes from `at` on readable; false when the file does not hold so many (yet). May change `at`. */
  hold(length: number): boolean {
    if (this.at + length <= this.end) return true;
    if (this.base + this.at + length > this.file.size) {
      // What is there is still wanted, to say how much it was.
      if (this.at < this.end) return false;
    }
    const left = Math.max(0, this.end - this.at);
    if (length > this.bytes.length) {
      const larger = new Uint8Array(2 ** Math.ceil(Math.log2(length)));
      larger.set(this.bytes.subarray(this.end - left, this.end));
      this.bytes = larger;
      this.data = new DataView(larger.buffer);
    } else if (left > 0) {
      this.bytes.copyWithin(0, this.at, this.end);
    }
    this.base += this.at;
    this.at = 0;
    const room = Math.min(this.bytes.length - left, this.file.size - this.base - left);
    this.end = left + (room > 0 ? this.file.read(this.base + left, room, this.bytes, left) : 0);
    return length <= this.end;
  }

  /** Moves on by a length that may lead beyond the window. */
  skip(length: number): void {
    const at = this.at + length;
    if (at <= this.end) this.at = at;
    else this.seek(this.base + at);
  }

  seek(position: number): void {
    const at = position - this.base;
    if (at >= 0 && at <= this.end) {
      this.at = at;
      return;
    }
    this.base = position;
    this.at = 0;
    this.end = 0;
  }

  /** Bytes of the file from `at` on, as far as known. */
  get remaining(): number {
    return this.file.size - this.base - this.at;
  }

  /** A big- or little-endian number anywhere in the file, without moving the window; -1 where the file has none. */
  peek(position: number, little: boolean): number {
    const at = position - this.base;
    if (at >= 0 && at + 4 <= this.end) return this.data.getUint32(at, little);
    if (this.file.read(position, 4, scratchBytes, 0) < 4) return -1;
    return scratch.getUint32(0, little);
  }
}

const scratchBytes = new Uint8Array(4);
const scratch = new DataView(scratchBytes.buffer);
