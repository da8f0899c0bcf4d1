import type { Contents } from './contents.ts';
import { copyBytes, copyFilter, copyLine, copyValue, filterFor } from './copying.ts';
import { fold } from './folding.ts';
import { type Tie, toNext, toTied } from './jumps.ts';
import type { Command, KeyMap } from './keys.ts';
import { cursorOf, move, moveCursor, pageOf, putCursor, select, showMessage, toMessage, turn } from './moving.ts';
import { prompt } from './prompt.ts';
import { panes, type State, timeFormats, type ViewName, viewNames } from './state.ts';
import { isLargestFirst, isShownAt } from './views/view.ts';

const MOST_DIGITS = 9;

/** A key while nothing is being typed. */
export function browse(state: State, key: string, contents: Contents, keys: KeyMap): State {
  const ready = { ...state, digits: '', pending: '' };
  if (state.pending === 'mark' || state.pending === 'toMark') return marked(ready, state.pending, key, contents);
  if (state.pending === '' && /^\d$/.test(key) && !(key === '0' && state.digits === ''))
    return { ...state, digits: (state.digits + key).slice(0, MOST_DIGITS) };
  const typed = state.pending === '' ? key : `${state.pending} ${key}`;
  if (keys.isBeginning(typed)) return { ...state, pending: typed };
  const command = keys.commandOf(typed);
  return command === undefined ? ready : obey(ready, command, Number(state.digits), contents);
}

function marked(state: State, what: 'mark' | 'toMark', key: string, contents: Contents): State {
  if (Array.from(key).length > 1) return state;
  if (what === 'mark')
    return { ...state, marks: { ...state.marks, [key]: state.selected }, notice: `Message ${state.selected + 1} is ${key}.` };
  const row = state.marks[key];
  return row === undefined ? { ...state, notice: `Nothing is marked ${key}.` } : toMessage(state, row, contents);
}

const ties: Readonly<Partial<Record<Command, readonly [Tie, 1 | -1]>>> = {
  nextOfOpen: ['open', 1],
  previousOfOpen: ['open', -1],
  nextOfSession: ['session', 1],
  previousOfSession: ['session', -1],
  nextOfTree: ['tree', 1],
  previousOfTree: ['tree', -1],
  nextOfLease: ['lease', 1],
  previousOfLease: ['lease', -1],
  nextOfConnection: ['connection', 1],
  previousOfConnection: ['connection', -1],
  nextOfOperation: ['operation', 1],
  previousOfOperation: ['operation', -1],
};

const isView = (command: Command): command is ViewName => (viewNames as readonly string[]).includes(command);

export function obey(state: State, command: Command, count: number, contents: Contents): State {
  if (isView(command)) return toView(state, command);
  if (command === 'follow' || command === 'stop' || command === 'restart') return liveCommand(state, command, contents);
  if (contents.count === 0) return always(state, command);
  const tie = ties[command];
  if (tie !== undefined) return toTied(state, tie[0], tie[1], contents);
  const times = Math.max(1, count);
  const page = pageOf(state);
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
      return count > 0 ? toLine(state, count, contents) : toEnd(state, -1, contents);
    case 'last':
      if (count === 0 && state.focus === 'list' && state.view === 'messages' && contents.live?.isOver === false)
        return { ...state, isFollowing: true };
      return count > 0 ? toLine(state, count, contents) : toEnd(state, 1, contents);
    case 'nextPane':
      return focusOn(state, 1);
    case 'previousPane':
      return focusOn(state, -1);
    default:
      return ofMessage(state, command, times, contents);
  }
}

/** What the keys do that ask nothing of a message. */
function always(state: State, command: Command): State {
  switch (command) {
    case 'quit':
      return { ...state, mode: 'over' };
    case 'help':
      return { ...state, mode: 'help', helpTop: 0 };
    case 'goto':
      return { ...state, mode: 'prompt', prompt: prompt('goto') };
    case 'filter':
      return { ...state, mode: 'prompt', prompt: prompt('filter', state.filter) };
    case 'search':
      return { ...state, mode: 'prompt', prompt: prompt('search') };
    case 'keys':
      return { ...state, mode: 'prompt', prompt: prompt('keys') };
    case 'columns':
      return { ...state, mode: 'columns', dialogAt: 0 };
    case 'grid':
      return { ...state, isGrid: !state.isGrid };
    case 'maximise':
      return { ...state, isMaximised: !state.isMaximised };
    case 'time':
      return { ...state, time: timeFormats[(timeFormats.indexOf(state.time) + 1) % timeFormats.length]! };
    case 'redraw':
      return { ...state, effect: { kind: 'redraw' } };
    case 'suspend':
      return { ...state, effect: { kind: 'suspend' } };
    case 'mark':
    case 'toMark':
      return { ...state, pending: command };
    case 'larger':
      return resized(state, 1);
    case 'smaller':
      return resized(state, -1);
    case 'leave':
      return left(state);
    default:
      return state;
  }
}

function left(state: State): State {
  if (state.hunt !== null) return { ...state, hunt: null, notice: 'The search was stopped.' };
  if (state.isMaximised) return { ...state, isMaximised: false };
  if (state.scope !== null) return { ...state, scope: null };
  return state.filter === '' ? state : { ...state, filter: '', notice: 'The filter is removed; / and ↑ bring it back.' };
}

function ofMessage(state: State, command: Command, times: number, contents: Contents): State {
  switch (command) {
    case 'expand':
    case 'collapse':
      if (state.focus === 'hex') return moveCursor(state, command === 'expand' ? times : -times, contents);
      return fold(state, command, contents);
    case 'fold':
      return fold(state, 'toggle', contents);
    case 'enter':
      return enter(state, contents);
    case 'narrow':
      return narrow(state, contents);
    case 'counterpart': {
      const row = contents.counterpart(state.selected);
      return row < 0 ? { ...state, notice: 'Its request or response is not in the capture.' } : toMessage(state, row, contents);
    }
    case 'nextError':
      return toNext(state, (row) => contents.isError(row), 1, contents, 'No error and no bad signature follows.');
    case 'previousError':
      return toNext(state, (row) => contents.isError(row), -1, contents, 'No error and no bad signature comes before.');
    case 'searchOn':
    case 'searchBack':
      if (state.pattern === null) return { ...state, notice: 'Nothing was searched yet: s asks what for.' };
      return { ...state, hunt: { pattern: state.pattern, from: state.selected, step: command === 'searchOn' ? 1 : -1 } };
    case 'filterByValue': {
      const own = filterFor(state, contents);
      if (own === '') return { ...state, notice: 'This line has no name that a filter could use.' };
      const before = /\|\||\bor\b|\^\^/.test(state.filter) ? `(${state.filter})` : state.filter;
      return {
        ...state,
        mode: 'prompt',
        prompt: prompt('filter', before === '' || state.filter.includes(own) ? own : `${before} && ${own}`),
      };
    }
    case 'sortNext':
      return sorted(state, 1, contents);
    case 'sortPrevious':
      return sorted(state, -1, contents);
    case 'sortReverse': {
      const sort =
        state.sorts[state.view] ??
        (state.view === 'messages' || state.view === 'operations' ? { column: 'number', isDown: false } : undefined);
      if (sort === undefined) return { ...state, notice: 'Nothing sorts this list yet: > chooses a column.' };
      return { ...state, sorts: { ...state.sorts, [state.view]: { ...sort, isDown: !sort.isDown } } };
    }
    case 'source': {
      const { sources } = contents.detail(state.selected).record;
      if (sources.length < 2) return { ...state, notice: 'The frame is the only source of this message.' };
      return putCursor(state, (cursorOf(state, contents).source + 1) % sources.length, 0, contents);
    }
    case 'copyLine':
      return copyLine(state, contents);
    case 'copyValue':
      return copyValue(state, contents);
    case 'copyFilter':
      return copyFilter(state, contents);
    case 'copyBytes':
      return copyBytes(state, contents);
    case 'export':
      return { ...state, mode: 'prompt', prompt: prompt('messages', exportName(contents.title, '-shown.pcapng')) };
    case 'exportBytes':
      return { ...state, mode: 'prompt', prompt: prompt('bytes', exportName(contents.title, `-${state.selected + 1}.bin`)) };
    default:
      return always(state, command);
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

const exportName = (title: string, end: string): string =>
  title
    .replace(/^.*[\\/]/, '')
    .replace(/ and \d+ more$/, '')
    .replace(/(\.(pcap|pcapng|cap|gz|zst|lz4))+$/i, '') + end;

function toView(state: State, view: ViewName): State {
  const follows = view === 'operations' && state.view !== 'operations';
  const places = follows ? { ...state.places, [view]: { ...state.places[view], code: -1 } } : state.places;
  // Another list brings its own messages: '' leads back.
  const marks = state.view !== 'messages' || view === 'messages' ? state.marks : { ...state.marks, "'": state.selected };
  return { ...state, view, focus: 'list', places, marks };
}

function focusOn(state: State, step: 1 | -1): State {
  const focus = panes[(panes.indexOf(state.focus) + panes.length + step) % panes.length]!;
  return { ...state, focus: state.view === 'statistics' ? 'list' : focus };
}

function toEnd(state: State, end: 1 | -1, contents: Contents): State {
  if (state.focus === 'hex') return moveCursor(state, end * Number.POSITIVE_INFINITY, contents);
  return move(state, end * Number.POSITIVE_INFINITY, contents);
}

function toLine(state: State, line: number, contents: Contents): State {
  const view = contents.view(state);
  if (view === null) return state;
  if (state.focus !== 'list') return move(move(state, Number.NEGATIVE_INFINITY, contents), line - 1, contents);
  if (state.view === 'messages') return toNumber(state, line, contents);
  return select(state, view, line - 1);
}

/** To a message by its number. */
export function toNumber(state: State, number: number, contents: Contents): State {
  if (number === 0) return state;
  if (number <= contents.count) return toMessage(state, number - 1, contents);
  return {
    ...move({ ...state, focus: 'list' }, Number.POSITIVE_INFINITY, contents),
    notice: `There is no message ${number}; this is the last one.`,
  };
}

function enter(state: State, contents: Contents): State {
  if (state.focus === 'tree') return fold(state, 'toggle', contents);
  if (state.focus === 'hex') return { ...state, focus: 'tree' };
  const view = contents.view(state);
  if (view === null || view.count === 0) return state;
  switch (state.view) {
    case 'messages':
    case 'operations':
      return { ...state, focus: 'tree' };
    default: {
      if (view.listing.scope !== undefined) return narrow(state, contents);
      const row = view.row(state.places[state.view].line);
      return row < 0 ? state : showMessage(state, row);
    }
  }
}

/** Narrows the views to the selected object and shows its messages. */
function narrow(state: State, contents: Contents): State {
  const view = contents.view(state);
  if (view === null || view.count === 0) return state;
  const scope = view.listing.scope?.(view.code(state.places[state.view].line)) ?? null;
  if (scope !== null) return { ...state, scope, view: 'messages', focus: 'list' };
  const open = contents.pass.messages.open[state.selected]!;
  if ((state.view !== 'messages' && state.view !== 'operations') || open === 0)
    return { ...state, notice: 'This line stands for nothing that the views could be narrowed to.' };
  return { ...state, scope: { kind: 'open', key: open - 1, label: contents.reader.name(state.selected) } };
}

/** Sorts by the column beside the one that sorts now; beyond the last one, nothing does. */
function sorted(state: State, step: 1 | -1, contents: Contents): State {
  const view = contents.view(state);
  if (view === null) return state;
  const columns = view.listing
    .columns(state.columns)
    .filter((c) => c.order !== undefined && (isShownAt(c, state.columns) || state.chosen[state.view]?.includes(c.name)));
  if (columns.length === 0) return { ...state, notice: 'This list keeps its order.' };
  const now = state.sorts[state.view];
  const at = columns.findIndex((c) => c.name === now?.column);
  const next = at < 0 ? (step > 0 ? 0 : columns.length - 1) : at + step;
  const { [state.view]: _, ...others } = state.sorts;
  const column = columns[next];
  return {
    ...state,
    sorts:
      column === undefined
        ? others
        : {
            ...others,
            [state.view]: { column: column.name, isDown: isLargestFirst(column) },
          },
  };
}

/** The pane in focus takes a line, or bytes a column, from the others. */
function resized(state: State, by: 1 | -1): State {
  const isBeside = state.columns >= 100;
  switch (state.focus) {
    case 'list':
      return { ...state, listMore: state.listMore + by };
    case 'tree':
      return { ...state, listMore: state.listMore - by };
    default:
      return { ...state, hexMore: state.hexMore + by * (isBeside ? 3 : 1) };
  }
}
