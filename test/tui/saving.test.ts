import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { finish } from '../../src/report/work.ts';
import { Pass } from '../../src/smb/pass.ts';
import { Contents } from '../../src/tui/contents.ts';
import { Effects } from '../../src/tui/effects.ts';
import { saveBytes, saveMessages } from '../../src/tui/saving.ts';
import { Store } from '../../src/tui/store.ts';
import { Jobs } from '../../src/tui/worked.ts';
import { fileInMemory } from '../memory.ts';
import { passOf, samples } from '../samples.ts';
import { opened, press, typed, worked } from './screens.ts';

const SAMPLE = 'dialect-3.1.1-signed.pcap';
const folder = mkdtempSync(join(tmpdir(), 'smbscope-test-'));
const path = (name: string): string => join(folder, name);

afterAll(() => rmSync(folder, { recursive: true }));

test.each(samples)('%s: frames that are written are those that were read', async (name) => {
  const pass = await passOf(name);
  const contents = new Contents(pass);
  const file = path(`${name}.pcapng`);
  expect(finish(saveMessages(worked(opened(contents), contents), contents, file))).toBe(pass.messages.count);
  const again = new Pass(fileInMemory(readFileSync(file)));
  await again.run();
  expect(again.capture.damageCount).toBe(0);
  const all = new Map<string, number>();
  const sum = (p: Pass, number: number): string => {
    const f = p.capture.at(number)!;
    return `${f.seconds}.${f.nanoseconds} ${f.original} ${f.linkType} ${Buffer.from(f.bytes.subarray(f.start, f.start + f.captured)).toString('base64')}`;
  };
  for (let number = 1; number <= pass.capture.frameCount; number++) all.set(sum(pass, number), number);
  let before = 0;
  for (let number = 1; number <= again.capture.frameCount; number++) {
    const original = all.get(sum(again, number));
    expect(original).toBeGreaterThanOrEqual(before);
    before = original!;
  }
});

test('what the filter leaves, as text, JSON, JSON lines and CSV', async () => {
  const contents = new Contents(await passOf(SAMPLE));
  const state = press(opened(contents), contents, '/', ...typed('smb2.cmd == CREATE'), 'enter');
  const { count } = contents.view(state)!;
  for (const [name, lines] of [
    ['a.txt', count],
    ['a.jsonl', count],
    ['a.csv', count + 1],
  ] as const) {
    expect(finish(saveMessages(state, contents, path(name)))).toBe(count);
    const text = readFileSync(path(name), 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(lines);
    expect(text).toContain('small.bin');
  }
  finish(saveMessages(state, contents, path('a.json')));
  const lines = readFileSync(path('a.jsonl'), 'utf8').trimEnd().split('\n');
  expect(JSON.parse(readFileSync(path('a.json'), 'utf8'))).toEqual(lines.map((line) => JSON.parse(line)));
});

test('the bytes of the node, or of the message', async () => {
  const contents = new Contents(await passOf(SAMPLE));
  const list = press(opened(contents), contents, ...'33G');
  expect(saveBytes(list, contents, path('message.bin'))).toMatch(/^\d+ bytes were written/);
  expect(readFileSync(path('message.bin')).subarray(0, 4).toString('hex')).toBe('fe534d42');
  saveBytes(press(list, contents, 'tab', 'G'), contents, path('name.bin'));
  expect(readFileSync(path('name.bin')).toString('utf16le')).toBe('d1\\small.bin');
});

test('a file that is there is not replaced; what is copied goes to the terminal', async () => {
  const contents = new Contents(await passOf(SAMPLE));
  const store = new Store(contents, 120, 40);
  let written = '';
  new Effects(store, {
    write: (text) => {
      written += text;
    },
    draw: () => {},
    redraw: () => {},
  });
  const type = async (...keys: string[]): Promise<string> => {
    for (const key of keys) store.dispatch({ key });
    contents.jobs.finish();
    await new Promise((resolve) => setTimeout(resolve, 20));
    return store.state.notice;
  };
  store.settled();
  expect(await type('w', 'ctrl-u', ...typed(path('a.txt')), 'enter')).toBe('There is a file of that name: choose another one.');
  expect(await type('w', 'ctrl-u', ...typed(path('no/such/folder')), 'enter')).toBe('There is no such folder.');
  expect(await type('w', 'ctrl-u', ...typed(path('b.txt')), 'enter')).toMatch(/^146 messages were written to /);
  expect(await type('y', 'b')).toMatch(/^To the terminal's clipboard went the bytes: fe534d42/);
  expect(written).toMatch(new RegExp(`^${String.fromCharCode(27)}\\]52;c;[A-Za-z0-9+/=]+${String.fromCharCode(7)}$`));
});

test('what breaks off is removed', async () => {
  const contents = new Contents(await passOf(SAMPLE));
  const work = saveMessages(opened(contents), contents, path('broken.txt'));
  contents.jobs.start('writing', work, () => {});
  work.next();
  expect(existsSync(path('broken.txt'))).toBe(true);
  const other = new Jobs();
  other.adopt(contents.jobs, 'writing');
  other.abandon();
  expect(existsSync(path('broken.txt'))).toBe(false);
});
