import * as auth from '../../dissectors/auth/index.ts';
import { Datagram, NameService, SessionPacket } from '../../dissectors/nbt/index.ts';
import * as net from '../../dissectors/net/index.ts';
import { Smb1Header, smb1Commands } from '../../dissectors/smb1/index.ts';
import {
  CompressionTransformHeader,
  CompressionTransformHeaderChained,
  commands,
  ErrorResponse,
  Header,
  TransformHeader,
} from '../../dissectors/smb2/index.ts';
import type { Names } from '../dissect/field.ts';
import { structsOf } from '../dissect/reach.ts';
import { Op } from '../dissect/row.ts';
import type { AnyField, Struct } from '../dissect/struct.ts';
import { rpcTables } from '../smb/rpc/interfaces.ts';

/** A field that the project knows. */
export interface FieldInfo {
  /** The name that filters and `fields -e` use. */
  readonly name: string;
  /** What its value is: `uint16`, `boolean`, `bytes`, `string`, `guid`, `time`, `ipv4`, `ipv6`, `ether`, `group`, `generated`. */
  readonly type: string;
  /** What the specification calls it, and where. */
  readonly label: string;
  readonly spec: string;
  /** Constants that its values have names for. */
  readonly names?: Names | undefined;
  /** The row, of one that has bytes of its own and is no bit of another. */
  readonly row?: AnyField;
}

type Roots = Iterable<unknown>;
const isStruct = (x: unknown): x is Struct => typeof x === 'object' && x !== null && 'fields' in x && 'shape' in x;

/** Rows of the engine itself, which no table declares. */
export const engine: readonly FieldInfo[] = [
  { name: '_ws.malformed', type: 'string', label: 'malformed: what does not fit its container', spec: '' },
  { name: '_ws.short', type: 'string', label: 'truncated: what is not in the capture', spec: '' },
  { name: '_ws.unknown', type: 'string', label: 'unknown: what has no dissector', spec: '' },
  { name: 'smbscope.cut', type: 'string', label: 'cut: what its sender left out', spec: '' },
  { name: 'smbscope.untrusted', type: 'string', label: 'untrusted: plain text whose authentication tag is wrong', spec: '' },
  { name: 'smbscope.gap', type: 'bytes', label: 'bytes that no field claims', spec: '' },
  { name: 'smbscope.padding', type: 'bytes', label: 'bytes between fields, all zero', spec: '' },
];

/** Every field of every table, by name; the first declaration of a name counts. RPC's are there once its tables are. */
export function catalogue(): readonly FieldInfo[] {
  const found = new Map(engine.map((f) => [f.name, f]));
  for (const f of declarations()) if (!found.has(f.name)) found.set(f.name, f);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether the catalogue has a field of the name. */
export const isField = (name: string): boolean => engine.some((f) => f.name === name) || declarations().some((f) => f.name === name);

let declared: readonly FieldInfo[] = [];
let tablesOfRpc = -1;

/** Every declaration of every table, in the order of the tables; a name stands for each row that has it. RPC's are there once its tables are. */
export function declarations(): readonly FieldInfo[] {
  if (tablesOfRpc !== rpcTables().length) {
    declared = declare();
    tablesOfRpc = rpcTables().length;
  }
  return declared;
}

function declare(): FieldInfo[] {
  const found: FieldInfo[] = [];
  const seen = new Set<Struct>();
  const roots: Roots = [
    ...Object.values(net),
    SessionPacket,
    NameService,
    Datagram,
    Smb1Header,
    ...structsOf(smb1Commands),
    Header,
    ErrorResponse,
    TransformHeader,
    CompressionTransformHeader,
    CompressionTransformHeaderChained,
    ...structsOf(commands),
    ...Object.values(auth),
    ...Object.values(auth.encryptedParts),
    ...rpcTables(),
  ];
  for (const root of roots) if (isStruct(root)) visit(root, found, seen);
  return found;
}

function visit(s: Struct, found: FieldInfo[], seen: Set<Struct>): void {
  if (seen.has(s)) return;
  seen.add(s);
  if (s.abbrev !== '') found.push({ name: s.abbrev, type: 'group', label: s.title, spec: s.spec });
  s.fields.forEach((f, i) => {
    const label = s.fieldNames[i]!;
    const add = (name: string, type: string, what: string, names?: Names): void => {
      if (name !== '') found.push({ name, type, label: what, spec: s.spec, names });
    };
    if (f.abbrev !== '') found.push({ name: f.abbrev, type: typeOf(f), label, spec: s.spec, names: f.names ?? undefined, row: f });
    for (const bit in f.bits ?? {}) {
      const [mask, abbrev, meaning] = f.bits![bit]!;
      add(
        abbrev,
        (mask & (mask - 1)) === 0 || meaning === 'any' ? 'boolean' : `uint${8 * f.size}`,
        bit,
        typeof meaning === 'object' ? meaning : undefined,
      );
    }
    for (const { abbrev } of f.shown ?? []) add(abbrev, 'generated', label);
    if (f.inner !== null) visit(f.inner, found, seen);
    for (const inner of f.table === null ? [] : structsOf(f.table)) visit(inner, found, seen);
    for (const inner of f.held === null ? [] : structsOf(f.held)) visit(inner, found, seen);
  });
}

export function typeOf(f: AnyField): string {
  switch (f.op) {
    case Op.uint:
      return `uint${8 * f.size}`;
    case Op.int:
      return `int${8 * f.size}`;
    case Op.guid:
      return 'guid';
    case Op.filetime:
    case Op.time:
      return 'time';
    case Op.utf16:
    case Op.ascii:
    case Op.coded:
      return 'string';
    case Op.ipv4:
      return 'ipv4';
    case Op.ipv6:
      return 'ipv6';
    case Op.ether:
      return 'ether';
    case Op.struct:
    case Op.dispatch:
      return 'group';
    case Op.fact:
      return 'generated';
    default:
      return 'bytes';
  }
}
