import { EventEmitter } from 'node:events';
import type { Piece } from './paint.ts';
import { RESET } from './style.ts';

const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
/** Characters whose width terminals do not agree on; our own signs and ASCII are safe. */
const UNSURE = /[^\p{ASCII}─━│┬▾▸→←↑↓…·µ]/u;

/**
 * What ink takes for its terminal. ink hands over whole frames; panes are laid over them, and only the lines that differ
 * from what the terminal shows are written, in one piece.
 */
export class Screen extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  rows: number;
  /** Called when ink has a new frame. */
  onFrame: () => void = () => {};
  private chrome: string[] = [];
  private shown: string[] = [];
  private readonly out: (text: string) => void;

  constructor(columns: number, rows: number, out: (text: string) => void) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.out = out;
  }

  /** Takes a frame from ink; what else ink writes is about a cursor that this screen has no use for. */
  write(frame: string, done?: () => void): boolean {
    if (frame !== '' && !frame.startsWith('\x1b[?')) {
      this.chrome = frame.split('\n');
      this.onFrame();
    }
    if (typeof done === 'function') setImmediate(done);
    return true;
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.forget();
    this.emit('resize');
  }

  /** The terminal no longer shows what was written. */
  forget(): void {
    this.shown = [];
  }

  /** Brings the terminal to show ink's frame with the pieces over it. */
  show(pieces: readonly Piece[]): void {
    const lines = this.compose(pieces);
    let text = this.shown.length === 0 ? `${RESET}\x1b[2J` : '';
    lines.forEach((line, y) => {
      if (line !== this.shown[y]) text += `\x1b[${y + 1};1H${line}`;
    });
    this.shown = lines;
    if (text !== '') this.out(BEGIN + text + END);
  }

  private compose(pieces: readonly Piece[]): string[] {
    const rows: Piece[][] = Array.from({ length: this.rows }, () => []);
    for (const piece of pieces) rows[piece.y]?.push(piece);
    return rows.map((row, y) => {
      row.sort((a, b) => a.x - b.x);
      const isCovered = row[0]?.x === 0;
      let line = isCovered ? '' : `${this.chrome[y] ?? ''}${RESET}\x1b[K`;
      for (const { x, text } of row) line += (x > 0 ? `\x1b[${x + 1}G` : '') + text;
      return isCovered && UNSURE.test(line) ? `\x1b[2K${line}` : line;
    });
  }
}
