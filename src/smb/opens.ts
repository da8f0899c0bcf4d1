import { larger } from './columns.ts';

/** Every open that the capture shows, one row each, and which of them a FileId stands for now. */
export class Opens {
  /** Number of its name in Names, plus one; 0 unknown. */
  name: Uint32Array;
  /** Row of the CREATE Request, or of the first message that used the FileId. */
  createdBy: Uint32Array;
  count = 0;
  /** Open addressing: four words of FileId and the session, then the open's row plus one. */
  private table: Uint32Array;
  private used = 0;

  constructor(capacity: number) {
    this.name = new Uint32Array(capacity);
    this.createdBy = new Uint32Array(capacity);
    this.table = new Uint32Array(6 * 2 ** Math.ceil(Math.log2(2 * capacity)));
  }

  add(name: number, createdBy: number): number {
    if (this.count === this.name.length) {
      this.name = larger(this.name);
      this.createdBy = larger(this.createdBy);
    }
    this.name[this.count] = name + 1;
    this.createdBy[this.count] = createdBy;
    return this.count++;
  }

  /** The open behind the FileId at `at`, or -1. */
  find(data: DataView, at: number, session: number): number {
    return (
      this.table[
        this.slot(
          data.getUint32(at, true),
          data.getUint32(at + 4, true),
          data.getUint32(at + 8, true),
          data.getUint32(at + 12, true),
          session,
        ) + 5
      ]! - 1
    );
  }

  /** From here on the FileId stands for this open: a server may use an id again after CLOSE. */
  bind(data: DataView, at: number, session: number, open: number): void {
    const slot = this.slot(
      data.getUint32(at, true),
      data.getUint32(at + 4, true),
      data.getUint32(at + 8, true),
      data.getUint32(at + 12, true),
      session,
    );
    if (this.table[slot + 5] === 0) this.used++;
    this.table[slot] = data.getUint32(at, true);
    this.table[slot + 1] = data.getUint32(at + 4, true);
    this.table[slot + 2] = data.getUint32(at + 8, true);
    this.table[slot + 3] = data.getUint32(at + 12, true);
    this.table[slot + 4] = session;
    this.table[slot + 5] = open + 1;
    if (12 * this.used > this.table.length) this.rehash();
  }

  private slot(a: number, b: number, c: number, d: number, session: number): number {
    const { table } = this;
    const size = table.length / 6;
    let h = Math.imul(a ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(b ^ (d << 7) ^ (session << 13), 0xc2b2ae35), 0x9e3779b1);
    h = (h ^ (h >>> 15)) & (size - 1);
    for (;;) {
      const at = 6 * h;
      if (table[at + 5] === 0) return at;
      if (table[at] === a && table[at + 2] === c && table[at + 1] === b && table[at + 3] === d && table[at + 4] === session) return at;
      h = (h + 1) & (size - 1);
    }
  }

  private rehash(): void {
    const old = this.table;
    this.table = new Uint32Array(2 * old.length);
    for (let i = 0; i < old.length; i += 6)
      if (old[i + 5] !== 0) this.table.set(old.subarray(i, i + 6), this.slot(old[i]!, old[i + 1]!, old[i + 2]!, old[i + 3]!, old[i + 4]!));
  }
}
