import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../src/bytes/user-error.ts';
import { openCapture } from '../../src/capture/open.ts';
import { concat, enhanced, Folder, interfaceBlock, packets, pcap, pcapHeader, pcapng, pcapRecord, sectionHeader } from './writers.ts';

const folder = new Folder();
afterAll(() => folder.remove());

/** Offsets at which the file may end without a record being cut, with the frames up to there. */
function ends(parts: readonly Uint8Array[], heads: number): Map<number, number> {
  let offset = 0;
  const found = new Map<number, number>();
  for (const [index, part] of parts.entries()) {
    offset += part.length;
    if (index >= heads - 1) found.set(offset, index + 1 - heads);
  }
  return found;
}

const list = packets(6);

describe('a file cut at every offset', () => {
  test.each([
    ['pcap', [pcapHeader(), ...list.map((packet) => pcapRecord(packet))], 1],
    ['pcapng', [sectionHeader(), interfaceBlock(), ...list.map((packet) => enhanced(packet))], 2],
  ])('%s', async (_, parts, heads) => {
    const whole = concat(parts);
    const clean = ends(parts, heads);
    for (let length = 0; length <= whole.length; length++) {
      const read = await folder.read(whole.subarray(0, length));
      const frames = Math.max(0, ...[...clean].filter(([end]) => end <= length).map(([, count]) => count));
      expect(read.packets, `${length} bytes`).toEqual(list.slice(0, frames));
      const isClean = clean.has(length) || (heads === 2 && length === sectionHeader().length);
      expect(read.damage.length, `${length} bytes`).toBe(isClean ? 0 : 1);
      if (read.damage[0] && length >= 24) expect(read.damage[0].kind).toBe('cut');
    }
  });
});

describe('lengths that can not be', () => {
  const many = packets(300);
  const HURT = 150;
  const LENGTHS = [0, 1, 5000, 262_145, 0x7fffffff, 0xffffffff];

  /** Frames that both lists have. */
  const kept = (found: readonly { bytes: Uint8Array }[]) => {
    const texts = new Set(found.map(({ bytes }) => Buffer.from(bytes).toString('hex')));
    return many.filter(({ bytes }) => texts.has(Buffer.from(bytes).toString('hex'))).length;
  };

  test.each(LENGTHS)('pcap: a record that says %i', async (captured) => {
    const records = many.map((packet) => pcapRecord(packet));
    new DataView(records[HURT]!.buffer).setUint32(8, captured, true);
    const read = await folder.read(concat([pcapHeader(), ...records]));
    expect(kept(read.packets)).toBe(299);
    expect(read.packets.at(-1)).toEqual(many.at(-1));
    const offset = 24 + records.slice(0, HURT).reduce((sum, { length }) => sum + length, 0);
    expect(read.damage).toMatchObject([{ kind: 'corrupt' }]);
    expect(read.damage[0]!.offset).toBeGreaterThanOrEqual(offset);
    expect(read.damage[0]!.offset).toBeLessThanOrEqual(offset + 17);
  });

  test('pcap: the first record', async () => {
    const records = many.map((packet) => pcapRecord(packet));
    new DataView(records[0]!.buffer).setUint32(8, 0xfffffff0, true);
    const read = await folder.read(concat([pcapHeader(), ...records]));
    expect(read.packets).toEqual(many.slice(1));
  });

  test('pcap: zeros and noise between records', async () => {
    const noise = new Uint8Array(300_000).map((_, index) => (index * 2_654_435_761) >>> 13);
    for (const between of [new Uint8Array(5_000_001), noise]) {
      const halves = [many.slice(0, 100), many.slice(100)].map((half) => concat(half.map((packet) => pcapRecord(packet))));
      const read = await folder.read(concat([pcapHeader(), halves[0]!, between, halves[1]!]));
      expect(read.packets).toEqual(many);
      expect(read.damage).toMatchObject([{ kind: 'corrupt', offset: 24 + halves[0]!.length }]);
      expect(read.damage[0]!.text).toContain(`${between.length} bytes skipped`);
    }
  });

  test.each([0, 12, 13, 5000, 0x7ffffffc, 0xffffffff])('pcapng: a block that says %i', async (length) => {
    const blocks = many.map((packet) => enhanced(packet));
    new DataView(blocks[HURT]!.buffer).setUint32(4, length, true);
    const read = await folder.read(concat([sectionHeader(), interfaceBlock(), ...blocks]));
    expect(read.packets).toEqual(many.filter((_, index) => index !== HURT));
    expect(read.damage).toMatchObject([{ kind: 'corrupt' }]);
  });

  test('pcapng: a frame longer than its block', async () => {
    const blocks = many.map((packet) => enhanced(packet));
    new DataView(blocks[HURT]!.buffer).setUint32(20, 0xffffff, true);
    const read = await folder.read(concat([sectionHeader(), interfaceBlock(), ...blocks]));
    expect(read.packets).toEqual(many.filter((_, index) => index !== HURT));
  });

  test('many of them cost linear time and bounded notes', async () => {
    const records = packets(60_000).map((packet, index) => {
      const record = pcapRecord(packet);
      if (index % 10 === 5) new DataView(record.buffer).setUint32(8, 0x10000000 + index, true);
      return record;
    });
    const begun = performance.now();
    const capture = await openCapture([folder.file(concat([pcapHeader(), ...records]))]);
    while (capture.next());
    expect(capture.frameCount).toBe(54_000);
    expect(capture.damageCount).toBe(6000);
    expect(capture.damage.length).toBeLessThanOrEqual(1000);
    expect(performance.now() - begun).toBeLessThan(5000);
    capture.close();
  });
});

describe('bytes changed at random', () => {
  test.each([
    ['pcap', pcap(packets(60))],
    ['pcapng', pcapng(packets(60))],
  ])('%s: next(), at() and numberAt() agree', async (_, whole) => {
    let state = 12_345;
    const random = (limit: number) => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) % limit;
    for (let round = 0; round < 300; round++) {
      const bytes = whole.slice();
      for (let count = 1 + random(6); count > 0; count--) bytes[random(bytes.length)] = random(256);
      await folder.read(bytes);
    }
  });
});

describe('no capture', () => {
  test.each([
    ['empty', new Uint8Array(0), 'the file is empty'],
    ['a text', new TextEncoder().encode('Hello, this is no capture at all.\n'), 'the file is no capture: neither pcap nor pcapng'],
  ])('%s', async (_, bytes, text) => {
    const read = await folder.read(bytes);
    expect(read.damage).toEqual([{ file: 0, offset: 0, kind: 'foreign', text }]);
    expect(read.capture.files[0]).toMatchObject({ format: null, frames: 0 });
    expect(read.capture.frameCount).toBe(0);
  });

  test('beside others, which are read', async () => {
    const read = await folder.read(pcap(list), new TextEncoder().encode('no capture'));
    expect(read.packets).toEqual(list);
    expect(read.damage).toMatchObject([{ file: 1, kind: 'foreign' }]);
  });

  test.each([
    ['missing', () => join(folder.path, 'missing'), 'does not exist: check the name'],
    ['below a file', () => join(folder.file(new Uint8Array(1)), 'x'), 'does not exist: check the name'],
    [
      'folder',
      () => {
        const path = join(folder.path, 'folder');
        mkdirSync(path);
        return path;
      },
      'is a folder: name the capture files in it',
    ],
  ])('%s', async (_, path, text) => {
    const good = folder.file(pcap(list));
    const bad = path();
    await expect(openCapture([good, bad])).rejects.toThrow(new UserError(`${bad} ${text}`));
  });

  test('no file, too many files, standard input twice', async () => {
    for (const paths of [[], new Array(513).fill('x'), ['-', '-']]) await expect(openCapture(paths)).rejects.toThrow(UserError);
  });
});
