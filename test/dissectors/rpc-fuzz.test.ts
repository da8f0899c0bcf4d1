import { expect, test } from 'vitest';
import type { Node } from '../../src/dissect/node.ts';
import { checkTree, mutate, Random } from '../torture.ts';
import { captures, openedStubsOf, type StubData, treeOf } from './stubs.ts';

const MUTATIONS = 100_000;
/** Bytes of a stub: longer ones repeat themselves. */
const LARGEST = 1500;

const isDamaged = (n: Node): boolean => n.trouble !== null || n.children.some(isDamaged);

/** Stubs of every operation and direction, each length of them once. */
async function different(): Promise<StubData[]> {
  const found = new Map<string, StubData>();
  for (const path of captures)
    for (const s of await openedStubsOf(path)) {
      const key = `${s.interface.name} ${s.operation.opnum} ${s.isRequest} ${s.facts.isNdr64} ${s.bytes.length}`;
      if (s.bytes.length > 0 && s.bytes.length <= LARGEST && !found.has(key)) found.set(key, s);
    }
  return [...found.values()];
}

test(`${MUTATIONS} stubs with bytes changed: no row leaves them, and the work is bounded by their bytes`, async () => {
  const stubs = await different();
  const random = new Random(5);
  let damaged = 0;
  for (let round = 0; round < MUTATIONS; round++) {
    const s = stubs[round % stubs.length]!;
    const bytes = Buffer.from(s.bytes);
    mutate(bytes, 0, bytes.length, random);
    const kept = random.next(8) === 0 ? random.next(bytes.length) : bytes.length;
    // Now and then in another transfer syntax than that it is in.
    const facts = random.next(8) > 0 ? s.facts : { ...s.facts, isNdr64: random.next(2) === 0, isBigEndian: random.next(2) === 0 };
    const { node, data } = treeOf(s, bytes.subarray(0, kept), facts);
    checkTree([node], [{ kind: 'dcerpc', data }], kept);
    if (isDamaged(node)) damaged++;
  }
  expect(stubs.length).toBeGreaterThan(100);
  expect(damaged).toBeGreaterThan(MUTATIONS / 5);
  expect(damaged).toBeLessThan(MUTATIONS);
});
