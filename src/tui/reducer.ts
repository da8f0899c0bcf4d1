import { browse } from './browse.ts';
import { choosing } from './choosing.ts';
import type { Contents } from './contents.ts';
import { helpColumns } from './help-columns.ts';
import type { Input } from './input.ts';
import { helpLines, type KeyMap } from './keys.ts';
import { point } from './pointing.ts';
import { insert } from './prompt.ts';
import { prompting } from './prompting.ts';
import type { State } from './state.ts';

export type Event = Input | { readonly columns: number; readonly rows: number } | { readonly notice: string };

/** The state after an event. */
export function reduce(state: State, event: Event, contents: Contents, keys: KeyMap): State {
  return paused(state, reduced(state, event, contents, keys), contents);
}

/** Who looks at an earlier message or into one does not want it pulled away. */
function paused(before: State, after: State, contents: Contents): State {
  if (!before.isFollowing || !after.isFollowing) return after;
  const isElsewhere = after.selected < Math.min(before.selected, contents.count - 1) || after.focus !== 'list';
  return isElsewhere ? { ...after, isFollowing: false } : after;
}

function reduced(state: State, event: Event, contents: Contents, keys: KeyMap): State {
  if ('columns' in event) return { ...state, columns: event.columns, rows: event.rows };
  if ('notice' in event) return { ...state, notice: event.notice };
  const next = { ...state, notice: '' };
  if ('mouse' in event) return point(next, event, contents, keys);
  if ('paste' in event) return next.prompt === null ? next : { ...next, prompt: insert(next.prompt, event.paste) };
  const { key } = event;
  if (key === 'ctrl-c') return { ...next, mode: 'over' };
  switch (state.mode) {
    case 'prompt':
      return prompting(next, key, contents);
    case 'help':
      return reading(next, key, keys);
    case 'columns':
      return choosing(next, key, contents);
    default:
      return browse(next, key, contents, keys);
  }
}

/** The help scrolls; any other key leaves it. */
function reading(state: State, key: string, keys: KeyMap): State {
  const page = Math.max(1, state.rows - 4);
  const by = { down: 1, j: 1, up: -1, k: -1, pagedown: page, pageup: -page, space: page, home: -1e9, end: 1e9, g: -1e9, G: 1e9 }[key];
  if (by === undefined) return { ...state, mode: 'browse', helpTop: 0 };
  const lines = Math.ceil(helpLines(keys.keys).length / helpColumns(state.columns));
  const last = Math.max(0, lines - (state.rows - 3));
  if (key === 'space' && state.helpTop >= last) return { ...state, mode: 'browse', helpTop: 0 };
  return { ...state, helpTop: Math.max(0, Math.min(state.helpTop + by, last)) };
}
