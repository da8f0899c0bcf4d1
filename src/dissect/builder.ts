import { group, type Node, note } from './node.ts';
import type { Struct } from './struct.ts';
import { accountFor, build, type Span } from './tree.ts';
import type { Direction, Trouble } from './walk.ts';

/** What the structures of a record are put together to: nodes of a tree, or a text. What is added goes below the group that was opened last. */
export interface Builder {
  /** Of the outermost level, how many there are. */
  readonly count: number;
  /** Begins a group that no row declares, until `close`. */
  open(title: string, inner: Struct, source: number, offset: number, size: number, name?: string): void;
  close(): void;
  /** Adds the rows of a structure; what bytes they claim is added to `claims`. */
  walk(s: Struct, span: Span, facts: Direction, claims: number[]): void;
  /** Adds a note over no bytes. */
  remark(kind: Trouble, reason: string, source: number, offset: number): void;
  /** Adds rows for the bytes of start..end that `claims` (pairs, any order) leave open, below the outermost group of a number. */
  accountFor(root: number, data: DataView, start: number, end: number, claims: readonly number[]): void;
}

/** Puts together nodes. */
export class Nodes implements Builder {
  readonly roots: Node[] = [];
  private readonly around: Node[] = [];

  get count(): number {
    return this.roots.length;
  }

  open(title: string, inner: Struct, source: number, offset: number, size: number, name: string | null = null): void {
    const node = group(title, inner, source, offset, size, name);
    this.add(node);
    this.around.push(node);
  }

  close(): void {
    this.around.pop();
  }

  walk(s: Struct, span: Span, facts: Direction, claims: number[]): void {
    build(this.around[this.around.length - 1]!, s, span, facts, claims);
  }

  remark(kind: Trouble, reason: string, source: number, offset: number): void {
    this.add(note(kind, reason, source, offset, 0));
  }

  accountFor(root: number, data: DataView, start: number, end: number, claims: readonly number[]): void {
    accountFor(this.roots[root]!, data, start, end, claims);
  }

  private add(node: Node): void {
    const { around } = this;
    if (around.length === 0) this.roots.push(node);
    else around[around.length - 1]!.add(node);
  }
}
