import type { Writer } from '../bytes/writer.ts';

const MOST_PATCHES = 128;

/** What is to be changed in a span once it is copied. */
export class Patches {
  private count = 0;
  private readonly places = new Int32Array(MOST_PATCHES);
  private readonly numbers = new Float64Array(MOST_PATCHES);
  private readonly texts: string[] = new Array<string>(MOST_PATCHES).fill('');
  /** Hexadecimal digits of a number, 0 for a decimal one, -1 for a text. */
  private readonly kinds = new Int8Array(MOST_PATCHES);

  get isFull(): boolean {
    return this.count + 2 > MOST_PATCHES;
  }

  add(place: number, value: number, hexDigits: number): void {
    this.places[this.count] = place;
    this.numbers[this.count] = value;
    this.kinds[this.count++] = hexDigits;
  }

  addText(place: number, value: string): void {
    this.places[this.count] = place;
    this.texts[this.count] = value;
    this.kinds[this.count++] = -1;
  }

  apply(to: Writer): void {
    const { place } = to;
    for (let i = 0; i < this.count; i++) {
      to.back(this.places[i]!);
      const kind = this.kinds[i]!;
      if (kind === 0) to.number(this.numbers[i]!);
      else if (kind > 0) to.digits(this.numbers[i]!, kind >> 1);
      else to.ascii(this.texts[i]!);
    }
    this.count = 0;
    to.back(place);
  }
}

/** Whether JSON shows a text as it is. */
export function isPlain(s: string): boolean {
  for (let i = 0; i < s.length; i++) {
    const code = s.charCodeAt(i);
    if (code < 32 || code > 126 || code === 34 || code === 92) return false;
  }
  return true;
}
