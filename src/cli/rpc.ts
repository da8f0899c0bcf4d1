import { toDescriptor, Writer } from '../bytes/writer.ts';
import type { Handle, HandleUse } from '../report/handles.ts';
import { rpc as find, type RpcCall } from '../report/rpc.ts';
import { asked, type CommonOptions, conclude, filterOf, index } from './session.ts';

export interface RpcOptions extends CommonOptions {
  readonly format?: 'text' | 'json';
}

export async function rpc(paths: readonly string[], options: RpcOptions): Promise<number> {
  const filter = await filterOf(options);
  const pass = await index(paths, options);
  const out = new Writer(toDescriptor(1));
  const found = find(pass, asked(pass, options, filter));
  if (options.format === 'json') out.utf8(JSON.stringify(found, null, 2)).byte(10);
  else {
    if (found.calls.length === 0) out.ascii('no RPC calls in the capture\n');
    for (const c of found.calls) call(c, out);
    for (const h of found.handles) handle(h, out);
  }
  out.flush();
  return conclude(pass.capture, options);
}

function call(c: RpcCall, out: Writer): void {
  const outcome = c.answer === 0 ? 'no answer' : `${c.status === '' ? 'status not known' : c.status}, ${c.latency} s`;
  out
    .number(c.message, 6)
    .ascii('  frame ')
    .number(c.frame, 6)
    .text(`  ${c.client} → ${c.server}  ${c.interface} ${c.operation}, ${outcome}`)
    .byte(10);
}

const at = ({ operation, frame, client }: HandleUse): string => `${operation} of ${client}, frame ${frame}`;

const lost = ({ pipeClosed }: Handle): string =>
  pipeClosed === 0 ? 'not closed in the capture' : `not closed, its pipe is in frame ${pipeClosed}`;

function handle(h: Handle, out: Writer): void {
  const end = h.closed === undefined ? lost(h) : `closed by ${at(h.closed)}`;
  const between = h.uses.filter((u) => u !== h.closed);
  out.text(`Handle ${h.handle} of ${h.interface} at ${h.server}`).byte(10);
  out.text(`  ${h.opened === undefined ? 'opened before the capture' : `opened by ${at(h.opened)}`}`).byte(10);
  for (const u of between) out.text(`  used by ${at(u)}${u.status === '' ? '' : `, ${u.status}`}`).byte(10);
  out.text(`  ${end}`).byte(10);
}
