import { caption, helpLines, type Key } from './keys.ts';

const COLUMN = 95;
/** Cells that the keys have, and a blank. */
const CAPTIONS = 25;

/** A line of the help in one of its columns. */
export interface HelpLine {
  readonly caption: string;
  readonly text: string;
}

/** The help as it stands on a screen of this width: the columns side by side, each of lines with room for their texts. */
export function helpColumns(
  keys: readonly Key[],
  columns: number,
): { width: number; captions: number; sides: readonly (readonly HelpLine[])[] } {
  const across = Math.max(1, Math.floor(columns / COLUMN));
  const width = Math.floor(columns / across);
  const lines = helpLines(keys).flatMap((line): HelpLine[] => {
    const [first = '', ...others] = wrapped(line.text, Math.max(8, width - CAPTIONS - 1));
    return [{ caption: line.keys.map(caption).join(' '), text: first }, ...others.map((text) => ({ caption: '', text: `  ${text}` }))];
  });
  const height = Math.ceil(lines.length / across);
  const sides = Array.from({ length: across }, (_, side) => lines.slice(side * height, (side + 1) * height));
  return { width, captions: CAPTIONS, sides };
}

/** A text in lines of at most so many cells; those behind the first are indented by two. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    const room = lines.length > 1 ? width - 2 : width;
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
