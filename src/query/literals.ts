import { isIPv6 } from 'node:net';
import type { Names } from '../dissect/field.ts';
import { nanosecondsOf, narrow, type TypeName, type Value } from './values.ts';

/** A literal's value; with `mask`, an address stands for all that are equal to it after this. */
export interface Literal {
  readonly value: Value;
  readonly mask?: (value: Value) => Value;
}

/** How a value of each type is written, for who wrote it otherwise. */
export const EXAMPLES: Readonly<Record<TypeName, string>> = {
  integer: '5, 0x05 or 0b101',
  boolean: 'true, false, 1 or 0',
  string: '"text"',
  bytes: 'fe:53:4d:42 or "text"',
  protocol: 'fe:53:4d:42 or "text"',
  guid: '00112233-4455-6677-8899-aabbccddeeff',
  time: '"2026-11-20 08:00:00"',
  duration: '0.001 (seconds)',
  ipv4: '192.0.2.10 or 192.0.2.0/24',
  ipv6: '2001:db8::1 or 2001:db8::/32',
  ether: '00:11:22:33:44:55',
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** What a literal says as a value of a type; undefined where it says nothing. */
export function literal(text: string, isQuoted: boolean, type: TypeName, names: Names | undefined): Literal | undefined {
  switch (type) {
    case 'string':
      return { value: text };
    case 'integer':
      return simple(named(text, names) ?? integer(text));
    case 'boolean':
      return simple(/^(true|yes)$/i.test(text) ? 1 : /^(false|no)$/i.test(text) ? 0 : integer(text));
    case 'bytes':
    case 'protocol':
      return isQuoted ? { value: Buffer.from(text) } : simple(bytes(text));
    case 'ether': {
      const value = bytes(text);
      return value?.length === 6 ? { value } : undefined;
    }
    case 'guid':
      return /^\{?[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\}?$/i.test(text)
        ? { value: Buffer.from(text.replace(/[{}-]/g, ''), 'hex') }
        : undefined;
    case 'time':
      return simple(time(text));
    case 'duration':
      return simple(nanosecondsOf(text));
    case 'ipv4':
      return ipv4(text);
    case 'ipv6':
      return ipv6(text);
  }
}

const simple = (value: Value | undefined): Literal | undefined => (value === undefined ? undefined : { value });

/** Decimal, hexadecimal, binary, or octal with a leading 0. */
export function integer(text: string): number | bigint | undefined {
  const [, sign, digits] = /^([+-]?)(0x[\da-f]+|0b[01]+|\d+)$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  if (/^0\d/.test(digits) && !/^[0-7]+$/.test(digits)) return undefined;
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits}` : digits);
  return narrow(sign === '-' ? -value : value);
}

const bare = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^status/, '');

/** A constant as the specification spells it; case, spaces and underscores don't matter, nor does a status's STATUS_. */
function named(text: string, names: Names | undefined): number | undefined {
  if (names === undefined || !/[a-z]/i.test(text) || integer(text) !== undefined) return undefined;
  const wanted = bare(text);
  const name = Object.keys(names).find((n) => bare(n) === wanted);
  return name === undefined ? undefined : names[name];
}

function bytes(text: string): Buffer | undefined {
  if (/^[\da-f]$/i.test(text)) return Buffer.from([Number.parseInt(text, 16)]);
  if (/^([\da-f]{2})+$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[\da-f]{1,2}([:.-][\da-f]{1,2})+$/i.test(text)) return undefined;
  return Buffer.from(text.split(/[:.-]/).map((byte) => Number.parseInt(byte, 16)));
}

function ipv4(text: string): Literal | undefined {
  const [, address, prefix] = /^([\d.]+)(?:\/(\d{1,2}))?$/.exec(text) ?? [];
  const parts = (address ?? '').split('.');
  if (parts.length !== 4 || parts.some((p) => !/^\d{1,3}$/.test(p) || Number(p) > 255) || Number(prefix ?? 0) > 32) return undefined;
  const value = parts.reduce((sum, p) => sum * 256 + Number(p), 0);
  if (prefix === undefined) return { value };
  const kept = prefix === '0' ? 0 : (-1 << (32 - Number(prefix))) >>> 0;
  return { value: (value & kept) >>> 0, mask: (v) => (Number(v) & kept) >>> 0 };
}

function ipv6(text: string): Literal | undefined {
  const [, address, prefix] = /^([\da-f:.]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  if (address === undefined || !isIPv6(address) || Number(prefix ?? 0) > 128) return undefined;
  const value = sixteen(address);
  if (prefix === undefined) return { value };
  const mask = (v: Value): Value =>
    (v as Uint8Array).map((byte, i) => byte & (0xff00 >> Math.max(0, Math.min(8, Number(prefix) - 8 * i))) & 0xff);
  return { value: mask(value), mask };
}

function sixteen(address: string): Buffer {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((n) => n.toString(16)).join(':'),
  );
  const [head, tail] = plain.split('::').map((half) => half.split(':').filter((g) => g !== ''));
  const zeros = tail === undefined ? [] : Array<string>(8 - head!.length - tail.length).fill('0');
  return Buffer.from([...head!, ...zeros, ...(tail ?? [])].map((g) => g.padStart(4, '0')).join(''), 'hex');
}

/** `2026-11-20 08:00:00.5`, `Nov 20, 2026 08:00:00`, either with `Z`, `UTC` or an offset, else in local time; or Unix seconds. */
function time(text: string): bigint | undefined {
  const seconds = nanosecondsOf(text);
  if (seconds !== undefined) return seconds;
  const zone = /\s*(z|utc|gmt|[+-]\d\d:?\d\d)$/i.exec(text.replace(/^\d{4}-\d\d-\d\d$/, '$& '));
  const rest = zone === null ? text : text.slice(0, zone.index);
  const [, y, mo, d, h, mi, s, f] =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?$/i.exec(asIso(rest.trim())) ?? [];
  if (y === undefined) return undefined;
  const parts = [Number(y), Number(mo) - 1, Number(d), Number(h ?? 0), Number(mi ?? 0), Number(s ?? 0)] as const;
  if (parts[1] > 11 || parts[2] > 31 || parts[3] > 24 || parts[4] > 59 || parts[5] > 60) return undefined;
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)$/.exec(zone?.[1] ?? '') ?? [];
  const offset = sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const milliseconds = zone === null ? new Date(...parts).getTime() : Date.UTC(...parts) - offset;
  return Number.isNaN(milliseconds) ? undefined : BigInt(milliseconds) * 1_000_000n + BigInt((f ?? '0').padEnd(9, '0'));
}

/** With the month as a number, first the year. */
function asIso(text: string): string {
  const [, month, day, year, rest] = /^([a-z]{3})[a-z]* +(\d{1,2}),? +(\d{4})(.*)$/i.exec(text) ?? [];
  const number = MONTHS.indexOf((month ?? '').toLowerCase()) + 1;
  return number === 0 ? text : `${year}-${number}-${day}${rest}`;
}
