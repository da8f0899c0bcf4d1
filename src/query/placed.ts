import { Header } from '../../dissectors/smb2/header.ts';
import { fieldsOf, isOnlyIn } from '../dissect/reach.ts';
import { Op } from '../dissect/row.ts';
import type { AnyField, Struct } from '../dissect/struct.ts';
import { tablesOf } from '../smb/parts.ts';
import type { Pass } from '../smb/pass.ts';
import { Window } from '../smb/window.ts';
import type { Message } from './message.ts';
import { Answer } from './source.ts';
import type { Numeric, Words } from './words.ts';

const HEADER_SIZE = 64;
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
  private readonly message: Message;
  private readonly window: Window;
  private readonly view: DataView;

  constructor(pass: Pass, message: Message, window = new Window(pass.network)) {
    this.pass = pass;
    this.window = window;
    this.view = window.view;
    this.message = message;
  }

  /** What a scan finds of the field, null of messages of which that is not known; null for a field that is no such number. */
  of(name: string): Numeric | null {
    return Header.fields.some((f) => f.abbrev === name && isNumber(f)) ? this.inHeader(name) : this.inBodies(name);
  }

  private inHeader(name: string): Numeric {
    const row = Header.fields.findIndex((f) => f.abbrev === name);
    const { size, condition } = Header.fields[row]!;
    const offset = offsetIn(Header, row);
    const { messages: m } = this.pass;
    const facts = { isResponse: false, isAsync: false };
    return (message, into) => {
      const header = this.header(message, HEADER_SIZE);
      if (header < 0) return Answer.unknown;
      facts.isResponse = (m.flags[message]! & 1) !== 0;
      facts.isAsync = (m.flags[message]! & 2) !== 0;
      return condition !== null && !condition(facts as never) ? Answer.no : this.number(header + offset, size, into);
    };
  }

  private inBodies(name: string): Numeric | null {
    if (!name.startsWith('smb2.')) return null;
    const { messages: m } = this.pass;
    const places = new Map<number, Place | null>();
    return (message, into) => {
      this.message.stand(message);
      const { isWhole, isResponse } = this.message;
      if (!isWhole) return Answer.unknown;
      // A response that fails may be another structure.
      if (isResponse && m.status[message] !== STATUS_SUCCESS) return Answer.unknown;
      const key = 2 * m.command[message]! + (isResponse ? 1 : 0);
      let place = places.get(key);
      if (place === undefined) places.set(key, (place = placeIn(name, m.protocol[message]!, m.command[message]!, isResponse)));
      if (place === null) return Answer.unknown;
      const header = this.header(message, place.offset + place.size);
      return header < 0 ? Answer.unknown : this.number(header + place.offset, place.size, into);
    };
  }

  private number(at: number, size: number, into: Words): Answer {
    const { view } = this;
    into.low = size === 1 ? view.getUint8(at) : size === 2 ? view.getUint16(at, true) : view.getInt32(at, true);
    into.high = size === 8 ? view.getInt32(at + 4, true) : 0;
    return Answer.yes;
  }

  /** Where in the window the message in `row` lies, or -1 for one whose first `bytes` don't lie in the capture in one piece. */
  private header(row: number, bytes: number): number {
    const { messages: m, units, pieces } = this.pass;
    this.message.stand(row);
    if (!this.message.isWhole || m.source[row] !== 0 || bytes > m.length[row]!) return -1;
    const piece = units.firstPiece[m.unit[row]!]!;
    return this.window.find(pieces, piece, m.offset(row), bytes);
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
