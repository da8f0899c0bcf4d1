import { expect, test } from 'vitest';
import { Pass } from '../../src/smb/pass.ts';
import { Contents } from '../../src/tui/contents.ts';
import { KeyMap } from '../../src/tui/keys.ts';
import type { Live } from '../../src/tui/live.ts';
import { reduce } from '../../src/tui/reducer.ts';
import { settle } from '../../src/tui/settle.ts';
import { firstState } from '../../src/tui/state.ts';
import { position } from '../../src/tui/status.ts';
import { fileInMemory } from '../memory.ts';
import { contentOf } from '../samples.ts';
import { press } from './screens.ts';

const live = (facts: Partial<Live> = {}): Live => ({
  name: 'lo',
  backend: 'dumpcap',
  dropped: Number.NaN,
  isOver: false,
  canRestart: true,
  failure: '',
  stop: async () => {},
  ...facts,
});

/** A live capture of which the first frames have come. */
function begun(facts: Partial<Live> = {}) {
  const pass = new Pass(fileInMemory(contentOf('dialect-3.1.1-signed.pcap')));
  pass.advance(50);
  const contents = new Contents(pass, live(facts));
  const state = settle(firstState(120, 40, true), contents);
  return { pass, contents, state };
}

test('the selection goes along with what comes, until the user looks elsewhere', () => {
  const { pass, contents, state } = begun();
  expect(state.selected).toBe(contents.count - 1);
  pass.advance(20);
  const later = settle(state, contents);
  expect(later.selected).toBe(contents.count - 1);
  expect(later.selected).toBeGreaterThan(state.selected);
  for (const key of ['k', 'pageup', 'home', 'tab', 'enter', 'a']) expect(press(later, contents, key).isFollowing, key).toBe(false);
  for (const key of ['j', 'Z', 'pagedown']) expect(press(later, contents, key).isFollowing, key).toBe(true);
  const paused = press(later, contents, 'k');
  pass.advance(20);
  expect(settle(paused, contents).selected).toBe(paused.selected);
  for (const key of ['G', 'a'])
    expect(press(paused, contents, key), key).toMatchObject({ isFollowing: true, selected: contents.count - 1 });
});

test('stop and restart', () => {
  const { contents, state } = begun();
  expect(press(state, contents, 'X').wantsStop).toBe(true);
  expect(press(state, contents, 'ctrl-r')).toMatchObject({ mode: 'over', wantsRestart: true });
  const pipe = begun({ canRestart: false, isOver: true });
  expect(press(pipe.state, pipe.contents, 'ctrl-r')).toMatchObject({ mode: 'browse', notice: 'A pipe cannot be read again.' });
  expect(press(pipe.state, pipe.contents, 'X')).toMatchObject({ wantsStop: false, notice: 'The capture has ended.' });
  const file = new Contents(begun().pass);
  for (const key of ['X', 'ctrl-r']) expect(press(state, file, key)).toMatchObject({ mode: 'browse', notice: 'This capture is not live.' });
});

test('the status line says how it stands', () => {
  const { contents, state } = begun({ dropped: 12 });
  const count = contents.count;
  expect(contents.title).toBe('lo, captured by dumpcap');
  expect(position(state, contents)).toBe(` live · 12 dropped · ${count} / ${count} `);
  expect(position(press(state, contents, 'a'), contents)).toContain(' live, paused · 12 dropped · ');
  const over = begun({ isOver: true });
  expect(position(over.state, over.contents)).toContain(' ended · ');
  expect(reduce(state, { notice: 'dumpcap ended' }, contents, new KeyMap()).notice).toBe('dumpcap ended');
});
