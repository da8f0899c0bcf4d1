import { isWire, NULL_POINTER } from './ndr-rows.ts';
import { readValue } from './show.ts';
import type { Shape, Struct, Values } from './struct.ts';
import { type Direction, type Sink, Walk } from './walk.ts';

type Open = Record<string, unknown>;

/** Collects what a walk reports into an object with the struct's own names; arrays and lists become arrays. */
class Collect implements Sink {
  private readonly data: DataView;
  private readonly open: Open[];

  constructor(data: DataView, root: Open) {
    this.data = data;
    this.open = [root];
  }

  enter(owner: Struct, row: number, item: number, inner: Struct, _from: number): void {
    // What a pointer points at is the pointer's value.
    if (isWire(inner)) {
      this.resume(this.hold());
      return;
    }
    const inside: Open = {};
    this.put(owner.fieldNames[row]!, item, inside);
    this.open.push(inside);
  }

  leave(): void {
    this.open.pop();
  }

  /** The value says it all. */
  parts(): void {
    this.open.push({});
  }

  leaf(owner: Struct, row: number, item: number, from: number, length: number, value: number): void {
    const field = owner.fields[row]!;
    if (isWire(owner) || field.abbrev === NULL_POINTER) return;
    this.put(owner.fieldNames[row]!, item, readValue(field, this.data, from, length, value));
  }

  fact(): void {}

  note(): void {}

  framing(): void {}

  pad(): void {}

  hold(): Open {
    return this.open[this.open.length - 1]!;
  }

  resume(held: unknown): void {
    this.open.push(held as Open);
  }

  release(): void {
    this.open.pop();
  }

  private put(name: string, item: number, value: unknown): void {
    const at = this.open[this.open.length - 1]!;
    if (item < 0) at[name] = value;
    else ((at[name] as unknown[] | undefined) ?? ((at[name] = [] as unknown[]) as unknown[])).push(value);
  }
}

/** The values of a structure as a typed object; rows that are absent, damaged or not captured are missing. */
export function values<S extends Shape>(
  s: Struct<S>,
  data: DataView,
  message: number,
  start: number,
  end: number,
  facts: Direction,
): Partial<Values<S>> {
  const root: Open = {};
  new Walk(data, message, Math.min(end, data.byteLength), facts, new Collect(data, root)).struct(s, start, end);
  return root as Partial<Values<S>>;
}
