import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { has } from '../tools.ts';
import { type Leaf, leavesOf, leavesOfDump } from './ndrdump.ts';
import { captures, isCorpusThere, openedStubsOf, type StubData, treeOf } from './stubs.ts';

// Samba's own reader of NDR beside ours, over what captures hold: every value, in the order of the declarations, is the same and has the same name.
const isThere = has('ndrdump');
const folder = mkdtempSync(join(tmpdir(), 'smbscope-ndrdump-'));
afterAll(() => rmSync(folder, { recursive: true }));

const INTERFACES = ['srvsvc', 'wkssvc', 'fsrvp', 'witness'];
/** Stubs of different lengths of each operation and direction. */
const MOST = 3;

/** What Samba does not read as its specification says: an operation declared without parameters, and level 503, which has no arm (differences.md). */
const isOtherwise = (s: StubData): boolean =>
  s.operation.name === 'NetprNameCanonicalize' ||
  (!s.isRequest && /^NetrShare(Enum|GetInfo)$/.test(s.operation.name) && s.bytes.readUInt32LE(0) === 503);

/** Of each operation, direction and transfer syntax the first stub of a length. */
function chosen(all: readonly StubData[], lengths: Map<string, Set<number>>): StubData[] {
  return all.filter((s) => {
    if (!INTERFACES.includes(s.interface.name) || !s.isWhole || isOtherwise(s)) return false;
    const key = `${s.interface.name} ${s.operation.opnum} ${s.isRequest} ${s.facts.isNdr64}`;
    const known = lengths.get(key) ?? new Set();
    if (known.has(s.bytes.length) || known.size >= MOST) return false;
    lengths.set(key, known.add(s.bytes.length));
    return true;
  });
}

function dump(s: StubData): Leaf[] {
  const [stub, context] = [join(folder, 'stub'), join(folder, 'context')];
  writeFileSync(stub, s.bytes);
  writeFileSync(context, s.request?.bytes ?? '');
  const { stdout, stderr } = spawnSync(
    'ndrdump',
    [
      ...(s.facts.isNdr64 ? ['--ndr64'] : []),
      ...(s.request === null ? [] : ['-c', context]),
      ...[s.interface.uuid, String(s.operation.opnum), s.isRequest ? 'in' : 'out', stub],
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (!/^pull returned Success$/m.test(stdout) || !/^dump OK$/m.test(stdout)) throw new Error(`ndrdump: ${stdout.slice(0, 100)}${stderr}`);
  // With a context the request is printed first.
  return leavesOfDump(stdout.slice(stdout.lastIndexOf(s.isRequest ? '\n        in: struct' : '\n        out: struct')));
}

/** Names of Wireshark that are not Samba's. */
const renamed: Readonly<Record<string, string>> = { werror: 'result', status: 'result', unknown: 'sd_size', sid: 'trustee' };

const asWritten = ({ name, value }: Leaf): string => `${renamed[name] ?? name} ${value}`;

describe.skipIf(!isThere)(`ndrdump${isThere ? '' : ' (skipped: it is not installed)'}`, () => {
  test('reads the same values', async () => {
    const lengths = new Map<string, Set<number>>();
    const counts: Record<string, number> = {};
    let values = 0;
    for (const path of captures)
      for (const s of chosen(await openedStubsOf(path), lengths)) {
        const theirs = dump(s);
        const { node, data } = treeOf(s);
        const ours = leavesOf(node, data);
        // A name that Wireshark lacks and a value that is secret are the other's.
        const expected = theirs.map((t, i) =>
          asWritten({ name: ours[i]?.name === '' ? '' : t.name, value: ours[i]?.value === '(secret)' ? '(secret)' : t.value }),
        );
        const where = `${s.capture}, frame ${s.frame}, ${s.operation.name} ${s.isRequest ? 'request' : 'response'}`;
        expect([where, ...ours.map(asWritten)]).toEqual([where, ...expected]);
        counts[s.interface.name] = (counts[s.interface.name] ?? 0) + 1;
        values += ours.length;
      }
    const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
    expect(Object.keys(counts).sort()).toEqual([...INTERFACES].sort());
    expect(all).toBeGreaterThanOrEqual(isCorpusThere ? 100 : 60);
    expect(values).toBeGreaterThan(all);
  });
});
