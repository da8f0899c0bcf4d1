import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { startFollowing } from '../../src/capture/live/follow.ts';
import { Pass } from '../../src/smb/pass.ts';
import { contentOf, passOf } from '../samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'smbscope-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SAMPLE = 'dialect-3.1.1-signed.pcap';
const content = contentOf(SAMPLE);

test('a file that grows by pieces of any size', async () => {
  const path = join(folder, 'growing.pcap');
  writeFileSync(path, content.subarray(0, 10));
  const opening = startFollowing(path);
  appendFileSync(path, content.subarray(10, 1000));
  const feed = await opening;
  const pass = new Pass(feed.capture);
  while (pass.advance(100));
  const before = pass.messages.count;
  for (let at = 1000; at < content.length; at += 7001) {
    appendFileSync(path, content.subarray(at, at + 7001));
    await feed.capture.more();
    while (pass.advance(100));
  }
  const whole = await passOf(SAMPLE);
  expect(before).toBeLessThan(pass.messages.count);
  expect(pass.messages.count).toBe(whole.messages.count);
  expect(feed.capture.files[0]!.size).toBe(content.length);
  await feed.stop();
  await feed.abandoned;
  expect(feed.failure).toBe('');
  feed.close();
});

test('a file that becomes shorter: what was read stays', async () => {
  const path = join(folder, 'cut.pcap');
  writeFileSync(path, content);
  const feed = await startFollowing(path);
  const pass = new Pass(feed.capture);
  while (pass.advance(100));
  truncateSync(path, 100);
  while (await feed.capture.more()) while (pass.advance(100));
  pass.end();
  expect(feed.isOver).toBe(true);
  expect(feed.failure).toMatch(/has become shorter .*: open it again/);
  expect(pass.messages.count).toBe((await passOf(SAMPLE)).messages.count);
  feed.close();
});

test('what is compressed or not there is refused', async () => {
  const path = join(folder, 'compressed.pcap.gz');
  writeFileSync(path, gzipSync(content));
  await expect(startFollowing(path)).rejects.toThrow(/is compressed/);
  await expect(startFollowing(join(folder, 'nowhere.pcap'))).rejects.toThrow(/does not exist/);
  await expect(startFollowing(folder)).rejects.toThrow(/is a folder/);
});
