import { ipv6 } from '../dissect/show.ts';
import { type Known, knownFields, nearest } from './fields.ts';
import { EXAMPLES, type Literal, literal } from './literals.ts';
import { Mistake, type Span } from './mistake.ts';
import type { Source } from './source.ts';
import { mostLike } from './spelling.ts';
import type { Operand, Range, Word } from './syntax.ts';
import { bytesOf, calculate, order, type TypeName, type Value, type Values } from './values.ts';

/** An operand whose names and types are settled. */
export interface Term {
  readonly type: TypeName;
  /** The field it is, when it is just one. */
  readonly known: Known | null;
  readonly slot: number;
  readonly literal: Literal | null;
  readonly read: (source: Source) => Values | null;
  readonly span: Span;
  readonly said: string;
}

/** Types whose values can be compared with each other. */
const KINDS: Readonly<Record<TypeName, string>> = {
  integer: 'number',
  boolean: 'number',
  string: 'text',
  bytes: 'bytes',
  protocol: 'bytes',
  ether: 'bytes',
  guid: 'bytes',
  ipv6: 'bytes',
  time: 'time',
  duration: 'duration',
  ipv4: 'ipv4',
};
export const SLICED: readonly TypeName[] = ['string', 'bytes', 'protocol', 'ether', 'ipv6', 'ipv4'];
const COUNTED: readonly TypeName[] = ['integer', 'boolean', 'time', 'duration'];
export const areComparable = (a: TypeName, b: TypeName): boolean => KINDS[a] === KINDS[b];

const FUNCTIONS: readonly string[] = ['len', 'count', 'string', 'lower', 'upper', 'max', 'min', 'abs'];
const NONE: Values = [];
const RAW = { isRaw: true, type: 'bytes', size: 0, names: undefined, isRelative: false } as const;

/** Settles what operands mean, and gives every field that is named a slot. */
export class Operands {
  readonly slots: Known[] = [];
  /** A word was taken for a value that may be a name, of a table that is not there. */
  hasGuessed = false;

  /** Whether the operand is a value as written, which takes its type from what it is compared with. */
  isLiteral(o: Operand): boolean {
    if (o.kind === 'word') {
      if (o.isRaw || o.layers !== null || knownFields().has(o.text) || knownFields().has(o.text.slice(1))) return false;
      this.hasGuessed ||= /^\W?[a-z]/i.test(o.text);
      return true;
    }
    if (o.kind === 'arithmetic') return this.isLiteral(o.left) && this.isLiteral(o.right);
    return o.kind === 'text' || o.kind === 'character' || (o.kind === 'negative' && this.isLiteral(o.of));
  }

  term(o: Operand): Term {
    switch (o.kind) {
      case 'word':
        return this.field(o);
      case 'slice':
        return this.slice(this.term(o.of), o.ranges, o.span);
      case 'call':
        return this.call(o.name, o.args, o.span);
      case 'negative':
        return this.arithmetic('-', this.constant(zero(o.span), 'integer', null, o.span), this.term(o.of), o.span);
      case 'arithmetic': {
        if (this.isLiteral(o)) throw new Mistake(o.span, 'a field has to be part of a calculation');
        const left = this.isLiteral(o.left) ? null : this.term(o.left);
        const right = this.isLiteral(o.right) ? null : this.term(o.right);
        return this.arithmetic(o.sign, left ?? this.beside(right!, o.left), right ?? this.beside(left!, o.right), o.span);
      }
      default:
        throw new Mistake(o.span, 'a value stands where a field or a function is expected');
    }
  }

  /** A literal as a value of what stands on the other side. */
  beside(other: Term, o: Operand): Term {
    return this.constant(o, other.type, other, o.span);
  }

  private constant(o: Operand, type: TypeName, other: Term | null, span: Span): Term {
    const isNegative = o.kind === 'negative';
    const inner = isNegative ? o.of : o;
    if (inner.kind === 'arithmetic') return this.calculated(inner.sign, inner.left, inner.right, type, isNegative, span);
    if (inner.kind !== 'word' && inner.kind !== 'text' && inner.kind !== 'character')
      throw new Mistake(span, 'a plain value is expected here');
    const text = isNegative ? `-${inner.text}` : inner.text;
    const names = other?.known?.names;
    const said =
      inner.kind === 'character' && type !== 'string'
        ? { value: type === 'bytes' || type === 'protocol' ? Buffer.from(text) : text.codePointAt(0)! }
        : (literal(text, inner.kind === 'text', type, names) ??
          (text.startsWith(':') ? literal(text.slice(1), false, type, names) : undefined));
    if (said === undefined) throw new Mistake(span, this.refusal(text, type, other, inner.kind === 'word'));
    this.checkSize(said.value, other?.known ?? null, span);
    const values = [said.value];
    return { type, known: null, slot: -1, literal: said, read: () => values, span, said: text };
  }

  /** A calculation of values alone, each of the type that the other side has. */
  private calculated(sign: string, a: Operand, b: Operand, type: TypeName, isNegative: boolean, span: Span): Term {
    if (!COUNTED.includes(type)) throw new Mistake(span, `there is nothing to calculate with of type ${type}`);
    const sum = calculate(sign, this.constant(a, type, null, a.span).literal!.value, this.constant(b, type, null, b.span).literal!.value);
    const value = sum !== undefined && isNegative ? calculate('-', 0, sum) : sum;
    if (value === undefined) throw new Mistake(span, 'nothing can be divided by 0');
    const values = [value];
    return { ...derivedShape(type, span, 'the calculation'), literal: { value }, read: () => values };
  }

  private checkSize(value: Value, known: Known | null, span: Span): void {
    if (known === null || known.type !== 'integer' || known.size === 0 || (typeof value !== 'number' && typeof value !== 'bigint')) return;
    const most = 2n ** BigInt(8 * known.size) - 1n;
    if (value > most || value < -most)
      throw new Mistake(
        span,
        `${value} does not fit ${known.name}, which has ${known.size} byte${known.size > 1 ? 's' : ''}: at most ${most}`,
      );
  }

  private refusal(text: string, type: TypeName, other: Term | null, isWord: boolean): string {
    const field = isWord && text.includes('.') && /[a-z]/i.test(text) ? nearest(text) : undefined;
    const names = other?.known?.names;
    const all = names === undefined ? [] : Object.keys(names);
    const constant = /[a-z]/i.test(text) ? mostLike(text, all) : undefined;
    const hint =
      field !== undefined
        ? `: did you mean the field ${field}?`
        : constant !== undefined
          ? `: did you mean ${constant}?`
          : `: write ${[EXAMPLES[type], ...all.slice(0, 3)].join(', ')}`;
    return `"${text}" is no value for ${other?.said ?? 'this'} (${type})${hint}`;
  }

  /** A field by its name; a dot before it says that it is one. */
  field({ text, span, layers, isRaw }: Word): Term {
    const name = text.startsWith('.') ? text.slice(1) : text;
    const known = knownFields().get(name);
    if (known === undefined) {
      const other = nearest(name);
      throw new Mistake(
        span,
        `there is no field or protocol "${name}": ${other === undefined ? 'fields --list shows those that there are' : `did you mean ${other}?`}`,
      );
    }
    const isPlain = layers === null && !isRaw;
    const asked: Known = isPlain ? known : { ...known, layers, ...(isRaw ? RAW : {}) };
    let slot = this.slots.indexOf(asked);
    if (slot < 0) slot = this.slots.push(asked) - 1;
    return {
      type: asked.type,
      known: asked,
      slot,
      literal: null,
      read: (source) => source.values(slot),
      span,
      said: isRaw ? `@${name}` : name,
    };
  }

  private slice(of: Term, ranges: readonly Range[], span: Span): Term {
    if (!SLICED.includes(of.type)) throw new Mistake(of.span, `${of.said} (${of.type}) has no bytes to take a slice of`);
    const cut = (value: Value): Value[] => {
      const bytes = bytesOf(value);
      const pieces: Uint8Array[] = [];
      for (const { start, length } of ranges) {
        const from = start < 0 ? bytes.length + start : start;
        const to = length === Infinity ? bytes.length : from + length;
        if (from < 0 || from >= bytes.length || to > bytes.length) return [];
        pieces.push(bytes.subarray(from, to));
      }
      return [pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)];
    };
    return derived('bytes', span, 'the slice', of, (values) => values.flatMap(cut));
  }

  private arithmetic(sign: string, left: Term, right: Term, span: Span): Term {
    const isBytes = sign === '&' && KINDS[left.type] === 'bytes' && KINDS[right.type] === 'bytes';
    const isAddress = sign === '&' && left.type === 'ipv4' && right.type === 'ipv4';
    if (!isBytes && !isAddress)
      for (const t of [left, right])
        if (!COUNTED.includes(t.type)) throw new Mistake(t.span, `${t.said} (${t.type}) is nothing to calculate with`);
    if (KINDS[left.type] !== KINDS[right.type] && !(sign === '+' || sign === '-'))
      throw new Mistake(span, `${left.said} (${left.type}) and ${right.said} (${right.type}) don't go together`);
    const type =
      left.type === 'time' && right.type === 'time' && sign === '-' ? 'duration' : left.type === 'boolean' ? 'integer' : left.type;
    return {
      ...derivedShape(type, span, 'the calculation'),
      read: (source) => {
        const a = left.read(source);
        const b = a === null || a.length === 0 ? NONE : right.read(source);
        if (a === null || b === null) return null;
        return a.flatMap((x) => b.map((y) => calculate(sign, x, y)).filter((v) => v !== undefined));
      },
    };
  }

  private call(name: string, args: readonly Operand[], span: Span): Term {
    if (!FUNCTIONS.includes(name))
      throw new Mistake(
        { at: span.at, length: name.length },
        `there is no function "${name}": ${mostLike(name, FUNCTIONS, 1) === undefined ? `there are ${FUNCTIONS.join(', ')}` : `did you mean ${mostLike(name, FUNCTIONS, 1)}()?`}`,
      );
    const isList = name === 'max' || name === 'min';
    if (args.length === 0 || (args.length > 1 && !isList))
      throw new Mistake(span, `${name}() takes ${isList ? 'at least one value' : 'one field'}`);
    const first = this.term(args.find((a) => !this.isLiteral(a)) ?? args[0]!);
    switch (name) {
      case 'len':
        return derived('integer', span, 'len()', first, (values) => values.map((v) => sizeOf(v, first)));
      case 'count':
        if (first.known === null) throw new Mistake(first.span, 'count() takes a field');
        return derived('integer', span, 'count()', first, (values) => (values.length === 0 ? [] : [values.length]));
      case 'string':
        if (!WRITTEN.includes(first.type)) throw new Mistake(first.span, `string() can't write ${first.said} (${first.type})`);
        return derived('string', span, 'string()', first, (values) => values.map((v) => written(v, first.type)));
      case 'lower':
      case 'upper': {
        if (first.type !== 'string') throw new Mistake(first.span, `${name}() takes text, and ${first.said} is ${first.type}`);
        const change = name === 'lower' ? lower : upper;
        return derived('string', span, `${name}()`, first, (values) => values.map((v) => change(v as string)));
      }
      case 'abs':
        if (first.type !== 'integer' && first.type !== 'duration')
          throw new Mistake(first.span, `abs() takes a number, and ${first.said} is ${first.type}`);
        return derived(first.type, span, 'abs()', first, (values) => values.map((v) => (Number(v) < 0 ? -(v as number) : v)));
      default:
        return this.extreme(name === 'max' ? 1 : -1, first, args, span);
    }
  }

  /** The largest or the smallest of all values. */
  private extreme(sign: 1 | -1, first: Term, args: readonly Operand[], span: Span): Term {
    const all = args.map((a) => (this.isLiteral(a) ? this.beside(first, a) : this.term(a)));
    for (const t of all)
      if (!areComparable(t.type, first.type))
        throw new Mistake(t.span, `${t.said} (${t.type}) and ${first.said} (${first.type}) are not of one kind`);
    return {
      ...derivedShape(first.type, span, sign > 0 ? 'max()' : 'min()'),
      read: (source) => {
        const found: Value[] = [];
        for (const t of all) {
          const values = t.read(source);
          if (values === null) return null;
          found.push(...values);
        }
        return found.length === 0 ? found : [found.reduce((a, b) => (sign * order(b, a) > 0 ? b : a))];
      },
    };
  }
}

const zero = (span: Span): Operand => ({ kind: 'word', text: '0', span, layers: null, isRaw: false });
const derivedShape = (type: TypeName, span: Span, said: string): Omit<Term, 'read'> => ({
  type,
  known: null,
  slot: -1,
  literal: null,
  span,
  said,
});

const derived = (type: TypeName, span: Span, said: string, of: Term, change: (values: Values) => Values): Term => ({
  ...derivedShape(type, span, said),
  read: (source) => {
    const values = of.read(source);
    return values === null ? null : change(values);
  },
});

/** Only ASCII has a case to Wireshark. */
const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
const upper = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());

function sizeOf(value: Value, of: Term): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return typeof value === 'object' ? value.length : (of.known?.size ?? 4);
}

/** What string() writes: numbers in decimal, addresses and GUIDs as text. */
const WRITTEN: readonly TypeName[] = ['integer', 'string', 'guid', 'ether', 'ipv4', 'ipv6'];

function written(value: Value, type: TypeName): string {
  if (type === 'ipv4') return [24, 16, 8, 0].map((shift) => (Number(value) >>> shift) & 255).join('.');
  if (typeof value !== 'object') return String(value);
  if (type === 'ipv6') return ipv6(value);
  const digits = Buffer.from(value).toString('hex');
  return type === 'ether' ? digits.replace(/..(?=.)/g, '$&:') : digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
