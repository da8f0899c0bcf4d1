import { bigResults, littleResults } from '../../../dissectors/rpc/bind.ts';
import { bigPdus, littlePdus } from '../../../dissectors/rpc/pdu.ts';
import { HEADER_SIZE, PduType } from '../../../dissectors/rpc/pdu-header.ts';
import { values } from '../../dissect/values.ts';
import { isPdu } from '../../net/rpc.ts';
import { authLevelOf, headerAt, isCall, layoutOf, type PduHeader, PfcFlag } from './header.ts';
import type { Outcome } from './protection.ts';
import type { SecurityContexts } from './security-contexts.ts';

/** A stretch of a message that belongs to a PDU; the offset counts from the message's start. */
export interface Piece {
  readonly row: number;
  readonly offset: number;
  readonly length: number;
}

/** A PDU, in the row of the message that completes it. */
export interface Pdu {
  readonly row: number;
  readonly header: PduHeader;
  readonly pieces: readonly Piece[];
  readonly isFromServer: boolean;
  /** Of a request, response or fault. */
  readonly call: Call | null;
  /** Interface of the stub data, as the bind said; empty while no bind has been seen, and then that of the pipe is assumed. */
  readonly uuid: string;
  readonly pipe: string;
  readonly isNdr64: boolean;
  /** Its stub data is encrypted. */
  readonly isSealed: boolean;
  /** What the keys say of its verifier; null without keys, and where there is none. */
  readonly security: Outcome | null;
  /** Of a call's last fragment: all of that direction, in order, this one included. */
  readonly fragments: readonly Pdu[] | null;
}

/** A request and what it is answered with. */
export class Call {
  readonly opnum: number;
  readonly context: Context | null;
  requestRow = -1;
  responseRow = -1;
  readonly requests: Pdu[] = [];
  readonly responses: Pdu[] = [];
  constructor(opnum: number, context: Context | null) {
    this.opnum = opnum;
    this.context = context;
  }
}

/** A presentation context as the bind proposes it and its answer accepts it. */
export interface Context {
  readonly uuid: string;
  isNdr64: boolean;
  isAccepted: boolean;
}

const NDR64 = '71710533-beba-4937-8319-b5dbef9ccc36';
const OPNUM = 22;
const CONTEXT = 20;
/** PDUs that only one side sends: which one it is may not show in the capture. */
const ofServer: ReadonlySet<number> = new Set([
  PduType.response,
  PduType.fault,
  PduType.bind_ack,
  PduType.bind_nak,
  PduType.alter_context_resp,
  PduType.shutdown,
]);
const ofClient: ReadonlySet<number> = new Set([
  PduType.request,
  PduType.bind,
  PduType.alter_context,
  PduType.auth3,
  PduType.co_cancel,
  PduType.orphaned,
]);
const PRIVACY = 6;
const MAX_PENDING = 1024;
const MAX_FRAGMENTS = 4096;

interface Proposal {
  readonly ids: readonly number[];
}
type Syntax = { if_uuid?: string };
interface Element {
  p_cont_id?: number;
  abstract_syntax?: Syntax;
  transfer_syntaxes?: { syntax?: Syntax }[];
}
interface Result {
  result?: number;
  transfer_syntax?: string;
}

/** One direction of a pipe or connection: what there is of a PDU that is not complete. */
class Direction {
  pieces: Piece[] = [];
  bytes: Uint8Array[] = [];
  have = 0;
  need = 0;
  /** Bytes of it are not at hand: what follows them is only counted. */
  isShort = false;
  /** It carries something else. */
  isOther = false;
}

/** What one pipe or connection speaks: its presentation contexts and calls (C706 12, MS-RPCE 3.3.1). */
export class Association {
  /** The pipe, whose interface is spoken while no bind has been seen. */
  private readonly pipe: string;
  /** Level of authentication, as the latest security trailer has it: a trailer may be missing in the capture. */
  private level = 0;
  private readonly contexts = new Map<number, Context>();
  private readonly proposals = new Map<number, Proposal>();
  private readonly calls = new Map<number, Call>();
  private readonly directions = [new Direction(), new Direction()];
  private readonly security: SecurityContexts | null;

  /** `security` is there with keys. */
  constructor(pipe: string, security: SecurityContexts | null = null) {
    this.pipe = pipe;
    this.security = security;
  }

  /** A PDU has begun in a message and goes on in another. */
  get isWaiting(): boolean {
    return this.directions.some((d) => d.need > 0);
  }

  /**
   * The next bytes of a direction: `length` declared ones of the message in `row`, those before `end` at hand; `offset` is where they begin in the message.
   * Reports the PDUs that they complete.
   */
  feed(
    isFromServer: boolean,
    row: number,
    data: DataView,
    from: number,
    end: number,
    length: number,
    offset: number,
    found: (p: Pdu) => void,
  ): void {
    const d = this.directions[isFromServer ? 1 : 0]!;
    if (d.isOther) return;
    let at = 0;
    while (at < length) {
      if (d.need === 0) {
        if (from + at + HEADER_SIZE > end || !isPdu(data, from + at)) {
          d.isOther = from + at + HEADER_SIZE <= end;
          return;
        }
        d.need = headerAt(data, from + at).length;
      }
      const taken = Math.min(length - at, d.need);
      const held = Math.max(0, Math.min(taken, end - from - at));
      d.pieces.push({ row, offset: offset + at, length: taken });
      if (taken === d.need && d.pieces.length === 1) this.complete(d, row, data, from + at, held, isFromServer, found);
      else {
        if (!d.isShort) {
          d.bytes.push(new Uint8Array(data.buffer, data.byteOffset + from + at, held).slice());
          d.have += held;
          d.isShort = held < taken;
        }
        d.need -= taken;
        if (d.need === 0) {
          const whole = joined(d.bytes);
          this.complete(d, row, new DataView(whole.buffer), 0, whole.length, isFromServer, found);
        }
      }
      at += taken;
    }
  }

  private complete(
    d: Direction,
    row: number,
    data: DataView,
    at: number,
    held: number,
    isFromServer: boolean,
    found: (p: Pdu) => void,
  ): void {
    const { pieces } = d;
    d.pieces = [];
    d.bytes = [];
    d.have = d.need = 0;
    d.isShort = false;
    if (held >= HEADER_SIZE) found(this.pdu(row, pieces, data, at, held, isFromServer));
  }

  private pdu(row: number, pieces: readonly Piece[], data: DataView, at: number, held: number, way: boolean): Pdu {
    const header = headerAt(data, at);
    const isFromServer = ofServer.has(header.type) || (way && !ofClient.has(header.type));
    const level = authLevelOf(data, at, header, layoutOf(data, at, header, held), held);
    if (level !== 0) this.level = level;
    const security = this.security?.pdu(row, header, data, at, held, isFromServer) ?? null;
    if (!isCall(header.type)) {
      this.negotiate(header, data, at, held);
      return {
        row,
        header,
        pieces,
        isFromServer,
        call: null,
        uuid: '',
        pipe: '',
        isNdr64: false,
        isSealed: false,
        security,
        fragments: null,
      };
    }
    const call = this.callOf(header, data, at, held, row);
    const context = call?.context ?? null;
    const fragments = call === null ? null : header.type === PduType.request ? call.requests : call.responses;
    const pdu: Pdu = {
      row,
      header,
      pieces,
      isFromServer,
      call,
      uuid: context?.uuid ?? '',
      pipe: this.pipe,
      isNdr64: context?.isNdr64 ?? false,
      isSealed: header.authLength > 0 && this.level === PRIVACY,
      security,
      fragments: (header.flags & PfcFlag.last) !== 0 ? fragments : null,
    };
    if (fragments !== null && fragments.length < MAX_FRAGMENTS) fragments.push(pdu);
    if (call !== null && (header.flags & PfcFlag.last) !== 0 && header.type !== PduType.request) this.calls.delete(header.callId);
    return pdu;
  }

  private callOf(h: PduHeader, data: DataView, at: number, held: number, row: number): Call | null {
    if (h.type !== PduType.request) {
      const call = this.calls.get(h.callId) ?? null;
      if (call !== null) call.responseRow = row;
      return call;
    }
    if (held < OPNUM + 2) return null;
    const known = this.calls.get(h.callId);
    if ((h.flags & PfcFlag.first) === 0 && known !== undefined) return known;
    const call = new Call(
      data.getUint16(at + OPNUM, !h.isBigEndian),
      this.contexts.get(data.getUint16(at + CONTEXT, !h.isBigEndian)) ?? null,
    );
    call.requestRow = row;
    if (this.calls.size >= MAX_PENDING) this.calls.delete(this.calls.keys().next().value!);
    this.calls.set(h.callId, call);
    return call;
  }

  private negotiate(h: PduHeader, data: DataView, at: number, held: number): void {
    const tables = h.isBigEndian ? bigPdus : littlePdus;
    const end = at + Math.min(held, h.length);
    switch (h.type) {
      case PduType.bind:
      case PduType.alter_context: {
        const { p_cont_elem } = values(tables[h.type], data, at, at, end, { isResponse: false }) as { p_cont_elem?: Element[] };
        this.propose(h.callId, p_cont_elem ?? []);
        return;
      }
      case PduType.bind_ack:
      case PduType.alter_context_resp: {
        const { length = 0 } = values(tables[h.type], data, at, at, end, { isResponse: true }) as { length?: number };
        const from = at + resultsAt(length);
        const results = values(h.isBigEndian ? bigResults : littleResults, data, at, from, end, { isResponse: true }) as {
          p_results?: Result[];
        };
        this.accept(h.callId, results.p_results ?? []);
      }
    }
  }

  private propose(callId: number, elements: readonly Element[]): void {
    const ids: number[] = [];
    for (const e of elements) {
      const uuid = e.abstract_syntax?.if_uuid;
      if (e.p_cont_id === undefined || uuid === undefined) continue;
      ids.push(e.p_cont_id);
      const isNdr64 = e.transfer_syntaxes?.[0]?.syntax?.if_uuid === NDR64;
      if (this.contexts.get(e.p_cont_id)?.isAccepted !== true) this.contexts.set(e.p_cont_id, { uuid, isNdr64, isAccepted: false });
    }
    if (this.proposals.size >= MAX_PENDING) this.proposals.clear();
    this.proposals.set(callId, { ids });
  }

  /** Results lie in the order of what was proposed. */
  private accept(callId: number, results: readonly Result[]): void {
    const proposal = this.proposals.get(callId);
    this.proposals.delete(callId);
    proposal?.ids.forEach((id, i) => {
      const context = this.contexts.get(id);
      const answer = results[i];
      if (context === undefined || answer?.result !== 0) return;
      context.isAccepted = true;
      context.isNdr64 = answer.transfer_syntax === NDR64;
    });
  }
}

const SECONDARY_ADDRESS = 26;
/** Where the results of a bind's answer begin: at a multiple of four after the secondary address. */
export const resultsAt = (addressLength: number): number => (SECONDARY_ADDRESS + addressLength + 3) & ~3;

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    all.set(p, at);
    at += p.length;
  }
  return all;
}
