import { toDescriptor, Writer } from '../bytes/writer.ts';
import { responseTimes, type Times } from '../report/rtt.ts';
import { type CommonOptions, conclude, filterOf, index, rowsOf } from './session.ts';

export interface StatsOptions extends CommonOptions {
  readonly format?: 'text' | 'json';
}

const COLUMNS = ['min', 'mean', 'median', 'p95', 'p99', 'max', 'sum'] as const;

export async function stats(paths: readonly string[], options: StatsOptions): Promise<number> {
  const filter = await filterOf(options);
  const pass = await index(paths, options);
  const out = new Writer(toDescriptor(1));
  const { first, end } = rowsOf(pass, options);
  const fulfils = filter?.bind(pass) ?? (() => true);
  const found = responseTimes(pass, (row) => row >= first && row < end && fulfils(row));
  if (options.format === 'json') out.utf8(JSON.stringify(found, null, 2)).byte(10);
  else {
    if (found.asynchronous.length === 0) table('Response times in seconds', found.commands, out);
    else {
      const pending = found.asynchronous.map(({ command, calls }) => `${calls} ${command}`).join(', ');
      table(
        `Response times in seconds of calls that were answered at once; further tables have those that were not: ${pending}`,
        found.commands,
        out,
      );
      table('Answered with STATUS_PENDING first: time to that interim response', found.interim, out);
      table('Waiting from the interim response to the final one', found.waiting, out);
      table('Both together: time to the final response', found.asynchronous, out);
    }
    if (found.unanswered > 0) out.number(found.unanswered).ascii(' requests have no response in the capture\n');
  }
  out.flush();
  return conclude(pass.capture, options);
}

function table(title: string, rows: readonly Times[], out: Writer): void {
  out.ascii(title).byte(10);
  out.ascii('Command'.padEnd(18)).ascii('Calls'.padStart(9));
  for (const c of COLUMNS) out.ascii(c.padStart(12));
  out.byte(10);
  for (const row of rows) {
    out.ascii(row.command.padEnd(18)).number(row.calls, 9);
    for (const c of COLUMNS) out.ascii(row[c].toFixed(6).padStart(12));
    out.byte(10);
  }
  out.byte(10);
}
