import { SessionSetupRequest, SessionSetupResponse } from '../../dissectors/smb2/session-setup.ts';
import type { Struct } from '../dissect/struct.ts';
import { Protocol } from './columns.ts';
import { HEADER_SIZE } from './current.ts';
import { RECORD_MARK } from './kerberos.ts';
import type { Pass } from './pass.ts';
import { blank } from './secrets.ts';
import type { OpenedCipher } from './security/kerberos-keys.ts';
import { tokensOf } from './tokens.ts';

/** What keys opened of the Kerberos message in the row whose message lies at `start..end` of `data`, outermost first. */
export function openedIn(pass: Pass, row: number, data: DataView, start: number, end: number, isMarked: boolean): OpenedCipher[] {
  const { kerberos } = pass.security.ring;
  if (!kerberos.hasOpened(row)) return [];
  const isResponse = (pass.messages.flags[row]! & 1) !== 0;
  if (pass.messages.protocol[row] === Protocol.kerberos)
    return kerberos.reopen(row, data, start + (isMarked ? RECORD_MARK : 0), end, isResponse);
  const { SecurityBufferOffset, SecurityBufferLength } = (isResponse ? SessionSetupResponse : SessionSetupRequest).at;
  const body = start + HEADER_SIZE;
  if (body + SecurityBufferLength + 2 > end) return [];
  const blob = start + data.getUint16(body + SecurityBufferOffset, true);
  const stop = Math.min(end, blob + data.getUint16(body + SecurityBufferLength, true));
  const token = tokensOf(data, blob, stop, isResponse).kerberos;
  return token === undefined ? [] : kerberos.reopen(row, data, token.offset, token.offset + token.size, isResponse);
}

/** A plain text with the keys inside made zero, as it may be shown. */
export function withoutSecrets(table: Struct, plain: Uint8Array): DataView {
  const view = new DataView(new Uint8Array(plain).buffer);
  blank(table, view, 0, view.byteLength, view.byteLength, { isResponse: false });
  return view;
}
