import { secretsOf } from '../dissect/reach.ts';
import { scan } from '../dissect/scan.ts';
import type { Struct } from '../dissect/struct.ts';
import type { Direction } from '../dissect/walk.ts';

/** Makes passwords and keys in the bytes of a structure zero, which are to be shown: whatever shows bytes shows none of them. */
export function blank(table: Struct, data: DataView, start: number, end: number, captured: number, facts: Direction): void {
  const secrets = secretsOf(table);
  if (secrets.size === 0) return;
  scan(table, data, start, start, end, captured, facts, 0, secrets, (_, n) => {
    if (n.field?.isSecret === true) new Uint8Array(data.buffer, data.byteOffset + n.offset, n.size).fill(0);
  });
}
