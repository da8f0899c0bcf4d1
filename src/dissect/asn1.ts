import { REST } from './ber.ts';
import type { Bits, Codec, Field, Names } from './field.ts';
import { changed, Op, row } from './row.ts';
import { type AnyField, type Asn1, type Checked, type Shape, type Struct, struct } from './struct.ts';

const SEQUENCE = 0x30;
const APPLICATION = 0x60;
const CONTEXT = 0x80;
const CONSTRUCTED = 0x20;

interface Options {
  /** Filter name of the group that it makes where its row has none. */
  readonly abbrev?: string;
  /** Number of an APPLICATION tag around it. */
  readonly application?: number;
  /** The APPLICATION tag is in the place of the SEQUENCE's own. */
  readonly implicit?: boolean;
}

/** Declares a SEQUENCE: members in order, each of which may be left out. Members that the module adds later are noted as unknown. */
export const sequence = <const S extends Shape>(spec: string, title: string, shape: S & Checked<S>, options: Options = {}): Struct<S> =>
  asn1<S>(spec, title, shape, { kind: 'sequence', tags: tagsOf(options) }, options.abbrev);

/** Declares a CHOICE: one of the members, told by its tag. */
export const choice = <const S extends Shape>(spec: string, title: string, shape: S & Checked<S>, options: Options = {}): Struct<S> =>
  asn1<S>(spec, title, shape, { kind: 'choice', tags: [] }, options.abbrev);

/** A SEQUENCE OF as a type of its own; its one member is named as its items are. */
export const listOf = <const S extends Shape>(spec: string, title: string, shape: S & Checked<S>): Struct<S> =>
  asn1<S>(spec, title, shape, { kind: 'list', tags: [SEQUENCE] });

function tagsOf({ application, implicit }: Options): readonly number[] {
  if (application === undefined) return [SEQUENCE];
  return implicit === true ? [APPLICATION | application] : [APPLICATION | application, SEQUENCE];
}

const asn1 = <const S extends Shape>(spec: string, title: string, shape: S & Checked<S>, type: Asn1, abbrev = ''): Struct<S> =>
  struct<S>(spec, title, shape, { abbrev, asn1: type });

/** A member that is a SEQUENCE OF; its group spans the items. */
export function sequenceOf<const S extends Shape>(abbrev: string, shape: S & Checked<S>): Field {
  const [name] = Object.keys(shape);
  return row({ op: Op.struct, abbrev, tags: [SEQUENCE], inner: asn1<S>('', `SEQUENCE OF ${name}`, shape, { kind: 'list', tags: [] }) });
}

const tagged =
  (octet: number) =>
  <F extends AnyField>(number: number, field: F): F =>
    changed(field, { tags: [octet | CONSTRUCTED | number, ...(field.tags ?? [])] });

/** `[number]` around a member. What the member's group spans lies inside it. */
export const explicit = tagged(CONTEXT);
/** `[APPLICATION number]` around a member. */
export const application = tagged(APPLICATION);

/** `[number] IMPLICIT`: the tag is in the place of the member's own. */
export const implicit = <F extends AnyField>(number: number, field: F): F =>
  changed(field, { tags: [CONTEXT | (field.tags![0]! & CONSTRUCTED) | number, ...field.tags!.slice(1)] });

/** All that follows, whatever it is: contents that another rule encodes. */
export const rest = <F extends AnyField>(field: F): F => changed(field, { tags: [REST] });

const number =
  (op: Op, tag: number, size: number) =>
  (abbrev: string, meaning: { names?: Names } = {}): Field<number> =>
    row({ op, size, abbrev, tags: [tag], names: meaning.names ?? null });

/** INTEGER (-2147483648..2147483647). */
export const int32 = number(Op.int, 0x02, 4);
/** INTEGER (0..4294967295); what is sent as a negative number is taken as its 32 bits. */
export const uint32 = number(Op.uint, 0x02, 4);
export const enumerated = number(Op.uint, 0x0a, 4);
export const boolean = number(Op.uint, 0x01, 1);

export const octetString = (abbrev: string): Field<Uint8Array> => row({ op: Op.bytes, abbrev, tags: [0x04] });

/** Named bits by their numbers; bit 0 is the highest of the first octet. */
export type NamedBits = Readonly<Record<string, readonly [number: number, abbrev: string]>>;

export const bitString = (abbrev: string, named: NamedBits = {}): Field<Uint8Array> => {
  const bits: Bits = Object.fromEntries(Object.entries(named).map(([name, [n, bit]]) => [name, [(0x80000000 >>> n) >>> 0, bit]]));
  return row({ op: Op.bitString, abbrev, tags: [0x03], bits: Object.keys(named).length > 0 ? bits : null });
};

const raw = (data: DataView, from: number, to: number): Buffer => Buffer.from(data.buffer, data.byteOffset + from, Math.max(0, to - from));
const whole = (_data: DataView, from: number, to: number): number => to - from;

/** Text as it is met on the wire, whatever the string type says. */
const Utf8: Codec = { measure: whole, read: (data, from, to) => raw(data, from, to).toString('utf8') };

export const utf8String = (abbrev: string): Field<string> => row({ op: Op.coded, abbrev, tags: [0x0c], codec: Utf8 });
export const generalString = (abbrev: string): Field<string> => row({ op: Op.coded, abbrev, tags: [0x1b], codec: Utf8 });
export const generalizedTime = (abbrev: string): Field<string> => row({ op: Op.time, abbrev, tags: [0x18] });

const MAX_ARC = 2 ** 32;
const MAX_OCTETS = 64;

/** Dotted form of an object identifier, ITU-T X.690 8.19; a number that is cut or too large ends it with `?`. */
function dotted(octets: Uint8Array): string {
  const arcs: (number | string)[] = [];
  let arc = 0;
  octets.subarray(0, MAX_OCTETS).forEach((octet, i) => {
    arc = arc * 128 + (octet & 0x7f);
    if (octet >= 0x80) {
      if (i === Math.min(octets.length, MAX_OCTETS) - 1 || arc > MAX_ARC) arcs.push('?');
      return;
    }
    if (arcs.length === 0) arcs.push(...(arc < 80 ? [Math.floor(arc / 40), arc % 40] : [2, arc - 80]));
    else arcs.push(arc);
    arc = 0;
  });
  return arcs.slice(0, 1 + arcs.indexOf('?') || undefined).join('.');
}

/** An OBJECT IDENTIFIER; `known` names some for people. */
export const oid = (abbrev: string, known: Readonly<Record<string, string>> = {}): Field<string> => {
  const read = (data: DataView, from: number, to: number): string => dotted(raw(data, from, to));
  const describe = (data: DataView, from: number, to: number): string => {
    const text = read(data, from, to);
    return known[text] === undefined ? text : `${known[text]} (${text})`;
  };
  return row({ op: Op.coded, abbrev, tags: [0x06], codec: { measure: whole, read, describe } });
};
