import { closeSync, readSync } from 'node:fs';

/**
 * A file read at any place. While input is spooled into it, it grows: `size` is what can be read now,
 * and only once `ended` is true will it stay so.
 */
export class RandomFile {
  readonly fd: number;
  size = Number.NaN;
  ended: boolean;
  closed = false;
  /** Stops who writes to it. While this is set, only the writer, by end(), may give the descriptor back. */
  stopWriter: (() => void) | undefined;
  #waiting: (() => void)[] = [];

  constructor(fd: number, size: number, ended: boolean) {
    this.fd = fd;
    this.size = size;
    this.ended = ended;
  }

  /** Copies up to `length` bytes from `position`; returns how many there were. A failing disk reads as the end of the file. */
  read(position: number, length: number, into: Uint8Array, offset: number): number {
    let done = 0;
    if (this.closed) return 0;
    try {
      while (done < length) {
        const got = readSync(this.fd, into, offset + done, length - done, position + done);
        if (got === 0) break;
        done += got;
      }
    } catch {
      return done;
    }
    return done;
  }

  /** Of a file in pieces, each of which may go before those after it: the piece that holds a position, and where it ends as far as is known. */
  pieceAt(_position: number): { readonly index: number; readonly end: number } {
    return { index: 0, end: Number.POSITIVE_INFINITY };
  }

  grow(length: number): void {
    this.size += length;
    this.#wake();
  }

  end(): void {
    this.stopWriter = undefined;
    this.ended = true;
    if (this.closed) closeSync(this.fd);
    this.#wake();
  }

  /** Resolves when the file has grown or ended. */
  grown(): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.stopWriter) this.stopWriter();
    else closeSync(this.fd);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
