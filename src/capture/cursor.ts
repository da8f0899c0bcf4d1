import type { Frame } from './frame.ts';

/** Goes through the records of one file. Every decision depends on the file's bytes alone, so a second pass finds the same frames. */
export interface Cursor {
  /** Moves on; false when the file holds no further frame: for ever if `finished`, else until it has grown. Expects the previous frame in `frame`. */
  next(frame: Frame): boolean;
  readonly finished: boolean;
  /** File offset of the record that holds the last frame. */
  readonly record: number;
  /** File offset that the cursor has reached. */
  readonly position: number;
  /** Goes back to a record that an earlier pass stood on. */
  seek(record: number): void;
}

/** Most bytes that a frame may have, whatever its record says. */
export const FRAME_LIMIT = 2 ** 24;

/** Longest frame to be believed where the capture's limit is `snapLength`. */
export function frameLimit(snapLength: number): number {
  return Math.min(Math.max(snapLength, 262_144), FRAME_LIMIT);
}

const DAY = 86_400;

/** Whether a time fits one nearby in the file; used only where the records themselves are in doubt. */
export function isNear(seconds: number, other: number): boolean {
  return seconds >= other - DAY && seconds <= other + 366 * DAY;
}

/** What was skipped is remembered from this length on, so that later passes need not search it again. */
export const LONG_SKIP = 65_536;
