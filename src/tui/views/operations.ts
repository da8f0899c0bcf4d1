import type { Operations } from '../../report/operations.ts';
import type { Work } from '../../report/work.ts';
import { Protocol } from '../../smb/columns.ts';
import { between } from '../../smb/facts.ts';
import type { Pass } from '../../smb/pass.ts';
import { type CellReader, type Cells, duration } from '../cells.ts';
import type { Tone } from '../style.ts';
import { toneOf } from './messages.ts';
import { byText } from './texts.ts';
import { type Codes, type Column, type Listing, rising } from './view.ts';

/** Codes: an operation is its first message's row; its messages and their layers follow in ranges of their own. */
const RANGE = 2 ** 32;
const MESSAGE = 1;
const LAYER = 2;
const MOST_LAYERS = 64;
const SLICE = 8192;

interface Line {
  readonly number: string;
  readonly time: string;
  readonly from: string;
  readonly to: string;
  readonly title: string;
  readonly status: string;
  readonly latency: string;
  readonly messages: string;
  readonly details: string;
  readonly tone: Tone | undefined;
}

/** What a message's tree has on its first level, as far as a list of operations names it. */
export interface Layers {
  titles(row: number): readonly string[];
  path(row: number, layer: number): string;
}

/** First messages of the operations of which a message is asked for. */
export function* firsts(operations: Operations, isAsked: (row: number) => boolean): Work<Uint32Array> {
  const { count } = operations;
  const found = new Uint32Array(count);
  let n = 0;
  for (let row = 0; row < count; row++) {
    if (row % SLICE === 0) yield row / count;
    if (!operations.isFirst(row)) continue;
    for (let at = row; at >= 0; at = operations.next(at))
      if (isAsked(at)) {
        found[n++] = row;
        break;
      }
  }
  return found.slice(0, n);
}

/** A request with what answers it as one line; beneath it its messages, beneath these their layers. */
export class OperationListing implements Listing<Line> {
  readonly empty = 'There is no operation.';
  readonly roots: Codes;
  private readonly pass: Pass;
  private readonly reader: CellReader;
  private readonly operations: Operations;
  private readonly layers: Layers;

  constructor(pass: Pass, reader: CellReader, operations: Operations, found: Uint32Array, layers: Layers) {
    this.pass = pass;
    this.reader = reader;
    this.operations = operations;
    this.layers = layers;
    this.roots = rising(found);
  }

  columns(width: number): Column<Line>[] {
    const { messages: m } = this.pass;
    this.reader.measure();
    const address = Math.min(this.reader.addressWidth, 24) + (width >= 140 ? 6 : 0);
    const answer = (row: number): number => this.operations.end(row);
    const took = (row: number): number => (answer(row) < 0 ? -1 : between(this.pass, row, answer(row)));
    return [
      {
        name: 'number',
        title: 'No.',
        width: Math.max(4, String(m.count).length),
        isNumber: true,
        text: (l) => l.number,
        order: (a, b) => a - b,
      },
      {
        name: 'time',
        title: this.reader.timeTitle,
        width: this.reader.timeWidth,
        isNumber: true,
        text: (l) => l.time,
        order: (a, b) => a - b,
      },
      {
        name: 'source',
        title: 'Client',
        width: Math.max(6, address),
        from: 110,
        text: (l) => l.from,
        order: byText((r) => this.reader.end(r, 0)),
      },
      {
        name: 'destination',
        title: 'Server',
        width: Math.max(6, address),
        from: 130,
        text: (l) => l.to,
        order: byText((r) => this.reader.end(r, 1)),
      },
      {
        name: 'operation',
        title: 'Operation',
        width: width >= 100 ? 24 : 20,
        isOutline: true,
        text: (l) => l.title,
        tone: (l) => l.tone,
        order: (a, b) => m.command[a]! - m.command[b]!,
      },
      { name: 'latency', title: 'Latency', width: 8, isNumber: true, text: (l) => l.latency, order: (a, b) => took(a) - took(b) },
      {
        name: 'status',
        title: 'Status',
        width: width >= 120 ? 26 : width >= 100 ? 16 : 12,
        text: (l) => l.status,
        tone: (l) => l.tone,
        order: (a, b) => (m.status[this.operations.answer(a)] ?? 0) - (m.status[this.operations.answer(b)] ?? 0),
      },
      { name: 'messages', title: 'Msgs', width: 4, from: 120, isNumber: true, text: (l) => l.messages },
      { name: 'info', title: 'Info', width: 0, text: (l) => l.details },
    ];
  }

  item(code: number): Line {
    const row = code % RANGE;
    const range = Math.floor(code / RANGE);
    if (range >= LAYER) {
      const [title = '', ...details] = (this.layers.titles(row)[range - LAYER] ?? '').split(', ');
      return { ...nothing, title, details: details.join(', '), tone: 'faint' };
    }
    const c = this.reader.read(row);
    return range === MESSAGE ? this.message(row, c) : this.operation(row, c);
  }

  private message(row: number, c: Cells): Line {
    const { number, time, from, to, status, latency, details } = c;
    const part = this.operations.part(row);
    return {
      number,
      time,
      from,
      to,
      title: `${c.isFromServer ? '←' : '→'} ${part}`,
      status,
      latency,
      messages: '',
      details,
      tone: toneOf(c),
    };
  }

  private operation(row: number, c: Cells): Line {
    const { operations } = this;
    const end = operations.end(row);
    const answer = operations.answer(row);
    const shown = answer >= 0 ? answer : operations.interim(row);
    const outcome = shown < 0 || shown === row ? c : this.reader.read(shown);
    const isSmb2 = this.pass.messages.protocol[row] === Protocol.smb2;
    const isOpen = answer < 0 && operations.part(row) === 'request' && isSmb2;
    let messages = 0;
    for (let at = row; at >= 0; at = operations.next(at)) messages++;
    return {
      number: c.number,
      time: c.time,
      from: c.from,
      to: c.to,
      title: c.command,
      status: isOpen
        ? outcome.status === ''
          ? 'no response'
          : outcome.status
        : outcome.status === '' && answer >= 0 && isSmb2
          ? 'SUCCESS'
          : outcome.status,
      latency: end < 0 ? '' : duration(between(this.pass, row, end)),
      messages: String(messages),
      details: c.details === '' ? outcome.details : c.details,
      tone: isOpen ? 'oneWay' : toneOf(outcome),
    };
  }

  row(code: number): number {
    return code < 0 ? -1 : code % RANGE;
  }

  codeOf(row: number): number {
    return row < this.operations.count ? this.operations.first(row) : -1;
  }

  children(code: number): number[] | null {
    const row = code % RANGE;
    const range = Math.floor(code / RANGE);
    const found: number[] = [];
    if (range >= LAYER) return null;
    if (range === MESSAGE)
      return this.layers
        .titles(row)
        .slice(0, MOST_LAYERS)
        .map((_, i) => row + (LAYER + i) * RANGE);
    for (let at = row; at >= 0; at = this.operations.next(at)) found.push(at + MESSAGE * RANGE);
    return found;
  }

  path(code: number): string | undefined {
    const range = Math.floor(code / RANGE);
    return range < LAYER ? undefined : this.layers.path(code % RANGE, range - LAYER);
  }
}

const nothing: Line = {
  number: '',
  time: '',
  from: '',
  to: '',
  title: '',
  status: '',
  latency: '',
  messages: '',
  details: '',
  tone: undefined,
};
