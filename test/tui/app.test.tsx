import { setTimeout as sleep } from 'node:timers/promises';
import { render } from 'ink';
import { expect, test } from 'vitest';
import { App } from '../../src/tui/app.tsx';
import { Contents } from '../../src/tui/contents.ts';
import { Frames } from '../../src/tui/frames.ts';
import { InputReader } from '../../src/tui/input.ts';
import { paint } from '../../src/tui/paint.ts';
import { Screen } from '../../src/tui/screen.ts';
import { Store } from '../../src/tui/store.ts';
import { Style } from '../../src/tui/style.ts';
import { passOf } from '../samples.ts';

/** Milliseconds in which a frame comes on a machine that is busy. */
const PAUSE = 150;
const ESC = String.fromCharCode(27);

/** A terminal that understands what Screen writes: positions, erasing, text. */
class Terminal {
  lines: string[];
  writes = 0;
  bytes = 0;

  constructor(rows: number) {
    this.lines = Array.from({ length: rows }, () => '');
  }

  readonly write = (text: string): void => {
    this.writes++;
    this.bytes += text.length;
    let [x, y] = [0, 0];
    for (const part of text.split(`${ESC}[`)) {
      const [sequence, parameters, command] = /^([?0-9;]*)([A-Za-z])/.exec(part) ?? [''];
      const numbers = (parameters ?? '').split(';').map(Number);
      if (command === 'H') [y, x] = [numbers[0]! - 1, numbers[1]! - 1];
      else if (command === 'G') x = numbers[0]! - 1;
      else if (command === 'J') this.lines.fill('');
      else if (command === 'K') this.lines[y] = parameters === '2' ? '' : this.lines[y]!.slice(0, x);
      const run = part.slice(sequence.length);
      const line = this.lines[y]!.padEnd(x);
      this.lines[y] = line.slice(0, x) + run + line.slice(x + run.length);
      x += run.length;
    }
  };
}

async function start(columns: number, rows: number) {
  const contents = new Contents(await passOf('dialect-3.1.1-signed.pcap'));
  const style = new Style(true);
  const store = new Store(contents, columns, rows);
  const terminal = new Terminal(rows);
  const screen = new Screen(columns, rows, terminal.write);
  const frames = new Frames(() => screen.show(paint(store.settled(), contents, style)));
  const input = new InputReader((event) => store.dispatch(event));
  store.subscribe(frames.ask);
  screen.onFrame = frames.ask;
  const ink = render(<App store={store} style={style} />, {
    stdout: screen as unknown as NodeJS.WriteStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  await sleep(PAUSE);
  const type = async (text: string): Promise<void> => {
    input.feed(text);
    contents.jobs.finish();
    await sleep(PAUSE);
  };
  const stop = (): void => {
    frames.stop();
    ink.unmount();
  };
  return { store, screen, terminal, type, stop };
}

test('the first screen has everything', async () => {
  const { terminal, stop } = await start(120, 40);
  expect(terminal.lines[0]).toMatch(/^ Messages Operations .* Credits .* 146 messages · 1 stream $/);
  expect(terminal.lines[1]).toMatch(/^ No\. +Time Source/);
  expect(terminal.lines[2]).toContain('→ Negotiate');
  expect(terminal.lines[20]).toContain('▾ SMB2, Negotiate');
  expect(terminal.lines[39]).toMatch(/q quit .* 1 \/ 146 $/);
  stop();
});

test('keys that come in one piece are all taken', async () => {
  const { store, type, terminal, stop } = await start(80, 24);
  await type('5jj\x1b[B\x1b[Bk:3');
  expect(store.state).toMatchObject({ selected: 7, mode: 'prompt', prompt: { text: '3' } });
  expect(terminal.lines[23]).toContain('Go to message, f12 or time: 3');
  await type('3\r');
  expect(store.state.selected).toBe(32);
  expect(terminal.lines.some((line) => line.includes('Message 33 · frame 38'))).toBe(true);
  stop();
});

test('only what differs is written', async () => {
  const { terminal, type, stop } = await start(120, 40);
  const before = terminal.bytes;
  await type('\t');
  // Three titles, three selected lines, no more.
  expect(terminal.bytes - before).toBeLessThan(3000);
  const { writes } = terminal;
  await type('Z');
  expect(terminal.writes).toBe(writes);
  stop();
});

test('help, and back', async () => {
  const { terminal, type, stop } = await start(80, 24);
  await type('?');
  expect(terminal.lines.join('\n')).toContain('view: operations');
  await type('x');
  expect(terminal.lines.join('\n')).not.toContain('view: operations');
  expect(terminal.lines[2]).toContain('Negotiate');
  stop();
});

test('another size', async () => {
  const { screen, store, terminal, stop } = await start(120, 40);
  terminal.lines.splice(24);
  screen.resize(80, 24);
  store.dispatch({ columns: 80, rows: 24 });
  await sleep(PAUSE);
  expect(terminal.lines.every((line) => line.length <= 80)).toBe(true);
  expect(terminal.lines[23]).toContain('1 / 146');
  stop();
});

test('q and Ctrl-C quit', async () => {
  for (const key of ['q', '\x03']) {
    const { store, type, stop } = await start(80, 24);
    await type(key);
    expect(store.state.mode).toBe('over');
    stop();
  }
});
