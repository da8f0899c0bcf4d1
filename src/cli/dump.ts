import { toDescriptor, Writer } from '../bytes/writer.ts';
import { JsonLines } from '../report/json.ts';
import { PDML_FOOT, PDML_HEAD, writePdml } from '../report/pdml.ts';
import { writeText } from '../report/text.ts';
import { Records } from '../smb/records.ts';
import { type CommonOptions, conclude, filterOf, index, rowsOf } from './session.ts';
import { Turns } from './turns.ts';

export interface DumpOptions extends CommonOptions {
  readonly format?: 'text' | 'jsonl' | 'pdml';
  readonly raw?: boolean;
  /** Threads. */
  readonly jobs?: number;
}

export async function dump(paths: readonly string[], options: DumpOptions): Promise<number> {
  const turns = Turns.among(options.jobs ?? 1, paths);
  try {
    return await dumpIn(turns, paths, options);
  } finally {
    turns?.end();
  }
}

async function dumpIn(turns: Turns | null, paths: readonly string[], options: DumpOptions): Promise<number> {
  const filter = await filterOf(options);
  const pass = await index(paths, options);
  const records = new Records(pass);
  const isAsked = filter?.bind(pass, records);
  const { first, end } = rowsOf(pass, options);
  const { units, messages } = pass;
  const format = formatOf(options, records);
  const write = (unit: number, out: Writer): void => {
    if (unit === 0 && options.format === 'pdml') out.ascii(PDML_HEAD);
    // A unit without messages stands before the message that follows it.
    const from = messages.firstOf(unit);
    const to = messages.firstOf(unit + 1);
    if (to > from ? to <= first || from >= end : from < first || from > end || (from === end && end < messages.count)) return;
    if (isAsked !== undefined && !some(Math.max(from, first), Math.min(to, end), isAsked)) return;
    format(unit, out);
  };
  const out = new Writer(toDescriptor(1));
  if (turns !== null) {
    turns.share(units.count, write);
    if (!turns.isMain) return 0;
  } else for (let unit = 0; unit < units.count; unit++) write(unit, out);
  if (options.format === 'pdml') out.ascii(units.count === 0 ? PDML_HEAD : '').ascii(PDML_FOOT);
  out.flush();
  return conclude(pass.capture, options);
}

function formatOf(options: DumpOptions, records: Records): (unit: number, out: Writer) => void {
  const raw = options.raw === true;
  if (options.format === 'jsonl') {
    const lines = new JsonLines(records, raw);
    return (unit, out) => lines.write(unit, out);
  }
  const write = options.format === 'pdml' ? writePdml : writeText;
  return (unit, out) => write(records.record(unit, true), raw, out);
}

/** Whether a row of from..to is asked for; a unit without messages has none. */
function some(from: number, to: number, isAsked: (row: number) => boolean): boolean {
  for (let row = from; row < to; row++) if (isAsked(row)) return true;
  return false;
}
