import type { Names } from './field.ts';
import { byteOf, Kind, type Node } from './node.ts';
import { Op } from './row.ts';
import type { AnyField } from './struct.ts';
import type { Trouble } from './walk.ts';

/** What a record's node offsets count in: bytes with a name for where they came from. */
export interface Source {
  readonly kind: 'frame' | 'reassembled' | 'decrypted' | 'decompressed' | 'dcerpc';
  readonly data: DataView;
}

export type Shown = number | boolean | string;

const rawBytes = (data: DataView, from: number, length: number): Buffer => Buffer.from(data.buffer, data.byteOffset + from, length);

/** The typed value of a leaf: number, bigint for eight bytes, string, bytes. */
export function readValue(f: AnyField, data: DataView, from: number, length: number, value: number): number | bigint | string | Uint8Array {
  switch (f.op) {
    case Op.uint:
      return f.size === 8 ? data.getBigUint64(from, !f.bigEndian) : value;
    case Op.int:
      return f.size === 8 ? data.getBigInt64(from, !f.bigEndian) : (value << (32 - 8 * f.size)) >> (32 - 8 * f.size);
    case Op.filetime:
      return data.getBigUint64(from, true);
    case Op.bytes:
    case Op.bitString:
      return rawBytes(data, from, length);
    default:
      return readText(f, data, from, length, value);
  }
}

/** The text of a leaf whose value is one; of other bytes their hexadecimal digits. */
export function readText(f: AnyField, data: DataView, from: number, length: number, message: number): string {
  const raw = rawBytes(data, from, length);
  switch (f.op) {
    case Op.guid:
      return guidText(raw);
    case Op.utf16:
      return utf16(raw);
    case Op.ascii:
      return raw.toString('latin1');
    case Op.ipv4:
      return raw.join('.');
    case Op.ipv6:
      return ipv6(raw);
    case Op.ether:
      return raw.toString('hex').replace(/(..)(?!$)/g, '$1:');
    case Op.coded:
      return f.codec!.read(data, from, from + length, message);
    case Op.time:
      return iso(fromGeneralized(raw), raw.toString('latin1'));
    default:
      return raw.toString('hex');
  }
}

/** MS-DTYP 2.3.4.2 text, lower case, of sixteen bytes. */
export function guidText(raw: Uint8Array): string {
  const hex = (a: number, b: number) => Buffer.from(raw.subarray(a, b)).toString('hex');
  const swapped = (a: number, b: number) => Buffer.from(raw.subarray(a, b)).reverse().toString('hex');
  return `${swapped(0, 4)}-${swapped(4, 6)}-${swapped(6, 8)}-${hex(8, 10)}-${hex(10, 16)}`;
}

/** UTF-16LE, at an odd number of bytes without the last; a lone surrogate becomes U+FFFD, so that it survives as JSON. */
const utf16 = (raw: Buffer): string => raw.toString('utf16le', 0, raw.length & ~1).toWellFormed();

/** RFC 5952 text of sixteen bytes. */
export function ipv6(raw: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((raw[2 * i]! << 8) | raw[2 * i + 1]!).toString(16));
  let best = -1;
  let run = 1;
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (i + n < 8 && groups[i + n] === '0') n++;
    if (n > run) [best, run] = [i, n];
  }
  if (best < 0) return groups.join(':');
  return `${groups.slice(0, best).join(':')}::${groups.slice(best + run).join(':')}`;
}

const EPOCH_1601 = 116_444_736_000_000_000n;

/** FILETIME of a GeneralizedTime in UTC to the second, as RFC 4120 5.2.3 has it; -1 for other text. */
export function fromGeneralized(raw: Uint8Array): bigint {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(Buffer.from(raw).toString('latin1'));
  if (parts === null) return -1n;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [number, number, number, number, number, number];
  return BigInt(Date.UTC(year, month - 1, day, hour, minute, second)) * 10_000n + EPOCH_1601;
}

/** ISO 8601 UTC with 100 ns digits of a FILETIME; `otherwise` for one that is no time. */
export function iso(filetime: bigint, otherwise = `${filetime}`): string {
  if (filetime < 0n) return otherwise;
  const since1970 = filetime - EPOCH_1601;
  const milliseconds = (since1970 - (((since1970 % 10_000n) + 10_000n) % 10_000n)) / 10_000n;
  const rest = Number(since1970 - milliseconds * 10_000n);
  const date = new Date(Number(milliseconds));
  if (Number.isNaN(date.getTime())) return `${filetime}`;
  return date.toISOString().replace('Z', `${String(rest).padStart(4, '0')}Z`);
}

const reverse = new WeakMap<Names, Map<number, string>>();
/** The constant for a value, as the specification spells it. */
export function nameOf(names: Names, value: number): string | undefined {
  let map = reverse.get(names);
  if (map === undefined) {
    map = new Map();
    for (const [name, v] of Object.entries(names)) if (!map.has(v)) map.set(v, name);
    reverse.set(names, map);
  }
  return map.get(value);
}

const isOneBit = (mask: number): boolean => (mask & (mask - 1)) === 0;
const shifted = (value: number, mask: number): number => ((value & mask) >>> 0) / ((mask & -mask) >>> 0);
const hexOf = (value: number | bigint, size: number): string => `0x${value.toString(16).padStart(size * 2, '0')}`;

const NOTES: Readonly<Record<Trouble, string>> = {
  malformed: '_ws.malformed',
  truncated: '_ws.short',
  unknown: '_ws.unknown',
  cut: 'smbscope.cut',
  untrusted: 'smbscope.untrusted',
};

/** Wireshark's filter name, or ours of the same make; '' for a node that only groups. */
export function nameFor(n: Node): string {
  if (n.kind === Kind.note) return NOTES[n.trouble!];
  if (n.kind === Kind.unclaimed) return n.extra === 'padding' ? 'smbscope.padding' : 'smbscope.gap';
  const f = n.field;
  if (f === null) return n.tag ?? '';
  if (n.kind === Kind.bit) return f.bits![n.tag!]![1];
  if (n.kind === Kind.generated && n.tag !== null) return n.tag;
  return n.inner !== null && (f.abbrev === '' || isHeld(n)) ? n.inner.abbrev : f.abbrev;
}

/** A group that a value's bytes hold, rather than one that its row declares. */
const isHeld = (n: Node): boolean => n.kind === Kind.group && n.field!.op !== Op.struct && n.field!.op !== Op.dispatch;

/** What the specification calls it. */
export function labelFor(n: Node): string {
  switch (n.kind) {
    case Kind.note:
      return n.trouble!;
    case Kind.unclaimed:
      return n.extra as string;
    case Kind.bit:
      return n.tag!;
    case Kind.group:
      if (n.owner === null) return n.extra as string;
      if (n.field!.op !== Op.struct) return n.inner!.title;
      break;
    case Kind.generated:
      if (n.tag !== null) return n.tag.replace(/^.*\./, '');
  }
  const name = n.owner!.fieldNames[n.row]!;
  return n.item < 0 ? name : `${name}[${n.item}]`;
}

/** The value in JSON's terms, see the interface contract; undefined for a node without a name. */
export function valueFor(n: Node, data: DataView): Shown | undefined {
  switch (n.kind) {
    case Kind.note:
    case Kind.generated:
      return n.extra!;
    case Kind.unclaimed:
      return rawBytes(data, n.offset, n.size).toString('hex');
    case Kind.group:
      return nameFor(n) === '' ? undefined : labelFor(n);
    case Kind.bit: {
      const mask = n.field!.bits![n.tag!]![0] >>> 0;
      const value = shifted(n.number, mask);
      const unit = n.field!.bits![n.tag!]![2];
      return isOneBit(mask) || unit === 'any' ? value !== 0 : typeof unit === 'number' ? value * unit : value;
    }
    default: {
      const f = n.field!;
      if (f.isSecret) return SECRET;
      if (f.op === Op.filetime) return iso(data.getBigUint64(n.offset, true));
      const value = readValue(f, data, n.offset, n.size, n.number);
      if (typeof value === 'bigint') return value.toString();
      return typeof value === 'object' ? Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex') : value;
    }
  }
}

const SECRET = '(secret)';

/** Whether the node's bytes must not be shown. */
export const isSecret = (n: Node): boolean => n.kind === Kind.leaf && n.field!.isSecret;

/** How many bytes of a value its text shows. */
export const MAX_TEXT_BYTES = 64;

/** What a person reads after the label. May hold any character that a capture holds: screens make it safe. */
export function textFor(n: Node, data: DataView): string {
  switch (n.kind) {
    case Kind.note:
      return n.extra as string;
    case Kind.generated:
      return typeof n.extra === 'number' ? String(n.extra) : (n.extra as string);
    case Kind.unclaimed:
      return shortHex(data, n.offset, n.size);
    case Kind.group:
      return '';
    case Kind.bit: {
      const [mask, , meaning] = n.field!.bits![n.tag!]!;
      const value = shifted(n.number, mask >>> 0);
      if (isOneBit(mask) || meaning === 'any') return value !== 0 ? 'set' : 'not set';
      return typeof meaning === 'number' ? String(value * meaning) : withName(meaning, value, String(value));
    }
    default:
      return n.field!.isSecret ? SECRET : leafText(n, data);
  }
}

function leafText(n: Node, data: DataView): string {
  const f = n.field!;
  switch (f.op) {
    case Op.bytes:
      return shortHex(data, n.offset, n.size);
    case Op.bitString: {
      const set = Object.entries(f.bits ?? {}).filter(([, [mask]]) => (n.number & mask) !== 0);
      return [shortHex(data, n.offset, n.size), ...set.map(([name]) => name)].join(', ');
    }
    case Op.filetime: {
      const time = data.getBigUint64(n.offset, true);
      return time === 0n ? 'not set (0)' : time >= 0x7fff_ffff_ffff_ffffn ? `never (${hexOf(time, 8)})` : iso(time);
    }
    case Op.uint:
    case Op.int: {
      const value = readValue(f, data, n.offset, n.size, n.number) as number | bigint;
      const number = f.hex ? hexOf(value, f.size) : String(value);
      if (f.bits === null) return typeof value === 'bigint' ? number : withName(f.names ?? undefined, value, number);
      const set = Object.entries(f.bits).filter(([, [mask]]) => isOneBit(mask) && (n.number & mask) !== 0);
      return [withName(f.names ?? undefined, n.number, number), ...set.map(([name]) => name)].join(', ');
    }
    case Op.coded:
      return (f.codec!.describe ?? f.codec!.read)(data, n.offset, n.offset + n.size, n.number);
    default:
      return readValue(f, data, n.offset, n.size, n.number) as string;
  }
}

function withName(names: Names | undefined, value: number, number: string): string {
  const name = names === undefined ? undefined : nameOf(names, value);
  return name === undefined ? number : `${name} (${number})`;
}

function shortHex(data: DataView, from: number, length: number): string {
  const hex = rawBytes(data, from, Math.min(length, MAX_TEXT_BYTES)).toString('hex');
  return length > MAX_TEXT_BYTES ? `${hex}… (${length} bytes)` : hex;
}

/** The mask of a bit field's node, shown as `0x…`; undefined for other nodes. */
export function maskFor(n: Node): number | undefined {
  if (n.kind !== Kind.bit) return undefined;
  const [mask] = n.field!.bits![n.tag!]!;
  return n.field!.op === Op.bitString ? (mask << (8 * byteOf(mask))) >>> 24 : mask >>> 0;
}

/** How serious a node is: undefined for what is in order. */
export const severityFor = (n: Node): 'note' | 'warning' | 'error' | undefined =>
  n.trouble === null
    ? undefined
    : n.trouble === 'malformed' || n.trouble === 'untrusted'
      ? 'error'
      : n.trouble === 'truncated'
        ? 'warning'
        : 'note';
