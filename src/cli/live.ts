import { UserError } from '../bytes/user-error.ts';
import { OutputClosed, safe, toDescriptor, Writer } from '../bytes/writer.ts';
import type { Feed } from '../capture/live/feed.ts';
import { startFollowing } from '../capture/live/follow.ts';
import { startCapture } from '../capture/live/start.ts';
import type { Filter } from '../query/filter.ts';
import { Lines } from '../report/lines.ts';
import { type KeyMaterial, mergeKeys } from '../smb/keys/material.ts';
import { Pass } from '../smb/pass.ts';
import { loadInterfaces } from '../smb/rpc/interfaces.ts';
import { Interruption } from './interruption.ts';
import { keysOf } from './keys-options.ts';
import { parseRequest, type RequestOptions, renumbered } from './live-request.ts';
import { type CommonOptions, conclude, filterOf, refuseForeign } from './session.ts';

export interface LiveOptions extends CommonOptions, RequestOptions {
  readonly follow?: string;
  readonly format?: 'text' | 'jsonl' | 'csv';
}

interface Setting {
  readonly options: LiveOptions;
  readonly filter: Filter | null;
  readonly keys: KeyMaterial;
  readonly interruption: Interruption;
}

const WRITERS = { text: 'text', jsonl: 'json', csv: 'csv' } as const;
const SLICE = 4096;
const PROGRESS_INTERVAL = 200;
const CUT_SHORT = 3;

/** Captures on an interface, or follows a pipe or a growing file: into the terminal UI, or as lines. */
export async function live(name: string | undefined, options: LiveOptions): Promise<number> {
  const filter = await filterOf(options);
  const isScreen = process.stdout.isTTY === true && process.env.TERM !== 'dumb' && filter === null && options.format === undefined;
  if (options.from !== undefined || options.to !== undefined)
    throw new UserError('--from and --to choose among the messages of a complete capture: leave them out, or leave out --follow');
  if (name !== undefined && options.follow !== undefined)
    throw new UserError(`${name} and --follow are two captures: give an interface, or --follow FILE`);
  const path = options.follow ?? (name === '-' ? '-' : undefined);
  const keys = keysOf(path === undefined ? [] : [path], options);
  const interruption = new Interruption();
  await loadInterfaces();
  const setting: Setting = { options, filter, keys, interruption };
  try {
    const begin = beginning(name, path, options);
    return isScreen ? await onScreen(begin, setting) : await asLines(await begin(0), setting);
  } finally {
    interruption.end();
  }
}

/** What starts the input, also again. */
function beginning(name: string | undefined, path: string | undefined, options: LiveOptions): (turn: number) => Promise<Feed> {
  if (path !== undefined) return () => startFollowing(path);
  if (name === undefined || name === '') throw new UserError('no interface was named: smbscope interfaces lists them');
  const request = parseRequest(name, options);
  return (turn) => startCapture({ ...request, path: renumbered(request.path, turn) });
}

/** A line a message as they come, until the input ends or a signal says so. */
async function asLines(feed: Feed, { options, filter, keys, interruption }: Setting): Promise<number> {
  const { capture } = feed;
  interruption.stop = () => void feed.stop();
  const pass = new Pass(capture, keys);
  const out = new Writer(toDescriptor(1));
  const progress = progressOf(pass, feed, options);
  try {
    refuseForeign(capture);
    const format = WRITERS[options.format ?? 'text'];
    const isAsked = filter?.bind(pass) ?? (() => true);
    // How exact times are is known when the first interface is.
    let hasMore = pass.advance(1);
    const lines = new Lines(pass);
    if (options.format === 'csv') lines.csvHeader(out);
    let row = 0;
    const print = (): void => {
      for (; row < pass.messages.count; row++) if (isAsked(row)) lines[format](row, out);
      out.flush();
    };
    do {
      while (hasMore) {
        hasMore = pass.advance(SLICE);
        print();
      }
      hasMore = await Promise.race([capture.more(), feed.abandoned.then(() => false)]);
    } while (hasMore);
    pass.end();
    print();
  } catch (error) {
    if (!(error instanceof OutputClosed)) throw error;
  } finally {
    clearInterval(progress);
    await feed.stop();
    feed.close();
  }
  return report(pass, feed, options);
}

/** The terminal UI, again from the start as often as the user asks. */
async function onScreen(begin: (turn: number) => Promise<Feed>, { options, keys }: Setting): Promise<number> {
  Object.assign(process.env, { NODE_ENV: 'production', CI: 'false', CONTINUOUS_INTEGRATION: 'false' });
  const { show } = await import('../tui/show.ts');
  let known = keys;
  for (let turn = 0; ; turn++) {
    const feed = await begin(turn);
    try {
      const { capture } = feed;
      refuseForeign(capture);
      const pass = new Pass(capture, known);
      const left = await show(pass, {
        hasColour: options.color !== false && !process.env.NO_COLOR,
        filter: '',
        live: feed,
        reopen: async (more) => {
          const again = feed.again();
          if (again === null)
            throw new UserError(
              'the oldest files of the ring are gone, so that it cannot be read again: give the keys on the command line',
            );
          known = mergeKeys(known, more);
          return new Pass(again, known);
        },
      });
      await feed.stop();
      if (left.by === 'quit') return report(left.pass, feed, options);
    } finally {
      feed.close();
    }
  }
}

/** A line on standard error that shows what has come, when that is a terminal and the lines go elsewhere. */
function progressOf(pass: Pass, feed: Feed, options: LiveOptions): NodeJS.Timeout | undefined {
  if (process.stderr.isTTY !== true || process.stdout.isTTY === true || options.quiet === true) return undefined;
  return setInterval(() => process.stderr.write(`\r${safe(feed.name)}: ${counts(pass, feed)}\x1b[K`), PROGRESS_INTERVAL);
}

function counts(pass: Pass, { dropped }: Feed): string {
  const frames = `${pass.capture.frameCount} frames, ${pass.messages.count} messages`;
  return Number.isNaN(dropped) ? frames : `${frames}, ${dropped} dropped`;
}

/** Says what was captured and how that ended, and returns the exit code for it. */
function report(pass: Pass, feed: Feed, options: LiveOptions): number {
  if (options.quiet !== true) {
    const lead = process.stderr.isTTY === true ? '\r\x1b[K' : '';
    const uncounted = Number.isNaN(feed.dropped) ? ', what was dropped is not known' : '';
    const by = feed.backend === '' ? '' : `; captured by ${feed.backend}${uncounted}`;
    process.stderr.write(`${lead}smbscope: ${safe(feed.name)}: ${counts(pass, feed)}${by}\n`);
    if (feed.failure !== '') process.stderr.write(`smbscope: ${safe(feed.failure)}\n`);
  }
  const code = conclude(pass.capture, options);
  return feed.failure === '' ? code : CUT_SHORT;
}
