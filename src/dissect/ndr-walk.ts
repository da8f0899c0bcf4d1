import { type Dimension, Form } from './ndr.ts';
import type { Plan, Step, Transfer } from './ndr-plan.ts';
import { Wire, wireOf } from './ndr-rows.ts';
import { Op } from './row.ts';
import type { Struct } from './struct.ts';
import { readUint } from './uint.ts';
import { MAX_DEPTH, MAX_ITEMS, type Walk } from './walk.ts';

/** A pointer that was met: what it points at comes when the construct around it has ended. */
class Deferred {
  readonly plan: Plan;
  readonly step: Step;
  readonly item: number;
  /** Where the values of its siblings are. */
  readonly base: number;
  /** The group that it belongs to. */
  readonly held: unknown;
  constructor(plan: Plan, step: Step, item: number, base: number, held: unknown) {
    this.plan = plan;
    this.step = step;
    this.item = item;
    this.base = base;
    this.held = held;
  }
}

/**
 * Reads octet streams of NDR and NDR64 (C706 14, MS-RPCE 2.2.4 and 2.2.5). A construct is read in full, then what its pointers point at, each a construct of
 * its own with its own pointers (C706 14.3.12.3). Nothing is believed before the bytes are there: a count allocates nothing, and at the first
 * thing that does not fit the rest is left unread.
 */
export class NdrWalk {
  private readonly walk: Walk;
  private readonly data: DataView;
  private readonly start: number;
  private readonly end: number;
  private readonly limit: number;
  private readonly isNdr64: boolean;
  private readonly isBig: boolean;
  /** Bytes of counts and referent ids. */
  private readonly word: number;
  private readonly wire: Struct;
  private readonly queue: Deferred[] = [];
  /** Values of the members of the constructs that are open, NaN while unknown. */
  private readonly values: number[] = [];
  /** Referents of full pointers that have been read. */
  private readonly seen = new Set<number>();
  /** Counts that lie before the construct that is read. */
  private counts: number[] = [];
  private isOver = false;
  at: number;

  constructor(walk: Walk, start: number, end: number, transfer: Transfer) {
    this.walk = walk;
    this.data = walk.data;
    this.start = start;
    this.end = end;
    this.limit = Math.min(end, walk.captured);
    this.isNdr64 = transfer.isNdr64;
    this.isBig = transfer.isBigEndian;
    this.word = transfer.isNdr64 ? 8 : 4;
    this.wire = wireOf(transfer.isNdr64, transfer.isBigEndian);
    this.at = start;
  }

  /** Parameters one after the other, each a construct; returns where they end. */
  parameters(steps: readonly Step[]): number {
    const base = this.open(steps.length);
    for (let i = 0; i < steps.length && !this.isOver; i++) {
      const { plan } = steps[i]!;
      const isValue = plan.form === Form.pointer && plan.type.pointer === 'ref';
      this.construct(isValue ? plan.element! : plan, steps[i]!, -1, base, false, i);
    }
    this.values.length = base;
    return this.at;
  }

  private open(members: number): number {
    const base = this.values.length;
    for (let i = 0; i < members; i++) this.values.push(Number.NaN);
    return base;
  }

  /** Its counts, itself, and what its pointers point at. */
  private construct(plan: Plan, step: Step, item: number, base: number, isWrapped: boolean, slot: number): void {
    if (this.isTooDeep(step)) return;
    this.walk.depth++;
    const waiting = this.queue.length;
    const known = this.values.length;
    const wraps = !isWrapped && step.wrap >= 0 && plan.form !== Form.pointer;
    if (wraps) {
      this.align(plan.conformance > 0 ? this.word : plan.align);
      this.walk.enter(step.owner, step.wrap, item, this.wire, this.at);
    }
    this.counts = [];
    for (let i = 0; i < plan.conformance; i++)
      this.counts.push(step.count < 0 ? this.number(this.wire, Wire.maxCount) : this.number(step.owner, step.count));
    if (!this.isOver) this.value(plan, step, item, base, isWrapped || wraps, slot);
    if (wraps) this.walk.sink.leave(this.at);
    const last = this.queue.length;
    for (let i = waiting; i < last && !this.isOver; i++) {
      const d = this.queue[i]!;
      this.walk.sink.resume(d.held);
      this.construct(d.plan, d.step, d.item, d.base, true, -1);
      this.walk.sink.release();
    }
    this.queue.length = waiting;
    this.values.length = known;
    this.walk.depth--;
  }

  /** What lies in place. `slot` is where siblings look for the value. */
  private value(plan: Plan, step: Step, item: number, base: number, isWrapped: boolean, slot: number): void {
    switch (plan.form) {
      case Form.scalar:
        this.scalar(plan, step, item, slot < 0 ? -1 : base + slot);
        break;
      case Form.structure:
        this.structure(plan, step, item);
        break;
      case Form.union:
        this.union(plan, step, item, base);
        break;
      case Form.pointer:
        this.pointer(plan, step, item, base, isWrapped);
        break;
      case Form.pipe:
        this.pipe(plan, step, base);
        break;
      case Form.plain:
        this.plain(plan, step, item);
        break;
      default:
        this.array(plan, step, item, base, isWrapped);
    }
  }

  private scalar(plan: Plan, step: Step, item: number, slot: number): void {
    this.align(plan.align);
    if (!this.room(plan.size, step.name)) return;
    const isNumber = plan.op === Op.uint || plan.op === Op.int;
    const value = isNumber ? readUint(this.data, this.at, plan.size, this.isBig) : 0;
    if (slot >= 0 && isNumber) this.values[slot] = value;
    this.walk.leaf(step.owner, step.main, item, this.at, plan.size, value);
    this.at += plan.size;
  }

  private structure(plan: Plan, step: Step, item: number): void {
    if (this.isTooDeep(step)) return;
    this.walk.depth++;
    this.align(plan.align);
    this.walk.enter(step.owner, step.main, item, plan.rows!, this.at);
    const base = this.open(plan.steps.length);
    for (let i = 0; i < plan.steps.length && !this.isOver; i++) this.value(plan.steps[i]!.plan, plan.steps[i]!, -1, base, false, i);
    // NDR64 structures end where the next of their kind could begin.
    if (this.isNdr64 && !this.isOver && plan.conformance === 0) this.align(plan.align);
    this.walk.sink.leave(this.at);
    this.walk.depth--;
  }

  /** The group is the discriminant's; the arm is in it wherever it lies. */
  private union(plan: Plan, step: Step, item: number, base: number): void {
    if (this.isTooDeep(step)) return;
    this.walk.depth++;
    const [tag] = plan.steps;
    this.align(this.isNdr64 ? plan.align : tag!.plan.align);
    this.walk.enter(step.owner, step.main, item, plan.rows!, this.at);
    const slot = this.open(1);
    this.scalar(tag!.plan, tag!, -1, slot);
    const end = this.at;
    const value = this.values[slot]!;
    if (!this.isOver) {
      if (this.isNdr64) this.align(plan.align);
      this.expect(step, 'its switch', value, step.keyIs, base);
      const { arms, fallback } = plan.type.construct!;
      const arm = arms.get(value) ?? fallback;
      const chosen = arm === null ? undefined : plan.steps[arm + 1];
      if (arm === null) this.stop(`${step.name} has no arm for ${value}`);
      else if (arm >= 0) this.value(chosen!.plan, chosen!, -1, slot, false, -1);
    }
    this.walk.sink.leave(end);
    this.walk.depth--;
  }

  private pointer(plan: Plan, step: Step, item: number, base: number, isWrapped: boolean): void {
    const { word, walk } = this;
    this.align(word);
    if (!this.room(word, step.name)) return;
    const id = readUint(this.data, this.at, word, this.isBig);
    if (id === 0) {
      walk.leaf(step.owner, step.nil, item, this.at, word, 0);
      this.at += word;
      return;
    }
    if (!isWrapped) walk.enter(step.owner, step.wrap, item, this.wire, this.at);
    walk.leaf(this.wire, Wire.referent, -1, this.at, word, id);
    this.at += word;
    const isKnown = plan.type.pointer === 'full' && this.seen.has(id);
    if (plan.type.pointer === 'full') this.seen.add(id);
    if (!isKnown) this.queue.push(new Deferred(plan.element!, step, item, base, walk.sink.hold()));
    if (!isWrapped) walk.sink.leave(this.at);
  }

  private array(plan: Plan, step: Step, item: number, base: number, isWrapped: boolean): void {
    const wraps = !isWrapped && step.wrap >= 0 && plan.dimensions.some((d) => d.isVarying);
    if (wraps) {
      this.align(this.word);
      this.walk.enter(step.owner, step.wrap, item, this.wire, this.at);
    }
    const total = this.items(plan.dimensions, step, base);
    if (!this.isOver) {
      if (plan.form === Form.run) this.run(plan, step, item, base, total);
      else this.elements(plan.element!, step, base, total);
    }
    if (wraps) this.walk.sink.leave(this.at);
  }

  /** How many items all dimensions have together; reads what varying ones have in place. */
  private items(dimensions: readonly Dimension[], step: Step, base: number): number {
    let total = 1;
    let hoisted = 0;
    for (const d of dimensions) {
      let count = d.isConformant ? this.counts[hoisted++]! : d.count;
      if (d.isConformant && hoisted === 1) this.expect(step, 'MaxCount', count, step.sizeIs, base);
      if (d.isVarying && !this.isOver) {
        const [owner, row] = step.varying < 0 ? [this.wire, Wire.offset] : [step.owner, step.varying];
        this.number(owner, row);
        const actual = this.number(owner, row + 1);
        if (d.isConformant && actual > count) this.note(`${step.name}: ActualCount ${actual} exceeds MaxCount ${count}`);
        count = actual;
      }
      total *= count;
    }
    return total;
  }

  /** A count that a sibling has said already must be the same. */
  private expect(step: Step, what: string, value: number, sibling: number, base: number): void {
    const said = sibling < 0 ? Number.NaN : this.values[base + sibling]!;
    if (!Number.isNaN(said) && said !== value) this.note(`${step.name}: ${what} is ${value}, its sibling says ${said}`);
  }

  private run(plan: Plan, step: Step, item: number, base: number, count: number): void {
    this.align(plan.align);
    const length = count * plan.size;
    if (length === 0 || !this.room(length, step.name)) return;
    const from = this.at;
    this.at += length;
    const { inner } = plan;
    const { table } = plan.type;
    const key = step.keyIs < 0 ? 0 : this.values[base + step.keyIs]!;
    const chosen = table === null ? inner : this.walk.choose(table, key, from, from + length);
    if (chosen !== null && plan.op !== Op.utf16) this.walk.inside(step.owner, step.main, item, chosen, from, this.at);
    else if (table !== null) this.walk.trouble('unknown', `${step.name}: no dissector for ${key}`, from, this.at);
    else this.text(plan, step, item, from, length);
  }

  /** Of an array of constant size the part before the terminator is the value. */
  private text(plan: Plan, step: Step, item: number, from: number, length: number): void {
    const [d] = plan.dimensions;
    let used = length;
    if (plan.op !== Op.bytes && !d!.isConformant && !d!.isVarying)
      for (used = 0; used < length && readUint(this.data, from + used, plan.size, this.isBig) !== 0; ) used += plan.size;
    const isEmpty = step.empty >= 0 && plan.op !== Op.bytes && used === plan.size && readUint(this.data, from, plan.size, this.isBig) === 0;
    if (used > 0) this.walk.leaf(step.owner, isEmpty ? step.empty : step.main, item, from, used, 0);
    const { inner } = plan;
    if (inner !== null) {
      this.walk.sink.parts();
      this.walk.struct(inner, from, from + used);
      this.walk.sink.leave(from + used);
    }
    if (used < length) this.walk.sink.pad(from + used, length - used);
  }

  private elements(element: Plan, step: Step, base: number, count: number): void {
    for (let n = 0; n < count && !this.isOver; n++) {
      const before = this.at;
      if (n === MAX_ITEMS || this.walk.isFull) {
        this.stop(`${step.name}: ${count} items, the first ${n} are shown`);
        return;
      }
      this.value(element, step, n, base, false, -1);
      if (this.at === before) return;
    }
  }

  /** Chunks, each behind its count. */
  private pipe(plan: Plan, step: Step, base: number): void {
    for (let n = 0; n < MAX_ITEMS && !this.isOver; n++) {
      const count = this.number(this.wire, Wire.actualCount);
      if (count === 0) return;
      this.elements(plan.element!, step, base, count);
    }
  }

  private plain(plan: Plan, step: Step, item: number): void {
    this.align(plan.align);
    const [d] = plan.dimensions;
    const length = plan.size + (d === undefined ? 0 : d.count * this.counts[0]!);
    if (!this.room(length, step.name)) return;
    this.walk.inside(step.owner, step.main, item, plan.inner!, this.at, this.at + length);
    this.at += length;
  }

  private number(owner: Struct, row: number): number {
    this.align(this.word);
    if (!this.room(this.word, owner.fieldNames[row]!)) return 0;
    const value = readUint(this.data, this.at, this.word, this.isBig);
    this.walk.leaf(owner, row, -1, this.at, this.word, value);
    this.at += this.word;
    return value;
  }

  private align(to: number): void {
    const pad = (to - ((this.at - this.start) % to)) % to;
    if (pad === 0 || this.isOver || this.at + pad > this.limit) return;
    this.walk.sink.pad(this.at, pad);
    this.at += pad;
  }

  private room(size: number, name: string): boolean {
    if (this.isOver) return false;
    if (this.at + size <= this.limit && !this.walk.isFull) return true;
    const left = this.end - this.at;
    if (this.walk.isFull) this.note('more rows than are shown');
    else if (this.at + size > this.end) this.note(`${name} needs ${size} bytes, ${left} left`);
    else this.walk.truncated(name, this.at, this.end);
    this.isOver = true;
    return false;
  }

  private isTooDeep(step: Step): boolean {
    if (this.walk.depth >= MAX_DEPTH) this.stop(`${step.name}: nested too deep`);
    return this.isOver;
  }

  private note(reason: string): void {
    this.walk.trouble('malformed', reason, this.at, this.at);
  }

  private stop(reason: string): void {
    this.note(reason);
    this.isOver = true;
  }
}
