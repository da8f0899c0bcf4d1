import type { Codec } from '../../src/dissect/field.ts';

const MAX_STRING = 4096;
const limit = (from: number, to: number): number => Math.min(to, from + MAX_STRING);

/** Bytes up to and with the terminator; without one, all of them. */
function oem(data: DataView, from: number, to: number): number {
  for (let at = from; at < limit(from, to); at++) if (data.getUint8(at) === 0) return at + 1 - from;
  return limit(from, to) - from;
}

function utf16(data: DataView, from: number, to: number): number {
  for (let at = from; at + 2 <= limit(from, to); at += 2) if (data.getUint16(at) === 0) return at + 2 - from;
  return limit(from, to) - from;
}

const text = (data: DataView, from: number, to: number, encoding: 'latin1' | 'utf16le'): string =>
  Buffer.from(data.buffer, data.byteOffset + from, Math.max(0, to - from)).toString(encoding).replace(/\0.*$/s, '').toWellFormed();

/** Zero-terminated, in the code page of the peers, which a capture does not name: shown as Latin-1. */
export const OemString: Codec = { measure: oem, read: (data, from, to) => text(data, from, to, 'latin1') };

/** Zero-terminated UTF-16, MS-CIFS 2.2.1.1.1. */
export const UnicodeString: Codec = { measure: utf16, read: (data, from, to) => text(data, from, to, 'utf16le') };

/** A buffer format byte and a zero-terminated OEM string. */
export const BufferString: Codec = {
  measure: (data, from, to) => 1 + oem(data, from + 1, to),
  read:    (data, from, to) => text(data, from + 1, to, 'latin1'),
};

const two = (n: number): string => String(n).padStart(2, '0');

/** SMB_TIME and SMB_DATE as local time of the server, MS-CIFS 2.2.1.4. */
export const DosDateTime: Codec = {
  measure: (_data, from, to) => (to - from < 4 ? 0 : 4),
  read: (data, from) => {
    const [time, date] = [data.getUint16(from, true), data.getUint16(from + 2, true)];
    const day = `${1980 + (date >> 9)}-${two((date >> 5) & 0x0f)}-${two(date & 0x1f)}`;
    return `${day}T${two(time >> 11)}:${two((time >> 5) & 0x3f)}:${two((time & 0x1f) * 2)}`;
  },
};
