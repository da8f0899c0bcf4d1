import { type Handle, handles } from '../../report/handles.ts';
import { type CallModel, readCall, sidesOf } from '../../report/rpc-call.ts';
import { timer, type Work } from '../../report/work.ts';
import type { Pass } from '../../smb/pass.ts';
import { calls } from '../../smb/rpc/calls.ts';
import type { CellReader } from '../cells.ts';
import { counted } from '../status.ts';
import { callEntry, type Entry, Outline } from './outline.ts';

/** RPC calls by interface, then the context handles with what was done with them. */
export function* rpcOutline(pass: Pass, reader: CellReader, isAsked: (row: number) => boolean): Work<Outline> {
  const isShown = (c: CallModel): boolean => isAsked(c.message - 1) || (c.answer > 0 && isAsked(c.answer - 1));
  const isTime = timer();
  const byInterface = new Map<string, Entry[]>();
  for (const called of calls(pass)) {
    if (isTime()) yield called.request.row / pass.messages.count;
    const { model } = readCall(pass, called);
    if (!isShown(model)) continue;
    const { name } = called.interface;
    const { client, server } = sidesOf(pass, called);
    const entry = callEntry(model, `${model.operation}  ${client} → ${server}`);
    const own = byInterface.get(name);
    if (own === undefined) byInterface.set(name, [entry]);
    else own.push(entry);
  }
  const interfaces = [...byInterface].map(
    ([name, below]): Entry => ({ title: name, state: counted(below.length, 'call'), tone: 'title', below }),
  );
  const kept = handles(pass).filter((h) => h.uses.some(isShown) || (h.opened !== undefined && isShown(h.opened)));
  return new Outline(reader, 'Interface / call, handle / use', 'There are no RPC calls.', [...interfaces, ...kept.map(handleEntry)]);
}

const handleEntry = (h: Handle): Entry => ({
  title: `Handle ${h.handle}  ${h.interface}`,
  state: h.closed !== undefined ? 'closed' : h.pipeClosed > 0 ? 'lost with its pipe' : 'not closed',
  tone: h.closed === undefined ? 'warning' : 'name',
  below: [...(h.opened === undefined ? [] : [h.opened]), ...h.uses].map((use) => callEntry(use, `${use.operation}  ${use.client}`)),
});
