import { ChangeNotifyRequest } from '../../dissectors/smb2/change-notify.ts';
import { CloseRequest } from '../../dissectors/smb2/close.ts';
import { CreateRequest, CreateResponse } from '../../dissectors/smb2/create.ts';
import { FlushRequest } from '../../dissectors/smb2/flush.ts';
import { Command, Header } from '../../dissectors/smb2/header.ts';
import { IoctlRequest } from '../../dissectors/smb2/ioctl.ts';
import { LockRequest } from '../../dissectors/smb2/lock.ts';
import { NegotiateRequest, NegotiateResponse } from '../../dissectors/smb2/negotiate.ts';
import { OplockBreakAcknowledgment } from '../../dissectors/smb2/oplock-break.ts';
import { QueryDirectoryRequest } from '../../dissectors/smb2/query-directory.ts';
import { QueryInfoRequest } from '../../dissectors/smb2/query-info.ts';
import { ReadRequest, ReadResponse } from '../../dissectors/smb2/read.ts';
import { SessionSetupRequest } from '../../dissectors/smb2/session-setup.ts';
import { SetInfoRequest } from '../../dissectors/smb2/set-info.ts';
import { TreeConnectRequest } from '../../dissectors/smb2/tree-connect.ts';
import { WriteRequest, WriteResponse } from '../../dissectors/smb2/write.ts';
import type { Messages } from './columns.ts';
import { Names } from './names.ts';
import { Opens } from './opens.ts';
import { type Connection, Session, type Tree } from './session.ts';

export const HEADER_SIZE = 64;
const STATUS = Header.at.Status;
const COMMAND = Header.at.Command;
const FLAGS = Header.at.Flags;
const NEXT_COMMAND = Header.at.NextCommand;
const MESSAGE_ID = Header.at.MessageId;
const TREE_ID = Header.at.TreeId;
const SESSION_ID = Header.at.SessionId;

export const Flag = { response: 1, async: 2, related: 4, signed: 8 } as const;
export const STATUS_PENDING = 0x103;
const STATUS_SUCCESS = 0;
const ALL_ONES = 0xffffffff;
const SESSION_FLAG_BINDING = 1;

/** Where the FileId lies in each request's body, by command; -1 for none. */
const FILE_ID = new Int8Array(32).fill(-1);
FILE_ID[Command.CLOSE] = CloseRequest.at.FileId;
FILE_ID[Command.FLUSH] = FlushRequest.at.FileId;
FILE_ID[Command.READ] = ReadRequest.at.FileId;
FILE_ID[Command.WRITE] = WriteRequest.at.FileId;
FILE_ID[Command.LOCK] = LockRequest.at.FileId;
FILE_ID[Command.IOCTL] = IoctlRequest.at.FileId;
FILE_ID[Command.QUERY_DIRECTORY] = QueryDirectoryRequest.at.FileId;
FILE_ID[Command.CHANGE_NOTIFY] = ChangeNotifyRequest.at.FileId;
FILE_ID[Command.QUERY_INFO] = QueryInfoRequest.at.FileId;
FILE_ID[Command.SET_INFO] = SetInfoRequest.at.FileId;

const CREATE_NAME_OFFSET = CreateRequest.at.NameOffset;
const CREATE_NAME_LENGTH = CreateRequest.at.NameLength;
const CREATE_FILE_ID = CreateResponse.at.FileId;
const READ_LENGTH = ReadRequest.at.Length;
const READ_OFFSET = ReadRequest.at.Offset;
const READ_DATA_LENGTH = ReadResponse.at.DataLength;
const WRITE_LENGTH = WriteRequest.at.Length;
const WRITE_OFFSET = WriteRequest.at.Offset;
const WRITE_COUNT = WriteResponse.at.Count;
const IOCTL_CODE = IoctlRequest.at.CtlCode;

/** Bytes of a message that the pass reads: bodies that carry state whole, of the others the fixed part. */
export function wantedOfMessage(data: DataView, at: number, length: number): number {
  const command = data.getUint16(at + COMMAND, true);
  if (data.getUint32(at + NEXT_COMMAND, true) !== 0) return length;
  switch (command) {
    case Command.READ:
    case Command.WRITE:
    case Command.QUERY_DIRECTORY:
    case Command.QUERY_INFO:
    case Command.CHANGE_NOTIFY:
      return Math.min(length, HEADER_SIZE + 64);
    default:
      return Math.min(length, 65536);
  }
}

/** The SMB2 messages of a capture and the state behind them: connections, sessions, trees and opens, settled in the order of the capture. */
export class Smb2 {
  readonly names = new Names();
  readonly opens: Opens;
  readonly sessions: Session[] = [];
  readonly trees: Tree[] = [];
  private readonly messages: Messages;
  /** Every session by server and id, for the connections that are bound to one later. */
  private readonly byServer = new Map<string, Session>();

  /** `opens`: how many opens room is made for at first. */
  constructor(messages: Messages, opens: number) {
    this.messages = messages;
    this.opens = new Opens(opens);
  }

  /**
   * Fills the columns of the message in `row`, whose header lies at `at`; `end` is where the bytes at hand end. `previous` is the row of the compound's
   * member before it, or -1.
   */
  message(c: Connection, row: number, data: DataView, at: number, end: number, previous: number): void {
    const m = this.messages;
    if (at + SESSION_ID > end) {
      this.partial(row, data, at, end);
      return;
    }
    const flags = data.getUint32(at + FLAGS, true);
    const command = data.getUint16(at + COMMAND, true);
    const isResponse = (flags & Flag.response) !== 0;
    const status = isResponse ? data.getUint32(at + STATUS, true) : 0;
    const idLow = data.getUint32(at + MESSAGE_ID, true);
    const idHigh = data.getUint32(at + MESSAGE_ID + 4, true);
    m.command[row] = command > 255 ? 255 : command;
    m.flags[row] = flags;
    m.status[row] = status;
    m.messageIdLow[row] = idLow;
    m.messageIdHigh[row] = idHigh;
    const session = this.session(c, row, data, at, end, previous);
    m.session[row] = session === null ? 0 : session.row + 1;
    const isAsync = (flags & Flag.async) !== 0;
    if (!isAsync && session !== null) m.tree[row] = this.tree(session, row, data.getUint32(at + TREE_ID, true), previous);
    if (isResponse) this.response(c, row, data, at, end, command, status, idLow, idHigh, session);
    else this.request(c, row, data, at, end, command, flags, idLow, idHigh, previous);
  }

  /** A header of which the capture holds only the first bytes. */
  private partial(row: number, data: DataView, at: number, end: number): void {
    if (at + FLAGS + 4 > end) return;
    const flags = data.getUint32(at + FLAGS, true);
    this.messages.command[row] = Math.min(255, data.getUint16(at + COMMAND, true));
    this.messages.flags[row] = flags;
    if ((flags & Flag.response) !== 0) this.messages.status[row] = data.getUint32(at + STATUS, true);
  }

  private session(c: Connection, row: number, data: DataView, at: number, end: number, previous: number): Session | null {
    if (at + SESSION_ID + 8 > end) return null;
    const low = data.getUint32(at + SESSION_ID, true);
    const high = data.getUint32(at + SESSION_ID + 4, true);
    const last = c.last;
    if (last !== null && last.idLow === low && last.idHigh === high) return last;
    if (low === 0 && high === 0) return null;
    if (low === ALL_ONES && high === ALL_ONES) {
      const before = previous < 0 ? 0 : this.messages.session[previous]!;
      return before === 0 ? null : this.sessions[before - 1]!;
    }
    const key = `${high.toString(16)}:${low.toString(16)}`;
    const session = c.sessions.get(key) ?? this.meet(c, row, key, low, high, data, at, end);
    c.last = session;
    return session;
  }

  /** A SessionId that is new on its connection: a new session, one that the connection is bound to, or one that it has no part in. */
  private meet(c: Connection, row: number, key: string, low: number, high: number, data: DataView, at: number, end: number): Session {
    const global = `${c.server}/${key}`;
    const known = this.byServer.get(global);
    const isSetup = this.messages.command[row] === Command.SESSION_SETUP;
    let session = known;
    if (session === undefined || !this.isBinding(row, data, at, end)) {
      session = new Session(this.sessions.length, low, high, isSetup ? null : (known ?? null));
      this.sessions.push(session);
      if (known === undefined || isSetup) this.byServer.set(global, session);
    }
    c.sessions.set(key, session);
    return session;
  }

  /** Whether the message adds its connection to a session that exists: MS-SMB2 3.3.5.5.2. */
  private isBinding(row: number, data: DataView, at: number, end: number): boolean {
    const body = at + HEADER_SIZE;
    if (this.messages.command[row] !== Command.SESSION_SETUP || (this.messages.flags[row]! & Flag.response) !== 0) return false;
    return body + SessionSetupRequest.fixedSize <= end && (data.getUint8(body + SessionSetupRequest.at.Flags) & SESSION_FLAG_BINDING) !== 0;
  }

  private tree(session: Session, row: number, id: number, previous: number): number {
    if (id === ALL_ONES && previous >= 0 && (this.messages.flags[row]! & Flag.related) !== 0) return this.messages.tree[previous]!;
    const tree = session.tree(id);
    return tree === null ? 0 : tree.row + 1;
  }

  private request(
    c: Connection,
    row: number,
    data: DataView,
    at: number,
    end: number,
    command: number,
    flags: number,
    idLow: number,
    idHigh: number,
    previous: number,
  ): void {
    const body = at + HEADER_SIZE;
    this.requestBody(row, data, at, body, end, command, flags, previous);
    if (command === Command.CANCEL || (idLow === ALL_ONES && idHigh === ALL_ONES)) return;
    const id = idHigh * 2 ** 32 + idLow;
    const orphan = c.pending.takeOrphan(id);
    if (orphan < 0) c.pending.request(id, row);
    else this.joinOrphan(row, orphan);
  }

  private requestBody(
    row: number,
    data: DataView,
    at: number,
    body: number,
    end: number,
    command: number,
    flags: number,
    previous: number,
  ): void {
    const m = this.messages;
    const fileId = command < 32 ? FILE_ID[command]! : -1;
    if (fileId >= 0 && body + fileId + 16 <= end) m.open[row] = this.openOf(row, data, body + fileId, flags, previous);
    switch (command) {
      case Command.CREATE:
        if (body + CreateRequest.fixedSize <= end) this.create(row, data, at, body, end);
        return;
      case Command.READ:
        if (body + READ_LENGTH + 12 > end) return;
        m.detail[row] = data.getUint32(body + READ_LENGTH, true);
        m.extra[row] = u64(data, body + READ_OFFSET);
        return;
      case Command.WRITE:
        if (body + WRITE_LENGTH + 12 > end) return;
        m.detail[row] = data.getUint32(body + WRITE_LENGTH, true);
        m.extra[row] = u64(data, body + WRITE_OFFSET);
        return;
      case Command.IOCTL:
        if (body + IOCTL_CODE + 4 <= end) m.detail[row] = data.getUint32(body + IOCTL_CODE, true);
        return;
      case Command.QUERY_INFO:
        if (body + QueryInfoRequest.at.FileInfoClass < end)
          m.detail[row] =
            (data.getUint8(body + QueryInfoRequest.at.InfoType) << 8) | data.getUint8(body + QueryInfoRequest.at.FileInfoClass);
        return;
      case Command.SET_INFO:
        if (body + SetInfoRequest.at.FileInfoClass < end)
          m.detail[row] = (data.getUint8(body + SetInfoRequest.at.InfoType) << 8) | data.getUint8(body + SetInfoRequest.at.FileInfoClass);
        return;
      case Command.QUERY_DIRECTORY:
        if (body + QueryDirectoryRequest.fixedSize > end) return;
        m.detail[row] = data.getUint8(body + QueryDirectoryRequest.at.FileInformationClass);
        m.extra[row] =
          1 +
          this.name(
            data,
            at + data.getUint16(body + QueryDirectoryRequest.at.FileNameOffset, true),
            data.getUint16(body + QueryDirectoryRequest.at.FileNameLength, true),
            end,
          );
        return;
      default:
        this.rareRequest(row, data, at, body, end, command);
    }
  }

  private rareRequest(row: number, data: DataView, at: number, body: number, end: number, command: number): void {
    const m = this.messages;
    switch (command) {
      case Command.NEGOTIATE: {
        if (body + NegotiateRequest.fixedSize > end) return;
        const count = Math.min(data.getUint16(body + NegotiateRequest.at.DialectCount, true), 64);
        const first = body + NegotiateRequest.at.Dialects;
        for (let i = first; i < first + 2 * count && i + 2 <= end; i += 2)
          m.detail[row] = Math.max(m.detail[row]!, data.getUint16(i, true));
        return;
      }
      case Command.TREE_CONNECT: {
        if (body + TreeConnectRequest.fixedSize > end) return;
        const share = this.name(
          data,
          at + data.getUint16(body + TreeConnectRequest.at.PathOffset, true),
          data.getUint16(body + TreeConnectRequest.at.PathLength, true),
          end,
        );
        if (share < 0) return;
        this.trees.push({ row: this.trees.length, share, id: 0 });
        m.tree[row] = this.trees.length;
        return;
      }
      case Command.OPLOCK_BREAK: {
        // An oplock's acknowledgment has a FileId, a lease's a LeaseKey: their StructureSize tells them apart.
        const at = body + OplockBreakAcknowledgment.at.FileId;
        if (at + 16 <= end && data.getUint16(body, true) === 24) m.open[row] = this.openOf(row, data, at, 0, -1);
        return;
      }
      case Command.LOCK:
        if (body + LockRequest.at.LockCount + 2 <= end) m.detail[row] = data.getUint16(body + LockRequest.at.LockCount, true);
    }
  }

  private response(
    c: Connection,
    row: number,
    data: DataView,
    at: number,
    end: number,
    command: number,
    status: number,
    idLow: number,
    idHigh: number,
    session: Session | null,
  ): void {
    let request = -1;
    if (idLow !== ALL_ONES || idHigh !== ALL_ONES) {
      const id = idHigh * 2 ** 32 + idLow;
      request = c.pending.response(id, status === STATUS_PENDING);
      if (request < 0) c.pending.orphan(id, row);
    }
    if (request >= 0) this.join(row, request, session);
    this.responseBody(c, row, request, data, at + HEADER_SIZE, end, command, status, session);
  }

  /** Makes a response and its request a pair; what one knows the other learns. */
  private join(row: number, request: number, session: Session | null): void {
    const m = this.messages;
    m.pair[row] = request + 1;
    m.pair[request] = row + 1;
    if (m.tree[row] === 0 || m.command[row] === Command.TREE_CONNECT) m.tree[row] = m.tree[request]!;
    if (m.session[row] === 0) m.session[row] = m.session[request]!;
    else if (m.session[request] === 0 && session !== null) m.session[request] = session.row + 1;
    m.open[row] = m.open[request]!;
    m.detail[row] = m.detail[request]!;
    m.extra[row] = m.extra[request]!;
  }

  private responseBody(
    c: Connection,
    row: number,
    request: number,
    data: DataView,
    body: number,
    end: number,
    command: number,
    status: number,
    session: Session | null,
  ): void {
    const m = this.messages;
    switch (command) {
      case Command.CREATE:
        if (status !== STATUS_SUCCESS || body + CREATE_FILE_ID + 16 > end) return;
        // The response may stand before its request: the open then waits for its name.
        if (m.open[row] === 0) m.open[row] = this.opens.add(-1, row) + 1;
        this.opens.bind(data, body + CREATE_FILE_ID, m.session[row]!, m.open[row]! - 1);
        return;
      case Command.READ:
        if (status === STATUS_SUCCESS && body + READ_DATA_LENGTH + 4 <= end) m.detail[row] = data.getUint32(body + READ_DATA_LENGTH, true);
        return;
      case Command.WRITE:
        if (status === STATUS_SUCCESS && body + WRITE_COUNT + 4 <= end) m.detail[row] = data.getUint32(body + WRITE_COUNT, true);
        return;
      case Command.TREE_CONNECT:
        if (status !== STATUS_SUCCESS || m.tree[row] === 0 || session === null) return;
        session.bindTree(data.getUint32(body - HEADER_SIZE + TREE_ID, true), this.trees[m.tree[row]! - 1]!);
        return;
      case Command.NEGOTIATE:
        if (status !== STATUS_SUCCESS || body + NegotiateResponse.fixedSize > end) return;
        m.detail[row] = c.dialect = data.getUint16(body + NegotiateResponse.at.DialectRevision, true);
        c.server = Buffer.from(data.buffer, data.byteOffset + body + NegotiateResponse.at.ServerGuid, 16).toString('hex');
        return;
      case Command.OPLOCK_BREAK: {
        const at = body + OplockBreakAcknowledgment.at.FileId;
        if (request < 0 && at + 16 <= end && data.getUint16(body, true) === 24)
          m.open[row] = this.opens.find(data, at, m.session[row]!) + 1;
      }
    }
  }

  /** A request whose response came first: what the response waited for is settled now. */
  private joinOrphan(row: number, orphan: number): void {
    const m = this.messages;
    const open = m.open[orphan]!;
    const detail = m.detail[orphan]!;
    const session = m.session[orphan]! === 0 ? null : this.sessions[m.session[orphan]! - 1]!;
    this.join(orphan, row, session);
    if (m.command[orphan] === Command.CREATE && open !== 0) {
      const named = m.open[row]!;
      if (named !== 0) this.opens.name[open - 1] = this.opens.name[named - 1]!;
      m.open[orphan] = m.open[row] = open;
    }
    if (detail !== 0) m.detail[orphan] = detail;
  }

  private create(row: number, data: DataView, at: number, body: number, end: number): void {
    const name = this.name(
      data,
      at + data.getUint16(body + CREATE_NAME_OFFSET, true),
      data.getUint16(body + CREATE_NAME_LENGTH, true),
      end,
    );
    this.messages.open[row] = this.opens.add(name, row) + 1;
  }

  /** The open behind a FileId; all ones in a related request stand for the one before it (MS-SMB2 3.3.5.2.7.2). */
  private openOf(row: number, data: DataView, at: number, flags: number, previous: number): number {
    if (data.getUint32(at, true) === ALL_ONES && data.getUint32(at + 8, true) === ALL_ONES)
      return previous >= 0 && (flags & Flag.related) !== 0 ? this.messages.open[previous]! : 0;
    const session = this.messages.session[row]!;
    const open = this.opens.find(data, at, session);
    if (open >= 0 || session === 0) return open + 1;
    const { elsewhere } = this.sessions[session - 1]!;
    return elsewhere === null ? 0 : this.opens.find(data, at, elsewhere.row + 1) + 1;
  }

  /** The number of the name at from..from+length, or -1 when it does not lie in the bytes at hand. */
  private name(data: DataView, from: number, length: number, end: number): number {
    return from + length <= end ? this.names.intern(data, from, length) : -1;
  }
}

const u64 = (data: DataView, at: number): number => data.getUint32(at, true) + data.getUint32(at + 4, true) * 2 ** 32;
