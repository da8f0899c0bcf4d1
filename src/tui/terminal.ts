import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { UserError } from '../bytes/user-error.ts';
import { safe } from '../bytes/writer.ts';

/** Alternate screen, no cursor, no automatic wrap; and back. */
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l';
/** Clicks, drags and the wheel as SGR reports; pasted text in brackets. */
const MOUSE = '\x1b[?1002h\x1b[?1006h';
const PASTE = '\x1b[?2004h';
const LEAVE = '\x1b[?1006l\x1b[?1002l\x1b[?2004l\x1b[m\x1b[?2026l\x1b[?7h\x1b[?25h\x1b[2J\x1b[?1049l';
const signals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The terminal while it is ours. However the process ends, leave() gives it back as it was. */
export class Terminal {
  readonly input: ReadStream;
  readonly output = process.stdout;
  onResize: (size: Size) => void = () => {};
  /** The process was stopped and goes on; the terminal may show anything. */
  onContinue: () => void = () => {};
  private readonly ownInput: number | undefined;
  private isEntered = false;

  private readonly begin: string;
  private onInput: (text: string) => void = () => {};

  constructor(hasMouse = true) {
    this.begin = ENTER + PASTE + (hasMouse ? MOUSE : '');
    if (process.stdin.isTTY) this.input = process.stdin;
    else {
      this.ownInput = openTerminal();
      this.input = new ReadStream(this.ownInput);
    }
  }

  /** In cells; some terminals do not say. */
  get size(): Size {
    return { columns: this.output.columns || 80, rows: this.output.rows || 24 };
  }

  enter(): void {
    this.isEntered = true;
    process.on('exit', this.leave);
    process.on('uncaughtException', this.crash);
    process.on('SIGCONT', this.resume);
    for (const signal of Object.keys(signals)) process.on(signal, this.stop);
    this.output.on('resize', this.resized);
    this.output.on('error', this.lost);
    this.input.setRawMode(true);
    this.write(this.begin);
  }

  /** Hands over what is typed. */
  listen(take: (text: string) => void): void {
    this.onInput = take;
    this.input.setEncoding('utf8');
    this.input.on('data', this.typed);
    this.input.resume();
  }

  private readonly typed = (text: string | Buffer): void => this.onInput(String(text));

  /** Terminals are written to synchronously: who is slow holds up the next frame, not memory. */
  write(text: string): void {
    this.output.write(text);
  }

  readonly leave = (): void => {
    if (!this.isEntered) return;
    this.isEntered = false;
    process.off('exit', this.leave);
    process.off('uncaughtException', this.crash);
    process.off('SIGCONT', this.resume);
    for (const signal of Object.keys(signals)) process.off(signal, this.stop);
    this.output.off('resize', this.resized);
    this.input.off('data', this.typed);
    this.write(LEAVE);
    if (this.input.isRaw) this.input.setRawMode(false);
    if (this.ownInput !== undefined) this.input.destroy();
    else this.input.pause();
  };

  /** Stops the process as Ctrl-Z does elsewhere; a capture that goes on in another process goes on. */
  readonly suspend = (): void => {
    this.write(LEAVE);
    this.input.setRawMode(false);
    process.kill(process.pid, 'SIGTSTP');
    // Without a shell that controls jobs nothing has stopped.
    setTimeout(this.resume, 0);
  };

  private readonly stop = (signal: NodeJS.Signals): void => {
    this.leave();
    process.exit(128 + signals[signal as keyof typeof signals]);
  };

  private readonly crash = (error: Error): void => {
    this.leave();
    process.stderr.write(`smbscope: internal error: ${safe(error.message)}\n`);
    if (process.env.SMBSCOPE_TRACE !== undefined) process.stderr.write(`${error.stack}\n`);
    process.exit(2);
  };

  /** The terminal has gone. */
  private readonly lost = (): void => process.exit(128 + signals.SIGHUP);

  private readonly resized = (): void => this.onResize(this.size);

  private readonly resume = (): void => {
    if (!this.isEntered) return;
    // A shell has set its own mode meanwhile; what seems to be set already would not be set again.
    this.input.setRawMode(false);
    this.input.setRawMode(true);
    this.write(this.begin);
    this.onContinue();
  };
}

/** Standard input may be the capture; keys then come from the terminal itself. */
function openTerminal(): number {
  try {
    return openSync('/dev/tty', 'r');
  } catch {
    throw new UserError('there is no terminal to read keys from: use smbscope list');
  }
}
