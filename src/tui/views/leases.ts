import { type Caching, type CachingEvent, caching, cachingEvent } from '../../report/leases.ts';
import type { Work } from '../../report/work.ts';
import type { Pass } from '../../smb/pass.ts';
import { type CellReader, duration } from '../cells.ts';
import type { Scope } from '../scope.ts';
import { byText } from './texts.ts';
import { type Codes, type Column, type Listing, listed } from './view.ts';

/** Codes: a lease's row, or an event's. */
const RANGE = 2 ** 32;
const SLICE = 4096;

/** Leases that messages which are asked for changed, and the events of each. */
export interface LeaseEventsByLease {
  readonly leases: Uint32Array;
  readonly events: ReadonlyMap<number, readonly number[]>;
}

export function* leaseEvents(pass: Pass, isAsked: (row: number) => boolean): Work<LeaseEventsByLease> {
  const { events: e } = pass.smb2.leases;
  const events = new Map<number, number[]>();
  for (let i = 0; i < e.count; i++) {
    if (i % SLICE === 0) yield i / e.count;
    if (!isAsked(e.row[i]!)) continue;
    const own = events.get(e.lease[i]!);
    if (own === undefined) events.set(e.lease[i]!, [i]);
    else own.push(i);
  }
  return { leases: Uint32Array.from(events.keys()).sort(), events };
}

type Line = { readonly lease: Caching; readonly event: CachingEvent | null; readonly count: number };

/** Leases and oplocks, each with what happened to it. */
export class LeaseListing implements Listing<Line> {
  readonly isExpandedAtFirst = true;
  readonly empty = 'No lease or oplock was granted.';
  readonly roots: Codes;
  private readonly pass: Pass;
  private readonly reader: CellReader;
  private readonly found: LeaseEventsByLease;

  constructor(pass: Pass, reader: CellReader, found: LeaseEventsByLease) {
    this.pass = pass;
    this.reader = reader;
    this.found = found;
    this.roots = listed(found.leases);
  }

  columns(): Column<Line>[] {
    return [
      {
        name: 'lease',
        title: 'Lease or oplock',
        width: 0,
        isOutline: true,
        text: (l) => l.event?.kind ?? `${l.lease.kind}  ${l.lease.path === '' ? l.lease.key : l.lease.path}`,
        tone: (l) => (l.event?.kind === 'broken' ? 'warning' : l.event === null ? 'name' : undefined),
        order: byText((lease) => caching(this.pass, lease).path.toLowerCase()),
      },
      {
        name: 'state',
        title: 'State',
        width: 8,
        text: (l) => l.event?.state ?? l.lease.state,
        order: byText((lease) => caching(this.pass, lease).state),
      },
      {
        name: 'events',
        title: 'Events',
        width: 6,
        isNumber: true,
        text: (l) => (l.event === null ? String(l.count) : ''),
        order: (a, b) => this.found.events.get(a)!.length - this.found.events.get(b)!.length,
      },
      { name: 'epoch', title: 'Epoch', width: 5, from: 110, isNumber: true, text: (l) => String(l.event?.epoch ?? '') },
      {
        name: 'latency',
        title: 'After',
        width: 8,
        isNumber: true,
        text: (l) => (l.event?.latency === undefined ? '' : duration(Number(l.event.latency))),
      },
      {
        name: 'note',
        title: 'Note',
        width: 24,
        from: 100,
        text: (l) =>
          l.event === null
            ? l.lease.unacknowledged
              ? 'break not acknowledged'
              : ''
            : l.event.waiting.length > 0
              ? l.event.waiting.length === 1
                ? '1 request waits'
                : `${l.event.waiting.length} requests wait`
              : l.event.mustAcknowledge === true
                ? 'asks for an answer'
                : '',
        tone: () => 'warning',
      },
      { name: 'number', title: 'No.', width: 8, isNumber: true, text: (l) => (l.event === null ? '' : String(l.event.message)) },
      {
        name: 'time',
        title: this.reader.timeTitle,
        width: this.reader.timeWidth,
        from: 90,
        isNumber: true,
        text: (l) => (l.event === null ? '' : this.reader.timeOf(l.event.message - 1)),
      },
      { name: 'key', title: 'Key', width: 36, from: 170, text: (l) => (l.event === null ? l.lease.key : '') },
    ];
  }

  item(code: number): Line {
    const { events } = this.pass.smb2.leases;
    if (code >= RANGE) {
      const event = Math.floor(code / RANGE) - 1;
      return { lease: caching(this.pass, events.lease[event]!), event: cachingEvent(this.pass, event), count: 0 };
    }
    return { lease: caching(this.pass, code), event: null, count: this.found.events.get(code)!.length };
  }

  row(code: number): number {
    const { leases } = this.pass.smb2;
    return code < 0 ? -1 : code >= RANGE ? leases.events.row[Math.floor(code / RANGE) - 1]! : leases.metIn[code]!;
  }

  codeOf(row: number): number {
    const { leases, opens } = this.pass.smb2;
    const event = leases.events.of(row);
    const open = this.pass.messages.open[row]!;
    const lease = event >= 0 ? leases.events.lease[event]! : open === 0 ? -1 : opens.lease[open - 1]! - 1;
    return this.found.events.has(lease) ? lease : -1;
  }

  children(code: number): number[] | null {
    return code >= RANGE ? null : this.found.events.get(code)!.map((event) => code + (event + 1) * RANGE);
  }

  scope(code: number): Scope {
    const key = code % RANGE;
    const { kind, path, key: guid } = caching(this.pass, key);
    return { kind: 'lease', key, label: `${kind} ${path === '' ? guid : path}` };
  }
}
