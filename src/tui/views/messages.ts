import { between } from '../../smb/facts.ts';
import type { Pass } from '../../smb/pass.ts';
import type { CellReader, Cells, Outcome } from '../cells.ts';
import type { Tone } from '../style.ts';
import { byText } from './texts.ts';
import type { Codes, Column, Listing } from './view.ts';

const tones: Readonly<Record<Outcome, Tone>> = {
  request: 'request',
  response: 'response',
  pending: 'warning',
  warning: 'warning',
  error: 'error',
  encrypted: 'secret',
  oneWay: 'oneWay',
};

export const toneOf = (c: Cells): Tone => tones[c.outcome];
const LONGEST_ADDRESS = 24;
const PORT = 6;

/** One line a message. */
export class Messages implements Listing<Cells> {
  readonly empty = 'There is no SMB message in this capture.';
  readonly roots: Codes;
  private readonly pass: Pass;
  private readonly reader: CellReader;

  constructor(pass: Pass, reader: CellReader, roots: Codes) {
    this.pass = pass;
    this.reader = reader;
    this.roots = roots;
  }

  columns(width: number): Column<Cells>[] {
    const { messages: m } = this.pass;
    this.reader.measure();
    const address = Math.min(this.reader.addressWidth, LONGEST_ADDRESS) + (width >= 140 ? PORT : 0);
    const by = (read: (row: number) => number) => (a: number, b: number) => read(a) - read(b);
    return [
      {
        name: 'number',
        title: 'No.',
        width: Math.max(4, String(m.count).length),
        isNumber: true,
        text: (c) => c.number,
        order: by((r) => r),
      },
      {
        name: 'time',
        title: this.reader.timeTitle,
        width: this.reader.timeWidth,
        isNumber: true,
        text: (c) => c.time,
        order: by((r) => r),
      },
      {
        name: 'source',
        title: 'Source',
        width: Math.max(6, address),
        from: 100,
        text: (c) => c.from,
        order: byText((r) => this.reader.end(r, 0)),
      },
      {
        name: 'destination',
        title: 'Destination',
        width: Math.max(11, address),
        from: 100,
        text: (c) => c.to,
        order: byText((r) => this.reader.end(r, 1)),
      },
      { name: 'protocol', title: 'Type', width: 4, from: 130, text: (c) => c.protocol, order: by((r) => m.protocol[r]!) },
      {
        name: 'command',
        title: 'Command',
        width: width >= 100 ? 20 : 18,
        text: (c) => `${c.isFromServer ? '←' : '→'} ${c.command}`,
        tone: toneOf,
        order: by((r) => 2 * m.command[r]! + (m.flags[r]! & 1)),
      },
      { name: 'latency', title: 'Latency', width: 8, from: 120, isNumber: true, text: (c) => c.latency, order: by((r) => this.latency(r)) },
      {
        name: 'sign',
        title: 'Sign',
        width: 4,
        from: 76,
        to: 111,
        text: (c) => c.sign,
        tone: (c) => c.verdictTone,
        order: byText((r) => this.reader.sign(r)),
      },
      {
        name: 'verdict',
        title: 'Verdict',
        width: 9,
        from: 112,
        text: (c) => c.verdict,
        tone: (c) => c.verdictTone,
        order: byText((r) => this.reader.verdict(r)),
      },
      { name: 'status', title: 'Status', width: 24, from: 150, text: (c) => c.status, tone: toneOf, order: by((r) => m.status[r]!) },
      {
        name: 'frame',
        title: 'Frame',
        width: 8,
        from: 999,
        isNumber: true,
        text: (c) => c.frame,
        order: by((r) => this.pass.units.frame[m.unit[r]!]!),
      },
      { name: 'length', title: 'Length', width: 9, from: 999, isNumber: true, text: (c) => c.length, order: by((r) => m.length[r]!) },
      { name: 'name', title: 'Name', width: 30, from: 999, text: (c) => c.name, order: byText((r) => this.reader.name(r)) },
      { name: 'info', title: 'Info', width: 0, text: (c) => c.details },
    ];
  }

  item(row: number): Cells {
    return this.reader.read(row);
  }

  row(row: number): number {
    return row;
  }

  codeOf(row: number): number {
    return row;
  }

  children(): null {
    return null;
  }

  private latency(row: number): number {
    const { messages: m } = this.pass;
    return m.pair[row] === 0 || (m.flags[row]! & 1) === 0 ? -1 : between(this.pass, m.pair[row]! - 1, row);
  }
}
