import { OplockLevel } from '../../dissectors/smb2/create.ts';
import { Command } from '../../dissectors/smb2/header.ts';
import { guidText } from '../dissect/show.ts';
import { enlarge, type Messages } from './columns.ts';
import { Flag, STATUS_PENDING } from './current.ts';
import { GuidTable } from './guid-table.ts';
import type { Opens } from './opens.ts';

export const LeaseEvent = { granted: 0, upgraded: 1, unchanged: 2, broken: 3, acknowledged: 4, closed: 5 } as const;
export type LeaseEvent = (typeof LeaseEvent)[keyof typeof LeaseEvent];

const KEY_SIZE = 16;
/** How far back requests are looked for that wait for a break. */
const LOOK_BACK = 512;
const FIRST_CAPACITY = 1024;

/** What happened to leases and oplocks, a row each, in the order of the messages that say so. */
export class LeaseEvents {
  /** Row of the message. */
  row = new Uint32Array(FIRST_CAPACITY);
  lease = new Uint32Array(FIRST_CAPACITY);
  kind = new Uint8Array(FIRST_CAPACITY);
  /** LeaseState or OplockLevel after it. */
  state = new Uint8Array(FIRST_CAPACITY);
  /** Of version 2, plus one; 0 for none. */
  epoch = new Uint32Array(FIRST_CAPACITY);
  /** Of a break: 1 when the client has to answer it. */
  mustAcknowledge = new Uint8Array(FIRST_CAPACITY);
  /** Row plus one of the break that this ends; 0 for none. */
  ends = new Uint32Array(FIRST_CAPACITY);
  count = 0;

  /** The event that the message in `row` brought, or -1. */
  of(row: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.row[middle]! < row) low = middle + 1;
      else high = middle;
    }
    return low < this.count && this.row[low] === row ? low : -1;
  }
}

/**
 * Leases (MS-SMB2 3.3.1.12) and the oplocks of single opens, a row each. A lease is known by its key and its client; an oplock by its FileId and
 * session. An open is given as its row plus one, 0 for one that is not known.
 */
export class Leases {
  isOplock = new Uint8Array(FIRST_CAPACITY);
  /** LeaseKey and ParentLeaseKey, or FileId: 32 bytes each. */
  keys = new Uint8Array(2 * KEY_SIZE * FIRST_CAPACITY);
  hasParent = new Uint8Array(FIRST_CAPACITY);
  /** Whether it has an epoch: of version 2. */
  hasEpoch = new Uint8Array(FIRST_CAPACITY);
  /** The open that it was first granted to, plus one; 0 unknown. */
  open = new Uint32Array(FIRST_CAPACITY);
  /** Row of the message that brought it. */
  metIn = new Uint32Array(FIRST_CAPACITY);
  /** LeaseState or OplockLevel: now, and as granted last. */
  granted = new Uint8Array(FIRST_CAPACITY);
  state = new Uint8Array(FIRST_CAPACITY);
  /** Opens that hold it: it ends with the last of them. */
  held = new Uint32Array(FIRST_CAPACITY);
  /** Row plus one of a break that awaits its acknowledgment. */
  breaking = new Uint32Array(FIRST_CAPACITY);
  count = 0;
  readonly events = new LeaseEvents();
  /** By row of a break: rows of the requests that wait for it. By row of such a request: the row of the break. */
  readonly waiting = new Map<number, number[]>();
  readonly waitsFor = new Map<number, number>();
  private readonly messages: Messages;
  private readonly opens: Opens;
  private readonly byKey = new GuidTable(FIRST_CAPACITY);

  constructor(messages: Messages, opens: Opens) {
    this.messages = messages;
    this.opens = opens;
  }

  /** A CREATE Response grants the lease whose key lies at `at`; `parent` is where its parent's does, or -1; `epoch` -1 for version 1. */
  grantLease(row: number, open: number, client: number, data: DataView, at: number, state: number, epoch: number, parent: number): void {
    const lease = this.of(0, client, data, at, row, open);
    if (parent >= 0) {
      this.hasParent[lease] = 1;
      this.copy(data, parent, 2 * KEY_SIZE * lease + KEY_SIZE);
    }
    this.hasEpoch[lease] = epoch < 0 ? 0 : 1;
    this.grant(lease, row, open, state, epoch);
  }

  /** A CREATE Response grants an oplock; the FileId lies at `at`. */
  grantOplock(row: number, open: number, session: number, data: DataView, at: number, level: number): void {
    this.grant(this.of(1, session, data, at, row, open), row, open, level, -1);
  }

  breakLease(row: number, client: number, data: DataView, at: number, state: number, epoch: number, mustAcknowledge: boolean): void {
    this.break(this.of(0, client, data, at, row, 0), row, state, epoch, mustAcknowledge);
  }

  breakOplock(row: number, open: number, session: number, data: DataView, at: number, level: number): void {
    const lease = this.of(1, session, data, at, row, open);
    this.break(lease, row, level, -1, this.state[lease] !== OplockLevel.names.SMB2_OPLOCK_LEVEL_II);
  }

  acknowledgeLease(row: number, client: number, data: DataView, at: number, state: number): void {
    this.acknowledge(this.of(0, client, data, at, row, 0), row, state);
  }

  acknowledgeOplock(row: number, open: number, session: number, data: DataView, at: number, level: number): void {
    this.acknowledge(this.of(1, session, data, at, row, open), row, level);
  }

  /** An open ends: with its oplock, or with its lease when it was the last to hold it. A break is answered by that too. */
  close(row: number, open: number): void {
    const lease = this.opens.lease[open - 1]! - 1;
    if (lease < 0 || this.held[lease] === 0 || --this.held[lease]! > 0) return;
    this.state[lease] = 0;
    this.end(lease, row, LeaseEvent.closed);
  }

  /** GUID text of the LeaseKey, or FileId. */
  key(lease: number): string {
    return guidText(this.keys.subarray(2 * KEY_SIZE * lease, 2 * KEY_SIZE * lease + KEY_SIZE));
  }

  parent(lease: number): string {
    return guidText(this.keys.subarray(2 * KEY_SIZE * lease + KEY_SIZE, 2 * KEY_SIZE * (lease + 1)));
  }

  private grant(lease: number, row: number, open: number, state: number, epoch: number): void {
    const before = this.state[lease]!;
    const isFirst = this.held[lease] === 0;
    if (this.opens.lease[open - 1] === 0) {
      this.opens.lease[open - 1] = lease + 1;
      this.held[lease]!++;
    }
    this.state[lease] = this.granted[lease] = state;
    if (isFirst && state === 0) return;
    this.add(row, lease, isFirst ? LeaseEvent.granted : state > before ? LeaseEvent.upgraded : LeaseEvent.unchanged, epoch);
  }

  private break(lease: number, row: number, state: number, epoch: number, mustAcknowledge: boolean): void {
    this.state[lease] = state;
    this.breaking[lease] = mustAcknowledge ? row + 1 : 0;
    this.add(row, lease, LeaseEvent.broken, this.hasEpoch[lease] === 1 ? epoch : -1);
    this.awaited(lease, row, Math.max(0, row - LOOK_BACK), row);
  }

  private acknowledge(lease: number, row: number, state: number): void {
    this.state[lease] = state;
    this.end(lease, row, LeaseEvent.acknowledged);
  }

  private end(lease: number, row: number, kind: LeaseEvent): void {
    const since = this.breaking[lease]!;
    this.breaking[lease] = 0;
    this.add(row, lease, kind, -1, since);
    if (since !== 0) this.awaited(lease, row, Math.max(since, row - LOOK_BACK), since - 1);
  }

  private add(row: number, lease: number, kind: LeaseEvent, epoch: number, ends = 0): void {
    const { events: e } = this;
    if (e.count === e.row.length) enlarge(e);
    // A response that came before its request tells its part later than its row.
    let i = e.count++;
    for (; i > 0 && e.row[i - 1]! > row; i--) {
      e.row[i] = e.row[i - 1]!;
      e.lease[i] = e.lease[i - 1]!;
      e.kind[i] = e.kind[i - 1]!;
      e.state[i] = e.state[i - 1]!;
      e.epoch[i] = e.epoch[i - 1]!;
      e.ends[i] = e.ends[i - 1]!;
      e.mustAcknowledge[i] = e.mustAcknowledge[i - 1]!;
    }
    e.row[i] = row;
    e.lease[i] = lease;
    e.kind[i] = kind;
    e.state[i] = this.state[lease]!;
    e.epoch[i] = epoch + 1;
    e.ends[i] = ends;
    e.mustAcknowledge[i] = kind === LeaseEvent.broken && this.breaking[lease] !== 0 ? 1 : 0;
  }

  /** Requests for the same file, sent from row `first` on and not answered for good at `row`, wait for the break. */
  private awaited(lease: number, row: number, first: number, breakRow: number): void {
    const { opens } = this;
    const m = this.messages;
    const open = this.open[lease]!;
    if (open === 0 || opens.name[open - 1] === 0) return;
    for (let r = first; r < row; r++) {
      const other = m.open[r]!;
      if ((m.flags[r]! & Flag.response) !== 0 || other === 0 || opens.name[other - 1] !== opens.name[open - 1]) continue;
      if (opens.lease[other - 1] === lease + 1 || this.waitsFor.has(r)) continue;
      if (!WAITS.has(m.command[r]!) || (m.pair[r] !== 0 && m.status[m.pair[r]! - 1] !== STATUS_PENDING)) continue;
      this.waitsFor.set(r, breakRow);
      const waiting = this.waiting.get(breakRow);
      if (waiting === undefined) this.waiting.set(breakRow, [r]);
      else waiting.push(r);
    }
  }

  /** The lease or oplock of a key; a new one where it is not known. */
  private of(isOplock: 0 | 1, scope: number, data: DataView, at: number, row: number, open: number): number {
    const known = this.byKey.find(data, at, 2 * scope + isOplock);
    if (known >= 0) return known;
    const lease = this.count++;
    if (lease === this.open.length) enlarge(this);
    this.byKey.set(data, at, 2 * scope + isOplock, lease);
    this.isOplock[lease] = isOplock;
    this.copy(data, at, 2 * KEY_SIZE * lease);
    this.open[lease] = open;
    this.metIn[lease] = row;
    return lease;
  }

  private copy(data: DataView, from: number, to: number): void {
    for (let i = 0; i < KEY_SIZE; i++) this.keys[to + i] = data.getUint8(from + i);
  }
}

/** Requests that a server holds back until a break is answered (MS-FSA 2.1.4.12). */
const WAITS: ReadonlySet<number> = new Set([Command.CREATE, Command.READ, Command.WRITE, Command.LOCK, Command.SET_INFO, Command.IOCTL]);
