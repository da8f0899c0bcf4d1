import type { Contents } from './contents.ts';
import { type Command, commandOf } from './keys.ts';
import { layout, linesIn } from './layout.ts';
import { lineAt } from './lines.ts';
import { panes, type State } from './state.ts';

export type Event = { readonly key: string } | { readonly notice: string } | { readonly columns: number; readonly rows: number };

const MOST_DIGITS = 9;

/** The state after an event. */
export function reduce(state: State, event: Event, contents: Contents): State {
  if ('columns' in event) return { ...state, columns: event.columns, rows: event.rows };
  if ('notice' in event) return { ...state, notice: event.notice };
  return paused(state, press(state, event.key, contents), contents);
}

/** Who looks at an earlier message or into one does not want it pulled away. */
function paused(before: State, after: State, contents: Contents): State {
  if (!before.isFollowing || !after.isFollowing) return after;
  const isElsewhere = after.selected < Math.min(before.selected, contents.count - 1) || after.focus !== 'list';
  return isElsewhere ? { ...after, isFollowing: false } : after;
}

function press(state: State, key: string, contents: Contents): State {
  const command = commandOf(key);
  if (command === 'quit' && (state.mode === 'browse' || key === 'ctrl-c')) return { ...state, mode: 'over' };
  const next = { ...state, notice: '' };
  if (state.mode === 'goto') return type(next, key, contents);
  if (state.mode === 'help') return { ...next, mode: 'browse' };
  if (/^\d$/.test(key) && !(key === '0' && state.digits === ''))
    return { ...next, digits: (state.digits + key).slice(0, MOST_DIGITS), isHalfway: false };
  if (key === 'g' && !state.isHalfway) return { ...next, isHalfway: true };
  const ready = { ...next, digits: '', isHalfway: false };
  const asked = state.isHalfway ? (key === 'g' ? 'first' : undefined) : command;
  return asked === undefined ? ready : obey(ready, asked, Number(state.digits), contents);
}

/** The number after a colon. */
function type(state: State, key: string, contents: Contents): State {
  if (/^\d$/.test(key)) return { ...state, digits: (state.digits + key).slice(0, MOST_DIGITS) };
  if (key === 'backspace' && state.digits !== '') return { ...state, digits: state.digits.slice(0, -1) };
  if (key === 'backspace' || key === 'escape') return { ...state, mode: 'browse', digits: '' };
  if (key !== 'enter') return state;
  return goTo({ ...state, mode: 'browse', digits: '' }, Number(state.digits), contents);
}

function goTo(state: State, number: number, contents: Contents): State {
  if (number === 0) return state;
  if (number > contents.count)
    return { ...state, selected: Math.max(0, contents.count - 1), notice: `There is no message ${number}; this is the last one.` };
  return { ...state, selected: number - 1 };
}

function obey(state: State, command: Command, count: number, contents: Contents): State {
  const page = Math.max(1, linesIn(layout(state.columns, state.rows)[state.focus]) - 1);
  const times = Math.max(1, count);
  switch (command) {
    case 'down':
      return move(state, times, contents);
    case 'up':
      return move(state, -times, contents);
    case 'pageDown':
      return turn(state, times * page, contents);
    case 'pageUp':
      return turn(state, -times * page, contents);
    case 'halfDown':
      return turn(state, times * Math.ceil(page / 2), contents);
    case 'halfUp':
      return turn(state, -times * Math.ceil(page / 2), contents);
    case 'first':
      return count > 0 ? toLine(state, count, contents) : move(state, Number.NEGATIVE_INFINITY, contents);
    case 'last':
      if (count === 0 && state.focus === 'list' && contents.live?.isOver === false) return { ...state, isFollowing: true };
      return count > 0 ? toLine(state, count, contents) : move(state, Number.POSITIVE_INFINITY, contents);
    case 'nextPane':
      return { ...state, focus: panes[(panes.indexOf(state.focus) + 1) % panes.length]! };
    case 'previousPane':
      return { ...state, focus: panes[(panes.indexOf(state.focus) + panes.length - 1) % panes.length]! };
    case 'goto':
      return { ...state, mode: 'goto' };
    case 'help':
      return { ...state, mode: 'help' };
    case 'follow':
    case 'stop':
    case 'restart':
      return liveCommand(state, command, contents);
    case 'counterpart':
      return jump(
        state,
        contents.count === 0 ? -1 : contents.counterpart(state.selected),
        'Its request or response is not in the capture.',
      );
    case 'nextError':
      return jump(state, contents.error(state.selected, 1), 'No error follows.');
    case 'previousError':
      return jump(state, contents.error(state.selected, -1), 'No error comes before.');
    case 'toggle':
      return state.focus === 'list' ? { ...state, focus: 'tree' } : fold(state, command, contents);
    case 'expand':
    case 'collapse':
      return fold(state, command, contents);
    default:
      return state;
  }
}

function liveCommand(state: State, command: 'follow' | 'stop' | 'restart', contents: Contents): State {
  const { live } = contents;
  if (command === 'follow') {
    if (contents.progress.state === 'done') return { ...state, notice: 'The capture is complete: nothing more comes.' };
    return { ...state, isFollowing: !state.isFollowing, focus: state.isFollowing ? state.focus : 'list' };
  }
  if (live === undefined) return { ...state, notice: 'This capture is not live.' };
  if (command === 'stop') return live.isOver ? { ...state, notice: 'The capture has ended.' } : { ...state, wantsStop: true };
  return live.canRestart ? { ...state, mode: 'over', wantsRestart: true } : { ...state, notice: 'A pipe cannot be read again.' };
}

const jump = (state: State, row: number, otherwise: string): State =>
  row < 0 ? { ...state, notice: otherwise } : { ...state, selected: row };

const toLine = (state: State, line: number, contents: Contents): State =>
  state.focus === 'list' ? goTo(state, line, contents) : move(move(state, Number.NEGATIVE_INFINITY, contents), line - 1, contents);

/** Moves the selection of the pane in focus; the bytes have none and scroll. */
function move(state: State, by: number, contents: Contents): State {
  if (contents.count === 0) return state;
  switch (state.focus) {
    case 'list':
      return { ...state, selected: within(state.selected + by, contents.count) };
    case 'tree': {
      const lines = contents.lines(state.selected, state.expansion);
      const at = lineAt(lines, state.path, contents.detail(state.selected).message);
      return { ...state, path: lines[within(at + by, lines.length)]!.path };
    }
    default:
      return { ...state, hexTop: within(state.hexTop + by, Number.MAX_SAFE_INTEGER) };
  }
}

/** Moves by a page: what shows moves along with the selection. */
function turn(state: State, by: number, contents: Contents): State {
  const moved = move(state, by, contents);
  if (state.focus === 'list') return { ...moved, listTop: Math.max(0, state.listTop + by) };
  return state.focus === 'tree' ? { ...moved, treeTop: Math.max(0, state.treeTop + by) } : moved;
}

const within = (value: number, count: number): number => Math.max(0, Math.min(value, count - 1));

function fold(state: State, command: 'expand' | 'collapse' | 'toggle', contents: Contents): State {
  if (state.focus !== 'tree' || contents.count === 0) return state;
  const lines = contents.lines(state.selected, state.expansion);
  const at = lineAt(lines, state.path, contents.detail(state.selected).message);
  const { isOpen, path, depth } = lines[at]!;
  const set = (value: boolean): State => ({ ...state, path, expansion: new Map(state.expansion).set(path, value) });
  if (command === 'toggle') return isOpen === null ? state : set(!isOpen);
  if (command === 'expand') return isOpen === false ? set(true) : isOpen === true ? { ...state, path: lines[at + 1]!.path } : state;
  if (isOpen === true) return set(false);
  const parent = lines.findLastIndex((line, i) => i < at && line.depth < depth);
  return parent < 0 ? state : { ...state, path: lines[parent]!.path };
}
