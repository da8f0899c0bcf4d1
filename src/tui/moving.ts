import type { Contents } from './contents.ts';
import { layout, linesIn } from './layout.ts';
import { lineAt, pathAt } from './lines.ts';
import type { State } from './state.ts';
import { atOrAfter, type View } from './views/view.ts';

export const within = (value: number, count: number): number => Math.max(0, Math.min(value, count - 1));

/** The line of a view that is selected; the message that it is about shows beneath. */
export function select(state: State, view: View, line: number): State {
  const at = within(line, view.count);
  const code = view.code(at);
  const row = view.row(at);
  const path = view.listing.path?.(code);
  const place = { ...state.places[view.name], code, line: at };
  const moved = { ...state, places: { ...state.places, [view.name]: place } };
  if (row < 0 || (row === state.selected && path === undefined)) return moved;
  return { ...moved, selected: row, cursor: null, ...(path === undefined ? {} : { path }) };
}

/** Selects a message, in the view that shows where it lists messages. */
export function toMessage(state: State, row: number, contents: Contents): State {
  const view = contents.view(state);
  if (view === null) return state;
  const code = view.listing.codeOf(row);
  const line = code < 0 ? -1 : view.find(code);
  if (line < 0 && state.view === 'messages')
    return { ...state, notice: `Message ${row + 1} does not fulfil the filter; Esc removes that.` };
  const marks = { ...state.marks, "'": state.selected };
  const moved = line < 0 ? state : select(state, view, line);
  return { ...moved, selected: row, cursor: row === state.selected ? state.cursor : null, marks };
}

/** To a message in the list of messages. */
export function showMessage(state: State, row: number): State {
  return { ...state, view: 'messages', focus: 'list', selected: row, cursor: null, marks: { ...state.marks, "'": state.selected } };
}

/** Moves the selection of the pane in focus. */
export function move(state: State, by: number, contents: Contents): State {
  if (contents.count === 0) return state;
  switch (state.focus) {
    case 'list': {
      const view = contents.view(state);
      return view === null || view.count === 0 ? state : select(state, view, state.places[state.view].line + by);
    }
    case 'tree': {
      const lines = contents.lines(state.selected, state.expansion);
      const at = lineAt(lines, state.path, contents.detail(state.selected).message);
      return { ...state, path: lines[within(at + by, lines.length)]!.path, cursor: null };
    }
    default:
      return moveCursor(state, by * layout(state).hexBytes, contents);
  }
}

/** Moves by a page: what shows moves along with the selection. */
export function turn(state: State, by: number, contents: Contents): State {
  const moved = move(state, by, contents);
  if (state.focus === 'hex') return { ...moved, hexTop: Math.max(0, state.hexTop + by) };
  if (state.focus === 'tree') return { ...moved, treeTop: Math.max(0, state.treeTop + by) };
  const place = moved.places[state.view];
  return { ...moved, places: { ...moved.places, [state.view]: { ...place, top: Math.max(0, place.top + by) } } };
}

/** Lines that a page has in the pane in focus. */
export const pageOf = (state: State): number => Math.max(1, linesIn(layout(state)[state.focus]) - 1);

/** The byte under the cursor: where it is not set, the selected node's first. */
export function cursorOf(state: State, contents: Contents): { source: number; offset: number } {
  if (state.cursor !== null) return state.cursor;
  const lines = contents.lines(state.selected, state.expansion);
  const { node } = lines[lineAt(lines, state.path, contents.detail(state.selected).message)]!;
  return { source: node.source, offset: node.offset };
}

export function moveCursor(state: State, by: number, contents: Contents): State {
  const { source, offset } = cursorOf(state, contents);
  const size = contents.detail(state.selected).record.sources[source]!.data.byteLength;
  const wanted = offset + by;
  // A line up or down stays in its column.
  if (Number.isFinite(by) && Math.abs(by) > 1 && (wanted < 0 || wanted >= size)) return state;
  return putCursor(state, source, within(wanted, size), contents);
}

/** Puts the cursor on a byte and selects the innermost node over it. */
export function putCursor(state: State, source: number, offset: number, contents: Contents): State {
  const { record, message } = contents.detail(state.selected);
  const trail = pathAt(record.tree, message, source, offset);
  const cursor = { source, offset };
  if (trail.length === 0) return { ...state, cursor };
  const expansion = new Map(state.expansion);
  for (const path of trail.slice(0, -1)) expansion.set(path, true);
  return { ...state, cursor, path: trail[trail.length - 1]!, expansion };
}

/** The first message that came at a time or later, counted from the first frame; -1 for none. */
export function messageAt(contents: Contents, seconds: number): number {
  const { units, messages, first } = contents.pass;
  for (let row = 0; row < messages.count; row++) {
    const unit = messages.unit[row]!;
    if (units.seconds[unit]! - first.seconds + (units.nanoseconds[unit]! - first.nanoseconds) / 1e9 >= seconds - 1e-9) return row;
  }
  return -1;
}

/** The message that a frame completes, or the next one. */
export function messageOfFrame(contents: Contents, frame: number): number {
  const { units, messages } = contents.pass;
  const unit = atOrAfter(units.frame, units.count, frame);
  const row = unit < units.count ? messages.firstOf(unit) : -1;
  return row < messages.count ? row : -1;
}
