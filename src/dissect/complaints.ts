import { type Node, note } from './node.ts';
import { nameFor } from './show.ts';
import type { Sink, Trouble } from './walk.ts';

/** Listens for damage alone: no node is made of what is well. */
export class Complaints implements Sink {
  private readonly wanted: ReadonlySet<string>;
  private readonly source: number;
  private readonly found: (name: string, node: Node) => void;

  constructor(wanted: ReadonlySet<string>, source: number, found: (name: string, node: Node) => void) {
    this.wanted = wanted;
    this.source = source;
    this.found = found;
  }

  note(kind: Trouble, reason: string, from: number, length: number): void {
    const node = note(kind, reason, this.source, from, length);
    const name = nameFor(node);
    if (this.wanted.has(name)) this.found(name, node);
  }

  enter(): void {}

  leave(): void {}

  parts(): void {}

  leaf(): void {}

  fact(): void {}

  framing(): void {}

  pad(): void {}

  hold(): null {
    return null;
  }

  resume(): void {}

  release(): void {}
}
