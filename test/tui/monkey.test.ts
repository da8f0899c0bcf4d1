import { expect, test } from 'vitest';
import { Contents } from '../../src/tui/contents.ts';
import { KeyMap, keys } from '../../src/tui/keys.ts';
import { layout } from '../../src/tui/layout.ts';
import { paint } from '../../src/tui/paint.ts';
import { reduce } from '../../src/tui/reducer.ts';
import { settle } from '../../src/tui/settle.ts';
import { firstState, type State } from '../../src/tui/state.ts';
import { Style } from '../../src/tui/style.ts';
import { passOf, samples } from '../samples.ts';
import { overlaps } from './screens.ts';

const PRESSES = 400;
const map = new KeyMap();
const quits = new Set(['q', 'ctrl-c']);
const single = [...new Set(keys.flatMap((k) => k.keys).flatMap((key) => key.split(' ')))].filter((key) => !quits.has(key));
const letters = [...'smb2.cmd==5 &&"/7'].map((c) => (c === ' ' ? 'space' : c));

/** Numbers that are the same in every run. */
function* random(seed: number): Generator<number, never> {
  for (let x = seed; ; ) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    yield x / 2 ** 32;
  }
}

test.each(samples)('%s: whatever is pressed, clicked and turned, the screen stands', async (name) => {
  const contents = new Contents(await passOf(name));
  const style = new Style(true);
  const numbers = random(name.length * 7919);
  const next = (below: number): number => Math.floor(numbers.next().value * below);
  const [columns, rows] = (
    [
      [120, 40],
      [80, 24],
    ] as const
  )[next(2)]!;
  let state: State = settle(firstState(columns, rows), contents);
  const pressed: string[] = [];
  for (let i = 0; i < PRESSES; i++) {
    const what = next(20);
    const key = what < 13 ? single[next(single.length)]! : what < 17 ? letters[next(letters.length)]! : 'enter';
    const isMouse = what === 18;
    const x = next(columns);
    const y = next(rows);
    pressed.push(isMouse ? `${x},${y}` : key);
    try {
      const mouse = (['press', 'drag', 'release', 'up', 'down'] as const)[next(5)]!;
      state = reduce(state, isMouse ? { mouse, x, y } : { key }, contents, map);
      if (state.mode === 'over') state = { ...state, mode: 'browse' };
      if (next(3) === 0) contents.jobs.run(1);
      state = { ...settle(state, contents), effect: null };
      const pieces = paint(state, contents, style);
      expect(overlaps(pieces, columns)).toEqual([]);
      expect(pieces.every((p) => p.y < rows)).toBe(true);
      const { list, tree, hex } = layout(state);
      for (const rect of [list, tree, hex]) expect(rect.y + rect.height).toBeLessThanOrEqual(rows);
    } catch (error) {
      throw new Error(`after ${pressed.slice(-30).join(' ')}`, { cause: error });
    }
  }
});
