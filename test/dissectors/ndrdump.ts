import { spawnSync } from 'node:child_process';
import { WIN32_ERROR } from '../../dissectors/tables/win32-error.ts';
import { bigGuid, bigHyperTime, bigSigned, bigTime, bigUnsigned, isWire, NULL_POINTER } from '../../src/dissect/ndr-rows.ts';
import { Kind, type Node } from '../../src/dissect/node.ts';
import { Op } from '../../src/dissect/row.ts';
import { guidText, labelFor, nameFor, valueFor } from '../../src/dissect/show.ts';

/** A Python that has Samba's modules. */
export const python = ['python3', '/usr/bin/python3'].find((path) => spawnSync(path, ['-c', 'import samba.ndr']).status === 0);

/** A value in the order of the declarations: what a pointer points at comes where the pointer is. */
export interface Leaf {
  /** The last part of a filter name: Wireshark has Samba's names. */
  readonly name: string;
  /** Numbers in decimal, negative ones as unsigned; text in quotes; `NULL` for a null pointer. */
  readonly value: string;
}

const unsigned = (n: bigint): string => String(n < 0n ? BigInt.asUintN(32, n) : n);

/** What ndrdump prints besides: counts of a varying string, and parts that a security descriptor does not have. */
const besides = /^__|^(owner_sid|group_sid|sacl|dacl) NULL$/;

/** Unions whose case is not on the wire as such. */
const toldElsewhere = /^(security_ace_object_ctr|witness_notifyResponse_message)$/;

/** What ndrdump prints, without structures, pointers that point somewhere, and the bits of a number. */
export function leavesOfDump(output: string): Leaf[] {
  const found: Leaf[] = [];
  // A text may hold line feeds.
  for (const [, name, text] of output.matchAll(/^ {12,}(\w+|\[\d+\]) *: ('[\s\S]*?'(?=\n *[\w[]|\ndump OK)|[^\n]*)$/gm)) {
    if (name === undefined || text === undefined || text === '*' || /^(0x)?[0-9a-f]{1,2}$/.test(name) || /^(ARRAY|struct)\b/.test(text))
      continue;
    const [, union, arm] = /^union (\w+)\(case (\w+)\)$/.exec(text) ?? [];
    if (besides.test(`${name} ${text}`)) continue;
    if (union === undefined) found.push({ name, value: valueOfDump(text) });
    else if (!toldElsewhere.test(union)) found.push({ name: 'switch', value: unsigned(BigInt(arm!)) });
  }
  return found;
}

function valueOfDump(text: string): string {
  const [, number] = /^(?:\w+ \()?(0x[0-9a-f]+|-?\d+)\)?$/i.exec(text) ?? [];
  if (number !== undefined) return unsigned(BigInt(number));
  const error = errors.get(text);
  if (error !== undefined) return String(error);
  return /^[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ [\d:]+ \d+ UTC$/.test(text) ? new Date(text).toISOString() : text;
}

/** Samba's names of Win32 errors. */
const errors = new Map<string, number>([
  ['WERR_OK', 0],
  ...Object.entries(WIN32_ERROR).map(([name, value]) => [`WERR_${name.replace(/^ERROR_/, '').toUpperCase()}`, value] as const),
]);

/** What NDR has around a security descriptor and what its parts say of each other: ndrdump leaves it out. */
const framing = /^(dcerpc\.nt\.count|nt\.offset_to_\w+|nt\.sid\.\w+|\w+\.sec_desc_buf_len)$/;

/** The same of our rows. */
export function leavesOf(root: Node, data: DataView): Leaf[] {
  const found: Leaf[] = [];
  const visit = (n: Node): void => {
    if (n.kind === Kind.leaf && !isWire(n.owner!) && !framing.test(nameFor(n))) found.push(...leavesOfRow(n, data));
    n.children.forEach(visit);
  };
  visit(root);
  return found;
}

function leavesOfRow(n: Node, data: DataView): Leaf[] {
  const abbrev = nameFor(n);
  const { op, isSecret } = n.field!;
  if (abbrev === NULL_POINTER) return [{ name: '', value: 'NULL' }];
  const name = n.item >= 0 ? `[${n.item}]` : abbrev === '' ? labelFor(n) : abbrev.replace(/^.*\./, '');
  const value = valueFor(n, data)!;
  if (isSecret) return [{ name, value: '(secret)' }];
  if (typeof value === 'number') return [{ name, value: unsigned(BigInt(value)) }];
  switch (op) {
    case Op.uint:
    case Op.int:
      return [{ name, value: String(value) }];
    case Op.utf16:
    case Op.ascii:
      return [{ name, value: `'${value}'` }];
    case Op.coded:
      return [{ name, value: codedValue(n, String(value)) }];
    case Op.ipv6:
      return [{ name, value: inFull(String(value)) }];
    case Op.filetime:
      return [{ name, value: inSeconds(String(value)) }];
    case Op.bytes:
      return n.size === CONTEXT_HANDLE ? handle(n, data) : [...octets(n, data)].map((b, i) => ({ name: `[${i}]`, value: String(b) }));
    default:
      return [{ name, value: String(value) }];
  }
}

const inSeconds = (time: string): string => time.replace(/\.\d+Z$/, '.000Z');

/** What big-endian NDR has in an order of its own, as in the other; text. */
function codedValue(n: Node, value: string): string {
  const { codec } = n.field!;
  if (codec === bigGuid || /^S-1-/.test(value)) return value;
  if (codec === bigSigned || codec === bigUnsigned) return value;
  return codec === bigTime || codec === bigHyperTime ? inSeconds(value) : `'${value}'`;
}

const CONTEXT_HANDLE = 20;
const octets = (n: Node, data: DataView): Buffer => Buffer.from(data.buffer, data.byteOffset + n.offset, n.size);

function handle(n: Node, data: DataView): Leaf[] {
  const { bigEndian } = n.field!;
  const at = n.offset + 4;
  return [
    { name: 'handle_type', value: String(data.getUint32(n.offset, !bigEndian)) },
    { name: 'uuid', value: bigEndian ? String(bigGuid.read(data, at, at + 16, 0)) : guidText(octets(n, data).subarray(4)) },
  ];
}

function inFull(text: string): string {
  const groups = (part: string | undefined): string[] => (part ? part.split(':').map((g) => g.padStart(4, '0')) : []);
  const [before, after] = text.split('::').map(groups) as [string[], string[] | undefined];
  const tail = after ?? [];
  return [...before, ...Array<string>(8 - before.length - tail.length).fill('0000'), ...tail].join(':');
}
