import { enlarge } from '../smb/columns.ts';

const NONE = -1;
/** In the place of a size: rows that were written at once stand here. */
const STAMP = -2;

/** A row of an outline: where its text begins, how deep it lies, what it lies over; of a group how long it is, and where the list of its children is closed. */
export interface OutlineRow {
  readonly begin: number;
  readonly depth: number;
  readonly source: number;
  readonly offset: number;
  readonly size: number;
  readonly end: number;
}

/** What writes rows at once, over and over. */
export interface Stamp {
  readonly uses: number;
  /** The rows as written last, from a place on and so deep. */
  rowsAt(begin: number, depth: number): readonly OutlineRow[];
}

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
  private readonly stamps: Stamp[] = [];
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

  clear(): void {
    this.count = 0;
    this.stamps.length = 0;
  }

  /** Adds rows that are yet to be looked at. */
  stamp(stamp: Stamp, begin: number, depth: number): void {
    const n = this.add(begin, depth, 0, stamp.uses);
    this.sizes[n] = STAMP;
    this.ends[n] = this.stamps.push(stamp) - 1;
  }

  /** The rows from a number on. */
  rows(from: number): OutlineRow[] {
    const { begins, depths, sources, offsets, sizes, ends } = this;
    const rows: OutlineRow[] = [];
    for (let n = from; n < this.count; n++)
      rows.push({ begin: begins[n]!, depth: depths[n]!, source: sources[n]!, offset: offsets[n]!, size: sizes[n]!, end: ends[n]! });
    return rows;
  }

  /**
   * Puts the rows of stamps in their place, in from..to. Returns how many more rows there are for that; -1 where some are not to be had, as they have been
   * written elsewhere since.
   */
  expand(from: number, to: number): number {
    if (!this.sizes.subarray(from, to).includes(STAMP)) return 0;
    const before = this.count;
    const all: OutlineRow[] = [];
    for (const [i, row] of this.rows(from).entries()) {
      if (row.size !== STAMP || from + i >= to) all.push(row);
      else {
        const stamp = this.stamps[row.end]!;
        if (stamp.uses !== row.offset) return -1;
        for (const each of stamp.rowsAt(row.begin, row.depth)) all.push(each);
      }
    }
    this.count = from;
    for (const { begin, depth, source, offset, size, end } of all) this.close(this.add(begin, depth, source, offset), size, end);
    return this.count - before;
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
