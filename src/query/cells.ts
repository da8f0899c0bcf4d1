import type { Writer } from '../bytes/writer.ts';
import { Kind, type Node } from '../dissect/node.ts';
import { Op } from '../dissect/row.ts';
import { ipv6, valueFor } from '../dissect/show.ts';
import { declarations, type FieldInfo } from '../report/catalogue.ts';
import { seconds } from '../smb/facts.ts';
import type { Names } from '../smb/names.ts';
import type { Pass } from '../smb/pass.ts';
import type { Records } from '../smb/records.ts';
import { Columns } from './columns.ts';
import { KINDS } from './message.ts';
import { PlacedFields } from './placed.ts';
import { Answer } from './source.ts';
import type { Column, Value } from './values.ts';
import { type Named, type Numeric, UNKNOWN_NAME, Words } from './words.ts';

/** Writes a field of the message in a row as a scan's value would be printed; false where it is not known to be the only one. */
type Print = (row: number, to: Writer) => boolean;

const NOTHING: Print = () => true;

/** What is printed of the fields of each message: from the index or from where a number lies, as far as that is known, else by a scan. */
export class Cells {
  private readonly names: readonly string[];
  private readonly records: Records;
  private readonly columns: Columns;
  private readonly printers: readonly (Print | null)[];
  /** By kind of message: the printers of those fields that such can have. */
  private readonly ofKind: (readonly (Print | null)[] | undefined)[] = new Array(KINDS).fill(undefined);
  private current: readonly (Print | null)[];
  /** What was not known otherwise, of this message or one before: what a scan looks for. */
  private wanted: ReadonlySet<string>;
  private readonly found: Map<string, string[]>;
  private row = 0;
  private isScanned = false;

  constructor(pass: Pass, records: Records, names: readonly string[]) {
    this.names = names;
    this.records = records;
    this.columns = new Columns(pass);
    const placed = new PlacedFields(pass, this.columns.message, records.window);
    const all = declarations();
    this.current = this.printers = names.map((name) => {
      const declared = all.filter((d) => d.name === name);
      return areAlike(declared) ? printerOf(declared[0]!, pass, this.columns, placed) : null;
    });
    this.wanted = new Set(names.filter((_, i) => this.printers[i] === null));
    this.found = new Map(names.map((name) => [name, []]));
  }

  stand(row: number): void {
    this.row = row;
    this.isScanned = false;
    const { message } = this.columns;
    message.stand(row);
    this.current = this.ofKind[message.kind] ??= this.printersFor(row);
  }

  private printersFor(row: number): readonly (Print | null)[] {
    return this.printers.map((print, i) => (this.columns.mayHave(this.names[i]!, row) ? print : NOTHING));
  }

  /** Writes the values of a field when there is at most one and it is known; false otherwise. */
  write(field: number, to: Writer): boolean {
    const print = this.current[field]!;
    return print?.(this.row, to) ?? false;
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

const hexOf = (value: string | number, size: number): string =>
  `0x${BigInt(value)
    .toString(16)
    .padStart(2 * size, '0')}`;

/** Whether the values of a name are printed the same way in all that have it. */
function areAlike(declared: readonly FieldInfo[]): boolean {
  const [first] = declared;
  return first !== undefined && declared.every((d) => d.type === first.type && d.row?.hex === first.row?.hex && d.row?.isSecret !== true);
}

function printerOf(field: FieldInfo, pass: Pass, columns: Columns, placed: PlacedFields): Print | null {
  const { name } = field;
  const timed = columns.timed(name);
  if (timed !== null) return printer(timed, null, printTime);
  const named = columns.named(name);
  if (named !== null) return nameOf(named, pass.smb2.names);
  const index = columns.numeric(name);
  const place = placed.of(name);
  const print = index === null && place === null ? null : printOf(field);
  if (print !== null) return printer(index, place, print);
  const show = TEXTS[field.type];
  return show === undefined ? null : textOf(columns.of(name), show);
}

function printer(index: Numeric | null, placed: Numeric | null, print: (words: Words, to: Writer) => void): Print {
  const words = new Words();
  return (row, to) => {
    let answer = index === null ? Answer.unknown : index(row, words);
    if (answer === Answer.unknown && placed !== null) answer = placed(row, words);
    if (answer === Answer.yes) print(words, to);
    return answer !== Answer.unknown;
  };
}

const nameOf =
  (named: Named, names: Names): Print =>
  (row, to) => {
    const name = named(row);
    if (name >= 0) names.write(name, to);
    return name !== UNKNOWN_NAME;
  };

/** How values of a type that are no numbers are shown. */
const TEXTS: Readonly<Record<string, (value: Value) => string>> = {
  generated: String,
  string: String,
  ipv6: (value) => ipv6(value as Uint8Array),
};

const textOf =
  (column: Column, show: (value: Value) => string): Print =>
  (row, to) => {
    const values = column(row);
    if (values === null || values.length > 1) return false;
    if (values.length === 1) to.text(show(values[0]!));
    return true;
  };

function printOf({ type, row }: FieldInfo): ((words: Words, to: Writer) => void) | null {
  if (type === 'ipv4') return printIpv4;
  if (type !== 'generated' && type !== 'boolean' && !/^uint/.test(type)) return null;
  if (row?.hex !== true) return printDecimal;
  const digits = 2 * row.size;
  return digits > 8
    ? ({ high, low }, to) =>
        to
          .ascii('0x')
          .digits(high, digits / 2 - 4)
          .digits(low, 4)
    : ({ low }, to) => to.ascii('0x').digits(low, digits / 2);
}

function printDecimal({ high, low }: Words, to: Writer): void {
  if (high === 0 && low >= 0) to.number(low);
  else to.count64(high >>> 0, low >>> 0);
}

function printIpv4({ low }: Words, to: Writer): void {
  to.number(low >>> 24)
    .byte(DOT)
    .number((low >>> 16) & 255)
    .byte(DOT)
    .number((low >>> 8) & 255)
    .byte(DOT)
    .number(low & 255);
}

function printTime({ high, low }: Words, to: Writer): void {
  // A later second with fewer nanoseconds.
  const isBorrowed = high > 0 && low < 0;
  const whole = isBorrowed ? high - 1 : high;
  const rest = isBorrowed ? low + 1_000_000_000 : low;
  if (whole >= 0 && rest >= 0 && rest < 1_000_000_000) to.number(whole).byte(DOT).fraction(rest, 9);
  else to.ascii(seconds(high, low));
}

const DOT = 46;
