import { render } from 'ink';
import { createElement } from 'react';
import { openCapture } from '../../src/capture/open.ts';
import { Pass } from '../../src/smb/pass.ts';
import { App } from '../../src/tui/app.tsx';
import { Contents } from '../../src/tui/contents.ts';
import { Frames } from '../../src/tui/frames.ts';
import { InputReader } from '../../src/tui/input.ts';
import { paint } from '../../src/tui/paint.ts';
import { Screen } from '../../src/tui/screen.ts';
import { Store } from '../../src/tui/store.ts';
import { Style } from '../../src/tui/style.ts';

/** A capture, read to its end. */
export async function read(path: string): Promise<Pass> {
  const pass = new Pass(await openCapture([path]));
  await pass.run();
  return pass;
}

/** The UI before a terminal that takes what it is sent and shows nothing. */
export class Session {
  bytes = 0;
  private drawn: (() => void) | null = null;
  private readonly store: Store;
  private readonly contents: Contents;
  private readonly frames: Frames;
  private readonly input: InputReader;
  private readonly unmount: () => void;

  private constructor(pass: Pass, columns: number, rows: number) {
    const style = new Style(true);
    this.contents = new Contents(pass);
    this.store = new Store(this.contents, columns, rows);
    const screen = new Screen(columns, rows, (text) => {
      this.bytes += text.length;
    });
    this.frames = new Frames(() => {
      screen.show(paint(this.store.settled(), this.contents, style));
      this.drawn?.();
    });
    this.store.subscribe(this.frames.ask);
    screen.onFrame = this.frames.ask;
    this.input = new InputReader((event) => this.store.dispatch(event));
    const ink = render(createElement(App, { store: this.store, style }), {
      stdout: screen as unknown as NodeJS.WriteStream,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    this.unmount = ink.unmount;
  }

  static async start(pass: Pass, columns: number, rows: number): Promise<Session> {
    const session = new Session(pass, columns, rows);
    await pause(40);
    return session;
  }

  /** Milliseconds from the key's bytes to the end of the frame that shows what they did. */
  async press(key: string): Promise<number> {
    // Between two keys of a person a frame's time has gone by.
    await pause(17);
    const start = performance.now();
    const drawn = new Promise<void>((resolve) => {
      this.drawn = resolve;
    });
    this.input.feed(key);
    await drawn;
    this.drawn = null;
    return performance.now() - start;
  }

  /** Everything that is worked out for the view. */
  async settle(): Promise<void> {
    for (let i = 0; i < 5; i++) {
      this.frames.now();
      this.contents.jobs.finish();
    }
    await pause(40);
  }

  stop(): void {
    this.frames.stop();
    this.unmount();
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
