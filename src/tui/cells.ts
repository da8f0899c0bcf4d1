import { Protocol, UnitFlag } from '../smb/columns.ts';
import { Flag, STATUS_PENDING } from '../smb/current.ts';
import { elapsed, isError, seconds } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import { protocolTitles, Summaries } from '../smb/summary.ts';

/** What a message's answer says, as far as a list colours it. */
export type Outcome = 'request' | 'response' | 'pending' | 'warning' | 'error' | 'encrypted';

/** A message as the list shows it. Texts are free of control characters. */
export interface Cells {
  readonly number: string;
  readonly time: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly isFromServer: boolean;
  readonly command: string;
  readonly outcome: Outcome;
  /** Without its STATUS_; empty for success. */
  readonly status: string;
  readonly details: string;
  /** What is missing of it or before it. */
  readonly remark: string;
  readonly latency: string;
}

const SMB1_REPLY = 0x80;
const ERRORS = 0xc0000000;
const WARNINGS = 0x80000000;

/** Reads the cells of a row out of the columns; only for rows that show. */
export class CellReader {
  private readonly pass: Pass;
  private readonly summaries: Summaries;
  private streamsSeen = 0;
  /** Characters of the longest address so far. */
  addressWidth = 0;

  constructor(pass: Pass) {
    this.pass = pass;
    this.summaries = new Summaries(pass);
  }

  /** Looks at the streams that came since it was last called. */
  measure(): void {
    const { streams } = this.pass.network;
    for (; this.streamsSeen < streams.length; this.streamsSeen++) {
      const s = streams[this.streamsSeen]!;
      this.addressWidth = Math.max(this.addressWidth, s.address(0).length, s.address(1).length);
    }
  }

  read(row: number, withPorts: boolean): Cells {
    const { messages: m, units, first, network } = this.pass;
    const unit = m.unit[row]!;
    const stream = network.streams[units.stream[unit]!]!;
    const way = (units.flags[unit]! & UnitFlag.direction) !== 0 ? 1 : 0;
    const end = (side: 0 | 1): string => (withPorts ? stream.endpoint(side) : stream.address(side));
    const outcome = this.outcome(row);
    return {
      number: String(row + 1),
      time: seconds(units.seconds[unit]! - first.seconds, units.nanoseconds[unit]! - first.nanoseconds).slice(0, -3),
      from: end(way),
      to: end(way === 0 ? 1 : 0),
      protocol: protocolTitles[m.protocol[row]!]!,
      isFromServer: m.protocol[row] === Protocol.smb2 ? (m.flags[row]! & Flag.response) !== 0 : stream.fromServer === way,
      outcome,
      ...this.words(row, unit),
      latency:
        m.pair[row] !== 0 && (m.flags[row]! & Flag.response) !== 0 ? duration(Number(elapsed(this.pass, m.pair[row]! - 1, row))) : '',
    };
  }

  isError(row: number): boolean {
    return this.outcome(row) === 'error';
  }

  private outcome(row: number): Outcome {
    const { messages: m } = this.pass;
    const protocol = m.protocol[row];
    if (protocol === Protocol.encrypted) return 'encrypted';
    if (protocol === Protocol.kerberos) return (m.flags[row]! & 1) === 0 ? 'request' : m.detail[row] === 0 ? 'response' : 'error';
    if (
      protocol === Protocol.smb2 ? (m.flags[row]! & Flag.response) === 0 : protocol !== Protocol.smb1 || (m.flags[row]! & SMB1_REPLY) === 0
    )
      return 'request';
    const status = m.status[row]!;
    if (status === 0) return 'response';
    if (status === STATUS_PENDING) return 'pending';
    // Some statuses that are errors by their number are a step of an ordinary exchange.
    if (status >= ERRORS) return protocol === Protocol.smb1 || isError(m.command[row]!, status, 0) ? 'error' : 'pending';
    return status >= WARNINGS ? 'warning' : 'response';
  }

  /** A summary taken apart: `Create Response, Error: STATUS_ACCESS_DENIED, File: a.txt [not captured in full]`. */
  private words(row: number, unit: number): { command: string; status: string; details: string; remark: string } {
    const { messages: m, units } = this.pass;
    const text = this.summaries.text(row);
    const flags = units.flags[unit]!;
    const isCut = (flags & UnitFlag.incomplete) !== 0;
    const mark = isCut ? ' [not captured' : (flags & UnitFlag.afterGap) !== 0 ? ' [after ' : '';
    const end = mark === '' || text.lastIndexOf(mark) < 0 ? text.length : text.lastIndexOf(mark);
    const [head, ...rest] = text.slice(0, end).split(', ');
    const outcome = m.status[row] === 0 ? '' : (rest.shift() ?? '');
    return {
      command: head!.replace(/ (Request|Response|message|packet)$/, '').replace(/^SMB_COM_/, 'SMB1 '),
      status: outcome.replace(/^\w+: /, '').replace(/^STATUS_/, ''),
      details: rest.join(', '),
      remark: isCut ? '[cut short]' : text.slice(end).trim(),
    };
  }
}

/** A time span in the unit that shows three digits of it. */
export function duration(value: number): string {
  if (!(value >= 0)) return '';
  if (value < 1e-3) return `${(value * 1e6).toFixed(0)} µs`;
  if (value < 1) return `${(value * 1e3).toPrecision(3)} ms`;
  return `${value < 1000 ? value.toPrecision(3) : value.toFixed(0)} s`;
}
