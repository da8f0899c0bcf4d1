import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { Findings } from '../../src/capture/findings.ts';
import { SingleCapture } from '../../src/capture/single.ts';
import { spool } from '../../src/capture/spool.ts';
import { FIXTURES } from './compressed-fixtures.ts';
import { concat, Folder, type Packet, packets, pcap, pcapng, type Read, START } from './writers.ts';

const folder = new Folder();
afterAll(() => folder.remove());

const lists = { large: packets(5, START, () => 60_000), small: packets(1) };
const decoded = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

function expectPackets(read: Read, list: readonly Packet[]): void {
  expect(read.packets.length).toBe(list.length);
  for (const [index, { bytes }] of list.entries()) expect(Buffer.compare(bytes, read.packets[index]!.bytes)).toBe(0);
}

describe('compressed captures', () => {
  test.each(FIXTURES)('$title', async ({ of, bytes, title }) => {
    const whole = decoded(bytes);
    const read = await folder.read(whole);
    expect(read.damage).toEqual([]);
    expectPackets(read, lists[of]);
    expect(read.capture.files[0]).toMatchObject({ compression: [title.split(' ')[0]], format: 'pcap', size: whole.length });
  });

  test.each(FIXTURES)('$title, twice in a row and behind a frame to skip', async ({ of, bytes }) => {
    // The second file header is read as a record that can't be, and is passed by.
    const skipped = Uint8Array.of(0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);
    const read = await folder.read(concat([skipped, decoded(bytes), skipped, decoded(bytes)]));
    expect(read.damage).toMatchObject([{ kind: 'corrupt' }]);
    if (of === 'large') expectPackets(read, [...lists.large, ...lists.large]);
  });

  test('gzip, of several members', async () => {
    const list = packets(3000);
    const whole = pcap(list);
    const members = [whole.subarray(0, 1000), whole.subarray(1000, 1001), whole.subarray(1001)].map((part) => gzipSync(part));
    const read = await folder.read(concat(members));
    expect(read.packets).toEqual(list);
    expect(read.damage).toEqual([]);
    expect(read.capture.files[0]).toMatchObject({ compression: ['gzip'], format: 'pcap' });
  });

  test('pcapng in gzip in gzip', async () => {
    const list = packets(50);
    const read = await folder.read(gzipSync(gzipSync(pcapng(list))));
    expect(read.packets).toEqual(list);
    expect(read.capture.files[0]).toMatchObject({ compression: ['gzip', 'gzip'], format: 'pcapng' });
  });

  test('no deeper than four', async () => {
    let bytes = pcap(packets(1));
    for (let depth = 0; depth < 6; depth++) bytes = new Uint8Array(gzipSync(bytes));
    const read = await folder.read(bytes);
    expect(read.capture.files[0]).toMatchObject({ compression: ['gzip', 'gzip', 'gzip', 'gzip'], format: null });
  });

  test('compressed text is no capture', async () => {
    const read = await folder.read(gzipSync('some text, but no capture at all'));
    expect(read.damage).toMatchObject([{ kind: 'foreign' }]);
  });
});

describe('compressed streams that are cut', () => {
  test.each(FIXTURES)('$title, at every length', async ({ bytes }) => {
    const whole = decoded(bytes);
    let before = 0;
    for (let length = 4; length < whole.length; length += whole.length > 500 ? 47 : 3) {
      const read = await folder.read(whole.subarray(0, length));
      expect(read.damage[0], `${length} bytes`).toMatchObject({ kind: 'cut' });
      expect(read.damage[0]!.text).toContain('cut short');
      expect(read.packets.length).toBeGreaterThanOrEqual(before);
      before = read.packets.length;
    }
  });

  test('gzip keeps all that could be decompressed', async () => {
    const list = packets(3000);
    const whole = gzipSync(pcap(list), { level: 0 });
    const read = await folder.read(whole.subarray(0, whole.length - 1000));
    expect(read.packets).toEqual(list.slice(0, read.packets.length));
    expect(read.packets.length).toBeGreaterThan(2980);
    expect(read.damage[0]).toMatchObject({ kind: 'cut', text: 'the gzip stream is cut short' });
  });

  test('gzip keeps what was before a corrupt byte', async () => {
    const list = packets(3000);
    const whole = gzipSync(pcap(list), { level: 1 });
    whole.fill(0xff, whole.length >> 1, (whole.length >> 1) + 40);
    const read = await folder.read(whole);
    expect(read.damage.some(({ kind, text }) => kind === 'corrupt' && text === 'the gzip stream is corrupt')).toBe(true);
    expect(read.packets.length).toBeGreaterThan(1000);
  });

  test.each(FIXTURES)('$title, with bytes changed: no throw', async ({ bytes }) => {
    const whole = decoded(bytes);
    for (let at = 0; at < whole.length; at += 19) {
      const changed = whole.slice();
      changed[at]! ^= 0xff;
      await folder.read(changed);
    }
  });

  test('zstd that asks for much memory', async () => {
    const read = await folder.read(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 1, 0, 0));
    expect(read.damage).toMatchObject([
      { kind: 'corrupt', text: 'the zstd stream asks for 2147483648 bytes of memory' },
      { kind: 'foreign' },
    ]);
  });
});

describe('spooled input', () => {
  async function spooled(bytes: Uint8Array, pieceLength: number, longest?: number) {
    const pieces = async function* () {
      for (let at = 0; at < bytes.length; at += pieceLength) {
        if (at % 512 === 0) await pause(0);
        yield bytes.subarray(at, at + pieceLength);
      }
    };
    const findings = new Findings();
    const stop = () => {};
    const { file, compression, begun } = spool(pieces(), stop, (offset, kind, text) => findings.say(0, offset, kind, text), longest);
    await begun;
    const capture = new SingleCapture(file, 0, findings, { path: '-', compression, size: 0 }, 4096);
    const found: string[] = [];
    let waits = 0;
    do {
      while (capture.next()) {
        const { frame } = capture;
        const bytesOfFrame = frame.bytes.subarray(frame.start, frame.start + frame.captured);
        found.push(`${frame.position} ${frame.seconds}.${frame.nanoseconds} ${Buffer.from(bytesOfFrame).toString('hex')}`);
      }
      waits++;
    } while (await capture.more());
    capture.close();
    return { found, waits, damage: findings.damage };
  }

  const hurt = pcap(packets(200));
  hurt.fill(0xee, 4000, 4100);
  hurt.fill(0, 9000, 9500);
  const hurtBlocks = pcapng(packets(200));
  hurtBlocks.fill(0xee, 4000, 4100);
  hurtBlocks.fill(0, 9000, 9500);

  test.each([
    ['pcap', hurt],
    ['pcapng', hurtBlocks],
    ['cut pcap', pcap(packets(50)).subarray(0, -5)],
    ['cut pcapng', pcapng(packets(50)).subarray(0, -5)],
  ])('%s: the same however it arrives', async (_, bytes) => {
    const whole = await spooled(bytes, bytes.length);
    const trickling = await spooled(bytes, 1);
    expect(trickling.found).toEqual(whole.found);
    expect(trickling.damage).toEqual(whole.damage);
    expect(trickling.waits).toBeGreaterThan(whole.waits);
    const read = await folder.read(bytes);
    expect(read.positions).toEqual(whole.found.map((text) => Number(text.split(' ')[0])));
    expect(read.damage).toEqual(whole.damage);
  });

  test('a bomb ends at the limit, and it is said', async () => {
    const bomb = gzipSync(concat([pcap(packets(20)), new Uint8Array(50_000_000)]));
    const { found, damage } = await spooled(bomb, 1000, 5_000_000);
    expect(found.length).toBe(20);
    expect(damage).toContainEqual(
      expect.objectContaining({ kind: 'cut', text: 'the content is longer than 5000000 bytes; the rest is not read' }),
    );
  });

  test('what a pipe brings', async () => {
    const path = folder.file(gzipSync(pcap(packets(2000))));
    const { stdout } = spawn('cat', [path], { stdio: ['ignore', 'pipe', 'ignore'] });
    const { file, compression, begun } = spool(
      stdout,
      () => stdout.destroy(),
      () => {},
    );
    await begun;
    const capture = new SingleCapture(file, 0, new Findings(), { path: '-', compression, size: 0 }, 65_536);
    do while (capture.next());
    while (await capture.more());
    expect(capture.frameCount).toBe(2000);
    expect(capture.files[0].compression).toEqual(['gzip']);
    capture.close();
  });

  test('closing stops a pipe that brings no more', async () => {
    const { stdin, stdout } = spawn('cat', { stdio: ['pipe', 'pipe', 'ignore'] });
    stdin.write(pcap(packets(10)));
    const { file, begun } = spool(
      stdout,
      () => stdout.destroy(),
      () => {},
    );
    await begun;
    const capture = new SingleCapture(file, 0, new Findings(), { path: '-', compression: [], size: 0 }, 65_536);
    while (capture.frameCount < 10) if (!capture.next()) await capture.more();
    expect(capture.next()).toBe(false);
    const more = capture.more();
    capture.close();
    await more;
    expect([capture.next(), await capture.more(), capture.read(40, 10, new Uint8Array(10), 0)]).toEqual([false, false, 0]);
    stdin.destroy();
  });
});
