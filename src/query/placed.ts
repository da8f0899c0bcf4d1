import { ErrorResponse } from '../../dissectors/smb2/error.ts';
import { Header } from '../../dissectors/smb2/header.ts';
import { fieldsOf, isOnlyIn } from '../dissect/reach.ts';
import { Op } from '../dissect/row.ts';
import type { AnyField, Struct } from '../dissect/struct.ts';
import { isError } from '../smb/facts.ts';
import { tablesOf } from '../smb/parts.ts';
import type { Pass } from '../smb/pass.ts';
import type { Column, Columns } from './columns.ts';
import type { Value, Values } from './values.ts';

const NONE: Values = [];
const HEADER_SIZE = 64;
/** Bytes read at once: the headers of small messages lie close together. */
const WINDOW = 65536;
/** Upper words of numbers that are exact as one. */
const EXACT = 0x200000;
const STATUS_SUCCESS = 0;

/** A number that lies in every message of a kind at the same place. */
interface Place {
  /** From the header's start. */
  readonly offset: number;
  readonly size: number;
}

const isNumber = (f: AnyField): boolean => f.op === Op.uint && f.bits === null && !f.bigEndian && f.size <= 8 && f.size !== 3;
const isInPlace = (f: AnyField): boolean =>
  f.condition === null &&
  f.offsetOf === null &&
  f.countOf === null &&
  f.flagOf === null &&
  f.repeats === 0 &&
  f.beforeOf === null &&
  !f.mayEnd;

/** Numbers of the SMB2 header and of the bodies' fixed parts that the index does not keep, read where they lie, without a walk. */
export class PlacedFields {
  private readonly pass: Pass;
  private readonly columns: Columns;
  private readonly bytes = new Uint8Array(WINDOW);
  private readonly view = new DataView(this.bytes.buffer);
  private from = Number.NaN;
  private to = Number.NaN;

  constructor(pass: Pass, columns: Columns) {
    this.pass = pass;
    this.columns = columns;
  }

  /** What a scan finds of the field, null of messages of which that is not known; null for a field that is no such number. */
  of(name: string): Column | null {
    return Header.fields.some((f) => f.abbrev === name && isNumber(f)) ? this.inHeader(name) : this.inBodies(name);
  }

  private inHeader(name: string): Column {
    const row = Header.fields.findIndex((f) => f.abbrev === name);
    const { size, condition } = Header.fields[row]!;
    const offset = offsetIn(Header, row);
    const { messages: m } = this.pass;
    const facts = { isResponse: false, isAsync: false };
    const values: Value[] = [0];
    return (message) => {
      const header = this.header(message, HEADER_SIZE);
      if (header < 0) return null;
      facts.isResponse = (m.flags[message]! & 1) !== 0;
      facts.isAsync = (m.flags[message]! & 2) !== 0;
      if (condition !== null && !condition(facts as never)) return NONE;
      values[0] = this.number(header + offset, size);
      return values;
    };
  }

  private inBodies(name: string): Column | null {
    if (!name.startsWith('smb2.')) return null;
    const { messages: m } = this.pass;
    const places = new Map<number, Place | null>();
    const values: Value[] = [0];
    const isOfErrors = fieldsOf(Header).has(name) || fieldsOf(ErrorResponse).has(name);
    return (message) => {
      if (!this.columns.isWhole(message)) return null;
      const isResponse = (m.flags[message]! & 1) !== 0;
      // A response that fails may be another structure.
      if (isResponse && m.status[message] !== STATUS_SUCCESS) return !isOfErrors && this.isError(message) ? NONE : null;
      const key = 2 * m.command[message]! + (isResponse ? 1 : 0);
      let place = places.get(key);
      if (place === undefined) places.set(key, (place = placeIn(name, m.protocol[message]!, m.command[message]!, isResponse)));
      if (place === null) return null;
      const header = this.header(message, place.offset + place.size);
      if (header < 0) return null;
      values[0] = this.number(header + place.offset, place.size);
      return values;
    };
  }

  private isError(message: number): boolean {
    const { messages: m } = this.pass;
    const header = this.header(message, HEADER_SIZE + 2);
    return header >= 0 && isError(m.command[message]!, m.status[message]!, this.view.getUint16(header + HEADER_SIZE, true));
  }

  private number(at: number, size: number): Value {
    if (size === 1) return this.view.getUint8(at);
    if (size === 2) return this.view.getUint16(at, true);
    const low = this.view.getUint32(at, true);
    if (size === 4) return low;
    const high = this.view.getUint32(at + 4, true);
    return high < EXACT ? high * 2 ** 32 + low : this.view.getBigUint64(at, true);
  }

  /** Where in the window the message in `row` lies, or -1 for one whose first `bytes` don't lie in the capture in one piece. */
  private header(row: number, bytes: number): number {
    const { messages: m, units, pieces, network } = this.pass;
    if (!this.columns.isWhole(row) || m.source[row] !== 0 || bytes > m.length[row]!) return -1;
    const piece = units.firstPiece[m.unit[row]!]!;
    if (m.offset(row) + bytes > pieces.lengths[piece]! || pieces.positions[piece]! < 0) return -1;
    const position = pieces.positions[piece]! + m.offset(row);
    if (!(position >= this.from && position + bytes <= this.to)) {
      this.from = position;
      this.to = position + network.read(position, WINDOW, this.bytes, 0);
      if (position + bytes > this.to) return -1;
    }
    return position - this.from;
  }
}

/** The place of a field that nothing else in such messages shares its name with. */
function placeIn(name: string, protocol: number, command: number, isResponse: boolean): Place | null {
  const [, body, ...others] = tablesOf(protocol as never, command, isResponse);
  if (body === undefined || body === null || fieldsOf(Header).has(name) || others.some((t) => t !== null && fieldsOf(t).has(name)))
    return null;
  const row = body.fields.findIndex((f) => f.abbrev === name);
  if (row < 0 || !isNumber(body.fields[row]!) || !isInPlace(body.fields[row]!) || !isOnlyIn(body, row)) return null;
  const offset = offsetIn(body, row);
  return offset < 0 ? null : { offset: HEADER_SIZE + offset, size: body.fields[row]!.size };
}

const offsetIn = (table: Struct, row: number): number => (table.at as Readonly<Record<string, number>>)[table.fieldNames[row]!]!;
