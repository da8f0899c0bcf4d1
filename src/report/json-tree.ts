import type { Writer } from '../bytes/writer.ts';
import type { Builder } from '../dissect/builder.ts';
import { generated, leaf, type Node, note, shownBelow, unclaimed } from '../dissect/node.ts';
import type { Struct } from '../dissect/struct.ts';
import { claim, isPadding, leftOpen, type Span } from '../dissect/tree.ts';
import { type Direction, type Sink, type Trouble, Walk } from '../dissect/walk.ts';
import { type Echo, Words } from './json-echo.ts';
import { NO_ECHOES, Open, Place, Titles } from './json-open.ts';
import { Outline } from './json-outline.ts';
import { CLOSE, NOWHERE, OPEN_LIST, Patchwork } from './json-patchwork.ts';
import { CHILDREN, type GeneratedText, type GroupText, type RowText, rowText } from './json-rows.ts';
import { generatedValue, leafValue } from './json-values.ts';

/**
 * Writes the tree of a record as JSON while its structures are walked: between `begin` and `end`, to a writer that holds its text. What says the same as in a
 * record before is copied from there. What is left over is put where it belongs afterwards, and so is the size of a group.
 */
export class JsonTree implements Builder, Sink {
  private readonly text = new Patchwork();
  private readonly outline = new Outline();
  private readonly words = new Words();
  private readonly titles = new Titles();
  private readonly at = new Place();
  private data: DataView = new DataView(new ArrayBuffer(0));
  private facts: Direction = { isResponse: false };
  private claims: number[] = [];
  private echoes = NO_ECHOES;
  private readonly stack = [new Open()];
  private depth = 0;
  /** What is known behind the row in hand. */
  private readonly known: (string | number | undefined)[] = [];
  /** The latest leaf, while more may come below it. */
  private readonly latest = new Open();
  private isOpen = false;
  private readonly roots: number[] = [];
  private listAt = 0;
  /** Rows come in another order than their text. */
  private isDisordered = false;

  begin(to: Writer): void {
    this.text.begin(to);
    this.outline.count = 0;
    this.depth = 0;
    this.roots.length = 0;
    this.listAt = to.place;
    this.isOpen = false;
    this.isDisordered = false;
  }

  /** Whether what was written is the tree, but for the bracket at its end; if not, it is to be taken back. */
  end(): boolean {
    const to = this.text.settled();
    to.put(this.listAt, OPEN_LIST);
    const isWhole = !this.isDisordered && this.roots.length > 0;
    if (!isWhole) to.forget();
    return isWhole;
  }

  get count(): number {
    return this.roots.length;
  }

  open(title: string, inner: Struct, source: number, offset: number, size: number, name = ''): void {
    if (this.depth === 0) {
      this.roots.push(this.outline.count);
      this.text.beginNode();
    }
    this.at.source = source;
    const { group, echo } = this.titles.of(name, inner);
    group.expect(NOWHERE, size);
    if (title === inner.title) this.group(group, echo, offset, NOWHERE, size);
    else {
      const to = this.text.settled();
      const begin = to.place;
      group.writeTitled(title, source, offset, to);
      this.push(group, null, begin, NOWHERE, offset, size, NOWHERE);
    }
    this.text.visit(echo);
  }

  close(): void {
    this.pop(this.stack[this.depth - 1]!.size);
  }

  walk(s: Struct, { data, source, message, start, end, captured }: Span, facts: Direction, claims: number[]): void {
    this.data = data;
    this.at.source = source;
    this.facts = facts;
    this.claims = claims;
    this.echoes = this.text.of(s, start, facts.isResponse);
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
    // From the last to the first, so that the places of those before remain what they are.
    for (const { place, source, from, end } of outline.placesOf(top, open).reverse())
      this.text.insert(unclaimed(isPadding(data, from, end), source, from, end - from), data, place);
  }

  enter(owner: Struct, row: number, item: number, inner: Struct, from: number): void {
    if (this.isOpen) this.shut();
    this.group(rowText(owner, row).group(owner, row, inner), this.echoes.of(owner, row, item), from, item, NOWHERE);
    this.echoes = this.text.of(inner, from, this.facts.isResponse);
  }

  /** Begins a group; without a size it is as long as the latest, until it is known better. */
  private group(group: GroupText, echo: Echo | null, offset: number, item: number, size: number): void {
    const { text } = this;
    const { source } = this.at;
    const begin = text.place;
    const isSame = echo !== null && echo.group === group && echo.offset === offset && echo.source === source && text.holds(echo);
    if (isSame && (size < 0 || echo.size === size)) {
      const { closeAt } = echo;
      text.copy(echo);
      this.push(group, echo, begin, echo.valueAt, offset, echo.size, closeAt);
    } else {
      const sizeAt = group.write(source, offset, item, text.settled());
      const open = this.push(group, echo, begin, sizeAt, offset, group.sizeOf(item), NOWHERE);
      if (echo !== null) {
        text.keep(echo, { source, offset, item, size: open.size, number: 0 }, begin, sizeAt, true);
        echo.group = group;
      }
    }
    const open = this.stack[this.depth - 1]!;
    open.item = item;
    open.mayVanish = size < 0;
  }

  private push(
    group: GroupText | null,
    echo: Echo | null,
    begin: number,
    sizeAt: number,
    offset: number,
    size: number,
    closedAt: number,
  ): Open {
    const { stack, depth } = this;
    if (depth === stack.length) stack.push(new Open());
    const open = stack[depth]!;
    open.group = group;
    open.echo = echo;
    open.echoes = this.echoes;
    open.mayVanish = false;
    open.node = group === null ? NOWHERE : this.outline.add(begin, depth, this.at.source, offset);
    open.offset = offset;
    open.size = size;
    open.begin = begin;
    open.sizeAt = sizeAt;
    open.childrenAt = this.text.place;
    open.closedAt = closedAt;
    this.depth = depth + 1;
    return open;
  }

  leave(end: number): void {
    this.pop(Math.max(0, end - this.stack[this.depth - 1]!.offset));
  }

  private pop(size: number): void {
    if (this.isOpen) this.shut();
    const { text, outline } = this;
    const open = this.stack[--this.depth]!;
    const { echo, node } = open;
    this.echoes = open.echoes;
    if (open.mayVanish && size === 0 && text.place === open.childrenAt) {
      text.settled().back(open.begin);
      outline.count = node;
      echo?.forget();
      return;
    }
    const closeAt = this.finish(open, size === open.size ? open.closedAt : NOWHERE);
    if (node >= 0) outline.close(node, size, closeAt);
    if (size === open.size) return;
    if (open.group === null) this.isDisordered = true;
    else {
      outline.move(node, text.recount(open.sizeAt, open.size, size));
      open.group.expect(open.item, size);
      if (echo !== null) echo.size = size;
    }
  }

  /** Ends the text of what is open. Returns where the list of its children is closed. */
  private finish({ echo, begin, childrenAt }: Open, closedAt: number): number {
    const closeAt = this.text.closeList(childrenAt, begin, closedAt);
    if (echo !== null) echo.closeAt = closeAt;
    if (closeAt < 0) echo?.forget();
    return closeAt;
  }

  private shut(): void {
    this.isOpen = false;
    this.finish(this.latest, this.latest.closedAt);
  }

  private add(source: number, offset: number): void {
    if (this.isOpen) this.shut();
    this.outline.add(this.text.place, this.depth, source, offset);
  }

  leaf(owner: Struct, row: number, item: number, from: number, length: number, value: number): void {
    const { at, text, echoes } = this;
    this.add(at.source, from);
    claim(this.claims, from, from + length);
    at.item = item;
    at.offset = from;
    at.size = length;
    at.number = value;
    const echo = echoes.of(owner, row, item);
    if (echo !== null && echo.text !== null && text.has(echo, at)) {
      if (echo.first === value) {
        text.copy(echo);
        return;
      }
      if (echo.text.isNumber && text.renumber(echo, value, echo.text.hexDigits)) {
        echo.first = value;
        return;
      }
    }
    this.leafOf(rowText(owner, row), owner, row, echo);
  }

  private leafOf(phrases: RowText, owner: Struct, row: number, kept: Echo | null): void {
    const { at, text, data } = this;
    const { offset: from, size: length, number: value } = at;
    const { field } = phrases;
    const isOpen = (field.shown !== null && this.learn(phrases)) || phrases.hasParts;
    const echo = this.words.read(field, data, from, length, value) ? kept : null;
    const begin = text.place;
    const isThere = text.has(echo, at);
    if (isThere && echo.isOpen === isOpen && this.words.areOf(echo)) {
      const { closeAt } = echo;
      text.copy(echo);
      if (isOpen) this.below(owner, row, phrases, echo, begin, closeAt);
      return;
    }
    const to = isThere ? text.copyLead(echo) : text.settled();
    if (!isThere) phrases.lead(at, to);
    const valueAt = to.place;
    if (!leafValue(at, phrases, data, to)) {
      to.back(begin);
      echo?.forget();
      this.oddLeaf(owner, row, phrases);
      return;
    }
    if (isOpen) to.phrase(CHILDREN);
    else to.byte(CLOSE);
    if (echo !== null) {
      text.keep(echo, at, begin, valueAt, isOpen);
      this.words.keep(echo);
      if (phrases.isAlone && length < 8) echo.text = phrases;
    }
    if (isOpen) this.below(owner, row, phrases, echo, begin, NOWHERE);
  }

  /** A leaf whose JSON needs more than what rows have in common. */
  private oddLeaf(owner: Struct, row: number, phrases: RowText): void {
    const { item, source, offset, size, number } = this.at;
    const n = leaf(owner, row, item, source, offset, size, number);
    const begin = this.text.place;
    const childrenAt = this.text.node(n, this.data).phrase(CHILDREN).place;
    for (const bit of n.children) this.odd(bit);
    this.below(owner, row, phrases, null, begin, NOWHERE);
    this.latest.childrenAt = childrenAt;
  }

  /** Whether something is known behind a row: what is goes to `known`. */
  private learn({ field }: RowText): boolean {
    const { known, facts } = this;
    let isKnown = false;
    for (let i = 0; i < field.shown!.length; i++) {
      known[i] = field.shown![i]!.fact(facts as never);
      if (known[i] !== undefined) isKnown = true;
    }
    return isKnown;
  }

  /** What is known behind a leaf. */
  private below(owner: Struct, row: number, { field, below }: RowText, echo: Echo | null, begin: number, closedAt: number): void {
    const { at, latest } = this;
    latest.echo = echo;
    latest.begin = begin;
    latest.childrenAt = this.text.place;
    latest.closedAt = closedAt;
    this.isOpen = true;
    const { size } = at;
    for (let i = 0; i < below.length; i++) {
      const value = this.known[i];
      if (value === undefined) continue;
      const shown = field.shown![i]!;
      at.size = shown.isOver ? size : 0;
      if (this.generated(below[i]!, echo === null ? null : echo.below[i]!, value)) continue;
      this.odd(shownBelow(leaf(owner, row, NOWHERE, at.source, at.offset, size, 0), shown, this.facts)!);
    }
    at.size = size;
  }

  fact(owner: Struct, row: number, from: number, length: number, value: string | number): void {
    const { at, echoes } = this;
    this.add(at.source, from);
    at.offset = from;
    at.size = length;
    if (!this.generated(rowText(owner, row).generated, echoes.of(owner, row, NOWHERE), value))
      this.odd(generated(owner, row, at.source, from, length, value));
  }

  /** Writes what is worked out, if that is a plain value. */
  private generated(phrases: GeneratedText, echo: Echo | null, value: string | number): boolean {
    const { at, text } = this;
    const isThere = text.has(echo, at);
    if (isThere && text.repeat(echo, value)) return true;
    const begin = text.place;
    const to = isThere ? text.copyLead(echo) : text.settled();
    if (!isThere) phrases.lead(at, to);
    const valueAt = to.place;
    if (!generatedValue(value, to)) {
      to.back(begin);
      echo?.forget();
      return false;
    }
    if (echo !== null) {
      text.keep(echo, at, begin, valueAt, false);
      echo.fact = value;
    }
    return true;
  }

  /** A node that has nothing below it, by what the show functions say of it. */
  private odd(n: Node): void {
    this.text.node(n, this.data).byte(CLOSE);
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
    const { latest, at } = this;
    if (!this.isOpen) this.isDisordered = true;
    this.isOpen = false;
    const open = this.push(null, latest.echo, latest.begin, NOWHERE, at.offset, at.size, latest.closedAt);
    open.childrenAt = latest.childrenAt;
    this.echoes = NO_ECHOES;
  }

  hold(): null {
    this.isDisordered = true;
    return null;
  }

  resume(): void {
    this.push(null, null, NOWHERE, NOWHERE, 0, 0, NOWHERE);
    this.echoes = NO_ECHOES;
  }

  release(): void {
    this.pop(0);
  }
}
