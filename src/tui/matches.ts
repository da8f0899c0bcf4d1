import { timer, type Work } from '../report/work.ts';

const CHECKED = 4;

/** The messages that fulfil the filter and belong to the scope, found in order; more may follow while it is read. */
export class Matches {
  /** Rows, in order. */
  rows = new Uint32Array(1024);
  count = 0;
  /** Rows that were asked. */
  asked = 0;
  private bits = new Uint8Array(1024);
  private readonly test: (row: number) => boolean;

  constructor(test: (row: number) => boolean) {
    this.test = test;
  }

  readonly has = (row: number): boolean => row < this.asked && this.bits[row] === 1;

  /** Asks the rows up to `end()`, which may grow. */
  *asking(end: () => number): Work<void> {
    const isTime = timer(CHECKED);
    while (this.asked < end()) {
      this.ask();
      if (isTime()) yield this.asked / end();
    }
  }

  private ask(): void {
    const row = this.asked;
    if (row === this.bits.length) this.bits = larger(this.bits, new Uint8Array(2 * row));
    if (this.test(row)) {
      this.bits[row] = 1;
      if (this.count === this.rows.length) this.rows = larger(this.rows, new Uint32Array(2 * this.count));
      this.rows[this.count++] = row;
    }
    this.asked++;
  }
}

function larger<C extends Uint8Array | Uint32Array>(old: C, made: C): C {
  made.set(old);
  return made;
}
