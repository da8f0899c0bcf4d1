import type { Bits, ByLength, ByStart, Codec, Condition, Entry, Fact, Names, Shown, Table } from './meaning.ts';
import { Op, plain, type Row, row, type Shape } from './row.ts';
import type { Struct } from './struct.ts';

export type { Bits, ByLength, ByStart, Codec, Condition, Entry, Fact, Names, Shown, Table };

/**
 * One row of a wire structure, as data.
 * V is the decoded value; R the sibling fields it refers to, checked by struct().
 */
export interface Field<V = unknown, R extends string = never> extends Shape {
  /** Present only when the facts say so. Adjacent conditional rows of equal size overlay each other. */
  if(condition: Condition): Field<V | undefined, R>;
  /**
   * Lies elsewhere: at the sibling's value from the message's (or struct's) start; offset 0 says absent.
   * With a base it counts from where that sibling begins, as in a buffer of names, and 0 is an offset like others.
   */
  at<O extends string, L extends string = never, B extends string = never>(offset: O, length?: L, base?: B): Field<V, R | O | L | B>;
  /** In place, as many bytes as the sibling says; with a bias where it counts other rows too, `.sized('Length', -2)`. */
  sized<L extends string>(length: L, bias?: number): Field<V, R | L>;
  /** In place, what the sibling leaves of so many bytes. */
  left<L extends string>(length: L, room: number): Field<V, R | L>;
  /** In place, as many items as the sibling or the constant says; Infinity, until the window ends. */
  times(count: number): Field<V[], R>;
  times<C extends string>(count: C): Field<V[], R | C>;
  /** Lies elsewhere: an item at each of the offsets that the sibling array holds, counted as those of `.at()`. */
  atEach<O extends string>(offsets: O): Field<V[], R | O>;
  /** Present when the sibling has one of the bits of the mask, or when they have the value. */
  when<F extends string>(flags: F, mask: number, value?: number): Field<V | undefined, R | F>;
  /** Present when the sibling has none of the bits of the mask. */
  unless<F extends string>(flags: F, mask: number): Field<V | undefined, R | F>;
  /** Shares its bytes with the next row, which begins where this one does; without name and bits it is only read, not shown. */
  peek(): Field<V, R>;
  /** Of a structure: when the facts say so, the sender left out what does not fit, and nothing is malformed for that. */
  cutWhen(condition: Condition): Field<V, R>;
  /** Of a fixed size: may be left out where nothing follows it. */
  optional(): Field<V | undefined, R>;
  /** A key: that it is there is shown, and what it is reaches no output. */
  secret(): Field<V, R>;
  /** Its bytes are a structure in turn, or one of a table by a sibling's value: its rows are shown below the value. */
  holds(inner: Entry): Field<V, R>;
  holds<K extends string>(table: Table, key: K): Field<V, R | K>;
  /** An array of unknown length ends after the item whose field has the value. */
  until(field: string, value: number): Field<V, R>;
  /** Present when it ends before what these siblings point to; those that are 0 point to nothing. Without any, when the window has room for it. */
  before(): Field<V | undefined, R>;
  before<O extends string>(...offsets: O[]): Field<V | undefined, R | O>;
  /** Has a generated child over the same bytes: what the project knows behind an id. */
  shows(abbrev: string, fact: Fact): Field<V, R>;
  /** The same over no bytes. */
  tells(abbrev: string, fact: Fact): Field<V, R>;

  readonly __value?: V;
  readonly __refs?: R;
}

export type Meaning = Partial<Pick<Shape, 'names' | 'bits' | 'hex'>>;
function number(op: Op, size: number, bigEndian: boolean, abbrev: string, all: readonly Meaning[]): Row {
  const r: Row = plain(op, size, abbrev);
  r.bigEndian = bigEndian;
  for (const { names, bits, hex } of all) {
    if (names) r.names = names;
    if (bits) r.bits = bits;
    if (hex !== undefined) r.hex = hex;
  }
  return r;
}
const integer =
  (op: Op, size: number, bigEndian: boolean) =>
  (abbrev: string, ...all: Meaning[]): Field<number> =>
    number(op, size, bigEndian, abbrev, all) as unknown as Field<number>;
const wide =
  (op: Op, bigEndian: boolean) =>
  (abbrev: string, ...all: Meaning[]): Field<bigint> =>
    number(op, 8, bigEndian, abbrev, all) as unknown as Field<bigint>;

export const u8 = integer(Op.uint, 1, false);
export const u16 = integer(Op.uint, 2, false);
export const u24 = integer(Op.uint, 3, false);
export const u32 = integer(Op.uint, 4, false);
export const u64 = wide(Op.uint, false);
export const i16 = integer(Op.int, 2, false);
export const i32 = integer(Op.int, 4, false);
export const i64 = wide(Op.int, false);
export const u16be = integer(Op.uint, 2, true);
export const u24be = integer(Op.uint, 3, true);
export const u32be = integer(Op.uint, 4, true);
export const u48be = integer(Op.uint, 6, true);
export const u64be = wide(Op.uint, true);
export const guid = (abbrev: string): Field<string> => plain(Op.guid, 16, abbrev);
/** 100 ns steps since 1601-01-01 UTC, MS-DTYP 2.3.3. */
export const filetime = (abbrev: string): Field<bigint> => plain(Op.filetime, 8, abbrev);
/** Without a size: the rest of the window, or what `.sized()` says. */
export const bytes = (abbrev: string, size = -1): Field<Uint8Array> => plain(Op.bytes, size, abbrev);
export const utf16 = (abbrev: string, size = -1): Field<string> => plain(Op.utf16, size, abbrev);
export const ascii = (abbrev: string, size = -1): Field<string> => plain(Op.ascii, size, abbrev);
export const ipv4 = (abbrev: string): Field<string> => plain(Op.ipv4, 4, abbrev);
export const ipv6 = (abbrev: string): Field<string> => plain(Op.ipv6, 16, abbrev);
/** A MAC address. */
export const ether = (abbrev: string): Field<string> => plain(Op.ether, 6, abbrev);
/** With a struct, its rows are shown below the value, over the same bytes. */
export const coded = (abbrev: string, codec: Codec, inner: Struct | null = null): Field<string> =>
  row({ op: Op.coded, abbrev, codec, inner });

export const nested = (abbrev: string, inner: Struct): Field => row({ op: Op.struct, abbrev, inner });
/** Records linked by a byte distance to the next one, 0 ending the list. */
export const chain = (abbrev: string, inner: Struct, nextOf: string): Field => row({ op: Op.struct, abbrev, inner, nextOf });
/** The structure depends on a sibling's value, or on a fact: one table entry per context type, info class or control code. */
export function dispatch<K extends string>(abbrev: string, table: Table, key: K): Field<unknown, K>;
export function dispatch(abbrev: string, table: Table, key: Fact): Field;
export function dispatch(abbrev: string, table: Table, key: string | Fact): Field<unknown, string> {
  return row(typeof key === 'string' ? { op: Op.dispatch, abbrev, table, keyOf: key } : { op: Op.dispatch, abbrev, table, keyFact: key });
}
/** An entry of a table whose versions differ in length only. */
export const byLength = (structs: Readonly<Record<number, Struct>>): ByLength => ({
  lengths: Object.entries(structs)
    .map(([size, inner]) => [Number(size), inner] as const)
    .sort((a, b) => b[0] - a[0]),
});
/** An entry of a table whose structs say by their first bytes which of them they are. */
export const byStart = (structs: Readonly<Record<string, Struct>>): ByStart => ({ starts: Object.entries(structs) });
/**
 * What the project worked out rather than read; absent while unknown. It takes no bytes, but Wireshark lays some such rows over bytes of the
 * struct that mean something else: `[offset, size]` from the struct's start.
 */
export const fact = (abbrev: string, of: Fact, over: readonly [offset: number, size: number] = [0, 0]): Field<undefined> =>
  row({ op: Op.fact, size: over[1], lengthBias: over[0], abbrev, fact: of });

export const names = <const N extends Names>(n: N) => ({ names: n });
export const bits = <const B extends Bits>(b: B) => ({ bits: b as Bits, hex: true });
export const hex = { hex: true };
