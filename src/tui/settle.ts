import type { Node } from '../dissect/node.ts';
import type { Contents } from './contents.ts';
import { layout, linesIn } from './layout.ts';
import { lineAt } from './lines.ts';
import { putCursor, toMessage } from './moving.ts';
import type { Hunt, State } from './state.ts';
import { treeLinesIn } from './tree.ts';
import type { View } from './views/view.ts';

/** The state with everything that is selected in view, for the screen's size and as far as the capture has been read. */
export function settle(before: State, contents: Contents): State {
  const state = listSettled(before, contents);
  if (contents.count === 0) return { ...state, selected: 0 };
  const found = hunted(state, contents);
  return belowSettled(found === state ? state : listSettled(found, contents), contents);
}

function listSettled(state: State, contents: Contents): State {
  const wanted = state.isFollowing ? Number.POSITIVE_INFINITY : state.selected;
  const selected = Math.max(0, Math.min(wanted, contents.count - 1));
  const view = contents.view(state);
  if (view === null || contents.count === 0) return { ...state, selected };
  const place = state.places[state.view];
  const height = linesIn(layout(state).list);
  // Until it is known whether the selected message fulfils the filter, what fulfils it so far shows.
  if (state.view === 'messages' && contents.isOpenWhether(selected)) {
    const top = Math.max(0, Math.min(place.top, view.count - height));
    return { ...state, selected, places: { ...state.places, messages: { ...place, top } } };
  }
  const line = Math.max(0, Math.min(lineOf(state, view, selected), view.count - 1));
  const isFar = Math.abs(line - place.top) > 2 * height;
  const top = scrolled(isFar ? line - Math.floor(height / 3) : place.top, line, height, view.count);
  const code = view.code(line);
  const places = { ...state.places, [state.view]: { code, line, top } };
  const row = view.row(line);
  // The list of messages has the message that the panes beneath show; other lists bring theirs when one is chosen.
  const follows = state.view === 'messages' && row >= 0;
  return { ...state, selected: follows ? row : selected, places };
}

/** The line of what is selected: the same as before where it is still listed, or the one of the selected message. */
function lineOf(state: State, view: View, selected: number): number {
  const { code, line } = state.places[state.view];
  if (state.view === 'messages') {
    const near = view.near(selected);
    return near >= 0 ? near : line;
  }
  const wanted = code >= 0 ? code : view.listing.codeOf(selected);
  const near = wanted < 0 ? -1 : view.near(wanted);
  return near >= 0 ? near : line;
}

/** Goes where a search has led. */
function hunted(state: State, contents: Contents): State {
  const { hunt } = state;
  if (hunt === null) {
    contents.leaveHunt();
    return state;
  }
  const view = contents.view({ ...state, view: 'messages' });
  const found = view === null ? undefined : contents.hunt(hunt, view);
  if (found === undefined) return state;
  const over: State = { ...state, hunt: null };
  if (found === null) return { ...over, notice: `"${hunt.pattern.text}" is not in any message that is listed.` };
  const moved = { ...toMessage(over, found.row, contents), notice: roundText(hunt, found.row) };
  if (found.offset < 0) return moved;
  return putCursor(moved, contents.detail(found.row).message.source, found.offset, contents);
}

/** That a search came by the end of the list. */
function roundText({ from, step }: Hunt, row: number): string {
  if (row === from) return 'It is nowhere else.';
  if (step > 0) return row < from ? 'The search went on at the beginning.' : '';
  return row > from ? 'The search went on at the end.' : '';
}

function belowSettled(state: State, contents: Contents): State {
  const at = layout(state);
  const { tree, hex, hexBytes } = at;
  const { selected } = state;
  const lines = contents.lines(selected, state.expansion);
  const { record, message } = contents.detail(selected);
  const line = lineAt(lines, state.path, message);
  const { node } = lines[line]!;
  const cursor = state.cursor !== null && state.cursor.source < record.sources.length ? state.cursor : null;
  const total = Math.ceil(record.sources[cursor?.source ?? node.source]!.data.byteLength / hexBytes);
  const height = linesIn(hex);
  const hexNode = `${node.source}:${node.offset}:${node.size}:${hexBytes}:${record.unit}`;
  const wanted = hexNode === state.hexNode || cursor !== null ? state.hexTop : shown(state.hexTop, node, hexBytes, height);
  const hexTop = cursor === null ? wanted : scrolled(wanted, Math.floor(cursor.offset / hexBytes), height, total);
  return {
    ...state,
    cursor,
    // Until a line is chosen, the message comes first and the layers around it last.
    treeTop: scrolled(state.path === '' ? line : state.treeTop, line, treeLinesIn(state, tree), lines.length),
    hexNode,
    hexTop: Math.max(0, Math.min(hexTop, total - height)),
  };
}

/** The first line to show so that `at` is among `height` lines, moved as little as possible, without empty lines at the end. */
function scrolled(top: number, at: number, height: number, count: number): number {
  const near = Math.min(Math.max(top, at - height + 1), at);
  return Math.max(0, Math.min(near, count - height));
}

/** The first line of bytes so that the node shows: as it is when all of it does, else with a line before it. */
function shown(top: number, node: Node, bytes: number, height: number): number {
  if (node.size === 0) return top;
  const first = Math.floor(node.offset / bytes);
  const last = Math.floor((node.offset + node.size - 1) / bytes);
  return first >= top && last < top + height ? top : Math.max(0, first - 1);
}
