import type { RandomFile } from '../bytes/file.ts';
import type { Capture, CaptureFile } from './capture.ts';
import { Chunk } from './chunk.ts';
import type { Cursor } from './cursor.ts';
import { Findings } from './findings.ts';
import { type Format, recognise, type Source } from './format.ts';
import { FILE_SPAN, Frame, type Interface } from './frame.ts';
import { MARK_EVERY, Marks } from './marks.ts';
import { Walker } from './walker.ts';

const WALKER_CHUNK = 65_536;

/** One file as a capture. */
export class SingleCapture implements Capture {
  readonly frame = new Frame();
  readonly files: readonly [CaptureFile];
  readonly #info: CaptureFile;
  readonly #file: RandomFile;
  readonly #findings: Findings;
  readonly #interfaces: Interface[];
  readonly #format: Format;
  readonly #cursor: Cursor;
  readonly #marks = new Marks();
  readonly #source: Source;
  readonly #chunkLength: number;
  readonly #index: number;
  readonly #isOwner: boolean;
  #finder: Walker | undefined;
  #locator: Walker | undefined;
  /** The piece of the file that holds the last record. */
  #piece: { readonly index: number; readonly end: number };
  /** The file's size when next() found nothing more in it. */
  #stalledAt = Number.NaN;

  /** `index` is the file's number among those that share the findings; `file` must hold its first HEAD bytes or have ended. */
  constructor(file: RandomFile, index: number, findings: Findings, source: Source, chunkLength: number, isOwner = true) {
    this.#source = source;
    this.#chunkLength = chunkLength;
    this.#index = index;
    this.#isOwner = isOwner;
    this.#file = file;
    this.#findings = findings;
    this.#interfaces = findings.interfaces;
    this.#format = recognise(file, index, findings, source);
    this.#info = this.#format.info;
    this.files = [this.#info];
    this.#cursor = this.#format.cursor(new Chunk(file, chunkLength), true);
    this.#piece = file.pieceAt(0);
  }

  next(): boolean {
    const frame = this.frame;
    if (!this.#cursor.next(frame)) {
      this.#stalledAt = this.#file.size;
      return false;
    }
    const { record } = this.#cursor;
    if (frame.number % MARK_EVERY === 0) this.#marks.push(record, frame);
    this.#info.frames = ++frame.number;
    if (record >= this.#piece.end) this.#enter(record);
    this.#interfaces[frame.interface]!.frames++;
    return true;
  }

  async more(): Promise<boolean> {
    if (this.#cursor.finished) return false;
    // When it ended meanwhile, next() has yet to say what was left over.
    if (!this.#file.ended && this.#file.size === this.#stalledAt) await this.#file.grown();
    return true;
  }

  at(number: number): Frame | undefined {
    if (!(number >= 1 && number <= this.frame.number)) return undefined;
    this.#finder ??= this.#walker();
    return this.#finder.to(number) ? this.#finder.frame : undefined;
  }

  numberAt(position: number): number {
    this.#locator ??= this.#walker();
    return this.#locator.toPosition(position, this.frame.number) ? this.#locator.frame.number : 0;
  }

  read(position: number, length: number, into: Uint8Array, offset: number): number {
    return this.#file.read(position % FILE_SPAN, length, into, offset);
  }

  again(findings = new Findings()): SingleCapture {
    const given = this.#source;
    const source = {
      path: given.path,
      compression: given.compression,
      get size() {
        return given.size;
      },
    };
    return new SingleCapture(this.#file, this.#index, findings, source, this.#chunkLength, false);
  }

  close(): void {
    if (this.#isOwner) this.#file.close();
  }

  /** True once next() will never give a frame again. */
  get isFinished(): boolean {
    return this.#cursor.finished;
  }

  get interfaces(): readonly Interface[] {
    return this.#interfaces;
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
    return this.#format.comments;
  }

  get frameCount(): number {
    return this.frame.number;
  }

  get progress(): { readonly done: number; readonly total: number } {
    return { done: this.#cursor.position, total: this.#file.size };
  }

  #enter(record: number): void {
    const piece = this.#file.pieceAt(record);
    if (piece.index !== this.#piece.index) this.#marks.anchor(this.frame.number, record, this.frame);
    this.#piece = piece;
  }

  #walker(): Walker {
    return new Walker(this.#format.cursor(new Chunk(this.#file, WALKER_CHUNK), false), this.#marks);
  }
}
