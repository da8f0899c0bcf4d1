import { UserError } from '../bytes/user-error.ts';
import { Phrase, toDescriptor, Writer } from '../bytes/writer.ts';
import { Cells } from '../query/cells.ts';
import { catalogue, isField } from '../report/catalogue.ts';
import { Records } from '../smb/records.ts';
import { loadInterfaces } from '../smb/rpc/interfaces.ts';
import { type CommonOptions, conclude, filterOf, index, rowsOf } from './session.ts';

export interface FieldsOptions extends CommonOptions {
  readonly e?: readonly string[];
  readonly E?: readonly string[];
  readonly list?: boolean | string;
}

/** How rows are written: the options that tshark's -E takes. */
interface Layout {
  separator: string;
  header: boolean;
  occurrence: 'f' | 'l' | 'a';
  aggregator: string;
  quote: string;
}

export async function fields(paths: readonly string[], options: FieldsOptions): Promise<number> {
  const out = new Writer(toDescriptor(1));
  if (options.list !== undefined) {
    await loadInterfaces();
    return listAll(options.list, out);
  }
  if (paths.length === 0) throw new UserError('fields needs a capture, or --list to see the fields that there are');
  const names = options.e ?? [];
  if (names.length === 0) throw new UserError('fields needs at least one -e FIELD, for example -e smb2.cmd (fields --list shows all)');
  // RPC's tables take longer to make than many a capture to read: they are made for names that are in no other.
  if (unknownOf(names) !== undefined) await loadInterfaces();
  const unknown = unknownOf(names);
  if (unknown !== undefined) throw new UserError(`there is no field "${unknown}": smbscope fields --list shows those that there are`);
  const layout = layoutOf(options.E ?? []);
  const filter = await filterOf(options);
  const pass = await index(paths, options);
  const isAsked = filter?.bind(pass);
  const cells = new Cells(pass, new Records(pass), names);
  const { first, end } = rowsOf(pass, options);
  if (layout.header) out.utf8(names.join(layout.separator)).byte(10);
  const isPlain = layout.quote === '';
  const separator = new Phrase(layout.separator);
  for (let row = first; row < end; row++) {
    if (isAsked !== undefined && !isAsked(row)) continue;
    cells.stand(row);
    for (let i = 0; i < names.length; i++) {
      if (i > 0) out.phrase(separator);
      if (!isPlain || !cells.write(i, out)) out.text(cell(cells.texts(i), layout));
    }
    out.byte(10);
  }
  out.flush();
  return conclude(pass.capture, options);
}

/** The first name that no table has. */
const unknownOf = (names: readonly string[]): string | undefined => names.find((name) => !isField(name));

function cell(values: readonly string[], { occurrence, aggregator, quote }: Layout): string {
  if (values.length === 0) return '';
  const text = occurrence === 'f' ? values[0]! : occurrence === 'l' ? values[values.length - 1]! : values.join(aggregator);
  return quote === '' ? text : `${quote}${text.replaceAll(quote, quote + quote)}${quote}`;
}

function layoutOf(settings: readonly string[]): Layout {
  const layout: Layout = { separator: '\t', header: false, occurrence: 'a', aggregator: ',', quote: '' };
  for (const setting of settings) {
    const [, name, value] = /^(separator|header|occurrence|aggregator|quote)=(.+)$/s.exec(setting) ?? [];
    const character = value === '/t' ? '\t' : value === '/s' ? ' ' : value;
    if (name === 'separator') layout.separator = character!;
    else if (name === 'aggregator') layout.aggregator = character!;
    else if (name === 'header' && /^[yn]$/.test(value!)) layout.header = value === 'y';
    else if (name === 'occurrence' && /^[fla]$/.test(value!)) layout.occurrence = value as Layout['occurrence'];
    else if (name === 'quote' && /^[dsn]$/.test(value!)) layout.quote = value === 'd' ? '"' : value === 's' ? "'" : '';
    else throw new UserError(`"-E ${setting}" is unknown: separator=, header=y|n, occurrence=f|l|a, aggregator= and quote=d|s|n are there`);
  }
  return layout;
}

function listAll(protocol: boolean | string, out: Writer): number {
  const all = catalogue().filter((f) => protocol === true || f.name === protocol || f.name.startsWith(`${protocol}.`));
  if (all.length === 0) throw new UserError(`there is no protocol "${protocol}": fields --list without a name shows all`);
  for (const { name, type, label } of all) out.ascii(name).byte(9).ascii(type).byte(9).utf8(label).byte(10);
  out.flush();
  return 0;
}
