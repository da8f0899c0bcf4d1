import type { Source } from '../../dissect/show.ts';
import type { Pass } from '../pass.ts';
import { type Place, place, placeOf } from '../sources.ts';
import type { Pdu, Piece } from './association.ts';
import { layoutOf } from './header.ts';

/** Bytes in one of a record's sources. */
export interface Stretch {
  readonly source: number;
  readonly start: number;
  /** Where they end as declared, and as captured. */
  readonly end: number;
  readonly captured: number;
}

/** Where a PDU lies: in the message itself, or, when several messages carry it, in a source of its own. */
export function stretchOf(pass: Pass, pdu: Pdu, bytes: Place, start: number): Stretch {
  const { length } = pdu.header;
  const [first] = pdu.pieces;
  if (pdu.pieces.length === 1 && first!.row === pdu.row) {
    const from = start + first!.offset;
    return { source: bytes.source, start: from, end: from + length, captured: Math.min(from + length, bytes.captured) };
  }
  return added(bytes, gather(pass, pdu.pieces), length);
}

/** Whether the stub data of a call's direction can be shown: of none of its fragments it is sealed, or of all that are it was opened. */
export const isOpen = (pdu: Pdu): boolean => (pdu.fragments ?? [pdu]).every((f) => !f.isSealed || f.security?.unseal != null);

/** The stub data of a call's direction, all fragments one after the other, without seals. */
export function stubOf(pass: Pass, pdu: Pdu, own: Stretch, bytes: Place): Stretch {
  const { fragments, header } = pdu;
  const data = bytes.sources[own.source]!.data;
  if (fragments === null || fragments.length < 2) {
    if (pdu.isSealed) {
      const plain = unsealed(pdu, data, own.start, own.captured);
      return added(bytes, plain.bytes, plain.length, 'decrypted');
    }
    const { stub, padding } = layoutOf(data, own.start, header, own.captured - own.start);
    const end = own.start + padding;
    return { source: own.source, start: own.start + stub, end, captured: Math.min(end, own.captured) };
  }
  const parts = fragments.map((f) => {
    const data = gather(pass, f.pieces);
    const view = new DataView(data.buffer);
    if (f.isSealed) return unsealed(f, view, 0, data.length);
    const { stub, padding } = layoutOf(view, 0, f.header, data.length);
    return { bytes: data.subarray(stub, Math.min(padding, data.length)), length: padding - stub };
  });
  let captured = 0;
  for (const p of parts) {
    captured += p.bytes.length;
    if (p.bytes.length < p.length) break;
  }
  const all = new Uint8Array(captured);
  let at = 0;
  for (const p of parts) {
    if (at >= captured) break;
    all.set(p.bytes, at);
    at += p.bytes.length;
  }
  return added(
    bytes,
    all,
    parts.reduce((n, p) => n + p.length, 0),
    fragments.some((f) => f.isSealed) ? 'decrypted' : 'dcerpc',
  );
}

/** The stub data of a PDU at `start` of `data`, without its padding; nothing where other bytes are there than were opened. */
function unsealed(pdu: Pdu, data: DataView, start: number, end: number): { bytes: Uint8Array; length: number } {
  const { stub, padding, trailer } = layoutOf(data, start, pdu.header, end - start);
  const sealed = new Uint8Array(data.buffer, data.byteOffset + start + stub, Math.max(0, Math.min(trailer, end - start) - stub));
  const plain = pdu.security?.unseal?.(sealed) ?? new Uint8Array(0);
  return { bytes: plain.subarray(0, padding - stub), length: padding - stub };
}

function added(bytes: Place, found: Uint8Array, length: number, kind: Source['kind'] = 'dcerpc'): Stretch {
  const source: Source = { kind, data: new DataView(found.buffer, found.byteOffset, found.byteLength) };
  return { source: bytes.sources.push(source) - 1, start: 0, end: length, captured: Math.min(length, found.length) };
}

/** The bytes of pieces of messages, up to the first that is not in the capture. */
function gather(pass: Pass, pieces: readonly Piece[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of pieces) {
    const { data, start, captured } = messageBytes(pass, p.row);
    const from = start + p.offset;
    const length = Math.max(0, Math.min(p.length, captured - from));
    all.set(new Uint8Array(data.buffer, data.byteOffset + from, length), at);
    at += length;
    if (length < p.length) break;
  }
  return all.subarray(0, at).slice();
}

function messageBytes(pass: Pass, row: number): { data: DataView; start: number; captured: number } {
  const { units, messages, capture } = pass;
  const unit = messages.unit[row]!;
  const bytes = placeOf(pass, row, place(pass, unit, capture.at(units.frame[unit]!)!));
  return { data: bytes.sources[bytes.source]!.data, start: bytes.start + messages.offset(row), captured: bytes.captured };
}
