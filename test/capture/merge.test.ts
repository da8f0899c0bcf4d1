import { afterAll, describe, expect, test } from 'vitest';
import type { Capture } from '../../src/capture/capture.ts';
import { FILE_SPAN } from '../../src/capture/frame.ts';
import { openCapture } from '../../src/capture/open.ts';
import { concat, enhanced, Folder, interfaceBlock, options, type Packet, packets, pcap, pcapng, sectionHeader } from './writers.ts';

const folder = new Folder();
afterAll(() => folder.remove());

const order = (a: Packet, b: Packet) => a.seconds - b.seconds || a.nanoseconds - b.nanoseconds;

describe('several files', () => {
  test('are read again from the beginning', async () => {
    const list = packets(100);
    const even = list.filter((_, index) => index % 2 === 0);
    const odd = list.filter((_, index) => index % 2 === 1);
    const capture = await openCapture([folder.file(pcap(even)), folder.file(pcapng(odd, false))]);
    const places = (of: Capture): number[] => {
      const found: number[] = [];
      while (of.next()) found.push(of.frame.position);
      return found;
    };
    const again = capture.again();
    expect(places(capture)).toHaveLength(100);
    const first = places(again);
    expect(places(capture.again())).toEqual(first);
    expect(first).toHaveLength(100);
    again.close();
    expect(capture.at(100)?.number).toBe(100);
    capture.close();
  });

  test('are one in the order of time', async () => {
    const list = packets(5000);
    const first = list.filter((_, index) => index % 3 === 0 && index < 4000);
    const second = list.filter((_, index) => index % 3 === 1);
    const third = list.filter((_, index) => index % 3 === 2 && index > 1000);
    const read = await folder.read(pcap(first), pcapng(second, false), pcap(third, { magic: 0xa1b23c4d, linkType: 113 }));
    expect(read.packets).toEqual([...first, ...second, ...third].sort(order));
    expect(read.damage).toEqual([]);
    expect(read.capture.files.map(({ frames }) => frames)).toEqual([first.length, second.length, third.length]);
    const { interfaces } = read.capture;
    expect(interfaces.map(({ file, linkType, frames }) => [file, linkType, frames]).sort()).toEqual([
      [0, 1, first.length],
      [1, 1, second.length],
      [2, 113, third.length],
    ]);
    for (const [index, position] of read.positions.entries()) {
      const file = Math.floor(position / FILE_SPAN);
      if (interfaces[read.interfaces[index]!]!.file !== file) throw new Error(`frame ${index + 1} has an interface of another file`);
    }
    expect(read.capture.progress.done).toBe(read.capture.progress.total);
  });

  test('keep their own order, and that in which they were named', async () => {
    const [a, b, c] = packets(3);
    const read = await folder.read(pcap([c!, a!]), pcap([b!, b!]), pcap([b!, c!]));
    expect(read.packets).toEqual([b, b, b, c, a, c]);
    expect(read.positions.map((position) => Math.floor(position / FILE_SPAN))).toEqual([1, 1, 2, 0, 0, 2]);
  });

  test('comments have the numbers among all', async () => {
    const list = packets(4);
    const commented = (packet: Packet, text: string) => enhanced(packet, true, 0, options(true, [1, text]));
    const file = (...texts: readonly [Packet, string][]) =>
      concat([
        sectionHeader(true, options(true, [1, 'file'])),
        interfaceBlock(),
        ...texts.map(([packet, text]) => commented(packet, text)),
      ]);
    const read = await folder.read(file([list[1]!, 'second'], [list[3]!, 'fourth']), file([list[0]!, 'first'], [list[2]!, 'third']));
    expect(read.capture.comments).toEqual([
      { frame: 0, text: 'file' },
      { frame: 2, text: 'second' },
      { frame: 4, text: 'fourth' },
      { frame: 0, text: 'file' },
      { frame: 1, text: 'first' },
      { frame: 3, text: 'third' },
    ]);
  });

  test('many of them', async () => {
    const list = packets(2500);
    const files = Array.from({ length: 100 }, (_, file) => pcap(list.filter((_, index) => (index * 7) % 100 === file)));
    expect((await folder.read(...files)).packets).toEqual(list);
  });

  test('damage says which', async () => {
    const read = await folder.read(pcap(packets(3)), pcap(packets(3)).subarray(0, -1), new Uint8Array(0));
    expect(read.packets.length).toBe(5);
    expect(read.damage.map(({ file, kind }) => [file, kind])).toEqual([
      [2, 'foreign'],
      [1, 'cut'],
    ]);
  });
});
