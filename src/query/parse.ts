import { Mistake, type Span } from './mistake.ts';
import { meantOperator } from './spelling.ts';
import type { Comparison, Expression, Item, Operand, Quantifier, Range } from './syntax.ts';
import { type Token, tokens } from './tokens.ts';

const MAX_CHARACTERS = 65536;
const MAX_DEPTH = 200;
/** Terms that one expression may have: what it takes grows with them, for every message. */
const MAX_TERMS = 4096;

/** What each comparison asks, and of how many values: `==` is true of any, `!=` of all. */
const COMPARISONS: Readonly<Record<string, readonly [Comparison, Quantifier]>> = {
  '==': ['eq', 'any'],
  eq: ['eq', 'any'],
  any_eq: ['eq', 'any'],
  '===': ['eq', 'all'],
  all_eq: ['eq', 'all'],
  '!=': ['ne', 'all'],
  ne: ['ne', 'all'],
  all_ne: ['ne', 'all'],
  '!==': ['ne', 'any'],
  '~=': ['ne', 'any'],
  any_ne: ['ne', 'any'],
  '<': ['lt', 'any'],
  lt: ['lt', 'any'],
  '<=': ['le', 'any'],
  le: ['le', 'any'],
  '>': ['gt', 'any'],
  gt: ['gt', 'any'],
  '>=': ['ge', 'any'],
  ge: ['ge', 'any'],
};
type Joint = 'and' | 'or' | 'xor';
const JOINTS: Readonly<Record<Joint, string>> = { and: '&&', or: '||', xor: '^^' };
/** Weakest first; each joins from the left. */
const PRECEDENCE: readonly (readonly string[])[] = [
  ['&', 'bitwise_and'],
  ['+', '-'],
  ['*', '/', '%'],
];
const RESERVED = new Set([
  ...Object.keys(COMPARISONS),
  'and',
  'or',
  'not',
  'in',
  'contains',
  'matches',
  'any',
  'all',
  'bitwise_and',
  'xor',
]);

const VALUE = 'a field or a value';

/** An expression's syntax; null for one that says nothing, which every message fulfils. Throws a Mistake. */
export function parse(text: string): Expression | null {
  if (text.length > MAX_CHARACTERS) throw new Mistake({ at: MAX_CHARACTERS, length: 1 }, `more than ${MAX_CHARACTERS} characters`);
  const parser = new Parser(tokens(text));
  return parser.whole();
}

class Parser {
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;
  private terms = 0;

  constructor(all: readonly Token[]) {
    this.tokens = all;
  }

  whole(): Expression | null {
    if (this.isAtEnd) return null;
    const expression = this.or();
    if (!this.isAtEnd) throw this.unexpected('"and", "or" or the end');
    return expression;
  }

  private get isAtEnd(): boolean {
    return this.token.kind === 'end';
  }

  private get token(): Token {
    return this.tokens[this.next]!;
  }

  /** Whether the next word is one of these; takes it then. */
  private take(...words: readonly string[]): Token | null {
    const { token } = this;
    if ((token.kind !== 'sign' && token.kind !== 'word') || !words.includes(token.text)) return null;
    this.next++;
    return token;
  }

  private need(word: string): void {
    if (this.take(word) === null) throw this.unexpected(`"${word}"`);
  }

  private unexpected(wanted: string): Mistake {
    const { token } = this;
    if (token.kind === 'end') return new Mistake(token, `the expression ends where ${wanted} is expected`);
    const hint = token.kind === 'word' && wanted !== VALUE ? meantOperator(token.text, RESERVED) : '';
    return new Mistake(token, `"${token.kind === 'range' ? `[${token.text}]` : token.text}" stands where ${wanted} is expected${hint}`);
  }

  private inside<T>(read: () => T): T {
    if (++this.depth > MAX_DEPTH) throw new Mistake(this.token, `nested more than ${MAX_DEPTH} deep`);
    const found = read();
    this.depth--;
    return found;
  }

  private or(): Expression {
    return this.joined('or', () => this.joined('xor', () => this.joined('and', () => this.not())));
  }

  /** Terms joined by one of the words; balanced, so that a long chain is no deep one. */
  private joined(kind: Joint, term: () => Expression): Expression {
    const all = [term()];
    while (this.take(kind, JOINTS[kind]) !== null) all.push(term());
    return balanced(kind, all);
  }

  private not(): Expression {
    if (this.take('not', '!') !== null) return { kind: 'not', of: this.inside(() => this.not()) };
    if (this.take('(') === null) return this.relation();
    const expression = this.inside(() => this.or());
    this.need(')');
    return expression;
  }

  private relation(): Expression {
    if (++this.terms > MAX_TERMS) throw new Mistake(this.token, `more than ${MAX_TERMS} terms`);
    const quantifier = this.take('any', 'all')?.text as Quantifier | undefined;
    const left = this.operand();
    const sign = this.token;
    if (this.take('contains', 'matches', '~') !== null) {
      const kind = sign.text === 'contains' ? 'contains' : 'matches';
      return { kind, quantifier: quantifier ?? 'any', left, right: this.operand(), span: sign };
    }
    const isNot = sign.text === 'not' && this.tokens[this.next + 1]?.text === 'in' && this.take('not') !== null;
    if (this.take('in') !== null) {
      const within: Expression = { kind: 'in', quantifier: quantifier ?? 'any', left, items: this.set(), span: sign };
      return isNot ? { kind: 'not', of: within } : within;
    }
    if (this.comparison() === undefined) {
      if (quantifier !== undefined) throw this.unexpected('a comparison');
      return { kind: 'test', of: left };
    }
    return this.chain(left, quantifier);
  }

  private comparison(): readonly [Comparison, Quantifier] | undefined {
    const { kind, text } = this.token;
    return (kind === 'sign' || kind === 'word') && Object.hasOwn(COMPARISONS, text) ? COMPARISONS[text] : undefined;
  }

  /** `a < b < c` is `a < b and b < c`. */
  private chain(first: Operand, quantifier: Quantifier | undefined): Expression {
    const all: Expression[] = [];
    let left = first;
    for (let meaning = this.comparison(); meaning !== undefined; meaning = this.comparison()) {
      const span = this.token;
      this.next++;
      const right = this.operand();
      all.push({ kind: 'compare', comparison: meaning[0], quantifier: quantifier ?? meaning[1], left, right, span });
      left = right;
    }
    return balanced('and', all);
  }

  /** `{1, 3..5, "x"}`; the commas may be left out. */
  private set(): Item[] {
    this.need('{');
    const items: Item[] = [];
    do {
      if (++this.terms > MAX_TERMS) throw new Mistake(this.token, `more than ${MAX_TERMS} terms`);
      const from = this.operand();
      items.push({ from, to: this.take('..') === null ? null : this.operand() });
    } while (this.take(',') !== null || (this.token.text !== '}' && this.token.kind !== 'end'));
    this.need('}');
    return items;
  }

  private operand(level = 0): Operand {
    const signs = PRECEDENCE[level];
    if (signs === undefined) return this.factor();
    let left = this.operand(level + 1);
    for (let sign = this.take(...signs); sign !== null; sign = this.take(...signs)) {
      if (++this.terms > MAX_TERMS || ++this.depth > MAX_DEPTH) throw new Mistake(sign, 'more arithmetic than is of use');
      const right = this.operand(level + 1);
      left = { kind: 'arithmetic', sign: sign.text === 'bitwise_and' ? '&' : sign.text, left, right, span: over(left, right) };
    }
    return left;
  }

  private factor(): Operand {
    const { token } = this;
    if (this.take('-') !== null) {
      const of = this.inside(() => this.factor());
      return { kind: 'negative', of, span: { at: token.at, length: of.span.at + of.span.length - token.at } };
    }
    if (this.take('+') !== null) return this.inside(() => this.factor());
    if (this.take('{') !== null) {
      const inner = this.inside(() => this.operand());
      this.need('}');
      return inner;
    }
    return this.slices(this.atom());
  }

  private atom(): Operand {
    const { token } = this;
    if (token.kind === 'text' || token.kind === 'character') {
      this.next++;
      return { kind: token.kind, text: token.text, span: token };
    }
    if (this.take('@') !== null) return this.named(this.word('the name of a field'), true);
    const word = this.word(VALUE);
    if (this.take('(') === null) return this.named(word, false);
    const args: Operand[] = [];
    if (this.take(')') === null) {
      do args.push(this.inside(() => this.operand()));
      while (this.take(',') !== null);
      this.need(')');
    }
    const end = this.tokens[this.next - 1]!;
    return { kind: 'call', name: word.text, args, span: { at: token.at, length: end.at + 1 - token.at } };
  }

  private word(wanted: string): Token {
    const { token } = this;
    if (token.kind !== 'word' || RESERVED.has(token.text)) throw this.unexpected(wanted);
    this.next++;
    return token;
  }

  /** A name or a value, with `#2` or `#[1-2]` after it where only some layers are meant. */
  private named(word: Token, isRaw: boolean): Operand {
    const operand = { kind: 'word', text: word.text, span: word, isRaw } as const;
    if (this.take('#') === null) return { ...operand, layers: null };
    const { token } = this;
    const layers = token.kind === 'range' ? ranges(token) : /^\d+$/.test(token.text) ? [{ start: Number(token.text), length: 1 }] : null;
    if (layers === null) throw this.unexpected('the number of a layer, as in ip.addr#2 or ip.addr#[1-2],');
    this.next++;
    return { ...operand, layers };
  }

  private slices(of: Operand): Operand {
    let operand = of;
    for (let { token } = this; token.kind === 'range'; token = this.token) {
      if (++this.depth > MAX_DEPTH) throw new Mistake(token, 'more slices than are of use');
      this.next++;
      operand = {
        kind: 'slice',
        of: operand,
        ranges: ranges(token),
        span: { at: of.span.at, length: token.at + token.length - of.span.at },
      };
    }
    return operand;
  }
}

const over = (a: Operand, b: Operand): Span => ({ at: a.span.at, length: b.span.at + b.span.length - a.span.at });

function balanced(kind: Joint, all: readonly Expression[]): Expression {
  if (all.length === 1) return all[0]!;
  const middle = all.length >> 1;
  return { kind, left: balanced(kind, all.slice(0, middle)), right: balanced(kind, all.slice(middle)) };
}

/** `[i]`, `[i:length]`, `[i-last]`, `[:length]`, `[i:]`, and several with commas. */
function ranges(token: Token): Range[] {
  return token.text.split(',').map((part) => {
    const [, start, colon, length, last] = /^\s*(-?\d+)?\s*(?:(:)\s*(\d+)?|-\s*(-?\d+))?\s*$/.exec(part) ?? [];
    const from = Number(start ?? 0);
    const end = last === undefined ? from : Number(last);
    const isMeant = start !== undefined || (colon !== undefined && length !== undefined);
    if (!isMeant || Number(length) === 0 || end < 0 !== from < 0 || end < from)
      throw new Mistake(token, `"[${token.text}]" is no slice: [start:length], [first-last] and [byte] are`);
    if (colon !== undefined) return { start: from, length: length === undefined ? Infinity : Number(length) };
    return { start: from, length: end - from + 1 };
  });
}
