import type { Writer } from '../bytes/writer.ts';
import { Kind, type Node } from '../dissect/node.ts';
import { Op } from '../dissect/row.ts';
import { valueFor } from '../dissect/show.ts';
import { declarations, type FieldInfo } from '../report/catalogue.ts';
import { seconds } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import type { Records } from '../smb/records.ts';
import { type Column, Columns } from './columns.ts';
import { PlacedFields } from './placed.ts';
import type { Value, Values } from './values.ts';

/** Writes a value as a scan's would be printed. */
type Print = (value: Value, to: Writer) => void;

/** A field that need not be looked for where its values are known otherwise. */
interface Known {
  readonly index: Column;
  readonly placed: Column | null;
  readonly print: Print;
}

const TIMES: ReadonlySet<string> = new Set(['frame.time_epoch', 'smb2.time']);
const SECOND = 1_000_000_000n;

/** What is printed of the fields of each message: from the index or from where a number lies, as far as that is known, else by a scan. */
export class Cells {
  private readonly names: readonly string[];
  private readonly records: Records;
  private readonly known: readonly (Known | null)[];
  /** What was not known otherwise, of this message or one before: what a scan looks for. */
  private wanted: ReadonlySet<string>;
  private readonly found: Map<string, string[]>;
  private row = 0;
  private isScanned = false;

  constructor(pass: Pass, records: Records, names: readonly string[]) {
    this.names = names;
    this.records = records;
    const columns = new Columns(pass);
    const placed = new PlacedFields(pass, columns);
    const all = declarations();
    this.known = names.map((name) => {
      const print = printFor(
        name,
        all.filter((d) => d.name === name),
      );
      return print === null ? null : { index: columns.of(name), placed: placed.of(name), print };
    });
    this.wanted = new Set(names.filter((_, i) => this.known[i] === null));
    this.found = new Map(names.map((name) => [name, []]));
  }

  stand(row: number): void {
    this.row = row;
    this.isScanned = false;
  }

  /** Writes the values of a field when there is at most one and it is known; false otherwise. */
  write(field: number, to: Writer): boolean {
    const known = this.known[field]!;
    if (known === null) return false;
    const values: Values | null = known.index(this.row) ?? known.placed?.(this.row) ?? null;
    if (values === null || values.length > 1) return false;
    if (values.length === 1) known.print(values[0]!, to);
    return true;
  }

  /** The values of a field in wire order, as tshark prints them. */
  texts(field: number): readonly string[] {
    const name = this.names[field]!;
    if (!this.wanted.has(name)) {
      this.wanted = new Set([...this.wanted, name]);
      this.isScanned = false;
    }
    if (!this.isScanned) {
      this.isScanned = true;
      for (const texts of this.found.values()) texts.length = 0;
      this.records.scan(this.row, this.wanted, (of, node, data) => {
        this.found.get(of)!.push(printed(node, data));
      });
    }
    return this.found.get(name)!;
  }
}

/** As tshark prints it: flags as 1 and 0, numbers that are shown in hexadecimal as such. */
export function printed(node: Node, data: DataView): string {
  const value = valueFor(node, data);
  if (typeof value === 'boolean') return value ? '1' : '0';
  const { field } = node;
  if (node.kind === Kind.leaf && field !== null && field.op === Op.uint && field.hex) return hexOf(value as string | number, field.size);
  return String(value ?? '');
}

const hexOf = (value: string | number | bigint, size: number): string =>
  `0x${BigInt(value)
    .toString(16)
    .padStart(2 * size, '0')}`;

/** How the values of a name are printed, where that is the same for all that it stands for. */
function printFor(name: string, declared: readonly FieldInfo[]): Print | null {
  const [first] = declared;
  if (first === undefined || declared.some((d) => d.type !== first.type || d.row?.hex !== first.row?.hex || d.row?.isSecret === true))
    return null;
  if (TIMES.has(name)) return (value, to) => to.ascii(timeText(BigInt(value as number | bigint)));
  switch (first.type) {
    case 'generated':
    case 'string':
      return (value, to) => to.text(String(value));
    case 'boolean':
      return (value, to) => to.number(Number(value));
    case 'ipv4':
      return (value, to) => {
        const address = value as number;
        to.number(address >>> 24)
          .byte(DOT)
          .number((address >>> 16) & 255)
          .byte(DOT)
          .number((address >>> 8) & 255)
          .byte(DOT)
          .number(address & 255);
      };
    default:
      return /^uint/.test(first.type) ? numberFor(first) : null;
  }
}

const DOT = 46;

function numberFor({ row }: FieldInfo): Print {
  if (row?.hex !== true) return (value, to) => (typeof value === 'number' ? to.number(value) : to.ascii(String(value)));
  const { size } = row;
  return (value, to) => (typeof value === 'number' ? to.hexadecimal(value, 2 * size) : to.ascii(hexOf(value as bigint, size)));
}

function timeText(value: bigint): string {
  const magnitude = value < 0n ? -value : value;
  return `${value < 0n ? '-' : ''}${seconds(Number(magnitude / SECOND), Number(magnitude % SECOND))}`;
}
