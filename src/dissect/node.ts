import type { Shown } from './field.ts';
import { Op } from './row.ts';
import type { AnyField, Struct } from './struct.ts';
import type { Trouble } from './walk.ts';

export const Kind = { leaf: 0, group: 1, bit: 2, generated: 3, note: 4, unclaimed: 5 } as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

const childless: Node[] = [];

/**
 * A row of the tree. It keeps numbers and references only: label, value and text are made when they are shown (show.ts),
 * and every node has the same hidden class.
 */
export class Node {
  readonly kind: Kind;
  /** The struct that declares it and its place there; null for notes and unclaimed bytes. */
  readonly owner: Struct | null;
  readonly row: number;
  /** Place in an array or list, -1 outside one. */
  readonly item: number;
  /** The struct inside a group. */
  readonly inner: Struct | null;
  /** Which of the record's sources the offset counts in. */
  readonly source: number;
  readonly offset: number;
  size: number;
  /** The integer on the wire; of a bit field the container's; of a coded row where its message begins. */
  readonly number: number;
  /** Of a bit field the constant's name; of a protocol's group, and of what a row shows below it, the filter name. */
  readonly tag: string | null;
  /** Text of a note or a title; value of a generated row. */
  readonly extra: string | number | null;
  readonly trouble: Trouble | null;
  /** Null for the bits of a leaf, as long as nobody has asked for them. */
  private below: Node[] | null;

  constructor(
    kind: Kind,
    owner: Struct | null,
    row: number,
    item: number,
    inner: Struct | null,
    source: number,
    offset: number,
    size: number,
    number: number,
    tag: string | null,
    extra: string | number | null,
    trouble: Trouble | null,
    below: Node[] | null = childless,
  ) {
    this.kind = kind;
    this.owner = owner;
    this.row = row;
    this.item = item;
    this.inner = inner;
    this.source = source;
    this.offset = offset;
    this.size = size;
    this.number = number;
    this.tag = tag;
    this.extra = extra;
    this.trouble = trouble;
    this.below = below;
  }

  get children(): Node[] {
    return this.below ?? this.unfold();
  }

  set children(children: Node[]) {
    this.below = children;
  }

  /** Whether what is below are its bits, none of them made yet. */
  get isFolded(): boolean {
    return this.below === null;
  }

  private unfold(): Node[] {
    const names = Object.keys(this.field!.bits!).filter((name) => hasBit(this, name));
    this.below = names.map((name) => bit(this, name));
    return this.below;
  }

  /** The row's declaration; null for a title, a note or unclaimed bytes. */
  get field(): AnyField | null {
    return this.owner === null || this.row < 0 ? null : this.owner.fields[this.row]!;
  }

  add(child: Node): void {
    if (this.below === childless) this.below = [child];
    else this.children.push(child);
  }
}

/** A group that no row declares: the title of a whole structure, of a protocol, of a frame. */
export const group = (
  title: string,
  inner: Struct | null,
  source: number,
  offset: number,
  size: number,
  name: string | null = null,
): Node => new Node(Kind.group, null, -1, -1, inner, source, offset, size, 0, name, title, null);

export function leaf(owner: Struct, row: number, item: number, source: number, offset: number, size: number, number: number): Node {
  const { bits } = owner.fields[row]!;
  return new Node(Kind.leaf, owner, row, item, null, source, offset, size, number, null, null, null, bits === null ? childless : null);
}

export const generated = (owner: Struct, row: number, source: number, offset: number, size: number, value: string | number): Node =>
  new Node(Kind.generated, owner, row, -1, null, source, offset, size, 0, null, value, null);

/** What a leaf's row shows below it; undefined where the facts do not know it. */
export function shownBelow(of: Node, { abbrev, fact, isOver }: Shown, facts: unknown): Node | undefined {
  const value = fact(facts as never);
  if (value === undefined) return undefined;
  return new Node(Kind.generated, of.owner, of.row, -1, null, of.source, of.offset, isOver ? of.size : 0, 0, abbrev, value, null);
}

/** Byte of a bit string that a bit lies in: bit 0 is the highest of the first. */
export const byteOf = (mask: number): number => Math.clz32(mask) >> 3;

/** Whether a named bit lies in the row's bytes; those at the end of a bit string may be left out. */
export const hasBit = (of: Node, name: string): boolean => of.field!.op !== Op.bitString || byteOf(of.field!.bits![name]![0]) < of.size;

export function bit(of: Node, name: string): Node {
  const { op, bits } = of.field!;
  const isByte = op === Op.bitString;
  const offset = of.offset + (isByte ? byteOf(bits![name]![0]) : 0);
  return new Node(Kind.bit, of.owner, of.row, -1, null, of.source, offset, isByte ? 1 : of.size, of.number, name, null, null);
}

export const note = (trouble: Trouble, reason: string, source: number, offset: number, size: number): Node =>
  new Node(Kind.note, null, -1, -1, null, source, offset, size, 0, null, reason, trouble);

/** Bytes that no row claimed: alignment when all are zero and fewer than a word, else a gap in our knowledge. */
export const unclaimed = (padding: boolean, source: number, offset: number, size: number): Node =>
  new Node(Kind.unclaimed, null, -1, -1, null, source, offset, size, 0, null, padding ? 'padding' : 'gap', null);
