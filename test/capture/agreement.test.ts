import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { Folder, packets, pcap, readCapture } from './writers.ts';

interface PcapPacket {
  readonly header: {
    readonly timestampSeconds: number;
    readonly timestampMicroseconds: number;
    readonly capturedLength: number;
    readonly originalLength: number;
  };
  readonly data: Buffer;
}

const { parse } = createRequire(import.meta.url)('pcap-parser') as { parse: (path: string) => NodeJS.EventEmitter };

function parsed(path: string): Promise<PcapPacket[]> {
  return new Promise((resolve, reject) => {
    const list: PcapPacket[] = [];
    parse(path)
      .on('packet', (packet: PcapPacket) => list.push(packet))
      .on('end', () => resolve(list))
      .on('error', reject);
  });
}

const folder = new Folder();
afterAll(() => folder.remove());

const repository = fileURLToPath(new URL('../..', import.meta.url));
const corpora = [join(repository, '../shared/corpus/samba'), join(repository, '../shared/corpus/zeek'), join(repository, 'samples')];

/** Capture files of the folders that are there, by what their names say. */
function captures(ending: RegExp): string[] {
  return corpora
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name)))
    .filter((path) => ending.test(path))
    .sort();
}

async function expectAgreement(path: string): Promise<void> {
  const ours = await readCapture([path]);
  const theirs = await parsed(path);
  expect(ours.packets.length).toBe(theirs.length);
  for (const [index, { header, data }] of theirs.entries()) {
    const { seconds, nanoseconds, bytes, original } = ours.packets[index]!;
    expect([seconds, nanoseconds, bytes.length, original]).toEqual([
      header.timestampSeconds,
      header.timestampMicroseconds * 1000,
      header.capturedLength,
      header.originalLength,
    ]);
    expect(Buffer.compare(bytes, data)).toBe(0);
  }
}

describe('an independent reader finds the same packets', () => {
  test.each([true, false])('little-endian: %s', async (little) => {
    await expectAgreement(folder.file(pcap(packets(500), { little })));
  });

  const classic = captures(/\.(pcap|trace)$/);
  test.skipIf(classic.length === 0)('in captures at hand', async () => {
    let compared = 0;
    for (const path of classic) {
      const { capture } = await readCapture([path]);
      const { format, variant, compression } = capture.files[0]!;
      if (format !== 'pcap' || !variant.endsWith('microseconds') || compression.length > 0 || capture.damageCount > 0) continue;
      await expectAgreement(path);
      compared++;
    }
    expect(compared).toBeGreaterThan(0);
  });
});

describe('capinfos counts the same', () => {
  const all = captures(/\.(pcap|pcapng|trace|cap)(\.gz|\.zst|\.lz4)?$/);

  test.skipIf(all.length === 0 || !hasCapinfos())('frames, bytes, first and last time', async () => {
    // Columns: name, frames, bytes on the wire, first and last time.
    const table = execFileSync('capinfos', ['-T', '-r', '-M', '-c', '-d', '-a', '-e', '-S', ...all], { encoding: 'utf8', stdio: 'pipe' });
    for (const line of table.trim().split('\n')) {
      const [path, frames, bytes, first, last] = line.split('\t');
      const { packets: list } = await readCapture([path!]);
      const times = list
        .map(({ seconds, nanoseconds }) => BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds))
        .sort((a, b) => Number(a - b));
      const said = [frames, bytes, first, last].map((value, index) => (index < 2 ? BigInt(value!) : nanosecondsOf(value!)));
      const wire = list.reduce((sum, { original }) => sum + original, 0);
      expect([BigInt(list.length), BigInt(wire), times[0], times.at(-1)], path).toEqual(said);
    }
  });
});

function nanosecondsOf(text: string): bigint {
  const [seconds, fraction = ''] = text.split('.');
  return BigInt(seconds! + fraction.padEnd(9, '0'));
}

function hasCapinfos(): boolean {
  try {
    execFileSync('capinfos', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
