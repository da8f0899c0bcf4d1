import type { Pass } from '../smb/pass.ts';
import type { Mounted } from './chrome.tsx';
import { Contents } from './contents.ts';
import { Effects } from './effects.ts';
import { Frames } from './frames.ts';
import { InputReader } from './input.ts';
import type { Reopen } from './keying.ts';
import { KeyMap } from './keys.ts';
import type { Live } from './live.ts';
import { paint } from './paint.ts';
import { readOn } from './reading.ts';
import { Screen } from './screen.ts';
import { readHistory, readSettings } from './settings.ts';
import { Store } from './store.ts';
import { Style } from './style.ts';
import { Terminal } from './terminal.ts';

/** Milliseconds between frames that only show how far the reading has come. */
const PROGRESS = 100;

export interface ShowOptions {
  /** Input that is still being captured. */
  readonly live?: Live;
  /** Resolves when tables that are not needed for the first screen are there. */
  readonly ready?: Promise<void>;
  /** Reads the capture again with more keys. */
  readonly reopen?: Reopen;
  readonly hasColour: boolean;
  /** The filter that the views begin with. */
  readonly filter: string;
}

/** How it was left, and the pass that showed last. */
export interface Left {
  readonly by: 'quit' | 'restart';
  readonly pass: Pass;
}

/** Shows a capture on the terminal while it is being read or made; returns when the user quits, or wants a live one again from the start. */
export async function show(pass: Pass, { hasColour, filter, live, ready, reopen }: ShowOptions): Promise<Left> {
  const settings = readSettings();
  const terminal = new Terminal(settings.mouse);
  const contents = new Contents(pass, live, settings.slow);
  const style = new Style(hasColour, settings.theme);
  const { columns, rows } = terminal.size;
  const first = { ...settings.state, filter, history: readHistory(), notice: settings.mistake };
  const store = new Store(contents, columns, rows, new KeyMap(settings.keys), first);
  const screen = new Screen(columns, rows, (text) => terminal.write(text));
  const frames = new Frames(() => screen.show(paint(store.settled(), store.contents, style)));
  const over = new Promise<void>((resolve) => store.subscribe(() => (store.state.mode === 'over' ? resolve() : frames.ask())));
  const input = new InputReader((event) => store.dispatch(event));
  const effects = new Effects(store, {
    reopen,
    write: (text) => terminal.write(text),
    draw: frames.ask,
    suspend: terminal.suspend,
    redraw: () => {
      screen.forget();
      frames.ask();
    },
  });
  terminal.onResize = (size) => {
    screen.resize(size.columns, size.rows);
    store.dispatch(size);
  };
  terminal.onContinue = effects.redraw;
  screen.onFrame = frames.ask;
  terminal.enter();
  const progress = setInterval(
    () => (!store.contents.pass.isDone || !store.contents.jobs.isIdle || store.contents.incoming !== null) && frames.ask(),
    PROGRESS,
  );
  const unwatch = live === undefined ? () => {} : watch(store, live);
  let chrome: Mounted | undefined;
  try {
    frames.now();
    terminal.listen(input.feed);
    void ready?.then(() => {
      store.contents.forget();
      frames.ask();
    });
    const loading = import('./chrome.tsx').then(({ mount }) => {
      chrome = mount({ store, style }, screen, terminal.input);
      return chrome.failure;
    });
    const reading = readOn(pass, () => store.contents.jobs, {
      isOver: () => store.state.mode === 'over',
      isLeft: () => store.contents !== contents,
      onWaiting: (isWaiting) => {
        contents.isWaiting = isWaiting;
      },
      onWorked: frames.ask,
    });
    await Promise.race([over, loading.then(() => over), reading.then(() => over)]);
  } finally {
    clearInterval(progress);
    unwatch();
    input.stop();
    frames.stop();
    chrome?.unmount();
    terminal.leave();
    effects.keepHistory();
    store.contents.jobs.abandon();
  }
  return { by: store.state.wantsRestart ? 'restart' : 'quit', pass: store.contents.pass };
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
