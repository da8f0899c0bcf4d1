import { closeSync, fstatSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { RandomFile } from '../../bytes/file.ts';

interface Part {
  readonly path: string;
  readonly start: number;
  readonly inode: number;
  size: number;
  /** Undefined when it is not open at the moment. */
  fd: number | undefined;
}

/** What dumpcap puts between a name and its extension: number and local time. */
const NUMBERED = /^_(\d{5,})_\d{14}$/;
/** Files behind the reader that stay open. */
const MOST_OPEN = 8;

/**
 * The files of a ring one after the other as one file, which pcapng allows. The oldest are removed here, once they are open, so that none is gone before
 * it was seen; a file that was not read yet is held open until it has been.
 */
export class RingFile extends RandomFile {
  /** Files that somebody else removed before they could be opened. */
  missed = 0;
  private readonly parts: Part[] = [];
  private readonly folder: string;
  private readonly stem: string;
  private readonly extension: string;
  /** Names of files of an earlier capture, and of ours. */
  private readonly known: Set<string>;
  /** Parts that are open again, the last used at the end. */
  private readonly reopened: Part[] = [];
  private lastNumber = 0;
  /** Parts whose descriptors were given back. */
  private released = 0;
  /** How many files stay. */
  private readonly most: number;
  /** Parts whose files were removed. */
  private removed = 0;

  /** `path` is what the back-end makes the names of: `a.pcapng` becomes `a_00001_20260102030405.pcapng`. The last `most` of them stay. */
  constructor(path: string, most: number) {
    super(-1, 0, false);
    this.most = most;
    this.folder = dirname(path);
    this.extension = extname(path);
    this.stem = basename(path, this.extension);
    this.known = new Set(readdirSync(this.folder));
  }

  /** The oldest files are gone. */
  get isShortened(): boolean {
    return this.removed > 0;
  }

  /** Sees which files there are now, and how long the last one has become. */
  look(): void {
    if (this.closed || this.ended) return;
    const before = this.size;
    // Files are listed before the last known one is measured: when there is a newer one it is complete.
    const fresh = this.fresh();
    this.measure();
    for (const { name, number } of fresh) this.add(join(this.folder, name), number);
    while (this.removed < this.parts.length - this.most) rmSync(this.parts[this.removed++]!.path, { force: true });
    if (this.size > before) this.grow(0);
  }

  /** Gives back the descriptors of files that lie behind the reader; the one before its own may still be wanted. */
  release(reached: number): void {
    const end = Math.min(this.indexAt(reached), this.parts.length - 1) - 1;
    while (this.released < end) this.shut(this.parts[this.released++]!);
  }

  override read(position: number, length: number, into: Uint8Array, offset: number): number {
    let done = 0;
    for (let at = this.indexAt(position); at < this.parts.length && done < length; at++) {
      const part = this.parts[at]!;
      const from = position + done - part.start;
      const wanted = Math.min(length - done, part.size - from);
      const got = this.readPart(part, from, wanted, into, offset + done);
      done += got;
      if (got < wanted) break;
    }
    return done;
  }

  override pieceAt(position: number): { readonly index: number; readonly end: number } {
    const index = this.indexAt(position);
    const part = this.parts[index];
    return { index, end: part === undefined ? this.size : part.start + part.size };
  }

  override close(): void {
    this.closed = true;
    for (const part of this.parts) this.shut(part);
  }

  override end(): void {
    this.ended = true;
    this.grow(0);
  }

  private fresh(): { name: string; number: number }[] {
    const found: { name: string; number: number }[] = [];
    for (const name of readdirSync(this.folder)) {
      if (this.known.has(name)) continue;
      this.known.add(name);
      if (!name.startsWith(this.stem) || !name.endsWith(this.extension)) continue;
      const number = NUMBERED.exec(name.slice(this.stem.length, name.length - this.extension.length))?.[1];
      if (number !== undefined) found.push({ name, number: Number(number) });
    }
    return found.sort((a, b) => a.number - b.number);
  }

  private add(path: string, number: number): void {
    this.missed += Math.max(0, number - this.lastNumber - 1);
    this.lastNumber = number;
    try {
      const fd = openSync(path, 'r');
      const { size, ino } = fstatSync(fd);
      this.parts.push({ path, start: this.size, inode: ino, size, fd });
      this.size += size;
    } catch {
      this.missed++;
    }
  }

  private measure(): void {
    const last = this.parts.at(-1);
    if (last?.fd === undefined) return;
    const { size } = fstatSync(last.fd);
    this.size += size - last.size;
    last.size = size;
  }

  private readPart(part: Part, from: number, length: number, into: Uint8Array, offset: number): number {
    if (part.fd === undefined && !this.reopen(part)) return 0;
    let done = 0;
    try {
      while (done < length) {
        const got = readSync(part.fd!, into, offset + done, length - done, from + done);
        if (got === 0) break;
        done += got;
      }
    } catch {
      return done;
    }
    return done;
  }

  private reopen(part: Part): boolean {
    if (this.closed) return false;
    try {
      part.fd = openSync(part.path, 'r');
      if (fstatSync(part.fd).ino !== part.inode) {
        this.shut(part);
        return false;
      }
    } catch {
      return false;
    }
    this.reopened.push(part);
    if (this.reopened.length > MOST_OPEN) this.shut(this.reopened.shift()!);
    return true;
  }

  private shut(part: Part): void {
    if (part.fd !== undefined) closeSync(part.fd);
    part.fd = undefined;
  }

  /** The part that holds a position, or the number of parts when none does. */
  private indexAt(position: number): number {
    let low = 0;
    let high = this.parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.parts[middle]!.start + this.parts[middle]!.size <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
