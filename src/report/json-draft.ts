import type { Fact } from '../dissect/field.ts';
import { Op } from '../dissect/row.ts';
import type { Direction } from '../dissect/sink.ts';
import type { AnyField, Struct } from '../dissect/struct.ts';
import { claim, type Span } from '../dissect/tree.ts';
import { Place } from './json-open.ts';
import type { RowText, Spot } from './json-rows.ts';
import { type Knowledge, Masks, Value } from './json-slots.ts';

/** What a walk comes by, for a stencil. */
export class Draft {
  /** What the walk is to ask: notes what is asked. */
  readonly facts: Direction;
  readonly asked = new Map<string, unknown>();
  readonly present = new Masks();
  readonly wanted = new Masks();
  readonly values: Value[] = [];
  readonly claims: number[] = [];
  readonly span: Span;
  /** Where its text begins. */
  readonly begin: number;
  /** Its rows lie over bytes. */
  readonly isOfBytes: boolean;
  private readonly known: Knowledge;
  /** By byte of the structure: whether a row shows it, and whether one decides about others by it. */
  private readonly shown: Uint8Array;
  private readonly fixed: Uint8Array;
  /** Of the groups that are open: the row in them that says where the next item is, or whether there is one. */
  private readonly links: (string | null)[] = [];
  private isSpoilt = false;

  constructor(s: Struct, span: Span, facts: Direction, known: Knowledge, begin: number) {
    this.span = span;
    this.known = known;
    this.begin = begin;
    this.isOfBytes = !isWorkedOut(s);
    const length = this.isOfBytes ? span.end - span.start : 0;
    this.shown = new Uint8Array(length);
    this.fixed = new Uint8Array(length);
    this.facts = new Proxy(facts, {
      get: (of, name) => {
        const answer = of[name as keyof Direction];
        this.asked.set(name as string, answer);
        return answer;
      },
    });
  }

  /** There is more to the structure than a stencil can hold. */
  spoil(): void {
    this.isSpoilt = true;
  }

  enter({ nextOf, lastOf }: AnyField, inner: Struct): void {
    if (inner.asn1 !== null || inner.engine !== null) this.spoil();
    this.links.push(nextOf ?? lastOf);
  }

  leave(): void {
    this.links.pop();
  }

  /** A leaf whose value stands at from..to; null where it is part of the text, whatever it says. */
  leaf(owner: Struct, row: number, spot: Spot, phrases: RowText | null, from: number, to: number): void {
    const { offset, size } = spot;
    const { start, end } = this.span;
    const { op } = owner.fields[row]!;
    claim(this.claims, offset, offset + size);
    // What reads a code may look anywhere.
    if (offset < start || offset + size > end || size === 0 || op === Op.coded) {
      this.spoil();
      return;
    }
    const link = this.links[this.links.length - 1];
    const isFixed = phrases === null || !VALUES.has(op) || decides(owner)[row] === 1 || owner.fieldNames[row] === link;
    for (let i = offset - start; i < offset - start + size; i++) {
      this.shown[i] = 1;
      if (isFixed) this.fixed[i] = 1;
    }
    if (!isFixed) this.values.push(new Value(phrases, -1, spot, from - this.begin, to - this.begin));
  }

  /** Bytes that decide. */
  decide(from: number, length: number): void {
    const { start, end } = this.span;
    if (from < start || from + length > end) this.spoil();
    else this.fixed.fill(1, from - start, from - start + length);
  }

  /** What is worked out, and stands at from..to. */
  told(fact: Fact, from: number, to: number): void {
    const number = this.known.numberOf(fact);
    this.wanted.set(number);
    this.present.set(number);
    this.values.push(new Value(null, number, NO_PLACE, from - this.begin, to - this.begin));
  }

  /** What would be worked out, if enough were known. */
  untold(fact: Fact): void {
    this.wanted.set(this.known.numberOf(fact));
  }

  /** What was written from a place on has moved. */
  move(place: number, change: number): void {
    const at = place - this.begin;
    for (const value of this.values) {
      if (value.from < at) continue;
      value.from += change;
      value.to += change;
    }
  }

  /** By byte, 1 where it is shown and decides about nothing. */
  freeBytes(): Uint8Array {
    return this.shown.map((shown, i) => (this.fixed[i] === 0 ? shown : 0));
  }

  /** Whether a stencil can hold all of it. */
  get isComplete(): boolean {
    return !this.isSpoilt && !this.known.isTooMuch;
  }
}

const NO_PLACE = new Place();

/** What values show by themselves. */
const VALUES: ReadonlySet<Op> = new Set([Op.uint, Op.bytes, Op.guid, Op.filetime, Op.utf16, Op.ascii, Op.ipv4, Op.ipv6, Op.ether]);

const deciding: (Uint8Array | undefined)[] = [];

/** By row: 1 where another row refers to it, or where it holds more than a value. */
function decides(s: Struct): Uint8Array {
  let known = deciding[s.serial];
  if (known === undefined) {
    known = new Uint8Array(s.fields.length);
    for (const { offset, length, base, count, key, flag, each, before } of s.slots)
      for (const row of [offset, length, base, count, key, flag, each, ...before]) if (row >= 0) known[row] = 1;
    for (const [row, f] of s.fields.entries()) if (f.held !== null || f.inner !== null) known[row] = 1;
    deciding[s.serial] = known;
  }
  return known;
}

export const isWorkedOut = (s: Struct): boolean => s.fields.every((f) => f.op === Op.fact && f.size <= 0);
