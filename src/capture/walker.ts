import type { Cursor } from './cursor.ts';
import { FILE_SPAN, Frame } from './frame.ts';
import { MARK_EVERY, type Marks } from './marks.ts';

/** Finds single frames of a file again, from the mark before them. Going on from where it stands costs one record. */
export class Walker {
  readonly frame = new Frame();
  readonly #cursor: Cursor;
  readonly #marks: Marks;

  constructor(cursor: Cursor, marks: Marks) {
    this.#cursor = cursor;
    this.#marks = marks;
  }

  /** Stands on a frame that the first pass went by; false when the file has since lost it. */
  to(number: number): boolean {
    const mark = Math.floor((number - 1) / MARK_EVERY);
    if (number < this.frame.number || this.frame.number < mark * MARK_EVERY) this.#toMark(mark);
    while (this.frame.number < number) if (!this.#step()) return this.#fromAnchor(number);
    return true;
  }

  /** The same from a place between the mark and the frame, where what lies before that is gone. */
  #fromAnchor(number: number): boolean {
    const anchor = this.#marks.anchorOf(number);
    if (anchor === undefined || this.frame.number >= anchor.number) return false;
    this.#cursor.seek(anchor.record);
    this.frame.seconds = anchor.seconds;
    this.frame.nanoseconds = anchor.nanoseconds;
    this.frame.number = anchor.number - 1;
    while (this.frame.number < number) if (!this.#step()) return false;
    return true;
  }

  /** Stands on the last of the first `count` frames whose record begins at or before a position; false when there is none. */
  toPosition(position: number, count: number): boolean {
    const { frame } = this;
    const offset = position % FILE_SPAN;
    const mark = this.#marks.before(offset);
    if (mark < 0) return false;
    if (!(this.#cursor.record <= offset) || frame.number <= mark * MARK_EVERY) {
      this.#toMark(mark);
      if (!this.#step()) return false;
    }
    const last = Math.min(count, (mark + 1) * MARK_EVERY);
    while (position >= frame.position + frame.captured && frame.number < last) {
      if (!this.#step()) return false;
      if (this.#cursor.record > offset) return this.to(frame.number - 1);
    }
    return true;
  }

  #step(): boolean {
    if (!this.#cursor.next(this.frame)) return false;
    this.frame.number++;
    return true;
  }

  #toMark(mark: number): void {
    this.#cursor.seek(this.#marks.record(mark));
    this.#marks.restore(mark, this.frame);
    this.frame.number = mark * MARK_EVERY;
  }
}
