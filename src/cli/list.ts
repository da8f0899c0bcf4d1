import { toDescriptor, Writer } from '../bytes/writer.ts';
import { Lines } from '../report/lines.ts';
import { OperationLines } from '../report/operation-lines.ts';
import { Operations } from '../report/operations.ts';
import { Records } from '../smb/records.ts';
import { type CommonOptions, conclude, filterOf, index, rowsOf } from './session.ts';

export interface ListOptions extends CommonOptions {
  readonly format?: 'text' | 'jsonl' | 'csv';
  readonly operations?: boolean;
}

const WRITERS = { text: 'text', jsonl: 'json', csv: 'csv' } as const;

export async function list(paths: readonly string[], options: ListOptions): Promise<number> {
  const out = new Writer(toDescriptor(1));
  const filter = filterOf(options);
  const pass = await index(paths, options);
  const records = new Records(pass);
  const isAsked = filter?.bind(pass, records) ?? (() => true);
  const { first, end } = rowsOf(pass, options);
  const format = WRITERS[options.format ?? 'text'];
  if (options.operations === true) {
    const operations = new Operations(pass, records);
    const lines = new OperationLines(pass, operations);
    if (options.format === 'csv') lines.csvHeader(out);
    for (let row = first; row < end; row++) {
      if (!operations.isFirst(row)) continue;
      // An operation is asked for by any of its messages.
      let asked = row;
      while (asked >= 0 && !isAsked(asked)) asked = operations.next(asked);
      if (asked >= 0) lines[format](row, out);
    }
  } else {
    const lines = new Lines(pass);
    if (options.format === 'csv') lines.csvHeader(out);
    for (let row = first; row < end; row++) if (isAsked(row)) lines[format](row, out);
  }
  out.flush();
  return conclude(pass.capture, options);
}
