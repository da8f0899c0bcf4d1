import { generated, group, leaf, Node, note, shownBelow, unclaimed } from './node.ts';
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
  /** The innermost open group, and those around it. */
  private at: Node;
  private readonly around: Node[] = [];
  private readonly source: number;
  private readonly facts: Direction;
  private readonly claims: number[];

  constructor(root: Node, source: number, facts: Direction, claims: number[]) {
    this.at = root;
    this.source = source;
    this.facts = facts;
    this.claims = claims;
  }

  private open(n: Node): void {
    this.around.push(this.at);
    this.at = n;
  }

  enter(owner: Struct, row: number, item: number, inner: Struct, from: number): void {
    const n = new Node(1, owner, row, item, inner, this.source, from, 0, 0, null, null, null);
    this.at.add(n);
    this.open(n);
  }

  leave(to: number): void {
    const n = this.at;
    this.at = this.around.pop()!;
    n.size = Math.max(0, to - n.offset);
    // A structure that has nothing in it says nothing.
    if (n.size === 0 && n.children.length === 0) this.at.children.pop();
  }

  parts(): void {
    const { children } = this.at;
    this.open(children[children.length - 1]!);
  }

  leaf(owner: Struct, row: number, item: number, from: number, length: number, value: number): void {
    const field = owner.fields[row]!;
    const n = leaf(owner, row, item, this.source, from, length, value);
    this.at.add(n);
    claim(this.claims, from, from + length);
    if (field.shown === null) return;
    for (const shown of field.shown) {
      const below = shownBelow(n, shown, this.facts);
      if (below !== undefined) n.add(below);
    }
  }

  fact(owner: Struct, row: number, from: number, length: number, value: string | number): void {
    this.at.add(generated(owner, row, this.source, from, length, value));
  }

  pad(from: number, length: number): void {
    this.at.add(unclaimed(true, this.source, from, length));
    claim(this.claims, from, from + length);
  }

  hold(): Node {
    return this.at;
  }

  resume(held: unknown): void {
    this.open(held as Node);
  }

  release(): void {
    this.at = this.around.pop()!;
  }

  note(kind: Trouble, reason: string, from: number, length: number): void {
    this.at.add(note(kind, reason, this.source, from, length));
    claim(this.claims, from, from + length);
  }

  framing(from: number, to: number): void {
    claim(this.claims, from, to);
  }
}

/** Adds a claim on bytes to a list of them: pairs of start and end. Most follow the one before and make it longer. */
export function claim(claims: number[], from: number, to: number): void {
  const last = claims.length - 1;
  if (last > 0 && claims[last] === from) claims[last] = to;
  else claims.push(from, to);
}

/** Dissects one structure into a group node; what bytes its rows claim is added to `claims`. */
export function tree(
  s: Struct,
  span: Span,
  facts: Direction,
  title: string = s.title,
  claims: number[] = [],
): { node: Node; end: number; claims: number[] } {
  const node = group(title, s, span.source, span.start, 0);
  const end = build(node, s, span, facts, claims);
  node.size = Math.max(0, Math.min(span.end, span.captured) - span.start);
  return { node, end, claims };
}

/** Dissects one structure into the children of `node`. Returns where it ended. */
export const build = (
  node: Node,
  s: Struct,
  { data, source, message, start, end, captured }: Span,
  facts: Direction,
  claims: number[],
): number => new Walk(data, message, captured, facts, new Tree(node, source, facts, claims)).struct(s, start, end);

/** Adds rows for the bytes of start..end that `claims` (pairs, any order) leave open, each under the deepest group that holds it. */
export function accountFor(root: Node, data: DataView, start: number, end: number, claims: readonly number[]): void {
  const open = leftOpen(claims, start, end);
  for (let i = 0; i < open.length; i += 2) place(root, data, open[i]!, open[i + 1]!);
}

/** The bytes of start..end that claims (pairs of start and end, any order) leave open: such pairs in order. */
export function leftOpen(claims: readonly number[], start: number, end: number): readonly number[] {
  if (claims.length === 2 && claims[0]! <= start && claims[1]! >= end) return NOTHING;
  const ordered = isOrdered(claims) ? claims : inOrder(claims);
  const open: number[] = [];
  let reached = start;
  for (let i = 0; i < ordered.length && reached < end; i += 2) {
    if (ordered[i]! > reached) open.push(reached, Math.min(ordered[i]!, end));
    reached = Math.max(reached, ordered[i + 1]!);
  }
  if (reached < end) open.push(reached, end);
  return open;
}

const NOTHING: readonly number[] = [];

function isOrdered(claims: readonly number[]): boolean {
  for (let i = 2; i < claims.length; i += 2) if (claims[i]! < claims[i - 2]!) return false;
  return true;
}

const inOrder = (claims: readonly number[]): number[] =>
  Array.from({ length: claims.length / 2 }, (_, i) => i * 2)
    .sort((a, b) => claims[a]! - claims[b]!)
    .flatMap((i) => [claims[i]!, claims[i + 1]!]);

function place(root: Node, data: DataView, from: number, to: number): void {
  let parent = root;
  for (;;) {
    const inner = parent.children.find((c) => c.kind === 1 && c.offset <= from && c.offset + c.size >= to && c.children.length > 0);
    if (inner === undefined) break;
    parent = inner;
  }
  const row = unclaimed(isPadding(data, from, to), parent.source, from, to - from);
  const next = parent.children.findIndex((c) => c.offset > from);
  if (parent.children.length === 0 || next < 0) parent.add(row);
  else parent.children.splice(next, 0, row);
}

/** Whether unclaimed bytes look like what only aligns others. */
export function isPadding(data: DataView, from: number, to: number): boolean {
  if (to - from >= 8) return false;
  for (let i = from; i < to; i++) if (data.getUint8(i) !== 0) return false;
  return true;
}
