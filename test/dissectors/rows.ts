import type { Node } from '../../src/dissect/node.ts';
import { labelFor, nameFor, textFor } from '../../src/dissect/show.ts';
import type { Struct } from '../../src/dissect/struct.ts';
import { tree } from '../../src/dissect/tree.ts';
import type { Direction } from '../../src/dissect/walk.ts';

/** Bytes laid out for reading: hexadecimal digits, and 'text' in quotes. */
export function bytesOf(layout: string): Buffer {
  const parts = layout.match(/'[^']*'|[0-9a-f]{2}/g) ?? [];
  return Buffer.concat(parts.map((p) => (p.startsWith("'") ? Buffer.from(p.slice(1, -1), 'latin1') : Buffer.from(p, 'hex'))));
}

/** The leaves of a structure over the bytes, as `offset+size name text`; bits and groups are left out. */
export function rows(table: Struct, bytes: Buffer, facts: Direction, message = 0): string[] {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found: string[] = [];
  const visit = (n: Node): void => {
    if (n.kind !== 1 && n.kind !== 2) found.push(`${n.offset}+${n.size} ${nameFor(n) || labelFor(n)} ${textFor(n, data)}`);
    n.children.forEach(visit);
  };
  const span = { data, source: 0, message, start: 0, end: bytes.length, captured: bytes.length };
  tree(table, span, facts).node.children.forEach(visit);
  return found;
}

/** Names and texts of the bit fields. */
export function bitsOf(table: Struct, bytes: Buffer, facts: Direction): Record<string, string> {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found: Record<string, string> = {};
  const visit = (n: Node): void => {
    if (n.kind === 2) found[nameFor(n)] = textFor(n, data);
    n.children.forEach(visit);
  };
  visit(tree(table, { data, source: 0, message: 0, start: 0, end: bytes.length, captured: bytes.length }, facts).node);
  return found;
}

/** Walks every prefix of the bytes and seeded mutations of them; throws when a walk does, or when a row leaves the bytes. */
export function torture(table: Struct, bytes: Buffer, factsOf: (data: DataView) => Direction): void {
  const check = (raw: Buffer): void => {
    const data = new DataView(raw.buffer, raw.byteOffset, raw.length);
    const visit = (n: Node): void => {
      if (n.offset < 0 || n.offset + n.size > raw.length) throw new Error(`${labelFor(n)} at ${n.offset}+${n.size} of ${raw.length} bytes`);
      textFor(n, data);
      n.children.forEach(visit);
    };
    visit(tree(table, { data, source: 0, message: 0, start: 0, end: raw.length, captured: raw.length }, factsOf(data)).node);
  };
  for (let n = 0; n <= bytes.length; n++) check(Buffer.from(bytes.subarray(0, n)));
  let seed = 1;
  const random = (below: number): number => (seed = (seed * 48271) % 0x7fffffff) % below;
  for (let round = 0; round < 2000; round++) {
    const changed = Buffer.from(bytes);
    for (let k = random(4); k >= 0; k--) changed[random(changed.length)] = [0, 0xff, 0xc0, random(256)][random(4)]!;
    check(changed);
  }
}
