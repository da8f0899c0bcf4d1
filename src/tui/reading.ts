import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { Pass } from '../smb/pass.ts';
import { diagnose } from '../smb/security/diagnosis.ts';
import type { Jobs } from './worked.ts';

/** Milliseconds that keys may have to wait for. */
const SLICE = 6;
const FIRST_FRAMES = 512;
const MOST_FRAMES = 1 << 16;
/** Milliseconds between two looks whether there is work. */
const REST = 15;

export interface Reader {
  isOver(): boolean;
  /** Another pass has taken the place of this one. */
  isLeft?(): boolean;
  onWaiting(isWaiting: boolean): void;
  /** Work has come to its end: there is something new to draw. */
  onWorked(): void;
}

/** Runs the pass and what is worked out over it in slices, with keys and frames in between, until nobody wants it any more. */
export async function readOn(pass: Pass, jobs: () => Jobs, reader: Reader): Promise<void> {
  await Promise.all([read(pass, reader), workOn(jobs, reader)]);
}

/** Runs a pass to its end. */
export async function read(pass: Pass, { isOver, isLeft, onWaiting, onWorked }: Reader): Promise<void> {
  const isUnwanted = (): boolean => isOver() || isLeft?.() === true;
  let frames = FIRST_FRAMES;
  while (!isUnwanted()) {
    const start = performance.now();
    const hasMore = pass.advance(frames);
    const took = performance.now() - start;
    if (hasMore) frames = Math.max(16, Math.min(MOST_FRAMES, Math.round((frames * SLICE) / Math.max(1, took))));
    else {
      // What has come is verified now: the rest of the batch may be long in coming.
      pass.security.flush();
      onWaiting(true);
      const isOpen = await pass.capture.more();
      onWaiting(false);
      if (!isOpen) break;
    }
    await turn();
  }
  if (isUnwanted()) return;
  pass.end();
  diagnose(pass);
  onWorked();
}

async function workOn(jobs: () => Jobs, { isOver, onWorked }: Reader): Promise<void> {
  while (!isOver()) {
    const now = jobs();
    if (now.isIdle) await wait(REST);
    else {
      now.run(SLICE);
      if (now.isIdle) onWorked();
      await turn();
    }
  }
}
