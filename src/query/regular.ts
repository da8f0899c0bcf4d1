import { type ByteSet, CLASSES, CONTROLS, not, POSIX, setOf } from './byte-sets.ts';

/** A step of a pattern: a byte of a set, one of two ways, or a condition on where it stands. */
export type Step =
  | ByteStep
  | { readonly kind: 'either'; a: number; b: number }
  | { readonly kind: 'place'; readonly where: string }
  | { readonly kind: 'found' };

export interface ByteStep {
  readonly kind: 'byte';
  readonly set: ByteSet;
}

const MAX_STEPS = 20_000;
const MAX_REPEATS = 1000;
const MAX_DEPTH = 200;

/** What the regular expression needs that a search in linear time can't do, or what is wrong with it. */
export class PatternMistake extends Error {}

/** The steps of a regular expression, the last of kind `found`; throws a PatternMistake. */
export const stepsOf = (expression: string): readonly Step[] => new Reader(expression).steps;

/** Reads a regular expression, adding the steps of each part behind those before it. */
class Reader {
  readonly steps: Step[] = [];
  private readonly source: Buffer;
  private at = 0;
  private depth = 0;
  private ignoresCase = true;
  private dotAll = false;
  private lines = false;
  private extended = false;

  constructor(expression: string) {
    this.source = Buffer.from(expression);
    this.alternatives();
    if (this.at < this.source.length) throw new PatternMistake('a ")" too many');
    this.add({ kind: 'found' });
  }

  private add(step: Step): number {
    if (this.steps.length >= MAX_STEPS) throw new PatternMistake('it is too large');
    return this.steps.push(step) - 1;
  }

  private get next(): string {
    return this.at < this.source.length ? String.fromCharCode(this.source[this.at]!) : '';
  }

  private take(text: string): boolean {
    if (this.source.toString('latin1', this.at, this.at + text.length) !== text) return false;
    this.at += text.length;
    return true;
  }

  private alternatives(): void {
    if (++this.depth > MAX_DEPTH) throw new PatternMistake('it is nested too deep');
    const flags = [this.ignoresCase, this.dotAll, this.lines, this.extended] as const;
    const start = this.steps.length;
    this.sequence();
    if (this.take('|')) {
      const first = this.steps.splice(start);
      const split: Step = { kind: 'either', a: start + 1, b: 0 };
      this.add(split);
      this.append(first, start, start + 1);
      const jump: Step = { kind: 'either', a: 0, b: 0 };
      this.add(jump);
      split.b = this.steps.length;
      this.alternatives();
      jump.a = jump.b = this.steps.length;
    }
    [this.ignoresCase, this.dotAll, this.lines, this.extended] = flags;
    this.depth--;
  }

  private append(steps: readonly Step[], was: number, at: number): void {
    for (const s of steps) this.add(s.kind === 'either' ? { kind: 'either', a: s.a - was + at, b: s.b - was + at } : s);
  }

  private sequence(): void {
    while (this.next !== '' && this.next !== '|' && this.next !== ')') {
      const start = this.steps.length;
      if (this.extended && /\s/.test(this.next)) this.at++;
      else if (this.atom()) this.repeats(start);
    }
  }

  /** One thing that can be repeated; false for what is none. */
  private atom(): boolean {
    const { next } = this;
    if (this.take('(')) return this.group();
    this.at++;
    switch (next) {
      case '[':
        this.byte(this.set());
        return true;
      case '.':
        this.byte(this.dotAll ? setOf(() => true) : CLASSES.N!);
        return true;
      case '^':
        this.add({ kind: 'place', where: this.lines ? '^m' : '^' });
        return true;
      case '$':
        this.add({ kind: 'place', where: this.lines ? '$m' : '$' });
        return true;
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        throw new PatternMistake(`"${next}" repeats nothing`);
      default:
        this.byte(this.one(this.source[this.at - 1]!));
        return true;
    }
  }

  private group(): boolean {
    if (this.take('?')) {
      const rest = this.source.toString('latin1', this.at);
      const [all, on, off, end] = /^([imsxn]*)(?:-([imsxn]*))?([:)])/.exec(rest) ?? [];
      const name = /^(?:P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*'|[>|])/.exec(rest)?.[0];
      if (all === undefined && name === undefined) throw new PatternMistake('looking ahead or behind and conditions are not supported');
      this.at += (all ?? name)!.length;
      const before = [this.ignoresCase, this.dotAll, this.lines, this.extended] as const;
      for (const [letters, value] of [
        [on ?? '', true],
        [off ?? '', false],
      ] as const) {
        if (letters.includes('i')) this.ignoresCase = value;
        if (letters.includes('s')) this.dotAll = value;
        if (letters.includes('m')) this.lines = value;
        if (letters.includes('x')) this.extended = value;
      }
      if (end === ')') return false;
      this.alternatives();
      [this.ignoresCase, this.dotAll, this.lines, this.extended] = before;
    } else this.alternatives();
    if (!this.take(')')) throw new PatternMistake('a ")" is missing');
    return true;
  }

  private escape(): boolean {
    const letter = this.next;
    if (letter === '') throw new PatternMistake('it ends with a backslash');
    if ('bBAzZG'.includes(letter)) {
      this.at++;
      this.add({ kind: 'place', where: letter });
      return true;
    }
    if (letter === 'Q') {
      const end = this.source.indexOf('\\E', this.at);
      const text = this.source.subarray(this.at + 1, end < 0 ? undefined : end);
      for (const byte of text) this.byte(this.one(byte));
      this.at = end < 0 ? this.source.length : end + 2;
      return text.length > 0;
    }
    if (/[1-9kgpPRXKC]/.test(letter)) throw new PatternMistake(`"\\${letter}" is not supported`);
    this.byte(this.escaped());
    return true;
  }

  /** The set that stands after a backslash. */
  private escaped(): ByteSet {
    const letter = this.next;
    if (Object.hasOwn(CLASSES, letter)) {
      this.at++;
      return CLASSES[letter]!;
    }
    const rest = this.source.toString('latin1', this.at);
    const [hex, braced, plain] = /^x(?:\{([0-9a-fA-F]{1,2})\}|([0-9a-fA-F]{0,2}))/.exec(rest) ?? [];
    const octal = /^0[0-7]{1,2}/.exec(rest)?.[0];
    this.at += (hex ?? octal ?? letter).length;
    if (hex !== undefined) return this.one(Number.parseInt(braced ?? (plain || '0'), 16));
    if (octal !== undefined) return this.one(Number.parseInt(octal, 8));
    if (Object.hasOwn(CONTROLS, letter)) return this.one(CONTROLS[letter]!);
    if (/[A-Za-z]/.test(letter)) throw new PatternMistake(`"\\${letter}" is not supported`);
    return this.one(letter.charCodeAt(0));
  }

  private set(): ByteSet {
    const isNot = this.take('^');
    const found = new Uint8Array(256);
    const join = (set: ByteSet): void => {
      for (let i = 0; i < 256; i++) found[i]! |= set[i]!;
    };
    for (let first = true; first || this.next !== ']'; first = false) {
      const posix = /^\[:(\^?)([a-z]+):\]/.exec(this.source.toString('latin1', this.at, this.at + 16));
      if (posix !== null) {
        const named = Object.hasOwn(POSIX, posix[2]!) ? POSIX[posix[2]!]! : undefined;
        if (named === undefined) throw new PatternMistake(`there is no class "${posix[2]}"`);
        this.at += posix[0].length;
        join(posix[1] === '' ? named : not(named));
        continue;
      }
      const low = this.member();
      if (this.next !== '-' || this.source[this.at + 1] === 0x5d || typeof low !== 'number') {
        join(typeof low === 'number' ? this.one(low) : low);
        continue;
      }
      this.at++;
      const high = this.member();
      if (typeof high !== 'number' || high < low) throw new PatternMistake('a range in "[…]" is out of order');
      for (let byte = low; byte <= high; byte++) join(this.one(byte));
    }
    this.at++;
    return isNot ? not(found) : found;
  }

  /** A byte or a class between brackets. */
  private member(): number | ByteSet {
    if (this.next === '') throw new PatternMistake('a "]" is missing');
    if (!this.take('\\')) return this.source[this.at++]!;
    if (this.take('b')) return 8;
    const ignoresCase = this.ignoresCase;
    this.ignoresCase = false;
    const set = this.escaped();
    this.ignoresCase = ignoresCase;
    return set.indexOf(1) === set.lastIndexOf(1) ? set.indexOf(1) : set;
  }

  private one(byte: number): ByteSet {
    const other = this.ignoresCase && /[A-Za-z]/.test(String.fromCharCode(byte)) ? byte ^ 0x20 : byte;
    return setOf((b) => b === byte || b === other);
  }

  private byte(set: ByteSet): void {
    this.add({ kind: 'byte', set });
  }

  /** `*`, `+`, `?` and `{n,m}` after what begins at `start`; greedy or not, the answer is the same. */
  private repeats(start: number): void {
    for (;;) {
      const rest = this.source.toString('latin1', this.at, this.at + 16);
      const [all, sign, least, comma, most] = /^(?:([*+?])|\{(\d*)(,?)(\d*)\})/.exec(rest) ?? [];
      if (all === undefined || (sign === undefined && least === '' && (comma === '' || most === ''))) return;
      this.at += all.length;
      if (this.next === '?' || this.next === '+') this.at++;
      const low = sign === undefined ? Number(least) : sign === '+' ? 1 : 0;
      const high = sign === '?' ? 1 : sign !== undefined || (comma !== '' && most === '') ? Infinity : comma === '' ? low : Number(most);
      if (low > MAX_REPEATS || (high !== Infinity && high > MAX_REPEATS) || high < low)
        throw new PatternMistake(`"${all}" is not supported: up to ${MAX_REPEATS} times, the lower number first`);
      this.repeat(start, low, high);
    }
  }

  private repeat(start: number, low: number, high: number): void {
    const body = this.steps.splice(start);
    for (let n = 0; n < low; n++) this.append(body, start, this.steps.length);
    if (high === Infinity) {
      const loop = this.add({ kind: 'either', a: 0, b: 0 });
      this.append(body, start, this.steps.length);
      this.add({ kind: 'either', a: loop, b: loop });
      this.steps[loop] = { kind: 'either', a: loop + 1, b: this.steps.length };
      return;
    }
    const exits: number[] = [];
    for (let n = low; n < high; n++) {
      exits.push(this.add({ kind: 'either', a: 0, b: 0 }));
      this.append(body, start, this.steps.length);
    }
    for (const exit of exits) this.steps[exit] = { kind: 'either', a: exit + 1, b: this.steps.length };
  }
}
