import type { Codec } from './meaning.ts';
import { type AnyNdr, type Construct, type Dimension, Form } from './ndr.ts';
import { bigGuid, bigHyperTime, bigSigned, bigTime, bigUnsigned, NULL_POINTER, rowsOf, textOf, wireOf } from './ndr-rows.ts';
import { Op, row } from './row.ts';
import type { AnyField, Struct } from './struct.ts';

/** NDR or NDR64, in either byte order. */
export interface Transfer {
  readonly isNdr64: boolean;
  readonly isBigEndian: boolean;
}

/** A type with the places that one transfer syntax gives it. */
export class Plan {
  readonly form: Form;
  readonly op: Op;
  /** Bytes of a scalar, a unit of a run, a pointer. */
  readonly size: number;
  readonly align: number;
  readonly type: AnyNdr;
  readonly dimensions: readonly Dimension[];
  /** How many counts lie before the construct that this ends. */
  readonly conformance: number;
  readonly element: Plan | null;
  /** Members of a structure, arms of a union; their rows are in `rows`. */
  readonly steps: readonly Step[];
  readonly rows: Struct | null;
  /** What its bytes hold. */
  readonly inner: Struct | null;

  constructor(t: AnyNdr, transfer: Transfer, element: Plan | null, steps: readonly Step[], rows: Struct | null) {
    const syntax = transfer.isNdr64 ? 1 : 0;
    const isConstruct = t.form === Form.structure || t.form === Form.union;
    this.form = t.form;
    this.op = t.op;
    this.size = t.sizes[syntax];
    this.type = t;
    this.dimensions = t.dimensions;
    this.element = element;
    this.steps = steps;
    this.rows = rows;
    this.inner = (transfer.isBigEndian ? t.innerBig : null) ?? t.inner;
    const own = this.dimensions.filter((d) => d.isConformant).length;
    const last = steps[steps.length - 1];
    this.conformance = t.form === Form.structure ? (last?.plan.conformance ?? 0) : own;
    this.align = isConstruct
      ? steps.reduce((most, s) => Math.max(most, s.plan.align), 1)
      : t.form === Form.array
        ? element!.align
        : t.aligns[syntax];
  }
}

/** A member: its type, and which rows of its construct show it. */
export class Step {
  readonly name: string;
  readonly plan: Plan;
  /** The construct's rows; set when all its members are known. */
  owner: Struct;
  /** The value, or the group of a structure. */
  readonly main: number;
  /** What a pointer or an array has around its value; -1 without them. */
  readonly wrap: number;
  /** A null pointer. */
  readonly nil: number;
  /** Its conformance, where Wireshark has a name of its own for that; -1 otherwise. */
  readonly count: number;
  /** Its offset, with its actual count in the next row, where Wireshark has names of its own for these; -1 otherwise. */
  readonly varying: number;
  /** Of a secret string an empty one, which is none; else -1. */
  readonly empty: number;
  /** Places of the siblings that size_is, length_is, switch_is name; -1 for none. */
  readonly sizeIs: number;
  readonly lengthIs: number;
  readonly keyIs: number;

  constructor(name: string, plan: Plan, owner: Struct, rows: readonly number[], siblings: readonly number[]) {
    this.name = name;
    this.plan = plan;
    this.owner = owner;
    this.main = rows[0]!;
    this.wrap = rows[1]!;
    this.nil = rows[2]!;
    this.count = rows[3]!;
    this.varying = rows[4]!;
    this.empty = rows[5]!;
    this.sizeIs = siblings[0]!;
    this.lengthIs = siblings[1]!;
    this.keyIs = siblings[2]!;
  }
}

/** The steps of a construct and the structure that its rows make. */
export interface Made {
  readonly steps: readonly Step[];
  readonly rows: Struct;
}

const made = new Map<Construct, (Made | undefined)[]>();
const nothing = rowsOf('', '', [], []);

/** Gives a construct its rows and places in a transfer syntax; each is made once. */
export function planOf(c: Construct, transfer: Transfer): Made {
  const variants = made.get(c) ?? [];
  made.set(c, variants);
  const syntax = (transfer.isNdr64 ? 1 : 0) + (transfer.isBigEndian ? 2 : 0);
  return (variants[syntax] ??= make(c, transfer));
}

function make(c: Construct, transfer: Transfer): Made {
  const fields: AnyField[] = [];
  const fieldNames: string[] = [];
  const add = (name: string, field: AnyField): number => {
    fieldNames.push(name);
    return fields.push(field) - 1;
  };
  const keys = c.members.map(([key]) => key);
  const steps: Step[] = [];
  const all = c.discriminant === null ? c.members : ([['switch', c.discriminant.as('')], ...c.members] as const);
  for (const [key, type] of all) {
    const plan = planned(type, transfer);
    const base = baseOf(plan);
    const label = base.rows !== null && c.discriminant !== null && key !== 'switch' ? base.rows.title : key;
    const own = fieldFor(base, nameOf(c, key, type), transfer);
    const isSecret = isKept(plan);
    const main = add(label, isSecret ? own.secret() : own);
    const empty = isSecret && base.form === Form.run ? add(label, own) : -1;
    const isWrapped = plan.form === Form.pointer || plan.conformance > 0 || plan.dimensions.some((d) => d.isVarying);
    const holdsPointer = pointsSomewhere(plan);
    const wrap = isWrapped || holdsPointer ? add(label, row({ op: Op.struct, inner: wireOf(transfer.isNdr64, transfer.isBigEndian) })) : -1;
    const nil = holdsPointer ? add(label, row({ op: Op.bytes, size: transfer.isNdr64 ? 8 : 4, abbrev: NULL_POINTER })) : -1;
    const number = (label: string, abbrev: string): number =>
      add(label, row({ op: Op.uint, size: transfer.isNdr64 ? 8 : 4, bigEndian: transfer.isBigEndian, abbrev }));
    const countName = countNameOf(base);
    const count = countName === '' ? -1 : number('Count', countName);
    const { varyingNames } = base.type;
    const varying = varyingNames === null ? -1 : number('Offset', varyingNames[0]);
    if (varyingNames !== null) number('ActualCount', varyingNames[1]);
    const at = (name: string | null): number => (name === null ? -1 : keys.indexOf(name));
    const [d] = base.dimensions.length > 0 ? base.dimensions : (arrayOf(plan)?.dimensions ?? []);
    steps.push(
      new Step(
        key,
        plan,
        nothing,
        [main, wrap, nil, count, varying, empty],
        [at(d?.sizeIs ?? null), at(d?.lengthIs ?? null), at(base.type.keyIs)],
      ),
    );
  }
  const rows = rowsOf(c.spec, c.title, fields, fieldNames);
  for (const s of steps) s.owner = rows;
  return { steps, rows };
}

function planned(t: AnyNdr, transfer: Transfer): Plan {
  if (t.construct !== null) {
    const { steps, rows } = planOf(t.construct, transfer);
    return new Plan(t, transfer, null, steps, rows);
  }
  return new Plan(t, transfer, t.element === null ? null : planned(t.element, transfer), [], null);
}

/** What is left of a type without its pointers and arrays. */
const baseOf = (p: Plan): Plan => (p.element === null ? p : baseOf(p.element));
/** The conformance of a structure is its last member's. */
const countNameOf = (p: Plan): string =>
  p.form === Form.structure ? (p.steps.length > 0 ? countNameOf(p.steps[p.steps.length - 1]!.plan) : '') : p.type.countName;
const pointsSomewhere = (p: Plan): boolean => p.form === Form.pointer || (p.element !== null && pointsSomewhere(p.element));
const isKept = (p: Plan): boolean => p.type.isSecret || (p.element !== null && isKept(p.element));
const arrayOf = (p: Plan): Plan | null => (p.form === Form.array ? p : p.element === null ? null : arrayOf(p.element));

/** Names count from the construct's; of several that a type has, pointers and arrays included, the outermost counts. */
function nameOf(c: Construct, key: string, type: AnyNdr): string {
  let t: AnyNdr | null = type;
  while (t !== null && t.name === null) t = t.element;
  const name = t?.name ?? key;
  if (name === '' || name.includes('.')) return name;
  return c.prefix.endsWith('.') ? c.prefix + name : `${c.prefix}.${name}`;
}

/** How a value of several numbers is read where each of them is big-endian. */
function bigParts(op: Op, size: number, align: number): Codec | undefined {
  if (op === Op.guid) return bigGuid;
  if (op === Op.filetime) return align === 8 ? bigHyperTime : bigTime;
  if (size !== 8 || align !== 4) return undefined;
  return op === Op.int ? bigSigned : op === Op.uint ? bigUnsigned : undefined;
}

function fieldFor(p: Plan, abbrev: string, { isBigEndian }: Transfer): AnyField {
  const { op, size, type, inner } = p;
  const inParts = bigParts(op, size, p.align);
  switch (p.form) {
    case Form.structure:
    case Form.union:
      return row({ op: Op.struct, abbrev, inner: p.rows! });
    case Form.plain:
      return row({ op: Op.struct, abbrev, inner });
    case Form.run:
      if (op === Op.struct) return row({ op, abbrev, inner });
      if (op === Op.dispatch) return row({ op, abbrev, table: type.table });
      return op === Op.bytes ? row({ op, abbrev }) : row({ op: Op.coded, abbrev, codec: textOf(op, isBigEndian), inner });
    default:
      if (isBigEndian && inParts !== undefined) return row({ op: Op.coded, abbrev, codec: inParts });
      return row({ op, size, bigEndian: isBigEndian, abbrev, ...type.meaning });
  }
}
