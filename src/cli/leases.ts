import { toDescriptor, Writer } from '../bytes/writer.ts';
import { type Caching, type CachingEvent, leases as find } from '../report/leases.ts';
import { asked, type CommonOptions, conclude, filterOf, index } from './session.ts';

export interface LeasesOptions extends CommonOptions {
  readonly format?: 'text' | 'json';
}

export async function leases(paths: readonly string[], options: LeasesOptions): Promise<number> {
  const filter = await filterOf(options);
  const pass = await index(paths, options);
  const out = new Writer(toDescriptor(1));
  const found = find(pass, asked(pass, options, filter));
  if (options.format === 'json') out.utf8(JSON.stringify(found, null, 2)).byte(10);
  else if (found.length === 0) out.ascii('no leases or oplocks in the capture\n');
  else for (const c of found) print(c, out);
  out.flush();
  return conclude(pass.capture, options);
}

function print(c: Caching, out: Writer): void {
  out
    .ascii(c.kind === 'lease' ? 'Lease ' : 'Oplock of open ')
    .ascii(c.key)
    .ascii(', ')
    .text(c.path === '' ? '(no name known)' : c.path);
  if (c.clientGuid !== '') out.ascii(', client ').ascii(c.clientGuid);
  if (c.parentKey !== '') out.ascii(', parent ').ascii(c.parentKey);
  if (c.unacknowledged) out.ascii(', a break is not acknowledged in the capture');
  out.byte(10);
  for (const e of c.events) event(e, out);
}

function event(e: CachingEvent, out: Writer): void {
  out
    .ascii('  message ')
    .number(e.message, 6)
    .ascii('  frame ')
    .number(e.frame, 6)
    .ascii('  ')
    .ascii(e.kind.padEnd(13))
    .ascii(e.kind === 'broken' ? 'to ' : '')
    .ascii(e.state);
  if (e.epoch !== undefined) out.ascii(', epoch ').number(e.epoch);
  if (e.mustAcknowledge === true) out.ascii(', to be acknowledged');
  if (e.latency !== undefined) out.ascii(', ').ascii(e.latency).ascii(' s after the break');
  if (e.waiting.length > 0) out.ascii(', waited for by message ').ascii(e.waiting.join(', '));
  out.byte(10);
}
