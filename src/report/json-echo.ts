import { Op } from '../dissect/row.ts';
import type { AnyField, Struct } from '../dissect/struct.ts';
import type { GroupText, RowText } from './json-rows.ts';

const NEVER = -2;
const NOWHERE = -1;
const NONE: readonly Echo[] = [];

/** Where the text of a row was written last, and what it says: while it is still there, it is copied rather than written again. */
export class Echo {
  /** The writer's lap in which it was written. */
  lap = NEVER;
  begin = 0;
  /** Where the value begins; of a group, where its size does. */
  valueAt = 0;
  /** Of a row that has others below it, where their list begins. */
  end = 0;
  /** Where that list was closed. */
  closeAt = NOWHERE;
  isOpen = false;
  /** What the row's text is made of, for rows whose text is known by their number alone. */
  text: RowText | null = null;
  source = NOWHERE;
  offset = NOWHERE;
  size = NOWHERE;
  /** What a value is made of, see Words; what was worked out; what is inside of a group. */
  first = 0;
  second = 0;
  third = 0;
  fourth = 0;
  fact: string | number | undefined = undefined;
  group: GroupText | null = null;
  /** Of what is known behind the row. */
  readonly below: readonly Echo[];

  constructor(below = NONE) {
    this.below = below;
  }

  /** It is there no more. */
  forget(): void {
    this.lap = NEVER;
  }

  /** What was written from a place on in this lap has moved. */
  move(lap: number, place: number, change: number): void {
    if (this.lap === lap) {
      if (this.begin >= place) this.begin += change;
      if (this.valueAt >= place) this.valueAt += change;
      if (this.end > place) this.end += change;
      if (this.closeAt >= place) this.closeAt += change;
    }
    for (const echo of this.below) echo.move(lap, place, change);
  }
}

/** Up to sixteen bytes of a value as numbers. */
export class Words {
  private first = 0;
  private second = 0;
  private third = 0;
  private fourth = 0;

  /** Returns false for a value that they can't hold. */
  read(f: AnyField, data: DataView, from: number, length: number, value: number): boolean {
    this.second = 0;
    this.third = 0;
    this.fourth = 0;
    switch (f.op) {
      case Op.uint:
        if (length === 8) break;
        this.first = value;
        return length === f.size;
      case Op.bytes:
      case Op.guid:
      case Op.filetime:
      case Op.ipv4:
      case Op.ether:
        break;
      default:
        return false;
    }
    switch (length) {
      case 1:
        this.first = data.getUint8(from);
        return true;
      case 2:
        this.first = data.getUint16(from);
        return true;
      case 6:
        this.second = data.getUint16(from + 4);
        this.first = data.getUint32(from);
        return true;
      case 16:
        this.fourth = data.getUint32(from + 12);
        this.third = data.getUint32(from + 8);
        this.second = data.getUint32(from + 4);
        this.first = data.getUint32(from);
        return true;
      case 8:
        this.second = data.getUint32(from + 4);
        this.first = data.getUint32(from);
        return true;
      case 12:
        this.third = data.getUint32(from + 8);
        this.second = data.getUint32(from + 4);
        this.first = data.getUint32(from);
        return true;
      case 4:
        this.first = data.getUint32(from);
        return true;
      default:
        return false;
    }
  }

  areOf(echo: Echo): boolean {
    return echo.first === this.first && echo.second === this.second && echo.third === this.third && echo.fourth === this.fourth;
  }

  keep(echo: Echo): void {
    echo.first = this.first;
    echo.second = this.second;
    echo.third = this.third;
    echo.fourth = this.fourth;
  }
}

/** Items of an array or list of which something is kept, from the first on. */
const ITEMS = 8;

/** What is kept of the rows of a struct. */
export class Echoes {
  readonly owner: Struct | null;
  private readonly rows: Echo[];
  /** Of rows that have items. */
  private readonly items: (Echo[] | null)[];

  constructor(owner: Struct | null) {
    const fields = owner?.fields ?? [];
    this.owner = owner;
    this.rows = fields.map((f) => new Echo(f.shown?.map(() => new Echo())));
    this.items = fields.map(() => null);
  }

  /** Null for what nothing is kept of. */
  of(owner: Struct, row: number, item: number): Echo | null {
    if (this.owner !== owner) return null;
    return item < 0 ? this.rows[row]! : item < ITEMS ? this.item(row, item) : null;
  }

  private item(row: number, item: number): Echo {
    const items =
      this.items[row] ?? (this.items[row] = Array.from({ length: ITEMS }, () => new Echo(this.rows[row]!.below.map(() => new Echo()))));
    return items[item]!;
  }

  /** What was written from a place on in a lap has moved. */
  move(lap: number, place: number, change: number): void {
    for (const echo of this.rows) echo.move(lap, place, change);
    for (const items of this.items) if (items !== null) for (const echo of items) echo.move(lap, place, change);
  }
}

const WAYS = 8;

/** By struct, and in part by the direction of the message and by where the struct begins. */
export class EchoTable {
  private readonly table: Echoes[][] = [];

  of(owner: Struct, offset: number, isResponse: boolean): Echoes {
    const { serial } = owner;
    while (this.table.length <= serial) this.table.push([]);
    const ways = this.table[serial]!;
    while (ways.length < WAYS) ways.push(new Echoes(owner));
    return ways[((offset << 1) | (isResponse ? 1 : 0)) & (WAYS - 1)]!;
  }

  clear(): void {
    this.table.length = 0;
  }
}
