import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** A letter may carry so many code units of marks; what stacks more is cut, or one cell could hold kilobytes. */
const LONGEST_GRAPHEME = 16;

const isAscii = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 126) return false;
  return true;
};

/** Cells that a text without control characters takes on a terminal. */
export const widthOf = (text: string): number => (isAscii(text) ? text.length : stringWidth(text));

/** The text in exactly `width` cells: filled up with blanks, or cut with an ellipsis. */
export function fit(text: string, width: number): string {
  if (width <= 0) return '';
  const head = text.slice(0, LONGEST_GRAPHEME * width);
  if (isAscii(head)) return head.length <= width ? head.padEnd(width) : `${head.slice(0, width - 1)}…`;
  let whole = '';
  let cut = '';
  let used = 0;
  let cutAt = 0;
  for (const { segment } of graphemes.segment(head)) {
    const cell = segment.slice(0, LONGEST_GRAPHEME);
    const cells = stringWidth(cell);
    if (used + cells > width) return `${cut}…${' '.repeat(width - cutAt - 1)}`;
    whole += cell;
    used += cells;
    if (used < width) {
      cut = whole;
      cutAt = used;
    }
  }
  return whole + ' '.repeat(width - used);
}

/** The same at the right edge: a number, or the telling end of an address. */
export function fitEnd(text: string, width: number): string {
  return text.length <= width ? text.padStart(width) : width <= 0 ? '' : `…${text.slice(text.length - width + 1)}`;
}
