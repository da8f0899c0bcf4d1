import { elapsed, frameOf } from '../smb/facts.ts';
import { LeaseEvent } from '../smb/leases.ts';
import type { Pass } from '../smb/pass.ts';
import { cachingText } from '../smb/state-facts.ts';

/** One thing that happened to a lease or an oplock. */
export interface CachingEvent {
  readonly frame: number;
  readonly message: number;
  readonly kind: keyof typeof LeaseEvent;
  /** The state after it: `RHW`, `II`… */
  readonly state: string;
  readonly epoch: number | undefined;
  /** Of a break: whether the client has to answer, by an acknowledgment or a CLOSE, and did. */
  readonly mustAcknowledge: boolean | undefined;
  /** Of what answers a break: seconds since. */
  readonly latency: string | undefined;
  /** Of a break: message numbers of the requests for the same file that waited for its answer. */
  readonly waiting: readonly number[];
}

/** What a client was allowed to cache of a file: a lease (MS-SMB2 3.3.1.12) or an oplock of one open. */
export interface Caching {
  readonly kind: 'lease' | 'oplock';
  /** The lease's key, or the open's FileId. */
  readonly key: string;
  readonly clientGuid: string;
  readonly path: string;
  readonly parentKey: string;
  readonly state: string;
  /** A break that asks for an acknowledgment which is not in the capture. */
  readonly unacknowledged: boolean;
  readonly events: CachingEvent[];
}

const kinds = Object.keys(LeaseEvent) as (keyof typeof LeaseEvent)[];

/** Leases and oplocks in the order in which they were met, each with what happened to it; with `isAsked`, those that a message which fulfils it changed. */
export function leases(pass: Pass, isAsked: (row: number) => boolean = () => true): Caching[] {
  const { leases: l } = pass.smb2;
  const { events: e } = l;
  const found: Caching[] = [];
  for (let lease = 0; lease < l.count; lease++) found.push(caching(pass, lease));
  const asked = new Set<Caching>();
  for (let i = 0; i < e.count; i++) {
    const of = found[e.lease[i]!]!;
    if (isAsked(e.row[i]!)) asked.add(of);
    of.events.push(cachingEvent(pass, i));
  }
  return found.filter((c) => asked.has(c));
}

export function caching(pass: Pass, lease: number): Caching {
  const { leases: l, opens, names } = pass.smb2;
  const open = l.open[lease]!;
  const name = open === 0 ? 0 : opens.name[open - 1]!;
  const isOplock = l.isOplock[lease] === 1;
  return {
    kind: isOplock ? 'oplock' : 'lease',
    key: l.key(lease),
    clientGuid: pass.connectionOf(l.metIn[lease]!)?.clientGuid ?? '',
    path: name === 0 ? '' : names.text(name - 1),
    parentKey: l.hasParent[lease] === 1 ? l.parent(lease) : '',
    state: cachingText(isOplock, l.state[lease]!),
    unacknowledged: l.breaking[lease] !== 0,
    events: [],
  };
}

export function cachingEvent(pass: Pass, i: number): CachingEvent {
  const { leases: l } = pass.smb2;
  const { events: e } = l;
  const row = e.row[i]!;
  const lease = e.lease[i]!;
  const isBreak = e.kind[i] === LeaseEvent.broken;
  return {
    frame: frameOf(pass, row),
    message: row + 1,
    kind: kinds[e.kind[i]!]!,
    state: cachingText(l.isOplock[lease] === 1, e.state[i]!),
    epoch: e.epoch[i] === 0 ? undefined : e.epoch[i]! - 1,
    mustAcknowledge: isBreak ? e.mustAcknowledge[i] === 1 : undefined,
    latency: e.ends[i] === 0 ? undefined : elapsed(pass, e.ends[i]! - 1, row),
    waiting: isBreak ? (l.waiting.get(row) ?? []).map((r) => r + 1) : [],
  };
}
