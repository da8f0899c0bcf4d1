import type { Codec, Meaning, Table } from './field.ts';
import { Op } from './row.ts';
import type { Struct } from './struct.ts';

/** What an NDR type is made of, as the walker sees it. */
export const Form = { scalar: 0, structure: 1, union: 2, pointer: 3, array: 4, run: 5, pipe: 6, plain: 7 } as const;
export type Form = (typeof Form)[keyof typeof Form];

export type Pointer = 'ref' | 'unique' | 'full';
/** Bytes in NDR and in NDR64. */
export type Sizes = readonly [ndr: number, ndr64: number];

/** One dimension of an array: what the wire says of it besides its elements (C706 14.3.3). */
export interface Dimension {
  readonly isConformant: boolean;
  readonly isVarying: boolean;
  /** Elements, when nothing on the wire says so. */
  readonly count: number;
  readonly sizeIs: string | null;
  readonly lengthIs: string | null;
}

interface Shape {
  readonly form: Form;
  readonly op: Op;
  readonly sizes: Sizes;
  readonly aligns: Sizes;
  /** Wireshark's filter name: of the construct's own when it has no dot; null for the key. */
  readonly name: string | null;
  readonly meaning: Meaning;
  readonly codec: Codec | null;
  readonly pointer: Pointer | null;
  readonly element: AnyNdr | null;
  readonly dimensions: readonly Dimension[];
  readonly construct: Construct | null;
  /** What the bytes of a run hold: always one structure, or the one that a sibling chooses. */
  readonly inner: Struct | null;
  /** The same in big-endian NDR, where its numbers are NDR's; null where they are of one byte order. */
  readonly innerBig: Struct | null;
  readonly table: Table | null;
  readonly keyIs: string | null;
  /** Wireshark's name for the conformance, where it is not the usual one. */
  readonly countName: string;
  /** The same for what a varying array has in front of its elements. */
  readonly varyingNames: readonly [offset: string, actualCount: string] | null;
  /** What it is reaches no output. */
  readonly isSecret: boolean;
  /** Of a parameter: 1 in, 2 out, 3 both. */
  readonly direction: number;
}

/** A type as IDL has it. V is its value; R the siblings it refers to, checked by struct(), union() and op(). */
export interface Ndr<V = unknown, R extends string = never> extends Shape {
  /** Wireshark's filter name; without a dot it is counted from the construct's. Empty for none. */
  as(name: string): Ndr<V, R>;
  /** What its values mean: names() or bits(). */
  of(...all: Meaning[]): Ndr<V, R>;
  /** What it is, or what it points at, reaches no output, unless that is an empty string. */
  secret(): Ndr<V, R>;
  readonly __value?: V;
  readonly __refs?: R;
}

// biome-ignore lint/suspicious/noExplicitAny: a type of any value and with any references
export type AnyNdr = Ndr<any, any>;
export type Members = Readonly<Record<string, AnyNdr>>;
type Refs<F> = F extends Ndr<infer _V, infer R> ? R : never;
/** Turns a reference to what is no sibling into a compile error naming it. */
export type Checked<S extends Members> = {
  [K in keyof S]: Refs<S[K]> extends keyof S ? S[K] : `${Exclude<Refs<S[K]>, keyof S> & string} is not a field of this struct`;
};

/** A structure or union, before a transfer syntax gives it places. */
export interface Construct {
  readonly spec: string;
  readonly title: string;
  /** What names without a dot are counted from: `srvsvc.srvsvc_NetShareInfo1`. */
  readonly prefix: string;
  readonly members: readonly (readonly [key: string, type: AnyNdr])[];
  /** Of a union: the discriminant's type, and places of its arms by value, -1 for an empty one. */
  readonly discriminant: AnyNdr | null;
  readonly arms: ReadonlyMap<number, number>;
  /** The arm of all other values; null when there is none. */
  readonly fallback: number | null;
}

const blank: Shape = {
  form: Form.scalar,
  op: Op.uint,
  sizes: [0, 0],
  aligns: [1, 1],
  name: null,
  meaning: {},
  codec: null,
  pointer: null,
  element: null,
  dimensions: [],
  construct: null,
  inner: null,
  innerBig: null,
  table: null,
  keyIs: null,
  countName: '',
  varyingNames: null,
  isSecret: false,
  direction: 0,
};

class Type {
  constructor(shape: Shape) {
    Object.assign(this, shape);
  }
  as(name: string): Type {
    return new Type({ ...(this as unknown as Shape), name });
  }
  of(...all: Meaning[]): Type {
    return new Type({ ...(this as unknown as Shape), meaning: Object.assign({}, ...all) });
  }
  secret(): Type {
    return new Type({ ...(this as unknown as Shape), isSecret: true });
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the type factory; the words below give each its value and references
const type = (change: Partial<Shape>): any => new Type({ ...blank, ...change });
const scalar = <V>(op: Op, size: number, align = size): Ndr<V> => type({ op, sizes: [size, size], aligns: [align, align] });

export const u8 = scalar<number>(Op.uint, 1);
export const u16 = scalar<number>(Op.uint, 2);
export const u32 = scalar<number>(Op.uint, 4);
export const u64 = scalar<bigint>(Op.uint, 8);
export const i16 = scalar<number>(Op.int, 2);
export const i32 = scalar<number>(Op.int, 4);
export const i64 = scalar<bigint>(Op.int, 8);
/** An OLD_LARGE_INTEGER, MS-SAMR 2.2.2.2: two words. */
export const i64of4 = scalar<bigint>(Op.int, 8, 4);
export const u64of4 = scalar<bigint>(Op.uint, 8, 4);
/** An IDL enum: two bytes in NDR, four in NDR64 (MS-RPCE 2.2.5.3.3.1); with [v1_enum] it is u32. */
export const enum16: Ndr<number> = type({ sizes: [2, 4], aligns: [2, 4] });
/** An __int3264, MS-RPCE 2.2.4.1.1. */
export const u3264: Ndr<number> = type({ sizes: [4, 8], aligns: [4, 8] });
export const guid = scalar<string>(Op.guid, 16, 4);
/** Two DWORDs; `hyperTime` where IDL has an int64. */
export const filetime = scalar<bigint>(Op.filetime, 8, 4);
export const hyperTime = scalar<bigint>(Op.filetime, 8);
export const ipv4 = scalar<string>(Op.ipv4, 4);
export const ipv6 = scalar<string>(Op.ipv6, 16, 2);
/** Attributes and a UUID, C706 14.3.11, as one value. */
export const contextHandle = scalar<Uint8Array>(Op.bytes, 20, 4);
export const bytes = (size: number): Ndr<Uint8Array> => scalar(Op.bytes, size, 1);

const pointer =
  (kind: Pointer) =>
  <V, R extends string>(element: Ndr<V, R>): Ndr<V | undefined, R> =>
    type({ form: Form.pointer, pointer: kind, element, sizes: [4, 8], aligns: [4, 8] });
export const ref = pointer('ref');
export const unique = pointer('unique');
/** A full pointer, [ptr]: what it points at is on the wire the first time only. */
export const full = pointer('full');

const dimension = (change: Partial<Dimension>): Dimension => ({
  isConformant: false,
  isVarying: false,
  count: 0,
  sizeIs: null,
  lengthIs: null,
  ...change,
});

/** An array of arrays is one array of several dimensions: its counts lie together (C706 14.3.3.4). */
function array<V, R extends string>(element: Ndr<V, R>, d: Partial<Dimension>): Ndr<V[], R> {
  const isFlat = element.form === Form.array;
  const dimensions = [dimension(d), ...(isFlat ? element.dimensions : [])];
  return type({ form: Form.array, element: isFlat ? element.element : element, dimensions });
}

export const fixed = <V, R extends string>(element: Ndr<V, R>, count: number): Ndr<V[], R> => array(element, { count });
export const conformant = <V, R extends string, S extends string = never>(element: Ndr<V, R>, sizeIs?: S): Ndr<V[], R | S> =>
  array(element, { isConformant: true, sizeIs: sizeIs ?? null });
export const varying = <V, R extends string, L extends string = never>(element: Ndr<V, R>, lengthIs?: L): Ndr<V[], R | L> =>
  array(element, { isVarying: true, lengthIs: lengthIs ?? null });
export const conformantVarying = <V, R extends string, S extends string = never, L extends string = never>(
  element: Ndr<V, R>,
  sizeIs?: S,
  lengthIs?: L,
): Ndr<V[], R | S | L> => array(element, { isConformant: true, isVarying: true, sizeIs: sizeIs ?? null, lengthIs: lengthIs ?? null });
/** The same with a constant for a size. */
export const upTo = <V, R extends string, L extends string = never>(element: Ndr<V, R>, lengthIs?: L): Ndr<V[], R | L> =>
  array(element, { isConformant: true, isVarying: true, lengthIs: lengthIs ?? null });

/** Characters or bytes: an array that is shown as one value. */
const run = (op: Op, unit: number, d: Partial<Dimension>, more: Partial<Shape> = {}) =>
  type({ form: Form.run, op, sizes: [unit, unit], aligns: [unit, unit], dimensions: [dimension(d)], ...more });

/** [string] wchar_t *: counted on the wire, its terminator too. */
export const wstring: Ndr<string> = run(Op.utf16, 2, { isConformant: true, isVarying: true });
/** [string] char *. */
export const string: Ndr<string> = run(Op.ascii, 1, { isConformant: true, isVarying: true });
/** [string] wchar_t name[N]. */
export const wstringWithin: Ndr<string> = run(Op.utf16, 2, { isVarying: true });
/** [string] char name[N]. */
export const stringWithin: Ndr<string> = run(Op.ascii, 1, { isVarying: true });
/** The same with names of its own for its offset and count. */
export const stringWithinAs = (...varyingNames: [offset: string, actualCount: string]): Ndr<string> =>
  run(Op.ascii, 1, { isVarying: true }, { varyingNames });
/** wchar_t name[N]: all of it is on the wire. */
export const wchars = (count: number): Ndr<string> => run(Op.utf16, 2, { count });
export const chars = (count: number): Ndr<string> => run(Op.ascii, 1, { count });
/** [size_is, length_is] wchar_t *: characters that siblings count in bytes, as in RPC_UNICODE_STRING. */
export const counted: Ndr<string> = run(Op.utf16, 2, { isConformant: true, isVarying: true });
/** The same; a structure shows its characters below the text. */
export const countedWith = (inner: Struct, innerBig: Struct): Ndr<string> =>
  run(Op.utf16, 2, { isConformant: true, isVarying: true }, { inner, innerBig });
/** The same that holds no characters. */
export const countedBytes: Ndr<Uint8Array> = run(Op.bytes, 2, { isConformant: true, isVarying: true });
export const countedChars: Ndr<string> = run(Op.ascii, 1, { isConformant: true, isVarying: true });
/** [size_is] wchar_t *, without a length. */
export const sizedText = <S extends string = never>(sizeIs?: S): Ndr<string, S> =>
  run(Op.utf16, 2, { isConformant: true, sizeIs: sizeIs ?? null });
/** [size_is] byte *. */
export const blob = <S extends string = never>(sizeIs?: S): Ndr<Uint8Array, S> =>
  run(Op.bytes, 1, { isConformant: true, sizeIs: sizeIs ?? null });
/** [size_is, length_is] byte *. */
export const varyingBlob = <S extends string = never, L extends string = never>(sizeIs?: S, lengthIs?: L): Ndr<Uint8Array, S | L> =>
  run(Op.bytes, 1, { isConformant: true, isVarying: true, sizeIs: sizeIs ?? null, lengthIs: lengthIs ?? null });
/** [size_is] byte * that holds a structure which is not NDR's. */
export const holding = <S extends string = never>(inner: Struct, sizeIs?: S, countName = ''): Ndr<unknown, S> =>
  run(Op.struct, 1, { isConformant: true, sizeIs: sizeIs ?? null }, { inner, countName });
/** The same; a sibling says which structure. */
export const buffer = <K extends string, S extends string = never>(table: Table, keyIs: K, sizeIs?: S): Ndr<unknown, K | S> =>
  run(Op.dispatch, 1, { isConformant: true, sizeIs: sizeIs ?? null }, { table, keyIs });
/** A plain structure of `size` bytes and so many more for each of what its conformance counts, as a SID. */
export const conformantPlain = (inner: Struct, innerBig: Struct, size: number, each: number, align: number, countName: string): Ndr =>
  type({
    form: Form.plain,
    op: Op.struct,
    inner,
    innerBig,
    sizes: [size, size],
    aligns: [align, align],
    dimensions: [dimension({ isConformant: true, count: each })],
    countName,
  });

/** A pipe: chunks of elements until an empty one (C706 14.3.9). */
export const pipe = <V, R extends string>(element: Ndr<V, R>): Ndr<V[], R> => type({ form: Form.pipe, element });

/** Words for constructs whose Wireshark names begin with `base`, for example `srvsvc.srvsvc_`. */
export function within(base: string) {
  return {
    /** Members in IDL order. Throws, when the module loads, on a bad reference. */
    struct<const S extends Members>(spec: string, title: string, name: string, members: S & Checked<S>): Ndr<Values<S>> {
      return type({ form: Form.structure, op: Op.struct, construct: construct(spec, title, base + name, members as Members) });
    },
    /** Arms by discriminant, each with the name that Wireshark has for it; `null` for an empty arm. */
    union<const S extends string = never>(
      spec: string,
      title: string,
      name: string,
      switchIs: S | null,
      arms: Readonly<Partial<Record<number | 'default', AnyNdr | null>>>,
      discriminant: AnyNdr = u32,
    ): Ndr<unknown, S> {
      const keys = Object.keys(arms);
      const members = keys.flatMap((key): [string, AnyNdr][] => {
        const arm = arms[key as unknown as number];
        return arm === null || arm === undefined ? [] : [[key, arm]];
      });
      const place = (key: string): number => members.findIndex(([m]) => m === key);
      const places = new Map(keys.filter((k) => k !== 'default').map((k) => [Number(k), place(k)] as const));
      const fallback = keys.includes('default') ? place('default') : null;
      const made: Construct = { spec, title, prefix: base + name, members, discriminant, arms: places, fallback };
      return type({ form: Form.union, op: Op.struct, construct: made, keyIs: switchIs });
    },
  };
}

export type Values<S extends Members> = { [K in keyof S]: S[K] extends Ndr<infer V, infer _R> ? V : never };

export function construct(spec: string, title: string, prefix: string, members: Members): Construct {
  for (const [key, member] of Object.entries(members))
    for (const name of references(member))
      if (!Object.hasOwn(members, name)) throw new Error(`${title}.${key} refers to ${name}, which is not in it`);
  return { spec, title, prefix, members: Object.entries(members), discriminant: null, arms: new Map(), fallback: null };
}

function references(t: AnyNdr): string[] {
  const own = [t.keyIs, ...t.dimensions.flatMap((d) => [d.sizeIs, d.lengthIs])].filter((name) => name !== null);
  return t.element === null ? own : [...own, ...references(t.element)];
}

const going =
  (direction: number) =>
  <V, R extends string>(t: Ndr<V, R>): Ndr<V, R> =>
    type({ ...t, direction });
/** Parameters by direction. A top-level reference pointer is on the wire what it points at, and so isn't written. */
export const In = going(1);
export const Out = going(2);
export const InOut = going(3);
