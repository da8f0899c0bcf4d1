import { PduType } from '../../../dissectors/rpc/pdu-header.ts';
import type { Interface, Operation } from '../../dissect/rpc.ts';
import { values } from '../../dissect/values.ts';
import type { Pass } from '../pass.ts';
import { place, placeOf } from '../sources.ts';
import type { Call, Pdu } from './association.ts';
import { interfaceOf } from './interfaces.ts';
import { factsOf, operationOf } from './parts.ts';
import { isOpen, stretchOf, stubOf } from './stub.ts';

/** Values of stub data by the parameters' names; what was not captured, or is sealed and cannot be opened, is missing. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A call of an operation that its interface knows, with the PDU that completes each direction. */
export interface Called {
  readonly call: Call;
  readonly interface: Interface;
  readonly operation: Operation;
  readonly request: Pdu;
  /** A response or a fault; null when it is not in the capture. */
  readonly response: Pdu | null;
}

const FAULT_STATUS = 24;

/** Calls whose request is in the capture, in the order in which the requests are complete. */
export function* calls(pass: Pass): Generator<Called> {
  for (const pdus of pass.smb2.rpc.pdus.values())
    for (const request of pdus) {
      const made = request.header.type === PduType.request ? calledBy(request) : null;
      if (made !== null) yield made;
    }
}

/** The call that a request's last fragment makes; null for other fragments, and for operations that are not known. */
export function calledBy(request: Pdu): Called | null {
  const { call, fragments } = request;
  const of = interfaceOf(request.uuid, request.pipe);
  const operation = operationOf(request);
  if (call === null || fragments === null || of === null || operation === undefined) return null;
  return { call, interface: of, operation, request, response: call.responses.find((r) => r.fragments !== null) ?? null };
}

/** What a call was made with, or what it returned, `ReturnValue` among it. */
export function parameters(pass: Pass, { operation }: Called, pdu: Pdu | null): Parameters {
  const table = pdu?.header.type === PduType.request ? operation.request : operation.response;
  if (pdu === null || !isOpen(pdu) || pdu.header.type === PduType.fault || table === null) return {};
  const opened = bytesOf(pass, pdu);
  if (opened === undefined) return {};
  const stub = stubOf(pass, pdu, opened.own, opened.bytes);
  const { data } = opened.bytes.sources[stub.source]!;
  return values(table, data, stub.start, stub.start, Math.min(stub.end, stub.captured), factsOf(pass, pdu)) as Parameters;
}

/** Why the server did not execute a call, C706 12.6.4.7; undefined where it did. */
export function faultOf(pass: Pass, { response }: Called): number | undefined {
  if (response?.header.type !== PduType.fault) return undefined;
  const opened = bytesOf(pass, response);
  if (opened === undefined) return undefined;
  const { data } = opened.bytes.sources[opened.own.source]!;
  const at = opened.own.start + FAULT_STATUS;
  return at + 4 <= opened.own.captured ? data.getUint32(at, !response.header.isBigEndian) : undefined;
}

function bytesOf(pass: Pass, pdu: Pdu) {
  const { units, messages, capture } = pass;
  const unit = messages.unit[pdu.row]!;
  const frame = capture.at(units.frame[unit]!);
  if (frame === undefined) return undefined;
  const bytes = placeOf(pass, pdu.row, place(pass, unit, frame));
  return { bytes, own: stretchOf(pass, pdu, bytes, bytes.start + messages.offset(pdu.row)) };
}
