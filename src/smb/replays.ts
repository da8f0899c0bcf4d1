import { Command } from '../../dissectors/smb2/header.ts';
import type { Messages } from './columns.ts';
import { type Current, Flag } from './current.ts';
import type { Opens } from './opens.ts';

/** How far back the request is looked for that a replay repeats. */
const LOOK_BACK = 4096;
const LOCK_SEQUENCE_NUMBER = 0xf;
const LOCK_SEQUENCE_INDEXES = 64;
const HALF = 0x8000;

/** Requests that say again what was said before a channel was lost (MS-SMB2 3.2.4.1.5, 3.3.5.2.10, 3.3.5.14). */
export class Replays {
  /** By row of a replay: the row of the request that it repeats. */
  readonly of = new Map<number, number>();
  /** Rows of requests whose ChannelSequence is behind their open's: the server refuses what would change something. */
  readonly stale = new Set<number>();
  /** A request had a ChannelSequence, or said that it is a replay: most captures have none. */
  areThere = false;
  private readonly messages: Messages;
  private readonly opens: Opens;
  /** By open and LockSequenceIndex: LockSequenceNumber and row of the latest LOCK. */
  private readonly locks = new Map<number, { readonly number: number; readonly row: number }>();

  constructor(messages: Messages, opens: Opens) {
    this.messages = messages;
    this.opens = opens;
  }

  /** A request on an open, its columns filled; `sequence` is its ChannelSequence. */
  request(c: Current, open: number, sequence: number): void {
    const { channelSequence } = this.opens;
    this.areThere = true;
    const behind = (channelSequence[open]! - sequence) & 0xffff;
    if (behind !== 0 && behind <= HALF) this.stale.add(c.row);
    else channelSequence[open] = sequence;
    if ((c.flags & Flag.replay) !== 0 && c.command !== Command.CREATE) this.find(c);
  }

  /** A CREATE with the CreateGuid of the open `before`; it repeats its request when it says so. */
  create(c: Current, before: number): void {
    const first = this.opens.createdBy[before]!;
    if ((c.flags & Flag.replay) !== 0) this.of.set(c.row, this.of.get(first) ?? first);
  }

  /** A LOCK Request with the sequence index and number of the latest of that index that succeeded on its open is a replay. */
  lock(row: number, open: number, sequence: number): void {
    const before = this.locks.get(lockKey(open, sequence));
    if (before !== undefined && before.number === (sequence & LOCK_SEQUENCE_NUMBER)) this.of.set(row, before.row);
  }

  /** The LOCK Request in `row` succeeded. */
  locked(row: number, open: number, sequence: number): void {
    const index = sequence >>> 4;
    if (index === 0 || index > LOCK_SEQUENCE_INDEXES || this.of.has(row)) return;
    this.locks.set(lockKey(open, sequence), { number: sequence & LOCK_SEQUENCE_NUMBER, row });
  }

  /** The latest request of the same command for the same part of the same open. */
  private find(c: Current): void {
    const m = this.messages;
    const { row } = c;
    for (let r = row - 1; r >= 0 && r >= row - LOOK_BACK; r--)
      if (
        m.command[r] === c.command &&
        m.open[r] === m.open[row] &&
        (m.flags[r]! & Flag.response) === 0 &&
        m.detail[r] === m.detail[row] &&
        m.extra[r] === m.extra[row]
      ) {
        this.of.set(row, this.of.get(r) ?? r);
        return;
      }
  }
}

const lockKey = (open: number, sequence: number): number =>
  open * (LOCK_SEQUENCE_INDEXES + 2) + Math.min(sequence >>> 4, LOCK_SEQUENCE_INDEXES + 1);
