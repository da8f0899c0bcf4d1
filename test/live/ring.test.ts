import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { RingFile } from '../../src/capture/live/ring.ts';
import { captureOf } from '../../src/capture/open.ts';
import { Pass } from '../../src/smb/pass.ts';
import { Records } from '../../src/smb/records.ts';
import { enhanced, interfaceBlock, sectionHeader } from '../capture/writers.ts';
import { passOf } from '../samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'smbscope-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SAMPLE = 'dialect-3.1.1-signed.pcap';
const FILES = 6;
/** The sample as the files that a ring would have, a few frames each. */
const whole = await passOf(SAMPLE);
const perFile = Math.ceil(whole.capture.frameCount / FILES);
const contents = Array.from({ length: FILES }, (_, file) => {
  const parts = [sectionHeader(), interfaceBlock()];
  for (let n = file * perFile + 1; n <= Math.min((file + 1) * perFile, whole.capture.frameCount); n++) {
    const { bytes, start, captured, original, seconds, nanoseconds } = whole.capture.at(n)!;
    parts.push(enhanced({ bytes: new Uint8Array(bytes.slice(start, start + captured)), original, seconds, nanoseconds }));
  }
  return Buffer.concat(parts);
});
const nameOf = (ring: string, file: number): string => join(folder, `${ring}_${String(file + 1).padStart(5, '0')}_20260102030405.pcapng`);

test('files that come one after the other are one capture, and the names of others are not taken', () => {
  writeFileSync(join(folder, 'a_00009_20250102030405.pcapng'), 'of an earlier ring');
  const file = new RingFile(join(folder, 'a.pcapng'), FILES);
  writeFileSync(nameOf('a', 0), contents[0]!);
  writeFileSync(join(folder, 'ab_00001_20260102030405.pcapng'), 'another name');
  file.look();
  const pass = new Pass(captureOf(file, { path: 'a', compression: [], size: 0 }));
  while (pass.advance(1000));
  expect(pass.capture.frameCount).toBe(perFile);
  for (let n = 1; n < FILES; n++) {
    // Half a file, and its rest: a block may be there in part.
    writeFileSync(nameOf('a', n), contents[n]!.subarray(0, 500));
    file.look();
    while (pass.advance(1000));
    appendFileSync(nameOf('a', n), contents[n]!.subarray(500));
    file.look();
    while (pass.advance(1000));
    file.release(pass.capture.progress.done);
  }
  file.end();
  while (pass.advance(1000));
  pass.end();
  expect(pass.capture.damage).toEqual([]);
  expect(pass.capture.frameCount).toBe(whole.capture.frameCount);
  expect(pass.messages.count).toBe(whole.messages.count);
  expect(file.isShortened).toBe(false);
  const again = new Pass(pass.capture.again());
  while (again.advance(1000));
  expect(again.messages.count).toBe(pass.messages.count);
  again.capture.close();
  const records = new Records(pass);
  const originals = new Records(whole);
  for (let unit = 0; unit < pass.units.count; unit++)
    expect(records.record(unit).tree.map((n) => n.children.length)).toEqual(originals.record(unit).tree.map((n) => n.children.length));
  pass.capture.close();
});

test('what the ring has lost stays listed and says so; a file not read yet is held', () => {
  const file = new RingFile(join(folder, 'b.pcapng'), 2);
  for (let n = 0; n < FILES; n++) {
    writeFileSync(nameOf('b', n), contents[n]!);
    file.look();
    // Removed before anything was read: the descriptor keeps it.
    expect(Array.from({ length: FILES }, (_, i) => existsSync(nameOf('b', i)))).toEqual(
      Array.from({ length: FILES }, (_, i) => n - 2 < i && i <= n),
    );
  }
  expect(file.isShortened).toBe(true);
  const pass = new Pass(captureOf(file, { path: 'b', compression: [], size: 0 }));
  while (pass.advance(1000));
  file.end();
  while (pass.advance(1000));
  pass.end();
  expect(pass.messages.count).toBe(whole.messages.count);
  const records = new Records(pass);
  file.release(pass.capture.progress.done);
  const gone = records.record(0);
  expect(gone.summary).toBe(new Records(whole).record(0).summary);
  expect(gone.tree.map((n) => n.extra)).toEqual(['its bytes are no longer in the ring, or the file has been cut since']);
  expect(records.values(0, {} as never)).toEqual({});
  // Frames of one mark lie in files that are gone and in such that are there.
  const readable = Array.from({ length: pass.capture.frameCount }, (_, n) => pass.capture.at(n + 1)?.number);
  expect(readable).toEqual(readable.map((_, n) => (n < (FILES - 2) * perFile ? undefined : n + 1)));
  expect(pass.capture.at(whole.capture.frameCount)?.number).toBe(whole.capture.frameCount);
  expect(records.record(pass.units.count - 1).tree.length).toBeGreaterThan(3);
  pass.capture.close();
});

test('files that were gone before they could be opened are counted', () => {
  const file = new RingFile(join(folder, 'c.pcapng'), FILES);
  writeFileSync(nameOf('c', 0), contents[0]!);
  file.look();
  writeFileSync(nameOf('c', 3), contents[3]!);
  file.look();
  expect(file.missed).toBe(2);
  file.close();
});
