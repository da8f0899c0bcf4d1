import { setImmediate as turn } from 'node:timers/promises';
import type { Pass } from '../smb/pass.ts';

/** Milliseconds that keys may have to wait for. */
const SLICE = 8;
const FIRST_FRAMES = 512;
const MOST_FRAMES = 1 << 16;

export interface Reader {
  isOver(): boolean;
  onWaiting(isWaiting: boolean): void;
}

/** Runs the pass in slices, with keys and frames in between, until the capture ends or nobody wants it any more. */
export async function readOn(pass: Pass, { isOver, onWaiting }: Reader): Promise<void> {
  let frames = FIRST_FRAMES;
  while (!isOver()) {
    const start = performance.now();
    const hasMore = pass.advance(frames);
    const took = performance.now() - start;
    if (hasMore) frames = Math.max(16, Math.min(MOST_FRAMES, Math.round((frames * SLICE) / Math.max(1, took))));
    else {
      onWaiting(true);
      const isOpen = await pass.capture.more();
      onWaiting(false);
      if (!isOpen) break;
    }
    await turn();
  }
  if (!isOver()) pass.end();
}
