import type { Contents } from './contents.ts';
import { carried } from './keying.ts';
import { KeyMap } from './keys.ts';
import { type Event, reduce } from './reducer.ts';
import { settle } from './settle.ts';
import { type Effect, firstState, type State } from './state.ts';
import { type Typing, typingOf } from './typing.ts';

/** Holds the one state; who listens is told after each change. */
export class Store {
  state: State;
  readonly keys: KeyMap;
  /** Does what a key asked for besides drawing. */
  onEffect: (effect: Effect) => void = () => {};
  /** What the screen shows: another one once keys have opened more of the capture. */
  contents: Contents;
  private readonly listeners = new Set<() => void>();
  private typed: { readonly prompt: State['prompt']; readonly typing: Typing | null } = { prompt: null, typing: null };

  constructor(contents: Contents, columns: number, rows: number, keys = new KeyMap(), first: Partial<State> = {}) {
    this.contents = contents;
    this.keys = keys;
    this.state = { ...firstState(columns, rows, contents.live !== undefined), ...first };
  }

  dispatch(event: Event): void {
    if (this.state.mode === 'over') return;
    const { effect, ...state } = reduce(this.state, event, this.contents, this.keys);
    this.state = { ...state, effect: null };
    if (effect !== null) this.onEffect(effect);
    this.tell();
  }

  /** Brings what is selected into view: done for what is painted, not for every key. */
  settled(): State {
    const before = this.state;
    this.state = settle(before, this.contents);
    if (before.notice !== this.state.notice) this.tell();
    return this.state;
  }

  /** The line that is being typed; null for none. The same object while that does not change. */
  get typing(): Typing | null {
    const { prompt } = this.state;
    if (prompt !== this.typed.prompt) this.typed = { prompt, typing: prompt === null ? null : typingOf(prompt) };
    return this.typed.typing;
  }

  /** Another pass over the same capture takes the place of the one before. */
  replace(contents: Contents): void {
    this.state = carried(this.state, this.contents, contents);
    this.contents = contents;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}
