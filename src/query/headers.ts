import { Header } from '../../dissectors/smb2/header.ts';
import { Op } from '../dissect/row.ts';
import type { Pass } from '../smb/pass.ts';
import type { Column, Columns } from './columns.ts';
import { narrow, type Value, type Values } from './values.ts';

const NONE: Values = [];
const HEADER_SIZE = 64;
/** Bytes read at once: the headers of small messages lie close together. */
const WINDOW = 16384;

/** Numbers of the SMB2 header that the index does not keep, read where they lie, without a walk. */
export class HeaderFields {
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

  /** What a scan finds of the field; null for a field that is no such number. */
  of(name: string): Column | null {
    const row = Header.fields.findIndex((f) => f.abbrev === name && f.op === Op.uint && f.bits === null && !f.bigEndian);
    if (row < 0) return null;
    const { size, condition } = Header.fields[row]!;
    const at = (Header.at as Readonly<Record<string, number>>)[Header.fieldNames[row]!]!;
    const { messages: m } = this.pass;
    const facts = { isResponse: false, isAsync: false };
    const values: Value[] = [0];
    return (message) => {
      const header = this.header(message);
      if (header < 0) return null;
      facts.isResponse = (m.flags[message]! & 1) !== 0;
      facts.isAsync = (m.flags[message]! & 2) !== 0;
      if (condition !== null && !condition(facts as never)) return NONE;
      values[0] = this.number(header + at, size);
      return values;
    };
  }

  private number(at: number, size: number): Value {
    if (size === 2) return this.view.getUint16(at, true);
    return size === 4 ? this.view.getUint32(at, true) : narrow(this.view.getBigUint64(at, true));
  }

  /** Where in the window the header of the message in `row` lies, or -1 for one that does not lie in the capture in one piece. */
  private header(row: number): number {
    const { messages: m, units, pieces, network } = this.pass;
    if (!this.columns.isWhole(row) || m.source[row] !== 0) return -1;
    const piece = units.firstPiece[m.unit[row]!]!;
    if (m.offset[row]! + HEADER_SIZE > pieces.lengths[piece]! || pieces.positions[piece]! < 0) return -1;
    const position = pieces.positions[piece]! + m.offset[row]!;
    if (!(position >= this.from && position + HEADER_SIZE <= this.to)) {
      this.from = position;
      this.to = position + network.read(position, WINDOW, this.bytes, 0);
      if (position + HEADER_SIZE > this.to) return -1;
    }
    return position - this.from;
  }
}
