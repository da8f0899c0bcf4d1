import { PduType } from '../../dissectors/rpc/pdu-header.ts';
import { Command, Header } from '../../dissectors/smb2/header.ts';
import { Protocol, UnitFlag } from '../smb/columns.ts';
import { Flag, STATUS_PENDING } from '../smb/current.ts';
import { between } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import { Records } from '../smb/records.ts';
import { ordered } from './order.ts';
import { finish, type Work } from './work.ts';

/** What a message is to its operation; `message` where its protocol has no operations. */
export type Part = 'request' | 'interim' | 'response' | 'cancel' | 'notification' | 'acknowledgment' | 'message';

const ALL_ONES = 0xffffffff;
/** Unanswered requests of a stream that are remembered: a client has no more credits than that. */
const MAX_UNANSWERED = 65536;
const SLICE = 4096;

/** Row of the latest message for a key, by stream. */
type ByStream<K> = Map<number, Map<K, number>>;

/**
 * Which messages make an operation: a request or an RPC call, its interim responses, what cancels it and its final response; or a break that the server begins, the
 * client's acknowledgment and the response to that. One pass forward links the messages; a message of none is an operation of its own.
 */
export class Operations {
  /** Messages that were looked at: those that have come since belong to no operation yet. */
  readonly count: number;
  private readonly pass: Pass;
  /** Of a message its operation's first, plus one; 0 where it is the first itself. */
  private readonly heads: Uint32Array;
  /** The operation's next message, plus one. */
  private readonly followers: Uint32Array;
  /** By first message: the request that it sends once more. */
  private readonly repeated = new Map<number, number>();

  private constructor(pass: Pass) {
    this.pass = pass;
    this.count = pass.messages.count;
    this.heads = new Uint32Array(this.count);
    this.followers = new Uint32Array(this.count);
  }

  static of(pass: Pass, records: Records = new Records(pass)): Operations {
    return finish(Operations.working(pass, records));
  }

  static *working(pass: Pass, records: Records): Work<Operations> {
    const made = new Operations(pass);
    yield* new Linker(pass, records, made.heads, made.followers, made.repeated).link();
    return made;
  }

  /** The first message of a message's operation. */
  first(row: number): number {
    return this.isFirst(row) ? row : this.heads[row]! - 1;
  }

  isFirst(row: number): boolean {
    return this.heads[row] === 0;
  }

  /** The operation's next message, or -1. */
  next(row: number): number {
    return this.followers[row]! - 1;
  }

  /** The final response, or -1: of a request's its own, of a break's its acknowledgment's. */
  answer(first: number): number {
    const { messages: m } = this.pass;
    if (m.protocol[first] === Protocol.rpc) return this.next(first) >= 0 ? this.lastOf(first) : -1;
    if (m.protocol[first] !== Protocol.smb2) return -1;
    let answer = isResponse(this.pass, first) && !isUnasked(this.pass, first) ? first : -1;
    for (let row = this.next(first); row >= 0; row = this.next(row))
      if (isResponse(this.pass, row) && m.status[row] !== STATUS_PENDING) answer = row;
    return answer;
  }

  /** Of an RPC call over TCP the response, when it is linked. */
  private lastOf(first: number): number {
    let last = first;
    for (let row = this.next(first); row >= 0; row = this.next(row)) last = row;
    return rpcPart(this.pass, last) === 'response' ? last : -1;
  }

  /** The first interim response, or -1. */
  interim(first: number): number {
    for (let row = this.next(first); row >= 0; row = this.next(row)) if (this.part(row) === 'interim') return row;
    return -1;
  }

  /** What the operation waited for: the final response, or to a break the client's acknowledgment; -1 for nothing. */
  end(first: number): number {
    const part = this.part(first);
    if (part === 'notification') return this.next(first);
    return part === 'request' || part === 'acknowledgment' ? this.answer(first) : -1;
  }

  /** First messages with what took longest first, and what nothing ended last; equals as they were. */
  slowest(firsts: Uint32Array): Uint32Array {
    const took = new Float64Array(this.count);
    for (const first of firsts) {
      const end = this.end(first);
      took[first] = end < 0 ? -Number.MAX_VALUE : between(this.pass, first, end);
    }
    return finish(ordered(firsts, (a, b) => took[b]! - took[a]!));
  }

  /** The request that a first message sends once more, or -1. */
  repeats(first: number): number {
    return this.repeated.get(first) ?? -1;
  }

  isReplay(first: number): boolean {
    const { messages: m } = this.pass;
    return this.part(first) === 'request' && (m.flags[first]! & Flag.replay) !== 0;
  }

  part(row: number): Part {
    const { messages: m } = this.pass;
    if (m.protocol[row] === Protocol.rpc) return rpcPart(this.pass, row);
    if (m.protocol[row] !== Protocol.smb2) return 'message';
    if (isUnasked(this.pass, row)) return 'notification';
    if (isResponse(this.pass, row)) return m.status[row] === STATUS_PENDING ? 'interim' : 'response';
    if (m.command[row] === Command.CANCEL) return 'cancel';
    return m.command[row] === Command.OPLOCK_BREAK ? 'acknowledgment' : 'request';
  }
}

const isResponse = (pass: Pass, row: number): boolean => (pass.messages.flags[row]! & Flag.response) !== 0;

/** A notification carries no MessageId: MS-SMB2 3.3.4.6, 3.3.4.7. */
const isUnasked = (pass: Pass, row: number): boolean =>
  isResponse(pass, row) && pass.messages.messageIdLow[row] === ALL_ONES && pass.messages.messageIdHigh[row] === ALL_ONES;

/** PDUs that are answered, with what answers them (C706 12.6). */
const answeredBy: ReadonlyMap<number, readonly number[]> = new Map([
  [PduType.request, [PduType.response, PduType.fault]],
  [PduType.bind, [PduType.bind_ack, PduType.bind_nak]],
  [PduType.alter_context, [PduType.alter_context_resp, PduType.fault]],
]);
const answers: ReadonlySet<number> = new Set([...answeredBy.values()].flat());

/** What a message that is a PDU of its own is. */
function rpcPart(pass: Pass, row: number): Part {
  const [pdu] = pass.smb2.rpc.pdus.get(row) ?? [];
  if (pdu === undefined) return 'message';
  return answeredBy.has(pdu.header.type) ? 'request' : answers.has(pdu.header.type) ? 'response' : 'message';
}

class Linker {
  private readonly pass: Pass;
  private readonly records: Records;
  private readonly heads: Uint32Array;
  private readonly followers: Uint32Array;
  private readonly repeated: Map<number, number>;
  /** Of each first message the last one that was linked to it, plus one. */
  private readonly tails: Uint32Array;
  /** Requests that a CANCEL names, by MessageId and by AsyncId. */
  private readonly byId: ByStream<number> = new Map();
  private readonly byAsyncId: ByStream<bigint> = new Map();
  private readonly unanswered: ByStream<number> = new Map();
  /** Binds and alterations that wait for their answer, by call id. */
  private readonly negotiations: ByStream<number> = new Map();

  constructor(pass: Pass, records: Records, heads: Uint32Array, followers: Uint32Array, repeated: Map<number, number>) {
    this.pass = pass;
    this.records = records;
    this.heads = heads;
    this.followers = followers;
    this.repeated = repeated;
    this.tails = new Uint32Array(heads.length);
  }

  *link(): Work<void> {
    yield* this.prepare();
    const { messages: m } = this.pass;
    const count = this.heads.length;
    for (let row = 0; row < count; row++) {
      if (row % SLICE === 0) yield 0.1 + (0.9 * row) / count;
      if (m.protocol[row] === Protocol.rpc) this.rpc(row);
      if (m.protocol[row] !== Protocol.smb2) continue;
      if (isResponse(this.pass, row)) this.response(row);
      else if (m.command[row] === Command.CANCEL) this.join(this.cancelled(row), row);
      else this.request(row);
    }
  }

  /** What has to be remembered on the way: few captures hold any of it. */
  private *prepare(): Work<void> {
    const { messages: m } = this.pass;
    const count = this.heads.length;
    for (let row = 0; row < count; row++) {
      if (row % (4 * SLICE) === 0) yield (0.1 * row) / count;
      if (m.protocol[row] !== Protocol.smb2 || isResponse(this.pass, row)) continue;
      if (m.command[row] === Command.CANCEL) {
        of(this.byId, this.stream(row)).set(this.messageId(row), -1);
        if (this.isAsync(row)) of(this.byAsyncId, this.stream(row)).set(this.asyncId(row), -1);
      }
    }
  }

  private request(row: number): void {
    const { messages: m, units, smb2 } = this.pass;
    const stream = this.stream(row);
    const id = this.messageId(row);
    const ids = this.byId.get(stream);
    if (ids?.has(id) === true) ids.set(id, row);
    if (m.command[row] === Command.OPLOCK_BREAK) this.join(this.broken(row), row);
    const before = this.unanswered.get(stream)?.get(id) ?? smb2.replays.of.get(row);
    if (before !== undefined) this.repeated.set(row, before);
    // A header that was cut may lack its MessageId.
    if (m.pair[row] !== 0 || (units.flags[m.unit[row]!]! & UnitFlag.incomplete) !== 0) return;
    const waiting = of(this.unanswered, stream);
    waiting.set(id, row);
    if (waiting.size > MAX_UNANSWERED) for (const oldest of waiting.keys()) return void waiting.delete(oldest);
  }

  private response(row: number): void {
    const { messages: m } = this.pass;
    if (isUnasked(this.pass, row)) return;
    const request = m.pair[row]! - 1;
    this.join(request, row);
    if (request < 0 || m.status[row] !== STATUS_PENDING || !this.isAsync(row)) return;
    const ids = this.byAsyncId.get(this.stream(row));
    const id = ids === undefined ? 0n : this.asyncId(row);
    if (ids?.has(id) === true) ids.set(id, request);
  }

  /** A PDU over TCP: the fragments of a call's request are its operation's first messages, those of its response the last. */
  private rpc(row: number): void {
    const [pdu] = this.pass.smb2.rpc.pdus.get(row) ?? [];
    if (pdu === undefined) return;
    const { call, header } = pdu;
    if (call !== null) {
      this.join(call.requests[0]?.row ?? -1, row);
      return;
    }
    const waiting = of(this.negotiations, this.stream(row));
    const before = waiting.get(header.callId);
    if (answeredBy.has(header.type)) {
      waiting.set(header.callId, row);
      if (waiting.size > MAX_UNANSWERED) for (const oldest of waiting.keys()) return void waiting.delete(oldest);
    } else if (before !== undefined && answers.has(header.type)) {
      this.join(before, row);
      waiting.delete(header.callId);
    }
  }

  /** Links a message to the operation that another one belongs to. */
  private join(to: number, row: number): void {
    if (to < 0 || to === row || to >= this.heads.length || this.tails[row] !== 0) return;
    const first = this.heads[to] === 0 ? to : this.heads[to]! - 1;
    const last = this.tails[first] === 0 ? first : this.tails[first]! - 1;
    this.heads[row] = first + 1;
    this.followers[last] = row + 1;
    this.tails[first] = row + 1;
  }

  /** The break that an acknowledgment answers, or -1. */
  private broken(row: number): number {
    const { events } = this.pass.smb2.leases;
    const event = events.of(row);
    return event < 0 ? -1 : events.ends[event]! - 1;
  }

  /** MS-SMB2 3.3.5.16: by AsyncId where the header has one, else by MessageId. */
  private cancelled(row: number): number {
    const stream = this.stream(row);
    const byAsyncId = this.isAsync(row) ? (this.byAsyncId.get(stream)?.get(this.asyncId(row)) ?? -1) : -1;
    return byAsyncId >= 0 ? byAsyncId : (this.byId.get(stream)?.get(this.messageId(row)) ?? -1);
  }

  private stream(row: number): number {
    return this.pass.units.stream[this.pass.messages.unit[row]!]!;
  }

  private messageId(row: number): number {
    const { messages: m } = this.pass;
    return m.messageIdHigh[row]! * 2 ** 32 + m.messageIdLow[row]!;
  }

  private isAsync(row: number): boolean {
    return (this.pass.messages.flags[row]! & Flag.async) !== 0;
  }

  private asyncId(row: number): bigint {
    const { data, start, end } = this.records.bytesOf(row);
    const at = start + Header.at.AsyncId;
    return at + 8 <= end ? data.getBigUint64(at, true) : 0n;
  }
}

function of<K>(all: ByStream<K>, stream: number): Map<K, number> {
  let own = all.get(stream);
  if (own === undefined) all.set(stream, (own = new Map()));
  return own;
}
