import { UserError } from '../bytes/user-error.ts';
import { safe } from '../bytes/writer.ts';
import type { Capture } from '../capture/capture.ts';
import { openCapture } from '../capture/open.ts';
import type { Filter } from '../query/filter.ts';
import { Pass } from '../smb/pass.ts';
import { loadInterfaces } from '../smb/rpc/interfaces.ts';
import { type KeyOptions, keysOf } from './keys-options.ts';

export interface CommonOptions extends KeyOptions {
  readonly color?: boolean;
  readonly from?: number;
  readonly to?: number;
  readonly filter?: string;
}

const PROGRESS_INTERVAL = 100;
const DAMAGE_SHOWN = 5;

/** Opens captures and runs the whole pass over them, with a progress line when standard error is a terminal. With `verifies`, signatures are looked at without keys too. */
export async function index(paths: readonly string[], options: CommonOptions, verifies = false): Promise<Pass> {
  const keys = keysOf(paths, options);
  const capture = await openCapture(paths);
  const pass = new Pass(capture, keys, verifies);
  const shows = process.stderr.isTTY === true && options.quiet !== true;
  let shown = Date.now();
  await pass.run(() => {
    if (shows && Date.now() - shown > PROGRESS_INTERVAL) {
      shown = Date.now();
      const { done, total } = capture.progress;
      process.stderr.write(`\r${pass.messages.count} messages, ${Math.floor((100 * done) / Math.max(1, total))} %\x1b[K`);
    }
  });
  if (shows) process.stderr.write('\r\x1b[K');
  refuseForeign(capture);
  return pass;
}

/** Throws when none of the files is a capture. */
export function refuseForeign(capture: Capture): void {
  if (!capture.files.every((f) => f.format === null)) return;
  throw new UserError(
    `${capture.files[0]!.path} is not a capture: give a pcap or pcapng file (${capture.damage[0]?.text ?? 'it is empty'})`,
  );
}

/** Says on standard error what was wrong with the files, and returns the exit code for it. */
export function conclude(capture: Capture, options: CommonOptions): number {
  if (capture.damageCount === 0) return 0;
  if (options.quiet !== true) {
    for (const d of capture.damage.slice(0, DAMAGE_SHOWN))
      process.stderr.write(`smbscope: ${safe(capture.files[d.file]?.path ?? '')}: at byte ${d.offset}: ${safe(d.text)}\n`);
    if (capture.damageCount > DAMAGE_SHOWN)
      process.stderr.write(`smbscope: and ${capture.damageCount - DAMAGE_SHOWN} more places that are damaged\n`);
  }
  return 3;
}

/** A filter as it was given, read before the capture is; null for none. It may name any field there is; RPC's tables are made for those that may need them. */
export async function filterOf(options: CommonOptions): Promise<Filter | null> {
  if (options.filter === undefined) return null;
  const { compileFilter } = await import('../query/filter.ts');
  try {
    const filter = compileFilter(options.filter);
    if (filter.isSettled) return filter;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  await loadInterfaces();
  return compileFilter(options.filter);
}

/** Rows of the messages that were asked for: from the first to before the last. */
export function rowsOf(pass: Pass, options: CommonOptions): { first: number; end: number } {
  return { first: (options.from ?? 1) - 1, end: Math.min(options.to ?? Number.POSITIVE_INFINITY, pass.messages.count) };
}

/** Which messages were asked for, by number and by filter. */
export function asked(pass: Pass, options: CommonOptions, filter: Filter | null): (row: number) => boolean {
  const { first, end } = rowsOf(pass, options);
  const isAsked = filter?.bind(pass);
  return (row) => row >= first && row < end && (isAsked === undefined || isAsked(row));
}
