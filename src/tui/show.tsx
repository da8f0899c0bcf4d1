import { render } from 'ink';
import type { Pass } from '../smb/pass.ts';
import { App } from './app.tsx';
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
  const { columns, rows } = terminal.output;
  const store = new Store(contents, columns, rows);
  const screen = new Screen(columns, rows, (text) => terminal.write(text));
  const frames = new Frames(() => screen.show(paint(store.settled(), contents, style)));
  const progress = setInterval(() => !pass.isDone && frames.ask(), PROGRESS);
  const over = new Promise<void>((resolve) => store.subscribe(() => (store.state.mode === 'over' ? resolve() : frames.ask())));
  terminal.onResize = () => {
    const size = { columns: terminal.output.columns, rows: terminal.output.rows };
    screen.resize(size.columns, size.rows);
    store.dispatch(size);
  };
  terminal.onContinue = () => {
    screen.forget();
    frames.ask();
  };
  screen.onFrame = frames.ask;
  terminal.enter();
  const ink = render(<App store={store} title={contents.title} style={style} />, {
    stdout: screen as unknown as NodeJS.WriteStream,
    stdin: terminal.input,
    // Whole frames, whatever the environment, without throttling or moving the cursor.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  frames.now();
  try {
    const reading = readOn(pass, {
      isOver: () => store.state.mode === 'over',
      onWaiting: (isWaiting) => {
        contents.isWaiting = isWaiting;
      },
    }).then(frames.ask);
    await Promise.race([over, ink.waitUntilExit(), reading.then(() => over)]);
  } finally {
    clearInterval(progress);
    frames.stop();
    ink.unmount();
    terminal.leave();
  }
}
