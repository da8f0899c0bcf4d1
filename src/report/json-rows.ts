import { Phrase, type Writer } from '../bytes/writer.ts';
import type { Names } from '../dissect/field.ts';
import { Kind, Node } from '../dissect/node.ts';
import { Op } from '../dissect/row.ts';
import { nameFor, nameOf } from '../dissect/show.ts';
import type { AnyField, Struct } from '../dissect/struct.ts';

/** Where a node lies, and the number on the wire. Nodes are such. */
export interface Spot {
  readonly source: number;
  /** Place in an array or list, -1 outside one. */
  readonly item: number;
  readonly offset: number;
  readonly size: number;
  readonly number: number;
}

export const CHILDREN = new Phrase(',"children":');
const SIZE = new Phrase(',"size":');
const SOURCE = new Phrase(',"source":');
const OFFSET = new Phrase(',"offset":');
const VALUE = new Phrase(',"value":');
const OPEN_TEXT = new Phrase(',"text":');
const TEXT = new Phrase(',"text":"');
const QUOTE = 34;

/**
 * The beginning of a node's JSON, with the comma before it, up to where it lies. The comma of a first child becomes the bracket that opens the list of
 * children, once it is known that there are any.
 */
export class Head {
  private readonly names: string;
  private readonly label: string;
  private readonly first: Phrase;
  private readonly others: Phrase[] = [];
  private item: { readonly open: Phrase; readonly close: Head } | null = null;

  /** `name` may be empty; `label` is as JSON has it, without its quotes. */
  constructor(name: string, label: string, open = `,{${name === '' ? '' : `"name":"${name}",`}"label":"`) {
    this.names = open;
    this.label = label;
    this.first = this.of(0);
  }

  private of(source: number): Phrase {
    return new Phrase(`${this.names}${this.label}","source":${source},"offset":`);
  }

  write(source: number, offset: number, to: Writer): void {
    to.phrase(source === 0 ? this.first : (this.others[source] ??= this.of(source))).count(offset);
  }

  /** Of an item of an array or list; -1 for none. */
  writeItem(source: number, offset: number, item: number, to: Writer): void {
    if (item < 0) this.write(source, offset, to);
    else {
      this.item ??= { open: new Phrase(`${this.names}${this.label}[`), close: new Head('', ']', '') };
      to.phrase(this.item.open).count(item);
      this.item.close.write(source, offset, to);
    }
  }
}

/** A name as it stands inside of a JSON string. */
const inside = (s: string): string => JSON.stringify(s).slice(1, -1);

/** The value and the text of a node that shows a number. */
class Numbers {
  private readonly isNamed: boolean;
  private readonly size: number;
  private readonly names: Names | null;
  private readonly isHex: boolean;
  private readonly known = new Map<number, Phrase>();

  constructor(isNamed: boolean, size: number, names: Names | null, isHex: boolean) {
    this.isNamed = isNamed;
    this.size = size;
    this.names = names;
    this.isHex = isHex;
  }

  /** A number without a constant up to the quote that ends its text. Returns whether it was one with a constant. */
  write(value: number, to: Writer): boolean {
    if (this.names !== null) {
      const known = this.known.get(value) ?? this.learn(value);
      if (known !== undefined) {
        to.phrase(known);
        return true;
      }
    }
    if (this.isNamed) to.count(value).phrase(TEXT);
    else to.byte(QUOTE);
    if (this.isHex) to.byte(48).byte(120).digits(value, this.size);
    else to.count(value);
    return false;
  }

  private learn(value: number): Phrase | undefined {
    const name = nameOf(this.names!, value);
    if (name === undefined) return undefined;
    const number = this.isHex ? `0x${value.toString(16).padStart(2 * this.size, '0')}` : `${value}`;
    const phrase = new Phrase(`${this.isNamed ? `${value},"text":` : ''}"${inside(name)} (${number})"`);
    this.known.set(value, phrase);
    return phrase;
  }
}

/** A bit of a row, as a node below it. */
export class BitText {
  readonly mask: number;
  readonly isFlag: boolean;
  /** In its row's text, where it is set. */
  readonly listed: Phrase;
  private readonly head: Head;
  private readonly set: Phrase;
  private readonly unset: Phrase;
  private readonly start: Phrase;
  private readonly end: Phrase;
  private readonly numbers: Numbers;
  private readonly unit: number;
  private readonly low: number;
  private readonly isYesNo: boolean;

  constructor(label: string, [mask, name, meaning]: NonNullable<AnyField['bits']>[string], size: number) {
    this.mask = mask;
    this.isFlag = (mask & (mask - 1)) === 0;
    this.isYesNo = this.isFlag || meaning === 'any';
    this.listed = new Phrase(`, ${inside(label)}`);
    this.head = new Head(name, inside(label));
    const end = `,"mask":"0x${(mask >>> 0).toString(16).padStart(2 * size, '0')}"}`;
    const either = (value: boolean) =>
      new Phrase(`,"size":${size}${name === '' ? '' : `,"value":${value}`},"text":"${value ? 'set' : 'not set'}"${end}`);
    this.set = either(true);
    this.unset = either(false);
    this.unit = typeof meaning === 'number' ? meaning : 1;
    this.low = (mask & -mask) >>> 0;
    this.start = new Phrase(`,"size":${size}${name === '' ? ',"text":' : ',"value":'}`);
    this.end = new Phrase(end);
    this.numbers = new Numbers(name !== '', size, typeof meaning === 'object' ? meaning : null, false);
  }

  write(n: Spot, to: Writer): void {
    this.head.write(n.source, n.offset, to);
    const held = (n.number & this.mask) >>> 0;
    if (this.isYesNo) to.phrase(held === 0 ? this.unset : this.set);
    else {
      if (!this.numbers.write((held / this.low) * this.unit, to.phrase(this.start))) to.byte(QUOTE);
      to.phrase(this.end);
    }
  }
}

const MOST_KEPT = 16;

/** Texts of values at a place: those that came first. */
export class Memo {
  private readonly texts = new Map<number, Phrase>();
  private source = 0;
  private offset = 0;

  /** Writes what is kept of a value. Returns false when that is nothing. */
  write(n: Spot, to: Writer): boolean {
    if (this.offset !== n.offset || this.source !== n.source) {
      this.texts.clear();
      this.offset = n.offset;
      this.source = n.source;
      return false;
    }
    const text = this.texts.get(n.number);
    if (text !== undefined) to.phrase(text);
    return text !== undefined;
  }

  keep(n: Spot, begin: number, to: Writer): void {
    const text = this.texts.size < MOST_KEPT ? to.since(begin) : null;
    if (text !== null) this.texts.set(n.number, text);
  }
}

/** What the JSON of all nodes of a row has in common. */
export class RowText {
  readonly field: AnyField;
  readonly isNamed: boolean;
  readonly head: Head;
  readonly numbers: Numbers;
  /** Of a number whose bits are all there. */
  readonly bits: readonly BitText[] | null;
  readonly memo = new Memo();
  /** Of what the row shows below. */
  readonly below: readonly GeneratedText[];
  readonly generated: GeneratedText;
  /** The bytes of its nodes may have parts, below them. */
  readonly hasParts: boolean;
  private readonly groups = new Map<Struct, GroupText>();
  private readonly sized: Phrase;
  private readonly start: Phrase;

  constructor({ fields, fieldNames }: Struct, row: number) {
    const f = fields[row]!;
    this.field = f;
    this.isNamed = f.abbrev !== '';
    this.head = new Head(f.abbrev, inside(fieldNames[row]!));
    this.hasParts = f.held !== null || f.inner !== null;
    this.numbers = new Numbers(this.isNamed, f.size, f.bits === null ? f.names : null, f.hex);
    this.bits =
      f.bits === null || f.op === Op.bitString ? null : Object.entries(f.bits).map(([label, bit]) => new BitText(label, bit, f.size));
    this.below = (f.shown ?? []).map(({ abbrev }) => new GeneratedText(new Head(abbrev, abbrev.replace(/^.*\./, ''))));
    this.generated = new GeneratedText(this.head);
    this.start = this.isNamed ? VALUE : OPEN_TEXT;
    this.sized = new Phrase(`,"size":${f.size}${this.isNamed ? ',"value":' : ',"text":'}`);
  }

  /** What groups have in common that hold a struct. */
  group(owner: Struct, row: number, inner: Struct): GroupText {
    let group = this.groups.get(inner);
    if (group === undefined) {
      const { op } = this.field;
      // Items are told apart by their number, which is no part of what they have in common.
      const label = op === Op.struct ? owner.fieldNames[row]! : inner.title;
      const name = nameFor(new Node(Kind.group, owner, row, -1, inner, 0, 0, 0, 0, null, null, null));
      this.groups.set(inner, (group = new GroupText(name, label, op === Op.struct)));
    }
    return group;
  }

  /** Up to the value; of a row without a name, up to the text. */
  lead(n: Spot, to: Writer): void {
    this.head.writeItem(n.source, n.offset, n.item, to);
    if (n.size === this.field.size) to.phrase(this.sized);
    else to.phrase(SIZE).count(n.size).phrase(this.start);
  }

  /** A string that is both value and text. */
  string(s: string, to: Writer): void {
    const from = to.place;
    const end = to.json(s).place;
    if (this.isNamed) to.phrase(OPEN_TEXT).again(from, end);
  }
}

/** What a row tells that was worked out. */
export class GeneratedText {
  private readonly head: Head;

  constructor(head: Head) {
    this.head = head;
  }

  /** Up to the value. */
  lead(n: Spot, to: Writer): void {
    this.head.write(n.source, n.offset, to);
    to.phrase(SIZE).count(n.size).phrase(VALUE);
  }
}

const ITEMS = 16;

/** What the JSON of groups has in common that are alike but for their place. */
export class GroupText {
  private readonly isNamed: boolean;
  /** Up to a label of its own. */
  private readonly open: Phrase;
  /** How long the latest was, and of items each. */
  private size = 0;
  private readonly sizes = new Int32Array(ITEMS);
  private readonly head: Head;
  private readonly isNumbered: boolean;
  /** After the size. */
  private readonly value: Phrase;
  private readonly itemValue: Phrase;

  /** `isNumbered`: items of an array or list are called by their numbers. */
  constructor(name: string, label: string, isNumbered: boolean) {
    this.isNamed = name !== '';
    this.isNumbered = isNumbered;
    this.open = new Phrase(`,{${name === '' ? '' : `"name":"${name}",`}"label":`);
    this.head = new Head(name, inside(label));
    this.value = new Phrase(`${this.isNamed ? `,"value":"${inside(label)}"` : ''},"children":`);
    this.itemValue = new Phrase(`,"value":"${inside(label)}[`);
  }

  /** How long the group is expected to be. */
  sizeOf(item: number): number {
    return item < 0 ? this.size : this.sizes[item & (ITEMS - 1)]!;
  }

  expect(item: number, size: number): void {
    if (item < 0) this.size = size;
    else this.sizes[item & (ITEMS - 1)] = size;
  }

  /** Up to the children of a group that is as long as the latest; returns where its size stands. */
  write(source: number, offset: number, item: number, to: Writer): number {
    if (item >= 0 && this.isNumbered) return this.writeItem(source, offset, item, to);
    this.head.write(source, offset, to);
    const place = to.phrase(SIZE).place;
    to.count(this.sizeOf(item)).phrase(this.value);
    return place;
  }

  private writeItem(source: number, offset: number, item: number, to: Writer): number {
    this.head.writeItem(source, offset, item, to);
    const place = to.phrase(SIZE).place;
    to.count(this.sizeOf(item));
    if (this.isNamed) to.phrase(this.itemValue).count(item).byte(93).byte(34);
    to.phrase(CHILDREN);
    return place;
  }

  /** The same of one with a title of its own. */
  writeTitled(title: string, source: number, offset: number, to: Writer): number {
    const from = to.phrase(this.open).place;
    const end = to.json(title).place;
    const place = to.phrase(SOURCE).count(source).phrase(OFFSET).count(offset).phrase(SIZE).place;
    to.count(this.size);
    if (this.isNamed) to.phrase(VALUE).again(from, end);
    to.phrase(CHILDREN);
    return place;
  }
}

const none: readonly (RowText | null)[] = [];
const rows: (readonly (RowText | null)[])[] = [];

export function rowText(owner: Struct, row: number): RowText {
  const { serial } = owner;
  return (serial < rows.length ? rows[serial]![row] : null) ?? made(owner, row);
}

/** Arrays without holes: those are looked up far faster. */
function made(owner: Struct, row: number): RowText {
  while (rows.length <= owner.serial) rows.push(none);
  const text = new RowText(owner, row);
  const own = rows[owner.serial]!.length > 0 ? rows[owner.serial]! : owner.fields.map(() => null);
  rows[owner.serial] = own.with(row, text);
  return text;
}
