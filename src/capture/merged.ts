import type { Capture, CaptureFile } from './capture.ts';
import { Findings } from './findings.ts';
import { FILE_SPAN, Frame, type Interface } from './frame.ts';
import { Ranks } from './ranks.ts';
import type { SingleCapture } from './single.ts';

/** Several files as one capture, by time; each file's own order stays, and of equal times the file named first comes first. */
export class MergedCapture implements Capture {
  readonly frame = new Frame();
  readonly files: readonly CaptureFile[];
  readonly #parts: readonly SingleCapture[];
  readonly #findings: Findings;
  readonly #found = new Frame();
  readonly #ranks: Ranks;
  /** Parts that stand on a frame, the earliest at 0. */
  readonly #heap: number[] = [];
  /** Parts without a frame yet: as long as there are any, the earliest can't be told. */
  #waiting: number[];
  /** The frame of the earliest part was given, so that part has to move on. */
  #isGiven = false;

  constructor(parts: readonly SingleCapture[], findings: Findings) {
    this.#parts = parts;
    this.#findings = findings;
    this.files = parts.map((part) => part.files[0]);
    this.#ranks = new Ranks(parts.length);
    this.#waiting = parts.map((_, index) => index);
  }

  next(): boolean {
    if (this.#waiting.length > 0 && !this.#start()) return false;
    if (this.#isGiven && !this.#advance()) return false;
    const earliest = this.#heap[0];
    if (earliest === undefined) return false;
    copy(this.#parts[earliest]!.frame, this.frame);
    this.frame.number++;
    this.#ranks.push(earliest);
    this.#isGiven = true;
    return true;
  }

  async more(): Promise<boolean> {
    const behind = this.#isGiven ? [...this.#waiting, this.#heap[0]!] : this.#waiting;
    for (const index of behind) if (await this.#parts[index]!.more()) return true;
    return false;
  }

  at(number: number): Frame | undefined {
    if (!(number >= 1 && number <= this.frame.number)) return undefined;
    const frame = this.#parts[this.#ranks.fileOf(number)]!.at(this.#ranks.rank(number));
    if (!frame) return undefined;
    copy(frame, this.#found);
    this.#found.number = number;
    return this.#found;
  }

  numberAt(position: number): number {
    const file = Math.floor(position / FILE_SPAN);
    return this.#ranks.number(file, this.#parts[file]?.numberAt(position) ?? 0);
  }

  read(position: number, length: number, into: Uint8Array, offset: number): number {
    return this.#parts[Math.floor(position / FILE_SPAN)]?.read(position, length, into, offset) ?? 0;
  }

  again(): MergedCapture {
    const findings = new Findings();
    return new MergedCapture(
      this.#parts.map((part) => part.again(findings)),
      findings,
    );
  }

  close(): void {
    for (const part of this.#parts) part.close();
  }

  get interfaces(): readonly Interface[] {
    return this.#findings.interfaces;
  }

  get damage() {
    return this.#findings.damage;
  }

  get damageCount(): number {
    return this.#findings.damageCount;
  }

  get names(): ReadonlyMap<string, string> {
    return this.#findings.names;
  }

  get comments() {
    return this.#parts.flatMap((part, file) =>
      part.comments
        .map(({ frame, text }) => ({ frame: this.#ranks.number(file, frame), text, isGeneral: frame === 0 }))
        .filter(({ frame, isGeneral }) => isGeneral || frame > 0)
        .map(({ frame, text }) => ({ frame, text })),
    );
  }

  get frameCount(): number {
    return this.frame.number;
  }

  get progress(): { readonly done: number; readonly total: number } {
    let done = 0;
    let total = 0;
    for (const { progress } of this.#parts) {
      done += progress.done;
      total += progress.total;
    }
    return { done, total };
  }

  /** Moves the parts without a frame to their first; false while one must wait for its file to grow. */
  #start(): boolean {
    this.#waiting = this.#waiting.filter((index) => {
      const part = this.#parts[index]!;
      if (!part.next()) return !part.isFinished;
      this.#heap.push(index);
      return false;
    });
    for (let at = this.#heap.length >> 1; at >= 0; at--) this.#sink(at);
    return this.#waiting.length === 0;
  }

  /** Moves the earliest part on; false while it must wait for its file to grow. */
  #advance(): boolean {
    const part = this.#parts[this.#heap[0]!]!;
    if (!part.next()) {
      if (!part.isFinished) return false;
      const last = this.#heap.pop()!;
      if (this.#heap.length > 0) this.#heap[0] = last;
    }
    this.#isGiven = false;
    this.#sink(0);
    return true;
  }

  #sink(from: number): void {
    const heap = this.#heap;
    for (let at = from; ; ) {
      let first = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2; child++)
        if (child < heap.length && this.#precedes(heap[child]!, heap[first]!)) first = child;
      if (first === at) return;
      const moved = heap[at]!;
      heap[at] = heap[first]!;
      heap[first] = moved;
      at = first;
    }
  }

  #precedes(left: number, right: number): boolean {
    const a = this.#parts[left]!.frame;
    const b = this.#parts[right]!.frame;
    if (a.seconds !== b.seconds) return a.seconds < b.seconds;
    if (a.nanoseconds !== b.nanoseconds) return a.nanoseconds < b.nanoseconds;
    return left < right;
  }
}

function copy(from: Frame, to: Frame): void {
  to.data = from.data;
  to.bytes = from.bytes;
  to.start = from.start;
  to.captured = from.captured;
  to.original = from.original;
  to.seconds = from.seconds;
  to.nanoseconds = from.nanoseconds;
  to.linkType = from.linkType;
  to.interface = from.interface;
  to.position = from.position;
}
