/** Frames of a block, whose counts by file are kept. */
const BLOCK = 1024;

/** Which file each frame of several is from, and the number that it has in there: both ways without a column for either. */
export class Ranks {
  readonly #files: number;
  #from = new Uint16Array(BLOCK);
  /** By block and file: frames of the file before the block. */
  #before: Uint32Array;
  readonly #counts: Uint32Array;
  #length = 0;

  constructor(files: number) {
    this.#files = files;
    this.#before = new Uint32Array(files);
    this.#counts = new Uint32Array(files);
  }

  /** Adds the next frame. */
  push(file: number): void {
    const index = this.#length++;
    if (index % BLOCK === 0) this.#beginBlock(index);
    this.#from[index] = file;
    this.#counts[file]!++;
  }

  fileOf(number: number): number {
    return this.#from[number - 1]!;
  }

  /** The number within its file of the frame with this number (from 1) among all. */
  rank(number: number): number {
    const file = this.#from[number - 1]!;
    const block = Math.floor((number - 1) / BLOCK);
    let rank = this.#before[block * this.#files + file]!;
    for (let index = block * BLOCK; index < number; index++) if (this.#from[index] === file) rank++;
    return rank;
  }

  /** The number among all of a file's frame; 0 when it has not come by yet. */
  number(file: number, rank: number): number {
    if (rank < 1 || rank > this.#counts[file]!) return 0;
    let low = 0;
    let high = Math.ceil(this.#length / BLOCK);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#before[middle * this.#files + file]! < rank) low = middle + 1;
      else high = middle;
    }
    let left = rank - this.#before[(low - 1) * this.#files + file]!;
    let index = (low - 1) * BLOCK;
    for (; left > 0; index++) if (this.#from[index] === file) left--;
    return index;
  }

  #beginBlock(index: number): void {
    const at = (index / BLOCK) * this.#files;
    if (index >= this.#from.length) {
      const larger = new Uint16Array(this.#from.length * 2);
      larger.set(this.#from);
      this.#from = larger;
    }
    if (at + this.#files > this.#before.length) {
      const larger = new Uint32Array(this.#before.length * 2);
      larger.set(this.#before);
      this.#before = larger;
    }
    this.#before.set(this.#counts, at);
  }
}
