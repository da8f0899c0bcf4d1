import type { State } from './state.ts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything is. The first line of `list`, `tree` and `hex` is its title. */
export interface Layout {
  readonly header: Rect;
  /** The filter, where there is one. */
  readonly bar: Rect;
  readonly list: Rect;
  readonly tree: Rect;
  readonly hex: Rect;
  readonly status: Rect;
  /** Bytes in a line of the hex pane. */
  readonly hexBytes: 8 | 16;
}

/** From this width on, tree and bytes stand side by side. */
const SIDE_BY_SIDE = 100;
/** From this width on, a line of bytes has sixteen. */
const LONG_HEX = 150;
const EIGHT_BYTES = 43;
const SIXTEEN_BYTES = 76;
const LEAST = 3;

const rect = (x: number, y: number, width: number, height: number): Rect => ({
  x,
  y,
  width: Math.max(0, width),
  height: Math.max(0, height),
});

const none = rect(0, 0, 0, 0);

export type Sized = Pick<State, 'columns' | 'rows' | 'filter' | 'scope' | 'focus' | 'isMaximised' | 'listMore' | 'hexMore'>;

export function layout(state: Sized): Layout {
  const { columns, rows } = state;
  const hasBar = (state.filter !== '' || state.scope !== null) && rows > 4;
  const top = hasBar ? 2 : 1;
  const body = Math.max(0, rows - top - 1);
  const ends = {
    header: rect(0, 0, columns, Math.min(1, rows)),
    bar: hasBar ? rect(0, 1, columns, 1) : none,
    status: rect(0, rows - 1, columns, rows > 1 ? 1 : 0),
  };
  if (state.isMaximised) {
    const whole = { list: none, tree: none, hex: none, [state.focus]: rect(0, top, columns, body) };
    return { ...ends, ...whole, hexBytes: columns >= SIXTEEN_BYTES ? 16 : 8 };
  }
  return { ...ends, ...(columns >= SIDE_BY_SIDE ? beside(state, top, body) : stacked(state, top, body)) };
}

type Panes = Pick<Layout, 'list' | 'tree' | 'hex' | 'hexBytes'>;

const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, Math.max(low, high)));

function beside({ columns, listMore, hexMore }: Sized, top: number, body: number): Panes {
  const hexBytes = columns >= LONG_HEX ? 16 : 8;
  const hexWidth = within((hexBytes === 16 ? SIXTEEN_BYTES : EIGHT_BYTES) + hexMore, 12, columns - 20);
  const list = within(Math.ceil(body * 0.45) + listMore, Math.min(LEAST, body), body - LEAST);
  // One column between the two holds the rule.
  const treeWidth = columns - hexWidth - 1;
  return {
    list: rect(0, top, columns, list),
    tree: rect(0, top + list, treeWidth, body - list),
    hex: rect(treeWidth + 1, top + list, hexWidth, body - list),
    hexBytes: hexWidth >= SIXTEEN_BYTES ? 16 : 8,
  };
}

function stacked({ columns, listMore, hexMore }: Sized, top: number, body: number): Panes {
  const hex = within(Math.min(Math.floor(body / 4), 12) + hexMore, 0, body - 2 * LEAST);
  const list = within(Math.ceil((body - hex) / 2) + listMore, Math.min(LEAST, body - hex), body - hex - LEAST);
  return {
    list: rect(0, top, columns, list),
    tree: rect(0, top + list, columns, body - hex - list),
    hex: rect(0, top + body - hex, columns, hex),
    hexBytes: columns >= SIXTEEN_BYTES ? 16 : 8,
  };
}

/** Lines that a pane has for its content. */
export const linesIn = (rect: Rect): number => Math.max(0, rect.height - 1);

export const contains = (r: Rect, x: number, y: number): boolean => x >= r.x && x < r.x + r.width && y >= r.y && y < r.y + r.height;
