import type { Table } from './field.ts';
import type { Struct } from './struct.ts';

const known = new WeakMap<Struct, ReadonlySet<string>>();

/** The names that a walk of the structure can report, whatever the data. */
export function fieldsOf(s: Struct): ReadonlySet<string> {
  let names = known.get(s);
  if (names === undefined) {
    const found = new Set<string>();
    each(s, new Set(), (of) => namesIn(of, found));
    known.set(s, (names = found));
  }
  return names;
}

const secrets = new WeakMap<Struct, ReadonlySet<string>>();

/** The names of what a walk of the structure finds that reaches no output. */
export function secretsOf(s: Struct): ReadonlySet<string> {
  let names = secrets.get(s);
  if (names === undefined) {
    const found = new Set<string>();
    each(s, new Set(), (of) => {
      for (const f of of.fields) if (f.isSecret) found.add(f.abbrev);
    });
    secrets.set(s, (names = found));
  }
  return names;
}

function namesIn(s: Struct, found: Set<string>): void {
  found.add(s.abbrev);
  for (const f of s.fields) {
    found.add(f.abbrev);
    for (const name in f.bits) found.add(f.bits[name]![1]);
    for (const { abbrev } of f.shown ?? []) found.add(abbrev);
  }
}

/** Whether the name of a row is that of nothing else that a walk of the structure can report. */
export function isOnlyIn(s: Struct, row: number): boolean {
  const name = s.fields[row]!.abbrev;
  let count = 0;
  each(s, new Set(), (of) => {
    if (of.abbrev === name) count++;
    for (const f of of.fields) {
      if (f.abbrev === name) count++;
      for (const bit in f.bits) if (f.bits[bit]![1] === name) count++;
      for (const { abbrev } of f.shown ?? []) if (abbrev === name) count++;
    }
  });
  return count === 1;
}

/** Visits the structure and those inside, each once. */
function each(s: Struct, seen: Set<Struct>, visit: (s: Struct) => void): void {
  if (seen.has(s)) return;
  seen.add(s);
  visit(s);
  for (const f of s.fields) {
    if (f.inner !== null) each(f.inner, seen, visit);
    if (f.held !== null) for (const inner of structsOf(f.held)) each(inner, seen, visit);
    if (f.table !== null) for (const inner of structsOf(f.table)) each(inner, seen, visit);
  }
}

/** The structs that a table can choose. */
export function structsOf(table: Table): Struct[] {
  const entries = Object.values(table).flatMap((e) => ('fields' in e || 'lengths' in e || 'starts' in e ? [e] : [e.request, e.response]));
  return entries.flatMap((e) =>
    e === undefined ? [] : 'fields' in e ? [e] : ('lengths' in e ? e.lengths : e.starts).map(([, inner]) => inner),
  );
}
