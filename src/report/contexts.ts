import { LeaseState } from '../../dissectors/smb2/lease.ts';
import { Cipher, CompressionAlgorithm, SigningAlgorithm } from '../../dissectors/smb2/negotiate-contexts.ts';
import type { Names } from '../dissect/field.ts';
import { nameOf } from '../dissect/show.ts';

/** A lease as a CREATE asks for it or is granted it, or a break changes it. */
export interface Lease {
  /** GUID text. */
  key: string;
  /** LeaseState bits. */
  state: number;
  /** Of version 2; undefined in version 1. */
  epoch: number | undefined;
  parentKey: string | undefined;
}

/** What negotiate or create contexts say, of what the reports show. */
export interface Contexts {
  cipher: string;
  signingAlgorithm: string;
  compression: string[];
  lease: Lease | undefined;
  /** `durable`, `durable v2`, `persistent`, with the time that it is kept; empty for none. */
  durable: string;
  /** FileId of the lost open that the CREATE takes up; empty for none. */
  reconnects: string;
}

type Values = Readonly<Record<string, unknown>>;

const PERSISTENT = 2;
const PARENT_KEY_SET = 4;

/** Reads the list of contexts that values() made: of a NEGOTIATE the array itself, of a CREATE the group around it. */
export function contextsOf(list: unknown): Contexts {
  const found: Contexts = { cipher: '', signingAlgorithm: '', compression: [], lease: undefined, durable: '', reconnects: '' };
  const items = Array.isArray(list) ? list : ((list as { Context?: unknown[] } | undefined)?.Context ?? []);
  for (const item of items as Values[]) {
    const data = (item.Data ?? {}) as Values;
    if (Array.isArray(data.Ciphers)) found.cipher = named(Cipher.names, data.Ciphers[0]);
    if (Array.isArray(data.SigningAlgorithms)) found.signingAlgorithm = named(SigningAlgorithm.names, data.SigningAlgorithms[0]);
    if (Array.isArray(data.CompressionAlgorithms))
      found.compression = data.CompressionAlgorithms.map((a) => named(CompressionAlgorithm.names, a));
    switch (item.Name) {
      case 'RqLs':
        found.lease = lease(data);
        break;
      case 'DHnQ':
        found.durable = 'durable';
        break;
      case 'DH2Q': {
        const kind = ((data.Flags as number) & PERSISTENT) !== 0 ? 'persistent' : 'durable v2';
        found.durable = data.Timeout === undefined ? kind : `${kind}, ${Number(data.Timeout) / 1000} s`;
        break;
      }
      case 'DHnC':
        found.reconnects = String(data.Data ?? '');
        break;
      case 'DH2C':
        found.reconnects = String(data.FileId ?? '');
    }
  }
  return found;
}

function lease(data: Values): Lease | undefined {
  if (typeof data.LeaseKey !== 'string' || typeof data.LeaseState !== 'number') return undefined;
  const hasParent = ((data.Flags as number | undefined) ?? 0) & PARENT_KEY_SET;
  return {
    key: data.LeaseKey,
    state: data.LeaseState,
    epoch: data.Epoch as number | undefined,
    parentKey: hasParent ? (data.ParentLeaseKey as string | undefined) : undefined,
  };
}

const LETTERS: Readonly<Record<string, string>> = {
  SMB2_LEASE_READ_CACHING: 'R',
  SMB2_LEASE_HANDLE_CACHING: 'H',
  SMB2_LEASE_WRITE_CACHING: 'W',
};

/** `RHW`, `R`, or `none`: the letters that everybody writes for a lease's state. */
export function leaseState(state: number): string {
  const letters = Object.entries(LeaseState.bits).map(([name, [mask]]) => ((state & mask) !== 0 ? LETTERS[name]! : ''));
  return letters.join('') || 'none';
}

export const leaseText = (l: Lease): string =>
  `${leaseState(l.state)}, key ${l.key}${l.epoch === undefined ? '' : `, epoch ${l.epoch}`}${l.parentKey === undefined ? '' : `, parent ${l.parentKey}`}`;

const named = (names: Names, value: unknown): string => nameOf(names, value as number) ?? `0x${Number(value).toString(16)}`;
