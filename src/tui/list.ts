import type { Cells, Outcome } from './cells.ts';
import type { Contents } from './contents.ts';
import { linesIn, type Rect } from './layout.ts';
import type { State } from './state.ts';
import { Line, type Style, type Tone } from './style.ts';
import { fit, fitEnd, widthOf } from './width.ts';

interface Column {
  readonly title: string;
  readonly width: number;
  readonly isNumber?: boolean;
  cell(c: Cells): string;
  tone?(c: Cells): Tone;
}

const tones: Readonly<Record<Outcome, Tone>> = {
  request: 'request',
  response: 'response',
  pending: 'warning',
  warning: 'warning',
  error: 'error',
  encrypted: 'secret',
};

const toneOf = (c: Cells): Tone => tones[c.outcome];
const LONGEST_ADDRESS = 24;
const PORT = 6;
const TIME = 11;
const COMMAND = 18;
const STATUS = 24;
const LATENCY = 8;

/** The columns that a width has room for; the last one takes what is left. */
export function columnsFor(width: number, count: number, addressWidth: number): Column[] {
  const withPorts = hasPorts(width);
  const address = Math.min(addressWidth, LONGEST_ADDRESS) + (withPorts ? PORT : 0);
  const columns: Column[] = [
    { title: 'No.', width: Math.max(4, String(count).length), isNumber: true, cell: (c) => c.number },
    { title: 'Time', width: TIME, isNumber: true, cell: (c) => c.time },
  ];
  if (width >= 100) {
    columns.push({ title: 'Source', width: Math.max(6, address), cell: (c) => cut(c.from, address) });
    columns.push({ title: 'Destination', width: Math.max(11, address), cell: (c) => cut(c.to, address) });
  }
  if (width >= 110) columns.push({ title: 'Type', width: 4, cell: (c) => c.protocol });
  columns.push({ title: 'Command', width: COMMAND, cell: (c) => `${c.isFromServer ? '←' : '→'} ${c.command}`, tone: toneOf });
  if (width >= 120) columns.push({ title: 'Latency', width: LATENCY, isNumber: true, cell: (c) => c.latency });
  if (width >= 150) columns.push({ title: 'Status', width: STATUS, cell: (c) => c.status, tone: toneOf });
  return columns;
}

export const hasPorts = (width: number): boolean => width >= 140;
const hasStatus = (width: number): boolean => width >= 150;
const cut = (address: string, width: number): string => (address.length > width ? fitEnd(address, width) : address);

/** A heading, then a line for each message that shows. */
export function listLines(state: State, contents: Contents, style: Style, rect: Rect): string[] {
  const { width } = rect;
  if (rect.height === 0) return [];
  const columns = columnsFor(width, contents.count, contents.addressWidth);
  const isFocused = state.focus === 'list';
  const heading = `${columns.map((c) => (c.isNumber ? fitEnd(c.title, c.width) : fit(c.title, c.width))).join(' ')} Info`;
  const lines = [style.text(isFocused ? 'heading' : 'faint', fit(heading, width))];
  if (contents.count === 0 && contents.progress.state === 'done') lines.push(fit(' There is no SMB message in this capture.', width));
  const end = Math.min(contents.count, state.listTop + linesIn(rect));
  for (let row = state.listTop; row < end; row++) {
    const ground: Tone = row !== state.selected ? 'plain' : isFocused ? 'selected' : 'resting';
    lines.push(message(contents.cells(row, hasPorts(width)), columns, width, new Line(style, ground)));
  }
  return lines;
}

function message(c: Cells, columns: readonly Column[], width: number, line: Line): string {
  let left = width;
  for (const column of columns) {
    const cell = column.cell(c);
    const cells = Math.min(left, column.width);
    line.add(column.isNumber ? fitEnd(cell, cells) : fit(cell, cells), column.tone?.(c));
    left -= cells;
    if (left > 0) line.add(' ');
    left = Math.max(0, left - 1);
  }
  const parts: [string, Tone][] = [[c.details, 'plain']];
  // Before the details, which are cut where they are long.
  if (c.remark !== '') parts.unshift([c.remark, 'warning']);
  if (!hasStatus(width)) parts.unshift([c.status, toneOf(c)]);
  for (const [text, tone] of parts) {
    if (text === '' || left === 0) continue;
    const cells = Math.min(left, widthOf(text));
    line.add(fit(text, cells), tone).add(left > cells ? ' ' : '');
    left = Math.max(0, left - cells - 1);
  }
  return line.add(' '.repeat(left)).end();
}
