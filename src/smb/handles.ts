import { CreateRequest, CreateResponse, OplockLevel } from '../../dissectors/smb2/create.ts';
import { RequestLease, RequestLeaseV2 } from '../../dissectors/smb2/create-contexts.ts';
import { IoctlResponse } from '../../dissectors/smb2/ioctl.ts';
import {
  LeaseBreakAcknowledgment,
  LeaseBreakNotification,
  OplockBreakAcknowledgment,
  OplockBreakNotification,
} from '../../dissectors/smb2/oplock-break.ts';
import type { Messages } from './columns.ts';
import { ContextCursor, Tag } from './create-contexts.ts';
import { type Current, Flag } from './current.ts';
import { Durables } from './durables.ts';
import { Leases } from './leases.ts';
import { Opens } from './opens.ts';
import { Replays } from './replays.ts';
import type { Connection } from './session.ts';

export const OPLOCK_STRUCTURE_SIZE = 24;
const FILE_ID_SIZE = 16;
const PARENT_LEASE_KEY_SET = 4;
const ACK_REQUIRED = 1;
const DIALECT_300 = 0x0300;

/** What CREATEs, CLOSEs and breaks do to opens, and to the leases, oplocks and durable handles that come with them. */
export class Handles {
  readonly opens: Opens;
  readonly leases: Leases;
  readonly durables: Durables;
  readonly replays: Replays;
  private readonly messages: Messages;
  private readonly contexts = new ContextCursor();
  private readonly scopes = new Map<string, number>();

  /** `opens`: how many opens room is made for at first. */
  constructor(messages: Messages, opens: number) {
    this.messages = messages;
    this.opens = new Opens(opens);
    this.leases = new Leases(messages, this.opens);
    this.durables = new Durables(this.opens);
    this.replays = new Replays(messages, this.opens);
  }

  /** A request uses an open; before 3.0 there is no ChannelSequence (MS-SMB2 2.2.1.2). */
  used(c: Current, open: number): void {
    const { channelSequence } = c;
    if (channelSequence === 0 && (c.flags & Flag.replay) === 0 && !this.replays.areThere) return;
    const { dialect } = c.connection!;
    if (dialect === 0 || dialect >= DIALECT_300) this.replays.request(c, open, channelSequence);
  }

  /** A CREATE Request. */
  create(c: Current, open: number): void {
    const { opens, contexts } = this;
    opens.desiredAccess[open] = c.u32(CreateRequest.at.DesiredAccess);
    opens.shareAccess[open] = c.u32(CreateRequest.at.ShareAccess);
    if (!c.has(CreateRequest.at.CreateContextsLength, 4)) return;
    const length = c.u32(CreateRequest.at.CreateContextsLength);
    if (length === 0) return;
    contexts.open(c.data, c.at + c.u32(CreateRequest.at.CreateContextsOffset), length, c.end);
    while (contexts.next()) {
      const before = this.durables.asks(open, this.serverScope(c.connection!), this.clientScope(c.connection!), c.data, contexts);
      if (before >= 0) this.replays.create(c, before);
    }
  }

  /** A CREATE that succeeded: the FileId is in the bytes at hand. */
  created(c: Current): void {
    const { opens, contexts } = this;
    const m = this.messages;
    const { row, data } = c;
    const fileId = c.body + CreateResponse.at.FileId;
    this.resume(c, fileId);
    // A capture may hold the response before its request: the open then waits for its name.
    if (m.open[row] === 0) m.open[row] = opens.add(-1, row) + 1;
    const open = m.open[row]! - 1;
    const level = c.u8(CreateResponse.at.OplockLevel);
    opens.bind(data, fileId, m.session[row]!, open);
    opens.answeredBy[open] = row + 1;
    opens.createAction[open] = c.u32(CreateResponse.at.CreateAction);
    opens.oplockLevel[open] = level;
    if (level !== 0 && level !== OplockLevel.names.SMB2_OPLOCK_LEVEL_LEASE)
      this.leases.grantOplock(row, open + 1, m.session[row]!, data, fileId, level);
    const length = c.has(CreateResponse.at.CreateContextsLength, 4) ? c.u32(CreateResponse.at.CreateContextsLength) : 0;
    if (length !== 0) {
      contexts.open(data, c.at + c.u32(CreateResponse.at.CreateContextsOffset), length, c.end);
      while (contexts.next()) {
        if (contexts.tag === Tag.RqLs) this.lease(c, open + 1);
        else this.durables.grants(open, data, contexts);
      }
    }
    if (opens.durable[open] !== 0) this.durables.keep(open, this.serverScope(c.connection!), data, fileId);
  }

  /** A replayed CREATE that is answered with the FileId of the open that its request made the first time is about that open (MS-SMB2 3.3.5.9.10). */
  private resume(c: Current, fileId: number): void {
    const m = this.messages;
    const request = m.pair[c.row]! - 1;
    const first = request < 0 ? undefined : this.replays.of.get(request);
    if (first === undefined) return;
    const open = this.opens.find(c.data, fileId, m.session[c.row]!);
    if (open >= 0 && open + 1 === m.open[first]) m.open[request] = m.open[c.row] = open + 1;
  }

  private lease(c: Current, open: number): void {
    const { from, length } = this.contexts;
    if (length < RequestLease.fixedSize) return;
    const isV2 = length >= RequestLeaseV2.fixedSize;
    const state = c.data.getUint32(from + RequestLease.at.LeaseState, true) & 0xff;
    const hasParent = isV2 && (c.data.getUint32(from + RequestLeaseV2.at.Flags, true) & PARENT_LEASE_KEY_SET) !== 0;
    const epoch = isV2 ? c.data.getUint16(from + RequestLeaseV2.at.Epoch, true) : -1;
    const parent = hasParent ? from + RequestLeaseV2.at.ParentLeaseKey : -1;
    this.leases.grantLease(c.row, open, this.clientScope(c.connection!), c.data, from + RequestLease.at.LeaseKey, state, epoch, parent);
  }

  /** A CLOSE that succeeded; `open` plus one. */
  closed(row: number, open: number): void {
    this.opens.close(open - 1, row);
    if (this.opens.lease[open - 1] !== 0) this.leases.close(row, open);
  }

  /** FSCTL_LMR_REQUEST_RESILIENCY succeeded. */
  resilient(c: Current): void {
    const m = this.messages;
    if (!c.has(IoctlResponse.at.FileId, FILE_ID_SIZE)) return;
    const fileId = c.body + IoctlResponse.at.FileId;
    this.durables.resilient(m.open[c.row]! - 1, this.serverScope(c.connection!), c.data, fileId, m.extra[c.row]!);
  }

  /** A connection learned who its server or client is. */
  forget(c: Connection): void {
    c.serverScope = c.clientScope = 0;
  }

  /** A server's break of a lease or an oplock, which the StructureSize tells apart (MS-SMB2 2.2.23). */
  broken(c: Current): void {
    const { leases } = this;
    const m = this.messages;
    if (c.has(OplockBreakNotification.at.FileId, FILE_ID_SIZE) && c.u16(0) === OPLOCK_STRUCTURE_SIZE)
      leases.breakOplock(
        c.row,
        m.open[c.row]!,
        m.session[c.row]!,
        c.data,
        c.body + OplockBreakNotification.at.FileId,
        c.u8(OplockBreakNotification.at.OplockLevel),
      );
    else if (c.has(LeaseBreakNotification.at.NewLeaseState, 4))
      leases.breakLease(
        c.row,
        this.clientScope(c.connection!),
        c.data,
        c.body + LeaseBreakNotification.at.LeaseKey,
        c.u32(LeaseBreakNotification.at.NewLeaseState) & 0xff,
        c.u16(LeaseBreakNotification.at.NewEpoch),
        (c.u32(LeaseBreakNotification.at.Flags) & ACK_REQUIRED) !== 0,
      );
  }

  acknowledged(c: Current): void {
    const { leases } = this;
    const m = this.messages;
    if (c.has(OplockBreakAcknowledgment.at.FileId, FILE_ID_SIZE) && c.u16(0) === OPLOCK_STRUCTURE_SIZE)
      leases.acknowledgeOplock(
        c.row,
        m.open[c.row]!,
        m.session[c.row]!,
        c.data,
        c.body + OplockBreakAcknowledgment.at.FileId,
        c.u8(OplockBreakAcknowledgment.at.OplockLevel),
      );
    else if (c.has(LeaseBreakAcknowledgment.at.LeaseState, 4))
      leases.acknowledgeLease(
        c.row,
        this.clientScope(c.connection!),
        c.data,
        c.body + LeaseBreakAcknowledgment.at.LeaseKey,
        c.u32(LeaseBreakAcknowledgment.at.LeaseState) & 0xff,
      );
  }

  /** What durable handles are unique in. */
  private serverScope(c: Connection): number {
    if (c.serverScope === 0) c.serverScope = this.scope(c.server);
    return c.serverScope;
  }

  /** What leases and CreateGuids are unique in: MS-SMB2 3.3.1.11 keeps them by ClientGuid. */
  private clientScope(c: Connection): number {
    if (c.clientScope === 0) c.clientScope = this.scope(`${c.server}/${c.clientGuid}`);
    return c.clientScope;
  }

  private scope(of: string): number {
    let number = this.scopes.get(of);
    if (number === undefined) this.scopes.set(of, (number = this.scopes.size + 1));
    return number;
  }
}
