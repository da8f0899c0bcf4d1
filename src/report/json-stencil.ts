import { Writer } from '../bytes/writer.ts';
import type { Fact } from '../dissect/field.ts';
import { Op } from '../dissect/row.ts';
import type { Direction } from '../dissect/sink.ts';
import type { AnyField, Struct } from '../dissect/struct.ts';
import { claim, type Span } from '../dissect/tree.ts';
import { readUint } from '../dissect/uint.ts';
import { Place } from './json-open.ts';
import type { OutlineRow } from './json-outline.ts';
import type { RowText, Spot } from './json-rows.ts';
import { generatedValue, leafValue } from './json-values.ts';

type Told = string | number | undefined;

/** A value in a text: a leaf's, or what is worked out. */
class Value {
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

/** A place in a text: so far behind the end of a value, or from the beginning for -1. */
interface Anchor {
  readonly value: number;
  readonly distance: number;
}

/** A row, by places in the text. */
interface AnchoredRow {
  readonly begin: Anchor;
  readonly end: Anchor;
  readonly row: OutlineRow;
}

/** Values that decide about other rows would need a walk, so they are part of the text; longer structures are seldom met twice. */
const MAX_LENGTH = 4096;
const MAX_TEXT = 1 << 16;

/**
 * The text of a structure's rows with its values cut out. It serves where the bytes that decide which rows there are, and where, are the same, and what
 * conditions ask of the facts: then only the values are written anew.
 */
export class Stencil {
  private readonly start: number;
  private readonly length: number;
  private readonly message: number;
  private readonly source: number;
  /** Words that decide: where they lie, and which of their bits do. */
  private readonly places: Int32Array;
  private readonly masks: Int32Array;
  private readonly words: Int32Array;
  private readonly asked: readonly (readonly [name: string, answer: unknown])[];
  /** What is known of what is worked out: which facts are there, of those that were asked for. */
  private readonly present: Masks;
  private readonly wanted: Masks;
  /** What was written by it last, with room for more. */
  private text: Uint8Array;
  private view: DataView;
  private size: number;
  /** The same without that room; null when it has become longer or shorter. */
  private whole: Uint8Array | null = null;
  private readonly values: readonly Value[];
  private readonly claims: readonly number[];
  private readonly rows: readonly AnchoredRow[];
  /** How often it has served. */
  uses = 0;

  /** `rows` by places from the text's beginning on, and by depths below what the structure stands in. */
  constructor({ start, end, message, source, data }: Span, d: Draft, text: Uint8Array, isOfBytes: boolean, rows: readonly OutlineRow[]) {
    this.start = start;
    this.length = isOfBytes ? end - start : 0;
    this.message = message;
    this.source = source;
    const free = d.freeBytes();
    const values = d.values.filter(
      (v) => v.phrases === null || free.subarray(v.spot.offset - start, v.spot.offset - start + v.spot.size).includes(1),
    );
    this.values = values;
    this.size = text.length;
    this.text = text.slice();
    this.view = new DataView(this.text.buffer);
    const places: number[] = [];
    const masks: number[] = [];
    for (let at = 0; at < this.length; at += 4) {
      const place = Math.min(at, this.length - 4);
      let mask = 0;
      for (let i = 0; i < 4; i++) if (free[place + i] === 0) mask |= 0xff << (24 - 8 * i);
      if (mask === 0) continue;
      places.push(start + place);
      masks.push(mask);
    }
    this.places = Int32Array.from(places);
    this.masks = Int32Array.from(masks);
    this.words = this.places.map((place, i) => data.getInt32(place) & masks[i]!);
    this.asked = [...d.asked];
    this.rows = rows.map((row) => ({ begin: this.anchor(row.begin), end: this.anchor(row.end), row }));
    this.present = d.present;
    this.wanted = d.wanted;
    this.claims = d.claims;
  }

  private anchor(place: number): Anchor {
    const value = this.values.findLastIndex(({ to }) => to <= place);
    return { value, distance: place - (value < 0 ? 0 : this.values[value]!.to) };
  }

  private placeOf({ value, distance }: Anchor): number {
    return distance + (value < 0 ? 0 : this.values[value]!.to);
  }

  /** The rows as written last, from a place on and so deep. */
  rowsAt(begin: number, depth: number): OutlineRow[] {
    return this.rows.map(({ begin: from, end, row }) => ({
      ...row,
      depth: depth + row.depth,
      begin: begin + this.placeOf(from),
      end: begin + this.placeOf(end),
    }));
  }

  /** Whether a walk would come by the same rows. */
  fits({ start, end, message, source, data }: Span, facts: Direction, present: Masks): boolean {
    if (start !== this.start || message !== this.message || source !== this.source) return false;
    if (this.length > 0 && end - start !== this.length) return false;
    const { places, asked, wanted } = this;
    if ((present.low & wanted.low) !== this.present.low || (present.high & wanted.high) !== this.present.high) return false;
    for (let i = 0; i < places.length; i++) if ((data.getInt32(places[i]!) & this.masks[i]!) !== this.words[i]) return false;
    for (let i = 0; i < asked.length; i++) if (facts[asked[i]![0] as keyof Direction] !== asked[i]![1]) return false;
    return true;
  }

  /**
   * Writes the rows, and adds what they claim; `scratch` takes one value after the other. False where a value needs more than a stencil has: then nothing is
   * written, and it is of no use any more.
   */
  write(data: DataView, told: readonly Told[], claims: number[], scratch: Writer, to: Writer): boolean {
    const { values } = this;
    let shift = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      value.from += shift;
      value.to += shift;
      if (!value.isOther(data, told)) continue;
      scratch.back(0);
      if (!value.write(data, scratch)) return false;
      const change = scratch.place - (value.to - value.from);
      if (change !== 0) {
        this.move(value.to, change);
        value.to += change;
        shift += change;
      }
      scratch.copyTo(this.view, value.from);
    }
    to.bytes((this.whole ??= this.text.subarray(0, this.size)));
    this.uses++;
    for (let i = 0; i < this.claims.length; i += 2) claim(claims, this.claims[i]!, this.claims[i + 1]!);
    return true;
  }

  /** Moves what stands behind a place. */
  private move(place: number, change: number): void {
    if (this.size + change > this.text.length) {
      const larger = new Uint8Array(2 * (this.size + change));
      larger.set(this.text);
      this.text = larger;
      this.view = new DataView(larger.buffer);
    }
    this.text.copyWithin(place + change, place, this.size);
    this.size += change;
    this.whole = null;
  }
}

/** What a walk comes by, for a stencil. */
export class Draft {
  /** What the walk is to ask: notes what is asked. */
  readonly facts: Direction;
  readonly asked = new Map<string, unknown>();
  readonly present = new Masks();
  readonly wanted = new Masks();
  readonly values: Value[] = [];
  readonly claims: number[] = [];
  private readonly span: Span;
  private readonly begin: number;
  private readonly isOfBytes: boolean;
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
    const { start, end, message } = this.span;
    const field = owner.fields[row]!;
    claim(this.claims, offset, offset + size);
    if (offset < start || offset + size > end || size === 0 || (field.op === Op.coded && message < start)) {
      this.spoil();
      return;
    }
    const link = this.links[this.links.length - 1];
    const isFixed = phrases === null || !VALUES.has(field.op) || decides(owner)[row] === 1 || owner.fieldNames[row] === link;
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

  /** The stencil, once all is written; null where there is none. `rows` are those of the outline, `depth` how deep the first of them lie. */
  stencil(to: Writer, rows: readonly OutlineRow[], depth: number): Stencil | null {
    const { begin } = this;
    const length = to.place - begin;
    if (this.isSpoilt || this.known.isTooMuch || length > MAX_TEXT) return null;
    const own = rows.map((row) => ({ ...row, begin: row.begin - begin, end: row.end - begin, depth: row.depth - depth }));
    return new Stencil(this.span, this, to.written(begin), this.isOfBytes, own);
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

const isWorkedOut = (s: Struct): boolean => s.fields.every((f) => f.op === Op.fact && f.size <= 0);

const MOST = 48;
/** Stencils of a structure that are made before any has served, and how often one has to serve for each after that. */
const TRIES = 16;
const WORTH = 8;

/** Sixty bits. */
class Masks {
  low = 0;
  high = 0;

  set(bit: number): void {
    if (bit < 30) this.low |= 1 << bit;
    else this.high |= 1 << (bit - 30);
  }
}

const MAX_FACTS = 60;

/** What rows of a structure work out: all that any of its stencils has asked for. */
class Knowledge {
  readonly present = new Masks();
  readonly values: Told[] = [];
  private readonly facts: Fact[] = [];

  numberOf(fact: Fact): number {
    const known = this.facts.indexOf(fact);
    return known >= 0 ? known : this.facts.push(fact) - 1;
  }

  get isTooMuch(): boolean {
    return this.facts.length > MAX_FACTS;
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

/** Of a structure. */
class Own {
  readonly stencils: Stencil[] = [];
  readonly known = new Knowledge();
  made = 0;
  used = 0;
}

/** The stencils of all structures, those that served last first. */
export class Stencils {
  private readonly all: (Own | undefined)[] = [];
  private readonly scratch = new Writer();

  /** Writes the rows of a structure by one that fits, and returns that; null, and nothing is written, where there is none. */
  write(s: Struct, span: Span, facts: Direction, claims: number[], to: Writer): Stencil | null {
    const own = this.all[s.serial];
    if (own === undefined || own.stencils.length === 0 || span.captured < span.end) return null;
    const { stencils, known } = own;
    known.learn(facts);
    for (let i = 0; i < stencils.length; i++) {
      const found = stencils[i]!;
      if (!found.fits(span, facts, known.present)) continue;
      if (i > 0) {
        stencils.copyWithin(1, 0, i);
        stencils[0] = found;
      }
      if (found.write(span.data, known.values, claims, this.scratch, to)) {
        own.used++;
        return found;
      }
      stencils.splice(stencils.indexOf(found), 1);
      return null;
    }
    return null;
  }

  /** For a structure of which there is none; null where none is to be expected. */
  draft(s: Struct, span: Span, facts: Direction, begin: number): Draft | null {
    const { start, end, captured } = span;
    if (captured < end || s.asn1 !== null || s.engine !== null) return null;
    if (!isWorkedOut(s) && (end - start < 4 || end - start > MAX_LENGTH)) return null;
    while (this.all.length <= s.serial) this.all.push(undefined);
    const own = (this.all[s.serial] ??= new Own());
    if (own.made >= TRIES + own.used / WORTH) return null;
    own.made++;
    return new Draft(s, span, facts, own.known, begin);
  }

  keep(s: Struct, stencil: Stencil): void {
    const { stencils } = this.all[s.serial]!;
    stencils.unshift(stencil);
    if (stencils.length > MOST) stencils.pop();
  }
}
