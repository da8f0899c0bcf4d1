/** Position of a byte in what was captured: `file * FILE_SPAN + offset`, exact in a double up to 512 files of 16 TiB. */
export const FILE_SPAN = 2 ** 44;

/**
 * The frame that a reader stands on. A reader fills one instance over and over, so nothing is allocated for a frame;
 * `data` and `bytes` show the reader's chunk and are valid until the next call of next().
 * A number that may be large starts as NaN, which keeps the hidden class from changing when a large value arrives.
 */
export class Frame {
  data: DataView = new DataView(new ArrayBuffer(0));
  /** The same chunk as `data`, with the same offsets. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Where the frame begins in the chunk. */
  start = 0;
  /** Bytes of the frame that the file holds. */
  captured = 0;
  /** Bytes that were on the wire. */
  original = Number.NaN;
  /** Unix time: whole seconds, and nanoseconds 0..999999999. */
  seconds = Number.NaN;
  nanoseconds = Number.NaN;
  /** LINKTYPE_ value, see tcpdump.org/linktypes.html. */
  linkType = 0;
  /** Index into Capture.interfaces. */
  interface = 0;
  /** Position of the frame's first byte, see FILE_SPAN. */
  position = Number.NaN;
  /** Counted from 1, across files in the order of time. */
  number = 0;
}

/** What a capture says about where its frames were taken. */
export interface Interface {
  readonly file: number;
  readonly linkType: number;
  /** 0: no limit known. */
  readonly snapLength: number;
  readonly name: string;
  readonly description: string;
  readonly filter: string;
  readonly os: string;
  /** Units of a second that a time stamp counts: 10^-6 is 1e6. */
  readonly ticksPerSecond: number;
  frames: number;
  /** Frames that the interface received and dropped, from an interface statistics block; NaN when it does not say. */
  received: number;
  dropped: number;
}

/** What was wrong with a file, and where. Kept up to a bound; `Capture.damageCount` goes on counting. */
export interface Damage {
  readonly file: number;
  /** In bytes from the start of the file (of its decompressed content, when compressed). */
  readonly offset: number;
  /** `cut`: the file ends inside a record. `corrupt`: something that can't be. `foreign`: not a capture at all. */
  readonly kind: 'cut' | 'corrupt' | 'foreign';
  readonly text: string;
}
