import { walkAsn1 } from './ber.ts';
import { choose, isByBytes } from './choose.ts';
import { Op, type Table } from './row.ts';
import type { Direction, Sink, Trouble } from './sink.ts';
import type { AnyField, Struct } from './struct.ts';
import { readUint } from './uint.ts';

export type { Direction, Sink, Trouble };

export const MAX_DEPTH = 32;
export const MAX_ITEMS = 4096;
export const MAX_ROWS = 50_000;

// Values that later siblings refer to, one frame per open struct; shared, because walks never interleave.
export const slots = new Float64Array(2048);
// Where each of them ended: only the keys that are text ask.
export const ends = new Float64Array(2048);
// Where a row in place began: what offsets with a base count from.
const starts = new Float64Array(2048);

/**
 * Walks one message. Never throws on data: what does not fit becomes a note, and the next sibling goes on.
 * Reports rows inside `captured` only, at most MAX_ROWS of them.
 */
export class Walk {
  readonly data: DataView;
  /** Where message-relative offsets count from. */
  private message: number;
  /** End of the bytes at hand; the message may be declared longer. */
  readonly captured: number;
  readonly facts: Direction;
  /** The same, asked for what is shown rather than for what there is. */
  private readonly told: Direction;
  readonly sink: Sink;
  frame = 0;
  depth = 0;
  rows = 0;
  private cutReported = false;
  private isCutBySender = false;
  /** End of the furthest row of the open struct, rows that lie elsewhere included. */
  reach = 0;

  constructor(data: DataView, message: number, captured: number, facts: Direction, sink: Sink, told = facts) {
    this.data = data;
    this.message = message;
    this.captured = captured;
    this.facts = facts;
    this.told = told;
    this.sink = sink;
  }

  /** Walks `s` in the window start..end and returns where it ended. */
  struct(s: Struct, start: number, end: number): number {
    if (s.engine !== null) return s.engine.walk(this, start, end);
    if (this.depth === MAX_DEPTH || this.frame + s.fields.length > slots.length)
      return this.trouble('malformed', 'nested too deep', start, end);
    if (s.asn1 !== null) return walkAsn1(this, s, start, end);
    this.depth++;
    const { frame, message } = this;
    this.frame += s.fields.length;
    if (s.isMessage) this.message = start;
    const origin = s.offsetsFrom === 'struct' ? start : this.message;
    const { fields, plain } = s;
    const limit = Math.min(end, this.captured);
    let offset = start;
    for (let i = 0; i < fields.length; i++) {
      const f = fields[i]!;
      ends[frame + i] = 0;
      starts[frame + i] = offset;
      if (plain[i] && offset + f.size <= limit) {
        const value = readUint(this.data, offset, f.size, f.bigEndian);
        slots[frame + i] = value;
        this.leaf(s, i, -1, offset, f.size, value);
        offset += f.size;
        if (this.rows >= MAX_ROWS) break;
        continue;
      }
      slots[frame + i] = 0;
      if (f.condition !== null && !f.condition(this.facts as never)) continue;
      if (f.flagOf !== null) {
        const flags = slots[frame + s.slots[i]!.flag]! & f.flag;
        if (f.flagValue < 0 ? (flags === 0) !== f.flagClear : flags !== f.flagValue) continue;
      }
      if (f.op === Op.fact) {
        this.fact(s, i, start);
        continue;
      }
      if (f.eachOf !== null) {
        this.each(s, i, frame, origin, end);
        continue;
      }
      const { offset: o, length: l, base: b } = s.slots[i]!;
      const length = l < 0 ? -1 : Math.max(0, f.lengthLeft ? f.lengthBias - slots[frame + l]! : slots[frame + l]! + f.lengthBias);
      if (length === 0) continue;
      let from = offset;
      if (o >= 0) {
        const base = b < 0 ? origin : starts[frame + b]!;
        from = base + slots[frame + o]!;
        if (from === base && b < 0) continue; // offset 0: absent by convention
        if (from > end || from < base) {
          this.misfit(`${s.fieldNames[i]} begins ${from - end} bytes past the end`, end, end);
          continue;
        }
      }
      let to = length < 0 ? end : from + length;
      if (to > end) {
        this.misfit(`${s.fieldNames[i]} runs ${to - end} bytes past the end`, from, end);
        to = end;
      }
      if (f.beforeOf !== null && !this.endsBefore(s, i, frame, origin, from, end)) continue;
      const after = this.row(s, i, frame, from, to);
      if (o < 0) {
        if (!f.peeks || after < 0) offset = after < 0 ? end : length < 0 ? after : to;
        if (after < 0) break;
      }
      if (this.rows >= MAX_ROWS) break;
    }
    this.frame = frame;
    this.message = message;
    this.depth--;
    return Math.min(offset, end);
  }

  /** Items that an array of offsets places; an offset outside concerns its item only. */
  private each(s: Struct, i: number, frame: number, origin: number, end: number): void {
    const { each, key } = s.slots[i]!;
    const array = s.fields[each]!;
    const count = Math.min(array.countOf === null ? array.repeats : slots[frame + s.slots[each]!.count]!, MAX_ITEMS);
    const known = key >= 0 ? this.key(s.fields[key]!, frame + key) : 0;
    for (let n = 0; n < count && this.rows < MAX_ROWS; n++) {
      const place = starts[frame + each]! + n * array.size;
      if (place + array.size > Math.min(end, this.captured)) return;
      const from = origin + readUint(this.data, place, array.size, array.bigEndian);
      if (from > end) this.misfit(`${s.fieldNames[i]}[${n}] begins ${from - end} bytes past the end`, end, end);
      else if (from > origin) this.one(s, i, n, s.fields[i]!, frame + i, from, end, known);
    }
  }

  /** Whether a row of constant size ends before the first of what its siblings point to. */
  private endsBefore(s: Struct, i: number, frame: number, origin: number, from: number, end: number): boolean {
    let first = end;
    for (const slot of s.slots[i]!.before) if (slots[frame + slot] !== 0) first = Math.min(first, origin + slots[frame + slot]!);
    return from + (s.fields[i]!.inner?.fixedSize ?? s.fields[i]!.size) <= first;
  }

  /** One row of a struct: a value, a list or an array. Returns where it ended, -1 when the struct can't go on after it. */
  private row(s: Struct, i: number, frame: number, from: number, to: number): number {
    const f = s.fields[i]!;
    if (f.nextOf !== null) return this.list(s, i, f, from, to);
    const { count, key } = s.slots[i]!;
    if (count >= 0) return this.repeat(s, i, f, slots[frame + count]!, from, to);
    if (f.repeats > 0) return this.repeat(s, i, f, f.repeats, from, to);
    const known = key >= 0 ? this.key(s.fields[key]!, frame + key) : f.keyFact === null ? 0 : (f.keyFact(this.facts as never) ?? 0);
    return this.one(s, i, -1, f, frame + i, from, to, known);
  }

  private one(s: Struct, i: number, item: number, f: AnyField, slot: number, from: number, to: number, key: number | string): number {
    if (f.size > 0) {
      if (from + f.size > to) {
        if (from === to && f.mayEnd) return from;
        if ((from < to || item < 0) && !this.isCut(from))
          this.misfit(`${s.fieldNames[i]} needs ${f.size} bytes, ${to - from} left`, from, to);
        return -1;
      }
      const end = from + f.size;
      if (end > this.captured) {
        this.truncated(s.fieldNames[i]!, from, to);
        return -1;
      }
      if (f.op === Op.uint || f.op === Op.int) {
        const value = readUint(this.data, from, f.size, f.bigEndian);
        slots[slot] = value;
        if (!f.peeks || f.abbrev !== '' || f.bits !== null) this.leaf(s, i, item, from, f.size, value);
        else this.sink.decide?.(from, f.size);
      } else {
        slots[slot] = from;
        ends[slot] = end;
        this.leaf(s, i, item, from, f.size, 0);
        if (f.held !== null) this.hold(s, i, from, end);
      }
      return end;
    }
    if (from > this.captured) {
      this.truncated(s.fieldNames[i]!, from, to);
      return -1;
    }
    switch (f.op) {
      case Op.struct:
        return this.inside(s, i, item, f.inner!, from, to);
      case Op.dispatch: {
        const inner = this.choose(f.table!, key, from, to);
        if (inner !== null) return this.inside(s, i, item, inner, from, to);
        this.trouble(
          'unknown',
          `${s.fieldNames[i]}: no dissector for ${typeof key === 'string' ? key : `0x${key.toString(16)}`}`,
          from,
          to,
        );
        return to;
      }
      case Op.coded:
        return this.coded(s, i, item, f, slot, from, to);
      default: {
        if (from >= this.captured && to > from) {
          this.truncated(s.fieldNames[i]!, from, to);
          return -1;
        }
        const end = Math.min(to, this.captured);
        slots[slot] = from; // a text key is read back from here
        ends[slot] = end;
        if (end > from) {
          if (f.peeks && f.abbrev === '') this.sink.decide?.(from, end - from);
          else this.leaf(s, i, item, from, end - from, 0);
        }
        if (f.held !== null && end > from) this.hold(s, i, from, to);
        if (end < to) this.truncated(s.fieldNames[i]!, end, to);
        return to;
      }
    }
  }

  private coded(s: Struct, i: number, item: number, f: AnyField, slot: number, from: number, to: number): number {
    if (from === to) return from;
    const limit = Math.min(to, this.captured);
    const length = from < limit ? f.codec!.measure(this.data, from, limit, this.message) : 0;
    if (length >= 1 && length <= limit - from) {
      slots[slot] = from;
      ends[slot] = from + length;
      this.leaf(s, i, item, from, length, this.message);
      if (f.inner !== null) {
        this.sink.parts();
        this.struct(f.inner, from, from + length);
        this.sink.leave(from + length);
      }
      return from + length;
    }
    if (to > this.captured) this.truncated(s.fieldNames[i]!, from, to);
    else this.misfit(`${s.fieldNames[i]} is damaged`, from, to);
    return -1;
  }

  /** Walks what the bytes of a value hold, if that is known; the value's struct is the innermost. */
  hold(s: Struct, i: number, from: number, to: number): void {
    const f = s.fields[i]!;
    const { key } = s.slots[i]!;
    const inner = this.choose(f.held!, key < 0 ? 'other' : this.key(s.fields[key]!, this.frame - s.fields.length + key), from, to);
    if (inner === null) return;
    this.sink.parts();
    if (inner.abbrev === '') this.struct(inner, from, to);
    else this.inside(s, i, -1, inner, from, to);
    this.sink.leave(Math.min(to, this.captured));
  }

  /** A group with the rows of a struct. */
  inside(s: Struct, i: number, item: number, inner: Struct, from: number, to: number): number {
    this.enter(s, i, item, inner, from);
    const f = s.fields[i]!;
    const outside = this.reach;
    const wasCut = this.isCutBySender;
    this.reach = from;
    if (f.cut?.(this.facts as never) === true) this.isCutBySender = true;
    const end = this.struct(inner, from, to);
    this.isCutBySender = wasCut;
    // A declared length is the group's, whatever its rows claim; a chained record ends where its rows do.
    if ((f.lengthOf !== null && f.nextOf === null) || f.held !== null) this.reach = Math.max(this.reach, Math.min(to, this.captured));
    this.sink.leave(this.reach);
    this.reach = Math.max(outside, this.reach);
    return end;
  }

  enter(s: Struct, i: number, item: number, inner: Struct, from: number): void {
    this.rows++;
    this.sink.enter(s, i, item, inner, from);
  }

  private repeat(s: Struct, i: number, f: AnyField, count: number, from: number, to: number): number {
    const align = f.inner?.align ?? 1;
    const items = Math.min(count, MAX_ITEMS);
    let offset = from;
    for (let n = 0; n < items; n++) {
      if (n > 0 && align > 1) offset = this.message + Math.ceil((offset - this.message) / align) * align;
      if (offset >= to && count === Infinity && f.lastOf === null) return to;
      if (offset >= to) {
        if (!this.isCut(offset))
          this.misfit(
            `${s.fieldNames[i]}: ${f.lastOf === null ? `${count} items declared, ${n} fit` : 'the last item is missing'}`,
            Math.min(offset, to),
            to,
          );
        return to;
      }
      if (offset >= this.captured) {
        this.truncated(s.fieldNames[i]!, offset, to);
        return -1;
      }
      const next = this.one(s, i, n, f, this.frame, offset, to, 0);
      if (next <= offset || this.rows >= MAX_ROWS) return next <= offset ? -1 : next;
      offset = next;
      if (f.lastOf !== null && slots[this.frame + s.slots[i]!.last] === f.lastValue) return offset;
    }
    if (count > items && (count !== Infinity || offset < to))
      this.trouble('malformed', `${s.fieldNames[i]}: more than ${items} items, the first ${items} are shown`, offset, to);
    return offset;
  }

  private list(s: Struct, i: number, f: AnyField, from: number, to: number): number {
    const next = f.inner!.at[f.nextOf!]!;
    let offset = from;
    for (let n = 0; n < MAX_ITEMS && this.rows < MAX_ROWS; n++) {
      if (offset + next + 4 > to) return this.misfit(`${s.fieldNames[i]}: item ${n} does not fit`, Math.min(offset, to), to);
      if (offset + next + 4 > this.captured) {
        this.truncated(s.fieldNames[i]!, offset, to);
        return to;
      }
      const step = readUint(this.data, offset + next, 4, false);
      if (step !== 0 && step < next + 4) return this.trouble('malformed', `${s.fieldNames[i]}: item ${n} points into itself`, offset, to);
      this.inside(s, i, n, f.inner!, offset, step === 0 ? to : Math.min(to, offset + step));
      if (step === 0) return to;
      offset += step;
    }
    return this.trouble('malformed', `${s.fieldNames[i]}: more than ${MAX_ITEMS} items`, Math.min(offset, to), to);
  }

  /** The struct that a table has for a key, in the window from..to; null for none. */
  choose(table: Table, key: number | string, from: number, to: number): Struct | null {
    const limit = Math.min(to, this.captured);
    const { isResponse } = this.facts;
    if (this.sink.decide !== undefined && limit > from && isByBytes(table, key, isResponse)) this.sink.decide(from, limit - from);
    return choose(table, key, this.data, from, to, limit, isResponse);
  }

  /** What a dispatch looks up: a number, a coded row's text, four ASCII letters, or a longer tag in hexadecimal. */
  key(f: AnyField, slot: number): number | string {
    if (f.op === Op.uint || f.op === Op.int) return slots[slot]!;
    const from = slots[slot]!;
    if (f.op === Op.coded) return f.codec!.read(this.data, from, ends[slot]!, this.message);
    const raw = Buffer.from(this.data.buffer, this.data.byteOffset + from, ends[slot]! - from);
    return raw.length === 4 ? raw.toString('latin1') : raw.toString('hex', 0, 64);
  }

  get isFull(): boolean {
    return this.rows >= MAX_ROWS;
  }

  leaf(s: Struct, i: number, item: number, from: number, length: number, value: number): void {
    this.rows++;
    this.reach = Math.max(this.reach, from + length);
    this.sink.leaf(s, i, item, from, length, value);
  }

  /** Whether a row is where it is for no better reason than that the bytes before it were not captured. */
  private isCut(from: number): boolean {
    return this.cutReported && from >= this.captured;
  }

  /** What the facts know of the struct at `start`, if they do. */
  fact(s: Struct, i: number, start: number): void {
    const f = s.fields[i]!;
    const value = f.fact!(this.told as never);
    if (value === undefined) {
      this.sink.untold?.(f.fact!);
      return;
    }
    const from = start + f.lengthBias;
    this.rows++;
    if (from + f.size <= this.captured) this.sink.fact(s, i, from, f.size, value);
    else this.sink.fact(s, i, start, 0, value);
  }

  truncated(name: string, from: number, to: number): void {
    if (this.cutReported) return;
    this.cutReported = true;
    const at = Math.min(from, this.captured);
    this.sink.note(
      'truncated',
      `${name}: ${to - at} bytes are not in the capture`.replace(/: 0 bytes are/, ' is'),
      at,
      Math.max(0, this.captured - at),
    );
  }

  /** What does not fit, though its container says that it should. */
  misfit(reason: string, from: number, end: number): number {
    return this.isCutBySender
      ? this.trouble('cut', `${reason}; the sender left out the rest`, from, end)
      : this.trouble('malformed', reason, from, end);
  }

  trouble(kind: Trouble, reason: string, from: number, end: number): number {
    const at = Math.min(from, this.captured);
    const length = Math.max(0, Math.min(end, this.captured) - at);
    this.rows++;
    this.reach = Math.max(this.reach, at + length);
    this.sink.note(kind, reason, at, length);
    return end;
  }
}
