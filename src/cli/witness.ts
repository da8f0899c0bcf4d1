import { toDescriptor, Writer } from '../bytes/writer.ts';
import type { CallModel } from '../report/rpc-call.ts';
import { witness as find } from '../report/witness.ts';
import type { InterfaceList, Notification, Registration, WatchedSession } from '../report/witness-model.ts';
import { asked, type CommonOptions, conclude, filterOf, index } from './session.ts';

export interface WitnessOptions extends CommonOptions {
  readonly format?: 'text' | 'json';
}

export async function witness(paths: readonly string[], options: WitnessOptions): Promise<number> {
  const filter = await filterOf(options);
  const pass = await index(paths, options);
  const out = new Writer(toDescriptor(1));
  const found = find(pass, asked(pass, options, filter));
  if (options.format === 'json') out.utf8(JSON.stringify(found, null, 2)).byte(10);
  else {
    if (found.interfaceLists.length + found.registrations.length + found.others.length === 0)
      out.ascii('no calls of the Service Witness Protocol in the capture\n');
    for (const l of found.interfaceLists) interfaces(l, out);
    for (const r of found.registrations) registration(r, out);
    for (const o of found.others) {
      line(out, 0, `Call without registration: ${o.operation}`, given('handle', o.handle), o.status, where(o));
      for (const f of o.findings) line(out, 1, `! ${f}`);
    }
  }
  out.flush();
  return conclude(pass.capture, options);
}

const line = (out: Writer, depth: number, ...facts: readonly (string | undefined)[]): Writer =>
  out
    .ascii('  '.repeat(depth))
    .text(facts.filter((f) => f !== undefined && f !== '').join(', '))
    .byte(10);

const given = (label: string, value: string | undefined): string => (value === undefined || value === '' ? '' : `${label} ${value}`);
const where = (c: CallModel): string => `message ${c.message}, frame ${c.frame}`;
const outcome = (c: CallModel): string => [c.status, c.latency === undefined ? '' : `${c.latency} s`].filter((t) => t !== '').join(', ');

function interfaces(l: InterfaceList, out: Writer): void {
  line(out, 0, `Interfaces of ${l.server}, as told to ${l.client}`, outcome(l), where(l));
  for (const i of l.interfaces)
    line(out, 1, i.group, i.addresses.join(' '), i.state, i.version, i.isWitness ? 'for witness registration' : '');
}

function registration(r: Registration, out: Writer): void {
  const net = r.shareName === '' ? r.netName : `${r.netName}, share ${r.shareName}`;
  line(out, 0, `Registration for ${net}, address ${r.ipAddress}`, r.state, given('handle', r.handle));
  line(
    out,
    1,
    `client ${r.clientComputerName} (${r.client})`,
    `witness ${r.server}`,
    r.version,
    r.flags.join(' '),
    given('keep-alive', r.keepAlive === undefined ? '' : `${r.keepAlive} s`),
  );
  for (const f of r.findings) line(out, 1, `! ${f}`);
  for (const s of r.sessions) session('watches over', s, 1, out);
  line(out, 1, r.operation, outcome(r), where(r));
  for (const n of r.notifications) notification(n, out);
  if (r.unregistered !== undefined) line(out, 1, r.unregistered.operation, outcome(r.unregistered), where(r.unregistered));
}

function notification(n: Notification, out: Writer): void {
  line(out, 1, n.operation, n.pending ? 'waiting at the end of the capture' : outcome(n), n.kind, where(n));
  for (const r of n.resources) line(out, 2, `${r.name} ${r.change}`);
  for (const d of n.destinations) line(out, 2, d.addresses.join(' '), d.flags.join(' '));
  for (const s of n.moved) session('moved to', s, 2, out);
  for (const f of n.findings) line(out, 2, `! ${f}`);
}

function session(how: string, s: WatchedSession, depth: number, out: Writer): void {
  line(out, depth, `${how} session ${s.sessionId}`, s.user, `${s.client} → ${s.server}`, `frames ${s.firstFrame}–${s.lastFrame}`);
}
