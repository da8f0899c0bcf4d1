import type { CallModel } from '../../report/rpc-call.ts';
import { type CellReader, duration } from '../cells.ts';
import type { Tone } from '../style.ts';
import { type Codes, type Column, type Listing, listed } from './view.ts';

/** What a report has found, as a line, with what belongs to it. */
export interface Entry {
  readonly title: string;
  readonly state?: string;
  /** Number of the message that it is about; without one it is about the first beneath it. */
  readonly message?: number;
  readonly seconds?: string | undefined;
  readonly tone?: Tone;
  readonly below?: readonly Entry[];
}

/** Reports as an outline. Codes count the entries from the top, those beneath one after it. */
export class Outline implements Listing<Entry> {
  readonly isExpandedAtFirst = true;
  readonly roots: Codes;
  readonly empty: string;
  private readonly title: string;
  private readonly reader: CellReader;
  private readonly entries: Entry[] = [];
  private readonly beneath = new Map<number, number[]>();
  /** By message number the line on the first level that holds it. */
  private readonly rootOf = new Map<number, number>();

  constructor(reader: CellReader, title: string, empty: string, roots: readonly Entry[]) {
    this.reader = reader;
    this.title = title;
    this.empty = empty;
    this.roots = listed(roots.map((entry) => this.add(entry, this.entries.length)));
  }

  private add(entry: Entry, root: number): number {
    const code = this.entries.push(entry) - 1;
    if (entry.message !== undefined && !this.rootOf.has(entry.message)) this.rootOf.set(entry.message, root);
    const { below = [] } = entry;
    if (below.length > 0)
      this.beneath.set(
        code,
        below.map((one) => this.add(one, root)),
      );
    return code;
  }

  columns(width: number): Column<Entry>[] {
    return [
      { name: 'object', title: this.title, width: 0, isOutline: true, text: (e) => e.title, tone: (e) => e.tone },
      { name: 'state', title: 'State', width: width >= 110 ? 28 : 16, text: (e) => e.state ?? '', tone: (e) => e.tone },
      {
        name: 'latency',
        title: 'Latency',
        width: 8,
        isNumber: true,
        text: (e) => (e.seconds === undefined ? '' : duration(Number(e.seconds))),
      },
      { name: 'number', title: 'No.', width: 8, isNumber: true, text: (e) => String(e.message ?? '') },
      {
        name: 'time',
        title: this.reader.timeTitle,
        width: this.reader.timeWidth,
        from: 90,
        isNumber: true,
        text: (e) => this.reader.timeOf((e.message ?? 0) - 1),
      },
    ];
  }

  item(code: number): Entry {
    return this.entries[code]!;
  }

  row(code: number): number {
    const { message } = this.entries[code] ?? {};
    if (message !== undefined) return message - 1;
    for (const one of this.beneath.get(code) ?? []) {
      const row = this.row(one);
      if (row >= 0) return row;
    }
    return -1;
  }

  codeOf(row: number): number {
    return this.rootOf.get(row + 1) ?? -1;
  }

  children(code: number): readonly number[] | null {
    return this.beneath.get(code) ?? null;
  }
}

/** A call of RPC as a line. */
export const callEntry = (c: CallModel, title: string = c.operation): Entry => ({
  title,
  state: c.answer === 0 ? 'no answer' : c.status,
  message: c.message,
  seconds: c.latency,
  ...(c.answer === 0 || isFailed(c.status) ? { tone: 'error' as const } : {}),
});

const isFailed = (status: string): boolean => status !== '' && !/(?:^|_)(?:SUCCESS|ZERO|OK)$|^0x0+$/.test(status);

/** What is wrong, as lines. */
export const findingsOf = (findings: readonly string[], message?: number): Entry[] =>
  findings.map((title) => ({ title, tone: 'error' as const, ...(message === undefined ? {} : { message }) }));

/** Words that are there, with commas between them. */
export const together = (...facts: readonly (string | undefined)[]): string =>
  facts.filter((fact) => fact !== undefined && fact !== '').join(', ');
