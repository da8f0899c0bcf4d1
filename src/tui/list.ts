import { safe } from '../bytes/writer.ts';
import type { Cells } from './cells.ts';
import type { Contents } from './contents.ts';
import { linesIn, type Rect } from './layout.ts';
import type { State } from './state.ts';
import { counted } from './status.ts';
import { Line, type Style, type Tone } from './style.ts';
import { toneOf } from './views/messages.ts';
import { type Column, isShownAt, type View } from './views/view.ts';
import { fit, fitEnd, widthOf } from './width.ts';

const LEAST = 12;

/** A column where it stands on the screen. */
export interface Placed {
  readonly column: Column<unknown>;
  readonly x: number;
  readonly width: number;
}

/** The columns that show: those that were chosen, or those that the width has room for; one takes what is left. */
export function placed(view: View, state: State, width: number): Placed[] {
  const chosen = state.chosen[view.name];
  const all = view.listing.columns(width);
  const wanted =
    chosen === undefined ? all.filter((c) => isShownAt(c, width)) : chosen.flatMap((name) => all.find((c) => c.name === name) ?? []);
  const fixed = wanted.reduce((sum, c) => sum + c.width + 1, 0);
  let x = 0;
  const found: Placed[] = [];
  for (const column of wanted) {
    const own = column.width === 0 ? Math.max(LEAST, width - fixed) : column.width;
    if (x >= width) break;
    found.push({ column, x, width: Math.min(own, width - x) });
    x += own + 1;
  }
  return found;
}

/** A heading, then a line for each that shows. */
export function listLines(state: State, contents: Contents, style: Style, rect: Rect): string[] {
  if (rect.height === 0) return [];
  const isFocused = state.focus === 'list';
  const view = contents.view(state);
  if (view === null)
    return [style.text(isFocused ? 'heading' : 'faint', fit(` ${state.view}`, rect.width)), fit(` ${contents.jobs.activity}`, rect.width)];
  const columns = placed(view, state, rect.width);
  const lines = [style.text(isFocused ? 'heading' : 'faint', fit(heading(columns, state, view), rect.width))];
  const isOver = contents.progress.state === 'done' && contents.jobs.isIdle;
  if (contents.count === 0 && contents.live !== undefined && !isOver)
    lines.push(fit(` ${counted(contents.pass.capture.frameCount, 'frame')} have come, no message of SMB among them yet.`, rect.width));
  const isUpToDate = contents.jobs.isIdle && (contents.live !== undefined || contents.isWaiting);
  if (view.count === 0 && (isOver || (isUpToDate && contents.count > 0)))
    lines.push(
      fit(
        ` ${state.filter === '' && state.scope === null ? view.listing.empty : 'Nothing fulfils the filter: / changes it, Esc removes it.'}`,
        rect.width,
      ),
    );
  const { line: selected, top } = state.places[view.name];
  const end = Math.min(view.count, top + linesIn(rect));
  for (let line = top; line < end; line++) {
    const ground: Tone = line !== selected ? 'plain' : isFocused ? 'selected' : 'resting';
    lines.push(painted(view, line, columns, rect.width, state, new Line(style, ground)));
  }
  return lines;
}

function heading(columns: readonly Placed[], state: State, view: View): string {
  const sort = state.sorts[view.name];
  const title = ({ column, width }: Placed): string => {
    const mark = sort?.column !== column.name ? '' : sort.isDown ? '↓' : '↑';
    return column.isNumber ? (mark + column.title).slice(0, width).padStart(width) : fit(column.title + mark, width);
  };
  return columns.map(title).join(' ');
}

function painted(view: View, line: number, columns: readonly Placed[], width: number, state: State, out: Line): string {
  const item = view.listing.item(view.code(line));
  const hasStatus = columns.some(({ column }) => column.name === 'status');
  let at = 0;
  for (const { column, x, width: cells } of columns) {
    if (x > at) out.add(' '.repeat(x - at));
    at = x + cells;
    if (state.view === 'messages' && column.name === 'info') info(item as Cells, hasStatus, cells, out);
    else {
      const text = safe(column.text(item));
      const lead = column.isOutline ? outline(view, line) : '';
      const isCutAhead = column.keepsEnd === true && text.length > cells && widthOf(text) === text.length;
      out.add(
        column.isNumber
          ? right(text, cells)
          : isCutAhead
            ? fitEnd(text, cells)
            : fit(lead + (column.name === 'info' ? pathShortened(text, cells) : text), cells),
        column.tone?.(item),
      );
    }
  }
  return out.add(' '.repeat(Math.max(0, width - at))).end();
}

const right = (text: string, cells: number): string => (text.length > cells ? fitEnd(text, cells) : text.padStart(cells));

function outline(view: View, line: number): string {
  const isOpen = view.isOpen(line);
  return '  '.repeat(view.depth(line)) + (isOpen === null ? '  ' : isOpen ? '▾ ' : '▸ ');
}

const FILE = 'File: ';
/** With less of a path its beginning says as much. */
const LEAST_PATH = 12;

/** Of a path that is too long the end says most: `File: …\name.txt`. */
function pathShortened(text: string, width: number): string {
  const at = text.lastIndexOf(FILE) + FILE.length;
  const room = width - at;
  if (text.length <= width || at < FILE.length || room < LEAST_PATH || widthOf(text) !== text.length) return text;
  return `${text.slice(0, at)}…${text.slice(text.length - room + 1)}`;
}

/** What remains to be said of a message: before the details, which are cut where they are long, what is wrong with it. */
function info(c: Cells, hasStatus: boolean, width: number, line: Line): void {
  let left = width;
  const parts: [string, Tone][] = [[c.details, 'plain']];
  if (c.remark !== '') parts.unshift([c.remark, 'warning']);
  if (!hasStatus) parts.unshift([c.status, toneOf(c)]);
  for (const [text, tone] of parts) {
    if (text === '' || left === 0) continue;
    const cells = Math.min(left, widthOf(text));
    line.add(fit(pathShortened(text, cells), cells), tone).add(left > cells ? ' ' : '');
    left = Math.max(0, left - cells - 1);
  }
  line.add(' '.repeat(left));
}
