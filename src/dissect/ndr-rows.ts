import type { Codec } from './field.ts';
import { Op, row } from './row.ts';
import { iso } from './show.ts';
import { type AnyField, nextSerial, type Struct } from './struct.ts';

/** A structure without a layout of its own: rows that an engine reports wherever it finds them. */
export function rowsOf(
  spec: string,
  title: string,
  fields: readonly AnyField[],
  fieldNames: readonly string[],
  engine: Struct['engine'] = null,
): Struct {
  return {
    serial: nextSerial(),
    spec,
    title,
    abbrev: '',
    shape: {},
    fields,
    fieldNames,
    slots: [],
    plain: [],
    at: {},
    fixedSize: 0,
    offsetsFrom: 'struct',
    isMessage: false,
    asn1: null,
    align: 1,
    engine,
  };
}

/** Rows that NDR itself has: places in the struct that `wireOf` makes. */
export const Wire = { referent: 0, maxCount: 1, offset: 2, actualCount: 3 } as const;

/** What Wireshark calls a pointer that points nowhere. */
export const NULL_POINTER = 'dcerpc.null_pointer';

const wires: (Struct | undefined)[] = [];

/** What NDR puts around values: referent ids and counts, C706 14.3. */
export function wireOf(isNdr64: boolean, bigEndian: boolean): Struct {
  const size = isNdr64 ? 8 : 4;
  const number = (abbrev: string, hex = false): AnyField => row({ op: Op.uint, size, bigEndian, abbrev, hex });
  return (wires[(isNdr64 ? 1 : 0) + (bigEndian ? 2 : 0)] ??= rowsOf(
    isNdr64 ? 'MS-RPCE 2.2.5' : 'C706 14.3',
    '',
    [
      number(isNdr64 ? 'dcerpc.referent_id64' : 'dcerpc.referent_id', true),
      number('dcerpc.array.max_count'),
      number('dcerpc.array.offset'),
      number('dcerpc.array.actual_count'),
    ],
    ['ReferentId', 'MaxCount', 'Offset', 'ActualCount'],
  ));
}

export const isWire = (s: Struct): boolean => wires.includes(s);

const raw = (data: DataView, from: number, to: number): Buffer => Buffer.from(data.buffer, data.byteOffset + from, to - from);
const whole = (_: DataView, from: number, to: number): number => to - from;
/** Up to the terminator, which NDR's counts include. */
const untilNul = (text: string): string => {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
};

const textCodec = (read: (bytes: Buffer) => string): Codec => ({
  measure: whole,
  read: (data, from, to) => untilNul(read(raw(data, from, to))),
});

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
const wide = textCodec((b) => b.toString('utf16le', 0, b.length & ~1).toWellFormed());
const wideBig = textCodec((b) => swapped(b).toString('utf16le').toWellFormed());
const narrow = textCodec((b) => b.toString('latin1'));

export const textOf = (op: Op, bigEndian: boolean): Codec => (op === Op.ascii ? narrow : bigEndian ? wideBig : wide);

/** A UUID whose first three parts are big-endian. */
export const bigGuid: Codec = {
  measure: whole,
  read: (data, from, to) =>
    raw(data, from, to)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
};

const ofWords = (data: DataView, from: number): bigint => (BigInt(data.getUint32(from + 4)) << 32n) | BigInt(data.getUint32(from));

/** Two big-endian DWORDs, the lower one first. */
export const bigTime: Codec = { measure: whole, read: (data, from) => iso(ofWords(data, from)) };
export const bigSigned: Codec = { measure: whole, read: (data, from) => `${BigInt.asIntN(64, ofWords(data, from))}` };
export const bigUnsigned: Codec = { measure: whole, read: (data, from) => `${ofWords(data, from)}` };
/** A big-endian int64. */
export const bigHyperTime: Codec = { measure: whole, read: (data, from) => iso(data.getBigUint64(from)) };

/** UTF-16LE up to its terminator, for plain structures. */
export const terminated = wide;
