import type { Damage, Frame, Interface } from './frame.ts';

/**
 * One or several capture files read as one, in the order of time.
 * next() goes through it once, in order; at() and read() reach any place at any time after the pass went by it.
 */
export interface Capture {
  readonly files: readonly CaptureFile[];
  readonly interfaces: readonly Interface[];
  readonly damage: readonly Damage[];
  readonly damageCount: number;
  /** Address to name, as the files say, up to a bound. */
  readonly names: ReadonlyMap<string, string>;
  /** Comments of sections, interfaces and frames, in file order, up to a bound; `frame` is 0 where it is not about one. */
  readonly comments: readonly { readonly frame: number; readonly text: string }[];
  /** Frames that next() has gone through. */
  readonly frameCount: number;
  /** The frame that next() moved to. */
  readonly frame: Frame;
  /** Moves `frame` on; false when there is nothing more yet (see more()) or ever. Never throws on what a file holds. */
  next(): boolean;
  /** After next() was false: waits until a pipe or a decompressor has brought more; false when everything ended. */
  more(): Promise<boolean>;
  /** Bytes of input gone through and known in all, for a progress line; total grows while input is being spooled. */
  readonly progress: { readonly done: number; readonly total: number };
  /** The frame with this number (1..frameCount), read again; undefined when out of range. The instance is reused by the next call. */
  at(number: number): Frame | undefined;
  /** Number of the frame that holds the byte at this position. */
  numberAt(position: number): number;
  /** Copies `length` bytes from a position into `into` at `offset`; returns how many could be read. */
  read(position: number, length: number, into: Uint8Array, offset: number): number;
  /** The same files read once more from the beginning; they stay the first one's, which closes them. */
  again(): Capture;
  close(): void;
}

export interface CaptureFile {
  readonly path: string;
  /** `pcap`, `pcapng`, or null when the file is none. */
  readonly format: string | null;
  /** For example `little-endian, nanoseconds`. */
  readonly variant: string;
  /** Outermost first: `gzip`, `zstd`, `lz4`. */
  readonly compression: readonly string[];
  /** Bytes of the file as it is on disk, or as they have come through the pipe. */
  readonly size: number;
  frames: number;
  /** Who wrote it, where the format says so; else empty. */
  hardware: string;
  os: string;
  application: string;
  /** Decryption secrets blocks: type and length only. Kept up to a bound. */
  readonly secrets: { readonly type: number; readonly length: number }[];
}
