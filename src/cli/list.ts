import { toDescriptor, Writer } from '../bytes/writer.ts';
import { Lines } from '../report/lines.ts';
import { type CommonOptions, conclude, index, rowsOf } from './session.ts';

export interface ListOptions extends CommonOptions {
  readonly format?: 'text' | 'jsonl' | 'csv';
  readonly operations?: boolean;
}

export async function list(paths: readonly string[], options: ListOptions): Promise<number> {
  const out = new Writer(toDescriptor(1));
  const pass = await index(paths, options);
  const lines = new Lines(pass);
  const { first, end } = rowsOf(pass, options);
  const write =
    options.format === 'jsonl'
      ? (row: number) => lines.json(row, out)
      : options.format === 'csv'
        ? (row: number) => lines.csv(row, out)
        : (row: number) => lines.text(row, out);
  if (options.format === 'csv') lines.csvHeader(out);
  for (let row = first; row < end; row++) {
    if (options.operations === true && lines.isAnswer(row)) continue;
    if (options.operations === true) lines.operation(row, options.format ?? 'text', out);
    else write(row);
  }
  out.flush();
  return conclude(pass.capture, options);
}
