import { frameOf } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import { calls, parameters } from '../smb/rpc/calls.ts';
import { hostOf, sidesOf } from './rpc-call.ts';

/** What answers of the Server Service say of a share. */
export interface ListedShare {
  readonly frames: number[];
  path: string;
  remark: string;
}

const MAX_DEPTH = 8;

/** Shares that the Server Service's answers in the capture hold, by server address and lower-case name: `192.0.2.20\share`. */
export function listedShares(pass: Pass): ReadonlyMap<string, ListedShare> {
  const found = new Map<string, ListedShare>();
  for (const called of calls(pass)) {
    if (called.interface.name !== 'srvsvc' || called.response === null || !called.operation.name.startsWith('NetrShare')) continue;
    const server = hostOf(sidesOf(pass, called).server);
    const frame = frameOf(pass, called.response.row);
    for (const entry of entries(parameters(pass, called, called.response), 0)) {
      const key = `${server}\\${entry.name.toLowerCase()}`;
      let share = found.get(key);
      if (share === undefined) found.set(key, (share = { frames: [], path: '', remark: '' }));
      share.frames.push(frame);
      if (entry.path !== '') share.path = entry.path;
      if (entry.remark !== '') share.remark = entry.remark;
    }
  }
  return found;
}

/** SHARE_INFO structures of any level, MS-SRVS 2.2.4.22 and following. */
function* entries(value: unknown, depth: number): Generator<{ name: string; path: string; remark: string }> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || depth > MAX_DEPTH) return;
  const own = Object.entries(value);
  const member = (end: string): string => {
    const found = own.find(([key]) => key.startsWith('shi') && key.endsWith(end))?.[1];
    return typeof found === 'string' ? found : '';
  };
  const name = member('_netname');
  if (name !== '') yield { name, path: member('_path'), remark: member('_remark') };
  else for (const [, inner] of own) yield* entries(inner, depth + 1);
}
