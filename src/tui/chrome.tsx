import type { ReadStream } from 'node:tty';
import { render } from 'ink';
import { App, type AppProps } from './app.tsx';
import type { Screen } from './screen.ts';

export interface Mounted {
  /** Rejects when a component fails. */
  readonly failure: Promise<unknown>;
  unmount(): void;
}

/** Lets ink draw around the panes and read the keys. Loading ink takes longer than the first screen: this file is imported when that stands. */
export function mount(props: AppProps, screen: Screen, input: ReadStream): Mounted {
  const ink = render(<App {...props} />, {
    stdout: screen as unknown as NodeJS.WriteStream,
    stdin: input,
    // Whole frames, whatever the environment, without throttling or moving the cursor.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  return { failure: ink.waitUntilExit(), unmount: ink.unmount };
}
