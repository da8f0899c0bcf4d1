import type { Node } from '../dissect/node.ts';
import type { Contents } from './contents.ts';
import { layout, linesIn } from './layout.ts';
import { lineAt } from './lines.ts';
import type { State } from './state.ts';

/** The state with everything that is selected in view, for the screen's size and as far as the capture has been read. */
export function settle(state: State, contents: Contents): State {
  const { list, tree, hex, hexBytes } = layout(state.columns, state.rows);
  const wanted = state.isFollowing ? Number.POSITIVE_INFINITY : state.selected;
  const selected = Math.max(0, Math.min(wanted, contents.count - 1));
  const listTop = scrolled(state.listTop, selected, linesIn(list), contents.count);
  if (contents.count === 0) return { ...state, selected, listTop };
  const lines = contents.lines(selected, state.expansion);
  const { record, message } = contents.detail(selected);
  const line = lineAt(lines, state.path, message);
  const { node } = lines[line]!;
  const total = Math.ceil(record.sources[node.source]!.data.byteLength / hexBytes);
  const hexNode = `${node.source}:${node.offset}:${node.size}:${hexBytes}:${record.unit}`;
  const hexTop = hexNode === state.hexNode ? state.hexTop : shown(state.hexTop, node, hexBytes, linesIn(hex));
  return {
    ...state,
    selected,
    listTop,
    // Until a line is chosen, the message comes first and the layers around it last.
    treeTop: scrolled(state.path === '' ? line : state.treeTop, line, linesIn(tree), lines.length),
    hexNode,
    hexTop: Math.max(0, Math.min(hexTop, total - linesIn(hex))),
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
