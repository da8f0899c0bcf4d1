import type { Scope } from '../scope.ts';
import type { ViewName } from '../state.ts';
import type { Tone } from '../style.ts';

/** A column of a view's table. */
export interface Column<I> {
  /** What settings call it. */
  readonly name: string;
  readonly title: string;
  /** In cells; 0 for the one that takes what is left. */
  readonly width: number;
  /** Cells of a screen from which it shows by itself. */
  readonly from?: number;
  /** Cells of a screen up to which it shows by itself. */
  readonly to?: number;
  readonly isNumber?: boolean;
  /** Its texts are indented, with a mark of what can be expanded. */
  readonly isOutline?: boolean;
  /** What is too long is cut at its beginning. */
  readonly keepsEnd?: boolean;
  text(item: I): string;
  tone?(item: I): Tone | undefined;
  /** Negative where the line of code `a` comes first; only first-level lines are sorted. */
  order?(a: number, b: number): number;
}

/** Whether a column shows by itself on a screen of this width. */
export const isShownAt = ({ from = 0, to = Number.POSITIVE_INFINITY }: Column<never>, width: number): boolean =>
  from <= width && width <= to;

/** Of amounts the largest is looked for; numbers and times of messages go on as they came. */
export const isLargestFirst = ({ isNumber, name }: Column<never>): boolean => isNumber === true && name !== 'number' && name !== 'time';

/** Codes in the order of their lines. */
export interface Codes {
  readonly length: number;
  /** -1 outside. */
  at(line: number): number;
  /** The line of a code; -1 where it is not there. */
  find(code: number): number;
  /** Where codes rise: the line of a code, or of the first one behind it. */
  near?(code: number): number;
}

/** What a view lists. Lines are known by codes: numbers that stay when more is read. */
export interface Listing<I = unknown> {
  /** First-level codes as they come by themselves. */
  readonly roots: Codes;
  /** What is said where there is nothing. */
  readonly empty: string;
  columns(width: number): readonly Column<I>[];
  item(code: number): I;
  /** The message that a line is about; -1 for none. */
  row(code: number): number;
  /** The line that is about a message, on its first level; -1 for none. */
  codeOf(row: number): number;
  /** What a line holds; null where there is nothing to expand. */
  children(code: number): ArrayLike<number> | null;
  /** Where all of it has room, it shows expanded. */
  readonly isExpandedAtFirst?: boolean;
  /** What Enter narrows the views to. */
  scope?(code: number): Scope | null;
  /** The place in the message's tree that a line is about. */
  path?(code: number): string | undefined;
}

/** Lines that a listing expands itself to at most. */
const MOST_AT_FIRST = 24;
const NONE: ReadonlySet<number> = new Set();

/** What shows beneath an expanded first-level line: codes and depths, and how many lines come in all before it. */
interface Expanded {
  readonly root: number;
  readonly codes: readonly number[];
  readonly depths: readonly number[];
  before: number;
}

/** A listing's lines as they show: sorted, with what is expanded. */
export class View {
  readonly name: ViewName;
  readonly listing: Listing;
  readonly count: number;
  private readonly roots: Codes;
  readonly opened: ReadonlySet<number>;
  /** In the order of their lines. */
  private readonly expanded: readonly Expanded[];

  constructor(name: ViewName, listing: Listing, roots: Codes, opened: ReadonlySet<number> = NONE) {
    this.name = name;
    this.listing = listing;
    this.roots = roots;
    this.opened = opened;
    const expanded: Expanded[] = [];
    for (const code of opened) {
      const root = roots.find(code);
      if (root >= 0) expanded.push({ root, ...this.beneath(code), before: 0 });
    }
    expanded.sort((a, b) => a.root - b.root);
    let more = 0;
    for (const e of expanded) {
      e.before = more;
      more += e.codes.length;
    }
    this.expanded = expanded;
    this.count = roots.length + more;
  }

  private beneath(root: number): { codes: number[]; depths: number[] } {
    const codes: number[] = [];
    const depths: number[] = [];
    const add = (code: number, depth: number): void => {
      const children = this.listing.children(code) ?? [];
      for (let i = 0; i < children.length; i++) {
        codes.push(children[i]!);
        depths.push(depth);
        if (this.opened.has(children[i]!)) add(children[i]!, depth + 1);
      }
    };
    add(root, 1);
    return { codes, depths };
  }

  /** The last expanded line whose first-level line is above a line or that line itself; -1 for none. */
  private above(line: number): number {
    let low = 0;
    let high = this.expanded.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const e = this.expanded[middle]!;
      if (e.root + e.before <= line) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Where a line lies: on the first level, or which of those beneath an expanded one it is. */
  private locate(line: number): { root: number; within: Expanded | null; at: number } {
    const e = this.expanded[this.above(line)];
    if (e === undefined) return { root: line, within: null, at: 0 };
    const at = line - (e.root + e.before) - 1;
    if (at >= 0 && at < e.codes.length) return { root: -1, within: e, at };
    return { root: at < 0 ? e.root : line - e.before - e.codes.length, within: null, at: 0 };
  }

  code(line: number): number {
    if (line < 0 || line >= this.count) return -1;
    const { root, within, at } = this.locate(line);
    return within === null ? this.roots.at(root) : within.codes[at]!;
  }

  depth(line: number): number {
    const { within, at } = this.locate(line);
    return within === null ? 0 : within.depths[at]!;
  }

  /** Null where there is nothing to expand. */
  isOpen(line: number): boolean | null {
    const code = this.code(line);
    return this.opened.has(code) ? true : this.listing.children(code) === null ? null : false;
  }

  /** The line of a code, or -1. */
  find(code: number): number {
    const root = this.roots.find(code);
    if (root >= 0) return this.lineOf(root);
    for (const e of this.expanded) {
      const at = e.codes.indexOf(code);
      if (at >= 0) return e.root + e.before + 1 + at;
    }
    return -1;
  }

  /** The line of a code, or one near to it; -1 where that is not known. */
  near(code: number): number {
    const line = this.find(code);
    const near = line >= 0 ? -1 : (this.roots.near?.(code) ?? -1);
    return near < 0 ? line : this.lineOf(near);
  }

  /** The line of a first-level one. */
  private lineOf(root: number): number {
    let low = 0;
    let high = this.expanded.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.expanded[middle]!.root < root) low = middle + 1;
      else high = middle;
    }
    const e = this.expanded[low - 1];
    return e === undefined ? root : root + e.before + e.codes.length;
  }

  row(line: number): number {
    return line < 0 || line >= this.count ? -1 : this.listing.row(this.code(line));
  }
}

/** What a listing shows expanded by itself: whole levels, from the first one on, as long as there are few lines. */
export function openedAtFirst(listing: Listing): ReadonlySet<number> {
  const opened = new Set<number>();
  if (listing.isExpandedAtFirst !== true || listing.roots.length > MOST_AT_FIRST) return opened;
  let lines = listing.roots.length;
  let level = Array.from({ length: lines }, (_, line) => listing.roots.at(line));
  while (level.length > 0) {
    const beneath = level.map((code) => listing.children(code));
    lines += beneath.reduce((sum, codes) => sum + (codes?.length ?? 0), 0);
    if (lines > MOST_AT_FIRST) break;
    for (const [i, code] of level.entries()) if (beneath[i] !== null) opened.add(code);
    level = beneath.flatMap((codes) => Array.from(codes ?? []));
  }
  return opened;
}

/** Every number below `length`. */
export const upTo = (length: number): Codes => ({
  length,
  at: (line) => (line >= 0 && line < length ? line : -1),
  find: (code) => (code >= 0 && code < length ? code : -1),
  near: (code) => code,
});

/** The first `length` of an array. */
export const listed = (all: Uint32Array | readonly number[], length = all.length): Codes => ({
  length,
  at: (line) => (line >= 0 && line < length ? all[line]! : -1),
  find: (code) => {
    const line = Array.prototype.indexOf.call(all, code);
    return line < length ? line : -1;
  },
});

/** The same where the numbers rise. */
export const rising = (all: Uint32Array, length = all.length): Codes => ({
  ...listed(all, length),
  find: (code) => atOrAfter(all, length, code, true),
  near: (code) => atOrAfter(all, length, code),
});

/** Index of the number, or of the first one behind it; with `isExact` -1 where it is not there. */
export function atOrAfter(all: ArrayLike<number>, length: number, wanted: number, isExact = false): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return isExact && (low >= length || all[low] !== wanted) ? -1 : low;
}
