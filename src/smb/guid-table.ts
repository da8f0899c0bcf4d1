const WORDS = 6;

/** Numbers by 16 bytes and the scope in which those are unique, in open addressing: four words of key, the scope, then the number plus one. */
export class GuidTable {
  private table: Uint32Array;
  private used = 0;

  /** `capacity`: how many keys room is made for at first. */
  constructor(capacity: number) {
    this.table = new Uint32Array(WORDS * 2 ** Math.ceil(Math.log2(2 * capacity)));
  }

  /** The number kept for the key at `at`, or -1. */
  find(data: DataView, at: number, scope: number): number {
    const a = data.getUint32(at, true);
    const b = data.getUint32(at + 4, true);
    const c = data.getUint32(at + 8, true);
    const d = data.getUint32(at + 12, true);
    return this.table[this.slot(a, b, c, d, scope) + 5]! - 1;
  }

  /** From here on the key stands for this number. */
  set(data: DataView, at: number, scope: number, number: number): void {
    const a = data.getUint32(at, true);
    const b = data.getUint32(at + 4, true);
    const c = data.getUint32(at + 8, true);
    const d = data.getUint32(at + 12, true);
    const slot = this.slot(a, b, c, d, scope);
    if (this.table[slot + 5] === 0) this.used++;
    const { table } = this;
    table[slot] = a;
    table[slot + 1] = b;
    table[slot + 2] = c;
    table[slot + 3] = d;
    table[slot + 4] = scope;
    table[slot + 5] = number + 1;
    if (2 * WORDS * this.used > this.table.length) this.rehash();
  }

  private slot(a: number, b: number, c: number, d: number, scope: number): number {
    const { table } = this;
    const size = table.length / WORDS;
    let h = Math.imul(a ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(b ^ (d << 7) ^ (scope << 13), 0xc2b2ae35), 0x9e3779b1);
    h = (h ^ (h >>> 15)) & (size - 1);
    for (;;) {
      const at = WORDS * h;
      if (table[at + 5] === 0) return at;
      if (table[at] === a && table[at + 2] === c && table[at + 1] === b && table[at + 3] === d && table[at + 4] === scope) return at;
      h = (h + 1) & (size - 1);
    }
  }

  private rehash(): void {
    const old = this.table;
    this.table = new Uint32Array(2 * old.length);
    for (let i = 0; i < old.length; i += WORDS)
      if (old[i + 5] !== 0)
        this.table.set(old.subarray(i, i + WORDS), this.slot(old[i]!, old[i + 1]!, old[i + 2]!, old[i + 3]!, old[i + 4]!));
  }
}
