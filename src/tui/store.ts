import type { Contents } from './contents.ts';
import { type Event, reduce } from './reducer.ts';
import { settle } from './settle.ts';
import { firstState, type State } from './state.ts';

/** Holds the one state; who listens is told after each change. */
export class Store {
  state: State;
  private readonly contents: Contents;
  private readonly listeners = new Set<() => void>();

  constructor(contents: Contents, columns: number, rows: number) {
    this.contents = contents;
    this.state = firstState(columns, rows, contents.live !== undefined);
  }

  dispatch(event: Event): void {
    if (this.state.mode === 'over') return;
    this.state = reduce(this.state, event, this.contents);
    for (const listener of this.listeners) listener();
  }

  /** Brings what is selected into view: done for what is painted, not for every key. */
  settled(): State {
    this.state = settle(this.state, this.contents);
    return this.state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}
