import { Command } from '../../dissectors/smb2/header.ts';
import { safe } from '../bytes/writer.ts';
import { caching, cachingEvent } from '../report/leases.ts';
import { Inside, Protocol, UnitFlag } from '../smb/columns.ts';
import { Flag, STATUS_PENDING } from '../smb/current.ts';
import { isError } from '../smb/errors.ts';
import { between, seconds } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import { Verdict, verdictOf } from '../smb/security/verdict.ts';
import { protocolTitles, Summaries } from '../smb/summary.ts';
import type { TimeFormat } from './state.ts';
import type { Tone } from './style.ts';

/** What a message's answer says, as far as a list colours it. */
export type Outcome = 'request' | 'response' | 'pending' | 'warning' | 'error' | 'encrypted' | 'oneWay';

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
  /** What is known of its signature or encryption. */
  readonly verdict: string;
  /** The same in four letters. */
  readonly sign: string;
  readonly verdictTone: Tone;
  readonly frame: string;
  readonly length: string;
  /** The file that it is about. */
  readonly name: string;
}

/** In a few letters; nothing is said of what was not asked. */
const verdicts: Readonly<Record<Verdict, string>> = {
  [Verdict.none]: '',
  [Verdict.ok]: 'verified',
  [Verdict.bad]: 'BAD',
  [Verdict.echo]: 'echo',
  [Verdict.unverified]: 'signed',
  [Verdict.missing]: 'UNSIGNED',
  [Verdict.needless]: 'needless',
};
/** The same where there is room for four letters. */
const signs: Readonly<Record<string, string>> = {
  verified: 'ok',
  BAD: 'BAD',
  echo: 'echo',
  signed: 'sig',
  UNSIGNED: 'NONE',
  decrypted: 'dec',
  encrypted: 'enc',
};
const verdictTones: Readonly<Record<Verdict, Tone>> = {
  [Verdict.none]: 'faint',
  [Verdict.ok]: 'good',
  [Verdict.bad]: 'error',
  [Verdict.echo]: 'warning',
  [Verdict.unverified]: 'faint',
  [Verdict.missing]: 'error',
  [Verdict.needless]: 'faint',
};

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
  withPorts = false;
  timeFormat: TimeFormat = 'relative';
  /** The message that a time counts from in differences; -1 for none. */
  before: (row: number) => number = (row) => row - 1;

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

  /** What its column is called: since the first frame, since the line before, or by the clock. */
  get timeTitle(): string {
    return { relative: 'Time', delta: 'Delta', clock: 'UTC', date: 'UTC' }[this.timeFormat];
  }

  /** Cells of a time as it is shown now. */
  get timeWidth(): number {
    return this.timeFormat === 'date' ? 26 : this.timeFormat === 'clock' ? 15 : 11;
  }

  read(row: number): Cells {
    const { messages: m, units, network } = this.pass;
    const unit = m.unit[row]!;
    const stream = network.streams[units.stream[unit]!]!;
    const way = (units.flags[unit]! & UnitFlag.direction) !== 0 ? 1 : 0;
    return {
      number: String(row + 1),
      time: this.timeOf(row),
      from: this.end(row, 0),
      to: this.end(row, 1),
      protocol: protocolTitles[m.protocol[row]!]!,
      isFromServer:
        m.protocol[row] === Protocol.smb2 || m.protocol[row] === Protocol.kerberos
          ? (m.flags[row]! & Flag.response) !== 0
          : stream.fromServer === way,
      outcome: this.outcome(row),
      ...this.words(row, unit),
      latency: m.pair[row] !== 0 && (m.flags[row]! & Flag.response) !== 0 ? duration(between(this.pass, m.pair[row]! - 1, row)) : '',
      verdict: this.verdict(row),
      sign: this.sign(row),
      verdictTone: this.verdictTone(row),
      frame: String(units.frame[unit]),
      length: String(m.length[row]),
      name: this.name(row),
    };
  }

  /** Source (0) or destination (1). */
  end(row: number, which: 0 | 1): string {
    const { messages: m, units, network } = this.pass;
    const unit = m.unit[row]!;
    const stream = network.streams[units.stream[unit]!]!;
    const side = ((units.flags[unit]! & UnitFlag.direction) !== 0 ? 1 - which : which) as 0 | 1;
    return this.withPorts ? stream.endpoint(side) : stream.address(side);
  }

  timeOf(row: number): string {
    if (row < 0) return '';
    const { messages: m, units, first } = this.pass;
    const unit = m.unit[row]!;
    if (this.timeFormat === 'clock' || this.timeFormat === 'date') {
      const date = new Date(units.seconds[unit]! * 1000);
      if (Number.isNaN(date.getTime())) return '';
      const text = `${date.toISOString().slice(0, 19).replace('T', ' ')}.${String(Math.floor(units.nanoseconds[unit]! / 1000)).padStart(6, '0')}`;
      return this.timeFormat === 'clock' ? text.slice(11) : text;
    }
    if (this.timeFormat === 'relative')
      return seconds(units.seconds[unit]! - first.seconds, units.nanoseconds[unit]! - first.nanoseconds).slice(0, -3);
    const before = this.before(row);
    if (before < 0) return '0.000000';
    const since = m.unit[before]!;
    return seconds(units.seconds[unit]! - units.seconds[since]!, units.nanoseconds[unit]! - units.nanoseconds[since]!).slice(0, -3);
  }

  between(from: number, to: number): string {
    return from < 0 || to < 0 ? '' : duration(between(this.pass, from, to));
  }

  /** What is known of its signature, or that it was encrypted. */
  verdict(row: number): string {
    const { messages: m } = this.pass;
    if (m.protocol[row] === Protocol.encrypted) return 'encrypted';
    if ((m.source[row]! & Inside.decrypted) !== 0) return 'decrypted';
    const text = verdicts[verdictOf(m.verdict[row]!)];
    if (text !== '') return text;
    return m.protocol[row] === Protocol.smb2 && (m.flags[row]! & Flag.signed) !== 0 ? 'signed' : '';
  }

  sign(row: number): string {
    return signs[this.verdict(row)] ?? '';
  }

  private verdictTone(row: number): Tone {
    const { messages: m } = this.pass;
    if (m.protocol[row] === Protocol.encrypted || (m.source[row]! & Inside.decrypted) !== 0) return 'secret';
    return verdictTones[verdictOf(m.verdict[row]!)];
  }

  name(row: number): string {
    const { messages: m, smb2 } = this.pass;
    const name = m.open[row] === 0 ? 0 : smb2.opens.name[m.open[row]! - 1]!;
    return name === 0 ? '' : safe(smb2.names.text(name - 1));
  }

  isError(row: number): boolean {
    return this.pass.messages.status[row]! >= ERRORS && this.outcome(row) === 'error';
  }

  /** Whether it failed verification. */
  isBad(row: number): boolean {
    const verdict = verdictOf(this.pass.messages.verdict[row]!);
    return verdict === Verdict.bad || verdict === Verdict.missing;
  }

  private outcome(row: number): Outcome {
    const { messages: m } = this.pass;
    const protocol = m.protocol[row];
    if (protocol === Protocol.encrypted) return 'encrypted';
    if (protocol === Protocol.kerberos) return (m.flags[row]! & 1) === 0 ? 'request' : m.detail[row] === 0 ? 'response' : 'error';
    if (
      protocol === Protocol.smb2 ? (m.flags[row]! & Flag.response) === 0 : protocol !== Protocol.smb1 || (m.flags[row]! & SMB1_REPLY) === 0
    )
      return this.isOneWay(row) ? 'oneWay' : 'request';
    const status = m.status[row]!;
    if (status === 0) return 'response';
    if (status === STATUS_PENDING) return 'pending';
    // Some statuses that are errors by their number are a step of an ordinary exchange.
    if (status >= ERRORS) return protocol === Protocol.smb1 || isError(m.command[row]!, status, 0) ? 'error' : 'pending';
    return status >= WARNINGS ? 'warning' : 'response';
  }

  /** A request without an answer, once all there is has been read. */
  private isOneWay(row: number): boolean {
    const { messages: m } = this.pass;
    return this.pass.isDone && m.protocol[row] === Protocol.smb2 && m.pair[row] === 0 && m.command[row] !== Command.CANCEL;
  }

  /** The file that a break is about, and what may be cached after it. */
  private breakText(row: number): string {
    const { leases } = this.pass.smb2;
    const event = this.pass.messages.protocol[row] === Protocol.smb2 ? leases.events.of(row) : -1;
    if (event < 0) return '';
    const { kind, state } = cachingEvent(this.pass, event);
    const { path, kind: of } = caching(this.pass, leases.events.lease[event]!);
    return `${of} ${kind}, ${state}${path === '' ? '' : `, File: ${path}`}`;
  }

  /** A summary taken apart: `Create Response, Error: STATUS_ACCESS_DENIED, File: a.txt [not captured in full]`. */
  private words(row: number, unit: number): { command: string; status: string; details: string; remark: string } {
    const { messages: m, units } = this.pass;
    const text = this.summaries.text(row);
    const flags = units.flags[unit]!;
    const isCut = (flags & UnitFlag.incomplete) !== 0;
    const mark = isCut ? ' [not captured' : (flags & UnitFlag.afterGap) !== 0 ? ' [after ' : '';
    const end = mark === '' || text.lastIndexOf(mark) < 0 ? text.length : text.lastIndexOf(mark);
    // `KRB Error: KDC_ERR_PREAUTH_REQUIRED`: a title and what it says.
    const [head, ...rest] = text
      .slice(0, end)
      .replace(/^(KRB Error): /, '$1, ')
      .split(', ');
    const outcome = m.status[row] === 0 ? '' : (rest.shift() ?? '');
    // `witness WitnessrRegister Request`: an interface and what is called there.
    const [, of, call] = m.protocol[row] === Protocol.rpc ? (/^(?!RPC )(\S+) (.*)$/.exec(head!) ?? []) : [];
    if (of !== undefined) rest.unshift(call!);
    // What is called through a pipe says more than the pipe.
    const calls = this.pass.smb2.rpc.pdus.get(row)?.length ?? 0;
    if (m.protocol[row] === Protocol.smb2 && calls > 0) rest.unshift(...rest.splice(Math.max(0, rest.length - calls)));
    return {
      command: (of ?? head!).replace(/ (Request|Response|Notification|message|packet)$/, '').replace(/^SMB_COM_(.*?)(_ANDX)?$/, 'SMB1 $1'),
      status: outcome.replace(/^\w+: /, '').replace(/^STATUS_/, ''),
      details: rest.length > 0 || m.command[row] !== Command.OPLOCK_BREAK ? rest.join(', ') : this.breakText(row),
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
