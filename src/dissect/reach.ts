import type { Table } from './field.ts';
import type { Struct } from './struct.ts';

const known = new WeakMap<Struct, ReadonlySet<string>>();

/** The names that a walk of the structure can report, whatever the data. */
export function fieldsOf(s: Struct): ReadonlySet<string> {
  let names = known.get(s);
  if (names === undefined) {
    const found = new Set<string>();
    visit(s, found, new Set());
    known.set(s, (names = found));
  }
  return names;
}

function visit(s: Struct, found: Set<string>, seen: Set<Struct>): void {
  if (seen.has(s)) return;
  seen.add(s);
  found.add(s.abbrev);
  for (const f of s.fields) {
    found.add(f.abbrev);
    for (const name in f.bits) found.add(f.bits[name]![1]);
    for (const { abbrev } of f.shown ?? []) found.add(abbrev);
    if (f.inner !== null) visit(f.inner, found, seen);
    if (f.held !== null) for (const inner of structsOf(f.held)) visit(inner, found, seen);
    if (f.table !== null) for (const inner of structsOf(f.table)) visit(inner, found, seen);
  }
}

/** The structs that a table can choose. */
export function structsOf(table: Table): Struct[] {
  const entries = Object.values(table).flatMap((e) => ('fields' in e || 'lengths' in e || 'starts' in e ? [e] : [e.request, e.response]));
  return entries.flatMap((e) =>
    e === undefined ? [] : 'fields' in e ? [e] : ('lengths' in e ? e.lengths : e.starts).map(([, inner]) => inner),
  );
}
