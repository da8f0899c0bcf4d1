import { protocolNames } from '../smb/parts.ts';
import type { Pass } from '../smb/pass.ts';
import { Records } from '../smb/records.ts';
import { Columns } from './columns.ts';
import { compile } from './compile.ts';
import type { Known } from './fields.ts';
import { explain, Mistake } from './mistake.ts';
import { Operands } from './operands.ts';
import { parse } from './parse.ts';
import { PlacedFields } from './placed.ts';
import { bytesAt, readNode } from './reading.ts';
import { Answer, answerOf, type Source, type Test } from './source.ts';
import type { Range } from './syntax.ts';
import type { Column, Value, Values } from './values.ts';
import { ofNumbers } from './words.ts';

const NONE: Values = [];

/** A display filter: one expression, asked of each message with the layers around it. */
export class Filter {
  readonly text: string;
  /** Every word was a field's name or a number: no further table would change what it asks. */
  readonly isSettled: boolean;
  private readonly test: Test | null;
  private readonly slots: readonly Known[];

  constructor(text: string, test: Test | null, slots: readonly Known[], isSettled: boolean) {
    this.text = text;
    this.isSettled = isSettled;
    this.test = test;
    this.slots = slots;
  }

  /** The question to the messages of a capture, by row. It looks at the bytes only where the index does not decide; without `usesIndex` always. */
  bind(pass: Pass, records = new Records(pass), usesIndex = true): (row: number) => boolean {
    if (this.test === null) return () => true;
    const test = this.test;
    const index = new FromIndex(pass, this.slots);
    const scanned = new FromScan(pass, records, this.slots, usesIndex ? index : null);
    return (row) => {
      if (usesIndex) {
        index.row = row;
        const answer = test(index);
        if (answer !== Answer.unknown) return answer === Answer.yes;
      }
      scanned.stand(row);
      return test(scanned) === Answer.yes;
    };
  }
}

/** Reads an expression; throws a UserError that says where it is wrong, and what is meant instead. */
export function compileFilter(text: string): Filter {
  try {
    const expression = parse(text);
    const operands = new Operands();
    const test = expression === null ? null : compile(expression, operands);
    return new Filter(text, test, operands.slots, !operands.hasGuessed);
  } catch (error) {
    if (error instanceof Mistake) throw explain(text, error);
    throw error;
  }
}

/** By slot: whether what is asked is a protocol. */
function areProtocols(slots: readonly Known[]): readonly boolean[] {
  const names = new Set(protocolNames());
  return slots.map(({ name }) => names.has(name));
}

/** Nanoseconds of the first frame, from which relative times count. */
const beginning = (pass: Pass): bigint =>
  Number.isNaN(pass.first.seconds) ? 0n : BigInt(pass.first.seconds) * 1_000_000_000n + BigInt(pass.first.nanoseconds);

/** What the index alone knows. */
class FromIndex implements Source {
  row = 0;
  readonly columns: Columns;
  private readonly slots: readonly Known[];
  private readonly isProtocol: readonly boolean[];
  private readonly readers: readonly (readonly Column[])[];
  private readonly beginning: bigint;

  constructor(pass: Pass, slots: readonly Known[]) {
    this.slots = slots;
    this.columns = new Columns(pass);
    this.isProtocol = areProtocols(slots);
    this.readers = slots.map(({ fields }, slot) => (this.isProtocol[slot] ? [() => null] : fields.map((name) => this.columns.of(name))));
    this.beginning = beginning(pass);
  }

  values(slot: number): Values | null {
    const { isRaw, layers } = this.slots[slot]!;
    if (!isRaw && layers === null) return this.all(slot);
    const all = this.all(slot);
    if (all === null || all.length === 0) return all;
    // The index has no bytes, and of values only such as a single layer has.
    return isRaw ? null : isOf(layers!, 1, 1) ? all : NONE;
  }

  private all(slot: number): Values | null {
    const readers = this.readers[slot]!;
    const first = readers[0]!(this.row);
    if (first === null) return null;
    if (readers.length > 1) {
      const all = [...first];
      for (const read of readers.slice(1)) {
        const values = read(this.row);
        if (values === null) return null;
        all.push(...values);
      }
      return all;
    }
    return this.slots[slot]!.isRelative ? first.map((v) => BigInt(v as bigint) - this.beginning) : first;
  }

  isPresent(slot: number): Answer {
    const known = this.slots[slot]!;
    if (this.isProtocol[slot]) {
      const answer = this.columns.presence(known.name, this.row);
      return known.layers === null || answer === Answer.no ? answer : Answer.unknown;
    }
    const values = this.values(slot);
    return values === null ? Answer.unknown : answerOf(values.length > 0);
  }

  alternatives(slot: number): readonly Values[] | null {
    const { name, isRaw, layers } = this.slots[slot]!;
    return name === 'smb2.sesid' && !isRaw && layers === null ? this.columns.sessionIds(this.row) : null;
  }
}

/** What the bytes say, read once a message and only when something is asked that the index does not know. */
class FromScan implements Source {
  private readonly slots: readonly Known[];
  private readonly isProtocol: readonly boolean[];
  private readonly records: Records;
  private readonly index: FromIndex | null;
  /** By slot: how a number is read where it lies. */
  private readonly placed: readonly (Column | null)[];
  private readonly beginning: bigint;
  private readonly wanted: ReadonlySet<string>;
  /** The slots that a field's values go to. */
  private readonly askedBy = new Map<string, number[]>();
  /** By slot: its values and the layer of each. */
  private readonly found: readonly Value[][];
  private readonly layers: readonly number[][];
  private row = 0;
  private hasFields = false;
  private hasProtocols = false;

  constructor(pass: Pass, records: Records, slots: readonly Known[], index: FromIndex | null) {
    this.slots = slots;
    this.isProtocol = areProtocols(slots);
    this.records = records;
    this.index = index;
    const placed = index === null ? null : new PlacedFields(pass, index.columns.message);
    this.placed = slots.map(({ name, isRaw, layers }) => {
      const numeric = isRaw || layers !== null ? null : (placed?.of(name) ?? null);
      return numeric === null ? null : ofNumbers(numeric);
    });
    this.beginning = beginning(pass);
    this.found = slots.map(() => []);
    this.layers = slots.map(() => []);
    slots.forEach(({ fields }, slot) => {
      for (const name of fields) this.askedBy.set(name, [...(this.askedBy.get(name) ?? []), slot]);
    });
    const protocols = new Set(protocolNames());
    this.wanted = new Set([...this.askedBy.keys()].filter((name) => !protocols.has(name)));
  }

  stand(row: number): void {
    this.row = row;
    this.hasFields = this.hasProtocols = false;
    for (const values of this.found) values.length = 0;
    for (const layers of this.layers) layers.length = 0;
  }

  values(slot: number): Values {
    const known = this.index?.values(slot) ?? this.placed[slot]?.(this.row);
    if (known !== undefined && known !== null) return known;
    const field = this.slots[slot]!;
    if (this.isProtocol[slot]) this.readProtocols();
    else this.readFields();
    const values = field.layers === null ? this.found[slot]! : this.ofLayers(slot, field.layers);
    return field.isRelative ? values.map((v) => BigInt(v as bigint) - this.beginning) : values;
  }

  isPresent(slot: number): Answer {
    const known = this.index?.isPresent(slot) ?? Answer.unknown;
    return known === Answer.unknown ? answerOf(this.values(slot).length > 0) : known;
  }

  alternatives(): null {
    return null;
  }

  private readFields(): void {
    if (this.hasFields) return;
    this.hasFields = true;
    this.records.scan(this.row, this.wanted, (name, node, data, layer) => {
      for (const slot of this.askedBy.get(name)!) {
        const { type, isRelative, isRaw } = this.slots[slot]!;
        const value = isRaw ? bytesAt(data, node.offset, node.size) : readNode(node, data, isRelative ? 'time' : type);
        if (value !== undefined) this.add(slot, value, layer);
      }
    });
  }

  private readProtocols(): void {
    if (this.hasProtocols) return;
    this.hasProtocols = true;
    this.records.protocols(this.row, (name, data, from, to) => {
      for (const slot of this.askedBy.get(name) ?? [])
        this.add(slot, bytesAt(data, from, Math.max(0, to - from)), this.found[slot]!.length + 1);
    });
  }

  private ofLayers(slot: number, wanted: readonly Range[]): Values {
    const layers = this.layers[slot]!;
    const last = layers.reduce((a, b) => Math.max(a, b), 0);
    return this.found[slot]!.filter((_, i) => isOf(wanted, layers[i]!, last));
  }

  private add(slot: number, value: Value, layer: number): void {
    this.found[slot]!.push(value);
    this.layers[slot]!.push(layer);
  }
}

/** Whether a layer is among those that are asked for; `last` is the innermost one. */
const isOf = (wanted: readonly Range[], layer: number, last: number): boolean =>
  wanted.some(({ start, length }) => {
    const from = start < 0 ? last + 1 + start : start;
    return layer >= from && layer < from + length;
  });
