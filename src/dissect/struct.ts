import type { Condition, Field } from './field.ts';
import { Op } from './row.ts';
import type { Walk } from './walk.ts';

// biome-ignore lint/suspicious/noExplicitAny: a field of any value and with any references
export type AnyField = Field<any, any>;
export type Shape = Readonly<Record<string, AnyField>>;
export type Values<S extends Shape> = { [K in keyof S]: S[K] extends Field<infer V, infer _R> ? V : never };

type Refs<F> = F extends Field<infer _V, infer R> ? R : never;
/** Turns a reference to a field that is not a sibling into a compile error naming it. */
export type Checked<S extends Shape> = {
  [K in keyof S]: Refs<S[K]> extends keyof S ? S[K] : `${Exclude<Refs<S[K]>, keyof S> & string} is not a field of this struct`;
};

/** Indices of the siblings that a row refers to, -1 for none. */
export interface Slots {
  readonly offset: number;
  readonly length: number;
  readonly base: number;
  readonly count: number;
  readonly key: number;
  readonly flag: number;
  readonly each: number;
  /** Of a row that must end before what others point to, those; empty otherwise. */
  readonly before: readonly number[];
  /** Of an array that a field ends, that field's place in the item; -1 otherwise. */
  readonly last: number;
}

/** How an ASN.1 type is put together: its members in order, one of them, or items of one. */
export interface Asn1 {
  readonly kind: 'sequence' | 'choice' | 'list';
  /** Identifier octets around it, outermost first. */
  readonly tags: readonly number[];
}

export interface Struct<S extends Shape = Shape> {
  /** Another for every struct: the place of what is kept of it elsewhere. */
  readonly serial: number;
  /** Document and section, for example `MS-SMB2 2.2.13`. */
  readonly spec: string;
  readonly title: string;
  /** Filter name of the group that it makes where its row has none. */
  readonly abbrev: string;
  readonly shape: S;
  readonly fields: readonly AnyField[];
  readonly fieldNames: readonly string[];
  readonly slots: readonly Slots[];
  /** By row, whether it is a number right behind the row before it, always there. */
  readonly plain: readonly boolean[];
  /** Byte offset of each row of the fixed part; -1 once the data decides. The index pass reads through this. */
  readonly at: { readonly [K in keyof S]: number };
  /** Bytes of the fixed part: up to the first row whose place or size the data decides. */
  readonly fixedSize: number;
  readonly offsetsFrom: 'message' | 'struct';
  /** A message inside another: offsets in it and below it count from where it begins. */
  readonly isMessage: boolean;
  /** Repeated items begin at multiples of this, counted from the message's start. */
  readonly align: number;
  /** Null for a structure whose rows follow each other as they are. */
  readonly asn1: Asn1 | null;
  /** What walks it instead of its rows, where their places can't be said in a table: NDR. */
  readonly engine: Engine | null;
}

/** Reports the rows of a structure that begins at `start` to the walk's sink; returns where it ended. Bound by the walk's limits. */
export interface Engine {
  walk(walk: Walk, start: number, end: number): number;
}

interface Options {
  readonly asn1?: Asn1;
  readonly isMessage?: boolean;
  readonly offsetsFrom?: 'message' | 'struct';
  readonly align?: number;
  readonly abbrev?: string;
}

const NONE: readonly number[] = [];

let structs = 0;
export const nextSerial = (): number => structs++;

/** Declares a wire structure: keys in wire order, named as the specification names them. Throws, when the module loads, on a bad reference. */
export function struct<const S extends Shape>(spec: string, title: string, shape: S & Checked<S>, options: Options = {}): Struct<S> {
  const fieldNames = Object.keys(shape);
  const fields = fieldNames.map((name) => (shape as Shape)[name]!);
  const slot = (ref: string | null, user: number): number => {
    if (ref === null) return -1;
    const index = fieldNames.indexOf(ref);
    if (index < 0 || index >= user) throw new Error(`${title}.${fieldNames[user]} refers to ${ref}, which must come before it`);
    return index;
  };
  const { at, fixedSize } = layout(fieldNames, fields);
  return {
    serial: nextSerial(),
    spec,
    title,
    abbrev: options.abbrev ?? '',
    shape: shape as S,
    fields,
    fieldNames,
    slots: fields.map((f, i) => ({
      offset: slot(f.offsetOf, i),
      length: slot(f.lengthOf, i),
      base: slot(f.baseOf, i),
      count: slot(f.countOf, i),
      key: slot(f.keyOf, i),
      flag: slot(f.flagOf, i),
      each: slot(f.eachOf, i),
      before: f.beforeOf === null ? NONE : f.beforeOf.map((name) => slot(name, i)),
      last: f.lastOf === null ? -1 : f.inner!.fieldNames.indexOf(f.lastOf),
    })),
    plain: fields.map(isPlain),
    at: at as Struct<S>['at'],
    fixedSize,
    offsetsFrom: options.offsetsFrom ?? 'message',
    isMessage: options.isMessage ?? false,
    align: options.align ?? 1,
    asn1: options.asn1 ?? null,
    engine: null,
  };
}

/** Adjacent conditional fields overlay each other: alternatives of equal size keep the layout fixed. */
function layout(fieldNames: readonly string[], fields: readonly AnyField[]): { at: Record<string, number>; fixedSize: number } {
  const at: Record<string, number> = {};
  let offset = 0;
  let fixedSize = 0;
  let i = 0;
  while (i < fields.length) {
    const first = fields[i]!;
    if (offset < 0 || first.condition === null) {
      at[fieldNames[i++]!] = offset;
      offset = offset < 0 || widthOf(first) < 0 ? -1 : offset + widthOf(first);
    } else {
      const ends = new Map<Condition, number>();
      for (let f = fields[i]; f !== undefined && f.condition !== null; f = fields[++i]) {
        const start = ends.get(f.condition) ?? offset;
        at[fieldNames[i]!] = start;
        ends.set(f.condition, start < 0 || widthOf(f) < 0 ? -1 : start + widthOf(f));
      }
      const [end, ...others] = [...ends.values()];
      offset = others.length > 0 && others.every((e) => e === end) ? end! : -1;
    }
    fixedSize = Math.max(fixedSize, offset);
  }
  return { at, fixedSize };
}

const isPlain = (f: AnyField): boolean =>
  f.op === Op.uint &&
  f.size > 0 &&
  f.repeats === 0 &&
  (f.abbrev !== '' || f.bits !== null) &&
  !f.peeks &&
  [f.condition, f.flagOf, f.offsetOf, f.lengthOf, f.countOf, f.eachOf, f.beforeOf, f.nextOf].every((word) => word === null);

/** Bytes that a row takes in place; -1 when the data decides. */
function widthOf(f: AnyField): number {
  if (f.op === Op.fact || f.offsetOf !== null || f.eachOf !== null || f.peeks) return 0;
  if (f.countOf !== null || f.lengthOf !== null || f.flagOf !== null || f.beforeOf !== null || f.size < 0 || f.repeats === Infinity)
    return -1;
  return f.repeats > 0 ? f.size * f.repeats : f.size;
}
