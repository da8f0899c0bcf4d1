import type { Capture } from '../capture.ts';

/** Input that is still coming: an interface, a pipe, or a file that grows. */
export interface Feed {
  readonly capture: Capture;
  /** What it is read from, for people: `lo`, `standard input`, a path. */
  readonly name: string;
  /** What captures it; empty when that is not known. */
  readonly backend: string;
  /** Frames that the kernel dropped; NaN where that is not known. */
  readonly dropped: number;
  readonly isOver: boolean;
  /** Whether there is more where it comes from than this once. */
  readonly canRestart: boolean;
  /** Why it ended though nobody wanted that: one sentence. Empty while all is well. */
  readonly failure: string;
  /** Resolves when nothing more is to be waited for, whatever capture.more() does. */
  readonly abandoned: Promise<void>;
  /** What has come, read once more from the beginning; null where that is gone. */
  again(): Capture | null;
  /** Ends it in order; what comes until then is in the capture. */
  stop(): Promise<void>;
  /** Gives back what it holds; what was not to be kept is gone. */
  close(): void;
}
