import { UserError } from '../bytes/user-error.ts';
import { safe } from '../bytes/writer.ts';
import { Contents } from './contents.ts';
import { outcome, type Reopen, typedKeys } from './keying.ts';
import { read } from './reading.ts';
import type { Again } from './reducer.ts';
import { formOf, saveBytes, saveMessages } from './saving.ts';
import { settingsPath, writeColumns, writeHistory } from './settings.ts';
import type { Effect } from './state.ts';
import { grouped } from './status.ts';
import type { Store } from './store.ts';

interface Outlet {
  /** Reads the capture again with more keys; undefined where that can't be. */
  readonly reopen?: Reopen | undefined;
  write(text: string): void;
  draw(): void;
  redraw(): void;
  /** Gives the terminal to the shell until the process is continued; undefined where that can't be. */
  suspend?(): void;
}

/** Milliseconds without anything more after which a capture that was read again shows as far as it has come. */
const LATE = 50;
/** What the writing of messages is called while it goes on. */
const WRITING = 'writing';

/** What keys do besides drawing: the clipboard, files, the history. */
export class Effects {
  readonly redraw: () => void;
  private readonly store: Store;
  private readonly outlet: Outlet;
  private readonly first: readonly string[];

  constructor(store: Store, outlet: Outlet) {
    this.store = store;
    this.outlet = outlet;
    this.redraw = outlet.redraw;
    this.first = store.state.history;
    store.onEffect = this.run;
  }

  private readonly run = (effect: Effect): void => {
    switch (effect.kind) {
      case 'copy':
        this.outlet.write(`\x1b]52;c;${Buffer.from(effect.text).toString('base64')}\x07`);
        this.say(`To the terminal's clipboard went the ${effect.what}: ${safe(effect.text.slice(0, 200))}`);
        return;
      case 'redraw':
        this.redraw();
        return;
      case 'suspend':
        this.outlet.suspend?.();
        return;
      case 'columns':
        this.attempt(() => {
          writeColumns(effect.view, effect.names);
          this.say(`These columns are kept in ${settingsPath()}.`);
        });
        return;
      case 'keys':
        void this.rekey(effect.text);
        return;
      case 'messages':
        this.save(effect.path);
        return;
      case 'bytes':
        this.attempt(() => this.say(saveBytes(this.store.state, this.store.contents, effect.path)), { kind: 'bytes', text: effect.path });
    }
  };

  private save(path: string): void {
    const again: Again = { kind: 'messages', text: path };
    this.attempt(() => {
      const work = saveMessages(this.store.state, this.store.contents, path);
      this.store.contents.jobs.start(WRITING, this.guarded(work, again), (count) => {
        if (count >= 0) this.say(`${grouped(count)} messages were written to ${safe(path)} as ${formOf(path)}.`);
      });
    }, again);
  }

  /** The capture is read once more beside what is shown, which it then takes the place of. */
  private async rekey(text: string): Promise<void> {
    let late: NodeJS.Timeout | undefined;
    const { reopen } = this.outlet;
    const before = this.store.contents;
    if (reopen === undefined) return this.say('This capture cannot be read again: give the keys on the command line.');
    if (before.incoming !== null) return this.say('The capture is being read with other keys: wait for that.');
    try {
      const pass = await reopen(typedKeys(text));
      before.incoming = pass;
      const contents = new Contents(pass, before.live, before.slow);
      const show = (): void => {
        if (before.incoming !== pass) return;
        before.incoming = null;
        contents.jobs.adopt(before.jobs, WRITING);
        this.store.replace(contents);
        this.say(outcome(pass));
      };
      await read(pass, {
        isOver: () => this.store.state.mode === 'over' || (before.incoming !== pass && this.store.contents !== contents),
        onWaiting: (isWaiting) => {
          contents.isWaiting = isWaiting;
          clearTimeout(late);
          if (isWaiting) late = setTimeout(show, before.live?.isOver === false ? 0 : LATE);
        },
        onWorked: this.outlet.draw,
      });
      clearTimeout(late);
      if (pass.isDone) show();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.say(error.message, { kind: 'keys', text });
    } finally {
      before.incoming = null;
    }
  }

  private *guarded(work: Generator<number, number>, again: Again): Generator<number, number> {
    try {
      return yield* work;
    } catch (error) {
      this.failed(error, again);
      return -1;
    }
  }

  private attempt(what: () => unknown, again?: Again): void {
    try {
      what();
    } catch (error) {
      this.failed(error, again);
    }
  }

  private failed(error: unknown, again?: Again): void {
    const { code, message } = error as NodeJS.ErrnoException;
    const texts: Readonly<Record<string, string>> = {
      EEXIST: 'There is a file of that name: choose another one.',
      EACCES: 'It may not be written there: choose another place.',
      ENOENT: 'There is no such folder.',
      ENOSPC: 'The disk is full.',
    };
    this.say(texts[code ?? ''] ?? `It could not be written: ${safe(message)}`, again);
  }

  private say(notice: string, again?: Again): void {
    setImmediate(() => this.store.dispatch({ notice, ...(again === undefined ? {} : { again }) }));
  }

  keepHistory(): void {
    if (this.store.state.history !== this.first) writeHistory(this.store.state.history);
  }
}
