import { Complaints } from './complaints.ts';
import type { Shown } from './field.ts';
import { bit, generated, hasBit, Kind, leaf, Node, note, shownBelow } from './node.ts';
import { nameFor } from './show.ts';
import type { Struct } from './struct.ts';
import { type Direction, type Sink, type Trouble, Walk } from './walk.ts';

/** Fields that were found, or where those of a referent go when they are. */
type Found = { readonly name: string; readonly node: Node } | Found[];

/** Listens for the fields it was asked for and makes nodes of those alone. */
class Listen implements Sink {
  private readonly wanted: ReadonlySet<string>;
  private readonly source: number;
  private readonly facts: Direction;
  private readonly found: (name: string, node: Node) => void;
  /** Once a referent is awaited, what comes is kept until the end, in the order of the tree. */
  private lists: Found[][] | null = null;
  private readonly open: (Node | null)[] = [];

  constructor(wanted: ReadonlySet<string>, source: number, facts: Direction, found: (name: string, node: Node) => void) {
    this.wanted = wanted;
    this.source = source;
    this.facts = facts;
    this.found = found;
  }

  enter(owner: Struct, row: number, item: number, inner: Struct, from: number): void {
    this.open.push(new Node(Kind.group, owner, row, item, inner, this.source, from, 0, 0, null, null, null));
  }

  /** A group is reported once it is known to hold something, after what it holds. */
  leave(to: number): void {
    const node = this.open.pop()!;
    if (node === null) return;
    node.size = Math.max(0, to - node.offset);
    const name = nameFor(node);
    if (node.size > 0 && this.wanted.has(name)) this.report(name, node);
  }

  /** The leaf above them has been reported. */
  parts(): void {
    this.open.push(null);
  }

  pad(): void {}

  hold(): Found[] {
    const place: Found[] = [];
    this.lists ??= [[]];
    this.lists[this.lists.length - 1]!.push(place);
    return place;
  }

  resume(held: unknown): void {
    this.open.push(null);
    this.lists!.push(held as Found[]);
  }

  release(): void {
    this.open.pop();
    this.lists!.pop();
  }

  /** The walk is over. */
  end(): void {
    if (this.lists !== null) this.tell(this.lists[0]!);
  }

  private tell(list: readonly Found[]): void {
    for (const f of list) {
      if (Array.isArray(f)) this.tell(f);
      else this.found(f.name, f.node);
    }
  }

  private report(name: string, node: Node): void {
    if (this.lists === null) this.found(name, node);
    else this.lists[this.lists.length - 1]!.push({ name, node });
  }

  note(kind: Trouble, reason: string, from: number, length: number): void {
    const node = note(kind, reason, this.source, from, length);
    if (this.wanted.has(nameFor(node))) this.report(nameFor(node), node);
  }

  framing(): void {}

  leaf(owner: Struct, row: number, item: number, from: number, length: number, value: number): void {
    const field = owner.fields[row]!;
    const isWanted = this.wanted.has(field.abbrev);
    const shown = field.shown !== null && this.isAnyWanted(field.shown) ? field.shown : null;
    if (!isWanted && field.bits === null && shown === null) return;
    const node = leaf(owner, row, item, this.source, from, length, value);
    if (isWanted) this.report(field.abbrev, node);
    for (const name in field.bits)
      if (this.wanted.has(field.bits[name]![1]) && hasBit(node, name)) this.report(field.bits[name]![1], bit(node, name));
    if (shown === null) return;
    for (const s of shown) {
      const below = this.wanted.has(s.abbrev) ? shownBelow(node, s, this.facts) : undefined;
      if (below !== undefined) this.report(s.abbrev, below);
    }
  }

  fact(owner: Struct, row: number, from: number, length: number, value: string | number): void {
    const { abbrev } = owner.fields[row]!;
    if (this.wanted.has(abbrev)) this.report(abbrev, generated(owner, row, this.source, from, length, value));
  }

  private isAnyWanted(shown: readonly Shown[]): boolean {
    for (const { abbrev } of shown) if (this.wanted.has(abbrev)) return true;
    return false;
  }
}

const DAMAGE = '_ws.';

const asked = new WeakMap<ReadonlySet<string>, boolean>();

/** A set of names is asked for again and again. */
function asksForDamage(wanted: ReadonlySet<string>): boolean {
  let isDamage = asked.get(wanted);
  if (isDamage === undefined) asked.set(wanted, (isDamage = [...wanted].every((name) => name.startsWith(DAMAGE))));
  return isDamage;
}

/** Walks a structure for the named fields only, reporting each with its node, in wire order. Returns where the structure ended. */
export function scan(
  s: Struct,
  data: DataView,
  message: number,
  start: number,
  end: number,
  captured: number,
  facts: Direction,
  source: number,
  wanted: ReadonlySet<string>,
  found: (name: string, node: Node) => void,
): number {
  if (asksForDamage(wanted)) return new Walk(data, message, captured, facts, new Complaints(wanted, source, found)).struct(s, start, end);
  const listen = new Listen(wanted, source, facts, found);
  const last = new Walk(data, message, captured, facts, listen).struct(s, start, end);
  listen.end();
  return last;
}
