import { toDescriptor, Writer } from '../bytes/writer.ts';
import { Lines } from '../report/lines.ts';
import { Records } from '../smb/records.ts';
import { type CommonOptions, conclude, filterOf, index, rowsOf } from './session.ts';

export interface ListOptions extends CommonOptions {
  readonly format?: 'text' | 'jsonl' | 'csv';
  readonly operations?: boolean;
}

export async function list(paths: readonly string[], options: ListOptions): Promise<number> {
  const out = new Writer(toDescriptor(1));
  const filter = filterOf(options);
  const pass = await index(paths, options);
  const isAsked = filter?.bind(pass, new Records(pass));
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
    if (options.operations !== true) {
      if (isAsked === undefined || isAsked(row)) write(row);
      continue;
    }
    if (lines.isAnswer(row)) continue;
    // An operation is asked for by its request or by its response.
    const answer = lines.answer(row);
    if (isAsked === undefined || isAsked(row) || (answer >= 0 && isAsked(answer))) lines.operation(row, options.format ?? 'text', out);
  }
  out.flush();
  return conclude(pass.capture, options);
}
