import { Phrase, type Writer } from '../bytes/writer.ts';
import { Op } from '../dissect/row.ts';
import { readText } from '../dissect/show.ts';
import { CHILDREN, type GeneratedText, type RowText, type Spot, sized, TEXT } from './json-rows.ts';

/*
 * Rows by the texts that are kept of them. Each function writes a node whole, or up to its children where something may stand below it; for one whose
 * JSON needs more than that it writes nothing and returns false.
 */

const GENERATED = new Phrase(',"generated":true}');
const END_GENERATED = new Phrase('","generated":true}');
const VALUE = new Phrase(',"value":');
const STRING_TEXT = new Phrase(',"text":');
const TWO_32 = 0x1_0000_0000;
const NOT_SET = new Phrase('not set (0)');
const SHORT = 64;

/** A leaf, with its bits. */
export function leaf(n: Spot, row: RowText, data: DataView, to: Writer): boolean {
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
      row.string(n, readText(row.field, data, n.offset, n.size, n.number), to);
      return true;
    default:
      return false;
  }
}

function number(n: Spot, row: RowText, to: Writer): boolean {
  const { bits, field } = row;
  if (bits !== null && (bits.length === 0 || field.names !== null || row.isOpen)) return false;
  if (field.hex && field.size > 4) return false;
  if (n.item >= 0) withBits(n, row, to);
  else if (!row.often.write(n, n.number, to)) {
    const begin = row.often.begin(to);
    withBits(n, row, to);
    row.often.keep(begin, to);
  }
  return true;
}

function withBits(n: Spot, row: RowText, to: Writer): void {
  const { bits } = row;
  row.place(n, to);
  if (row.numbers.write(n.number, to)) return;
  if (bits === null) {
    row.end(to);
    return;
  }
  for (let i = 0; i < bits.length; i++) if (bits[i]!.isFlag && (n.number & bits[i]!.mask) !== 0) to.phrase(bits[i]!.listed);
  to.byte(34);
  const { place } = to.phrase(CHILDREN);
  for (let i = 0; i < bits.length; i++) bits[i]!.write(n, to);
  to.put(place, 91);
  to.byte(93).byte(125);
}

function wide(n: Spot, row: RowText, data: DataView, to: Writer): boolean {
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
  row.end(to);
  return true;
}

function bytes(n: Spot, row: RowText, data: DataView, to: Writer): boolean {
  if (n.size > SHORT) return false;
  row.open(n, to);
  if (row.isNamed) {
    to.hex(data, n.offset, n.size);
    row.between(to);
  }
  to.hex(data, n.offset, n.size);
  row.end(to);
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

function guid(n: Spot, row: RowText, data: DataView, to: Writer): boolean {
  row.open(n, to);
  if (row.isNamed) {
    guidDigits(data, n.offset, to);
    row.between(to);
  }
  guidDigits(data, n.offset, to);
  row.end(to);
  return true;
}

function ipv4(n: Spot, row: RowText, data: DataView, to: Writer): boolean {
  if (n.size !== 4 || n.item >= 0) return false;
  const address = data.getUint32(n.offset);
  if (row.often.write(n, address, to)) return true;
  const begin = row.often.begin(to);
  row.string(n, readText(row.field, data, n.offset, n.size, n.number), to);
  row.often.keep(begin, to);
  return true;
}

function ether(n: Spot, row: RowText, data: DataView, to: Writer): boolean {
  if (n.size !== 6 || n.item >= 0) return false;
  if (row.often.write(n, data.getUint16(n.offset) * TWO_32 + data.getUint32(n.offset + 2), to)) return true;
  const begin = row.often.begin(to);
  row.string(n, readText(row.field, data, n.offset, n.size, n.number), to);
  row.often.keep(begin, to);
  return true;
}

function utf16(n: Spot, row: RowText, data: DataView, to: Writer): boolean {
  if (!isPlain16(data, n.offset, n.size)) row.string(n, readText(row.field, data, n.offset, n.size, n.number), to);
  else {
    row.open(n, to);
    if (row.isNamed) {
      to.bytesOf16(data, n.offset, n.size);
      row.between(to);
    }
    to.bytesOf16(data, n.offset, n.size);
    row.end(to);
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
function filetime(n: Spot, row: RowText, data: DataView, to: Writer): boolean {
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
  row.end(to);
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
export function generated(n: Spot, text: GeneratedText, value: string | number, to: Writer): boolean {
  if (typeof value === 'string') {
    if (text.strings.write(n, value, to)) return true;
    const begin = text.strings.begin(to);
    text.head.write(n.source, n.offset, to);
    const from = sized(n, to).phrase(VALUE).place;
    const end = to.json(value).place;
    to.phrase(STRING_TEXT).again(from, end).phrase(GENERATED);
    text.strings.keep(begin, to);
    return true;
  }
  if (!Number.isSafeInteger(value) || value < 0) return false;
  if (text.numbers.write(n, value, to)) return true;
  const begin = text.numbers.begin(to);
  text.head.write(n.source, n.offset, to);
  sized(n, to).phrase(VALUE).count(value).phrase(TEXT).count(value).phrase(END_GENERATED);
  text.numbers.keep(begin, to);
  return true;
}
