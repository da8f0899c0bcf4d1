import type { Contents } from './contents.ts';
import { lineAt } from './lines.ts';
import { select } from './moving.ts';
import type { State } from './state.ts';

export type Fold = 'expand' | 'collapse' | 'toggle';

/** Expands and collapses lines of the list and of the tree. */
export function fold(state: State, what: Fold, contents: Contents): State {
  return state.focus === 'tree' ? foldTree(state, what, contents) : state.focus === 'list' ? foldList(state, what, contents) : state;
}

function foldTree(state: State, what: Fold, contents: Contents): State {
  const lines = contents.lines(state.selected, state.expansion);
  const at = lineAt(lines, state.path, contents.detail(state.selected).message);
  const { isOpen, path, depth } = lines[at]!;
  const set = (value: boolean): State => ({ ...state, path, cursor: null, expansion: new Map(state.expansion).set(path, value) });
  if (what === 'toggle') return isOpen === null ? state : set(!isOpen);
  if (what === 'expand')
    return isOpen === false ? set(true) : isOpen === true ? { ...state, path: lines[at + 1]!.path, cursor: null } : state;
  if (isOpen === true) return set(false);
  const parent = lines.findLastIndex((line, i) => i < at && line.depth < depth);
  return parent < 0 ? state : { ...state, path: lines[parent]!.path, cursor: null };
}

function foldList(state: State, what: Fold, contents: Contents): State {
  const view = contents.view(state);
  if (view === null || view.count === 0) return state;
  const { line } = state.places[state.view];
  const code = view.code(line);
  const isOpen = view.isOpen(line);
  const set = (value: boolean): State => {
    const opened = new Set(view.opened);
    if (value) opened.add(code);
    else opened.delete(code);
    return { ...state, opened: { ...state.opened, [state.view]: opened } };
  };
  if (what === 'toggle') return isOpen === null ? state : set(!isOpen);
  if (what === 'expand') return isOpen === false ? set(true) : isOpen === true ? select(state, view, line + 1) : state;
  if (isOpen === true) return set(false);
  const depth = view.depth(line);
  for (let above = line - 1; above >= 0; above--) if (view.depth(above) < depth) return select(state, view, above);
  return state;
}
