/** Where the keys lie, a row for each open: four words of FileId and the session in which it is unique. */
export interface Keys {
  fileId: Uint32Array;
  session: Int32Array;
}

const FIRST_SLOTS = 1024;

const hashOf = (a: number, b: number, c: number, d: number, session: number): number => {
  const h = Math.imul(a ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(b ^ (d << 7) ^ (session << 13), 0xc2b2ae35), 0x9e3779b1);
  return h ^ (h >>> 15);
};

/** Opens by their keys in open addressing: a slot holds an open's number plus one, 0 for none. */
class Index {
  private readonly keys: Keys;
  private slots = new Int32Array(FIRST_SLOTS);
  private used = 0;

  constructor(keys: Keys) {
    this.keys = keys;
  }

  find(a: number, b: number, c: number, d: number, session: number): number {
    return this.slots[this.slot(a, b, c, d, session)]! - 1;
  }

  /** Takes the place of an open with the same key. */
  put(open: number): void {
    const slot = this.slotOf(open);
    if (this.slots[slot] === 0) this.used++;
    this.slots[slot] = open + 1;
    if (2 * this.used > this.slots.length) this.enlarge();
  }

  /** Whether it was there. Those behind it that had to give way to it move up. */
  remove(open: number): boolean {
    const { slots } = this;
    const mask = slots.length - 1;
    let hole = this.slotOf(open);
    if (slots[hole] !== open + 1) return false;
    this.used--;
    for (let at = (hole + 1) & mask; slots[at] !== 0; at = (at + 1) & mask) {
      const wanted = this.hash(slots[at]! - 1) & mask;
      if (((at - wanted) & mask) < ((at - hole) & mask)) continue;
      slots[hole] = slots[at]!;
      hole = at;
    }
    slots[hole] = 0;
    return true;
  }

  private hash(open: number): number {
    const { fileId, session } = this.keys;
    return hashOf(fileId[4 * open]!, fileId[4 * open + 1]!, fileId[4 * open + 2]!, fileId[4 * open + 3]!, session[open]!);
  }

  private slotOf(open: number): number {
    const { fileId, session } = this.keys;
    return this.slot(fileId[4 * open]!, fileId[4 * open + 1]!, fileId[4 * open + 2]!, fileId[4 * open + 3]!, session[open]!);
  }

  /** Of the key, or the free one where it would go. */
  private slot(a: number, b: number, c: number, d: number, inSession: number): number {
    const { slots } = this;
    const { fileId, session } = this.keys;
    const mask = slots.length - 1;
    for (let at = hashOf(a, b, c, d, inSession) & mask; ; at = (at + 1) & mask) {
      const open = slots[at]! - 1;
      if (open < 0) return at;
      const id = 4 * open;
      if (fileId[id] === a && fileId[id + 2] === c && fileId[id + 1] === b && fileId[id + 3] === d && session[open] === inSession)
        return at;
    }
  }

  private enlarge(): void {
    const old = this.slots;
    this.slots = new Int32Array(2 * old.length);
    for (const number of old) if (number !== 0) this.slots[this.slotOf(number - 1)] = number;
  }
}

/**
 * Which open a FileId stands for. Most captures close what they open: those that are open now are few and near at hand; the others are only looked
 * through, and only then made an index of, for an id that is none of these.
 */
export class FileIds {
  private readonly keys: Keys;
  private readonly live: Index;
  private readonly past: Index;
  /** Opens that were closed, in order; up to `indexed` they are in `past`. */
  private readonly closed: number[] = [];
  private indexed = 0;

  constructor(keys: Keys) {
    this.keys = keys;
    this.live = new Index(keys);
    this.past = new Index(keys);
  }

  /** The open behind the FileId at `at`, else the last that was behind it; -1 for none. */
  find(data: DataView, at: number, session: number): number {
    const a = data.getUint32(at, true);
    const b = data.getUint32(at + 4, true);
    const c = data.getUint32(at + 8, true);
    const d = data.getUint32(at + 12, true);
    const open = this.live.find(a, b, c, d, session);
    if (open >= 0) return open;
    while (this.indexed < this.closed.length) this.past.put(this.closed[this.indexed++]!);
    return this.past.find(a, b, c, d, session);
  }

  /** From here on the FileId at `at` stands for this open. */
  bind(data: DataView, at: number, session: number, open: number): void {
    const { fileId } = this.keys;
    this.live.remove(open);
    for (let word = 0; word < 4; word++) fileId[4 * open + word] = data.getUint32(at + 4 * word, true);
    this.keys.session[open] = session;
    this.live.put(open);
  }

  /** The server may give its FileId to another from here on. */
  close(open: number): void {
    if (this.live.remove(open)) this.closed.push(open);
  }
}
