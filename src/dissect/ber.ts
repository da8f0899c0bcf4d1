import { Op } from './row.ts';
import type { AnyField, Struct } from './struct.ts';
import { ends, MAX_DEPTH, MAX_ITEMS, MAX_ROWS, slots, type Walk } from './walk.ts';

/** In the place of an identifier octet: the row is all that is left, whatever it is. */
export const REST = -1;

const CONSTRUCTED = 0x20;
const BOOLEAN = 0x01;
const LONG_TAG = 0x1f;
const INDEFINITE = 0x80;
const MAX_LENGTH_BYTES = 6;

/** One encoded element, ITU-T X.690 8.1: its identifier octet (-1 for a tag above 30), its contents, and where the next one begins. */
interface Element {
  readonly tag: number;
  readonly body: number;
  readonly end: number;
  readonly next: number;
}

/** Walks an ASN.1 type in the window start..end and returns where it ended. BER in full; what it can't follow becomes a note. */
export function walkAsn1(w: Walk, s: Struct, start: number, end: number): number {
  const { kind, tags } = s.asn1!;
  let at = start;
  let stop = end;
  let next = end;
  for (let i = 0; i < tags.length; i++) {
    const e = expected(w, s.title, at, stop, tags[i]!);
    if (e === null) return end;
    if (i === 0) next = e.next;
    at = e.body;
    stop = e.end;
  }
  const { frame } = w;
  w.depth++;
  w.frame += s.fields.length;
  slots.fill(0, frame, w.frame);
  ends.fill(0, frame, w.frame);
  const last = kind === 'list' ? items(w, s, at, stop) : members(w, s, at, stop, kind === 'choice');
  w.frame = frame;
  w.depth--;
  if (tags.length === 0) next = last;
  w.reach = Math.max(w.reach, Math.min(next, w.captured));
  return next;
}

/** The members of a SEQUENCE that are there; of a CHOICE the one that is. */
function members(w: Walk, s: Struct, start: number, end: number, isChoice: boolean): number {
  let at = start;
  for (let i = 0; at < end && w.rows < MAX_ROWS; ) {
    if (at >= w.captured) {
      w.truncated(s.title, at, end);
      return end;
    }
    const found = member(w, s, i, w.data.getUint8(at));
    if (found < 0) {
      const e = element(w, s.title, at, end);
      if (e === null) return end;
      w.trouble('unknown', `${s.title}: no member has the tag ${tagName(w.data.getUint8(at))}`, at, e.next);
      if (e.next > w.captured) w.truncated(s.title, w.captured, e.next);
      at = e.next;
    } else {
      const next = value(w, s, found, -1, at, end);
      if (next <= at) return end;
      at = next;
      i = found + 1;
    }
    if (isChoice) return at;
  }
  return at;
}

function items(w: Walk, s: Struct, start: number, end: number): number {
  let at = start;
  for (let n = 0; at < end && w.rows < MAX_ROWS; n++) {
    if (n === MAX_ITEMS) return w.trouble('malformed', `${s.title}: more than ${MAX_ITEMS} items`, at, end);
    if (at >= w.captured) {
      w.truncated(s.title, at, end);
      return end;
    }
    const next = value(w, s, 0, n, at, end);
    if (next <= at) return end;
    at = next;
  }
  return at;
}

/** The first row from `i` on that can begin with the identifier octet. */
function member(w: Walk, s: Struct, i: number, tag: number): number {
  for (let n = i; n < s.fields.length; n++) {
    const f = s.fields[n]!;
    if ((f.condition === null || f.condition(w.facts as never)) && begins(f, tag)) return n;
  }
  return -1;
}

function begins(f: AnyField, tag: number): boolean {
  const first = f.tags?.[0];
  if (first !== undefined) return first === REST || first === tag || (isString(f) && (first | CONSTRUCTED) === tag);
  const type = f.inner?.asn1;
  if (type === undefined || type === null) return true;
  return type.tags.length > 0 ? type.tags[0] === tag : f.inner!.fields.some((inner) => begins(inner, tag));
}

const isString = (f: AnyField): boolean => f.op === Op.bytes || f.op === Op.coded || f.op === Op.ascii;

/** One row, whose outermost element begins at `at`. Returns where that ends. */
function value(w: Walk, s: Struct, i: number, item: number, at: number, end: number): number {
  const f = s.fields[i]!;
  const name = s.fieldNames[i]!;
  let from = at;
  let to = end;
  let next = end;
  if (f.tags !== null && f.tags[0] !== REST)
    for (let k = 0; k < f.tags.length; k++) {
      const e = expected(w, name, from, to, f.tags[k]!, isString(f));
      if (e === null) return k === 0 ? end : next;
      if (k === 0) next = e.next;
      from = e.body;
      to = e.end;
    }
  if (f.op === Op.struct) {
    const reached = group(w, s, i, item, f.inner!, from, to);
    return f.tags === null ? reached : next;
  }
  if (f.op === Op.dispatch) {
    const { key } = s.slots[i]!;
    const known = key < 0 ? 0 : w.key(s.fields[key]!, w.frame - s.fields.length + key);
    const inner = w.choose(f.table!, known, from, to);
    if (inner !== null) group(w, s, i, item, inner, from, to);
    else w.trouble('unknown', `${name}: no dissector for ${known}`, from, to);
    return next;
  }
  primitive(w, s, i, item, from, to);
  return next;
}

function group(w: Walk, s: Struct, i: number, item: number, inner: Struct, from: number, to: number): number {
  w.rows++;
  w.sink.enter(s, i, item, inner, from);
  const end = w.struct(inner, from, to);
  w.sink.leave(Math.min(inner.asn1 === null || inner.asn1.kind === 'list' ? to : end, w.captured));
  return end;
}

function primitive(w: Walk, s: Struct, i: number, item: number, start: number, to: number): void {
  const f = s.fields[i]!;
  const from = f.op === Op.bitString ? Math.min(start + 1, to) : start;
  if (start > w.captured || (start === w.captured && to > start)) {
    w.truncated(s.fieldNames[i]!, start, to);
    return;
  }
  const end = Math.min(to, w.captured);
  if (from > start) w.sink.framing(start, from);
  const slot = w.frame - s.fields.length + i;
  const number = f.op === Op.uint || f.op === Op.int ? integer(f, w.data, from, end) : f.op === Op.bitString ? word(w.data, from, end) : 0;
  slots[slot] = f.op === Op.uint || f.op === Op.int ? number : from;
  ends[slot] = end;
  w.leaf(s, i, item, from, Math.max(0, end - from), number);
  if (f.held !== null && end > from) w.hold(s, i, from, to);
  if (end < to) w.truncated(s.fieldNames[i]!, end, to);
}

/** An INTEGER, ENUMERATED or BOOLEAN in 32 bits, as the row has it. */
function integer(f: AnyField, data: DataView, from: number, end: number): number {
  if (f.tags![f.tags!.length - 1] === BOOLEAN) return from < end && data.getUint8(from) !== 0 ? 1 : 0;
  let value = from < end && data.getInt8(from) < 0 ? -1 : 0;
  for (let at = from; at < end; at++) value = (value << 8) | data.getUint8(at);
  return f.op === Op.uint ? value >>> 0 : value;
}

/** The first 32 bits of a bit string. */
function word(data: DataView, from: number, end: number): number {
  let value = 0;
  for (let n = 0; n < 4; n++) value = (value << 8) | (from + n < end ? data.getUint8(from + n) : 0);
  return value >>> 0;
}

/** An element that has to be of a kind; of a string that is sent in segments, the first. */
function expected(w: Walk, name: string, at: number, end: number, tag: number, isSegmented = false): Element | null {
  const e = element(w, name, at, end);
  if (e === null || e.tag === tag) return e;
  if (isSegmented && e.tag === (tag | CONSTRUCTED)) {
    const segment = expected(w, name, e.body, e.end, tag);
    if (segment !== null && segment.next < e.end)
      w.trouble('unknown', `${name}: only the first of its segments is shown`, segment.next, e.end);
    return segment === null ? null : { ...segment, next: e.next };
  }
  w.trouble('malformed', `${name}: ${tagName(w.data.getUint8(at))} stands where ${tagName(tag)} belongs`, at, e.next);
  return null;
}

/** Reads identifier and length octets; null when they are damaged or not captured, which is then said. */
function element(w: Walk, name: string, at: number, end: number): Element | null {
  const limit = Math.min(end, w.captured);
  const { data } = w;
  const body = headerEnd(data, at, limit);
  if (body < 0) {
    if (limit < end) w.truncated(name, at, end);
    else w.trouble('malformed', `${name}: tag and length run past the end`, at, end);
    return null;
  }
  const tag = tagAt(data, at);
  const length = lengthAt(data, at, body);
  w.sink.framing(at, body);
  if (length < 0) {
    const stop = endOfContents(data, body, limit, 0);
    if (stop < 0 && limit === end) w.trouble('malformed', `${name}: contents of indefinite length have no end`, body, body);
    const inner = stop < 0 ? end : stop;
    w.sink.framing(inner, Math.min(inner + 2, limit));
    return { tag, body, end: inner, next: stop < 0 ? end : inner + 2 };
  }
  if (body + length > end) {
    w.trouble('malformed', `${name} runs ${body + length - end} bytes past the end`, body, body);
    return { tag, body, end, next: end };
  }
  return { tag, body, end: body + length, next: body + length };
}

/** Where the length octets end, -1 when they don't before `limit`. */
function headerEnd(data: DataView, at: number, limit: number): number {
  let p = at;
  if (p + 2 > limit) return -1;
  if ((data.getUint8(p++) & LONG_TAG) === LONG_TAG) {
    while (p < limit && data.getUint8(p) >= 0x80) p++;
    p++;
  }
  if (p >= limit) return -1;
  const first = data.getUint8(p++);
  const n = first > INDEFINITE ? first & 0x7f : 0;
  return n > MAX_LENGTH_BYTES || p + n > limit ? -1 : p + n;
}

function tagAt(data: DataView, at: number): number {
  const tag = data.getUint8(at);
  return (tag & LONG_TAG) === LONG_TAG ? -2 : tag;
}

/** The length whose octets end at `body`; -1 for the indefinite form. */
function lengthAt(data: DataView, at: number, body: number): number {
  let p = at + 1;
  if ((data.getUint8(at) & LONG_TAG) === LONG_TAG) while (data.getUint8(p++) >= 0x80);
  const first = data.getUint8(p++);
  if (first < INDEFINITE) return first;
  if (first === INDEFINITE) return -1;
  let length = 0;
  for (; p < body; p++) length = length * 256 + data.getUint8(p);
  return length;
}

/** Where the end-of-contents octets are that close contents of indefinite length; -1 when there are none. */
function endOfContents(data: DataView, from: number, limit: number, depth: number): number {
  for (let at = from; at + 2 <= limit; ) {
    if (data.getUint16(at) === 0) return at;
    const body = headerEnd(data, at, limit);
    if (body < 0 || depth === MAX_DEPTH) return -1;
    const length = lengthAt(data, at, body);
    if (length >= 0) at = body + length;
    else {
      const inner = endOfContents(data, body, limit, depth + 1);
      if (inner < 0) return -1;
      at = inner + 2;
    }
  }
  return -1;
}

const CLASSES = ['UNIVERSAL ', 'APPLICATION ', '', 'PRIVATE '];

const tagName = (tag: number): string => `[${CLASSES[tag >> 6]}${tag & LONG_TAG}]`;
