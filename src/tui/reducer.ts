import { browse } from './browse.ts';
import { choosing } from './choosing.ts';
import type { Contents } from './contents.ts';
import { helpColumns } from './help-lines.ts';
import type { Input } from './input.ts';
import type { KeyMap } from './keys.ts';
import { point } from './pointing.ts';
import { insert, type PromptKind, prompt } from './prompt.ts';
import { prompting } from './prompting.ts';
import type { State } from './state.ts';

export type Event = Input | { readonly columns: number; readonly rows: number } | { readonly notice: string; readonly again?: Again };

/** What was typed and did not do: it is offered once more. */
export interface Again {
  readonly kind: PromptKind;
  readonly text: string;
}

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
  if ('notice' in event) {
    const { notice, again } = event;
    const isFree = again !== undefined && state.mode === 'browse';
    return isFree ? { ...state, notice, mode: 'prompt', prompt: prompt(again.kind, again.text) } : { ...state, notice };
  }
  const next = { ...state, notice: '' };
  if ('mouse' in event) {
    const isWheel = event.mouse === 'up' || event.mouse === 'down';
    return state.mode === 'help' && isWheel ? reading(next, event.mouse, contents, keys) : point(next, event, contents, keys);
  }
  if ('paste' in event) return pasted(next, event.paste);
  const { key } = event;
  // It leaves what is being typed or chosen, else the program.
  if (key === 'ctrl-c') return state.mode === 'browse' ? { ...next, mode: 'over' } : { ...next, mode: 'browse', prompt: null };
  switch (state.mode) {
    case 'prompt':
      return prompting(next, key, contents);
    case 'help':
      return reading(next, key, contents, keys);
    case 'columns':
      return choosing(next, key, contents);
    default:
      return browse(next, key, contents, keys);
  }
}

function pasted(state: State, text: string): State {
  const { prompt: before } = state;
  if (before === null) return { ...state, notice: 'Text can be pasted where something is typed: behind / s : w or K.' };
  const after = insert(before, text);
  return after === before && text !== ''
    ? { ...state, notice: 'What was pasted is too long to be typed here.' }
    : { ...state, prompt: after };
}

/** The help scrolls; any other key leaves it. */
function reading(state: State, key: string, contents: Contents, keys: KeyMap): State {
  const page = Math.max(1, state.rows - 4);
  const by = { down: 1, j: 1, up: -1, k: -1, pagedown: page, pageup: -page, space: page, home: -1e9, end: 1e9, g: -1e9, G: 1e9 }[key];
  if (by === undefined) return { ...state, mode: 'browse', helpTop: 0 };
  const lines = helpColumns(keys.shown(contents.live !== undefined), state.columns).sides[0]!.length;
  const last = Math.max(0, lines - (state.rows - 3));
  if (key === 'space' && state.helpTop >= last) return { ...state, mode: 'browse', helpTop: 0 };
  return { ...state, helpTop: Math.max(0, Math.min(state.helpTop + by, last)) };
}
