import type { PduFacts } from '../../../dissectors/facts.ts';
import { FragmentData, PayloadStub, StubData } from '../../../dissectors/rpc/auth.ts';
import { bigBodies, bigDatagram, DatagramVerifier, littleBodies, littleDatagram } from '../../../dissectors/rpc/connectionless.ts';
import { PduType } from '../../../dissectors/rpc/pdu-header.ts';
import type { Operation } from '../../dissect/rpc.ts';
import { guidText, nameOf } from '../../dissect/show.ts';
import type { Struct } from '../../dissect/struct.ts';
import { DATAGRAM_HEADER, DATAGRAM_LENGTH } from '../../net/rpc.ts';
import type { Part } from '../parts.ts';
import { blank } from '../secrets.ts';
import type { Place } from '../sources.ts';
import { interfaceOf } from './interfaces.ts';

const { at } = littleDatagram;
const OPNUM = 68;
const FRAGMENT = 0x04;

/** A connectionless PDU, C706 12.5: each says by itself what it is of. Its header is at hand. */
export interface Datagram {
  readonly type: number;
  readonly isBigEndian: boolean;
  /** One of several that carry the stub data. */
  readonly isFragment: boolean;
  readonly uuid: string;
  readonly opnum: number;
  /** Bytes of stub data. */
  readonly length: number;
}

export function datagramAt(data: DataView, from: number): Datagram {
  const isBigEndian = (data.getUint8(from + at.packed_drep) & 0x10) === 0;
  const raw = new Uint8Array(data.buffer, data.byteOffset + from + at.if_id, 16).slice();
  // Its first three parts, as they would be in the other byte order.
  if (isBigEndian)
    for (const [first, end] of [
      [0, 4],
      [4, 6],
      [6, 8],
    ] as const)
      raw.subarray(first, end).reverse();
  return {
    type: data.getUint8(from + at.ptype),
    isBigEndian,
    isFragment: (data.getUint8(from + at.flags1) & FRAGMENT) !== 0,
    uuid: guidText(raw),
    opnum: data.getUint16(from + OPNUM, !isBigEndian),
    length: data.getUint16(from + DATAGRAM_LENGTH, !isBigEndian),
  };
}

const isFromServer = (type: number): boolean =>
  type === PduType.response ||
  type === PduType.fault ||
  type === PduType.working ||
  type === PduType.nocall ||
  type === PduType.reject ||
  type === PduType.cancel_ack;

const operationOf = (d: Datagram): Operation | undefined => interfaceOf(d.uuid, '')?.operations.get(d.opnum);
const typeOf = (d: Datagram): string => nameOf(PduType, d.type) ?? `type ${d.type}`;

/** `epm ept_map request`, `RPC ping`. */
export function datagramSummary(d: Datagram): string {
  if (d.type !== PduType.request && d.type !== PduType.response && d.type !== PduType.fault) return `RPC ${typeOf(d)}`;
  const operation = operationOf(d)?.name ?? `Operation ${d.opnum}`;
  return `${interfaceOf(d.uuid, '')?.name ?? 'RPC'} ${operation} ${typeOf(d)}${d.isFragment ? ' [fragment]' : ''}`;
}

/** Its header, what follows it, and a verifier. Fragments are not put together. */
export function datagramParts(d: Datagram, row: number, bytes: Place, end: number, parts: Part[]): void {
  const { isBigEndian, type } = d;
  const { start } = bytes;
  const facts: PduFacts = {
    isResponse: isFromServer(type),
    isBigEndian,
    isNdr64: false,
    isCall: type === PduType.request || type === PduType.response,
    opnum: d.opnum,
    requestFrame: undefined,
    responseFrame: undefined,
    latency: undefined,
    verifier: undefined,
  };
  const operation = operationOf(d);
  const add = (name: string, table: Struct, from: number, to: number, payload = 0): void => {
    const captured = Math.min(to, bytes.captured);
    if (from > captured) return;
    const title = name === 'dcerpc' ? `DCE/RPC ${typeOf(d)}` : `${interfaceOf(d.uuid, '')!.title}, ${operation!.name} ${typeOf(d)}`;
    const held = Math.max(0, Math.min(payload, bytes.captured - captured));
    parts.push({ name, table, source: bytes.source, message: from, start: from, end: to, captured, facts, row, payload: held, title });
  };
  const body = start + DATAGRAM_HEADER;
  const verifier = body + d.length;
  const bodies = isBigEndian ? bigBodies : littleBodies;
  const stub = d.isFragment ? null : type === PduType.request ? operation?.request : type === PduType.response ? operation?.response : null;
  const isOwn = stub !== null && stub !== undefined;
  add('dcerpc', isBigEndian ? bigDatagram : littleDatagram, start, body, isOwn ? d.length : 0);
  if (isOwn) {
    if (d.length > 0) add('dcerpc', PayloadStub, body, verifier);
    blank(stub, bytes.sources[bytes.source]!.data, body, verifier, Math.min(verifier, bytes.captured), facts);
  } else if (d.length > 0) add('dcerpc', bodies[type] ?? (d.isFragment ? FragmentData : StubData), body, verifier);
  if (verifier < end) add('dcerpc', DatagramVerifier, verifier, end);
  if (isOwn) add(interfaceOf(d.uuid, '')!.name, stub, body, verifier);
}
