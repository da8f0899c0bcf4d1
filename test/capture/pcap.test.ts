import { afterAll, describe, expect, test } from 'vitest';
import { concat, Folder, packets, pcap, pcapHeader, START, words } from './writers.ts';

const folder = new Folder();
afterAll(() => folder.remove());

describe('pcap', () => {
  test.each([
    ['little-endian, microseconds', { little: true, magic: 0xa1b2c3d4 }],
    ['big-endian, microseconds', { little: false, magic: 0xa1b2c3d4 }],
    ['little-endian, nanoseconds', { little: true, magic: 0xa1b23c4d }],
    ['big-endian, nanoseconds', { little: false, magic: 0xa1b23c4d }],
    ['little-endian, microseconds, modified', { little: true, magic: 0xa1b2cd34 }],
    ['big-endian, microseconds, modified', { little: false, magic: 0xa1b2cd34 }],
  ])('%s', async (variant, shape) => {
    const list = packets(300);
    const read = await folder.read(pcap(list, { ...shape, linkType: 113 }));
    expect(read.packets).toEqual(list);
    expect(read.damage).toEqual([]);
    expect(read.capture.files[0]).toMatchObject({ format: 'pcap', variant, compression: [], frames: 300 });
    expect(read.capture.interfaces).toMatchObject([{ linkType: 113, frames: 300, snapLength: 262_144 }]);
    expect(new Set(read.linkTypes)).toEqual(new Set([113]));
  });

  test('a file of several chunks, and frames larger than a chunk', async () => {
    const lengths = [100, 3_000_000, 60, 70_000, 1_048_576, 1_500_000, 64];
    const list = packets(40, START, (index) => lengths[index % lengths.length]!);
    const read = await folder.read(pcap(list, { snapLength: 4_000_000 }));
    expect(read.packets.length).toBe(40);
    expect(read.packets.every(({ bytes }, index) => Buffer.compare(bytes, list[index]!.bytes) === 0)).toBe(true);
    expect(read.damage).toEqual([]);
  });

  test('the frame check sequence bits are no part of the link type', async () => {
    expect((await folder.read(pcap(packets(1), { linkType: 0x44000001 }))).linkTypes).toEqual([1]);
  });

  test('frames cut by the snap length keep their original length', async () => {
    const list = packets(20).map((packet) => ({ ...packet, bytes: packet.bytes.slice(0, 30) }));
    expect((await folder.read(pcap(list, { snapLength: 30 }))).packets).toEqual(list);
  });

  test('an original length of 0 or below the captured one counts as the captured one', async () => {
    const list = packets(100);
    const strange = list.map((packet, index) => ({ ...packet, original: index % 3 === 0 ? 0 : index % 3 === 1 ? 7 : packet.original }));
    const read = await folder.read(pcap(strange));
    expect(read.packets).toEqual(list);
    expect(read.damage).toEqual([]);
  });

  test('fractions of more than a second carry over', async () => {
    const [packet] = packets(1);
    const record = words(true, START, 1_500_000, 40, 40, packet!.bytes);
    const read = await folder.read(concat([pcapHeader(), record, record]));
    expect(read.packets.map(({ seconds, nanoseconds }) => [seconds, nanoseconds])).toEqual([
      [START + 1, 500_000_000],
      [START + 1, 500_000_000],
    ]);
  });

  test('out of range: numbers and positions', async () => {
    const { capture, positions } = await folder.read(pcap(packets(3)));
    expect([capture.at(0), capture.at(4), capture.at(Number.NaN)]).toEqual([undefined, undefined, undefined]);
    expect(capture.numberAt(0)).toBe(0);
    expect(positions[0]).toBe(40);
  });

  test('the chunk stays the same object from frame to frame', async () => {
    const { openCapture } = await import('../../src/capture/open.ts');
    const capture = await openCapture([folder.file(pcap(packets(30_000)))]);
    capture.next();
    const { data, bytes } = capture.frame;
    while (capture.next()) if (capture.frame.data !== data || capture.frame.bytes !== bytes) throw new Error('another chunk');
    expect(capture.frameCount).toBe(30_000);
    capture.close();
  });
});
