import { describe, expect, test } from 'vitest';
import { Operations } from '../../src/report/operations.ts';
import { responseTimes } from '../../src/report/rtt.ts';
import { Contents } from '../../src/tui/contents.ts';
import { paint } from '../../src/tui/paint.ts';
import type { State, ViewName } from '../../src/tui/state.ts';
import { Style } from '../../src/tui/style.ts';
import type { View } from '../../src/tui/views/view.ts';
import { passOf, samples } from '../samples.ts';
import { opened, overlaps, picture, press, worked } from './screens.ts';

const SAMPLE = 'st-lease.pcap';
const keys: Readonly<Record<ViewName, readonly string[]>> = {
  messages: [],
  operations: ['O', 'j', 'l', 'l', 'l', 'l'],
  sessions: ['S', 'l', 'l', 'l', 'l', 'l', 'l'],
  files: ['F', 'j'],
  problems: ['P', 'l', 'l'],
  statistics: ['T', 'j'],
  leases: ['L', 'l', 'l'],
  credits: ['C'],
  snapshots: ['V', 'j'],
  witness: ['W', 'j', 'j'],
  rpc: ['D', 'j'],
};
/** The sample that a view shows, where it is not SAMPLE. */
const others: Readonly<Partial<Record<ViewName, string>>> = {
  snapshots: 'fsrvp-rpcclient.pcap',
  witness: 'witness-tcp.pcap',
  rpc: 'fsrvp-rpcclient.pcap',
};
const names = (Object.keys(keys) as ViewName[]).filter((name) => samples.includes(others[name] ?? SAMPLE));

describe.skipIf(!samples.includes(SAMPLE)).each([
  [120, 40],
  [80, 24],
])('at %ix%i', (columns, rows) => {
  test.each(names)('%s', async (name) => {
    const contents = new Contents(await passOf(others[name] ?? SAMPLE));
    const state = press(opened(contents, columns, rows), contents, ...keys[name]);
    await expect(`${picture(state, contents).join('\n')}\n`).toMatchFileSnapshot(`screens/${name}-${columns}x${rows}.txt`);
  });
});

test.skipIf(!samples.includes(SAMPLE))('the grid, and the bytes alone', async () => {
  const contents = new Contents(await passOf(SAMPLE));
  const state = press(opened(contents), contents, ...'9G', 'v', 'tab', 'down', 'down', 'l', 'z');
  await expect(`${picture(state, contents).join('\n')}\n`).toMatchFileSnapshot('screens/grid-120x40.txt');
  const bytes = press(opened(contents), contents, ...'9G', 'tab', 'tab', 'z');
  await expect(`${picture(bytes, contents).join('\n')}\n`).toMatchFileSnapshot('screens/bytes-120x40.txt');
});

test.skipIf(!samples.includes(SAMPLE))('a filter that is being typed', async () => {
  const contents = new Contents(await passOf(SAMPLE));
  const state = press(opened(contents, 80, 24), contents, '/', ...'smb2.nt_');
  await expect(`${picture(state, contents).join('\n')}\n`).toMatchFileSnapshot('screens/typing-80x24.txt');
});

const viewOf = (state: State, contents: Contents): View => contents.view(worked(state, contents))!;
const codes = (view: View): number[] => Array.from({ length: view.count }, (_, line) => view.code(line));

describe.each(samples)('%s', (sample) => {
  test('views hold what the reports do', async () => {
    const pass = await passOf(sample);
    const contents = new Contents(pass);
    const first = opened(contents);
    const operations = Operations.of(pass);
    expect(codes(viewOf({ ...first, view: 'operations' }, contents))).toEqual(
      Array.from({ length: pass.messages.count }, (_, row) => row).filter((row) => operations.isFirst(row)),
    );
    const times = viewOf({ ...first, view: 'statistics' }, contents);
    const calls = codes(times).map((code) => times.listing.item(code) as { command: string; calls: number });
    const { commands, asynchronous } = responseTimes(pass);
    const wanted = [...commands, ...asynchronous].reduce((sum, c) => sum + c.calls, 0);
    expect(calls.filter((c) => c.command !== 'all').reduce((sum, c) => sum + c.calls, 0)).toBe(wanted);
  });

  test('a line is found by its code, expanded or not', async () => {
    const contents = new Contents(await passOf(sample));
    for (const name of names) {
      let state = press(opened(contents), contents, ...keys[name].slice(0, 1));
      const view = viewOf(state, contents);
      const all = new Set(codes(view).slice(0, 20));
      state = { ...state, opened: { [name]: all } };
      const open = viewOf(state, contents);
      codes(open).forEach((code, line) => {
        expect(open.find(code)).toBe(line);
        const row = open.row(line);
        expect(row).toBeGreaterThanOrEqual(-1);
        expect(row).toBeLessThan(contents.count);
      });
    }
  });

  test('every view fits every screen', async () => {
    const contents = new Contents(await passOf(sample));
    const style = new Style(true);
    for (const [columns, rows] of [
      [300, 100],
      [120, 40],
      [80, 24],
      [43, 12],
      [20, 6],
    ] as const)
      for (const name of names) {
        const state = press(opened(contents, columns, rows), contents, ...keys[name]);
        const pieces = paint(state, contents, style);
        expect(pieces.filter((p) => p.y >= rows)).toEqual([]);
        if (columns >= 80) expect(overlaps(pieces, columns)).toEqual([]);
      }
  });
});
