import type { Bits, Codec, Condition, Entry, Fact, Names, Shown, Table } from './meaning.ts';
import type { Struct } from './struct.ts';

export type { Table };

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

type Mutable = { -readonly [K in keyof Shape]: Shape[K] };

/** A class, so that every field has one hidden class and the walker reads it at a fixed offset. */
export class Row implements Mutable {
  declare op: Op;
  declare size: number;
  declare abbrev: string;
  declare bigEndian: boolean;
  declare hex: boolean;
  declare names: Names | null;
  declare bits: Bits | null;
  declare inner: Struct | null;
  declare table: Table | null;
  declare codec: Codec | null;
  declare fact: Fact | null;
  declare shown: readonly Shown[] | null;
  declare condition: Condition | null;
  declare offsetOf: string | null;
  declare lengthOf: string | null;
  declare baseOf: string | null;
  declare lengthBias: number;
  declare lengthLeft: boolean;
  declare countOf: string | null;
  declare keyOf: string | null;
  declare keyFact: Fact | null;
  declare held: Table | null;
  declare repeats: number;
  declare nextOf: string | null;
  declare eachOf: string | null;
  declare lastOf: string | null;
  declare lastValue: number;
  declare beforeOf: readonly string[] | null;
  declare tags: readonly number[] | null;
  declare peeks: boolean;
  declare flagOf: string | null;
  declare flag: number;
  declare flagValue: number;
  declare flagClear: boolean;
  declare cut: Condition | null;
  declare mayEnd: boolean;
  declare isSecret: boolean;
  /** A copy, by hand: spreading so many properties took most of the time that loading the tables did. */
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
    const r = new Row(this);
    r.condition = condition;
    return r;
  }
  at(offsetOf: string, lengthOf: string | null = null, baseOf: string | null = null): Row {
    const r = new Row(this);
    r.offsetOf = offsetOf;
    r.lengthOf = lengthOf;
    r.baseOf = baseOf;
    return r;
  }
  sized(lengthOf: string, lengthBias = 0): Row {
    const r = new Row(this);
    r.lengthOf = lengthOf;
    r.lengthBias = lengthBias;
    return r;
  }
  left(lengthOf: string, lengthBias: number): Row {
    const r = new Row(this);
    r.lengthOf = lengthOf;
    r.lengthBias = lengthBias;
    r.lengthLeft = true;
    return r;
  }
  times(count: string | number): Row {
    const r = new Row(this);
    if (typeof count === 'number') r.repeats = count;
    else r.countOf = count;
    return r;
  }
  atEach(eachOf: string): Row {
    const r = new Row(this);
    r.eachOf = eachOf;
    return r;
  }
  when(flagOf: string, flag: number, flagValue = -1): Row {
    const r = new Row(this);
    r.flagOf = flagOf;
    r.flag = flag;
    r.flagValue = flagValue;
    return r;
  }
  unless(flagOf: string, flag: number): Row {
    const r = new Row(this);
    r.flagOf = flagOf;
    r.flag = flag;
    r.flagClear = true;
    return r;
  }
  peek(): Row {
    const r = new Row(this);
    r.peeks = true;
    return r;
  }
  holds(inner: Entry | Table, keyOf: string | null = null): Row {
    const r = new Row(this);
    r.held = keyOf === null ? { other: inner as Entry } : (inner as Table);
    r.keyOf = keyOf;
    return r;
  }
  until(lastOf: string, lastValue: number): Row {
    const r = new Row(this);
    r.repeats = Number.POSITIVE_INFINITY;
    r.lastOf = lastOf;
    r.lastValue = lastValue;
    return r;
  }
  before(...beforeOf: string[]): Row {
    const r = new Row(this);
    r.beforeOf = beforeOf;
    return r;
  }
  cutWhen(cut: Condition): Row {
    const r = new Row(this);
    r.cut = cut;
    return r;
  }
  secret(): Row {
    const r = new Row(this);
    r.isSecret = true;
    return r;
  }
  optional(): Row {
    const r = new Row(this);
    r.mayEnd = true;
    return r;
  }
  shows(abbrev: string, fact: Fact): Row {
    return this.showing({ abbrev, fact, isOver: true });
  }
  tells(abbrev: string, fact: Fact): Row {
    return this.showing({ abbrev, fact, isOver: false });
  }
  private showing(shown: Shown): Row {
    const r = new Row(this);
    r.shown = [...(this.shown ?? []), shown];
    return r;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the row factory; the words below give each row its type
export const changed = (shape: Shape, change: Partial<Shape>): any => Object.assign(new Row(shape), change);

export const row = (change: Partial<Shape>) => changed(blank, change);

// biome-ignore lint/suspicious/noExplicitAny: as above
export function plain(op: Op, size: number, abbrev: string): any {
  const r = new Row(blank);
  r.op = op;
  r.size = size;
  r.abbrev = abbrev;
  return r;
}
