import { afterAll, describe, expect, test } from 'vitest';
import {
  block,
  concat,
  enhanced,
  Folder,
  interfaceBlock,
  microseconds,
  options,
  packets,
  padding,
  pcapng,
  START,
  sectionHeader,
  words,
} from './writers.ts';

const folder = new Folder();
afterAll(() => folder.remove());

const NANOSECOND = 9;

describe('pcapng', () => {
  test.each([true, false])('little-endian: %s', async (little) => {
    const list = packets(300);
    const read = await folder.read(pcapng(list, little));
    expect(read.packets).toEqual(list);
    expect(read.damage).toEqual([]);
    expect(read.capture.files[0]).toMatchObject({ format: 'pcapng', variant: little ? 'little-endian' : 'big-endian', frames: 300 });
  });

  test('sections of either byte order, each with its own interfaces', async () => {
    const list = packets(400);
    const parts = [0, 1, 2, 3].map((part) => {
      const little = part % 2 === 0;
      const blocks = list.slice(part * 100, part * 100 + 100).map((packet, index) => enhanced(packet, little, index % 2));
      return concat([
        sectionHeader(little),
        interfaceBlock(little, undefined, 1),
        interfaceBlock(little, undefined, 100 + part),
        ...blocks,
      ]);
    });
    const read = await folder.read(concat(parts));
    expect(read.packets).toEqual(list);
    expect(read.capture.interfaces.map(({ linkType, frames }) => [linkType, frames])).toEqual(
      [0, 1, 2, 3].flatMap((part) => [
        [1, 50],
        [100 + part, 50],
      ]),
    );
    expect([...new Set(read.interfaces)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test.each<[string, number, (seconds: bigint) => bigint, number]>([
    ['seconds', 0, (seconds) => seconds, 0],
    ['milliseconds', 3, (seconds) => seconds * 1000n + 123n, 123_000_000],
    ['microseconds', 6, (seconds) => seconds * 1_000_000n + 999_999n, 999_999_000],
    ['100 nanoseconds', 7, (seconds) => seconds * 10_000_000n + 9_999_999n, 999_999_900],
    ['nanoseconds', NANOSECOND, (seconds) => seconds * 1_000_000_000n + 123_456_789n, 123_456_789],
    ['the last nanosecond', NANOSECOND, (seconds) => seconds * 1_000_000_000n + 999_999_999n, 999_999_999],
    ['picoseconds', 12, () => 5_000_000_123_456_789n, 123_456],
    ['2^-10', 0x80 | 10, (seconds) => seconds * 1024n + 512n, 500_000_000],
    ['2^-32', 0x80 | 32, (seconds) => (seconds << 32n) + (1n << 30n), 250_000_000],
  ])('time stamps in %s', async (_, resolution, ticksOf, nanoseconds) => {
    const [packet] = packets(1);
    const seconds = resolution === 12 ? 5000 : START;
    for (const [offset, expected] of [
      [0n, seconds],
      [-3600n, seconds - 3600],
    ] as const) {
      const more = options(true, [9, Uint8Array.of(resolution)], [14, new Uint8Array(new BigInt64Array([offset]).buffer)]);
      const ticks = ticksOf(BigInt(seconds));
      const read = await folder.read(concat([sectionHeader(), interfaceBlock(true, more), enhanced(packet!, true, 0, undefined, ticks)]));
      expect(read.packets).toEqual([{ ...packet, seconds: expected, nanoseconds }]);
    }
  });

  test('what blocks say besides frames', async () => {
    const list = packets(2);
    const described = options(
      true,
      [2, 'eth0'],
      [3, 'a card'],
      [11, '\0tcp port 445'],
      [12, 'Linux'],
      [1, 'about the card'],
      [9, Uint8Array.of(6)],
    );
    const counts = (value: number) => words(true, value, 0);
    const names = words(
      true,
      [1],
      [12],
      Uint8Array.of(192, 0, 2, 1),
      new TextEncoder().encode('server\0\0'),
      [2],
      [20],
      Uint8Array.of(0x20, 1, 0xd, 0xb8, ...new Array(11).fill(0), 1),
      new TextEncoder().encode('six\0'),
      0,
    );
    const read = await folder.read(
      concat([
        sectionHeader(true, options(true, [1, 'about the file'], [2, 'a machine'], [3, 'Linux 6'], [4, 'Dumpcap'])),
        interfaceBlock(true, described, 1, 1000),
        block(true, 4, names),
        block(true, 10, words(true, 0x544c534b, 5, padding(new TextEncoder().encode('12345')))),
        enhanced(list[0]!, true, 0, options(true, [2, Uint8Array.of(0, 0, 0, 1)], [1, 'first'], [1, 'again'])),
        block(true, 0xbad, words(true, 32473, 1, 2)),
        block(true, 0x70001234, words(true, 1, 2, 3)),
        enhanced(list[1]!, true, 0, options(true, [1, Uint8Array.of(0x62, 0xff, 0x64)])),
        block(true, 5, words(true, 0, 0, 0, options(true, [4, counts(12)], [5, counts(3)]))),
      ]),
    );
    expect(read.packets).toEqual(list);
    expect(read.damage).toEqual([]);
    const { capture } = read;
    expect(capture.files[0]).toMatchObject({
      hardware: 'a machine',
      os: 'Linux 6',
      application: 'Dumpcap',
      secrets: [{ type: 0x544c534b, length: 5 }],
    });
    expect(capture.interfaces).toMatchObject([
      {
        name: 'eth0',
        description: 'a card',
        filter: 'tcp port 445',
        os: 'Linux',
        snapLength: 1000,
        ticksPerSecond: 1e6,
        frames: 2,
        received: 12,
        dropped: 3,
      },
    ]);
    expect(capture.comments).toEqual([
      { frame: 0, text: 'about the file' },
      { frame: 0, text: 'about the card' },
      { frame: 1, text: 'first' },
      { frame: 1, text: 'again' },
      { frame: 2, text: 'b\ufffdd' },
    ]);
    expect([...capture.names]).toEqual([
      ['192.0.2.1', 'server'],
      ['2001:db8::1', 'six'],
    ]);
  });

  test('simple packet blocks go by the snap length and have the time of the frame before', async () => {
    const [first, second] = packets(2);
    const simple = block(true, 3, words(true, 500, second!.bytes.slice(0, 20)));
    const read = await folder.read(concat([sectionHeader(), interfaceBlock(true, undefined, 1, 20), simple, enhanced(first!), simple]));
    expect(read.packets.map(({ bytes, original, seconds }) => [bytes.length, original, seconds])).toEqual([
      [20, 500, 0],
      [first!.bytes.length, first!.original, START],
      [20, 500, START],
    ]);
    expect(read.damage).toEqual([]);
  });

  test('the obsolete packet block', async () => {
    const list = packets(2);
    const blocks = list.map((packet) => {
      const ticks = microseconds(packet);
      const lengths = [packet.bytes.length, packet.original] as const;
      return block(true, 2, words(true, [1], [7], Number(ticks >> 32n), Number(ticks & 0xffffffffn), ...lengths, padding(packet.bytes)));
    });
    const read = await folder.read(concat([sectionHeader(), interfaceBlock(), interfaceBlock(true, undefined, 113), ...blocks]));
    expect(read.packets).toEqual(list);
    expect(read.linkTypes).toEqual([113, 113]);
  });

  test('an interface that is not described, or only later', async () => {
    const list = packets(200);
    const blocks = list.map((packet, index) => enhanced(packet, true, index === 5 ? 9 : index < 100 ? 0 : 1));
    blocks.splice(120, 0, interfaceBlock(true, undefined, 113));
    const read = await folder.read(concat([sectionHeader(), interfaceBlock(), ...blocks]));
    expect(read.packets).toEqual(list);
    expect(read.capture.damageCount).toBe(21);
    expect(read.damage[0]).toMatchObject({ kind: 'corrupt', text: 'a frame is from interface 9, which the section does not describe' });
    expect(read.linkTypes.filter((linkType) => linkType === 113).length).toBe(80);
  });

  test('a block that is larger than a chunk is passed by', async () => {
    const list = packets(2);
    const huge = block(true, 0x70001234, new Uint8Array(5_000_000));
    const read = await folder.read(concat([sectionHeader(), interfaceBlock(), enhanced(list[0]!), huge, enhanced(list[1]!)]));
    expect(read.packets).toEqual(list);
  });
});
