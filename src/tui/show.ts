import type { Pass } from '../smb/pass.ts';
import type { Mounted } from './chrome.tsx';
import { PassContents } from './contents.ts';
import { Frames } from './frames.ts';
import { paint } from './paint.ts';
import { readOn } from './reading.ts';
import { Screen } from './screen.ts';
import { Store } from './store.ts';
import { Style } from './style.ts';
import { Terminal } from './terminal.ts';

/** Milliseconds between frames that only show how far the reading has come. */
const PROGRESS = 100;

/** Shows a capture on the terminal while it is being read; returns when the user quits. */
export async function show(pass: Pass, hasColour: boolean): Promise<void> {
  const terminal = new Terminal();
  const contents = new PassContents(pass);
  const style = new Style(hasColour);
  const { columns, rows } = terminal.size;
  const store = new Store(contents, columns, rows);
  const screen = new Screen(columns, rows, (text) => terminal.write(text));
  const frames = new Frames(() => screen.show(paint(store.settled(), contents, style)));
  const over = new Promise<void>((resolve) => store.subscribe(() => (store.state.mode === 'over' ? resolve() : frames.ask())));
  terminal.onResize = (size) => {
    screen.resize(size.columns, size.rows);
    store.dispatch(size);
  };
  terminal.onContinue = () => {
    screen.forget();
    frames.ask();
  };
  screen.onFrame = frames.ask;
  terminal.enter();
  const progress = setInterval(() => !pass.isDone && frames.ask(), PROGRESS);
  let chrome: Mounted | undefined;
  try {
    frames.now();
    chrome = (await import('./chrome.tsx')).mount({ store, title: contents.title, style }, screen, terminal.input);
    const reading = readOn(pass, {
      isOver: () => store.state.mode === 'over',
      onWaiting: (isWaiting) => {
        contents.isWaiting = isWaiting;
      },
    }).then(frames.ask);
    await Promise.race([over, chrome.failure, reading.then(() => over)]);
  } finally {
    clearInterval(progress);
    frames.stop();
    chrome?.unmount();
    terminal.leave();
  }
}
