import { factOf, generated, group, leaf, Node, note, shownBelow, unclaimed } from './node.ts';
import { Op } from './row.ts';
import type { Struct } from './struct.ts';
import { type Direction, type Sink, type Trouble, Walk } from './walk.ts';

/** The bytes that a tree lies over. `captured` may end before the message does. */
export interface Span {
  readonly data: DataView;
  /** Index of the source in the record. */
  readonly source: number;
  /** Where offsets inside the message count from. */
  readonly message: number;
  readonly start: number;
  readonly end: number;
  readonly captured: number;
}

/** Builds nodes from a walk, and remembers which bytes they claimed. */
class Tree implements Sink {
  private readonly open: Node[];
  private readonly source: number;
  private readonly facts: Direction;
  /** Pairs of start and end, in the order of the walk. */
  readonly claims: number[] = [];

  constructor(root: Node, source: number, facts: Direction) {
    this.open = [root];
    this.source = source;
    this.facts = facts;
  }

  enter(owner: Struct, row: number, item: number, inner: Struct, from: number): void {
    const n = new Node(1, owner, row, item, inner, this.source, from, 0, 0, null, null, null);
    this.open[this.open.length - 1]!.add(n);
    this.open.push(n);
  }

  leave(to: number): void {
    const n = this.open.pop()!;
    n.size = Math.max(0, to - n.offset);
    // A structure that has nothing in it says nothing.
    if (n.size === 0 && n.children.length === 0) this.open[this.open.length - 1]!.children.pop();
  }

  parts(): void {
    const { children } = this.open[this.open.length - 1]!;
    this.open.push(children[children.length - 1]!);
  }

  leaf(owner: Struct, row: number, item: number, from: number, length: number, value: number): void {
    const field = owner.fields[row]!;
    const parent = this.open[this.open.length - 1]!;
    if (field.op === Op.fact) {
      parent.add(generated(owner, row, this.source, from, length, factOf(field.fact!, this.facts)!));
      return;
    }
    const n = leaf(owner, row, item, this.source, from, length, value);
    parent.add(n);
    this.claims.push(from, from + length);
    if (field.shown === null) return;
    for (const shown of field.shown) {
      const below = shownBelow(n, shown, this.facts);
      if (below !== undefined) n.add(below);
    }
  }

  pad(from: number, length: number): void {
    this.open[this.open.length - 1]!.add(unclaimed(true, this.source, from, length));
    this.claims.push(from, from + length);
  }

  hold(): Node {
    return this.open[this.open.length - 1]!;
  }

  resume(held: unknown): void {
    this.open.push(held as Node);
  }

  release(): void {
    this.open.pop();
  }

  note(kind: Trouble, reason: string, from: number, length: number): void {
    this.open[this.open.length - 1]!.add(note(kind, reason, this.source, from, length));
    this.claims.push(from, from + length);
  }

  framing(from: number, to: number): void {
    this.claims.push(from, to);
  }
}

/**
 * Dissects one structure into a group node. With `whole`, bytes of the span that no row claimed become padding and gap rows,
 * so that every captured byte is accounted for.
 */
export function tree(s: Struct, span: Span, facts: Direction, title: string = s.title): { node: Node; end: number; claims: number[] } {
  const node = group(title, s, span.source, span.start, 0);
  const sink = new Tree(node, span.source, facts);
  const end = new Walk(span.data, span.message, span.captured, facts, sink).struct(s, span.start, span.end);
  node.size = Math.max(0, Math.min(span.end, span.captured) - span.start);
  return { node, end, claims: sink.claims };
}

/** Adds rows for the bytes of start..end that `claims` (pairs, any order) leave open, each under the deepest group that holds it. */
export function accountFor(root: Node, data: DataView, start: number, end: number, claims: readonly number[]): void {
  const order = Array.from({ length: claims.length / 2 }, (_, i) => i * 2).sort((a, b) => claims[a]! - claims[b]!);
  let reached = start;
  for (const i of order) {
    if (claims[i]! > reached) place(root, data, reached, Math.min(claims[i]!, end));
    reached = Math.max(reached, claims[i + 1]!);
    if (reached >= end) return;
  }
  if (reached < end) place(root, data, reached, end);
}

function place(root: Node, data: DataView, from: number, to: number): void {
  if (to <= from) return;
  let parent = root;
  for (;;) {
    const inner = parent.children.find((c) => c.kind === 1 && c.offset <= from && c.offset + c.size >= to && c.children.length > 0);
    if (inner === undefined) break;
    parent = inner;
  }
  let zeros = to - from < 8;
  for (let i = from; zeros && i < to; i++) zeros = data.getUint8(i) === 0;
  const row = unclaimed(zeros, parent.source, from, to - from);
  const next = parent.children.findIndex((c) => c.offset > from);
  if (parent.children.length === 0 || next < 0) parent.add(row);
  else parent.children.splice(next, 0, row);
}
