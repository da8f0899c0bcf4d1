import { FILE_SPAN } from '../capture/frame.ts';

/** The file number of bytes that no capture file holds in one piece: reassembled IP datagrams. */
export const SCRATCH_FILE = 511;
const MAX_BYTES = 256 * 2 ** 20;

/** Reassembled datagrams, addressed like a file; bounded: past MAX_BYTES nothing more is kept. */
export class Scratch {
  private store = new Uint8Array(0);
  private used = 0;

  /** Keeps the bytes and returns their position, or -1 when there is no room left. */
  keep(data: Uint8Array): number {
    if (this.used + data.length > MAX_BYTES) return -1;
    if (this.used + data.length > this.store.length) {
      const larger = new Uint8Array(Math.min(MAX_BYTES, Math.max(65536, 2 * (this.used + data.length))));
      larger.set(this.store.subarray(0, this.used));
      this.store = larger;
    }
    this.store.set(data, this.used);
    const position = SCRATCH_FILE * FILE_SPAN + this.used;
    this.used += data.length;
    return position;
  }

  read(position: number, length: number, into: Uint8Array, offset: number): number {
    const start = position - SCRATCH_FILE * FILE_SPAN;
    const part = this.store.subarray(start, Math.min(this.used, start + length));
    into.set(part, offset);
    return part.length;
  }
}
