import type { Codec } from '../../src/dissect/field.ts';

/** What the sixteenth character of a NetBIOS name stands for. */
export const Suffix: Readonly<Record<number, string>> = {
  0x00: 'Workstation/Redirector', 0x01: 'Browser', 0x02: 'Workstation/Redirector', 0x03: 'Messenger service/Main name',
  0x05: 'Forwarded name', 0x06: 'RAS Server service', 0x1b: 'Domain Master Browser', 0x1c: 'Domain Controllers',
  0x1d: 'Local Master Browser', 0x1e: 'Browser Election Service', 0x1f: 'Net DDE Service', 0x20: 'Server service',
  0x21: 'RAS client service', 0x22: 'Exchange Interchange (MSMail Connector)', 0x23: 'Exchange Store', 0x24: 'Exchange Directory',
  0x2b: 'Lotus Notes Server service', 0x30: 'Modem sharing server service', 0x31: 'Modem sharing client service',
  0x43: 'SMS Clients Remote Control', 0x44: 'SMS Administrators Remote Control Tool', 0x45: 'SMS Clients Remote Chat',
  0x46: 'SMS Clients Remote Transfer', 0x4c: 'DEC Pathworks TCP/IP Service on Windows NT',
  0x52: 'DEC Pathworks TCP/IP Service on Windows NT', 0x6a: 'Microsoft Exchange IMC', 0x87: 'Microsoft Exchange MTA',
  0xbe: 'Network Monitor Agent', 0xbf: 'Network Monitor Analyzer',
};

const MAX_NAME  = 255; // RFC 883
const MAX_JUMPS = 16;

/** Bytes of the encoded name in place; 0 when it is damaged. A pointer ends it. */
function measure(data: DataView, from: number, to: number): number {
  for (let at = from; at < to && at - from < MAX_NAME; ) {
    const octet = data.getUint8(at);
    if (octet === 0) return at + 1 - from;
    if (octet >= 0xc0) return at + 2 <= to ? at + 2 - from : 0;
    if (octet > 63) return 0;
    at += 1 + octet;
  }
  return 0;
}

/** The labels of a name, pointers followed: each must point before the part it stands in, so that none is met twice. */
function labels(data: DataView, from: number, message: number): string[] {
  const found: string[] = [];
  let part = from;
  let at = from;
  let length = 0;
  for (let jumps = 0; at < data.byteLength && length < MAX_NAME; ) {
    const octet = data.getUint8(at);
    if (octet === 0) break;
    if (octet >= 0xc0) {
      if (at + 2 > data.byteLength || ++jumps > MAX_JUMPS) break;
      at = message + (data.getUint16(at) & 0x3fff);
      if (at >= part) break;
      part = at;
    } else {
      const end = Math.min(at + 1 + octet, data.byteLength);
      found.push(Buffer.from(data.buffer, data.byteOffset + at + 1, end - at - 1).toString('latin1'));
      length += 1 + octet;
      at = end;
    }
  }
  return found;
}

const printable = (code: number): string => (code >= 0x20 && code <= 0x7e ? String.fromCharCode(code) : suffix(code));
const suffix    = (code: number): string => `<${code.toString(16).padStart(2, '0')}>`;
const trimmed   = (codes: readonly number[]): string => codes.map(printable).join('').replace(/ +$/, '');
const meaning   = (code: number): string => ` (${Suffix[code] ?? 'Unknown'})`;

/** The sixteen characters behind the half-octets 'A' to 'P', RFC 1001 14.1; undefined for what is no first-level encoding. */
function firstLevel(label: string): number[] | undefined {
  if (!/^[A-P]{32}$/.test(label)) return undefined;
  return Array.from({ length: 16 }, (_, i) => ((label.charCodeAt(2 * i) - 65) << 4) | (label.charCodeAt(2 * i + 1) - 65));
}

function text(data: DataView, from: number, message: number, meant: (code: number) => string): string {
  const [first = '', ...scope] = labels(data, from, message);
  const codes = firstLevel(first);
  if (codes === undefined) return [first, ...scope].join('.');
  return [trimmed(codes.slice(0, 15)) + suffix(codes[15]!), ...scope].join('.') + meant(codes[15]!);
}

const nothing = () => '';

/** `LABSRV<20>`, with the scope after a dot; for a person with the suffix's meaning. */
export const NetbiosName: Codec = {
  measure,
  read:     (data, from, _to, message) => text(data, from, message, nothing),
  describe: (data, from, _to, message) => text(data, from, message, meaning),
};

/** The same without its first octet, which has a row of its own. */
export const NetbiosNameRest: Codec = {
  measure:  (data, from, to) => measure(data, from - 1, to) - 1,
  read:     (data, from, _to, message) => text(data, from - 1, message, nothing),
  describe: (data, from, _to, message) => text(data, from - 1, message, meaning),
};

const sixteen = (data: DataView, from: number): number[] => Array.from({ length: 16 }, (_, i) => data.getUint8(from + i));

/** Sixteen plain octets; the suffix is shown only with its meaning. */
export const PlainName: Codec = {
  measure:  (_data, from, to) => (to - from < 16 ? 0 : 16),
  read:     (data, from) => trimmed(sixteen(data, from).slice(0, 15)),
  describe: (data, from) => {
    const codes = sixteen(data, from);
    return trimmed(codes.slice(0, 15)) + suffix(codes[15]!) + meaning(codes[15]!);
  },
};
