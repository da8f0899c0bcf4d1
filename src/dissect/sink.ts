import type { Fact } from './meaning.ts';
import type { Struct } from './struct.ts';

/**
 * `malformed`: runs past what its container declares. `truncated`: declared, but not captured. `unknown`: no dissector for it.
 * `cut`: the sender says that it left out what does not fit. `untrusted`: nobody with the key wrote it.
 */
export type Trouble = 'malformed' | 'truncated' | 'unknown' | 'cut' | 'untrusted';

/**
 * Where a walk reports. A tree builder keeps what it hears; a scan listens for the fields it names.
 * A row is named by its struct and its place in it; `item` is its place in an array, -1 outside one.
 */
export interface Sink {
  enter(owner: Struct, row: number, item: number, inner: Struct, from: number): void;
  leave(to: number): void;
  /** What follows, until `leave`, are the parts of the leaf just reported. */
  parts(): void;
  leaf(owner: Struct, row: number, item: number, from: number, length: number, value: number): void;
  /** A row that is worked out rather than read, laid over bytes or over none. */
  fact(owner: Struct, row: number, from: number, length: number, value: string | number): void;
  /** Bytes that no row shows here decide which rows come. */
  decide?(from: number, length: number): void;
  /** A row would be worked out here if more were known. */
  untold?(fact: Fact): void;
  note(kind: Trouble, reason: string, from: number, length: number): void;
  /** Bytes that belong to no row but say where rows are: tags and lengths. */
  framing(from: number, to: number): void;
  /** Bytes that only align what follows. */
  pad(from: number, length: number): void;
  /** The group that is open, for rows that belong to it and come later on the wire. */
  hold(): unknown;
  /** Opens a held group again, until `release`. */
  resume(held: unknown): void;
  release(): void;
}

/** What the engine itself asks of the facts: which direction a dispatch takes. */
export interface Direction {
  readonly isResponse: boolean;
}
