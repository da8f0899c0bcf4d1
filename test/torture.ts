import { Writer } from '../src/bytes/writer.ts';
import type { Capture } from '../src/capture/capture.ts';
import { Kind, type Node } from '../src/dissect/node.ts';
import { nameFor, type Source, textFor, valueFor } from '../src/dissect/show.ts';
import { MAX_ROWS } from '../src/dissect/walk.ts';
import { writeJson } from '../src/report/json.ts';
import { Lines } from '../src/report/lines.ts';
import { OperationLines } from '../src/report/operation-lines.ts';
import { Operations } from '../src/report/operations.ts';
import { writePdml } from '../src/report/pdml.ts';
import { writeText } from '../src/report/text.ts';
import { Pass } from '../src/smb/pass.ts';
import { Records, type UnitRecord } from '../src/smb/records.ts';

/** Nodes that a byte of a message may cost at most; on the samples it is about 1. */
const NODES_A_BYTE = 8;
const NODES_AT_LEAST = 1000;
/** Rows past MAX_ROWS that the structures under way may still add. */
const OVERRUN = 2000;

/** Numbers that are the same in every run. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0 || 1;
  }

  /** 0 ≤ n < below; xorshift32. */
  next(below: number): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x >>> 0;
    return this.state % below;
  }
}

const HOSTILE = [0x00, 0xff, 0x7f, 0x80, 0x01, 0xfe, 0x40, 0x08];

/** Changes one to four places of from..to and returns what undoes it. */
export function mutate(bytes: Uint8Array, from: number, to: number, random: Random): () => void {
  const old = bytes.slice(from, to);
  const length = to - from;
  for (let n = 1 + random.next(4); n > 0; n--) {
    const at = from + random.next(length);
    const width = Math.min([1, 2, 4, 8][random.next(4)]!, to - at);
    switch (random.next(6)) {
      case 0:
        bytes.fill(HOSTILE[random.next(HOSTILE.length)]!, at, at + width);
        break;
      case 1:
        bytes[at] = random.next(256);
        break;
      case 2:
        bytes[at] = bytes[at]! ^ (1 << random.next(8));
        break;
      case 3:
        bytes[at] = bytes[at]! + (random.next(2) === 0 ? 1 : 255);
        break;
      case 4:
        // An offset, a length or a count that is small and wrong.
        bytes[at] = random.next(length);
        bytes.fill(0, at + 1, at + width);
        break;
      default:
        bytes.copyWithin(at, from + random.next(length), to);
    }
  }
  return () => bytes.set(old, from);
}

/** Throws when a tree breaks a promise: rows inside their source, a value behind every name, and no more of them than their bytes allow. */
export function checkTree(nodes: readonly Node[], sources: readonly Source[], bytes: number): void {
  const rows = { all: 0, walked: 0 };
  for (const n of nodes) {
    // Each message has a node of its own.
    rows.walked = 0;
    checkNode(n, sources, rows, null);
    if (rows.walked > MAX_ROWS + OVERRUN) throw new Error(`${rows.walked} rows`);
  }
  if (rows.all > NODES_AT_LEAST + NODES_A_BYTE * bytes) throw new Error(`${rows.all} nodes over ${bytes} bytes`);
}

function checkNode(n: Node, sources: readonly Source[], rows: { all: number; walked: number }, parent: Node | null): void {
  rows.all++;
  if (n.kind !== Kind.bit) rows.walked++;
  const { data } = sources[n.source]!;
  const where = (): string => `${nameFor(n) || n.extra} at ${n.offset}+${n.size} of ${data.byteLength} bytes`;
  if (!(n.offset >= 0 && n.size >= 0 && n.offset + n.size <= data.byteLength)) throw new Error(`${where()} lies outside`);
  // A structure may lie in what was put together or opened from its parent's bytes; its rows lie where it does.
  if (parent !== null && parent.source !== n.source && n.kind !== Kind.group)
    throw new Error(`${where()} is in another source than its parent`);
  if (nameFor(n) !== '' && valueFor(n, data) === undefined) throw new Error(`${where()} has no value`);
  textFor(n, data);
  for (const child of n.children) checkNode(child, sources, rows, n);
}

const out = new Writer();

/** The same for a record, and that its JSON can be read. With `all`, text and PDML are written as well. */
export function checkRecord(record: UnitRecord, all: boolean): void {
  checkTree(
    record.tree,
    record.sources,
    record.sources.reduce((sum, s) => sum + s.data.byteLength, 0),
  );
  writeJson(record, true, out);
  const line = out.take();
  if (line.indexOf('\n') !== line.length - 1) throw new Error('a record is one line');
  JSON.parse(line);
  if (!all) return;
  writeText(record, true, out);
  const text = out.take();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal
  if (/[\x00-\x09\x0b-\x1f\x7f-\x9f]/.test(text)) throw new Error('a control character in the text');
  writePdml(record, true, out);
  out.take();
}

/** Runs a whole capture and checks the records of its units, from the last `units` on. */
export async function checkCapture(capture: Capture, units: number): Promise<void> {
  const pass = new Pass(capture);
  await pass.run();
  const records = new Records(pass);
  const { count } = pass.units;
  for (let unit = Math.max(0, count - units); unit < count; unit++) checkRecord(records.record(unit), unit % 16 === 0);
  const lines = new Lines(pass);
  const operations = new OperationLines(pass, Operations.of(pass, records));
  for (let row = Math.max(0, pass.messages.count - 2 * units); row < pass.messages.count; row++) {
    lines.json(row, out);
    JSON.parse(out.take());
    operations.json(row, out);
    JSON.parse(out.take());
    lines.text(row, out);
    lines.csv(row, out);
    operations.text(row, out);
    operations.csv(row, out);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal
    if (/[\x00-\x09\x0b-\x1f\x7f-\x9f]/.test(out.take())) throw new Error(`a control character in the lines of message ${row + 1}`);
  }
  capture.close();
}
