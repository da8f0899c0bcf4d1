import type { Span } from './mistake.ts';

export type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';
/** Whether one value has to fulfil a relation, or all of them. */
export type Quantifier = 'any' | 'all';

/** What stands on either side of a relation. */
export type Operand =
  | Word
  | { readonly kind: 'text' | 'character'; readonly text: string; readonly span: Span }
  | { readonly kind: 'slice'; readonly of: Operand; readonly ranges: readonly Range[]; readonly span: Span }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Operand[]; readonly span: Span }
  | { readonly kind: 'negative'; readonly of: Operand; readonly span: Span }
  | { readonly kind: 'arithmetic'; readonly sign: string; readonly left: Operand; readonly right: Operand; readonly span: Span };

/** A field's name or a value as written. */
export interface Word {
  readonly kind: 'word';
  readonly text: string;
  readonly span: Span;
  /** `#`: only of these layers of its protocol, counted from 1, outermost first; null for all. */
  readonly layers: readonly Range[] | null;
  /** `@`: the bytes as they are on the wire. */
  readonly isRaw: boolean;
}

/** `length` bytes, or layers, (Infinity: the rest) from `start` on, which counts from the end where it is negative. */
export interface Range {
  readonly start: number;
  readonly length: number;
}

export interface Item {
  readonly from: Operand;
  /** The range's end; null for a single value. */
  readonly to: Operand | null;
}

export type Expression =
  | { readonly kind: 'and' | 'or' | 'xor'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'test'; readonly of: Operand }
  | CompareExpression
  | TextExpression
  | { readonly kind: 'in'; readonly quantifier: Quantifier; readonly left: Operand; readonly items: readonly Item[]; readonly span: Span };

interface Sides {
  readonly quantifier: Quantifier;
  readonly left: Operand;
  readonly right: Operand;
  readonly span: Span;
}

export interface CompareExpression extends Sides {
  readonly kind: 'compare';
  readonly comparison: Comparison;
}

export interface TextExpression extends Sides {
  readonly kind: 'contains' | 'matches';
}
