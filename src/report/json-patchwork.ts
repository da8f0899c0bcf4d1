import { digitsOf, Writer } from '../bytes/writer.ts';
import type { Node } from '../dissect/node.ts';
import type { Struct } from '../dissect/struct.ts';
import { type Echo, type Echoes, EchoTable } from './json-echo.ts';
import { isPlain, Patches } from './json-patches.ts';
import { writeNode } from './json-plain.ts';
import { CHILDREN, type Spot } from './json-rows.ts';
import { isCount } from './json-values.ts';

export const NOWHERE = -1;
const COMMA = 44;
export const OPEN_LIST = 91;
/** Bytes behind a place that may have been written over. */
const SPILL = 8;
const CLOSE_LIST = 93;
export const CLOSE = 125;

/** Bytes of `,"text":"`, of `"}` and of `","generated":true}`. */
const TEXT = 9;
const END = 2;
const END_GENERATED = 19;

/**
 * A text put together of what is new and of spans of what was written before. A span begins with a node; its comma is written anew, because in its
 * former place it may have become the bracket of a list.
 */
export class Patchwork {
  private to = new Writer();
  /** The span that is yet to be copied. */
  private from = 0;
  private length = 0;
  private readonly patches = new Patches();
  private readonly echoes = new EchoTable();
  /** What is kept of the rows that this text has had. */
  private readonly kept: (Echo | Echoes)[] = [];
  /** Where its latest outermost node begins, and how many of them came before that. */
  private begun = 0;
  private since = 0;

  begin(to: Writer): void {
    if (to !== this.to) this.echoes.clear();
    this.to = to;
    this.length = 0;
    this.kept.length = 0;
  }

  /** An outermost node begins. */
  beginNode(): void {
    this.begun = this.place;
    this.since = this.kept.length;
  }

  get place(): number {
    return this.to.place + this.length;
  }

  /** The writer, for what is new. */
  settled(): Writer {
    const { to, from, length } = this;
    if (length > 0) {
      const begin = to.place;
      this.length = 0;
      to.again(from, from + length).put(begin, COMMA);
      this.patches.apply(to);
    }
    return to;
  }

  /** What is kept of the rows of a struct. */
  of(s: Struct, offset: number, isResponse: boolean): Echoes {
    const found = this.echoes.of(s, offset, isResponse);
    this.kept.push(found);
    return found;
  }

  /** This is in the text as well. */
  visit(echo: Echo): void {
    this.kept.push(echo);
  }

  /** Whether there is a text for the place, still where it was written. */
  has(echo: Echo | null, n: Spot): echo is Echo {
    if (echo === null || echo.offset !== n.offset || echo.size !== n.size || echo.source !== n.source) return false;
    return this.holds(echo);
  }

  /** Whether the text is still where it was written. */
  holds(echo: Echo): boolean {
    const { lap, place } = this.to;
    return echo.lap === lap || (echo.lap === lap - 1 && echo.begin >= place + this.length + SPILL);
  }

  /** The same text again. */
  copy(echo: Echo): void {
    const change = this.place - echo.begin;
    this.span(echo.begin, echo.end);
    echo.lap = this.to.lap;
    echo.begin += change;
    echo.valueAt += change;
    echo.end += change;
  }

  /** The same with what is worked out in its place; returns false, and writes nothing, where that has another length. */
  repeat(echo: Echo, value: string | number): boolean {
    if (echo.fact === value) {
      this.copy(echo);
      return true;
    }
    if (typeof echo.fact !== typeof value) return false;
    const isWritten =
      typeof value === 'string' ? this.restring(echo, value) : isCount(value) && this.renumber(echo, value, 0, END_GENERATED);
    if (isWritten) echo.fact = value;
    return isWritten;
  }

  /** The same with another number as its value and text, that in decimal digits or in so many hexadecimal ones; returns false where it is longer or shorter. */
  renumber(echo: Echo, value: number, hexDigits: number, rest = END): boolean {
    const digits = digitsOf(value);
    const room = echo.end - echo.valueAt - digits - TEXT - rest;
    if (this.patches.isFull || room !== (hexDigits > 0 ? hexDigits + 2 : digits)) return false;
    this.copy(echo);
    this.patches.add(echo.valueAt, value, 0);
    if (hexDigits > 0) this.patches.add(echo.valueAt + digits + TEXT + 2, value, hexDigits);
    else this.patches.add(echo.valueAt + digits + TEXT, value, 0);
    return true;
  }

  /** The same with another string, of ASCII that JSON shows as it is. */
  private restring(echo: Echo, value: string): boolean {
    const length = value.length + 1;
    if (this.patches.isFull || echo.end - echo.valueAt !== 2 * length + TEXT + END_GENERATED || !isPlain(value)) return false;
    this.copy(echo);
    this.patches.addText(echo.valueAt + 1, value);
    this.patches.addText(echo.valueAt + 1 + length + TEXT, value);
    return true;
  }

  /** The same again up to the value. */
  copyLead(echo: Echo): Writer {
    this.span(echo.begin, echo.valueAt);
    return this.settled();
  }

  private span(from: number, to: number): void {
    if (this.length === 0 || this.from + this.length !== from) {
      this.settled();
      this.from = from;
      this.length = 0;
    }
    this.length += to - from;
  }

  /** Remembers the text that has just been written. */
  keep(echo: Echo, n: Spot, begin: number, valueAt: number, isOpen: boolean): void {
    const { to } = this;
    echo.lap = to.lap;
    echo.begin = begin;
    echo.valueAt = valueAt;
    echo.end = to.place;
    echo.closeAt = NOWHERE;
    echo.isOpen = isOpen;
    echo.source = n.source;
    echo.offset = n.offset;
    echo.size = n.size;
  }

  /**
   * Ends the node that began at `begin` and whose list of children does at `at`; one that is copied had it closed at `closedAt`. Returns where the list is
   * closed, NOWHERE when there was nothing in it, so that there is none.
   */
  closeList(at: number, begin: number, closedAt: number): number {
    const { to, length } = this;
    if (length > 0 && this.from + length === closedAt && to.place <= begin) {
      this.length += 2;
      return to.place + length;
    }
    this.settled();
    const { place } = to;
    if (place === at) {
      to.back(at - CHILDREN.length);
      to.byte(CLOSE);
      return NOWHERE;
    }
    to.put(at, OPEN_LIST);
    to.byte(CLOSE_LIST).byte(CLOSE);
    return place;
  }

  /** Another number in the place of one; returns by how much what follows it has moved. */
  recount(place: number, before: number, value: number): number {
    const change = this.settled().recount(place, before, value);
    if (change !== 0) this.moved(place + 1, change);
    return change;
  }

  /** Writes a node of any kind up to its children, by what the show functions say of it. */
  node(n: Node, data: DataView): Writer {
    const to = this.settled().byte(COMMA);
    writeNode(n, data, false, to);
    return to;
  }

  /** Puts a node that has nothing below it at a place that was written before. */
  insert(n: Node, data: DataView, place: number): void {
    const begin = this.place;
    const to = this.node(n, data).byte(CLOSE);
    const length = to.place - begin;
    to.move(begin, place);
    if (to.byteAt(place + length) === OPEN_LIST) {
      to.put(place, OPEN_LIST);
      to.put(place + length, COMMA);
    }
    this.moved(place, length);
  }

  private moved(place: number, change: number): void {
    const { lap } = this.to;
    const since = place < this.begun ? 0 : this.since;
    for (const kept of new Set(this.kept.slice(since))) kept.move(lap, place, change);
  }
}
