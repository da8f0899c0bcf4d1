import { fact, nested } from './field.ts';
import { type AnyNdr, type Checked, type Construct, construct, type Members } from './ndr.ts';
import { planOf, type Transfer } from './ndr-plan.ts';
import { NdrWalk } from './ndr-walk.ts';
import { Op } from './row.ts';
import { type AnyField, type Engine, nextSerial, type Slots, type Struct } from './struct.ts';
import type { Walk } from './walk.ts';

/** An operation before its interface gives its fields their names. */
export interface OperationText {
  readonly name: string;
  readonly parameters: Members;
  readonly result: AnyNdr | null;
  /** Wireshark's name for it, when it is another. */
  readonly theirs: string;
}

export interface Operation {
  readonly opnum: number;
  /** As the specification has it. */
  readonly name: string;
  /** Stub data by direction; null where the project knows only the name. */
  readonly request: Struct | null;
  readonly response: Struct | null;
}

/** An interface: what a presentation context stands for. */
export interface Interface {
  /** Wireshark's name for it. */
  readonly name: string;
  readonly title: string;
  readonly uuid: string;
  /** Major and minor. */
  readonly version: readonly [number, number];
  /** Well-known pipes, lower case, without `\PIPE\`. */
  readonly pipes: readonly string[];
  readonly spec: string;
  readonly operations: ReadonlyMap<number, Operation>;
}

/** An operation: its parameters in IDL order with their directions, and what it returns. Throws, when the module loads, on a bad reference. */
export function op<const P extends Members>(
  name: string,
  parameters: P & Checked<P>,
  result: AnyNdr | null = null,
  theirs: string = name,
): OperationText {
  return { name, parameters: parameters as Members, result, theirs };
}

interface InterfaceText {
  readonly name: string;
  readonly title: string;
  readonly uuid: string;
  readonly version: readonly [number, number];
  readonly pipes?: readonly string[];
  readonly spec: string;
  /** What names of an operation's parameters begin with; `srvsvc.srvsvc_` for srvsvc. */
  readonly base?: string;
  /** Operations by number; those that are not on the wire, or not dissected, are a name. */
  readonly operations: Readonly<Record<number, OperationText | string>>;
}

export function rpc(text: InterfaceText): Interface {
  const base = text.base ?? `${text.name}.${text.name}_`;
  const operations = new Map<number, Operation>();
  for (const [key, o] of Object.entries(text.operations)) {
    const opnum = Number(key);
    if (typeof o === 'string') {
      operations.set(opnum, { opnum, name: o, request: null, response: null });
      continue;
    }
    const all = construct(text.spec, o.name, base + o.theirs, o.parameters);
    const going = (mask: number): Members => Object.fromEntries(Object.entries(o.parameters).filter(([, t]) => (t.direction & mask) !== 0));
    const result = o.result === null ? {} : { ReturnValue: o.result.as(`${text.name}.${o.result.name ?? 'status'}`) };
    const shown = fact(`${text.name}.opnum`, () => opnum);
    const stub = (members: Members): Struct => new Stub({ ...all, members: Object.entries(members) }, shown);
    operations.set(opnum, { opnum, name: o.name, request: stub(going(1)), response: stub({ ...going(2), ...result }) });
  }
  return {
    name: text.name,
    title: text.title,
    uuid: text.uuid,
    version: text.version,
    pipes: text.pipes ?? [],
    spec: text.spec,
    operations,
  };
}

const littleNdr: Transfer = { isNdr64: false, isBigEndian: false };

/** What the facts say of a stub; NDR and little-endian while they say nothing. */
const transferOf = (facts: unknown): Transfer => {
  const { isNdr64 = false, isBigEndian = false } = facts as Partial<Transfer>;
  return { isNdr64, isBigEndian };
};

/**
 * Members in NDR as a structure of a record. Its rows are made when somebody asks: an operation's are not needed until it is called. One row comes
 * besides: the operation's number, or the header of serialized data.
 */
abstract class Marshaled implements Struct, Engine {
  readonly serial = nextSerial();
  readonly spec: string;
  readonly title: string;
  readonly abbrev = '';
  readonly shape = {};
  readonly slots: readonly Slots[] = [];
  readonly plain: readonly boolean[] = [];
  readonly at = {};
  readonly fixedSize = 0;
  readonly offsetsFrom = 'struct';
  readonly isMessage = false;
  readonly asn1 = null;
  readonly align = 1;
  readonly engine: Engine;
  protected readonly construct: Construct;
  private readonly extra: AnyField;
  private own: { fields: readonly AnyField[]; fieldNames: readonly string[] } | null = null;

  constructor(c: Construct, extra: AnyField) {
    this.spec = c.spec;
    this.title = c.title;
    this.construct = c;
    this.extra = extra;
    this.engine = this;
  }

  abstract walk(walk: Walk, start: number, end: number): number;

  get fields(): readonly AnyField[] {
    return this.rows().fields;
  }
  get fieldNames(): readonly string[] {
    return this.rows().fieldNames;
  }
  protected get extraRow(): number {
    return this.fields.length - 1;
  }

  private rows(): { fields: readonly AnyField[]; fieldNames: readonly string[] } {
    if (this.own === null) {
      const { rows } = planOf(this.construct, littleNdr);
      this.own = { fields: [...rows.fields, this.extra], fieldNames: [...rows.fieldNames, this.extra.op === Op.fact ? 'Opnum' : 'Header'] };
    }
    return this.own;
  }
}

/** Stub data of one direction; what it returned, or what it was called with. */
export class Stub extends Marshaled {
  walk(walk: Walk, start: number, end: number): number {
    const transfer = transferOf(walk.facts);
    walk.fact(this, this.extraRow, start);
    return new NdrWalk(walk, start, end, transfer).parameters(planOf(this.construct, transfer).steps);
  }
}

const SERIALIZED_HEADER = 16;
const BIG_ENDIAN = 0;
const BUFFER_LENGTH = 8;

/** A type serialized on its own, version 1 (MS-RPCE 2.2.6): a common header and a private one, which `header` describes, then the type. */
class Serialized extends Marshaled {
  walk(walk: Walk, start: number, end: number): number {
    walk.inside(this, this.extraRow, -1, this.fields[this.extraRow]!.inner!, start, Math.min(end, start + SERIALIZED_HEADER));
    if (start + SERIALIZED_HEADER > Math.min(end, walk.captured)) return end;
    const isBigEndian = (walk.data.getUint8(start + 1) & 0xf0) === BIG_ENDIAN;
    const transfer = { isNdr64: false, isBigEndian };
    const length = walk.data.getUint32(start + BUFFER_LENGTH, !isBigEndian);
    const last = Math.min(end, start + SERIALIZED_HEADER + length);
    new NdrWalk(walk, start + SERIALIZED_HEADER, last, transfer).parameters(planOf(this.construct, transfer).steps);
    return last;
  }
}

export const serialized = (spec: string, title: string, key: string, type: AnyNdr, header: Struct): Struct =>
  new Serialized(construct(spec, title, '', { [key]: type }), nested('', header));
