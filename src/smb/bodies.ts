import { SrvReadHashRequest } from '../../dissectors/fsctl/read-hash.ts';
import { NetworkResiliencyRequest } from '../../dissectors/fsctl/server.ts';
import { ChangeNotifyRequest } from '../../dissectors/smb2/change-notify.ts';
import { CloseRequest } from '../../dissectors/smb2/close.ts';
import { CreateRequest, CreateResponse } from '../../dissectors/smb2/create.ts';
import { FlushRequest } from '../../dissectors/smb2/flush.ts';
import { Command } from '../../dissectors/smb2/header.ts';
import { IoctlRequest } from '../../dissectors/smb2/ioctl.ts';
import { LockRequest } from '../../dissectors/smb2/lock.ts';
import { NegotiateRequest, NegotiateResponse } from '../../dissectors/smb2/negotiate.ts';
import { OplockBreakAcknowledgment, OplockBreakNotification } from '../../dissectors/smb2/oplock-break.ts';
import { QueryDirectoryRequest } from '../../dissectors/smb2/query-directory.ts';
import { QueryInfoRequest } from '../../dissectors/smb2/query-info.ts';
import { ReadRequest, ReadResponse } from '../../dissectors/smb2/read.ts';
import { SessionSetupRequest, SessionSetupResponse } from '../../dissectors/smb2/session-setup.ts';
import { SetInfoRequest } from '../../dissectors/smb2/set-info.ts';
import { TreeConnectRequest, TreeConnectResponse } from '../../dissectors/smb2/tree-connect.ts';
import { WriteRequest, WriteResponse } from '../../dissectors/smb2/write.ts';
import { FSCTL } from '../../dissectors/tables/fsctl.ts';
import { guidText } from '../dissect/show.ts';
import type { Messages } from './columns.ts';
import { ALL_ONES, type Current, STATUS_BUFFER_OVERFLOW, STATUS_SUCCESS } from './current.ts';
import { Handles, OPLOCK_STRUCTURE_SIZE } from './handles.ts';
import { Names } from './names.ts';
import type { Session, Tree } from './session.ts';

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
const FILE_ID_SIZE = 16;

const GUID_SIZE = 16;
const SESSION_FLAG_BINDING = 1;
const MAX_DIALECTS = 64;

/**
 * What the bodies of messages teach: names and what they stand for, and what a response needs of its request. Names and ids that a message brings are
 * put into its own row; pairs have been made by then.
 */
export class Bodies {
  readonly names = new Names();
  readonly handles: Handles;
  readonly trees: Tree[] = [];
  /** By row of a SESSION_SETUP Request: its PreviousSessionId, where it has one. */
  private readonly previousIds = new Map<number, bigint>();
  private readonly messages: Messages;
  private readonly sessions: readonly Session[];

  /** `opens`: how many opens room is made for at first. */
  constructor(messages: Messages, sessions: readonly Session[], opens: number) {
    this.messages = messages;
    this.sessions = sessions;
    this.handles = new Handles(messages, opens);
  }

  request(c: Current): void {
    const { messages: m } = this;
    const { row, command } = c;
    const fileId = command < FILE_ID.length ? FILE_ID[command]! : -1;
    if (fileId >= 0 && c.has(fileId, FILE_ID_SIZE)) m.open[row] = this.openOf(c, fileId);
    switch (command) {
      case Command.CREATE:
        if (!c.has(CreateRequest.at.NameLength, 2)) return;
        m.open[row] = this.handles.opens.add(this.name(c, CreateRequest.at.NameOffset, CreateRequest.at.NameLength), row) + 1;
        this.handles.create(c, m.open[row]! - 1);
        return;
      case Command.READ:
        if (!c.has(ReadRequest.at.Offset, 8)) return;
        m.detail[row] = c.u32(ReadRequest.at.Length);
        m.setExtra(row, c.u64(ReadRequest.at.Offset));
        return;
      case Command.WRITE:
        if (!c.has(WriteRequest.at.Offset, 8)) return;
        m.detail[row] = c.u32(WriteRequest.at.Length);
        m.setExtra(row, c.u64(WriteRequest.at.Offset));
        return;
      case Command.IOCTL:
        if (!c.has(IoctlRequest.at.InputOffset, 4)) return;
        m.detail[row] = c.u32(IoctlRequest.at.CtlCode);
        if (m.detail[row] === FSCTL.FSCTL_SRV_READ_HASH) m.setExtra(row, this.inputWord(c, SrvReadHashRequest.at.HashRetrievalType));
        if (m.detail[row] === FSCTL.FSCTL_LMR_REQUEST_RESILIENCY) m.setExtra(row, this.inputWord(c, NetworkResiliencyRequest.at.Timeout));
        if (m.detail[row] === FSCTL.FSCTL_REFS_STREAM_SNAPSHOT_MANAGEMENT) m.setExtra(row, this.inputWord(c, 0));
        return;
      case Command.QUERY_INFO:
        if (c.has(QueryInfoRequest.at.FileInfoClass, 1))
          m.detail[row] = (c.u8(QueryInfoRequest.at.InfoType) << 8) | c.u8(QueryInfoRequest.at.FileInfoClass);
        return;
      case Command.SET_INFO:
        if (c.has(SetInfoRequest.at.FileInfoClass, 1))
          m.detail[row] = (c.u8(SetInfoRequest.at.InfoType) << 8) | c.u8(SetInfoRequest.at.FileInfoClass);
        return;
      default:
        this.rareRequest(c);
    }
  }

  private rareRequest(c: Current): void {
    const { messages: m } = this;
    const { row } = c;
    switch (c.command) {
      case Command.QUERY_DIRECTORY:
        if (!c.has(QueryDirectoryRequest.at.FileNameLength, 2)) return;
        m.detail[row] = c.u8(QueryDirectoryRequest.at.FileInformationClass);
        m.setExtra(row, 1 + this.name(c, QueryDirectoryRequest.at.FileNameOffset, QueryDirectoryRequest.at.FileNameLength));
        return;
      case Command.NEGOTIATE: {
        if (!c.has(NegotiateRequest.at.ClientGuid, GUID_SIZE)) return;
        c.connection!.clientGuid = guidText(c.bytes(NegotiateRequest.at.ClientGuid, GUID_SIZE));
        const count = Math.min(c.u16(NegotiateRequest.at.DialectCount), MAX_DIALECTS);
        for (let i = 0, at = NegotiateRequest.at.Dialects; i < count && c.has(at, 2); i++, at += 2)
          m.detail[row] = Math.max(m.detail[row]!, c.u16(at));
        return;
      }
      case Command.TREE_CONNECT: {
        if (!c.has(TreeConnectRequest.at.PathLength, 2)) return;
        const share = this.name(c, TreeConnectRequest.at.PathOffset, TreeConnectRequest.at.PathLength);
        if (share < 0) return;
        const tree = this.trees.push({ row: this.trees.length, share, id: 0, connectedBy: 0, flags: 0, disconnectedBy: 0 });
        m.expect('tree', tree);
        m.tree[row] = tree;
        return;
      }
      case Command.SESSION_SETUP: {
        if (!c.has(SessionSetupRequest.at.PreviousSessionId, 8)) return;
        m.detail[row] = c.u8(SessionSetupRequest.at.Flags);
        const previous = c.data.getBigUint64(c.body + SessionSetupRequest.at.PreviousSessionId, true);
        if (previous !== 0n) this.previousIds.set(row, previous);
        return;
      }
      case Command.OPLOCK_BREAK:
        if (this.isOplockBreak(c)) m.open[row] = this.openOf(c, OplockBreakAcknowledgment.at.FileId);
        this.handles.acknowledged(c);
        return;
      case Command.LOCK:
        if (!c.has(LockRequest.at.LockSequence, 4)) return;
        m.detail[row] = c.u16(LockRequest.at.LockCount);
        m.setExtra(row, c.u32(LockRequest.at.LockSequence));
        if (m.open[row] !== 0) this.handles.replays.lock(row, m.open[row]! - 1, m.extra[row]!);
    }
  }

  response(c: Current): void {
    const { messages: m } = this;
    const { row, status } = c;
    switch (c.command) {
      case Command.CREATE:
        if (status === STATUS_SUCCESS && c.has(CreateResponse.at.FileId, FILE_ID_SIZE)) this.handles.created(c);
        else if (m.open[row] !== 0) this.handles.opens.answeredBy[m.open[row]! - 1] = row + 1;
        return;
      case Command.CLOSE:
        if (status === STATUS_SUCCESS && m.open[row] !== 0) this.handles.closed(row, m.open[row]!);
        return;
      case Command.READ:
        if ((status === STATUS_SUCCESS || status === STATUS_BUFFER_OVERFLOW) && c.has(ReadResponse.at.DataLength, 4))
          m.detail[row] = c.u32(ReadResponse.at.DataLength);
        return;
      case Command.WRITE:
        if (status === STATUS_SUCCESS && c.has(WriteResponse.at.Count, 4)) m.detail[row] = c.u32(WriteResponse.at.Count);
        return;
      case Command.IOCTL:
        if (status === STATUS_SUCCESS && m.detail[row] === FSCTL.FSCTL_LMR_REQUEST_RESILIENCY && m.open[row] !== 0)
          this.handles.resilient(c);
        return;
      default:
        this.rareResponse(c);
    }
  }

  private rareResponse(c: Current): void {
    const { messages: m } = this;
    const { row, status } = c;
    switch (c.command) {
      case Command.SESSION_SETUP:
        if (status === STATUS_SUCCESS && c.session !== null) this.established(c, c.session);
        return;
      case Command.LOCK:
        if (status === STATUS_SUCCESS && m.open[row] !== 0 && m.pair[row] !== 0)
          this.handles.replays.locked(m.pair[row]! - 1, m.open[row]! - 1, m.extra[row]!);
        return;
      case Command.LOGOFF:
        if (status === STATUS_SUCCESS && c.session !== null) c.session.loggedOffBy = row + 1;
        return;
      case Command.TREE_DISCONNECT:
        if (status === STATUS_SUCCESS && m.tree[row] !== 0) this.trees[m.tree[row]! - 1]!.disconnectedBy = row + 1;
        return;
      case Command.TREE_CONNECT: {
        if (m.tree[row] === 0) return;
        const tree = this.trees[m.tree[row]! - 1]!;
        tree.connectedBy = row + 1;
        if (status !== STATUS_SUCCESS) return;
        if (c.has(TreeConnectResponse.at.ShareFlags, 4)) tree.flags = c.u32(TreeConnectResponse.at.ShareFlags);
        c.session?.bindTree(c.treeId, tree);
        return;
      }
      case Command.NEGOTIATE:
        if (status !== STATUS_SUCCESS || !c.has(NegotiateResponse.at.ServerGuid, 16)) return;
        m.detail[row] = c.connection!.dialect = c.u16(NegotiateResponse.at.DialectRevision);
        c.connection!.server = Buffer.from(c.bytes(NegotiateResponse.at.ServerGuid, GUID_SIZE)).toString('hex');
        this.handles.forget(c.connection!);
        return;
      case Command.OPLOCK_BREAK:
        if (m.open[row] === 0 && this.isOplockBreak(c)) m.open[row] = this.openOf(c, OplockBreakNotification.at.FileId);
        if (!c.hasMessageId) this.handles.broken(c);
    }
  }

  private established(c: Current, session: Session): void {
    const { messages: m } = this;
    const isBinding = (m.detail[c.row]! & SESSION_FLAG_BINDING) !== 0;
    if (session.establishedBy === 0) session.establishedBy = c.row + 1;
    else if (!isBinding) session.reauthentications++;
    if (c.has(SessionSetupResponse.at.SessionFlags, 2)) session.flags = c.u16(SessionSetupResponse.at.SessionFlags);
    const previous = this.previousIds.get(m.pair[c.row]! - 1);
    if (previous !== undefined) session.previousId = previous;
  }

  /** A word of an IOCTL's input: what the response to SRV_READ_HASH holds depends on one, and does not say. */
  private inputWord(c: Current, offset: number): number {
    const at = c.at + c.u32(IoctlRequest.at.InputOffset) + offset;
    return at + 4 <= c.end ? c.data.getUint32(at, true) : 0;
  }

  /** A lease's break has a LeaseKey where an oplock's has its FileId, and another StructureSize. */
  private isOplockBreak(c: Current): boolean {
    return c.has(OplockBreakAcknowledgment.at.FileId, FILE_ID_SIZE) && c.u16(0) === OPLOCK_STRUCTURE_SIZE;
  }

  /** The open behind a FileId, plus one; all ones in a related request stand for the one before it (MS-SMB2 3.3.5.2.7.2). */
  private openOf(c: Current, offset: number): number {
    if (c.i32(offset) === ALL_ONES && c.i32(offset + 8) === ALL_ONES) return c.isRelated ? this.messages.open[c.previous]! : 0;
    const session = this.messages.session[c.row]!;
    const open = this.handles.opens.find(c.data, c.body + offset, session);
    if (open >= 0 || session === 0) return open + 1;
    const { elsewhere } = this.sessions[session - 1]!;
    return elsewhere === null ? 0 : this.handles.opens.find(c.data, c.body + offset, elsewhere.row + 1) + 1;
  }

  /** The number of the name that two fields of the body place, or -1 when it does not lie in the bytes at hand. */
  private name(c: Current, offset: number, length: number): number {
    const from = c.at + c.u16(offset);
    const bytes = c.u16(length);
    return from + bytes <= c.end ? this.names.intern(c.data, from, bytes) : -1;
  }
}
