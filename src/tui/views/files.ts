import { type Files, pathOf } from '../../report/files.ts';
import type { Pass } from '../../smb/pass.ts';
import { type CellReader, duration } from '../cells.ts';
import type { Scope } from '../scope.ts';
import { byText, bytes, some } from './texts.ts';
import { type Codes, type Column, type Listing, upTo } from './view.ts';

/** Every path with what was done to it. */
export class FileListing implements Listing<number> {
  readonly empty = 'No file was opened.';
  readonly roots: Codes;
  private readonly pass: Pass;
  private readonly reader: CellReader;
  private readonly files: Files;

  constructor(pass: Pass, reader: CellReader, files: Files, shown: Codes | null) {
    this.pass = pass;
    this.reader = reader;
    this.files = files;
    this.roots = shown ?? upTo(files.count);
  }

  columns(): Column<number>[] {
    const { tally: t, opens, refused } = this.files;
    const number = (
      name: string,
      title: string,
      width: number,
      read: (f: number) => number,
      text: (value: number) => string = some,
      from = 0,
    ) => ({
      name,
      title,
      width,
      from,
      isNumber: true,
      text: (f: number) => text(read(f)),
      order: (a: number, b: number) => read(a) - read(b),
    });
    return [
      {
        name: 'path',
        title: 'Path',
        width: 0,
        keepsEnd: true,
        text: (f) => this.pathText(f),
        tone: (f) => (opens[f] === 0 ? 'faint' : undefined),
        order: byText((f) => this.pathText(f).toLowerCase()),
      },
      number('opens', 'Opens', 6, (f) => opens[f]!),
      { ...number('refused', 'Refused', 7, (f) => refused[f]!, some, 130), tone: () => 'error' as const },
      number('reads', 'Reads', 7, (f) => t.reads[f]!),
      number('read', 'Read', 8, (f) => t.bytesRead[f]!, bytes, 90),
      number('writes', 'Writes', 7, (f) => t.writes[f]!),
      number('written', 'Written', 8, (f) => t.bytesWritten[f]!, bytes, 90),
      number('bytes', 'Bytes', 8, (f) => t.bytesRead[f]! + t.bytesWritten[f]!, bytes),
      { ...number('errors', 'Errors', 6, (f) => t.errors[f]!), tone: () => 'error' as const },
      number('mean', 'Mean', 8, (f) => t.seconds[f]! / Math.max(1, t.answered[f]!), duration, 100),
      number('slowest', 'Slowest', 8, (f) => t.slowest[f]!, duration, 130),
      number('time', 'Total', 8, (f) => t.seconds[f]!, duration, 140),
      number(
        'first',
        'First',
        this.reader.timeWidth,
        (f) => t.first[f]!,
        (row) => this.reader.timeOf(row - 1),
        160,
      ),
    ];
  }

  item(code: number): number {
    return code;
  }

  row(code: number): number {
    return code < 0 || code >= this.files.count ? -1 : this.files.tally.first[code]! - 1;
  }

  codeOf(row: number): number {
    const open = this.pass.messages.open[row]! - 1;
    return open < 0 || open >= this.files.fileOf.length ? -1 : this.files.fileOf[open]!;
  }

  children(): null {
    return null;
  }

  scope(code: number): Scope {
    return { kind: 'file', key: this.files.firstOpen[code]!, label: this.pathText(code) };
  }

  private pathText(file: number): string {
    return pathOf(this.pass, this.files.share[file]!, this.files.name[file]!);
  }
}
