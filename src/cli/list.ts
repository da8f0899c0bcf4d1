import { UserError } from '../bytes/user-error.ts';
import { toDescriptor, Writer } from '../bytes/writer.ts';
import { Lines } from '../report/lines.ts';
import type { OperationLines } from '../report/operation-lines.ts';
import type { Operations } from '../report/operations.ts';
import { type CommonOptions, conclude, filterOf, index, rowsOf } from './session.ts';

type Format = 'text' | 'jsonl' | 'csv';

export interface ListOptions extends CommonOptions {
  readonly format?: Format;
  readonly operations?: boolean;
  readonly sort?: 'time' | 'latency';
}

export async function list(paths: readonly string[], options: ListOptions): Promise<number> {
  if (options.sort === 'latency' && options.operations !== true)
    throw new UserError('--sort latency orders operations: give --operations with it');
  const out = new Writer(toDescriptor(1));
  const filter = await filterOf(options);
  const pass = await index(paths, options);
  const isAsked = filter?.bind(pass);
  const { first, end } = rowsOf(pass, options);
  const format = options.format ?? 'text';
  if (options.operations === true) {
    // A plain list needs no dissectors: they are loaded for what does.
    const [{ Operations }, { OperationLines }] = await Promise.all([
      import('../report/operations.ts'),
      import('../report/operation-lines.ts'),
    ]);
    const operations = Operations.of(pass);
    const lines = new OperationLines(pass, operations);
    const write = writerOf(lines, format, out);
    if (options.format === 'csv') lines.csvHeader(out);
    const chosen = firsts(operations, first, end, isAsked);
    for (const row of options.sort === 'latency' ? operations.slowest(Uint32Array.from(chosen)) : chosen) write(row);
  } else {
    const lines = new Lines(pass);
    if (options.format === 'csv') lines.csvHeader(out);
    const write = writerOf(lines, format, out);
    for (let row = first; row < end; row++) if (isAsked === undefined || isAsked(row)) write(row);
  }
  out.flush();
  return conclude(pass.capture, options);
}

/** The first messages of a range whose operations are asked for, which any message of one does. */
function* firsts(operations: Operations, first: number, end: number, isAsked?: (row: number) => boolean): Generator<number> {
  for (let row = first; row < end; row++) {
    if (!operations.isFirst(row)) continue;
    let asked = row;
    while (isAsked !== undefined && asked >= 0 && !isAsked(asked)) asked = operations.next(asked);
    if (asked >= 0) yield row;
  }
}

/** A function each: a call by name would cost more than half of what it calls. */
function writerOf(lines: Lines | OperationLines, format: Format, out: Writer): (row: number) => void {
  switch (format) {
    case 'jsonl':
      return (row) => lines.json(row, out);
    case 'csv':
      return (row) => lines.csv(row, out);
    default:
      return (row) => lines.text(row, out);
  }
}
