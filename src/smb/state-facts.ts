import type { StateFacts } from '../../dissectors/facts.ts';
import { OplockLevel } from '../../dissectors/smb2/create.ts';
import { Command } from '../../dissectors/smb2/header.ts';
import { LeaseState } from '../../dissectors/smb2/lease.ts';
import { nameOf } from '../dissect/show.ts';
import { Flag } from './current.ts';
import { elapsed, frameOf } from './facts.ts';
import { LeaseEvent } from './leases.ts';
import { Durable, UNSEEN } from './opens.ts';
import type { Pass } from './pass.ts';

const eventNames = new Map(Object.entries(LeaseEvent).map(([name, value]) => [value as number, name]));

/** What the pass settled about the message in a row, looked up when it is asked for. */
export class State implements StateFacts {
  private readonly pass: Pass;
  private readonly row: number;

  constructor(pass: Pass, row: number) {
    this.pass = pass;
    this.row = row;
  }

  get credits(): number | undefined {
    return this.pass.connectionOf(this.row)?.credits.isWhole === true ? this.pass.messages.credits[this.row]! : undefined;
  }

  get interimFrame(): number | undefined {
    const interim = this.interim;
    return interim < 0 || interim === this.row ? undefined : frameOf(this.pass, interim);
  }

  get interimTime(): string | undefined {
    const interim = this.interim;
    return interim === this.row ? undefined : interim < 0 ? undefined : elapsed(this.pass, this.request, interim);
  }

  get waiting(): string | undefined {
    const interim = this.interim;
    return interim < 0 || interim === this.row || !this.isResponse ? undefined : elapsed(this.pass, interim, this.row);
  }

  get replayOf(): number | undefined {
    return this.frame(this.pass.smb2.replays.of.get(this.row));
  }

  get isStale(): number | undefined {
    return this.pass.smb2.replays.stale.has(this.row) ? 1 : undefined;
  }

  get sessionSince(): number | undefined {
    const session = this.pass.messages.session[this.row]!;
    return session === 0 ? undefined : this.frameBefore(this.pass.smb2.sessions[session - 1]!.establishedBy);
  }

  get treeSince(): number | undefined {
    const tree = this.pass.messages.tree[this.row]!;
    return tree === 0 ? undefined : this.frameBefore(this.pass.smb2.trees[tree - 1]!.connectedBy);
  }

  get openedIn(): number | undefined {
    const { opens } = this.pass.smb2;
    const open = this.open;
    return open < 0 || opens.answeredBy[open] === 0 || this.isCreate ? undefined : frameOf(this.pass, opens.createdBy[open]!);
  }

  get closedIn(): number | undefined {
    const open = this.open;
    return open < 0 ? undefined : this.frame(this.pass.smb2.opens.closedBy[open]! - 1);
  }

  get durability(): string | undefined {
    const open = this.open;
    const bits = open < 0 || !this.isCreate ? 0 : this.pass.smb2.opens.durable[open]!;
    return bits === 0 ? undefined : durability(bits, this.pass.smb2.opens.timeout[open]!);
  }

  get continues(): number | undefined {
    const open = this.open;
    const lost = open < 0 ? 0 : this.pass.smb2.opens.continues[open]!;
    return lost === 0 || lost === UNSEEN ? undefined : this.frame(this.pass.smb2.opens.createdBy[lost - 1]!);
  }

  get leaseEvent(): string | undefined {
    const event = this.pass.smb2.leases.events.of(this.row);
    return event < 0 ? undefined : eventNames.get(this.pass.smb2.leases.events.kind[event]!);
  }

  get leaseState(): string | undefined {
    const { leases } = this.pass.smb2;
    const event = leases.events.of(this.row);
    return event < 0 ? undefined : cachingText(leases.isOplock[leases.events.lease[event]!] === 1, leases.events.state[event]!);
  }

  get breakFrame(): number | undefined {
    return this.frame(this.breakRow);
  }

  get breakTime(): string | undefined {
    const row = this.breakRow;
    return row < 0 ? undefined : elapsed(this.pass, row, this.row);
  }

  get waitsFor(): number | undefined {
    return this.frame(this.pass.smb2.leases.waitsFor.get(this.row));
  }

  private get breakRow(): number {
    const { events } = this.pass.smb2.leases;
    const event = events.of(this.row);
    return event < 0 ? -1 : events.ends[event]! - 1;
  }

  private get isResponse(): boolean {
    return (this.pass.messages.flags[this.row]! & Flag.response) !== 0;
  }

  private get isCreate(): boolean {
    return this.pass.messages.command[this.row] === Command.CREATE;
  }

  private get request(): number {
    return this.isResponse ? this.pass.messages.pair[this.row]! - 1 : this.row;
  }

  private get interim(): number {
    return this.pass.smb2.interims.get(this.request) ?? -1;
  }

  private get open(): number {
    return this.pass.messages.open[this.row]! - 1;
  }

  private frame(row: number | undefined): number | undefined {
    return row === undefined || row < 0 ? undefined : frameOf(this.pass, row);
  }

  /** Of a row plus one, where that is not this message or one after it. */
  private frameBefore(row: number): number | undefined {
    return row === 0 || row > this.row ? undefined : frameOf(this.pass, row - 1);
  }
}

const KINDS: readonly (readonly [bit: number, name: string])[] = [
  [Durable.isPersistent, 'persistent'],
  [Durable.isResilient, 'resilient'],
  [Durable.isDurableV2, 'durable v2'],
  [Durable.isDurable, 'durable'],
  [Durable.asksPersistent, 'persistent, not granted'],
  [Durable.asksDurableV2, 'durable v2, not granted'],
  [Durable.asksDurable, 'durable, not granted'],
  [Durable.asksReconnect, 'reconnect, not granted'],
];

/** Bits of Durable in words: what was granted, or else what was asked for; `timeout` in milliseconds. Empty for none. */
export function durability(bits: number, timeout: number): string {
  const kind = KINDS.find(([bit]) => (bits & bit) !== 0)?.[1] ?? '';
  return timeout === 0 ? kind : `${kind}, ${timeout / 1000} s`;
}

const LETTERS: Readonly<Record<string, string>> = {
  SMB2_LEASE_READ_CACHING: 'R',
  SMB2_LEASE_HANDLE_CACHING: 'H',
  SMB2_LEASE_WRITE_CACHING: 'W',
};

/** `RHW`, `R`, or `none`: the letters that everybody writes for a lease's state; an oplock by its level's name. */
export function cachingText(isOplock: boolean, state: number): string {
  if (isOplock) return (nameOf(OplockLevel.names, state) ?? String(state)).replace('SMB2_OPLOCK_LEVEL_', '');
  const letters = Object.entries(LeaseState.bits).map(([name, [mask]]) => ((state & mask) !== 0 ? LETTERS[name]! : ''));
  return letters.join('') || 'none';
}
