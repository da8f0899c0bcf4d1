import { CommonHeader, HEADER_SIZE, PduType } from '../../../dissectors/rpc/pdu-header.ts';
import { isPdu } from '../../net/rpc.ts';

export const PfcFlag = { first: 0x01, last: 0x02, headerSign: 0x04, object: 0x80 } as const;

/** An RPC PDU's common header, as the pass needs it. */
export interface PduHeader {
  readonly type: number;
  readonly flags: number;
  readonly isBigEndian: boolean;
  readonly length: number;
  readonly authLength: number;
  readonly callId: number;
}

const at = CommonHeader.at;
const OBJECT_SIZE = 16;
const CALL_HEADER = 24;
const FAULT_HEADER = 32;
const TRAILER = 8;

export function headerAt(data: DataView, from: number): PduHeader {
  const isBigEndian = (data.getUint8(from + at.packed_drep) & 0x10) === 0;
  return {
    type: data.getUint8(from + at.PTYPE),
    flags: data.getUint8(from + at.pfc_flags),
    isBigEndian,
    length: data.getUint16(from + at.frag_length, !isBigEndian),
    authLength: data.getUint16(from + at.auth_length, !isBigEndian),
    callId: data.getUint32(from + at.call_id, !isBigEndian),
  };
}

/** Whether the PDU carries stub data of a call. */
export const isCall = (type: number): boolean => type === PduType.request || type === PduType.response || type === PduType.fault;

/** Where the parts of a PDU begin, counted from its start: stub data, padding, security trailer. */
export interface Layout {
  readonly stub: number;
  readonly padding: number;
  /** The PDU's end, when it has no trailer. */
  readonly trailer: number;
}

/** `available`: bytes of the PDU at hand, from `from` on. */
export function layoutOf(data: DataView, from: number, h: PduHeader, available: number): Layout {
  const head = h.type === PduType.fault ? FAULT_HEADER : isCall(h.type) ? CALL_HEADER : HEADER_SIZE;
  const stub = Math.min(h.length, head + (h.type === PduType.request && (h.flags & PfcFlag.object) !== 0 ? OBJECT_SIZE : 0));
  const trailer = h.authLength === 0 ? h.length : Math.max(stub, h.length - h.authLength - TRAILER);
  const pad = h.authLength > 0 && trailer + 3 <= available && isCall(h.type) ? data.getUint8(from + trailer + 2) : 0;
  return { stub, padding: Math.max(stub, trailer - pad), trailer };
}

/** Level of the security trailer; 0 for none. */
export function authLevelOf(data: DataView, from: number, h: PduHeader, layout: Layout, available: number): number {
  return h.authLength > 0 && layout.trailer + 2 <= available ? data.getUint8(from + layout.trailer + 1) : 0;
}

const SMB2_FLAGS = 16;
const SMB2_COMMAND = 12;
const READ_DATA = 64 + 2;
const WRITE_DATA = 64 + 2;
const WRITE = 9;

/** Whether the payload of the READ Response or WRITE Request at `at` begins as a PDU: its bytes carry state. Looks at no more than a message's first 128 bytes. */
export function beginsPdu(data: DataView, at: number, length: number): boolean {
  if (length < 128) return false;
  const isWrite = data.getUint16(at + SMB2_COMMAND, true) === WRITE;
  if (isWrite === ((data.getUint32(at + SMB2_FLAGS, true) & 1) !== 0)) return false;
  const offset = isWrite ? data.getUint16(at + WRITE_DATA, true) : data.getUint8(at + READ_DATA);
  return offset >= 64 && offset + HEADER_SIZE <= 128 && isPdu(data, at + offset);
}
