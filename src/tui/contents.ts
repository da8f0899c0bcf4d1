import type { Node } from '../dissect/node.ts';
import type { Pass } from '../smb/pass.ts';
import { Records, type UnitRecord } from '../smb/records.ts';
import { CellReader, type Cells } from './cells.ts';
import { type Expansion, messageNode, type Severity, severities, type TreeLine, treeLines } from './lines.ts';
import { type Live, titleOf } from './live.ts';

/** How far the capture has been read. */
export type Progress = { readonly state: 'reading'; readonly percent: number } | { readonly state: 'waiting' } | { readonly state: 'done' };

/** A message with all that its panes need. */
export interface Detail {
  readonly record: UnitRecord;
  readonly message: Node;
  readonly severities: ReadonlyMap<Node, Severity>;
}

/** What the screen may ask of a capture. Rows count from 0. */
export interface Contents {
  readonly title: string;
  readonly count: number;
  readonly streams: number;
  readonly gaps: number;
  readonly damage: number;
  readonly progress: Progress;
  readonly addressWidth: number;
  /** Undefined for what lies complete in a file. */
  readonly live?: Live | undefined;
  cells(row: number, withPorts: boolean): Cells;
  detail(row: number): Detail;
  lines(row: number, expansion: Expansion): readonly TreeLine[];
  /** The response to a request or the request of a response; -1 when the capture has none. */
  counterpart(row: number): number;
  /** The next error after the row, or before it; -1 when there is none. */
  error(row: number, step: 1 | -1): number;
}

/** The contents of a pass that may still be going on. Keeps the last message's record, nothing else. */
export class PassContents implements Contents {
  readonly title: string;
  readonly live: Live | undefined;
  isWaiting = false;
  private readonly pass: Pass;
  private readonly records: Records;
  private readonly reader: CellReader;
  private held: { unit: number; row: number; pair: number; detail: Detail } | undefined;
  private heldLines: { detail: Detail; expansion: Expansion; lines: TreeLine[] } | undefined;

  constructor(pass: Pass, live?: Live) {
    this.pass = pass;
    this.live = live;
    this.records = new Records(pass);
    this.reader = new CellReader(pass);
    const [first, ...others] = pass.capture.files;
    const name = live === undefined ? (first!.path === '-' ? 'standard input' : first!.path) : titleOf(live);
    this.title = name + (others.length > 0 ? ` and ${others.length} more` : '');
  }

  get count(): number {
    return this.pass.messages.count;
  }

  get streams(): number {
    return this.pass.network.streams.length;
  }

  get gaps(): number {
    return this.pass.units.skipped.size;
  }

  get damage(): number {
    return this.pass.capture.damageCount;
  }

  get progress(): Progress {
    if (this.pass.isDone) return { state: 'done' };
    if (this.isWaiting) return { state: 'waiting' };
    const { done, total } = this.pass.capture.progress;
    return { state: 'reading', percent: Math.floor((100 * done) / Math.max(1, total)) };
  }

  get addressWidth(): number {
    this.reader.measure();
    return this.reader.addressWidth;
  }

  cells(row: number, withPorts: boolean): Cells {
    return this.reader.read(row, withPorts);
  }

  detail(row: number): Detail {
    const { messages: m, units } = this.pass;
    const unit = m.unit[row]!;
    // While the pass goes on, a message may still find its counterpart.
    const pair = m.pair[row]!;
    if (this.held !== undefined && this.held.row === row && this.held.pair === pair) return this.held.detail;
    const record = this.held?.unit === unit && this.held.pair === pair ? this.held.detail.record : this.records.record(unit);
    const message = messageNode(record.tree, m.offset[row]! - m.offset[units.firstMessage[unit]!]!);
    const detail = { record, message, severities: severities(record.tree) };
    this.held = { unit, row, pair, detail };
    return detail;
  }

  lines(row: number, expansion: Expansion): readonly TreeLine[] {
    const detail = this.detail(row);
    const held = this.heldLines;
    if (held !== undefined && held.detail === detail && held.expansion === expansion) return held.lines;
    const lines = treeLines(detail.record.tree, detail.message, detail.severities, expansion);
    this.heldLines = { detail, expansion, lines };
    return lines;
  }

  counterpart(row: number): number {
    return this.pass.messages.pair[row]! - 1;
  }

  error(row: number, step: 1 | -1): number {
    for (let i = row + step; i >= 0 && i < this.count; i += step) if (this.reader.isError(i)) return i;
    return -1;
  }
}
