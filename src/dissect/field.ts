import type { Bits, ByLength, ByStart, Codec, Condition, Entry, Fact, Names, Shown, Table } from './meaning.ts';
import type { Struct } from './struct.ts';

/** What a wire field is made of. The walker and the readers switch on it. */
export const Op = {
  uint: 0,
  int: 1,
  bytes: 2,
  guid: 3,
  filetime: 4,
  utf16: 5,
  ascii: 6,
  ipv4: 7,
  ipv6: 8,
  ether: 9,
  coded: 10,
  struct: 11,
  dispatch: 12,
  fact: 13,
  bitString: 14,
  time: 15,
} as const;
export type Op = (typeof Op)[keyof typeof Op];

export type { Bits, ByLength, ByStart, Codec, Condition, Entry, Fact, Names, Shown, Table };

export interface Shape {
  readonly op: Op;
  /** Bytes on the wire; -1 when the data decides. */
  readonly size: number;
  /** Wireshark's filter name; '' for a row that only groups. */
  readonly abbrev: string;
  readonly bigEndian: boolean;
  /** Shown as a hexadecimal number. */
  readonly hex: boolean;
  readonly names: Names | null;
  readonly bits: Bits | null;
  readonly inner: Struct | null;
  readonly table: Table | null;
  readonly codec: Codec | null;
  readonly fact: Fact | null;
  /** Generated rows below this one. */
  readonly shown: readonly Shown[] | null;
  readonly condition: Condition | null;
  readonly offsetOf: string | null;
  readonly lengthOf: string | null;
  /** Where the offset counts from, when it is neither the message nor the struct: the start of an earlier sibling. */
  readonly baseOf: string | null;
  /** Added to what the sibling says, for lengths that count more than the row; of a fact where it is laid. */
  readonly lengthBias: number;
  /** The sibling says how much of `lengthBias` is taken, and the row is what is left. */
  readonly lengthLeft: boolean;
  readonly countOf: string | null;
  readonly keyOf: string | null;
  /** The key of a dispatch when no sibling has it. */
  readonly keyFact: Fact | null;
  /** What the bytes of a value hold in turn, shown below it; chosen by the key, and nothing where the table has none. */
  readonly held: Table | null;
  /** Constant item count of an array without a counter. */
  readonly repeats: number;
  readonly nextOf: string | null;
  /** An item at each offset of the sibling array. */
  readonly eachOf: string | null;
  /** An array ends after the item in which a field has the value. */
  readonly lastOf: string | null;
  readonly lastValue: number;
  /** Present where it ends before the first of what the siblings point to, and inside the window. */
  readonly beforeOf: readonly string[] | null;
  /** Identifier octets of an ASN.1 row, outermost first: those that stand around what its node shows. */
  readonly tags: readonly number[] | null;
  /** Reads ahead: the next row begins where this one does. */
  readonly peeks: boolean;
  /** Present when the sibling has one of these bits, or when they have a value. */
  readonly flagOf: string | null;
  readonly flag: number;
  /** -1 for any. */
  readonly flagValue: number;
  /** Present when it has none of them, rather. */
  readonly flagClear: boolean;
  /** The sender left out what does not fit. */
  readonly cut: Condition | null;
  /** May be missing where the window ends. */
  readonly mayEnd: boolean;
  /** A key or the like: its value reaches no output. */
  readonly isSecret: boolean;
}

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

const blank: Shape = {
  op: Op.uint,
  size: -1,
  abbrev: '',
  bigEndian: false,
  hex: false,
  names: null,
  bits: null,
  inner: null,
  table: null,
  codec: null,
  fact: null,
  shown: null,
  condition: null,
  offsetOf: null,
  lengthOf: null,
  baseOf: null,
  lengthBias: 0,
  lengthLeft: false,
  countOf: null,
  keyOf: null,
  keyFact: null,
  held: null,
  repeats: 0,
  nextOf: null,
  eachOf: null,
  lastOf: null,
  lastValue: 0,
  beforeOf: null,
  tags: null,
  peeks: false,
  flagOf: null,
  flag: 0,
  flagValue: -1,
  flagClear: false,
  cut: null,
  mayEnd: false,
  isSecret: false,
};

/** A class, so that every field has one hidden class and the walker reads it at a fixed offset. */
class Row implements Shape {
  readonly op;
  readonly size;
  readonly abbrev;
  readonly bigEndian;
  readonly hex;
  readonly names;
  readonly bits;
  readonly inner;
  readonly table;
  readonly codec;
  readonly fact;
  readonly shown;
  readonly condition;
  readonly offsetOf;
  readonly lengthOf;
  readonly baseOf;
  readonly lengthBias;
  readonly lengthLeft;
  readonly countOf;
  readonly keyOf;
  readonly keyFact;
  readonly held;
  readonly repeats;
  readonly nextOf;
  readonly eachOf;
  readonly lastOf;
  readonly lastValue;
  readonly beforeOf;
  readonly tags;
  readonly peeks;
  readonly flagOf;
  readonly flag;
  readonly flagValue;
  readonly flagClear;
  readonly cut;
  readonly mayEnd;
  readonly isSecret;
  constructor(s: Shape) {
    this.op = s.op;
    this.size = s.size;
    this.abbrev = s.abbrev;
    this.bigEndian = s.bigEndian;
    this.hex = s.hex;
    this.names = s.names;
    this.bits = s.bits;
    this.inner = s.inner;
    this.table = s.table;
    this.codec = s.codec;
    this.fact = s.fact;
    this.shown = s.shown;
    this.condition = s.condition;
    this.offsetOf = s.offsetOf;
    this.lengthOf = s.lengthOf;
    this.baseOf = s.baseOf;
    this.lengthBias = s.lengthBias;
    this.lengthLeft = s.lengthLeft;
    this.countOf = s.countOf;
    this.keyOf = s.keyOf;
    this.keyFact = s.keyFact;
    this.held = s.held;
    this.repeats = s.repeats;
    this.nextOf = s.nextOf;
    this.eachOf = s.eachOf;
    this.lastOf = s.lastOf;
    this.lastValue = s.lastValue;
    this.beforeOf = s.beforeOf;
    this.tags = s.tags;
    this.peeks = s.peeks;
    this.flagOf = s.flagOf;
    this.flag = s.flag;
    this.flagValue = s.flagValue;
    this.flagClear = s.flagClear;
    this.cut = s.cut;
    this.mayEnd = s.mayEnd;
    this.isSecret = s.isSecret;
  }
  if(condition: Condition): Row {
    return changed(this, { condition });
  }
  at(offsetOf: string, lengthOf: string | null = null, baseOf: string | null = null): Row {
    return changed(this, { offsetOf, lengthOf, baseOf });
  }
  sized(lengthOf: string, lengthBias = 0): Row {
    return changed(this, { lengthOf, lengthBias });
  }
  left(lengthOf: string, lengthBias: number): Row {
    return changed(this, { lengthOf, lengthBias, lengthLeft: true });
  }
  times(count: string | number): Row {
    return typeof count === 'number' ? changed(this, { repeats: count }) : changed(this, { countOf: count });
  }
  atEach(eachOf: string): Row {
    return changed(this, { eachOf });
  }
  when(flagOf: string, flag: number, flagValue = -1): Row {
    return changed(this, { flagOf, flag, flagValue });
  }
  unless(flagOf: string, flag: number): Row {
    return changed(this, { flagOf, flag, flagClear: true });
  }
  peek(): Row {
    return changed(this, { peeks: true });
  }
  holds(inner: Entry | Table, keyOf: string | null = null): Row {
    return changed(this, { held: keyOf === null ? { other: inner as Entry } : (inner as Table), keyOf });
  }
  until(lastOf: string, lastValue: number): Row {
    return changed(this, { repeats: Number.POSITIVE_INFINITY, lastOf, lastValue });
  }
  before(...beforeOf: string[]): Row {
    return changed(this, { beforeOf });
  }
  cutWhen(cut: Condition): Row {
    return changed(this, { cut });
  }
  secret(): Row {
    return changed(this, { isSecret: true });
  }
  optional(): Row {
    return changed(this, { mayEnd: true });
  }
  shows(abbrev: string, fact: Fact): Row {
    return changed(this, { shown: [...(this.shown ?? []), { abbrev, fact, isOver: true }] });
  }
  tells(abbrev: string, fact: Fact): Row {
    return changed(this, { shown: [...(this.shown ?? []), { abbrev, fact, isOver: false }] });
  }
}

/** A copy by the constructor: spreading so many properties took most of the time that loading the tables did. */
// biome-ignore lint/suspicious/noExplicitAny: the row factory; the words below give each row its type
export const changed = (shape: Shape, change: Partial<Shape>): any => Object.assign(new Row(shape), change);

export const row = (change: Partial<Shape>) => changed(blank, change);

export type Meaning = Partial<Pick<Shape, 'names' | 'bits' | 'hex'>>;
const meaning = (all: readonly Meaning[]): Meaning => Object.assign({}, ...all);
const integer =
  (op: Op, size: number, bigEndian: boolean) =>
  (abbrev: string, ...all: Meaning[]): Field<number> =>
    row({ op, size, bigEndian, abbrev, ...meaning(all) });
const wide =
  (op: Op, bigEndian: boolean) =>
  (abbrev: string, ...all: Meaning[]): Field<bigint> =>
    row({ op, size: 8, bigEndian, abbrev, ...meaning(all) });

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
export const guid = (abbrev: string): Field<string> => row({ op: Op.guid, size: 16, abbrev });
/** 100 ns steps since 1601-01-01 UTC, MS-DTYP 2.3.3. */
export const filetime = (abbrev: string): Field<bigint> => row({ op: Op.filetime, size: 8, abbrev });
/** Without a size: the rest of the window, or what `.sized()` says. */
export const bytes = (abbrev: string, size = -1): Field<Uint8Array> => row({ op: Op.bytes, size, abbrev });
export const utf16 = (abbrev: string, size = -1): Field<string> => row({ op: Op.utf16, size, abbrev });
export const ascii = (abbrev: string, size = -1): Field<string> => row({ op: Op.ascii, size, abbrev });
export const ipv4 = (abbrev: string): Field<string> => row({ op: Op.ipv4, size: 4, abbrev });
export const ipv6 = (abbrev: string): Field<string> => row({ op: Op.ipv6, size: 16, abbrev });
/** A MAC address. */
export const ether = (abbrev: string): Field<string> => row({ op: Op.ether, size: 6, abbrev });
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

export const names = <const N extends Names>(n: N) => ({ ...n, names: n as Names });
export const bits = <const B extends Bits>(b: B) => ({ bits: b as Bits, hex: true });
export const hex = { hex: true };
