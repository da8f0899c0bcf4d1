import { word } from './byte-sets.ts';
import { type ByteStep, type Step, stepsOf } from './regular.ts';

/**
 * A regular expression over bytes, as Wireshark's `matches` takes it: case ignored for ASCII, the text as UTF-8. The search takes time in proportion to
 * bytes times steps, whatever the expression.
 */
export class Pattern {
  private readonly steps: readonly Step[];
  private readonly marks: Uint32Array;
  private mark = 0;

  /** Throws a PatternMistake. */
  constructor(expression: string) {
    this.steps = stepsOf(expression);
    this.marks = new Uint32Array(this.steps.length);
  }

  test(bytes: Uint8Array): boolean {
    let ready: number[] = [];
    for (let at = 0; at <= bytes.length; at++) {
      // Each byte's steps are marked with a number of their own.
      if (++this.mark > 0xfffffff0) {
        this.marks.fill(0);
        this.mark = 1;
      }
      const now: number[] = [];
      for (const step of ready) if (this.reach(step, bytes, at, now)) return true;
      if (this.reach(0, bytes, at, now)) return true;
      ready = now.filter((step) => at < bytes.length && (this.steps[step] as ByteStep).set[bytes[at]!] === 1).map((step) => step + 1);
    }
    return false;
  }

  /** Adds the bytes that can follow; true when the pattern is found. */
  private reach(from: number, bytes: Uint8Array, at: number, to: number[]): boolean {
    const open = [from];
    while (open.length > 0) {
      const step = open.pop()!;
      if (this.marks[step] === this.mark) continue;
      this.marks[step] = this.mark;
      const s = this.steps[step]!;
      if (s.kind === 'found') return true;
      if (s.kind === 'byte') to.push(step);
      else if (s.kind === 'either') open.push(s.b, s.a);
      else if (isPlace(s.where, bytes, at)) open.push(step + 1);
    }
    return false;
  }
}

function isPlace(where: string, bytes: Uint8Array, at: number): boolean {
  const { length } = bytes;
  const isWord = (i: number): boolean => i >= 0 && i < length && word[bytes[i]!] === 1;
  switch (where) {
    case '^m':
      return at === 0 || bytes[at - 1] === 10;
    case '$m':
      return at === length || bytes[at] === 10;
    case '$':
    case 'Z':
      return at === length || (at === length - 1 && bytes[at] === 10);
    case 'z':
      return at === length;
    case 'b':
      return isWord(at - 1) !== isWord(at);
    case 'B':
      return isWord(at - 1) === isWord(at);
    default:
      return at === 0;
  }
}
