import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Input, InputReader } from '../../src/tui/input.ts';

function read(...chunks: readonly string[]): { taken: Input[]; reader: InputReader } {
  const taken: Input[] = [];
  const reader = new InputReader((input) => taken.push(input));
  for (const chunk of chunks) reader.feed(chunk);
  return { taken, reader };
}

const keys = (...names: string[]): Input[] => names.map((key) => ({ key }));

test.each<[string, string[], Input[]]>([
  ['letters', ['jjG'], keys('j', 'j', 'G')],
  ['arrows', ['\x1b[A\x1b[B\x1bOC\x1bOD'], keys('up', 'down', 'right', 'left')],
  ['a sequence in pieces', ['\x1b', '[', '5', '~'], keys('pageup')],
  ['keys of functions, of several terminals', ['\x1bOP\x1b[12~\x1b[[C\x1b[15~\x1b[19~'], keys('f1', 'f2', 'f3', 'f5', 'f8')],
  ['controls', ['\x03\t\r\x7f \x1b[Z'], keys('ctrl-c', 'tab', 'enter', 'backspace', 'space', 'shift-tab')],
  ['with Shift or Ctrl', ['\x1b[1;5A\x1b[3;2~'], keys('up', 'delete')],
  ['characters of any plane', ['ü日𝄞'], keys('ü', '日', '𝄞')],
  ['pasted text', ['\x1b[200~smb2\x1b[A\x1b[201~j'], [{ paste: 'smb2\x1b[A' }, { key: 'j' }]],
  ['pasted text in pieces', ['\x1b[200~smb', '2\x1b[20', '1~'], [{ paste: 'smb2' }]],
  [
    'a click, a drag, a release',
    ['\x1b[<0;3;4M\x1b[<32;3;5M\x1b[<0;3;5m'],
    [
      { mouse: 'press', x: 2, y: 3 },
      { mouse: 'drag', x: 2, y: 4 },
      { mouse: 'release', x: 2, y: 4 },
    ],
  ],
  [
    'the wheel',
    ['\x1b[<64;1;1M\x1b[<65;1;1M'],
    [
      { mouse: 'up', x: 0, y: 0 },
      { mouse: 'down', x: 0, y: 0 },
    ],
  ],
  ['what nobody knows', ['\x1b[?1;2c\x1b[99~\x1bq', 'j'], keys('j')],
])('%s', (_, chunks, expected) => {
  const { taken, reader } = read(...chunks);
  reader.stop();
  expect(taken).toEqual(expected);
});

test('Esc alone is the key, after a moment', async () => {
  const { taken } = read('\x1b');
  expect(taken).toEqual([]);
  await sleep(80);
  expect(taken).toEqual(keys('escape'));
});
