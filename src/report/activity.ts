import { Command } from '../../dissectors/smb2/header.ts';
import { Protocol } from '../smb/columns.ts';
import { Flag, STATUS_PENDING } from '../smb/current.ts';
import { between } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import { Samples, type Times } from './rtt.ts';
import type { Work } from './work.ts';

const SLICE = 8192;
/** Places of a line over time: as many as a wide screen has dots. */
const PLACES = 512;
/** Response times of a decade have so many steps, from a microsecond to a thousand seconds. */
export const STEPS = 4;
export const LEAST = 1e-6;
const DECADES = 9;

/** What went on when, and how long it took. */
export interface Activity {
  /** Seconds of a place, and of all. */
  readonly step: number;
  readonly seconds: number;
  readonly requests: Float64Array;
  readonly bytesRead: Float64Array;
  readonly bytesWritten: Float64Array;
  /** Response times by command, most time first; the last entry of `times` is that of all together. */
  readonly times: readonly Times[];
  /** By command, as named in `times`: calls whose response took so long, see STEPS. */
  readonly histograms: ReadonlyMap<string, Uint32Array>;
}

export const ALL = 'all';
/** Behind the name of a command: calls that were answered with STATUS_PENDING first. */
export const PENDING = ' (async)';

/** Response times are those of requests to their final response, waiting included; calls that were answered with STATUS_PENDING first stand apart. */
export function* activity(pass: Pass, isAsked: (row: number) => boolean): Work<Activity> {
  const { messages: m, units, earliest, latest } = pass;
  const { count } = m;
  const beginning = earliest.seconds + earliest.nanoseconds / 1e9;
  const seconds = Math.max(1e-6, latest.seconds + latest.nanoseconds / 1e9 - beginning);
  const [requests, bytesRead, bytesWritten] = [new Float64Array(PLACES), new Float64Array(PLACES), new Float64Array(PLACES)];
  const [direct, waited] = [new Samples(), new Samples()];
  /** Requests that had an interim response. */
  const pending = new Set<number>();
  const histograms = new Map<string, Uint32Array>();
  for (let row = 0; row < count; row++) {
    if (row % SLICE === 0) yield (0.8 * row) / count;
    if (m.protocol[row] !== Protocol.smb2 || !isAsked(row)) continue;
    const unit = m.unit[row]!;
    const command = m.command[row]!;
    const since = units.seconds[unit]! + units.nanoseconds[unit]! / 1e9 - beginning;
    const place = Math.max(0, Math.min(PLACES - 1, Math.floor((PLACES * since) / seconds)));
    if ((m.flags[row]! & Flag.response) === 0) {
      requests[place]!++;
      continue;
    }
    if (m.pair[row] === 0) continue;
    if (m.status[row] === STATUS_PENDING) {
      pending.add(m.pair[row]!);
      continue;
    }
    if (command === Command.READ && m.status[row]! < 0xc0000000) bytesRead[place]! += m.detail[row]!;
    if (command === Command.WRITE && m.status[row]! < 0xc0000000) bytesWritten[place]! += m.detail[row]!;
    if (command === Command.CANCEL || command === Command.OPLOCK_BREAK) continue;
    const took = between(pass, m.pair[row]! - 1, row);
    const hasWaited = pending.delete(m.pair[row]!);
    (hasWaited ? waited : direct).add(command, took);
    const name = Samples.nameOf(command) + (hasWaited ? PENDING : '');
    let histogram = histograms.get(name);
    if (histogram === undefined) histograms.set(name, (histogram = new Uint32Array(STEPS * DECADES)));
    const at = Math.floor(STEPS * Math.log10(Math.max(LEAST, took) / LEAST));
    histogram[Math.min(at, histogram.length - 1)]!++;
  }
  const slow = (yield* waited.working()).map((t) => ({ ...t, command: t.command + PENDING }));
  const times = [...(yield* direct.working()), ...slow];
  const whole = yield* together([...direct.all(), ...waited.all()], times);
  const sum = new Uint32Array(STEPS * DECADES);
  for (const histogram of histograms.values()) for (let i = 0; i < sum.length; i++) sum[i]! += histogram[i]!;
  return {
    step: seconds / PLACES,
    seconds,
    requests,
    bytesRead,
    bytesWritten,
    times: [...times.sort((a, b) => b.sum - a.sum), ...whole],
    histograms: histograms.set(ALL, sum),
  };
}

function* together(parts: readonly Float64Array[], times: readonly Times[]): Work<Times[]> {
  if (times.length < 2) return [];
  const values = new Float64Array(times.reduce((n, t) => n + t.calls, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
    yield 0.9;
  }
  return [yield* Samples.summed(ALL, values)];
}
