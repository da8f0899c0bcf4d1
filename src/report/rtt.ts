import { Command } from '../../dissectors/smb2/header.ts';
import { Protocol } from '../smb/columns.ts';
import { Flag, STATUS_PENDING } from '../smb/current.ts';
import { between } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import { settled } from './order.ts';
import { finish, type Work } from './work.ts';

/** Response times of one command; all times in seconds. */
export interface Times {
  readonly command: string;
  readonly calls: number;
  readonly min: number;
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly sum: number;
}

export interface ResponseTimes {
  /** Calls that the server answered at once. */
  readonly commands: Times[];
  /** Calls that it answered with STATUS_PENDING first: from the request to the final response, waiting included. */
  readonly asynchronous: Times[];
  /** Of these, from the request to the first interim response: what the server took. */
  readonly interim: Times[];
  /** And from there to the final response: what was waited for. */
  readonly waiting: Times[];
  readonly unanswered: number;
}

const COMMANDS = 256;
const names = new Map(Object.entries(Command).map(([name, value]) => [value as number, name]));

/**
 * Time from each request to its response, by command. As in Wireshark's service response times, CANCEL and OPLOCK_BREAK are left out:
 * they have no response, or wait for the other side. With `isAsked`, only calls whose request or response fulfils it.
 */
export function responseTimes(pass: Pass, isAsked: (row: number) => boolean = () => true): ResponseTimes {
  const { messages: m } = pass;
  const interims = firstInterims(pass);
  const [direct, asynchronous, served, waited] = [new Samples(), new Samples(), new Samples(), new Samples()];
  let unanswered = 0;
  for (let row = 0; row < m.count; row++) {
    const command = m.command[row]!;
    if (m.protocol[row] !== Protocol.smb2 || command === Command.CANCEL || command === Command.OPLOCK_BREAK) continue;
    if ((m.flags[row]! & Flag.response) === 0) {
      const isOpen = m.pair[row] === 0 || m.status[m.pair[row]! - 1] === STATUS_PENDING;
      if (isOpen && isAsked(row)) unanswered++;
      continue;
    }
    if (m.pair[row] === 0 || m.status[row] === STATUS_PENDING) continue;
    const request = m.pair[row]! - 1;
    if (!isAsked(row) && !isAsked(request)) continue;
    const interim = interims.get(request);
    (interim === undefined ? direct : asynchronous).add(command, between(pass, request, row));
    if (interim === undefined) continue;
    served.add(command, between(pass, request, interim));
    waited.add(command, between(pass, interim, row));
  }
  return {
    commands: direct.times(),
    asynchronous: asynchronous.times(),
    interim: served.times(),
    waiting: waited.times(),
    unanswered,
  };
}

/** By request, the first interim response that was sent for it. */
function firstInterims(pass: Pass): Map<number, number> {
  const { messages: m } = pass;
  const rows = new Map<number, number>();
  for (let row = 0; row < m.count; row++)
    if (m.status[row] === STATUS_PENDING && m.protocol[row] === Protocol.smb2 && m.pair[row] !== 0 && !rows.has(m.pair[row]! - 1))
      rows.set(m.pair[row]! - 1, row);
  return rows;
}

/** Latencies by command, in arrays that grow. */
export class Samples {
  private readonly values: Float64Array[] = Array.from({ length: COMMANDS }, () => new Float64Array(0));
  private readonly counts = new Uint32Array(COMMANDS);

  add(command: number, value: number): void {
    const n = this.counts[command]!++;
    if (n === this.values[command]!.length) {
      const larger = new Float64Array(Math.max(64, 2 * n));
      larger.set(this.values[command]!);
      this.values[command] = larger;
    }
    this.values[command]![n] = value;
  }

  times(): Times[] {
    return finish(this.working());
  }

  *working(): Work<Times[]> {
    const found: Times[] = [];
    for (let command = 0; command < COMMANDS; command++) {
      const calls = this.counts[command]!;
      if (calls === 0) continue;
      found.push(yield* Samples.summed(Samples.nameOf(command), this.values[command]!.subarray(0, calls)));
    }
    return found;
  }

  /** The values of each command. */
  all(): Float64Array[] {
    return this.values.map((values, command) => values.subarray(0, this.counts[command]!)).filter((values) => values.length > 0);
  }

  static nameOf(command: number): string {
    return names.get(command) ?? String(command);
  }

  /** Moves the values. */
  static *summed(command: string, values: Float64Array): Work<Times> {
    const calls = values.length;
    const places = [0.5, 0.95, 0.99].map((share) => Math.min(calls - 1, Math.ceil(share * calls) - 1));
    yield* settled(values, places);
    const [median, p95, p99] = places.map((place) => values[place]!);
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (let i = 0; i < calls; i++) {
      const value = values[i]!;
      if (value < min) min = value;
      if (value > max) max = value;
      sum += Math.round(value * 1e9);
    }
    sum /= 1e9;
    return { command, calls, min, mean: sum / calls, median: median!, p95: p95!, p99: p99!, max, sum };
  }
}
