import { Command, Header } from '../../dissectors/smb2/header.ts';
import { beginsPdu } from './rpc/header.ts';
import type { Connection, Session } from './session.ts';

export const HEADER_SIZE = 64;
const STATUS = Header.at.Status;
const COMMAND = Header.at.Command;
const FLAGS = Header.at.Flags;
const CHARGE = Header.at.CreditCharge;
const CREDITS = Header.at.CreditRequest;
const CHANNEL_SEQUENCE = Header.at.ChannelSequence;
const NEXT_COMMAND = Header.at.NextCommand;
const MESSAGE_ID = Header.at.MessageId;
const TREE_ID = Header.at.TreeId;
const SESSION_ID = Header.at.SessionId;

export const Flag = { response: 1, async: 2, related: 4, signed: 8, replay: 0x20000000 } as const;
export const STATUS_SUCCESS = 0;
export const STATUS_PENDING = 0x103;
/** As a signed word, like those of Current. */
export const STATUS_BUFFER_OVERFLOW = 0x80000005 | 0;
export const ALL_ONES = -1;

/**
 * The SMB2 message that the pass stands on, its header read by the table's offsets; one instance is filled over and over. What every message is asked for
 * is a field: in a function as large as those that ask, a getter would be a call. Words of 32 bits are signed: each is a small integer then, where a larger
 * number would be a double.
 */
export class Current {
  connection: Connection | null = null;
  row = 0;
  /** Row of the compound's member before it, or -1. */
  previous = -1;
  data: DataView = new DataView(new ArrayBuffer(0));
  /** Where the header and the body begin, and where the bytes at hand end. */
  at = 0;
  body = 0;
  end = 0;
  command = 0;
  flags = 0;
  isResponse = false;
  /** Of a response; 0 for a request. */
  status = 0;
  idLow = 0;
  idHigh = 0;
  /** The ids after it were captured too; else they are 0. */
  hasSessionId = false;
  treeId = 0;
  sessionIdLow = 0;
  sessionIdHigh = 0;
  /** Credits that the request costs: CreditCharge is 0 in the 2.0.2 dialect, where every request costs one (MS-SMB2 3.3.5.2.5). */
  charge = 1;
  /** Of a request those asked for, of a response those granted. */
  credits = 0;
  /** Once it is found; null for none. */
  session: Session | null = null;

  get isAsync(): boolean {
    return (this.flags & Flag.async) !== 0;
  }
  get isRelated(): boolean {
    return (this.flags & Flag.related) !== 0 && this.previous >= 0;
  }
  /** Notifications carry no id of their own. */
  get hasMessageId(): boolean {
    return this.idLow !== ALL_ONES || this.idHigh !== ALL_ONES;
  }
  get messageId(): number {
    return (this.idHigh >>> 0) * 2 ** 32 + (this.idLow >>> 0);
  }
  get channelSequence(): number {
    return this.data.getUint16(this.at + CHANNEL_SEQUENCE, true);
  }

  /** Whether `bytes` bytes of the body, from `offset` on, are at hand. */
  has(offset: number, bytes: number): boolean {
    return this.body + offset + bytes <= this.end;
  }
  bytes(offset: number, length: number): Uint8Array {
    return new Uint8Array(this.data.buffer, this.data.byteOffset + this.body + offset, length);
  }
  u8(offset: number): number {
    return this.data.getUint8(this.body + offset);
  }
  u16(offset: number): number {
    return this.data.getUint16(this.body + offset, true);
  }
  i32(offset: number): number {
    return this.data.getInt32(this.body + offset, true);
  }
  u32(offset: number): number {
    return this.data.getUint32(this.body + offset, true);
  }
  /** As a number: exact below 2^53. */
  u64(offset: number): number {
    return this.u32(offset) + this.u32(offset + 4) * 2 ** 32;
  }

  /** Reads the header at `at`; of one that was not captured whole only what is there. */
  read(connection: Connection, row: number, previous: number, data: DataView, at: number, end: number): void {
    this.connection = connection;
    this.row = row;
    this.previous = previous;
    this.data = data;
    this.at = at;
    this.body = at + HEADER_SIZE;
    this.end = end;
    this.session = null;
    const hasFlags = at + FLAGS + 4 <= end;
    this.command = hasFlags ? data.getUint16(at + COMMAND, true) : 0;
    this.flags = hasFlags ? data.getInt32(at + FLAGS, true) : 0;
    const isResponse = (this.flags & Flag.response) !== 0;
    this.isResponse = isResponse;
    this.status = isResponse ? data.getInt32(at + STATUS, true) : 0;
    const hasId = at + MESSAGE_ID + 8 <= end;
    this.idLow = hasId ? data.getInt32(at + MESSAGE_ID, true) : 0;
    this.idHigh = hasId ? data.getInt32(at + MESSAGE_ID + 4, true) : 0;
    const isLong = at + SESSION_ID + 8 <= end;
    this.hasSessionId = isLong;
    this.treeId = isLong ? data.getInt32(at + TREE_ID, true) : 0;
    this.sessionIdLow = isLong ? data.getInt32(at + SESSION_ID, true) : 0;
    this.sessionIdHigh = isLong ? data.getInt32(at + SESSION_ID + 4, true) : 0;
    this.charge = isLong ? data.getUint16(at + CHARGE, true) || 1 : 1;
    this.credits = isLong ? data.getUint16(at + CREDITS, true) : 0;
  }
}

/** Bytes of a message that the pass reads: bodies that carry state whole, of the others the fixed part. */
export function wantedOfMessage(data: DataView, at: number, length: number): number {
  if (data.getUint32(at + NEXT_COMMAND, true) !== 0) return length;
  switch (data.getUint16(at + COMMAND, true)) {
    case Command.READ:
    case Command.WRITE:
      return Math.min(length, beginsPdu(data, at, length) ? 65536 : HEADER_SIZE + 64);
    case Command.QUERY_DIRECTORY:
    case Command.QUERY_INFO:
    case Command.CHANGE_NOTIFY:
      return Math.min(length, HEADER_SIZE + 64);
    default:
      return Math.min(length, 65536);
  }
}
