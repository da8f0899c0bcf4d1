import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { startFollowing } from '../../src/capture/live/follow.ts';
import { Protocol } from '../../src/smb/columns.ts';
import { Pass } from '../../src/smb/pass.ts';
import { Verdict, verdictOf } from '../../src/smb/security/verdict.ts';
import { Contents } from '../../src/tui/contents.ts';
import { Effects } from '../../src/tui/effects.ts';
import { readOn } from '../../src/tui/reading.ts';
import { Store } from '../../src/tui/store.ts';
import { contentOf, samplePath, samples } from '../samples.ts';
import { typed } from './screens.ts';

const folder = mkdtempSync(join(tmpdir(), 'smbscope-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A screen over a file that holds the first half of a sample, as far as it is read. */
async function following(sample: string) {
  const content = contentOf(sample);
  const half = content.length >> 1;
  const path = join(folder, sample);
  writeFileSync(path, content.subarray(0, half));
  const feed = await startFollowing(path);
  const pass = new Pass(feed.capture);
  const contents = new Contents(pass, feed);
  const store = new Store(contents, 120, 40);
  const outlet = { write: () => {}, draw: () => {}, redraw: () => {} };
  new Effects(store, { ...outlet, reopen: async (more) => new Pass(feed.again()!, more) });
  const isOver = (): boolean => store.state.mode === 'over';
  const isLeft = (): boolean => store.contents !== contents;
  const reading = readOn(pass, () => store.contents.jobs, { isOver, isLeft, onWaiting: () => {}, onWorked: () => {} });
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let waited = 0; !isSo() && waited < 5000; waited += 10) await sleep(10);
    expect(isSo()).toBe(true);
  };
  await until(() => pass.messages.count > 20);
  return {
    store,
    until,
    grow: () => appendFileSync(path, content.subarray(half)),
    type: (text: string) => {
      for (const key of ['K', ...typed(text), 'enter']) store.dispatch({ key });
    },
    end: async () => {
      store.dispatch({ key: 'q' });
      await feed.stop();
      await reading;
      feed.close();
    },
  };
}

const ENCRYPTED = 'encrypt-3.1.1-aes-128-gcm.pcapng';
test.skipIf(!samples.includes(ENCRYPTED))('keys that are typed open what came before them and what comes after', async () => {
  const { store, until, grow, type, end } = await following(ENCRYPTED);
  const locked = (): number =>
    store.contents.pass.messages.protocol.subarray(0, store.contents.count).filter((p) => p === Protocol.encrypted).length;
  const before = store.contents;
  expect(locked()).toBeGreaterThan(0);
  type(`${samplePath(ENCRYPTED)}.keys.json`);
  await until(() => store.contents !== before);
  expect(store.contents.live).toBe(before.live);
  expect(store.contents.pass.isDone).toBe(false);
  expect(locked()).toBe(0);
  expect(store.contents.count).toBeLessThan(146);
  grow();
  await until(() => store.contents.count === 146);
  expect(locked()).toBe(0);
  // Another time, over what has been opened.
  const once = store.contents;
  type(`${samplePath(ENCRYPTED)}.keys.json`);
  await until(() => store.contents !== once && store.contents.count === 146);
  await end();
});

const SIGNED = 'dialect-3.1.1-signed.pcap';
test.skipIf(!samples.includes(SIGNED))('what comes is verified as it comes', async () => {
  const { store, until, grow, type, end } = await following(SIGNED);
  const verified = (): number =>
    store.contents.pass.messages.verdict.subarray(0, store.contents.count).filter((v) => verdictOf(v) === Verdict.ok).length;
  type(`${samplePath(SIGNED)}.keys.json`);
  await until(() => verified() > 20 && verified() < 100);
  grow();
  await until(() => verified() === 141);
  expect(store.contents.pass.isDone).toBe(false);
  await end();
});
