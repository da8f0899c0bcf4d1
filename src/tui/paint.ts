import { histogramLines, timelineLines } from './charts.ts';
import type { Contents } from './contents.ts';
import { hexLines } from './hex.ts';
import { layout, type Rect } from './layout.ts';
import { listLines } from './list.ts';
import { popup } from './popup.ts';
import type { State } from './state.ts';
import { barText, counts, position } from './status.ts';
import type { Style } from './style.ts';
import { treePane } from './tree.ts';
import { fit, widthOf } from './width.ts';

/** Text for a place on the screen. It is exactly as wide as its place, and holds no control characters but those of Style. */
export interface Piece {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** The panes of a settled state, and the numbers that change with every key. Everything else on the screen is ink's. */
export function paint(state: State, contents: Contents, style: Style): Piece[] {
  const at = layout(state);
  const pieces: Piece[] = [];
  const place = (rect: Rect, lines: readonly string[]): void => {
    for (let i = 0; i < rect.height; i++) pieces.push({ x: rect.x, y: rect.y + i, text: lines[i] ?? ' '.repeat(rect.width) });
  };
  if (state.mode !== 'help' && state.mode !== 'columns') {
    const isChart = state.view === 'statistics';
    place(at.bar, [style.text('heading', fit(barText(state, contents), at.bar.width))]);
    place(at.list, listLines(state, contents, style, at.list));
    place(at.tree, (isChart ? histogramLines : treePane)(state, contents, style, at.tree));
    if (at.hex.x > 0) {
      const rule = style.text('faint', '│');
      place({ x: at.hex.x - 1, y: at.hex.y, width: 1, height: at.hex.height }, [
        style.text('faint', '┬'),
        ...Array(at.hex.height).fill(rule),
      ]);
    }
    place(at.hex, isChart ? timelineLines(state, contents, style, at.hex) : hexLines(state, contents, style, at.hex, at.hexBytes));
  }
  pieces.push(...atRight(at.header, counts(contents, state.columns), style));
  if (state.mode === 'browse') pieces.push(...atRight(at.status, position(state, contents), style));
  const over = popup(state, contents, style);
  const covered = new Set(over.map((piece) => piece.y));
  return over.length === 0 ? pieces : [...pieces.filter((piece) => !covered.has(piece.y)), ...over];
}

function atRight(rect: Rect, text: string, style: Style): Piece[] {
  const width = Math.min(widthOf(text), rect.width);
  return rect.height === 0 || width === 0
    ? []
    : [{ x: rect.x + rect.width - width, y: rect.y, text: style.text('title', fit(text, width)) }];
}
