import { CreateResponse, OplockLevel } from '../../dissectors/smb2/create.ts';
import { Command } from '../../dissectors/smb2/header.ts';
import { NegotiateRequest } from '../../dissectors/smb2/negotiate.ts';
import { OplockBreakRequest, OplockBreakResponse } from '../../dissectors/smb2/oplock-break.ts';
import { nameOf } from '../dissect/show.ts';
import { Protocol } from '../smb/columns.ts';
import { Flag, STATUS_SUCCESS } from '../smb/current.ts';
import { elapsed } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import { Records } from '../smb/records.ts';
import { contextsOf, leaseState } from './contexts.ts';

/** One thing that happened to a lease or an oplock. */
export interface CachingEvent {
  readonly frame: number;
  readonly message: number;
  readonly kind: 'granted' | 'upgraded' | 'unchanged' | 'broken' | 'acknowledged' | 'closed';
  /** The state after it: `RHW`, `LEVEL_II`… */
  readonly state: string;
  readonly epoch: number | undefined;
  /** Of a break: whether the client has to answer; of an acknowledgment: seconds since the break. */
  readonly mustAcknowledge: boolean | undefined;
  readonly latency: string | undefined;
  /** Of a break: message numbers of the requests for the same file that were waiting then. */
  readonly waiting: readonly number[];
}

/** What a client was allowed to cache of a file: a lease (MS-SMB2 3.3.1.12) or an oplock of one open. */
export interface Caching {
  readonly kind: 'lease' | 'oplock';
  /** The lease's key, or the open's FileId. */
  readonly key: string;
  readonly clientGuid: string;
  readonly path: string;
  parentKey: string;
  state: string;
  /** A break that asks for an acknowledgment which is not in the capture. */
  unacknowledged: boolean;
  readonly events: CachingEvent[];
}

const ACKNOWLEDGE = 1;
const LOOK_BACK = 512;

interface Break {
  readonly OplockLevel?: number;
  readonly FileId?: string;
  readonly LeaseKey?: string;
  readonly LeaseState?: number;
  readonly NewLeaseState?: number;
  readonly NewEpoch?: number;
  readonly Flags?: number;
}

/** Leases and oplocks in the order in which they were first granted, each with what happened to it. */
export function leases(pass: Pass): Caching[] {
  return new Builder(pass).build();
}

class Builder {
  private readonly pass: Pass;
  private readonly records: Records;
  private readonly found = new Map<string, Caching>();
  /** By stream: the client's GUID. */
  private readonly clients = new Map<number, string>();
  /** Row of the break that an acknowledgment is awaited for, by key. */
  private readonly breaks = new Map<string, number>();
  /** Opens that hold each lease or oplock: it ends with the last of them. */
  private readonly holders = new Map<number, Caching>();
  private readonly held = new Map<Caching, number>();
  /** Rank of a state: more bits, or a higher oplock, is more. */
  private readonly ranks = new Map<Caching, number>();

  constructor(pass: Pass) {
    this.pass = pass;
    this.records = new Records(pass);
  }

  build(): Caching[] {
    const { messages: m } = this.pass;
    for (let row = 0; row < m.count; row++) {
      if (m.protocol[row] !== Protocol.smb2) continue;
      const isResponse = (m.flags[row]! & Flag.response) !== 0;
      if (m.command[row] === Command.NEGOTIATE && !isResponse)
        this.clients.set(this.stream(row), this.records.values(row, NegotiateRequest).ClientGuid ?? '');
      else if (m.command[row] === Command.CREATE && isResponse && m.status[row] === STATUS_SUCCESS) this.created(row);
      else if (m.command[row] === Command.OPLOCK_BREAK) this.broken(row, isResponse);
      else if (m.command[row] === Command.CLOSE && isResponse && m.status[row] === STATUS_SUCCESS) this.closed(row);
    }
    return [...this.found.values()];
  }

  private created(row: number): void {
    const response = this.records.values(row, CreateResponse);
    const { lease } = contextsOf(response.CreateContexts);
    if (lease !== undefined) {
      const of = this.of('lease', lease.key, row);
      of.parentKey = lease.parentKey ?? of.parentKey;
      this.granted(of, row, lease.state, leaseState(lease.state), lease.epoch);
      return;
    }
    const level = response.OplockLevel ?? 0;
    if (level === OplockLevel.SMB2_OPLOCK_LEVEL_NONE || response.FileId === undefined) return;
    this.granted(this.of('oplock', response.FileId, row), row, level, oplockName(level), undefined);
  }

  private granted(of: Caching, row: number, rank: number, state: string, epoch: number | undefined): void {
    const before = this.ranks.get(of);
    this.ranks.set(of, rank);
    this.hold(of, this.pass.messages.open[row]!);
    if (before === undefined && rank === 0) return;
    const kind = before === undefined ? 'granted' : rank > before ? 'upgraded' : 'unchanged';
    this.add(of, row, kind, state, { epoch });
  }

  private broken(row: number, isResponse: boolean): void {
    const { messages: m } = this.pass;
    const isNotification = isResponse && m.messageIdLow[row] === 0xffffffff && m.messageIdHigh[row] === 0xffffffff;
    const table = isResponse ? OplockBreakResponse : OplockBreakRequest;
    const values = this.records.values<typeof table.shape>(row, table) as { Break?: Break; Acknowledgment?: Break };
    const body = values.Break ?? values.Acknowledgment;
    const key = body?.LeaseKey ?? body?.FileId;
    if (body === undefined || key === undefined) return;
    const of = this.of(body.LeaseKey !== undefined ? 'lease' : 'oplock', key, row);
    const rank = body.NewLeaseState ?? body.LeaseState ?? body.OplockLevel ?? 0;
    const state = of.kind === 'lease' ? leaseState(rank) : oplockName(rank);
    if (isNotification) {
      const mustAcknowledge = of.kind === 'lease' ? ((body.Flags ?? 0) & ACKNOWLEDGE) !== 0 : of.state !== 'LEVEL_II' && of.state !== 'II';
      if (mustAcknowledge) this.breaks.set(key, row);
      of.unacknowledged = mustAcknowledge;
      this.add(of, row, 'broken', state, { epoch: body.NewEpoch, mustAcknowledge, waiting: this.waiting(row, of.path) });
    } else if (!isResponse) {
      const at = this.breaks.get(key);
      this.breaks.delete(key);
      of.unacknowledged = false;
      this.add(of, row, 'acknowledged', state, { latency: at === undefined ? undefined : elapsed(this.pass, at, row) });
    }
    this.ranks.set(of, rank);
  }

  private hold(of: Caching, open: number): void {
    if (open === 0 || this.holders.has(open)) return;
    this.holders.set(open, of);
    this.held.set(of, (this.held.get(of) ?? 0) + 1);
  }

  /** The last close ends it, and answers an oplock's break. */
  private closed(row: number): void {
    const open = this.pass.messages.open[row]!;
    const of = this.holders.get(open);
    if (of === undefined) return;
    this.holders.delete(open);
    const left = this.held.get(of)! - 1;
    this.held.set(of, left);
    if (left > 0) return;
    const at = this.breaks.get(of.key);
    this.breaks.delete(of.key);
    this.ranks.delete(of);
    of.unacknowledged = false;
    this.add(of, row, 'closed', 'none', { latency: at === undefined ? undefined : elapsed(this.pass, at, row) });
  }

  /** Requests for the file that were sent before the break and answered after it. */
  private waiting(row: number, path: string): number[] {
    const { messages: m } = this.pass;
    const rows: number[] = [];
    for (let r = Math.max(0, row - LOOK_BACK); r < row; r++)
      if (
        m.command[r] === Command.CREATE &&
        (m.flags[r]! & Flag.response) === 0 &&
        (m.pair[r] === 0 || m.pair[r]! - 1 > row) &&
        this.path(r) === path
      )
        rows.push(r + 1);
    return rows;
  }

  private of(kind: 'lease' | 'oplock', key: string, row: number): Caching {
    const client = this.clients.get(this.stream(row)) ?? '';
    const id = `${kind}/${client}/${key}`;
    let found = this.found.get(id);
    if (found === undefined) {
      found = { kind, key, clientGuid: client, path: this.path(row), parentKey: '', state: '', unacknowledged: false, events: [] };
      this.found.set(id, found);
    }
    return found;
  }

  private add(of: Caching, row: number, kind: CachingEvent['kind'], state: string, more: Partial<CachingEvent>): void {
    of.state = state;
    of.events.push({
      frame: this.pass.units.frame[this.pass.messages.unit[row]!]!,
      message: row + 1,
      kind,
      state,
      epoch: more.epoch,
      mustAcknowledge: more.mustAcknowledge,
      latency: more.latency,
      waiting: more.waiting ?? [],
    });
  }

  private stream(row: number): number {
    return this.pass.units.stream[this.pass.messages.unit[row]!]!;
  }

  private path(row: number): string {
    const { smb2, messages: m } = this.pass;
    const name = m.open[row] === 0 ? 0 : smb2.opens.name[m.open[row]! - 1]!;
    return name === 0 ? '' : smb2.names.text(name - 1);
  }
}

const oplockName = (level: number): string => (nameOf(OplockLevel.names, level) ?? String(level)).replace('SMB2_OPLOCK_LEVEL_', '');
