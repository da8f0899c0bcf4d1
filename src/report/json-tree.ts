import { Writer } from '../bytes/writer.ts';
import type { Builder } from '../dissect/builder.ts';
import { generated as generatedNode, leaf as leafNode, type Node, note, shownBelow, unclaimed } from '../dissect/node.ts';
import type { Struct } from '../dissect/struct.ts';
import { claim, isPadding, leftOpen, type Span } from '../dissect/tree.ts';
import { type Direction, type Sink, type Trouble, Walk } from '../dissect/walk.ts';
import { generated, leaf } from './json-node.ts';
import { Outline } from './json-outline.ts';
import { writeNode } from './json-plain.ts';
import { CHILDREN, GroupText, type RowText, rowText, type Spot } from './json-rows.ts';

const NOWHERE = -1;
const COMMA = 44;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const CLOSE = 125;

/** A group that is open, or a leaf with the parts of it. */
class Open {
  text: GroupText | null = null;
  offset = 0;
  /** As it stands in the text. */
  size = 0;
  node = 0;
  /** Where its text begins, where its size stands, and where the list of its children does. */
  begin = 0;
  sizeAt = 0;
  childrenAt = 0;
}

class Place implements Spot {
  source = 0;
  item = -1;
  offset = 0;
  size = 0;
  number = 0;
}

/** Of structs that are the group of a protocol, by its name, or of a message. */
const titled = new Map<string, Map<Struct, GroupText>>();

function titleText(name: string, inner: Struct): GroupText {
  let own = titled.get(name);
  if (own === undefined) titled.set(name, (own = new Map()));
  let text = own.get(inner);
  if (text === undefined) own.set(inner, (text = new GroupText(name, inner.title, false)));
  return text;
}

/**
 * Writes the tree of a record as JSON while its structures are walked: between `begin` and `end`, to a writer that holds its text. What is left over is put
 * where it belongs afterwards, and the size of a group where it stands.
 */
export class JsonTree implements Builder, Sink {
  private to = new Writer();
  private readonly outline = new Outline();
  private readonly at = new Place();
  private data: DataView = new DataView(new ArrayBuffer(0));
  private facts: Direction = { isResponse: false };
  private claims: number[] = [];
  private readonly stack = [new Open()];
  private depth = 0;
  private roots: number[] = [];
  private listAt = 0;
  /** The latest leaf is not closed yet: where the list of what is below it stands; NOWHERE for none. */
  private belowAt = NOWHERE;
  /** Rows come in another order than their text. */
  private isDisordered = false;

  begin(to: Writer): void {
    this.to = to;
    this.outline.count = 0;
    this.depth = 0;
    this.roots = [];
    this.listAt = to.place;
    this.belowAt = NOWHERE;
    this.isDisordered = false;
  }

  /** Whether what was written is the tree, but for the bracket at its end. */
  end(): boolean {
    if (this.belowAt >= 0) this.shut();
    this.to.put(this.listAt, OPEN_LIST);
    return !this.isDisordered && this.roots.length > 0;
  }

  get count(): number {
    return this.roots.length;
  }

  open(title: string, inner: Struct, source: number, offset: number, size: number, name = ''): void {
    const text = titleText(name, inner);
    text.size = size;
    const { to } = this;
    const begin = to.place;
    if (title === inner.title) text.write(source, offset, -1, to);
    else text.writeTitled(title, source, offset, to);
    if (this.depth === 0) this.roots.push(this.outline.count);
    this.push(text, begin, NOWHERE, source, offset, size);
  }

  close(): void {
    this.pop(this.stack[this.depth - 1]!.size);
  }

  walk(s: Struct, { data, source, message, start, end, captured }: Span, facts: Direction, claims: number[]): void {
    this.data = data;
    this.at.source = source;
    this.facts = facts;
    this.claims = claims;
    new Walk(data, message, captured, facts, this).struct(s, start, end);
  }

  note(kind: Trouble, reason: string, from: number, length: number): void {
    this.noteIn(kind, reason, this.at.source, from, length);
    claim(this.claims, from, from + length);
  }

  remark(kind: Trouble, reason: string, source: number, offset: number): void {
    if (this.depth === 0) this.roots.push(this.outline.count);
    this.noteIn(kind, reason, source, offset, 0);
  }

  private noteIn(kind: Trouble, reason: string, source: number, offset: number, size: number): void {
    this.add(source, offset);
    this.odd(note(kind, reason, source, offset, size));
  }

  accountFor(root: number, data: DataView, start: number, end: number, claims: readonly number[]): void {
    const open = leftOpen(claims, start, end);
    if (open.length === 0) return;
    const { outline } = this;
    const top = this.roots[root]!;
    if (!outline.hasChildren(top)) {
      this.isDisordered = true;
      return;
    }
    const found: { readonly place: number; readonly source: number; readonly from: number; readonly end: number }[] = [];
    for (let i = 0; i < open.length; i += 2) {
      const holder = outline.holderOf(top, open[i]!, open[i + 1]!);
      found.push({ place: outline.placeIn(holder, open[i]!), source: outline.sourceOf(holder), from: open[i]!, end: open[i + 1]! });
    }
    // From the last to the first, so that the places of those before remain what they are.
    found.sort((a, b) => a.place - b.place);
    for (const { place, source, from, end } of found.reverse())
      this.insert(place, unclaimed(isPadding(data, from, end), source, from, end - from), data);
  }

  private insert(place: number, n: Node, data: DataView): void {
    const { to } = this;
    const begin = to.place;
    this.node(n, data);
    const length = to.byte(CLOSE).place - begin;
    to.move(begin, place);
    if (to.byteAt(place + length) !== OPEN_LIST) return;
    to.put(place, OPEN_LIST);
    to.put(place + length, COMMA);
  }

  enter(owner: Struct, row: number, item: number, inner: Struct, from: number): void {
    if (this.belowAt >= 0) this.shut();
    const text = rowText(owner, row).group(owner, row, inner);
    const { to, at } = this;
    const begin = to.place;
    this.push(text, begin, text.write(at.source, from, item, to), at.source, from, text.size);
  }

  /** Opens what children are written to next. */
  private push(text: GroupText | null, begin: number, sizeAt: number, source: number, offset: number, size: number): void {
    const { stack, depth } = this;
    if (depth === stack.length) stack.push(new Open());
    const open = stack[depth]!;
    open.text = text;
    open.offset = offset;
    open.size = size;
    open.begin = begin;
    open.sizeAt = sizeAt;
    open.childrenAt = this.to.place;
    open.node = text === null ? NOWHERE : this.outline.add(begin, depth, source, offset);
    this.depth = depth + 1;
  }

  leave(end: number): void {
    if (this.belowAt >= 0) this.shut();
    this.pop(Math.max(0, end - this.stack[this.depth - 1]!.offset));
  }

  private pop(size: number): void {
    if (this.belowAt >= 0) this.shut();
    const { to, outline } = this;
    const open = this.stack[--this.depth]!;
    const { text, sizeAt, node } = open;
    // A structure that has nothing in it says nothing.
    if (sizeAt >= 0 && size === 0 && to.place === open.childrenAt) {
      to.back(open.begin);
      outline.count = node;
      return;
    }
    if (node >= 0) outline.close(node, size, to.place);
    this.closeList(open.childrenAt);
    if (size === open.size) return;
    if (text === null) this.isDisordered = true;
    else {
      to.recount(sizeAt, open.size, size);
      text.size = size;
    }
  }

  /** Ends a node whose list of children begins at a place, with or without any. */
  private closeList(at: number): void {
    const { to } = this;
    if (to.place === at) to.back(at - CHILDREN.length);
    else {
      to.put(at, OPEN_LIST);
      to.byte(CLOSE_LIST);
    }
    to.byte(CLOSE);
  }

  private shut(): void {
    const at = this.belowAt;
    this.belowAt = NOWHERE;
    this.closeList(at);
  }

  private add(source: number, offset: number): void {
    if (this.belowAt >= 0) this.shut();
    this.outline.add(this.to.place, this.depth, source, offset);
  }

  leaf(owner: Struct, row: number, item: number, from: number, length: number, value: number): void {
    const { at, to, data } = this;
    this.add(at.source, from);
    claim(this.claims, from, from + length);
    at.item = item;
    at.offset = from;
    at.size = length;
    at.number = value;
    const text = rowText(owner, row);
    if (leaf(at, text, data, to)) {
      if (!text.isOpen) return;
      this.belowAt = to.phrase(CHILDREN).place;
    } else {
      const n = leafNode(owner, row, item, at.source, from, length, value);
      this.node(n, data);
      this.belowAt = to.phrase(CHILDREN).place;
      for (const bit of n.children) {
        this.node(bit, data);
        to.byte(CLOSE);
      }
    }
    if (text.field.shown !== null) this.shown(owner, row, text);
  }

  /** What is known behind a leaf. */
  private shown(owner: Struct, row: number, { field, below }: RowText): void {
    const { at } = this;
    const { size } = at;
    for (let i = 0; i < below.length; i++) {
      const shown = field.shown![i]!;
      const value = shown.fact(this.facts as never);
      if (value === undefined) continue;
      at.size = shown.isOver ? size : 0;
      if (!generated(at, below[i]!, value, this.to))
        this.odd(shownBelow(leafNode(owner, row, -1, at.source, at.offset, size, 0), shown, this.facts)!);
    }
    at.size = size;
  }

  fact(owner: Struct, row: number, from: number, length: number, value: string | number): void {
    const { at } = this;
    this.add(at.source, from);
    at.offset = from;
    at.size = length;
    if (!generated(at, rowText(owner, row).generated, value, this.to)) this.odd(generatedNode(owner, row, at.source, from, length, value));
  }

  pad(from: number, length: number): void {
    const { source } = this.at;
    this.add(source, from);
    this.odd(unclaimed(true, source, from, length));
    claim(this.claims, from, from + length);
  }

  framing(from: number, to: number): void {
    claim(this.claims, from, to);
  }

  /** The parts of a leaf go below it. */
  parts(): void {
    const { offset, size, source } = this.at;
    const { belowAt } = this;
    this.belowAt = NOWHERE;
    this.push(null, NOWHERE, NOWHERE, source, offset, size);
    if (belowAt < 0) this.isDisordered = true;
    else this.stack[this.depth - 1]!.childrenAt = belowAt;
  }

  hold(): null {
    this.isDisordered = true;
    return null;
  }

  resume(): void {
    this.push(null, NOWHERE, NOWHERE, 0, 0, 0);
  }

  release(): void {
    this.pop(0);
  }

  /** A node that has nothing below it, by what the show functions say of it. */
  private odd(n: Node): void {
    this.node(n, this.data);
    this.to.byte(CLOSE);
  }

  private node(n: Node, data: DataView): void {
    writeNode(n, data, false, this.to.byte(COMMA));
  }
}
