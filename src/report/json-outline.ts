import { enlarge } from '../smb/columns.ts';

const NONE = -1;

/** Bytes that no row claims, and where in the text their row goes. */
interface LeftOver {
  readonly place: number;
  readonly source: number;
  readonly from: number;
  readonly end: number;
}

/** Where the nodes of a text stand, in its order: what is left over is put between them when they have all been written. */
export class Outline {
  count = 0;
  private offsets = new Int32Array(1024);
  /** Of groups, NONE for others. */
  private sizes = new Int32Array(1024);
  private depths = new Int32Array(1024);
  private sources = new Int32Array(1024);
  private begins = new Int32Array(1024);
  /** Where the list of a group's children is closed. */
  private ends = new Int32Array(1024);

  /** Adds a node whose text, with the comma before it, begins at a place; returns its number. */
  add(place: number, depth: number, source: number, offset: number): number {
    const n = this.count;
    if (n === this.begins.length) enlarge(this);
    this.count = n + 1;
    this.begins[n] = place;
    this.depths[n] = depth;
    this.sources[n] = source;
    this.offsets[n] = offset;
    this.sizes[n] = NONE;
    return n;
  }

  /** The node is a group, and has been closed. */
  close(n: number, size: number, end: number): void {
    this.sizes[n] = size;
    this.ends[n] = end;
  }

  /** What was written after the beginning of a node's text has moved. */
  move(node: number, change: number): void {
    this.ends[node]! += change;
    for (let n = node + 1; n < this.count; n++) {
      this.begins[n]! += change;
      this.ends[n]! += change;
    }
  }

  /** Where rows for what a root's rows leave open (pairs of start and end, in order) go, in the order of the text. */
  placesOf(root: number, open: readonly number[]): LeftOver[] {
    const found: LeftOver[] = [];
    for (let i = 0; i < open.length; i += 2) {
      const from = open[i]!;
      const end = open[i + 1]!;
      const holder = this.holderOf(root, from, end);
      found.push({ place: this.placeIn(holder, from), source: this.sources[holder]!, from, end });
    }
    return found.sort((a, b) => a.place - b.place);
  }

  /** The deepest group inside of one that has children and holds all of from..to. */
  private holderOf(root: number, from: number, to: number): number {
    const { depths, offsets, sizes, count } = this;
    let holder = root;
    for (let n = root + 1; n < count && depths[n]! > depths[holder]!; n++) {
      if (depths[n] !== depths[holder]! + 1 || sizes[n] === NONE || !this.hasChildren(n)) continue;
      if (offsets[n]! <= from && offsets[n]! + sizes[n]! >= to) holder = n;
    }
    return holder;
  }

  hasChildren(n: number): boolean {
    return n + 1 < this.count && this.depths[n + 1]! > this.depths[n]!;
  }

  /** Where a child of a group stands that lies at an offset: before the first that lies behind it. */
  private placeIn(group: number, offset: number): number {
    const { depths, offsets, count } = this;
    const depth = depths[group]!;
    for (let n = group + 1; n < count && depths[n]! > depth; n++)
      if (depths[n] === depth + 1 && offsets[n]! > offset) return this.begins[n]!;
    return this.ends[group]!;
  }
}
