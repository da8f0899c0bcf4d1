import { Phrase, type Writer } from '../bytes/writer.ts';
import type { Node } from '../dissect/node.ts';
import { Op } from '../dissect/row.ts';
import { nameFor, valueFor } from '../dissect/show.ts';
import type { Struct } from '../dissect/struct.ts';
import { GroupText, type RowText, rowText, sized, TEXT } from './json-rows.ts';

/*
 * Nodes by the texts that are kept of their rows. Each function writes a node up to its children, or, for one whose JSON needs more than
 * that, nothing, and returns false.
 */

const CHILDREN = new Phrase(',"children":[');
const GENERATED = new Phrase(',"generated":true');
const END_GENERATED = new Phrase('","generated":true');
const SOURCE = new Phrase(',"source":');
const OFFSET = new Phrase(',"offset":');
const VALUE = new Phrase(',"value":');
const STRING_TEXT = new Phrase(',"text":');
const TWO_32 = 0x1_0000_0000;
const NOT_SET = new Phrase('not set (0)');
const SHORT = 64;

/** A leaf; the bits of one that is folded are written with it. */
export function leaf(n: Node, data: DataView, to: Writer): boolean {
  const row = rowText(n.owner!, n.row);
  const { field: f } = row;
  if (f.isSecret || n.size === 0) return false;
  switch (f.op) {
    case Op.uint:
      return n.size === f.size && (f.size === 8 ? wide(n, row, data, to) : number(n, row, to));
    case Op.bytes:
      return bytes(n, row, data, to);
    case Op.guid:
      return n.size === 16 && guid(n, row, data, to);
    case Op.filetime:
      return n.size === 8 && filetime(n, row, data, to);
    case Op.utf16:
      return n.size > 1 && utf16(n, row, data, to);
    case Op.ipv4:
      return ipv4(n, row, data, to);
    case Op.ether:
      return ether(n, row, data, to);
    case Op.ascii:
    case Op.ipv6:
      row.string(n, valueFor(n, data) as string, to);
      return true;
    default:
      return false;
  }
}

function number(n: Node, row: RowText, to: Writer): boolean {
  const { bits, field } = row;
  if (bits !== null && (field.names !== null || !n.isFolded)) return false;
  if (field.hex && field.size > 4) return false;
  if (n.item >= 0) withBits(n, row, to);
  else if (!row.often.write(n, n.number, to)) {
    const begin = row.often.begin(to);
    withBits(n, row, to);
    row.often.keep(begin, to);
  }
  return true;
}

function withBits(n: Node, row: RowText, to: Writer): void {
  const { bits } = row;
  row.place(n, to);
  if (row.numbers.write(n.number, to)) return;
  if (bits === null) {
    to.byte(34);
    return;
  }
  for (let i = 0; i < bits.length; i++) if (bits[i]!.isFlag && (n.number & bits[i]!.mask) !== 0) to.phrase(bits[i]!.listed);
  to.byte(34);
  if (bits.length === 0) return;
  to.phrase(CHILDREN);
  for (let i = 0; i < bits.length; i++) {
    if (i > 0) to.byte(44);
    bits[i]!.write(n, to);
  }
  to.byte(93);
}

function wide(n: Node, row: RowText, data: DataView, to: Writer): boolean {
  const { field: f } = row;
  if (f.bits !== null) return false;
  const first = data.getUint32(n.offset, !f.bigEndian);
  const second = data.getUint32(n.offset + 4, !f.bigEndian);
  const high = f.bigEndian ? first : second;
  const low = f.bigEndian ? second : first;
  row.open(n, to);
  if (row.isNamed) {
    to.count64(high, low);
    row.between(to);
  }
  if (f.hex) to.byte(48).byte(120).digits(high, 4).digits(low, 4);
  else to.count64(high, low);
  to.byte(34);
  return true;
}

function bytes(n: Node, row: RowText, data: DataView, to: Writer): boolean {
  if (n.size > SHORT) return false;
  row.open(n, to);
  if (row.isNamed) {
    to.hex(data, n.offset, n.size);
    row.between(to);
  }
  to.hex(data, n.offset, n.size).byte(34);
  return true;
}

/** MS-DTYP 2.3.4.2. */
function guidDigits(data: DataView, at: number, to: Writer): void {
  to.digits(data.getUint32(at, true), 4).byte(45);
  to.digits(data.getUint16(at + 4, true), 2).byte(45);
  to.digits(data.getUint16(at + 6, true), 2).byte(45);
  to.digits(data.getUint16(at + 8), 2).byte(45);
  to.digits(data.getUint16(at + 10), 2).digits(data.getUint32(at + 12), 4);
}

function guid(n: Node, row: RowText, data: DataView, to: Writer): boolean {
  row.open(n, to);
  if (row.isNamed) {
    guidDigits(data, n.offset, to);
    row.between(to);
  }
  guidDigits(data, n.offset, to);
  to.byte(34);
  return true;
}

function ipv4(n: Node, row: RowText, data: DataView, to: Writer): boolean {
  if (n.size !== 4 || n.item >= 0) return false;
  const address = data.getUint32(n.offset);
  if (row.often.write(n, address, to)) return true;
  const begin = row.often.begin(to);
  row.string(n, valueFor(n, data) as string, to);
  row.often.keep(begin, to);
  return true;
}

function ether(n: Node, row: RowText, data: DataView, to: Writer): boolean {
  if (n.size !== 6 || n.item >= 0) return false;
  if (row.often.write(n, data.getUint16(n.offset) * TWO_32 + data.getUint32(n.offset + 2), to)) return true;
  const begin = row.often.begin(to);
  row.string(n, valueFor(n, data) as string, to);
  row.often.keep(begin, to);
  return true;
}

function utf16(n: Node, row: RowText, data: DataView, to: Writer): boolean {
  if (!isPlain16(data, n.offset, n.size)) row.string(n, valueFor(n, data) as string, to);
  else {
    row.open(n, to);
    if (row.isNamed) {
      to.bytesOf16(data, n.offset, n.size);
      row.between(to);
    }
    to.bytesOf16(data, n.offset, n.size).byte(34);
  }
  return true;
}

/** Whether UTF-16LE text is ASCII that stands in JSON as it is. */
function isPlain16(data: DataView, from: number, length: number): boolean {
  for (let i = from; i + 1 < from + length; i += 2) {
    const code = data.getUint16(i, true);
    if (code < 32 || code > 126 || code === 34 || code === 92) return false;
  }
  return true;
}

const SECONDS_1601 = 11_644_473_600;
const SECONDS_10000 = 253_402_300_800;

/** Times to 9999. */
function filetime(n: Node, row: RowText, data: DataView, to: Writer): boolean {
  const high = data.getUint32(n.offset + 4, true);
  // 2^32 steps are 429 seconds and 4967296 steps.
  const rest = high * 4_967_296 + data.getUint32(n.offset, true);
  const whole = Math.floor(rest / 1e7);
  const seconds = high * 429 + whole - SECONDS_1601;
  if (seconds >= SECONDS_10000) return false;
  row.open(n, to);
  if (row.isNamed) {
    time(seconds, rest - 1e7 * whole, to);
    row.between(to);
  }
  if (rest === 0) to.phrase(NOT_SET);
  else time(seconds, rest - 1e7 * whole, to);
  to.byte(34);
  return true;
}

/** ISO 8601 of seconds since 1970 and steps of 100 ns. */
function time(seconds: number, steps: number, to: Writer): void {
  const days = Math.floor(seconds / 86_400);
  const second = seconds - 86_400 * days;
  // The calendar from the first of March of year 0 on: leap days end its years.
  const day = days + 719_468;
  const era = Math.floor(day / 146_097);
  const dayOfEra = day - 146_097 * era;
  const year = ((dayOfEra - ((dayOfEra / 1460) | 0) + ((dayOfEra / 36_524) | 0) - ((dayOfEra / 146_096) | 0)) / 365) | 0;
  const dayOfYear = dayOfEra - (365 * year + (year >> 2) - ((year / 100) | 0));
  const month = ((5 * dayOfYear + 2) / 153) | 0;
  const date = dayOfYear - (((153 * month + 2) / 5) | 0) + 1;
  to.fraction(year + 400 * era + (month > 9 ? 1 : 0), 4).byte(45);
  to.fraction(month < 10 ? month + 3 : month - 9, 2).byte(45);
  to.fraction(date, 2).byte(84);
  to.fraction((second / 3600) | 0, 2).byte(58);
  to.fraction(((second / 60) | 0) % 60, 2).byte(58);
  to.fraction(second % 60, 2).byte(46);
  to.fraction(steps, 7).byte(90);
}

/** A row that is worked out rather than read. */
export function generated(n: Node, to: Writer): boolean {
  const row = rowText(n.owner!, n.row);
  const { extra, tag } = n;
  const text = tag === null ? row.generated : row.below.find(({ name }) => name === tag);
  if (text === undefined || text.name === '' || extra === null || extra === '') return false;
  if (typeof extra === 'string') {
    if (text.strings.write(n, extra, to)) return true;
    const begin = text.strings.begin(to);
    text.head.write(n.source, n.offset, to);
    sized(n, to).phrase(VALUE).json(extra).phrase(STRING_TEXT).json(extra).phrase(GENERATED);
    text.strings.keep(begin, to);
    return true;
  }
  if (!Number.isSafeInteger(extra) || extra < 0) return false;
  if (text.numbers.write(n, extra, to)) return true;
  const begin = text.numbers.begin(to);
  text.head.write(n.source, n.offset, to);
  sized(n, to).phrase(VALUE).count(extra).phrase(TEXT).count(extra).phrase(END_GENERATED);
  text.numbers.keep(begin, to);
  return true;
}

/** A group that a row declares. */
export function rowGroup(n: Node, to: Writer): boolean {
  const row = rowText(n.owner!, n.row);
  let group = row.groups.get(n.inner!);
  if (group === undefined) {
    // Items are told apart by their number, which is no part of what they have in common.
    const label = row.field.op === Op.struct ? n.owner!.fieldNames[n.row]! : n.inner!.title;
    group = new GroupText(null, nameFor(n), label);
    row.groups.set(n.inner!, group);
  }
  if (n.item < 0 || row.field.op !== Op.struct) groupText(n, group, to);
  else if (group.value.length > 0) return false;
  else {
    group.head.writeItem(n.source, n.offset, n.item, to);
    sized(n, to);
  }
  return true;
}

function groupText(n: Node, { head, value, often }: GroupText, to: Writer): void {
  if (often.write(n, n.size, to)) return;
  const begin = often.begin(to);
  head.write(n.source, n.offset, to);
  sized(n, to).phrase(value);
  often.keep(begin, to);
}

const titled = new Map<Struct, GroupText>();

/** A group that no row declares. */
export function titleGroup(n: Node, to: Writer): boolean {
  let group = titled.get(n.inner!);
  if (group === undefined) titled.set(n.inner!, (group = new GroupText(n.tag, nameFor(n), n.inner!.title)));
  if (group.tag !== n.tag) return false;
  if (n.extra === n.inner!.title) groupText(n, group, to);
  else {
    const title = n.extra as string;
    to.phrase(group.open).json(title).phrase(SOURCE).count(n.source).phrase(OFFSET).count(n.offset);
    sized(n, to);
    if (n.tag !== null) to.phrase(VALUE).json(title);
  }
  return true;
}
