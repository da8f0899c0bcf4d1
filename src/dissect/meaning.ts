import type { Struct } from './struct.ts';

/** Constants of an enumeration as the specification spells them. */
export type Names = Readonly<Record<string, number>>;
/**
 * Bits of a flags field: mask, Wireshark name and, for bits that count, what the value means or its unit; `any` where Wireshark says only if one is set.
 */
export type Bits = Readonly<Record<string, readonly [mask: number, abbrev: string, meaning?: Names | number | 'any']>>;
/** Structs told apart by how many bytes they have: the longest that fits. */
export interface ByLength {
  /** Longest first. */
  readonly lengths: readonly (readonly [size: number, inner: Struct])[];
}
/** Structs told apart by their first bytes: the first pattern that fits. */
export interface ByStart {
  /** Hexadecimal digits, `?` for any. */
  readonly starts: readonly (readonly [pattern: string, inner: Struct])[];
}
export type Entry = Struct | ByLength | ByStart;
type Pair = { readonly request?: Entry; readonly response?: Entry };
/** What a dispatch chooses from: one struct, or one for each direction. The entry `other` serves the keys that have none of their own, or none for a direction. */
export type Table = Readonly<Record<string | number, Entry | Pair>>;

/**
 * Conditions and generated rows ask the facts of a message: plain data, fixed by the index pass. Each table types its own facts;
 * the engine hands them through without looking (`never` lets any parameter type in).
 */
export type Condition = (facts: never) => boolean;
export type Fact = (facts: never) => string | number | undefined;

/** A string form that the plain words can't express, such as a compressed name. */
export interface Codec {
  /** How many bytes from `from` it takes, at most `to - from`; less than 1 when it is damaged. Offsets count from `message`. */
  measure(data: DataView, from: number, to: number, message: number): number;
  /** Its value; must bound its own work. */
  read(data: DataView, from: number, to: number, message: number): string;
  /** What a person reads, where that says more than the value. */
  describe?(data: DataView, from: number, to: number, message: number): string;
}

/** What the project knows behind a value: a generated row over its bytes, or over none. */
export interface Shown {
  readonly abbrev: string;
  readonly fact: Fact;
  readonly isOver: boolean;
}
