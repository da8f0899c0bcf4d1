import type { Contents } from './contents.ts';
import type { State } from './state.ts';
import { isShownAt } from './views/view.ts';

/** The columns that show now, by name. */
export function shownColumns(state: State, contents: Contents): readonly string[] {
  const all = contents.view(state)?.listing.columns(state.columns) ?? [];
  return state.chosen[state.view] ?? all.filter((c) => isShownAt(c, state.columns)).map((c) => c.name);
}

/** Every column there is: those that show first, in their order. */
export function allColumns(state: State, contents: Contents): { name: string; title: string; isShown: boolean }[] {
  const all = contents.view(state)?.listing.columns(state.columns) ?? [];
  const shown = shownColumns(state, contents);
  const of = (name: string) => all.find((c) => c.name === name);
  return [
    ...shown.flatMap((name) => of(name) ?? []).map(({ name, title }) => ({ name, title, isShown: true })),
    ...all.filter((c) => !shown.includes(c.name)).map(({ name, title }) => ({ name, title, isShown: false })),
  ];
}

/** A key in the dialog of columns. */
export function choosing(state: State, key: string, contents: Contents): State {
  const columns = allColumns(state, contents);
  const at = Math.min(state.dialogAt, columns.length - 1);
  const column = columns[at];
  const shown = shownColumns(state, contents);
  const set = (names: readonly string[], dialogAt = at): State => ({
    ...state,
    dialogAt,
    chosen: { ...state.chosen, [state.view]: names },
  });
  switch (key) {
    case 'down':
    case 'j':
      return { ...state, dialogAt: Math.min(columns.length - 1, at + 1) };
    case 'up':
    case 'k':
      return { ...state, dialogAt: Math.max(0, at - 1) };
    case 'space':
    case 'x':
      if (column === undefined) return state;
      return set(column.isShown ? shown.filter((name) => name !== column.name) : [...shown, column.name]);
    case 'J':
    case 'K': {
      if (column?.isShown !== true) return state;
      const to = at + (key === 'J' ? 1 : -1);
      if (to < 0 || to >= shown.length) return state;
      const others = shown.filter((name) => name !== column.name);
      return set([...others.slice(0, to), column.name, ...others.slice(to)], to);
    }
    case 'r': {
      const { [state.view]: _, ...others } = state.chosen;
      return { ...state, chosen: others };
    }
    case 'w':
      return { ...state, mode: 'browse', effect: { kind: 'columns', view: state.view, names: state.chosen[state.view] } };
    default:
      return { ...state, mode: 'browse' };
  }
}
