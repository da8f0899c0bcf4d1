import type { Frame } from './frame.ts';

/** Frames between two marks. */
export const MARK_EVERY = 64;

export interface Anchor {
  readonly number: number;
  readonly record: number;
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** Where every 64th frame's record begins, and its time: what a cursor needs to go on from there. */
export class Marks {
  #records = new Float64Array(1024);
  #seconds = new Float64Array(1024);
  #nanoseconds = new Float64Array(1024);
  #count = 0;
  readonly #anchors: Anchor[] = [];

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

  /** Remembers a frame that begins a piece of its file, of which the mark before it may be gone one day. */
  anchor(number: number, record: number, { seconds, nanoseconds }: Frame): void {
    this.#anchors.push({ number, record, seconds, nanoseconds });
  }

  /** The last such frame up to this one, if the mark lies before it. */
  anchorOf(number: number): Anchor | undefined {
    const found = this.#anchors.findLast((a) => a.number <= number);
    return found !== undefined && found.number > MARK_EVERY * Math.floor((number - 1) / MARK_EVERY) ? found : undefined;
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
