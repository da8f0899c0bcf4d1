import { Writer } from '../bytes/writer.ts';
import type { Builder } from '../dissect/builder.ts';
import type { Fact } from '../dissect/field.ts';
import { generated, leaf, type Node, note, shownBelow, unclaimed } from '../dissect/node.ts';
import type { Struct } from '../dissect/struct.ts';
import { claim, isPadding, leftOpen, type Span } from '../dissect/tree.ts';
import { type Direction, type Sink, type Trouble, Walk } from '../dissect/walk.ts';
import type { Draft } from './json-draft.ts';
import { NOWHERE, Open, Place, Titles } from './json-open.ts';
import { Outline } from './json-outline.ts';
import { writeNode } from './json-plain.ts';
import { CHILDREN, type GeneratedText, type GroupText, type RowText, rowText } from './json-rows.ts';
import { Stencils } from './json-stencils.ts';
import { generatedValue, leafValue } from './json-values.ts';

const COMMA = 44;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const CLOSE = 125;

/** How a text turned out: the tree; one that has to be written again without stencils; or none, as rows come in another order than their text. */
export const Outcome = { whole: 0, again: 1, disordered: 2 } as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

/**
 * Writes the tree of a record as JSON while its structures are walked, or by stencils: between `begin` and `end`, to a writer that holds its text. What is left
 * over is put where it belongs afterwards, and so is the size of a group.
 */
export class JsonTree implements Builder, Sink {
  private to = new Writer();
  private readonly stencils = new Stencils();
  private readonly outline = new Outline();
  private readonly titles = new Titles();
  private readonly at = new Place();
  private data: DataView = new DataView(new ArrayBuffer(0));
  private facts: Direction = { isResponse: false };
  private claims: number[] = [];
  private readonly stack = [new Open()];
  private depth = 0;
  /** Where the list of what is below the latest leaf stands, while more may come; NOWHERE for none. */
  private belowAt = NOWHERE;
  private readonly roots: number[] = [];
  private listAt = 0;
  private usesStencils = false;
  /** What the structure in hand is to become a stencil of. */
  private draft: Draft | null = null;
  private outcome: Outcome = Outcome.whole;

  begin(to: Writer, usesStencils = true): void {
    this.to = to;
    this.outline.clear();
    this.depth = 0;
    this.roots.length = 0;
    this.listAt = to.place;
    this.belowAt = NOWHERE;
    this.usesStencils = usesStencils;
    this.outcome = Outcome.whole;
  }

  /** What was written is the tree, but for the bracket at its end; if not, it is to be taken back. */
  end(): Outcome {
    if (this.roots.length === 0) return Outcome.disordered;
    this.to.put(this.listAt, OPEN_LIST);
    return this.outcome;
  }

  get count(): number {
    return this.roots.length;
  }

  open(title: string, inner: Struct, source: number, offset: number, size: number, name = ''): void {
    if (this.depth === 0) this.roots.push(this.outline.count);
    const { to, at } = this;
    at.source = source;
    const group = this.titles.of(name, inner);
    group.expect(NOWHERE, size);
    const begin = to.place;
    if (title === inner.title) group.write(source, offset, NOWHERE, to);
    else group.writeTitled(title, source, offset, to);
    this.push(group, begin, NOWHERE, NOWHERE, offset, size);
  }

  close(): void {
    this.pop(this.stack[this.depth - 1]!.size);
  }

  walk(s: Struct, span: Span, facts: Direction, claims: number[]): void {
    const { to } = this;
    const { data, source, message, start, end, captured } = span;
    this.data = data;
    this.at.source = source;
    this.facts = facts;
    this.claims = claims;
    const { place } = to;
    const stencil = this.usesStencils ? this.stencils.write(s, span, facts, claims, to) : null;
    if (stencil !== null) {
      this.outline.stamp(stencil, place, this.depth);
      return;
    }
    const draft = this.usesStencils ? this.stencils.draft(s, span, facts, place) : null;
    const first = this.outline.count;
    this.draft = draft;
    new Walk(data, message, captured, draft?.facts ?? facts, this, facts).struct(s, start, end);
    if (this.belowAt >= 0) this.shut();
    this.draft = null;
    if (draft !== null) this.stencils.keep(s, draft, to, this.outline.rows(first), this.depth);
  }

  note(kind: Trouble, reason: string, from: number, length: number): void {
    this.draft?.spoil();
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
    const { outline, roots } = this;
    const top = roots[root]!;
    const more = outline.expand(top, roots[root + 1] ?? outline.count);
    for (let later = root + 1; later < roots.length; later++) roots[later]! += more;
    if (more < 0) this.outcome = Outcome.again;
    else if (!outline.hasChildren(top)) this.outcome = Outcome.disordered;
    if (this.outcome !== Outcome.whole) return;
    // From the last to the first, so that the places of those before remain what they are.
    for (const { place, source, from, end } of outline.placesOf(top, open).reverse())
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
    this.draft?.enter(owner.fields[row]!, inner);
    const { to } = this;
    const group = rowText(owner, row).group(owner, row, inner);
    const begin = to.place;
    const sizeAt = group.write(this.at.source, from, item, to);
    this.push(group, begin, sizeAt, item, from, group.sizeOf(item)).mayVanish = true;
  }

  /** Opens what children are written to next. */
  private push(group: GroupText | null, begin: number, sizeAt: number, item: number, offset: number, size: number): Open {
    const { stack, depth } = this;
    if (depth === stack.length) stack.push(new Open());
    const open = stack[depth]!;
    open.group = group;
    open.mayVanish = false;
    open.node = group === null ? NOWHERE : this.outline.add(begin, depth, this.at.source, offset);
    open.item = item;
    open.offset = offset;
    open.size = size;
    open.begin = begin;
    open.sizeAt = sizeAt;
    open.childrenAt = this.to.place;
    this.depth = depth + 1;
    return open;
  }

  leave(end: number): void {
    this.draft?.leave();
    this.pop(Math.max(0, end - this.stack[this.depth - 1]!.offset));
  }

  private pop(size: number): void {
    if (this.belowAt >= 0) this.shut();
    const { to, outline } = this;
    const { group, node, item, sizeAt, begin, childrenAt, mayVanish, size: written } = this.stack[--this.depth]!;
    if (mayVanish && size === 0 && to.place === childrenAt) {
      to.back(begin);
      outline.count = node;
      return;
    }
    if (node >= 0) outline.close(node, size, to.place);
    this.closeList(childrenAt);
    if (size === written) return;
    if (group === null) this.outcome = Outcome.disordered;
    else {
      const change = to.recount(sizeAt, written, size);
      outline.move(node, change);
      this.draft?.move(sizeAt, change);
      group.expect(item, size);
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
    const { at, to, data, draft } = this;
    this.add(at.source, from);
    claim(this.claims, from, from + length);
    at.item = item;
    at.offset = from;
    at.size = length;
    at.number = value;
    const phrases = rowText(owner, row);
    const begin = to.place;
    phrases.lead(at, to);
    const valueAt = to.place;
    const isPlain = leafValue(at, phrases, data, to);
    if (draft !== null) draft.leaf(owner, row, at, isPlain ? phrases : null, valueAt, to.place);
    if (isPlain) {
      if (phrases.field.shown === null && !phrases.hasParts) {
        to.byte(CLOSE);
        return;
      }
      this.belowAt = to.phrase(CHILDREN).place;
    } else {
      to.back(begin);
      const n = leaf(owner, row, item, at.source, from, length, value);
      this.node(n, data);
      this.belowAt = to.phrase(CHILDREN).place;
      for (const bit of n.children) this.odd(bit);
    }
    if (phrases.field.shown !== null) this.below(owner, row, phrases);
  }

  /** What is known behind a leaf. */
  private below(owner: Struct, row: number, { field, below }: RowText): void {
    const { at, facts, draft } = this;
    const { size } = at;
    for (let i = 0; i < below.length; i++) {
      const shown = field.shown![i]!;
      const value = shown.fact(facts as never);
      if (value === undefined) draft?.untold(shown.fact);
      else {
        at.size = shown.isOver ? size : 0;
        if (!this.generated(below[i]!, shown.fact, value))
          this.odd(shownBelow(leaf(owner, row, NOWHERE, at.source, at.offset, size, 0), shown, facts)!);
      }
    }
    at.size = size;
  }

  fact(owner: Struct, row: number, from: number, length: number, value: string | number): void {
    const { at } = this;
    this.add(at.source, from);
    at.offset = from;
    at.size = length;
    if (!this.generated(rowText(owner, row).generated, owner.fields[row]!.fact!, value))
      this.odd(generated(owner, row, at.source, from, length, value));
  }

  decide(from: number, length: number): void {
    this.draft?.decide(from, length);
  }

  untold(fact: Fact): void {
    this.draft?.untold(fact);
  }

  /** Writes what is worked out, if that is a plain value. */
  private generated(phrases: GeneratedText, fact: Fact, value: string | number): boolean {
    const { at, to, draft } = this;
    const begin = to.place;
    phrases.lead(at, to);
    const valueAt = to.place;
    const isPlain = generatedValue(value, to);
    if (draft !== null) {
      if (isPlain) draft.told(fact, valueAt, to.place);
      else draft.spoil();
    }
    if (!isPlain) to.back(begin);
    return isPlain;
  }

  /** A node that has nothing below it, by what the show functions say of it. */
  private odd(n: Node): void {
    this.node(n, this.data);
    this.to.byte(CLOSE);
  }

  private node(n: Node, data: DataView): void {
    writeNode(n, data, false, this.to.byte(COMMA));
  }

  pad(from: number, length: number): void {
    this.draft?.spoil();
    const { source } = this.at;
    this.add(source, from);
    this.odd(unclaimed(true, source, from, length));
    claim(this.claims, from, from + length);
  }

  framing(from: number, to: number): void {
    this.draft?.spoil();
    claim(this.claims, from, to);
  }

  /** The parts of a leaf go below it. */
  parts(): void {
    this.draft?.spoil();
    const { offset, size } = this.at;
    const { belowAt } = this;
    this.belowAt = NOWHERE;
    const open = this.push(null, NOWHERE, NOWHERE, NOWHERE, offset, size);
    if (belowAt < 0) this.outcome = Outcome.disordered;
    else open.childrenAt = belowAt;
  }

  hold(): null {
    this.draft?.spoil();
    this.outcome = Outcome.disordered;
    return null;
  }

  resume(): void {
    this.push(null, NOWHERE, NOWHERE, NOWHERE, 0, 0);
  }

  release(): void {
    this.pop(0);
  }
}
