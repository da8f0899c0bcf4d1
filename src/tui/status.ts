import type { Contents } from './contents.ts';
import { liveText } from './live.ts';
import type { State } from './state.ts';

export const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

const counted = (value: number, noun: string): string => `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;

/** What the capture holds, for the right end of the header. */
export function counts(contents: Contents): string {
  const parts = [counted(contents.count, 'message'), counted(contents.streams, 'stream')];
  if (contents.gaps > 0) parts.push(counted(contents.gaps, 'gap'));
  if (contents.damage > 0) parts.push(`${counted(contents.damage, 'damaged place')}`);
  return ` ${parts.join(' · ')} `;
}

/** Where we are, for the right end of the status line. */
export function position(state: State, contents: Contents): string {
  const { progress, live } = contents;
  const reading =
    live !== undefined
      ? liveText(live, state.isFollowing)
      : progress.state === 'reading'
        ? `reading ${progress.percent} %`
        : progress.state === 'waiting'
          ? 'waiting for input'
          : '';
  const typed = state.mode === 'browse' ? state.digits + (state.isHalfway ? 'g' : '') : '';
  const place = contents.count === 0 ? '' : `${grouped(state.selected + 1)} / ${grouped(contents.count)}`;
  return ` ${[typed, reading, place].filter((part) => part !== '').join(' · ')} `;
}
