import { Command, Header } from '../../dissectors/smb2/header.ts';
import { Protocol } from '../smb/columns.ts';
import { Flag, HEADER_SIZE } from '../smb/current.ts';
import type { Pass } from '../smb/pass.ts';
import type { Records } from '../smb/records.ts';

/** What a connection's credits did (MS-SMB2 3.3.1.1 and 3.2.4.1.2): how many the client was given, used up, and had at most and at least. */
export interface Credits {
  /** Sums over requests and responses. */
  charged: number;
  requested: number;
  granted: number;
  /** Of credits that the client may still use: now, at most, at least. */
  balance: number;
  highest: number;
  lowest: number;
  /** Requests sent with fewer credits than they cost; 0 for a connection met in its middle, whose beginning balance is unknown. */
  overdrafts: number;
  /** Frame of the first of them. */
  firstOverdraft: number;
  /** Lowest and highest MessageId used, as decimal strings. */
  lowestMessageId: string;
  highestMessageId: string;
  isWhole: boolean;
}

const CHARGE = Header.at.CreditCharge;
const CREDITS = Header.at.CreditRequest;

/** Keeps the ledgers of all connections, message by message in the order of the capture. */
export class CreditLedger {
  private readonly pass: Pass;
  private readonly records: Records;
  private readonly header = new Uint8Array(HEADER_SIZE);
  private readonly view = new DataView(this.header.buffer);
  private readonly ids = new Map<Credits, { low: bigint; high: bigint }>();

  constructor(pass: Pass, records: Records) {
    this.pass = pass;
    this.records = records;
  }

  /** The ledger of a connection before its first message; it is whole when that is a NEGOTIATE. */
  open(row: number): Credits {
    const { messages: m } = this.pass;
    const isWhole = m.command[row] === Command.NEGOTIATE;
    return {
      charged: 0,
      requested: 0,
      granted: 0,
      balance: isWhole ? 1 : 0,
      highest: isWhole ? 1 : 0,
      lowest: isWhole ? 1 : 0,
      overdrafts: 0,
      firstOverdraft: 0,
      lowestMessageId: '',
      highestMessageId: '',
      isWhole,
    };
  }

  add(c: Credits, row: number): void {
    const { messages: m, units } = this.pass;
    if (m.protocol[row] !== Protocol.smb2 || !this.read(row)) return;
    const credits = this.view.getUint16(CREDITS, true);
    if ((m.flags[row]! & Flag.response) !== 0) {
      c.granted += credits;
      c.balance += credits;
    } else if (m.command[row] !== Command.CANCEL) {
      // CreditCharge is 0 in the 2.0.2 dialect, where every request costs one.
      const charge = Math.max(1, this.view.getUint16(CHARGE, true));
      if (c.isWhole && charge > c.balance && c.overdrafts++ === 0) c.firstOverdraft = units.frame[m.unit[row]!]!;
      c.charged += charge;
      c.requested += credits;
      c.balance -= charge;
      this.used(c, row, charge);
    }
    c.highest = Math.max(c.highest, c.balance);
    c.lowest = Math.min(c.lowest, c.balance);
  }

  private used(c: Credits, row: number, charge: number): void {
    const { messages: m } = this.pass;
    const first = (BigInt(m.messageIdHigh[row]!) << 32n) | BigInt(m.messageIdLow[row]!);
    const last = first + BigInt(charge - 1);
    const known = this.ids.get(c);
    const low = known === undefined || first < known.low ? first : known.low;
    const high = known === undefined || last > known.high ? last : known.high;
    this.ids.set(c, { low, high });
    c.lowestMessageId = low.toString();
    c.highestMessageId = high.toString();
  }

  /** Reads the message's header again; false when it is not all in the capture. */
  private read(row: number): boolean {
    const { messages: m, units, pieces, network } = this.pass;
    if (m.source[row] !== 0) return this.readInside(row);
    const unit = m.unit[row]!;
    let offset = m.offset[row]!;
    const last = unit + 1 < units.count ? units.firstPiece[unit + 1]! : pieces.count;
    let have = 0;
    for (let i = units.firstPiece[unit]!; i < last && have < HEADER_SIZE; i++) {
      const length = pieces.lengths[i]!;
      if (offset >= length) {
        offset -= length;
        continue;
      }
      const n = Math.min(length - offset, HEADER_SIZE - have);
      if (pieces.positions[i]! < 0 || network.read(pieces.positions[i]! + offset, n, this.header, have) < n) return false;
      have += n;
      offset = 0;
    }
    return have === HEADER_SIZE;
  }

  /** The same of a message that lies in what its unit decompresses to. */
  private readInside(row: number): boolean {
    const { data, start, end } = this.records.bytesOf(row);
    if (start + HEADER_SIZE > end) return false;
    this.header.set(new Uint8Array(data.buffer, data.byteOffset + start, HEADER_SIZE));
    return true;
  }
}
