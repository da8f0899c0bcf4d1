import { Command, Header } from '../../dissectors/smb2/header.ts';
import { OplockBreakRequest, OplockBreakResponse } from '../../dissectors/smb2/oplock-break.ts';
import { Protocol, UnitFlag } from '../smb/columns.ts';
import { Flag, STATUS_PENDING } from '../smb/current.ts';
import type { Pass } from '../smb/pass.ts';
import { Records } from '../smb/records.ts';

/** What a message is to its operation; `message` where its protocol has no operations. */
export type Part = 'request' | 'interim' | 'response' | 'cancel' | 'notification' | 'acknowledgment' | 'message';

const ALL_ONES = 0xffffffff;
const REPLAY = 0x20000000;
const CREATE_GUID: ReadonlySet<string> = new Set(['smb2.dh2x.create_guid']);
/** Unanswered requests of a stream that are remembered: a client has no more credits than that. */
const MAX_UNANSWERED = 65536;

/** What a break names. */
interface Named {
  readonly LeaseKey?: string;
  readonly FileId?: string;
}

/** Row of the latest message for a key, by stream. */
type ByStream<K> = Map<number, Map<K, number>>;

/**
 * Which messages make an operation: a request, its interim responses, what cancels it and its final response; or a break that the server begins, the
 * client's acknowledgment and the response to that. One pass forward links the messages; a message of none is an operation of its own.
 */
export class Operations {
  private readonly pass: Pass;
  /** Of a message its operation's first, plus one; 0 where it is the first itself. */
  private readonly heads: Uint32Array;
  /** The operation's next message, plus one. */
  private readonly followers: Uint32Array;
  /** By first message: the request that it sends once more. */
  private readonly repeated = new Map<number, number>();

  constructor(pass: Pass, records: Records = new Records(pass)) {
    this.pass = pass;
    const { count } = pass.messages;
    this.heads = new Uint32Array(count);
    this.followers = new Uint32Array(count);
    new Linker(pass, records, this.heads, this.followers, this.repeated).link();
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
    if (m.protocol[first] !== Protocol.smb2) return -1;
    let answer = isResponse(this.pass, first) && !isUnasked(this.pass, first) ? first : -1;
    for (let row = this.next(first); row >= 0; row = this.next(row))
      if (isResponse(this.pass, row) && m.status[row] !== STATUS_PENDING) answer = row;
    return answer;
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

  /** The request that a first message sends once more, or -1. */
  repeats(first: number): number {
    return this.repeated.get(first) ?? -1;
  }

  isReplay(first: number): boolean {
    const { messages: m } = this.pass;
    return this.part(first) === 'request' && (m.flags[first]! & REPLAY) !== 0;
  }

  part(row: number): Part {
    const { messages: m } = this.pass;
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
  private readonly breaks = new Map<string, number>();
  /** Names and opens of replayed requests, and the latest request for each key that a replay may have. */
  private readonly names = new Set<number>();
  private readonly opens = new Set<number>();
  private readonly replayable = new Map<string, number>();

  constructor(pass: Pass, records: Records, heads: Uint32Array, followers: Uint32Array, repeated: Map<number, number>) {
    this.pass = pass;
    this.records = records;
    this.heads = heads;
    this.followers = followers;
    this.repeated = repeated;
    this.tails = new Uint32Array(heads.length);
  }

  link(): void {
    this.prepare();
    const { messages: m } = this.pass;
    for (let row = 0; row < m.count; row++) {
      if (m.protocol[row] !== Protocol.smb2) continue;
      if (isResponse(this.pass, row)) this.response(row);
      else if (m.command[row] === Command.CANCEL) this.join(this.cancelled(row), row);
      else this.request(row);
    }
  }

  /** What has to be remembered on the way: few captures hold any of it. */
  private prepare(): void {
    const { messages: m, smb2 } = this.pass;
    for (let row = 0; row < m.count; row++) {
      if (m.protocol[row] !== Protocol.smb2 || isResponse(this.pass, row)) continue;
      if (m.command[row] === Command.CANCEL) {
        of(this.byId, this.stream(row)).set(this.messageId(row), -1);
        if (this.isAsync(row)) of(this.byAsyncId, this.stream(row)).set(this.asyncId(row), -1);
      } else if ((m.flags[row]! & REPLAY) !== 0 && m.open[row] !== 0) {
        if (m.command[row] === Command.CREATE) this.names.add(smb2.opens.name[m.open[row]! - 1]!);
        else this.opens.add(m.open[row]!);
      }
    }
  }

  private request(row: number): void {
    const { messages: m, units } = this.pass;
    const stream = this.stream(row);
    const id = this.messageId(row);
    const ids = this.byId.get(stream);
    if (ids?.has(id) === true) ids.set(id, row);
    if (m.command[row] === Command.OPLOCK_BREAK) this.acknowledgment(row);
    const before = this.unanswered.get(stream)?.get(id) ?? this.replayed(row);
    if (before !== undefined) this.repeated.set(row, before);
    // A header that was cut may lack its MessageId.
    if (m.pair[row] !== 0 || (units.flags[m.unit[row]!]! & UnitFlag.incomplete) !== 0) return;
    const waiting = of(this.unanswered, stream);
    waiting.set(id, row);
    if (waiting.size > MAX_UNANSWERED) for (const oldest of waiting.keys()) return void waiting.delete(oldest);
  }

  private response(row: number): void {
    const { messages: m } = this.pass;
    if (isUnasked(this.pass, row)) {
      if (m.command[row] === Command.OPLOCK_BREAK) for (const key of this.keysOfBreak(row)) this.breaks.set(key, row);
      return;
    }
    const request = m.pair[row]! - 1;
    this.join(request, row);
    if (request < 0 || m.status[row] !== STATUS_PENDING || !this.isAsync(row)) return;
    const ids = this.byAsyncId.get(this.stream(row));
    const id = ids === undefined ? 0n : this.asyncId(row);
    if (ids?.has(id) === true) ids.set(id, request);
  }

  /** Links a message to the operation that another one belongs to. */
  private join(to: number, row: number): void {
    if (to < 0 || to === row || this.tails[row] !== 0) return;
    const first = this.heads[to] === 0 ? to : this.heads[to]! - 1;
    const last = this.tails[first] === 0 ? first : this.tails[first]! - 1;
    this.heads[row] = first + 1;
    this.followers[last] = row + 1;
    this.tails[first] = row + 1;
  }

  /** MS-SMB2 3.3.5.16: by AsyncId where the header has one, else by MessageId. */
  private cancelled(row: number): number {
    const stream = this.stream(row);
    const byAsyncId = this.isAsync(row) ? (this.byAsyncId.get(stream)?.get(this.asyncId(row)) ?? -1) : -1;
    return byAsyncId >= 0 ? byAsyncId : (this.byId.get(stream)?.get(this.messageId(row)) ?? -1);
  }

  private acknowledgment(row: number): void {
    const keys = this.keysOfBreak(row);
    const at = keys.map((key) => this.breaks.get(key)).find((r) => r !== undefined && this.tails[r] === 0);
    for (const key of keys) this.breaks.delete(key);
    if (at !== undefined) this.join(at, row);
  }

  /** A lease's break may be acknowledged on another connection of the client. */
  private keysOfBreak(row: number): string[] {
    const table = isResponse(this.pass, row) ? OplockBreakResponse : OplockBreakRequest;
    const { Break, Acknowledgment } = this.records.values<typeof table.shape>(row, table) as { Break?: Named; Acknowledgment?: Named };
    const key = (Break ?? Acknowledgment)?.LeaseKey ?? (Break ?? Acknowledgment)?.FileId;
    return key === undefined ? [] : [`${this.stream(row)}/${key}`, key];
  }

  /**
   * The request that a replay repeats: a CREATE's has its CreateGuid (MS-SMB2 3.3.5.9.10), another's the same open and the same arguments. Remembers
   * the request for replays to come.
   */
  private replayed(row: number): number | undefined {
    const { messages: m, smb2 } = this.pass;
    const open = m.open[row]!;
    if (open === 0) return undefined;
    const isCreate = m.command[row] === Command.CREATE;
    if (isCreate ? !this.names.has(smb2.opens.name[open - 1]!) : !this.opens.has(open)) return undefined;
    const key = isCreate ? this.createGuid(row) : `${m.command[row]}/${open}/${m.detail[row]}/${m.extra[row]}`;
    if (key === '') return undefined;
    const before = (m.flags[row]! & REPLAY) === 0 ? undefined : this.replayable.get(key);
    this.replayable.set(key, row);
    return before;
  }

  private createGuid(row: number): string {
    let found = '';
    this.records.scan(row, CREATE_GUID, (_, node, data) => {
      found ||= Buffer.from(data.buffer, data.byteOffset + node.offset, node.size).toString('hex');
    });
    return found;
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
