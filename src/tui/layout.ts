export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything is. The first line of `list`, `tree` and `hex` is its title. */
export interface Layout {
  readonly header: Rect;
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

export function layout(columns: number, rows: number): Layout {
  const body = Math.max(0, rows - 2);
  const rect = (x: number, y: number, width: number, height: number): Rect => ({
    x,
    y,
    width: Math.max(0, width),
    height: Math.max(0, height),
  });
  const ends = { header: rect(0, 0, columns, Math.min(1, rows)), status: rect(0, rows - 1, columns, rows > 1 ? 1 : 0) };
  if (columns >= SIDE_BY_SIDE) {
    const hexBytes = columns >= LONG_HEX ? 16 : 8;
    const hexWidth = hexBytes === 16 ? SIXTEEN_BYTES : EIGHT_BYTES;
    const list = Math.ceil(body * 0.45);
    // One column between the two holds the rule.
    const treeWidth = columns - hexWidth - 1;
    return {
      ...ends,
      list: rect(0, 1, columns, list),
      tree: rect(0, 1 + list, treeWidth, body - list),
      hex: rect(treeWidth + 1, 1 + list, hexWidth, body - list),
      hexBytes,
    };
  }
  const hex = Math.min(Math.floor(body / 4), 12);
  const list = Math.ceil((body - hex) / 2);
  return {
    ...ends,
    list: rect(0, 1, columns, list),
    tree: rect(0, 1 + list, columns, body - hex - list),
    hex: rect(0, 1 + body - hex, columns, hex),
    hexBytes: columns >= SIXTEEN_BYTES ? 16 : 8,
  };
}

/** Lines that a pane has for its content. */
export const linesIn = (rect: Rect): number => Math.max(0, rect.height - 1);
