import { Command } from '../../dissectors/smb2/header.ts';
import { Protocol } from '../smb/columns.ts';
import { Flag, STATUS_PENDING } from '../smb/current.ts';
import { isError } from '../smb/errors.ts';
import { between } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import type { Work } from './work.ts';

const SLICE = 8192;

/** What messages add up to, a row for each connection, session, tree connect or open; rows of messages are given plus one, 0 for none. */
export class Tally {
  readonly first: Uint32Array;
  readonly last: Uint32Array;
  readonly messages: Uint32Array;
  readonly errors: Uint32Array;
  /** READs and WRITEs that succeeded, and the bytes that they moved. */
  readonly reads: Uint32Array;
  readonly writes: Uint32Array;
  readonly bytesRead: Float64Array;
  readonly bytesWritten: Float64Array;
  /** Requests with a final response, the seconds these took, and the most that one took. */
  readonly answered: Uint32Array;
  readonly seconds: Float64Array;
  readonly slowest: Float64Array;
  readonly count: number;

  constructor(count: number) {
    this.count = count;
    this.first = new Uint32Array(count);
    this.last = new Uint32Array(count);
    this.messages = new Uint32Array(count);
    this.errors = new Uint32Array(count);
    this.reads = new Uint32Array(count);
    this.writes = new Uint32Array(count);
    this.bytesRead = new Float64Array(count);
    this.bytesWritten = new Float64Array(count);
    this.answered = new Uint32Array(count);
    this.seconds = new Float64Array(count);
    this.slowest = new Float64Array(count);
  }

  /** Adds another tally's row to one of this. */
  include(row: number, other: Tally, from: number): void {
    if (other.messages[from] === 0) return;
    if (this.first[row] === 0 || other.first[from]! < this.first[row]!) this.first[row] = other.first[from]!;
    if (other.last[from]! > this.last[row]!) this.last[row] = other.last[from]!;
    this.messages[row]! += other.messages[from]!;
    this.errors[row]! += other.errors[from]!;
    this.reads[row]! += other.reads[from]!;
    this.writes[row]! += other.writes[from]!;
    this.bytesRead[row]! += other.bytesRead[from]!;
    this.bytesWritten[row]! += other.bytesWritten[from]!;
    this.answered[row]! += other.answered[from]!;
    this.seconds[row]! += other.seconds[from]!;
    if (other.slowest[from]! > this.slowest[row]!) this.slowest[row] = other.slowest[from]!;
  }
}

/** Tallies of all objects, and which belongs to which: by open its tree connect, by tree connect its session, plus one; by session its streams. */
export interface Tallies {
  readonly streams: Tally;
  readonly sessions: Tally;
  readonly trees: Tally;
  readonly opens: Tally;
  readonly treeOf: Uint32Array;
  readonly sessionOf: Uint32Array;
  readonly sessionOfOpen: Uint32Array;
  readonly streamsOf: readonly number[][];
}

/** Adds up the messages that are asked for. */
export function* tallies(pass: Pass, isAsked: (row: number) => boolean): Work<Tallies> {
  const { messages: m, units, smb2, network } = pass;
  const { count } = m;
  const t = {
    streams: new Tally(network.streams.length),
    sessions: new Tally(smb2.sessions.length),
    trees: new Tally(smb2.trees.length),
    opens: new Tally(smb2.opens.count),
    treeOf: new Uint32Array(smb2.opens.count),
    sessionOf: new Uint32Array(smb2.trees.length),
    sessionOfOpen: new Uint32Array(smb2.opens.count),
    streamsOf: smb2.sessions.map((): number[] => []),
  };
  for (let row = 0; row < count; row++) {
    if (row % SLICE === 0) yield row / count;
    if (m.protocol[row] !== Protocol.smb2 || !isAsked(row)) continue;
    const stream = units.stream[m.unit[row]!]!;
    const session = m.session[row]!;
    const tree = m.tree[row]!;
    const open = m.open[row]!;
    add(pass, row, t.streams, stream);
    if (session > 0 && session <= t.sessions.count) {
      add(pass, row, t.sessions, session - 1);
      const streams = t.streamsOf[session - 1]!;
      if (!streams.includes(stream)) streams.push(stream);
    }
    if (tree > 0 && tree <= t.trees.count) {
      add(pass, row, t.trees, tree - 1);
      if (t.sessionOf[tree - 1] === 0) t.sessionOf[tree - 1] = session;
    }
    if (open > 0 && open <= t.opens.count) {
      add(pass, row, t.opens, open - 1);
      if (t.treeOf[open - 1] === 0) t.treeOf[open - 1] = tree;
      if (t.sessionOfOpen[open - 1] === 0) t.sessionOfOpen[open - 1] = session;
    }
  }
  return t;
}

function add(pass: Pass, row: number, t: Tally, at: number): void {
  const { messages: m } = pass;
  if (t.messages[at]!++ === 0) t.first[at] = row + 1;
  t.last[at] = row + 1;
  if ((m.flags[row]! & Flag.response) === 0) return;
  const status = m.status[row]!;
  const isFailed = status >= 0xc0000000;
  if (isFailed && isError(m.command[row]!, status, 0)) t.errors[at]!++;
  if (m.pair[row] === 0 || status === STATUS_PENDING) return;
  const took = between(pass, m.pair[row]! - 1, row);
  t.answered[at]!++;
  t.seconds[at]! += took;
  if (took > t.slowest[at]!) t.slowest[at] = took;
  if (isFailed) return;
  if (m.command[row] === Command.READ) {
    t.reads[at]!++;
    t.bytesRead[at]! += m.detail[row]!;
  } else if (m.command[row] === Command.WRITE) {
    t.writes[at]!++;
    t.bytesWritten[at]! += m.detail[row]!;
  }
}
