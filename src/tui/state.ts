import type { Expansion } from './lines.ts';
import type { Prompt } from './prompt.ts';
import type { Scope } from './scope.ts';
import type { Pattern } from './search.ts';

export type Pane = 'list' | 'tree' | 'hex';
export const panes: readonly Pane[] = ['list', 'tree', 'hex'];

export const viewNames = [
  'messages',
  'operations',
  'sessions',
  'files',
  'problems',
  'statistics',
  'leases',
  'credits',
  'snapshots',
  'witness',
  'rpc',
] as const;
export type ViewName = (typeof viewNames)[number];

export const timeFormats = ['relative', 'delta', 'clock', 'date'] as const;
export type TimeFormat = (typeof timeFormats)[number];

/** Where a view stands: what is selected by its code, on which line that was, and the first line that shows. */
export interface Place {
  readonly code: number;
  readonly line: number;
  readonly top: number;
}

export interface Sort {
  readonly column: string;
  readonly isDown: boolean;
}

/** What is done besides drawing, once. */
export type Effect =
  | { readonly kind: 'copy'; readonly text: string; readonly what: string }
  | { readonly kind: 'messages'; readonly path: string }
  | { readonly kind: 'bytes'; readonly path: string }
  | { readonly kind: 'keys'; readonly text: string }
  | { readonly kind: 'columns'; readonly view: ViewName; readonly names: readonly string[] | undefined }
  | { readonly kind: 'redraw' }
  | { readonly kind: 'suspend' };

/** A search that is looked after while the screen is drawn. */
export interface Hunt {
  readonly pattern: Pattern;
  readonly from: number;
  readonly step: 1 | -1;
}

/** All that the screen depends on besides the capture. Only the reducer makes a new one. */
export interface State {
  readonly columns: number;
  readonly rows: number;
  readonly view: ViewName;
  readonly focus: Pane;
  readonly mode: 'browse' | 'prompt' | 'columns' | 'help' | 'over';
  readonly prompt: Prompt | null;
  /** Digits typed before a command; and the keys of a command that is not complete. */
  readonly digits: string;
  readonly pending: string;
  /** Selected message, counted from 0. */
  readonly selected: number;
  /** The selection goes along with the newest message. */
  readonly isFollowing: boolean;
  /** Of a live capture: the user ended it, or wants it again from the start. */
  readonly wantsStop: boolean;
  readonly wantsRestart: boolean;
  readonly places: Readonly<Record<ViewName, Place>>;
  /** Codes of the lines that are expanded. */
  readonly opened: Readonly<Partial<Record<ViewName, ReadonlySet<number>>>>;
  readonly sorts: Readonly<Partial<Record<ViewName, Sort>>>;
  /** Columns that were chosen; by themselves they go by the width. */
  readonly chosen: Readonly<Partial<Record<ViewName, readonly string[]>>>;
  readonly filter: string;
  readonly scope: Scope | null;
  /** The tree line that is wanted, by its path; '' is the message's own. */
  readonly path: string;
  readonly treeTop: number;
  readonly expansion: Expansion;
  /** First line of bytes that shows, and the node it was chosen for. */
  readonly hexTop: number;
  readonly hexNode: string;
  /** The byte under the cursor and its source; null where the tree decides. */
  readonly cursor: { readonly source: number; readonly offset: number } | null;
  readonly isGrid: boolean;
  readonly time: TimeFormat;
  readonly isMaximised: boolean;
  /** Lines of the list and columns or lines of the bytes beyond what the screen's size gives them. */
  readonly listMore: number;
  readonly hexMore: number;
  readonly marks: Readonly<Record<string, number>>;
  readonly pattern: Pattern | null;
  readonly hunt: Hunt | null;
  readonly helpTop: number;
  /** Line of a dialog. */
  readonly dialogAt: number;
  readonly history: readonly string[];
  /** The edge between panes that the mouse holds, and where it was last. */
  readonly drag: { readonly edge: 'list' | 'hex'; readonly x: number; readonly y: number } | null;
  readonly effect: Effect | null;
  /** Said once, until the next key. */
  readonly notice: string;
}

const nowhere: Place = { code: -1, line: 0, top: 0 };

export const firstState = (columns: number, rows: number, isFollowing = false): State => ({
  columns,
  rows,
  view: 'messages',
  focus: 'list',
  mode: 'browse',
  prompt: null,
  digits: '',
  pending: '',
  selected: 0,
  isFollowing,
  wantsStop: false,
  wantsRestart: false,
  places: Object.fromEntries(viewNames.map((name) => [name, nowhere])) as Record<ViewName, Place>,
  opened: {},
  sorts: { files: { column: 'bytes', isDown: true } },
  chosen: {},
  filter: '',
  scope: null,
  path: '',
  treeTop: 0,
  expansion: new Map(),
  hexTop: 0,
  hexNode: '',
  cursor: null,
  isGrid: false,
  time: 'relative',
  isMaximised: false,
  listMore: 0,
  hexMore: 0,
  marks: {},
  pattern: null,
  hunt: null,
  helpTop: 0,
  dialogAt: 0,
  history: [],
  drag: null,
  effect: null,
  notice: '',
});
