import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { toDescriptor, Writer } from '../bytes/writer.ts';
import { frames } from '../report/frames-export.ts';
import { Lines } from '../report/lines.ts';
import type { Work } from '../report/work.ts';
import type { Contents } from './contents.ts';
import { lineAt } from './lines.ts';
import type { State } from './state.ts';
import { grouped } from './status.ts';

const SLICE = 512;

/** What a file's name says that it is to hold: of names that say nothing, original frames. */
const forms: Readonly<Record<string, string>> = { txt: 'text', json: 'JSON', jsonl: 'JSON lines', csv: 'CSV' };
const FRAMES = 'frames in pcapng';
const endOf = (path: string): string => /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';

/** In which form messages are written to a file. */
export const formOf = (path: string): string => forms[endOf(path)] ?? FRAMES;

/** Writes the messages that the filter leaves to a new file, in the form that its name ends in; returns how many. */
export function saveMessages(state: State, contents: Contents, path: string): Work<number> {
  const view = contents.view({ ...state, view: 'messages' });
  const rows = Uint32Array.from({ length: view?.count ?? 0 }, (_, line) => view!.code(line));
  const file = openSync(path, 'wx');
  return writing(contents, rows, path, file);
}

function* writing(contents: Contents, rows: Uint32Array, path: string, file: number): Work<number> {
  let isWhole = false;
  try {
    const drain = toDescriptor(file);
    if (formOf(path) === FRAMES) yield* frames(contents.pass, rows, drain);
    else yield* lines(contents, rows, endOf(path), new Writer(drain));
    isWhole = true;
    return rows.length;
  } finally {
    closeSync(file);
    // What breaks off is not left as if it were all.
    if (!isWhole) rmSync(path, { force: true });
  }
}

function* lines({ pass }: Contents, rows: Uint32Array, end: string, out: Writer): Work<void> {
  const to = new Lines(pass);
  if (end === 'csv') to.csvHeader(out);
  else if (end === 'json') out.ascii('[');
  for (let i = 0; i < rows.length; i++) {
    if (i % SLICE === 0) yield i / rows.length;
    if (end === 'json' && i > 0) out.ascii(',');
    if (end === 'txt') to.text(rows[i]!, out);
    else if (end === 'csv') to.csv(rows[i]!, out);
    else to.json(rows[i]!, out);
  }
  if (end === 'json') out.ascii(']\n');
  out.flush();
}

/** Writes the bytes of the selected node, or of the message where the list has the keys; returns what is said of it. */
export function saveBytes(state: State, contents: Contents, path: string): string {
  const { record, message } = contents.detail(state.selected);
  const lines = contents.lines(state.selected, state.expansion);
  const { source, offset, size } = state.focus === 'list' ? message : lines[lineAt(lines, state.path, message)]!.node;
  const { data } = record.sources[source]!;
  writeFileSync(path, new Uint8Array(data.buffer, data.byteOffset + offset, size), { flag: 'wx' });
  return `${grouped(size)} bytes were written to ${path}.`;
}
