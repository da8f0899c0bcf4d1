import { Command } from '../../../dissectors/smb2/header.ts';
import { type Activity, ALL, PENDING } from '../../report/activity.ts';
import type { Times } from '../../report/rtt.ts';
import { duration } from '../cells.ts';
import type { Scope } from '../scope.ts';
import { byText } from './texts.ts';
import { type Codes, type Column, type Listing, upTo } from './view.ts';

const BARS = ' ▁▂▃▄▅▆▇█';

/** Response times by command. */
export class StatisticsListing implements Listing<Times> {
  readonly empty = 'No request has a response.';
  readonly roots: Codes;
  readonly activity: Activity;

  constructor(activity: Activity) {
    this.activity = activity;
    this.roots = upTo(activity.times.length);
  }

  columns(): Column<Times>[] {
    const { times } = this.activity;
    const time = (name: 'min' | 'mean' | 'median' | 'p95' | 'p99' | 'max' | 'sum', title: string, from = 0): Column<Times> => ({
      name,
      title,
      width: 8,
      from,
      isNumber: true,
      text: (t) => duration(t[name]),
      order: (a, b) => times[a]![name] - times[b]![name],
    });
    return [
      { name: 'command', title: 'Command', width: 23, text: (t) => t.command, tone: () => 'name', order: byText((i) => times[i]!.command) },
      {
        name: 'calls',
        title: 'Calls',
        width: 8,
        isNumber: true,
        text: (t) => String(t.calls),
        order: (a, b) => times[a]!.calls - times[b]!.calls,
      },
      time('min', 'Min', 100),
      time('mean', 'Mean', 110),
      time('median', 'Median'),
      time('p95', '95 %'),
      time('p99', '99 %'),
      time('max', 'Max'),
      time('sum', 'Sum'),
      { name: 'distribution', title: '1 µs … 1000 s', width: 0, from: 100, text: (t) => this.spark(t.command) },
    ];
  }

  item(code: number): Times {
    return this.activity.times[code]!;
  }

  row(): number {
    return -1;
  }

  codeOf(): number {
    return -1;
  }

  children(): null {
    return null;
  }

  scope(code: number): Scope | null {
    const command = this.item(code).command.replace(PENDING, '');
    if (command === ALL) return null;
    const number = (Command as Readonly<Record<string, number>>)[command] ?? Number(command);
    return { kind: 'command', key: number, label: command };
  }

  /** A bar a step, on a logarithmic scale: what is rare shows too. */
  private spark(command: string): string {
    const histogram = this.activity.histograms.get(command);
    if (histogram === undefined) return '';
    const halves = Array.from({ length: histogram.length / 2 }, (_, i) => histogram[2 * i]! + histogram[2 * i + 1]!);
    const most = Math.log1p(halves.reduce((a, b) => Math.max(a, b), 1));
    return Array.from(halves, (n) => BARS[n === 0 ? 0 : Math.max(1, Math.round((8 * Math.log1p(n)) / most))]).join('');
  }
}
