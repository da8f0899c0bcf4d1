import type { Pass } from '../smb/pass.ts';
import { type Tallies, Tally } from './tally.ts';
import type { Work } from './work.ts';

const SLICE = 8192;
/** More names than any capture's index holds. */
const NAMES = 2 ** 32;

/** Every path that was opened, or was asked for in vain, with what its opens add up to. */
export interface Files {
  readonly count: number;
  /** Number of the share and of the name in Names, plus one; 0 unknown. */
  readonly share: Uint32Array;
  readonly name: Uint32Array;
  readonly opens: Uint32Array;
  /** CREATEs that were answered with an error. */
  readonly refused: Uint32Array;
  readonly tally: Tally;
  /** Its first open; by open its file. */
  readonly firstOpen: Uint32Array;
  readonly fileOf: Uint32Array;
}

export function* files(pass: Pass, t: Tallies): Work<Files> {
  const { opens, trees } = pass.smb2;
  const { count } = t.opens;
  const byPath = new Map<number, number>();
  const fileOf = new Uint32Array(count);
  const firsts: number[] = [];
  for (let open = 0; open < count; open++) {
    if (open % SLICE === 0) yield open / count / 2;
    const tree = t.treeOf[open]!;
    const share = tree === 0 ? 0 : trees[tree - 1]!.share + 1;
    const path = share * NAMES + opens.name[open]!;
    let file = byPath.get(path);
    if (file === undefined) {
      byPath.set(path, (file = byPath.size));
      firsts.push(open);
    }
    fileOf[open] = file;
  }
  const size = byPath.size;
  const found = {
    count: size,
    share: new Uint32Array(size),
    name: new Uint32Array(size),
    opens: new Uint32Array(size),
    refused: new Uint32Array(size),
    tally: new Tally(size),
    firstOpen: Uint32Array.from(firsts),
    fileOf,
  };
  for (const [path, file] of byPath) {
    if (file % SLICE === 0) yield 0.5;
    found.share[file] = Math.floor(path / NAMES);
    found.name[file] = path % NAMES;
  }
  for (let open = 0; open < count; open++) {
    if (open % SLICE === 0) yield 0.5 + open / count / 2;
    if (t.opens.messages[open] === 0) continue;
    const file = fileOf[open]!;
    const answer = opens.answeredBy[open]!;
    if (answer !== 0 && pass.messages.status[answer - 1]! >= 0xc0000000) found.refused[file]!++;
    else found.opens[file]!++;
    found.tally.include(file, t.opens, open);
  }
  return found;
}

/** `\\server\share\folder\name`, as far as it is known. */
export function pathOf(pass: Pass, share: number, name: number): string {
  const { names } = pass.smb2;
  const root = share === 0 ? '' : names.text(share - 1);
  const own = name === 0 ? '(unknown)' : names.text(name - 1);
  return root === '' ? own : `${root}\\${own}`;
}
