import { Command } from '../../dissectors/smb2/header.ts';
import { NTSTATUS } from '../../dissectors/tables/ntstatus.ts';
import { Phrase, type Writer } from '../bytes/writer.ts';
import { nameOf } from '../dissect/show.ts';
import { Protocol, UnitFlag } from '../smb/columns.ts';
import { Flag, STATUS_PENDING } from '../smb/current.ts';
import { elapsed } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import { verdictWord } from '../smb/security-facts.ts';
import { protocolTitles, Summaries } from '../smb/summary.ts';

export const COLUMNS = 'message,frame,time,source,destination,stream,protocol,command,status,latency,summary';
const commandNames = new Map(Object.entries(Command).map(([name, value]) => [value as number, name]));

/** Messages as lines, written straight from the columns: text, JSON or CSV. */
export class Lines {
  private readonly pass: Pass;
  readonly summaries: Summaries;
  /** ` source → destination` of each stream and direction, ready to write. */
  private readonly routes: Phrase[] = [];
  /** The same with the protocol behind it, for each protocol. */
  private readonly leads: Phrase[] = [];
  private readonly digits: 6 | 9;
  /** Whole seconds since the first frame, as the line before had them, and their text. */
  private second = -1;
  private wholeSeconds = new Phrase('');

  constructor(pass: Pass) {
    this.pass = pass;
    this.summaries = new Summaries(pass);
    // Nanoseconds are shown where the capture has them.
    this.digits = (pass.capture.interfaces[0]?.ticksPerSecond ?? 1e6) > 1e6 ? 9 : 6;
  }

  text(row: number, to: Writer): void {
    this.lead(row, to);
    this.summaries.write(row, to);
    to.byte(10);
  }

  json(row: number, to: Writer): void {
    const { messages: m } = this.pass;
    this.jsonLead(row, to);
    if (m.protocol[row] === Protocol.smb2) {
      this.jsonOfSmb2(row, to);
      this.jsonOfPair(row, to);
    }
    const verdict = verdictWord(this.pass, row);
    if (verdict !== '') to.ascii(`,"verdict":"${verdict}"`);
    to.ascii(',"summary":').json(this.summaries.text(row)).ascii('}\n');
  }

  /** `{` and what every message has: number, place and time, who to whom, protocol. */
  jsonLead(row: number, to: Writer): void {
    const { messages: m, units } = this.pass;
    const unit = m.unit[row]!;
    const stream = this.pass.network.streams[units.stream[unit]!]!;
    const from = (units.flags[unit]! & UnitFlag.direction) !== 0 ? 1 : 0;
    to.ascii('{"message":')
      .number(row + 1)
      .ascii(',"unit":')
      .number(unit + 1)
      .ascii(',"frame":')
      .number(units.frame[unit]!)
      .ascii(',"time":"');
    this.unixTime(unit, to);
    to.ascii('","src":"')
      .ascii(stream.endpoint(from))
      .ascii('","dst":"')
      .ascii(stream.endpoint(from === 0 ? 1 : 0));
    to.ascii('","stream":').number(stream.number).ascii(',"protocol":"').ascii(protocolTitles[m.protocol[row]!]!).byte(34);
  }

  /** What an SMB2 message is about. */
  jsonOfSmb2(row: number, to: Writer): void {
    const { messages: m, smb2 } = this.pass;
    to.ascii(',"command":"')
      .ascii(this.command(row))
      .ascii('","response":')
      .ascii((m.flags[row]! & Flag.response) !== 0 ? 'true' : 'false');
    to.ascii(',"messageId":"')
      .ascii((BigInt(m.messageIdHigh[row]!) * 4294967296n + BigInt(m.messageIdLow[row]!)).toString())
      .byte(34);
    if (m.session[row] !== 0) {
      const s = smb2.sessions[m.session[row]! - 1]!;
      to.ascii(`,"sessionId":"${s.id}"`);
    }
    if (m.tree[row] !== 0) to.ascii(',"tree":').json(smb2.names.text(smb2.trees[m.tree[row]! - 1]!.share));
    const name = m.open[row] === 0 ? 0 : smb2.opens.name[m.open[row]! - 1]!;
    if (name !== 0) to.ascii(',"file":').json(smb2.names.text(name - 1));
  }

  private jsonOfPair(row: number, to: Writer): void {
    const { messages: m } = this.pass;
    if ((m.flags[row]! & Flag.response) !== 0) {
      to.ascii(',"status":"');
      this.status(row, to);
      to.byte(34);
      if (m.pair[row] !== 0)
        to.ascii(',"request":')
          .number(m.pair[row]!)
          .ascii(',"latency":')
          .ascii(elapsed(this.pass, m.pair[row]! - 1, row));
    } else if (m.pair[row] !== 0)
      to.ascii(',"reply":')
        .number(m.pair[row]!)
        .ascii(',"latency":')
        .ascii(elapsed(this.pass, row, m.pair[row]! - 1));
  }

  csvHeader(to: Writer): void {
    to.ascii(COLUMNS).ascii(',verdict\n');
  }

  csv(row: number, to: Writer): void {
    const { messages: m } = this.pass;
    this.csvLead(row, to);
    const isSmb2 = m.protocol[row] === Protocol.smb2;
    const isResponse = isSmb2 && (m.flags[row]! & Flag.response) !== 0;
    const pair = isSmb2 ? m.pair[row]! - 1 : -1;
    const answer = pair < 0 || isResponse ? (isResponse && pair >= 0 ? row : -1) : m.status[pair] === STATUS_PENDING ? -1 : pair;
    if (answer >= 0) this.status(answer, to);
    to.byte(44);
    if (answer >= 0) to.ascii(elapsed(this.pass, m.pair[answer]! - 1, answer));
    to.byte(44);
    this.csvText(this.summaries.text(row), to);
    to.byte(44).ascii(verdictWord(this.pass, row)).byte(10);
  }

  /** Number, place and time, who to whom, stream, protocol and command, each with its comma. */
  csvLead(row: number, to: Writer): void {
    const { messages: m, units } = this.pass;
    const unit = m.unit[row]!;
    const stream = this.pass.network.streams[units.stream[unit]!]!;
    const from = (units.flags[unit]! & UnitFlag.direction) !== 0 ? 1 : 0;
    to.number(row + 1)
      .byte(44)
      .number(units.frame[unit]!)
      .byte(44);
    this.unixTime(unit, to);
    to.byte(44)
      .ascii(stream.endpoint(from))
      .byte(44)
      .ascii(stream.endpoint(from === 0 ? 1 : 0))
      .byte(44)
      .number(stream.number);
    to.byte(44).ascii(protocolTitles[m.protocol[row]!]!).byte(44).ascii(this.command(row)).byte(44);
  }

  /** RFC 4180; what a spreadsheet would take for a formula is a capture's text like any other and keeps its quotes. */
  csvText(text: string, to: Writer): void {
    to.ascii('"').text(text.replaceAll('"', '""')).byte(34);
  }

  /** Number, time since the first frame, who to whom, protocol. */
  private lead(row: number, to: Writer): void {
    to.number(row + 1, 6).byte(32);
    const { messages: m, units } = this.pass;
    const unit = m.unit[row]!;
    this.time(unit, to);
    const side = 2 * units.stream[unit]! + (units.flags[unit]! & UnitFlag.direction ? 1 : 0);
    const key = protocolTitles.length * side + m.protocol[row]!;
    to.phrase((this.leads[key] ??= new Phrase(`${this.route(side)} ${protocolTitles[m.protocol[row]!]} `)));
  }

  /** Time since the first frame, who to whom. */
  timeAndRoute(row: number, to: Writer): void {
    const { messages: m, units } = this.pass;
    const unit = m.unit[row]!;
    this.time(unit, to);
    const side = 2 * units.stream[unit]! + (units.flags[unit]! & UnitFlag.direction ? 1 : 0);
    to.phrase((this.routes[side] ??= new Phrase(this.route(side))));
  }

  /** Since the first frame. */
  private time(unit: number, to: Writer): void {
    const { units, first } = this.pass;
    let whole = units.seconds[unit]! - first.seconds;
    let rest = units.nanoseconds[unit]! - first.nanoseconds;
    if (rest < 0) {
      whole--;
      rest += 1e9;
    }
    if (whole < 0) to.ascii((whole + rest / 1e9).toFixed(this.digits).padStart(this.digits + 5));
    else {
      if (whole !== this.second) {
        this.second = whole;
        this.wholeSeconds = new Phrase(`${String(whole).padStart(4)}.`);
      }
      to.phrase(this.wholeSeconds).fraction(this.digits === 9 ? rest : rest / 1000, this.digits);
    }
  }

  /** ` source → destination` of a direction of a stream: the stream's number doubled, and one for the way back. */
  private route(side: number): string {
    const s = this.pass.network.streams[side >> 1]!;
    return ` ${s.endpoint(side & 1 ? 1 : 0)} → ${s.endpoint(side & 1 ? 0 : 1)}`;
  }

  unixTime(unit: number, to: Writer): void {
    const { units } = this.pass;
    to.number(units.seconds[unit]!).byte(46).fraction(units.nanoseconds[unit]!, 9);
  }

  command(row: number): string {
    const { messages: m } = this.pass;
    return m.protocol[row] === Protocol.smb2 ? (commandNames.get(m.command[row]!) ?? String(m.command[row])) : '';
  }

  status(row: number, to: Writer): void {
    const value = this.pass.messages.status[row]!;
    const name = nameOf(NTSTATUS, value);
    if (name === undefined) to.hex32(value);
    else to.ascii(name);
  }
}
