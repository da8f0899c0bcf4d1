import type { ByStart, Entry, Table } from './field.ts';
import type { Struct } from './struct.ts';

/**
 * The struct that a table has for a key; null for none. Where the entry depends on the bytes, they are those of from..to, of which `limit` says how far
 * they were captured.
 */
export function choose(
  table: Table,
  key: number | string,
  data: DataView,
  from: number,
  to: number,
  limit: number,
  isResponse: boolean,
): Struct | null {
  const one = entryOf(table, key, isResponse);
  if (one === undefined) return null;
  if ('fields' in one) return one;
  if ('starts' in one) return begun(one, data, from, limit);
  return (one.lengths.find(([size]) => size <= to - from) ?? one.lengths[one.lengths.length - 1]!)[1];
}

/** Whether a table looks at the bytes for a key. */
export function isByBytes(table: Table, key: number | string, isResponse: boolean): boolean {
  const one = entryOf(table, key, isResponse);
  return one !== undefined && 'starts' in one;
}

const entryOf = (table: Table, key: number | string, isResponse: boolean): Entry | undefined =>
  directed(Object.hasOwn(table, key) ? table[key] : undefined, isResponse) ?? directed(table.other, isResponse);

function directed(entry: Table[string] | undefined, isResponse: boolean): Entry | undefined {
  if (entry === undefined || 'fields' in entry || 'lengths' in entry || 'starts' in entry) return entry;
  return isResponse ? entry.response : entry.request;
}

function begun({ starts }: ByStart, data: DataView, from: number, limit: number): Struct | null {
  const found = starts.find(([pattern]) => {
    if (from + pattern.length / 2 > limit) return false;
    for (let n = 0; n < pattern.length; n++) {
      const digit = (data.getUint8(from + (n >> 1)) >> (n % 2 === 0 ? 4 : 0)) & 15;
      if (pattern[n] !== '?' && pattern[n] !== digit.toString(16)) return false;
    }
    return true;
  });
  return found?.[1] ?? null;
}
