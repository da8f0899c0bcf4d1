import { Writer } from '../bytes/writer.ts';
import { Protocol } from '../smb/columns.ts';
import { elapsed } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import { calledBy } from '../smb/rpc/calls.ts';
import { COLUMNS, Lines } from './lines.ts';
import type { Operations } from './operations.ts';
import { type CallModel, readCall } from './rpc-call.ts';

const MORE_COLUMNS = 'interim,waiting,compound,replay,repeats,messages';

/** How long an operation took, in seconds; waiting after an interim response is apart from what the server took to send that. */
interface Durations {
  readonly latency: string | undefined;
  readonly interim: string | undefined;
  readonly waiting: string | undefined;
}

interface MadeCall extends CallModel {
  readonly interface: string;
}

/** RPC calls that an operation's first message makes, or completes the request of. */
function callsOf(pass: Pass, first: number): MadeCall[] {
  const made: MadeCall[] = [];
  for (const pdu of pass.smb2.rpc.pdus.get(first) ?? []) {
    const [start] = pdu.call?.requests ?? [];
    const last = pass.messages.protocol[first] === Protocol.rpc && start === pdu ? pdu.call!.requests.at(-1)! : pdu;
    const called = pdu.isFromServer ? null : calledBy(last);
    if (called !== null) made.push({ interface: called.interface.name, ...readCall(pass, called).model });
  }
  return made;
}

const title = (call: MadeCall): string => `${call.interface} ${call.operation}`;
const result = ({ answer, status, latency }: MadeCall): string =>
  answer === 0 ? 'no answer' : `${status === '' ? 'status not known' : status} after ${latency} s`;

/** Operations as lines with their messages: text, JSON or CSV. */
export class OperationLines {
  private readonly pass: Pass;
  private readonly operations: Operations;
  private readonly lines: Lines;
  private readonly own = new Writer();

  constructor(pass: Pass, operations: Operations) {
    this.pass = pass;
    this.operations = operations;
    this.lines = new Lines(pass);
  }

  /** What was asked and what came of it; beneath it the messages. */
  text(first: number, to: Writer): void {
    this.summary(first, to);
    const { latency, interim, waiting } = this.durations(first);
    if (latency !== undefined) to.ascii(', Latency: ').ascii(latency).ascii(' s');
    if (interim !== undefined)
      to.ascii(latency === undefined ? ', Interim: ' : ' (interim ')
        .ascii(interim)
        .ascii(' s');
    if (waiting !== undefined) to.ascii(', waiting ').ascii(waiting).ascii(' s)');
    const member = this.member(first);
    if (member !== null) to.ascii(`, Compound: ${member.member}/${member.members}`);
    const repeats = this.operations.repeats(first);
    if (this.operations.isReplay(first)) to.ascii(', Replay');
    if (repeats >= 0) to.ascii(', Repeats message ').number(repeats + 1);
    to.byte(10);
    for (let row = first; row >= 0; row = this.operations.next(row)) this.message(row, to);
  }

  private message(row: number, to: Writer): void {
    const { messages: m, units } = this.pass;
    to.ascii('  ')
      .number(row + 1, 6)
      .ascii('  frame ')
      .number(units.frame[m.unit[row]!]!, 6)
      .byte(32);
    this.lines.timeAndRoute(row, to);
    to.ascii('  ');
    this.lines.summaries.write(row, to);
    to.byte(10);
  }

  json(first: number, to: Writer): void {
    const { messages: m } = this.pass;
    this.lines.jsonLead(first, to);
    if (m.protocol[first] === Protocol.smb2) {
      this.lines.jsonOfSmb2(first, to);
      this.jsonOfOutcome(first, to);
    } else if (m.protocol[first] === Protocol.rpc) {
      const { latency } = this.durations(first);
      if (latency !== undefined) to.ascii(`,"latency":${latency}`);
    }
    const made = callsOf(this.pass, first);
    if (made.length > 0) to.ascii(',"calls":').utf8(JSON.stringify(made));
    to.ascii(',"messages":[');
    for (let row = first; row >= 0; row = this.operations.next(row)) {
      if (row !== first) to.byte(44);
      this.jsonOfMessage(row, to);
    }
    to.ascii('],"summary":').json(this.summaryText(first)).ascii('}\n');
  }

  private jsonOfOutcome(first: number, to: Writer): void {
    const { operations } = this;
    const outcome = this.outcome(first);
    if (outcome >= 0) {
      to.ascii(',"status":"');
      this.lines.status(outcome, to);
      to.byte(34);
    }
    const answer = operations.answer(first);
    if (answer >= 0 && answer !== first) to.ascii(',"reply":').number(answer + 1);
    for (const [name, value] of Object.entries(this.durations(first))) if (value !== undefined) to.ascii(`,"${name}":`).ascii(value);
    const member = this.member(first);
    if (member !== null) to.ascii(`,"compound":{"member":${member.member},"members":${member.members}}`);
    if (operations.isReplay(first)) to.ascii(',"replay":true');
    if (operations.repeats(first) >= 0) to.ascii(',"repeats":').number(operations.repeats(first) + 1);
  }

  private jsonOfMessage(row: number, to: Writer): void {
    const { messages: m, units } = this.pass;
    const unit = m.unit[row]!;
    to.ascii('{"message":')
      .number(row + 1)
      .ascii(',"frame":')
      .number(units.frame[unit]!)
      .ascii(',"time":"');
    this.lines.unixTime(unit, to);
    to.ascii('","kind":"').ascii(this.operations.part(row)).ascii('"}');
  }

  csvHeader(to: Writer): void {
    to.ascii(COLUMNS).byte(44).ascii(MORE_COLUMNS).byte(10);
  }

  csv(first: number, to: Writer): void {
    this.lines.csvLead(first, to);
    const outcome = this.outcome(first);
    if (outcome >= 0) this.lines.status(outcome, to);
    const { latency, interim, waiting } = this.durations(first);
    to.byte(44)
      .ascii(latency ?? '')
      .byte(44);
    this.lines.csvText(this.summaryText(first), to);
    const member = this.member(first);
    const repeats = this.operations.repeats(first);
    to.ascii(`,${interim ?? ''},${waiting ?? ''},${member === null ? '' : `${member.member}/${member.members}`}`);
    to.ascii(`,${this.operations.isReplay(first) ? 'replay' : ''},${repeats < 0 ? '' : repeats + 1},`);
    for (let row = first; row >= 0; row = this.operations.next(row)) {
      if (row !== first) to.byte(32);
      to.number(row + 1);
    }
    to.byte(10);
  }

  private summaryText(first: number): string {
    this.summary(first, this.own);
    return this.own.take();
  }

  private summary(first: number, to: Writer): void {
    const { operations } = this;
    const { summaries } = this.lines;
    const { protocol } = this.pass.messages;
    const part = operations.part(first);
    if (protocol[first] === Protocol.rpc) this.overTcp(first, part === 'request', to);
    else if (protocol[first] !== Protocol.smb2) {
      summaries.write(first, to);
      return;
    } else {
      summaries.operation(first, this.outcome(first), to);
      for (const call of callsOf(this.pass, first))
        to.ascii(', ')
          .ascii(title(call))
          .ascii(`: ${result(call)}`);
    }
    if (part === 'request' && operations.answer(first) < 0) to.ascii(', no response');
    else if (part === 'interim' || part === 'response') to.ascii(', no request');
  }

  /** A call by its name and what it returned; what negotiates as it is. */
  private overTcp(first: number, isRequest: boolean, to: Writer): void {
    const [call] = isRequest ? callsOf(this.pass, first) : [];
    if (call === undefined) this.lines.summaries.write(first, to);
    else {
      to.ascii(title(call));
      if (call.answer > 0) to.ascii(', Status: ').ascii(call.status === '' ? 'not known' : call.status);
    }
  }

  /** The message whose status is the operation's: the final response, else an interim one; -1 for none. */
  private outcome(first: number): number {
    if (this.pass.messages.protocol[first] !== Protocol.smb2) return -1;
    const answer = this.operations.answer(first);
    return answer >= 0 ? answer : this.operations.interim(first);
  }

  private durations(first: number): Durations {
    const end = this.operations.end(first);
    const interim = this.operations.interim(first);
    return {
      latency: end < 0 ? undefined : elapsed(this.pass, first, end),
      interim: interim < 0 ? undefined : elapsed(this.pass, first, interim),
      waiting: interim < 0 || end < 0 ? undefined : elapsed(this.pass, interim, end),
    };
  }

  /** Which of its compound's members a message is, counted from 1; null for one that is alone. */
  private member(row: number): { member: number; members: number } | null {
    const { messages: m } = this.pass;
    const unit = m.unit[row]!;
    const firstMember = m.firstOf(unit);
    const last = m.firstOf(unit + 1);
    return last - firstMember < 2 ? null : { member: row - firstMember + 1, members: last - firstMember };
  }
}
