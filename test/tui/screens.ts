import type { Contents } from '../../src/tui/contents.ts';
import { KeyMap } from '../../src/tui/keys.ts';
import { type Piece, paint } from '../../src/tui/paint.ts';
import { reduce } from '../../src/tui/reducer.ts';
import { settle } from '../../src/tui/settle.ts';
import { firstState, type State } from '../../src/tui/state.ts';
import { Style } from '../../src/tui/style.ts';
import { widthOf } from '../../src/tui/width.ts';

/** A screen of that size as it opens. */
export const opened = (contents: Contents, columns = 120, rows = 40): State => settle(firstState(columns, rows), contents);

/** The state after keys, settled after each, with everything worked out. */
export const press = (state: State, contents: Contents, ...keys: readonly string[]): State =>
  keys.reduce((s, key) => worked(reduce(s, { key }, contents, table), contents), worked(state, contents));

/** The state once nothing more is under way. */
export function worked(state: State, contents: Contents): State {
  let now = settle(state, contents);
  for (let turns = 0; turns < 10 && !contents.jobs.isIdle; turns++) {
    contents.jobs.finish();
    now = settle(now, contents);
  }
  return now;
}

/** The keys of a text that is typed. */
export const typed = (text: string): string[] => Array.from(text, (c) => (c === ' ' ? 'space' : c));

const table = new KeyMap();

/** Text without the sequences that Style and Screen make. */
export const plain = (text: string): string => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g'), '');

/** What is painted, as the lines of a terminal without its colours. */
export function picture(state: State, contents: Contents): string[] {
  const rows = Array.from({ length: state.rows }, () => '');
  for (const { x, y, text } of paint(state, contents, new Style(false))) rows[y] = rows[y]!.padEnd(x) + plain(text);
  return rows.map((row) => row.trimEnd());
}

/** Pieces that reach into the next one of their line, or over the edge. */
export function overlaps(pieces: readonly Piece[], columns: number): string[] {
  const sorted = [...pieces].sort((a, b) => a.y - b.y || a.x - b.x);
  return sorted.flatMap(({ x, y, text }, i) => {
    const next = sorted[i + 1];
    const edge = next !== undefined && next.y === y ? next.x : columns;
    return x + widthOf(plain(text)) > edge ? [plain(text)] : [];
  });
}
