import { expect, test } from 'vitest';
import { Contents } from '../../src/tui/contents.ts';
import { paint } from '../../src/tui/paint.ts';
import type { State } from '../../src/tui/state.ts';
import { Style } from '../../src/tui/style.ts';
import { passOf, samples } from '../samples.ts';
import { opened, overlaps, picture, press } from './screens.ts';

const SAMPLE = 'dialect-3.1.1-signed.pcap';
const contentsOf = async (name: string): Promise<Contents> => new Contents(await passOf(name));
const toBody = [...':33', 'enter', 'tab', 'down', 'down', 'down', 'down'];

test.skipIf(!samples.includes(SAMPLE)).each([
  [120, 40],
  [80, 24],
])('a create request at %ix%i', async (columns, rows) => {
  const contents = await contentsOf(SAMPLE);
  const state = press(opened(contents, columns, rows), contents, ...toBody);
  await expect(`${picture(state, contents).join('\n')}\n`).toMatchFileSnapshot(`screens/create-${columns}x${rows}.txt`);
});

const pathsOf = (state: State, contents: Contents): string[] => contents.lines(state.selected, state.expansion).map((l) => l.path);

test.each(samples)('%s: every piece is as wide as its place, at any size and place', async (name) => {
  const contents = await contentsOf(name);
  const style = new Style(true);
  for (const [columns, rows] of [
    [160, 50],
    [120, 40],
    [100, 30],
    [80, 24],
    [43, 12],
    [20, 6],
    [1, 1],
  ] as const) {
    let state = opened(contents, columns, rows);
    for (const keys of [[], ['G'], [...':20', 'enter', 'tab', 'G'], ['n', 'tab', 'pagedown']]) {
      state = press(state, contents, ...keys);
      const pieces = paint(state, contents, style);
      expect(pieces.filter((p) => p.y >= rows)).toEqual([]);
      if (columns >= 80) expect(overlaps(pieces, columns)).toEqual([]);
    }
    if (contents.count > 0) expect(new Set(pathsOf(state, contents)).size).toBe(pathsOf(state, contents).length);
  }
});

test('the bytes of the selected node are marked, and no others', async () => {
  const contents = await contentsOf(SAMPLE);
  // StructureSize of the SMB2 header: two bytes, 40 00.
  const state = press(opened(contents), contents, 'tab', 'down', 'l', 'l', 'down');
  const { node } = contents.lines(state.selected, state.expansion).find((l) => l.path === state.path)!;
  expect(node.size).toBe(2);
  const marked = paint(state, contents, new Style(false))
    .filter((p) => p.x > 60 && p.y > 18 && p.y < 39)
    .flatMap(({ text }) => text.split(`${String.fromCharCode(27)}[`).filter((part) => part.startsWith('0;7m')))
    .map((part) => part.slice(4));
  expect(marked.join('|')).toBe('40 00|@.');
});
