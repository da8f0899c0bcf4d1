import type { ProblemKind, ProblemList, Problems, Severity } from '../../report/problems.ts';
import type { CellReader, Cells } from '../cells.ts';
import type { Tone } from '../style.ts';
import { type Codes, type Column, type Listing, listed } from './view.ts';

/** Codes: a kind's number, or which of a kind. */
const RANGE = 2 ** 32;
const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };
const tones: Readonly<Record<Severity, Tone>> = { note: 'faint', warning: 'warning', error: 'error' };

interface Line {
  readonly kind: ProblemKind;
  readonly text: string;
  readonly count: string;
  readonly cells: Cells | null;
}

/** Findings by kind; a kind's first line says how many there are. */
export class ProblemListing implements Listing<Line> {
  readonly isExpandedAtFirst = true;
  readonly empty = 'Nothing was found to be wrong.';
  readonly roots: Codes;
  private readonly reader: CellReader;
  private readonly problems: Problems;

  constructor(reader: CellReader, problems: Problems) {
    this.reader = reader;
    this.problems = problems;
    const rank = (i: number): number => ranks[problems.lists[i]!.kind.severity];
    this.roots = listed(problems.lists.map((_, i) => i).sort((a, b) => rank(a) - rank(b)));
  }

  columns(screen: number): Column<Line>[] {
    const tone = (l: Line): Tone => tones[l.kind.severity];
    return [
      {
        name: 'problem',
        title: 'Problem',
        width: screen >= 100 ? 32 : 24,
        isOutline: true,
        text: (l) => (l.cells === null ? l.kind.title : l.cells.command),
        tone,
      },
      { name: 'count', title: 'Count', width: 6, isNumber: true, text: (l) => l.count },
      { name: 'number', title: 'No.', width: 8, isNumber: true, text: (l) => l.cells?.number ?? '' },
      {
        name: 'time',
        title: this.reader.timeTitle,
        width: this.reader.timeWidth,
        from: 90,
        isNumber: true,
        text: (l) => l.cells?.time ?? '',
      },
      { name: 'text', title: 'What', width: 0, text: (l) => l.text },
      { name: 'spec', title: 'Specification', width: 20, from: 130, text: (l) => l.kind.spec },
    ];
  }

  item(code: number): Line {
    const { kind, kept, count } = this.of(code);
    if (code < RANGE)
      return { kind, text: kept.length < count ? `the first ${kept.length} are listed` : '', count: String(count), cells: null };
    const { row, text } = kept[Math.floor(code / RANGE) - 1]!;
    const cells = this.reader.read(row);
    return { kind, text: cells.details === '' ? text : `${text}: ${cells.details}`, count: '', cells };
  }

  row(code: number): number {
    return code < 0 ? -1 : (this.of(code).kept[Math.max(0, Math.floor(code / RANGE) - 1)]?.row ?? -1);
  }

  codeOf(): number {
    return -1;
  }

  children(code: number): number[] | null {
    return code >= RANGE ? null : this.of(code).kept.map((_, i) => code + (i + 1) * RANGE);
  }

  private of(code: number): ProblemList {
    return this.problems.lists[code % RANGE]!;
  }
}
