import type { Interface } from '../../dissect/rpc.ts';
import type { Struct } from '../../dissect/struct.ts';

type Tables = typeof import('../../../dissectors/rpc/index.ts');

/** Constants that take as long to make as a small capture to read: they are made when RPC is met, or asked for. */
let tables: Tables | null = null;

/** Makes the tables of RPC's interfaces available; before, interfaces are not known and stub data is bytes. */
export async function loadInterfaces(): Promise<void> {
  tables ??= await import('../../../dissectors/rpc/index.ts');
}

/** What a presentation context stands for; of an empty UUID what its pipe is for. null for an unknown one. */
export const interfaceOf = (uuid: string, pipe: string): Interface | null =>
  (uuid === '' ? tables?.interfaceOfPipe(pipe) : tables?.interfaceOf(uuid)) ?? null;

let all: readonly Struct[] | null = null;
/** Every table that the parts of PDUs can have. */
export function rpcTables(): readonly Struct[] {
  if (tables === null) return [];
  all ??= [...tables.pduTables, ...tables.stubTables()];
  return all;
}

/** Wireshark's names of the protocols that stub data can be of. */
export const interfaceNames = (): readonly string[] => tables?.interfaceNames ?? [];
