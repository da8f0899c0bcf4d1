import { Kind, type Node } from '../dissect/node.ts';
import { Op } from '../dissect/row.ts';
import { fromGeneralized, readValue, valueFor } from '../dissect/show.ts';
import { nanosecondsOf, type TypeName, type Value } from './values.ts';

const EPOCH_1601 = 116_444_736_000_000_000n;

/** What a row says, as a value of the type that its name has; undefined where it can't be one. */
export function readNode(n: Node, data: DataView, type: TypeName): Value | undefined {
  switch (n.kind) {
    case Kind.note:
      return String(n.extra);
    case Kind.group:
    case Kind.unclaimed:
      return bytesAt(data, n.offset, n.size);
    case Kind.bit:
      return Number(valueFor(n, data));
    case Kind.generated:
      return workedOut(n.extra!, type);
    default:
      return leafOf(n, data, type);
  }
}

function leafOf(n: Node, data: DataView, type: TypeName): Value | undefined {
  switch (type) {
    case 'guid': {
      const value = readValue(n.field!, data, n.offset, n.size, n.number);
      return typeof value === 'string' ? Buffer.from(value.replaceAll('-', ''), 'hex') : undefined;
    }
    case 'time':
    case 'duration':
      return timeOf(n, data);
    case 'ipv4':
      return n.size === 4 ? data.getUint32(n.offset) : undefined;
    case 'bytes':
    case 'protocol':
    case 'ether':
    case 'ipv6':
      return bytesAt(data, n.offset, n.size);
    default: {
      const value = readValue(n.field!, data, n.offset, n.size, n.number);
      return type === 'string' ? (typeof value === 'object' ? Buffer.from(value).toString() : String(value)) : numberOf(value);
    }
  }
}

function timeOf(n: Node, data: DataView): Value | undefined {
  const { op } = n.field!;
  if (op !== Op.filetime && op !== Op.time) return undefined;
  const time = op === Op.filetime ? data.getBigUint64(n.offset, true) : fromGeneralized(bytesAt(data, n.offset, n.size));
  return time < 0n ? undefined : (time - EPOCH_1601) * 100n;
}

const numberOf = (value: Value): Value | undefined => (typeof value === 'number' || typeof value === 'bigint' ? value : undefined);

function workedOut(value: string | number, type: TypeName): Value | undefined {
  if (type === 'time' || type === 'duration') return nanosecondsOf(String(value));
  return type === 'string' ? String(value) : Number(value);
}

export const bytesAt = (data: DataView, from: number, length: number): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset + from, length);
