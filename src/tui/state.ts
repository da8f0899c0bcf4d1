import type { Expansion } from './lines.ts';

export type Pane = 'list' | 'tree' | 'hex';
export const panes: readonly Pane[] = ['list', 'tree', 'hex'];

/** All that the screen depends on besides the capture. Only the reducer makes a new one. */
export interface State {
  readonly columns: number;
  readonly rows: number;
  readonly focus: Pane;
  readonly mode: 'browse' | 'goto' | 'help' | 'over';
  /** Digits typed before a command, or after the colon. */
  readonly digits: string;
  /** The first g of gg. */
  readonly isHalfway: boolean;
  /** Selected message, and the first one that shows; counted from 0. */
  readonly selected: number;
  /** The selection goes along with the newest message. */
  readonly isFollowing: boolean;
  /** Of a live capture: the user ended it, or wants it again from the start. */
  readonly wantsStop: boolean;
  readonly wantsRestart: boolean;
  readonly listTop: number;
  /** The tree line that is wanted, by its path; '' is the message's own. */
  readonly path: string;
  readonly treeTop: number;
  readonly expansion: Expansion;
  /** First line of bytes that shows, and the node it was chosen for. */
  readonly hexTop: number;
  readonly hexNode: string;
  /** Said once, until the next key. */
  readonly notice: string;
}

export const firstState = (columns: number, rows: number, isFollowing = false): State => ({
  columns,
  rows,
  focus: 'list',
  mode: 'browse',
  digits: '',
  isHalfway: false,
  selected: 0,
  isFollowing,
  wantsStop: false,
  wantsRestart: false,
  listTop: 0,
  path: '',
  treeTop: 0,
  expansion: new Map(),
  hexTop: 0,
  hexNode: '',
  notice: '',
});
