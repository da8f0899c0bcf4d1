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
const QUOTED_VALUE = new Phrase(',"value":"');
export const TEXT = new Phrase(',"text":"');
const BETWEEN = new Phrase('","text":"');

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

/** The rest of a node that shows a number, after its place. */
class Numbers {
  readonly isNamed: boolean;
  private readonly size: number;
  private readonly names: Names | null;
  private readonly isHex: boolean;
  private readonly end: string;
  private readonly known = new Map<number, Phrase>();
  readonly start: Phrase;

  constructor(name: string, size: number, names: Names | null, isHex: boolean, end: string) {
    this.isNamed = name !== '';
    this.size = size;
    this.names = names;
    this.isHex = isHex;
    this.end = end;
    this.start = new Phrase(`,"size":${size}${this.isNamed ? ',"value":' : ',"text":"'}`);
  }

  /** With a name whole, else up to the quote that ends the text. Returns whether it was whole. */
  write(value: number, to: Writer): boolean {
    if (this.names !== null) {
      const known = this.known.get(value) ?? this.learn(value);
      if (known !== undefined) {
        to.phrase(known);
        return true;
      }
    }
    to.phrase(this.start);
    if (this.isNamed) to.count(value).phrase(TEXT);
    if (this.isHex) to.byte(48).byte(120).digits(value, this.size);
    else to.count(value);
    return false;
  }

  private learn(value: number): Phrase | undefined {
    const name = nameOf(this.names!, value);
    if (name === undefined) return undefined;
    const number = this.isHex ? `0x${value.toString(16).padStart(2 * this.size, '0')}` : `${value}`;
    const shown = `,"text":"${inside(name)} (${number})"${this.end}`;
    const phrase = new Phrase(`,"size":${this.size}${this.isNamed ? `,"value":${value}` : ''}${shown}`);
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
    this.end = new Phrase(`"${end}`);
    this.numbers = new Numbers(name, size, typeof meaning === 'object' ? meaning : null, false, end);
  }

  write(n: Spot, to: Writer): void {
    this.head.write(n.source, n.offset, to);
    const held = (n.number & this.mask) >>> 0;
    if (this.isYesNo) to.phrase(held === 0 ? this.unset : this.set);
    else if (!this.numbers.write((held / this.low) * this.unit, to)) to.phrase(this.end);
  }
}

const SLOTS = 4;
/** How often a node has to come for its text to be kept. */
const OFTEN = 4;

/** A value at a place, and the text of the node that has it, once it is kept. */
class Seen {
  value = -1;
  offset = 0;
  source = 0;
  size = 0;
  times = 0;
  text: Phrase | null = null;
}

/** The JSON of nodes that come again and again: the same value at the same place. */
export class Often {
  private readonly slots = Array.from({ length: SLOTS }, () => new Seen());
  /** What `write` was asked for last. */
  private last = this.slots[0]!;

  /** Writes what is kept of a node with a value of 0 or more. Returns false when nothing is. */
  write(n: Spot, value: number, to: Writer): boolean {
    const seen = this.slots[(value ^ (value >>> 3)) & (SLOTS - 1)]!;
    if (seen.value === value && seen.offset === n.offset && seen.source === n.source && seen.size === n.size) {
      if (seen.text !== null) {
        to.phrase(seen.text);
        return true;
      }
      seen.times++;
    } else {
      seen.value = value;
      seen.offset = n.offset;
      seen.source = n.source;
      seen.size = n.size;
      seen.times = 1;
      seen.text = null;
    }
    this.last = seen;
    return false;
  }

  /** Where the node will begin, for `keep`; -1 when it is not to be kept. */
  begin(to: Writer): number {
    return this.last.times === OFTEN ? to.begin() : -1;
  }

  keep(begin: number, to: Writer): void {
    if (begin >= 0) this.last.text = to.since(begin);
  }
}

/** The same for strings, of which one is kept. */
export class OftenText {
  private value = '';
  private readonly place = new Often();
  private changes = 0;

  write(n: Spot, value: string, to: Writer): boolean {
    if (value !== this.value) {
      this.value = value;
      this.changes++;
    }
    return this.place.write(n, this.changes, to);
  }

  begin(to: Writer): number {
    return this.place.begin(to);
  }

  keep(begin: number, to: Writer): void {
    this.place.keep(begin, to);
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
  /** Of what the row shows below. */
  readonly below: readonly GeneratedText[];
  readonly generated: GeneratedText;
  /** Something may stand below its nodes, so that their text does not end them. */
  readonly isOpen: boolean;
  private readonly groups = new Map<Struct, GroupText>();
  readonly often = new Often();
  private readonly sized: Phrase;

  constructor({ fields, fieldNames }: Struct, row: number) {
    const f = fields[row]!;
    this.field = f;
    this.isNamed = f.abbrev !== '';
    this.head = new Head(f.abbrev, inside(fieldNames[row]!));
    this.isOpen = f.shown !== null || f.held !== null || f.inner !== null;
    this.numbers = new Numbers(f.abbrev, f.size, f.bits === null ? f.names : null, f.hex, this.isOpen ? '' : '}');
    this.bits =
      f.bits === null || f.op === Op.bitString ? null : Object.entries(f.bits).map(([label, bit]) => new BitText(label, bit, f.size));
    this.below = (f.shown ?? []).map(({ abbrev }) => new GeneratedText(abbrev, new Head(abbrev, abbrev.replace(/^.*\./, ''))));
    this.generated = new GeneratedText(f.abbrev, this.head);
    this.sized = new Phrase(`,"size":${f.size}${this.isNamed ? ',"value":"' : ',"text":"'}`);
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

  /** Ends a text, and the node where nothing can stand below it. */
  end(to: Writer): void {
    to.byte(34);
    if (!this.isOpen) to.byte(125);
  }

  place(n: Spot, to: Writer): void {
    if (n.item < 0) this.head.write(n.source, n.offset, to);
    else this.head.writeItem(n.source, n.offset, n.item, to);
  }

  /** Up to the first digit of a string. */
  open(n: Spot, to: Writer): void {
    this.place(n, to);
    if (n.size === this.field.size) to.phrase(this.sized);
    else
      to.phrase(SIZE)
        .count(n.size)
        .phrase(this.isNamed ? QUOTED_VALUE : TEXT);
  }

  /** From a value to a text, both strings; to be written if the row has a name. */
  between(to: Writer): void {
    to.phrase(BETWEEN);
  }

  /** A string that is both value and text. */
  string(n: Spot, s: string, to: Writer): void {
    this.place(n, to);
    sized(n, to);
    if (this.isNamed) to.phrase(VALUE).json(s);
    to.phrase(OPEN_TEXT).json(s);
    if (!this.isOpen) to.byte(125);
  }
}

/** What a row tells that was worked out. */
export class GeneratedText {
  readonly name: string;
  readonly head: Head;
  readonly numbers = new Often();
  readonly strings = new OftenText();

  constructor(name: string, head: Head) {
    this.name = name;
    this.head = head;
  }
}

const OPEN_TEXT = new Phrase(',"text":');
export const sized = (n: Spot, to: Writer): Writer => to.phrase(SIZE).count(n.size);

/** What the JSON of groups has in common that are alike but for their place. */
export class GroupText {
  private readonly isNamed: boolean;
  /** Up to a label of its own. */
  private readonly open: Phrase;
  /** How long the latest was. */
  size = 0;
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

  /** Up to the children of a group that is as long as the latest; returns where its size stands. */
  write(source: number, offset: number, item: number, to: Writer): number {
    if (item >= 0 && this.isNumbered) return this.writeItem(source, offset, item, to);
    this.head.write(source, offset, to);
    const place = to.phrase(SIZE).place;
    to.count(this.size).phrase(this.value);
    return place;
  }

  private writeItem(source: number, offset: number, item: number, to: Writer): number {
    this.head.writeItem(source, offset, item, to);
    const place = to.phrase(SIZE).place;
    to.count(this.size);
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
