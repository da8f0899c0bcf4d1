import { labelFor } from '../dissect/show.ts';
import type { Pass } from '../smb/pass.ts';
import type { Records } from '../smb/records.ts';
import { messageNode, topPaths } from './lines.ts';
import type { Layers } from './views/operations.ts';

/** The first level of messages' trees; the last one that was asked for is kept. */
export function layersOf(records: Records, pass: Pass): Layers {
  let held: { row: number; titles: string[]; paths: string[] } | undefined;
  const of = (row: number): { titles: string[]; paths: string[] } => {
    if (held?.row === row) return held;
    const { messages: m } = pass;
    const unit = m.unit[row]!;
    const { tree } = records.record(unit);
    const message = messageNode(tree, m.offset(row) - m.offset(m.firstOf(unit)), m.source[row] !== 0);
    held = { row, titles: tree.map(labelFor), paths: topPaths(tree, message) };
    return held;
  };
  return { titles: (row) => of(row).titles, path: (row, layer) => of(row).paths[layer] ?? '' };
}
