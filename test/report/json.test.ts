import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Writer } from '../../src/bytes/writer.ts';
import { openCapture } from '../../src/capture/open.ts';
import { ascii, bytes, ether, filetime, guid, hex, ipv4, names, u8, u16, u32, u48be, u64, u64be, utf16 } from '../../src/dissect/field.ts';
import { type Struct, struct } from '../../src/dissect/struct.ts';
import { tree } from '../../src/dissect/tree.ts';
import { JsonLines, writeJson } from '../../src/report/json.ts';
import { JsonTree, Outcome } from '../../src/report/json-tree.ts';
import { Pass } from '../../src/smb/pass.ts';
import { Records, type UnitRecord } from '../../src/smb/records.ts';
import { mutable, passOf, root, samples } from '../samples.ts';
import { mutate, Random } from '../torture.ts';

const to = new Writer();

const line = (record: UnitRecord): string => {
  writeJson(record, false, to);
  return to.take();
};

/** What is written while a unit is walked, and what its nodes say. */
const expectSame = (records: Records, lines: JsonLines, unit: number): void => {
  const all = line(records.record(unit));
  lines.write(unit, to);
  const straight = to.take();
  if (straight !== all) expect(straight, `unit ${unit + 1}`).toBe(all);
};

// Often enough that texts of rows are copied.
const ROUNDS = 3;
const MUTATIONS = 300;

test.each(samples)('%s: a tree written while it is walked is that of its nodes', async (name) => {
  const pass = await passOf(name);
  const records = new Records(pass);
  const lines = new JsonLines(records, false);
  for (let round = 0; round < ROUNDS; round++) for (let unit = 0; unit < pass.units.count; unit++) expectSame(records, lines, unit);
});

test.each(samples.map((name, i) => [name, i] as const))('%s with bytes changed: the same', async (name, sample) => {
  const { pass, frames } = await mutable(name);
  const records = new Records(pass);
  const lines = new JsonLines(records, false);
  const random = new Random(sample + 1);
  const { units } = pass;
  for (let round = 0; round < MUTATIONS && units.count > 0; round++) {
    const unit = random.next(units.count);
    const { bytes } = frames[units.frame[unit]! - 1]!;
    const undo = mutate(bytes, 0, bytes.length, random);
    expectSame(records, lines, unit);
    undo();
    expectSame(records, lines, unit);
  }
});

const folder = join(root, '..', 'shared', 'corpus');
const captures = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (path) => /\.(pcap|pcapng|cap)(\.gz)?$/.test(path) && statSync(join(folder, path)).size < 300_000,
    )
  : [];

describe.skipIf(captures.length === 0)('captures of the corpus', () => {
  test.each(captures.length === 0 ? ['none'] : captures)('%s', async (name) => {
    const capture = await openCapture([join(folder, name)]);
    const pass = new Pass(capture);
    await pass.run();
    const records = new Records(pass);
    const lines = new JsonLines(records, false);
    for (let unit = 0; unit < pass.units.count; unit++) expectSame(records, lines, unit);
    capture.close();
  });
});

/** The same for a structure from an offset to the end of the bytes. */
function expectSameOf(s: Struct, data: DataView, start: number): void {
  const end = data.byteLength;
  const span = { data, source: 0, message: 0, start, end, captured: end };
  const rest = { messages: [], frame: 1, frames: [], time: '', src: '', dst: '', stream: 0, protocol: '', summary: '' };
  const all = line({ unit: 1, ...rest, sources: [{ kind: 'frame', data }], tree: [tree(s, span, { isResponse: false }).node] });
  for (let round = 0; round < ROUNDS; round++) {
    straight.begin(to);
    straight.open(s.title, s, 0, start, end - start);
    straight.walk(s, span, { isResponse: false }, []);
    straight.close();
    expect(straight.end()).toBe(Outcome.whole);
    expect(`${to.take()}]}\n`).toBe(all.slice(all.indexOf('"tree":') + 7));
  }
}

const straight = new JsonTree();

const Every = struct('none', 'Every', {
  Byte: u8('x.byte'),
  Named: u8('x.named', names({ 'a"b': 0, TWO: 255 })),
  Short: u16('x.short', hex),
  Word: u32('x.word', hex, names({ MOST: 0xffffffff })),
  Six: u48be('x.six'),
  Wide: u64('x.wide'),
  WideHex: u64be('x.wide_hex', hex),
  Time: filetime('x.time'),
  Id: guid('x.id'),
  Mac: ether('x.mac'),
  Address: ipv4('x.address'),
  Name: utf16('x.name', 6),
  Ascii: ascii('x.ascii', 4),
  Rest: bytes('x.rest'),
});

test.each([
  ['zeros', () => 0],
  ['ones', () => 0xff],
  ['letters', (i: number) => (i % 2 === 0 ? 0x41 + (i % 26) : 0)],
  ['what JSON escapes', (i: number) => [0x22, 0x5c, 0x0a, 0x00, 0x7f, 0x2f, 0x85][i % 7]!],
  ...Array.from(
    { length: 200 },
    (_, seed) => [`bytes ${seed}`, (i: number) => (Math.imul(i + 1, 0x9e3779b1 + 77 * seed * seed) >>> 13) & 255] as const,
  ),
] as const)('rows of every kind over %s', (_, byteOf) => {
  for (const size of [150, 90]) {
    const data = new DataView(Uint8Array.from({ length: size }, (_, i) => byteOf(i)).buffer);
    expectSameOf(Every, data, 0);
  }
});

test('times of every kind', () => {
  const Times = struct('none', 'Times', { Time: filetime('x.time').times(Number.POSITIVE_INFINITY) });
  const steps = 10_000_000n * 86_400n;
  const times = [
    0n,
    1n,
    9_999_999n,
    10_000_000n,
    116_444_736_000_000_000n - 1n,
    116_444_736_000_000_000n,
    2n ** 63n - 1n,
    2n ** 63n,
    2n ** 64n - 1n,
  ];
  times.push(2_650_467_744_000_000_000n - 1n, 2_650_467_744_000_000_000n);
  for (let day = 0n; day < 3_000n; day++) times.push(day * 1021n * steps + day * 77_777n, 132_000_000_000_000_000n + day * steps);
  const data = new DataView(new ArrayBuffer(8 * times.length));
  times.forEach((time, i) => {
    data.setBigUint64(8 * i, time, true);
  });
  for (let start = 0; start < data.byteLength; start += 8 * 4000) {
    expectSameOf(Times, data, start);
  }
});

test('numbers as digits', () => {
  const numbers = [
    0,
    9,
    10,
    99,
    100,
    999,
    1000,
    1001,
    9999,
    123_456,
    999_999,
    1_000_000,
    1_000_001,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 32,
    2 ** 53 - 1,
  ];
  for (const n of numbers) {
    const to = new Writer();
    expect(to.count(n).take()).toBe(String(n));
    for (const low of numbers.filter((m) => m < 2 ** 32))
      if (n < 2 ** 32) expect(to.count64(n, low).take()).toBe(String(BigInt(n) * 2n ** 32n + BigInt(low)));
  }
});
