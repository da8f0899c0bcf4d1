import { Phrase, type Writer } from '../bytes/writer.ts';
import { Op } from '../dissect/row.ts';
import { MAX_TEXT_BYTES, readText } from '../dissect/show.ts';
import { type BitText, CHILDREN, type RowText, type Spot } from './json-rows.ts';

/*
 * What stands behind the lead of a row, up to the brace that ends the node or the list of what is below it. Each function returns false for a node whose JSON
 * needs more than that, whatever it has written.
 */

const TEXT = new Phrase(',"text":"');
const BETWEEN = new Phrase('","text":"');
const OPEN_TEXT = new Phrase(',"text":');
const END_GENERATED = new Phrase('","generated":true}');
const GENERATED = new Phrase(',"generated":true}');
const NOT_SET = new Phrase('not set (0)');
/** Where the text of bytes is cut. */
const CUT = new Phrase('… (');
const BYTES = new Phrase(' bytes)');
const QUOTE = 34;
const DOT = 46;
const COLON = 58;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;

/** The value and the text of a leaf; its bits with them. */
export function leafValue(n: Spot, row: RowText, data: DataView, to: Writer): boolean {
  const { field: f } = row;
  if (f.isSecret || n.size === 0) return false;
  switch (f.op) {
    case Op.uint:
      return n.size === f.size && (f.size === 8 ? wide(n, row, data, to) : number(n, row, to));
    case Op.bytes:
      return bytes(n, row, data, to);
    case Op.guid:
      return n.size === 16 && alike(n, row, data, to, guidDigits);
    case Op.filetime:
      return n.size === 8 && filetime(n, row, data, to);
    case Op.utf16:
      return n.size > 1 && utf16(n, row, data, to);
    case Op.ipv4:
      return n.size === 4 && alike(n, row, data, to, dotted);
    case Op.ether:
      return n.size === 6 && alike(n, row, data, to, pairs);
    case Op.ascii:
    case Op.ipv6:
      row.string(readText(f, data, n.offset, n.size, n.number), to);
      return true;
    default:
      return false;
  }
}

function number(n: Spot, row: RowText, to: Writer): boolean {
  const { bits, field } = row;
  if (field.hex && field.size > 4) return false;
  if (bits !== null && (bits.length === 0 || field.names !== null || row.hasParts || row.below.length > 0)) return false;
  if (bits !== null) withBits(n, row, bits, to);
  else if (!row.numbers.write(n.number, to)) to.byte(QUOTE);
  return true;
}

function withBits(n: Spot, { numbers, memo }: RowText, bits: readonly BitText[], to: Writer): void {
  if (memo.write(n, to)) return;
  const begin = to.begin();
  numbers.write(n.number, to);
  listBits(n, bits, to);
  memo.keep(n, begin, to);
}

function listBits(n: Spot, bits: readonly BitText[], to: Writer): void {
  for (let i = 0; i < bits.length; i++) if (bits[i]!.isFlag && (n.number & bits[i]!.mask) !== 0) to.phrase(bits[i]!.listed);
  const { place } = to.byte(QUOTE).phrase(CHILDREN);
  for (let i = 0; i < bits.length; i++) bits[i]!.write(n, to);
  to.put(place, OPEN_LIST);
  to.byte(CLOSE_LIST);
}

function wide(n: Spot, row: RowText, data: DataView, to: Writer): boolean {
  const { field: f } = row;
  if (f.bits !== null) return false;
  const first = data.getUint32(n.offset, !f.bigEndian);
  const second = data.getUint32(n.offset + 4, !f.bigEndian);
  const high = f.bigEndian ? first : second;
  const low = f.bigEndian ? second : first;
  to.byte(QUOTE);
  if (row.isNamed) {
    to.count64(high, low);
    to.phrase(BETWEEN);
  }
  if (f.hex) to.byte(48).byte(120).digits(high, 4).digits(low, 4);
  else to.count64(high, low);
  to.byte(QUOTE);
  return true;
}

function bytes(n: Spot, row: RowText, data: DataView, to: Writer): boolean {
  to.byte(QUOTE);
  if (row.isNamed) {
    to.hex(data, n.offset, n.size);
    to.phrase(BETWEEN);
  }
  if (n.size <= MAX_TEXT_BYTES) to.hex(data, n.offset, n.size);
  else to.hex(data, n.offset, MAX_TEXT_BYTES).phrase(CUT).count(n.size).phrase(BYTES);
  to.byte(QUOTE);
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

/** A value whose text is the same. */
function alike(n: Spot, row: RowText, data: DataView, to: Writer, show: (data: DataView, at: number, to: Writer) => void): boolean {
  to.byte(QUOTE);
  if (row.isNamed) {
    show(data, n.offset, to);
    to.phrase(BETWEEN);
  }
  show(data, n.offset, to);
  to.byte(QUOTE);
  return true;
}

function dotted(data: DataView, at: number, to: Writer): void {
  for (let i = 0; i < 4; i++) {
    if (i > 0) to.byte(DOT);
    to.count(data.getUint8(at + i));
  }
}

function pairs(data: DataView, at: number, to: Writer): void {
  for (let i = 0; i < 6; i++) {
    if (i > 0) to.byte(COLON);
    to.digits(data.getUint8(at + i), 1);
  }
}

function utf16(n: Spot, row: RowText, data: DataView, to: Writer): boolean {
  if (!isPlain16(data, n.offset, n.size)) row.string(readText(row.field, data, n.offset, n.size, n.number), to);
  else {
    to.byte(QUOTE);
    if (row.isNamed) {
      to.bytesOf16(data, n.offset, n.size);
      to.phrase(BETWEEN);
    }
    to.bytesOf16(data, n.offset, n.size);
    to.byte(QUOTE);
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
  to.byte(QUOTE);
  if (row.isNamed) {
    time(seconds, rest - 1e7 * whole, to);
    to.phrase(BETWEEN);
  }
  if (rest === 0) to.phrase(NOT_SET);
  else time(seconds, rest - 1e7 * whole, to);
  to.byte(QUOTE);
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

/** A number that is written as its digits. */
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** The value and the text of a row that is worked out, and the end of its node. */
export function generatedValue(value: string | number, to: Writer): boolean {
  if (value === '') return false;
  if (typeof value === 'string') {
    const from = to.place;
    const end = to.json(value).place;
    to.phrase(OPEN_TEXT).again(from, end).phrase(GENERATED);
    return true;
  }
  if (!isCount(value)) return false;
  to.count(value).phrase(TEXT).count(value).phrase(END_GENERATED);
  return true;
}
