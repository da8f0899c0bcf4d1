import type { PduFacts } from '../../../dissectors/facts.ts';
import {
  AuthPadding,
  bigTrailer,
  FaultStubData,
  FragmentData,
  littleTrailer,
  PayloadStub,
  SealedStub,
  StubData,
  VERIFICATION_SIGNATURE,
  VerificationTrailer,
} from '../../../dissectors/rpc/auth.ts';
import { bigResults, littleResults } from '../../../dissectors/rpc/bind.ts';
import { bigPdus, littlePdus } from '../../../dissectors/rpc/pdu.ts';
import { PduType } from '../../../dissectors/rpc/pdu-header.ts';
import { Command } from '../../../dissectors/smb2/header.ts';
import type { Operation } from '../../dissect/rpc.ts';
import type { Struct } from '../../dissect/struct.ts';
import { elapsed } from '../facts.ts';
import type { Part } from '../parts.ts';
import type { Pass } from '../pass.ts';
import { blank } from '../secrets.ts';
import type { Place } from '../sources.ts';
import { type Pdu, resultsAt } from './association.ts';
import { isCall, type Layout, layoutOf } from './header.ts';
import { interfaceOf } from './interfaces.ts';
import { isOpen, type Stretch, stretchOf, stubOf } from './stub.ts';
import { operationTitle, pduTitle } from './summary.ts';

const ADDRESS_LENGTH = 24;

/** SMB2 commands whose messages may carry PDUs. */
export const carriesPdus = (command: number): boolean => command === Command.READ || command === Command.WRITE || command === Command.IOCTL;

/** The structures of the PDUs that the message in `row` completes; `start` is where the message begins in its source. */
export function rpcParts(pass: Pass, row: number, bytes: Place, start: number, parts: Part[]): void {
  for (const pdu of pass.smb2.rpc.pdus.get(row) ?? []) new PduParts(pass, pdu, bytes, start, parts).all();
}

/** One PDU: header and body, what follows the stub data, and the stub data itself, which is a protocol of its own. */
class PduParts {
  private readonly pass: Pass;
  private readonly pdu: Pdu;
  private readonly bytes: Place;
  private readonly parts: Part[];
  private readonly own: Stretch;
  private readonly data: DataView;
  private readonly layout: Layout;
  private readonly facts: PduFacts;

  constructor(pass: Pass, pdu: Pdu, bytes: Place, start: number, parts: Part[]) {
    this.pass = pass;
    this.pdu = pdu;
    this.bytes = bytes;
    this.parts = parts;
    this.own = stretchOf(pass, pdu, bytes, start);
    this.data = bytes.sources[this.own.source]!.data;
    this.layout = layoutOf(this.data, this.own.start, pdu.header, this.own.captured - this.own.start);
    this.facts = factsOf(pass, pdu);
  }

  all(): void {
    const { header } = this.pdu;
    const { layout } = this;
    const tables: Readonly<Record<string, Struct>> = header.isBigEndian ? bigPdus : littlePdus;
    const table = tables[header.type] ?? tables.other!;
    const isStub = isCall(header.type);
    const head = isStub ? layout.stub : layout.trailer;
    this.add('dcerpc', table, this.own, 0, head, isStub ? layout.trailer - head : 0);
    if (header.type === PduType.bind_ack || header.type === PduType.alter_context_resp) this.results();
    const isLast = this.pdu.fragments !== null;
    const { isSealed } = this.pdu;
    const stub = isStub && isLast && isOpen(this.pdu) ? stubOf(this.pass, this.pdu, this.own, this.bytes) : null;
    const verified = stub !== null && header.type === PduType.request ? this.verification(stub) : -1;
    const ownVerified = stub !== null && stub.source === this.own.source ? verified : -1;
    if (isStub && !isLast && !isSealed) this.add('dcerpc', FragmentData, this.own, layout.stub, layout.padding);
    if (stub !== null && header.type !== PduType.fault && operationOf(this.pdu) !== undefined && stub.end > stub.start)
      this.stretch('dcerpc', PayloadStub, this.payload(stub, verified));
    if (ownVerified >= 0) this.stretch('dcerpc', VerificationTrailer, { ...stub!, start: ownVerified });
    if (layout.padding < layout.trailer && !isSealed) this.add('dcerpc', AuthPadding, this.own, layout.padding, layout.trailer);
    if (layout.trailer < header.length)
      this.add('dcerpc', header.isBigEndian ? bigTrailer : littleTrailer, this.own, layout.trailer, header.length);
    // What is opened makes the interface's protocol; what is not stands for it.
    const sealedName = stub === null ? interfaceOf(this.pdu.uuid, this.pdu.pipe)?.name : undefined;
    if (isSealed) this.add(sealedName ?? 'dcerpc', SealedStub, this.own, layout.stub, layout.trailer);
    if (stub !== null) this.stub(stub, verified);
    if (verified >= 0 && ownVerified < 0) this.stretch('dcerpc', VerificationTrailer, { ...stub!, start: verified });
  }

  private results(): void {
    const { header } = this.pdu;
    const at = this.own.start + ADDRESS_LENGTH;
    if (at + 2 > this.own.captured) return;
    const from = resultsAt(this.data.getUint16(at, !header.isBigEndian));
    if (from < this.layout.trailer)
      this.add('dcerpc', header.isBigEndian ? bigResults : littleResults, this.own, from, this.layout.trailer);
  }

  private stub(stub: Stretch, verified: number): void {
    const { pdu } = this;
    const operation = operationOf(pdu);
    const table =
      pdu.header.type === PduType.fault ? FaultStubData : pdu.header.type === PduType.request ? operation?.request : operation?.response;
    const part = this.payload(stub, verified);
    if (table !== null && table !== undefined)
      blank(table, this.bytes.sources[part.source]!.data, part.start, part.end, part.captured, this.facts);
    if (part.end > part.start || (table !== null && table !== undefined))
      this.stretch(interfaceOf(this.pdu.uuid, this.pdu.pipe)?.name ?? 'dcerpc', table ?? StubData, part);
  }

  private payload(stub: Stretch, verified: number): Stretch {
    const end = verified >= 0 ? verified : stub.end;
    return { ...stub, end, captured: Math.min(end, stub.captured) };
  }

  /** Where the verification trailer begins in the stub data: it has no length in front of it, and lies at a multiple of four. */
  private verification(stub: Stretch): number {
    const data = this.bytes.sources[stub.source]!.data;
    const last = Math.min(stub.captured, stub.end) - VERIFICATION_SIGNATURE.length;
    for (let at = stub.start; at <= last; at += 4) if (VERIFICATION_SIGNATURE.every((b, i) => data.getUint8(at + i) === b)) return at;
    return -1;
  }

  private add(name: string, table: Struct, of: Stretch, from: number, to: number, payload = 0): void {
    const start = of.start + from;
    const end = of.start + to;
    this.stretch(name, table, { source: of.source, start, end, captured: Math.min(end, of.captured) }, payload);
  }

  private stretch(name: string, table: Struct, of: Stretch, payload = 0): void {
    const { pdu } = this;
    const { captured } = of;
    // What lies beyond the captured bytes is said to be missing by what lies before it.
    if (of.start > captured) return;
    const title = name === 'dcerpc' ? pduTitle(pdu) : operationTitle(pdu, operationOf(pdu));
    const held = Math.max(0, Math.min(payload, this.own.captured - captured));
    this.parts.push({
      name,
      table,
      source: of.source,
      message: of.start,
      start: of.start,
      end: of.end,
      captured,
      facts: this.facts,
      row: pdu.row,
      payload: held,
      title,
    });
  }
}

export const operationOf = (pdu: Pdu): Operation | undefined =>
  pdu.call === null ? undefined : interfaceOf(pdu.uuid, pdu.pipe)?.operations.get(pdu.call.opnum);

export function factsOf(pass: Pass, pdu: Pdu): PduFacts {
  const { call, header } = pdu;
  const isRequest = header.type === PduType.request;
  const request = isRequest ? -1 : (call?.requestRow ?? -1);
  const response = isRequest ? (call?.responseRow ?? -1) : -1;
  return {
    isResponse: pdu.isFromServer,
    isBigEndian: header.isBigEndian,
    isNdr64: pdu.isNdr64,
    isCall: isCall(header.type),
    opnum: call?.opnum,
    requestFrame: request < 0 ? undefined : frameOf(pass, request),
    responseFrame: response < 0 ? undefined : frameOf(pass, response),
    verifier: pdu.security?.verdict,
    latency: request < 0 ? undefined : elapsed(pass, request, pdu.row),
  };
}

const frameOf = (pass: Pass, row: number): number => pass.units.frame[pass.messages.unit[row]!]!;
