import { safe } from '../bytes/writer.ts';
import type { Pass } from '../smb/pass.ts';
import type { Contents } from './contents.ts';
import { liveText } from './live.ts';
import type { State } from './state.ts';

export const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

export const counted = (value: number, noun: string): string => `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;

/** What the capture holds, for the right end of the header. */
export function counts(contents: Contents, columns: number): string {
  const parts = [counted(contents.count, 'message')];
  if (columns >= 100) parts.push(counted(contents.streams, 'stream'));
  if (contents.gaps > 0) parts.push(counted(contents.gaps, 'gap'));
  if (contents.damage > 0) parts.push(counted(contents.damage, 'damaged place'));
  return ` ${parts.join(' · ')} `;
}

/** What the views are narrowed to, and how many messages that leaves. */
export function barText(state: State, contents: Contents): string {
  const matches = contents.matching(state);
  const parts = [];
  if (state.scope !== null) parts.push(`${state.scope.kind === 'lease' ? '' : `${state.scope.kind} `}${safe(state.scope.label)}`);
  if (state.filter !== '') parts.push(`filter ${safe(state.filter)}`);
  return ` ${grouped(matches?.count ?? 0)} of ${grouped(contents.count)} messages: ${parts.join(' and ')}`;
}

/** Where we are, for the right end of the status line. */
export function position(state: State, contents: Contents): string {
  const { progress, jobs, live } = contents;
  const reading =
    live !== undefined
      ? liveText(live, state.isFollowing)
      : progress.state === 'reading'
        ? `reading ${progress.percent} %`
        : progress.state === 'waiting'
          ? 'waiting for input'
          : '';
  const keyed = contents.incoming === null ? '' : `reading with keys ${percentOf(contents.incoming)} %`;
  const typed = state.mode === 'browse' ? state.digits + state.pending.replaceAll(' ', '') : '';
  const count = contents.view(state)?.count ?? 0;
  const place = count === 0 ? '' : `${grouped(Math.min(state.places[state.view].line + 1, count))} / ${grouped(count)}`;
  return ` ${[typed, reading, keyed, jobs.activity, place].filter((part) => part !== '').join(' · ')} `;
}

function percentOf({ capture }: Pass): number {
  const { done, total } = capture.progress;
  return Math.floor((100 * done) / Math.max(1, total));
}
