import type { Pass } from '../smb/pass.ts';
import type { Mounted } from './chrome.tsx';
import { PassContents } from './contents.ts';
import { Frames } from './frames.ts';
import type { Live } from './live.ts';
import { paint } from './paint.ts';
import { readOn } from './reading.ts';
import { Screen } from './screen.ts';
import { Store } from './store.ts';
import { Style } from './style.ts';
import { Terminal } from './terminal.ts';

/** Milliseconds between frames that only show how far the reading has come. */
const PROGRESS = 100;

/** Shows a capture on the terminal while it is being read or made; returns when the user quits, or wants a live one again from the start. */
export async function show(pass: Pass, hasColour: boolean, live?: Live): Promise<'quit' | 'restart'> {
  const terminal = new Terminal();
  const contents = new PassContents(pass, live);
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
  const unwatch = live === undefined ? () => {} : watch(store, live);
  let chrome: Mounted | undefined;
  try {
    frames.now();
    chrome = (await import('./chrome.tsx')).mount(
      { store, title: contents.title, style, isLive: live !== undefined },
      screen,
      terminal.input,
    );
    const reading = readOn(pass, {
      isOver: () => store.state.mode === 'over',
      onWaiting: (isWaiting) => {
        contents.isWaiting = isWaiting;
      },
    }).then(frames.ask);
    await Promise.race([over, chrome.failure, reading.then(() => over)]);
  } finally {
    clearInterval(progress);
    unwatch();
    frames.stop();
    chrome?.unmount();
    terminal.leave();
  }
  return store.state.wantsRestart ? 'restart' : 'quit';
}

/** Ends a live capture when the user wants that, and says when it ended by itself; returns what ends the watching. */
function watch(store: Store, live: Live): () => void {
  let isStopping = false;
  let isSaid = false;
  const unsubscribe = store.subscribe(() => {
    if (!store.state.wantsStop || isStopping) return;
    isStopping = true;
    void live.stop();
  });
  const timer = setInterval(() => {
    if (isSaid || live.failure === '') return;
    isSaid = true;
    store.dispatch({ notice: live.failure });
  }, PROGRESS);
  return () => {
    unsubscribe();
    clearInterval(timer);
  };
}
