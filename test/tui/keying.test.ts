import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { UserError } from '../../src/bytes/user-error.ts';
import { readKeysFile } from '../../src/smb/keys/read.ts';
import { Pass } from '../../src/smb/pass.ts';
import { Contents } from '../../src/tui/contents.ts';
import { Effects } from '../../src/tui/effects.ts';
import { masked, typedKeys } from '../../src/tui/keying.ts';
import { paint } from '../../src/tui/paint.ts';
import { Store } from '../../src/tui/store.ts';
import { Style } from '../../src/tui/style.ts';
import { fileInMemory } from '../memory.ts';
import { contentOf, samplePath, samples } from '../samples.ts';
import { opened, plain, press, typed } from './screens.ts';

const SAMPLE = 'encrypt-3.1.1-aes-128-gcm.pcapng';
const KEYS = `${samplePath(SAMPLE)}.keys.json`;

test('what is typed: a session key, a user with password or hash, a file', () => {
  const key = '00112233445566778899aabbccddeeff';
  expect(typedKeys(`0x1234:${key}`).sessions).toMatchObject([{ sessionId: '0000000000001234' }]);
  expect(typedKeys('EXAMPLE\\alice:pass:word').credentials).toEqual([{ user: 'alice', domain: 'EXAMPLE', password: 'pass:word' }]);
  expect(typedKeys(`alice:${key}`).credentials[0]?.ntHash?.toString('hex')).toBe(key);
  expect(typedKeys(KEYS)).toEqual(readKeysFile(KEYS));
  expect(() => typedKeys('/no/such/file')).toThrow(UserError);
});

test('secrets are not shown, nor remembered', () => {
  expect(masked('alice:secret')).toBe('alice:••••••');
  expect(masked('/home/a/keys.json')).toBe('/home/a/keys.json');
});

test.skipIf(!samples.includes(SAMPLE))('keys open the messages in place; the selection stays', async () => {
  const reopened = (): Pass => new Pass(fileInMemory(contentOf(SAMPLE)));
  const pass = reopened();
  await pass.run();
  const store = new Store(new Contents(pass), 120, 40);
  new Effects(store, {
    write: () => {},
    draw: () => {},
    redraw: () => {},
    reopen: async (more) => new Pass(fileInMemory(contentOf(SAMPLE)), more),
  });
  const type = (...keys: string[]): void => {
    for (const key of keys) store.dispatch({ key });
    store.settled();
  };
  type(...'9Gma');
  const unit = pass.messages.unit[store.state.selected]!;
  const lines = (): string =>
    paint(store.settled(), store.contents, new Style(false))
      .map((p) => plain(p.text))
      .join('\n');
  expect(lines()).toContain('Encrypted message');
  type('K', ...typed(KEYS), 'enter');
  for (let waited = 0; store.contents.pass === pass && waited < 5000; waited += 20) await sleep(20);
  await sleep(20);
  expect(store.state.notice).toMatch(/^Verified: 1 signature\. Decrypted: 140 messages\.$/);
  expect(store.contents.pass.messages.unit[store.state.selected]).toBe(unit);
  expect(lines()).not.toContain('Encrypted message');
  expect(store.state.marks.a).toBe(store.state.selected);
  const { record, message } = store.contents.detail(store.state.selected);
  expect(record.sources[message.source]!.kind).toBe('decrypted');
  expect(store.state.history).toEqual([]);
});

const SIGNED = 'dialect-3.1.1-signed.pcap';
test.skipIf(!samples.includes(SIGNED))('e leads to a bad signature', async () => {
  const content = Buffer.from(contentOf(SIGNED));
  content[content.indexOf(Buffer.from('small.bin', 'utf16le'))]! ^= 0x20;
  const pass = new Pass(fileInMemory(content), readKeysFile(`${samplePath(SIGNED)}.keys.json`));
  await pass.run();
  const contents = new Contents(pass);
  const at = press(opened(contents), contents, 'e', 'e');
  expect(contents.reader.read(at.selected)).toMatchObject({ verdict: 'BAD', sign: 'BAD' });
});

test('what is wrong is said', async () => {
  const pass = new Pass(fileInMemory(contentOf('dialect-3.1.1-signed.pcap')));
  await pass.run();
  const store = new Store(new Contents(pass), 120, 40);
  new Effects(store, { write: () => {}, draw: () => {}, redraw: () => {}, reopen: async () => pass });
  for (const key of ['K', ...typed('/no/such/file'), 'enter']) store.dispatch({ key });
  await sleep(30);
  expect(store.state.notice).toMatch(/no such file/);
});
