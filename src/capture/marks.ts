import type { Frame } from './frame.ts';

/** Frames between two marks. */
export const MARK_EVERY = 64;

/** Where every 64th frame's record begins, and its time: what a cursor needs to go on from there. */
export class Marks {
  #records = new Float64Array(1024);
  #seconds = new Float64Array(1024);
  #nanoseconds = new Float64Array(1024);
  #count = 0;

  push(record: number, frame: Frame): void {
    const index = this.#count++;
    if (index === this.#records.length) {
      this.#records = doubled(this.#records);
      this.#seconds = doubled(this.#seconds);
      this.#nanoseconds = doubled(this.#nanoseconds);
    }
    this.#records[index] = record;
    this.#seconds[index] = frame.seconds;
    this.#nanoseconds[index] = frame.nanoseconds;
  }

  record(index: number): number {
    return this.#records[index]!;
  }

  /** Gives a frame the time of the marked one, as if a cursor had just come by. */
  restore(index: number, frame: Frame): void {
    frame.seconds = this.#seconds[index]!;
    frame.nanoseconds = this.#nanoseconds[index]!;
  }

  /** The last mark at or before a file offset; -1 before the first. */
  before(offset: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#records[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
