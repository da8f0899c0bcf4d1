import type { Names } from '../dissect/field.ts';
import { declarations, engine, type FieldInfo } from '../report/catalogue.ts';
import { protocolNames } from '../smb/parts.ts';
import { rpcTables } from '../smb/rpc/interfaces.ts';
import { mostLike } from './spelling.ts';
import type { Range } from './syntax.ts';
import type { TypeName } from './values.ts';

/** What a name in an expression stands for. */
export interface Known {
  readonly name: string;
  readonly type: TypeName;
  /** Bytes on the wire; 0 where the data decides. */
  readonly size: number;
  readonly names: Names | undefined;
  /** The fields whose values it has: itself, or those that it stands for. */
  readonly fields: readonly string[];
  /** `#`: only the values of these layers of its protocol; null for all. */
  readonly layers: readonly Range[] | null;
  /** `@`: its bytes on the wire. */
  readonly isRaw: boolean;
  /** Times count from the capture's first frame. */
  readonly isRelative: boolean;
}

/** Names that stand for others, as in Wireshark. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  'eth.addr': ['eth.dst', 'eth.src'],
  'ip.addr': ['ip.src', 'ip.dst'],
  'ipv6.addr': ['ipv6.src', 'ipv6.dst'],
  'tcp.port': ['tcp.srcport', 'tcp.dstport'],
  'udp.port': ['udp.srcport', 'udp.dstport'],
  'frame.time': ['frame.time_epoch'],
  'frame.time_relative': ['frame.time_epoch'],
};

/** What is worked out has no type on the wire: text, unless it is said here. */
const WORKED_OUT: Readonly<Record<string, TypeName>> = {
  'frame.time_epoch': 'time',
  'smb2.time': 'duration',
  ...Object.fromEntries(
    ['interface_id', 'encap_type', 'link_type', 'number', 'len', 'cap_len'].map((name) => [`frame.${name}`, 'integer' as const]),
  ),
  'tcp.stream': 'integer',
  'tcp.len': 'integer',
  'udp.stream': 'integer',
  'smb2.x.credits.balance': 'integer',
  ...Object.fromEntries(
    ['async.interim_in', 'replay_of', 'channel_sequence.stale', 'session.established_in', 'tree.connected_in'].map((name) => [
      `smb2.x.${name}`,
      'integer' as const,
    ]),
  ),
  ...Object.fromEntries(
    ['open.created_in', 'open.closed_in', 'open.continues', 'lease.break_in', 'lease.waits_for'].map((name) => [
      `smb2.x.${name}`,
      'integer' as const,
    ]),
  ),
  'smb2.x.async.interim_time': 'duration',
  'smb2.x.async.waiting': 'duration',
  'smb2.x.lease.break_time': 'duration',
  'smb2.auth_frame': 'integer',
  'smb2.tcon_frame': 'integer',
  'smb2.response_in': 'integer',
  'smb2.response_to': 'integer',
  'smb2.class': 'integer',
  'smb2.file_info.infolevel': 'integer',
  'smb2.fs_info.infolevel': 'integer',
  'smb2.sec_info.infolevel': 'integer',
};

const SIZES: Readonly<Partial<Record<TypeName, number>>> = { guid: 16, time: 8, duration: 8, ipv4: 4, ipv6: 16, ether: 6, boolean: 1 };

/** Every name that an expression can use. What a name stands for is put together when it is asked for. */
class KnownFields {
  private readonly declared = new Map<string, FieldInfo[]>();
  private readonly settled = new Map<string, Known>();

  constructor() {
    for (const { name } of engine) this.declared.set(name, []);
    for (const info of declarations()) {
      const own = this.declared.get(info.name);
      if (own === undefined) this.declared.set(info.name, [info]);
      else own.push(info);
    }
    for (const { name, type } of engine) this.settled.set(name, plain(name, type as TypeName, 0, undefined));
    for (const name of protocolNames()) this.settled.set(name, plain(name, 'protocol', 0, undefined));
    for (const name of [...this.settled.keys(), ...Object.keys(ALIASES)]) if (!this.declared.has(name)) this.declared.set(name, []);
  }

  has(name: string): boolean {
    return this.declared.has(name);
  }

  keys(): IterableIterator<string> {
    return this.declared.keys();
  }

  get(name: string): Known | undefined {
    const known = this.settled.get(name);
    if (known !== undefined || !this.has(name)) return known;
    const made = this.alias(name) ?? this.merged(name);
    this.settled.set(name, made);
    return made;
  }

  private alias(name: string): Known | undefined {
    const fields = ALIASES[name];
    if (fields === undefined) return undefined;
    const first = this.get(fields[0]!)!;
    const isRelative = name === 'frame.time_relative';
    return { ...first, name, fields, isRelative, type: isRelative ? 'duration' : first.type };
  }

  private merged(name: string): Known {
    let found: Known | undefined;
    // Tables of constants are large, and the same ones come again and again.
    const tables = new Set<Names>();
    for (const info of this.declared.get(name)!) {
      const { names } = info;
      found = merged(found, names !== undefined && tables.has(names) ? { ...info, names: undefined } : info);
      if (names !== undefined) tables.add(names);
    }
    return found!;
  }
}

let all: KnownFields | undefined;
let tablesOfRpc = 0;

/** Every name that an expression can use; those of RPC once its tables are there. */
export function knownFields(): KnownFields {
  if (all === undefined || tablesOfRpc !== rpcTables().length) {
    all = new KnownFields();
    tablesOfRpc = rpcTables().length;
  }
  return all;
}

const plain = (name: string, type: TypeName, size: number, names: Names | undefined): Known => ({
  name,
  type,
  size,
  names,
  fields: [name],
  isRelative: false,
  layers: null,
  isRaw: false,
});

/** One name for all the rows that have it: the widest of its integers, the constants of all; of other types the first. */
function merged(before: Known | undefined, { name, type, names }: FieldInfo): Known {
  const [, bits] = /^u?int(\d+)$/.exec(type) ?? [];
  const own: TypeName =
    bits !== undefined
      ? 'integer'
      : type === 'generated'
        ? (WORKED_OUT[name] ?? 'string')
        : type === 'group'
          ? 'protocol'
          : (type as TypeName);
  const size = bits !== undefined ? Number(bits) / 8 : type === 'generated' && own === 'integer' ? 4 : (SIZES[own] ?? 0);
  if (before === undefined) return plain(name, own, size, names);
  const isWider = own === 'integer' && (before.type === 'boolean' || (before.type === 'integer' && size > before.size));
  return { ...before, ...(isWider ? { type: own, size } : {}), names: names === undefined ? before.names : { ...names, ...before.names } };
}

/** The known name that is most like this one, if any is. */
export const nearest = (name: string): string | undefined => mostLike(name, knownFields().keys());
