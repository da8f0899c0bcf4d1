import { obey } from './browse.ts';
import type { Contents } from './contents.ts';
import { byteAt } from './hex.ts';
import type { Input } from './input.ts';
import type { KeyMap } from './keys.ts';
import { contains, layout, type Rect } from './layout.ts';
import { lineAt } from './lines.ts';
import { placed } from './list.ts';
import { cursorOf, move, putCursor, select } from './moving.ts';
import { panes, type State } from './state.ts';
import { tabs } from './tabs.ts';
import { isLargestFirst } from './views/view.ts';

type Mouse = Extract<Input, { readonly mouse: string }>;

/** Lines that a notch of the wheel moves. */
const NOTCH = 3;

/** What a click, a drag or the wheel does. */
export function point(state: State, { mouse, x, y }: Mouse, contents: Contents, _keys: KeyMap): State {
  if (state.mode === 'help' || state.mode === 'columns') return mouse === 'press' ? { ...state, mode: 'browse' } : state;
  const at = layout(state);
  const pane = panes.find((p) => contains(at[p], x, y));
  if (mouse === 'up' || mouse === 'down') {
    if (pane === undefined) return state;
    return { ...move({ ...state, focus: pane }, mouse === 'up' ? -NOTCH : NOTCH, contents), focus: state.focus };
  }
  if (mouse === 'right') return pane === undefined ? state : { ...state, focus: pane, isMaximised: !state.isMaximised };
  if (mouse === 'release') return { ...state, drag: null };
  if (mouse === 'drag') return dragged(state, x, y);
  if (contains(at.header, x, y)) {
    const tab = tabs(state.view, state.columns).find((t) => x >= t.x && x < t.x + t.text.length);
    return tab === undefined ? state : obey(state, tab.view, 0, contents);
  }
  if (at.hex.x > 0 && x === at.hex.x - 1 && y > at.hex.y) return { ...state, drag: { edge: 'hex', x, y } };
  if (pane === undefined || contents.count === 0) return state;
  if (y === at[pane].y) return titled(state, pane, x, y, at.list, contents);
  return pressed({ ...state, focus: pane }, state.focus === pane, pane, x - at[pane].x, y - at[pane].y - 1, contents);
}

/** A title: of the list it sorts, of another pane it can be drawn up and down. */
function titled(state: State, pane: (typeof panes)[number], x: number, y: number, list: Rect, contents: Contents): State {
  if (pane !== 'list') return { ...state, focus: pane, drag: { edge: pane === 'hex' && state.columns < 100 ? 'hex' : 'list', x, y } };
  const view = contents.view(state);
  const column = view === null ? undefined : placed(view, state, list.width).find((c) => x >= c.x && x < c.x + c.width)?.column;
  if (column === undefined) return { ...state, focus: 'list' };
  if (column.order === undefined) return { ...state, focus: 'list', notice: `The list is not sorted by ${column.title}.` };
  const now = state.sorts[state.view];
  const isDown = now?.column === column.name ? !now.isDown : isLargestFirst(column);
  return { ...state, focus: 'list', sorts: { ...state.sorts, [state.view]: { column: column.name, isDown } } };
}

function pressed(state: State, wasFocused: boolean, pane: (typeof panes)[number], x: number, line: number, contents: Contents): State {
  switch (pane) {
    case 'list': {
      const view = contents.view(state);
      if (view === null) return state;
      const place = state.places[state.view];
      const at = place.top + line;
      if (at >= view.count) return state;
      return at === place.line && wasFocused ? obey(state, 'fold', 0, contents) : select(state, view, at);
    }
    case 'tree': {
      const lines = contents.lines(state.selected, state.expansion);
      const at = state.treeTop + line - (state.isGrid ? 1 : 0);
      const clicked = lines[at];
      if (clicked === undefined) return state;
      const now = lineAt(lines, state.path, contents.detail(state.selected).message);
      const mark = 2 * clicked.depth;
      const moved = { ...state, path: clicked.path, cursor: null };
      return (at === now && wasFocused) || (x >= mark && x < mark + 2) ? obey(moved, 'fold', 0, contents) : moved;
    }
    default: {
      const { hexBytes } = layout(state);
      const { source } = cursorOf(state, contents);
      const size = contents.detail(state.selected).record.sources[source]!.data.byteLength;
      const byte = byteAt(x, size, hexBytes);
      const offset = (state.hexTop + line) * hexBytes + byte;
      return byte < 0 || offset >= size ? state : putCursor(state, source, offset, contents);
    }
  }
}

function dragged(state: State, x: number, y: number): State {
  const { drag } = state;
  if (drag === null) return state;
  const moved = { ...state, drag: { ...drag, x, y } };
  if (drag.edge === 'list') return { ...moved, listMore: state.listMore + y - drag.y };
  return { ...moved, hexMore: state.hexMore + (state.columns >= 100 ? drag.x - x : drag.y - y) };
}
