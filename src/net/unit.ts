import type { Stream } from './stream.ts';

/** What a transport frames as one. */
export const UnitKind = { session: 0, nameService: 1, datagramService: 2, kerberos: 3, password: 4, rpc: 5 } as const;
export type UnitKind = (typeof UnitKind)[keyof typeof UnitKind];

/** Takes the bytes of one long message while they pass, so that they need not be read again. */
export interface Follower {
  /** The next `length` bytes, at `from`; they are there for the time of the call. */
  pass(bytes: Uint8Array, from: number, length: number): void;
  /** No more is asked of it. */
  end(): void;
}

/** The position of a piece that was not captured. */
export const MISSING = -1;

/**
 * A unit on its way from the network to the index; one instance is filled over and over.
 * Its first `available` bytes lie at `start` of `data`; a long message's rest is only counted.
 */
export class Unit {
  kind: UnitKind = 0;
  stream: Stream | null = null;
  direction: 0 | 1 = 0;
  data: DataView = new DataView(new ArrayBuffer(0));
  start = 0;
  available = 0;
  /** Bytes as framed, the four bytes of the session header included. */
  length = 0;
  /** Where the bytes lie: positions (MISSING for a hole) and lengths of `pieces` pieces in order. */
  positions = new Float64Array(16).fill(Number.NaN);
  lengths = new Int32Array(16);
  pieces = 0;
  /** Bytes of the stream that were lost or not recognised right before this unit; 0 ordinarily. */
  skipped = 0;
  isIncomplete = false;
  /** Who took all bytes beyond the available ones; null where nobody did. */
  follower: Follower | null = null;
  /** The frame that completes it. */
  frame = 0;
  seconds = Number.NaN;
  nanoseconds = Number.NaN;
}

/** Who the network hands units to. */
export interface Listener {
  /** Who takes the bytes of a message that follow the `available` ones (at least HEAD) in `data`; null where nobody does. */
  follow(stream: Stream, direction: 0 | 1, data: DataView, start: number, available: number, length: number): Follower | null;
  /** How many of a message's first bytes the index wants to see, told from the `available` ones (at least HEAD, or all). */
  wanted(data: DataView, start: number, available: number, length: number, isFollowed: boolean): number;
  unit(unit: Unit): void;
}

/** Type and length in front of each packet of the session service, RFC 1002 4.3.1. */
export const SESSION_HEADER = 4;

/** Bytes after which `wanted` is asked: session header, SMB2 header and the longest fixed body. */
export const HEAD = SESSION_HEADER + 64 + 64;
