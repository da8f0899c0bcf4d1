import type { Writer } from '../bytes/writer.ts';
import type { Fact } from '../dissect/field.ts';
import { Op } from '../dissect/row.ts';
import type { Direction } from '../dissect/sink.ts';
import { readUint } from '../dissect/uint.ts';
import { Place } from './json-open.ts';
import type { RowText, Spot } from './json-rows.ts';
import { generatedValue, leafValue } from './json-values.ts';

/** What is worked out; undefined where too little is known. */
export type Told = string | number | undefined;

/** A value in a text: a leaf's, or what is worked out. */
export class Value {
  /** Where it stands in its text. */
  from: number;
  to: number;
  /** Of a leaf. */
  readonly phrases: RowText | null;
  /** What is worked out, by its place among the facts. */
  readonly fact: number;
  readonly spot = new Place();
  /** What the text says, if that is a number or worked out. */
  private latest: Told;
  private readonly isNumber: boolean;

  constructor(phrases: RowText | null, fact: number, { source, item, offset, size }: Spot, from: number, to: number) {
    this.phrases = phrases;
    this.fact = fact;
    this.from = from;
    this.to = to;
    this.spot.source = source;
    this.spot.item = item;
    this.spot.offset = offset;
    this.spot.size = size;
    const op = phrases?.field.op ?? Op.fact;
    this.isNumber = (op === Op.uint && size < 8) || op === Op.ipv4 || op === Op.ether;
  }

  /** Reads the value; whether the text says another. */
  isOther(data: DataView, told: readonly Told[]): boolean {
    const { phrases, spot } = this;
    if (phrases !== null && !this.isNumber) return true;
    const value = phrases === null ? told[this.fact] : readUint(data, spot.offset, spot.size, phrases.field.bigEndian);
    if (value === this.latest) return false;
    this.latest = value;
    if (phrases !== null) spot.number = value as number;
    return true;
  }

  /** Writes what was read; false where it needs more than a stencil has. */
  write(data: DataView, to: Writer): boolean {
    return this.phrases === null ? generatedValue(this.latest!, to) : leafValue(this.spot, this.phrases, data, to);
  }
}

/** Sixty bits. */
export class Masks {
  low = 0;
  high = 0;

  set(bit: number): void {
    if (bit < 30) this.low |= 1 << bit;
    else this.high |= 1 << (bit - 30);
  }
}

const MAX_FACTS = 60;

/** What rows of a structure work out: all that any of its stencils has asked for. */
export class Knowledge {
  readonly present = new Masks();
  readonly values: Told[] = [];
  private readonly facts: Fact[] = [];

  /** There are more facts than can be told apart. */
  isTooMuch = false;

  numberOf(fact: Fact): number {
    const known = this.facts.indexOf(fact);
    if (known >= 0) return known;
    this.isTooMuch ||= this.facts.length === MAX_FACTS;
    return this.isTooMuch ? 0 : this.facts.push(fact) - 1;
  }

  learn(of: Direction): void {
    const { facts, values, present } = this;
    present.low = present.high = 0;
    for (let i = 0; i < facts.length; i++) {
      const value = facts[i]!(of as never);
      values[i] = value;
      if (value !== undefined) present.set(i);
    }
  }
}
