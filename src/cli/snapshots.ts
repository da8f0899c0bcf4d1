import { toDescriptor, Writer } from '../bytes/writer.ts';
import type { Mount, SnapshotCall, SnapshotCopy, SnapshotSet } from '../report/snapshot-model.ts';
import { snapshots as find } from '../report/snapshots.ts';
import { asked, type CommonOptions, conclude, filterOf, index } from './session.ts';

export interface SnapshotsOptions extends CommonOptions {
  readonly format?: 'text' | 'json';
}

export async function snapshots(paths: readonly string[], options: SnapshotsOptions): Promise<number> {
  const filter = await filterOf(options);
  const pass = await index(paths, options);
  const out = new Writer(toDescriptor(1));
  const found = find(pass, asked(pass, options, filter));
  if (options.format === 'json') out.utf8(JSON.stringify(found, null, 2)).byte(10);
  else if (found.sets.length + found.others.length === 0) out.ascii('no calls of FSRVP in the capture\n');
  else {
    for (const s of found.sets) set(s, out);
    if (found.others.length > 0) out.ascii('Calls of no set\n');
    for (const c of found.others) call(c, out);
  }
  out.flush();
  return conclude(pass.capture, options);
}

const line = (out: Writer, depth: number, ...facts: readonly (string | undefined)[]): Writer =>
  out
    .ascii('  '.repeat(depth))
    .text(facts.filter((f) => f !== undefined && f !== '').join(', '))
    .byte(10);

const given = (label: string, value: string): string => (value === '' ? '' : `${label} ${value}`);

function set(s: SnapshotSet, out: Writer): void {
  const status = s.status === '' ? 'begun before the capture' : s.status;
  line(out, 0, `Shadow copy set ${s.setId}`, s.ended === '' ? status : s.ended);
  line(out, 1, given('client id', s.clientSetId), given('context', s.context));
  line(out, 1, `server ${s.server}`, `client ${s.client}`, given('user', s.user));
  if (s.timer !== undefined)
    line(
      out,
      1,
      `at the capture's end the Message Sequence Timer of ${s.timer.seconds} s runs since frame ${s.timer.frame}`,
      `${s.timer.left} s left`,
    );
  for (const f of s.findings) line(out, 1, `! ${f}`);
  for (const c of s.copies) copy(c, out);
  for (const c of s.calls) call(c, out);
}

function copy(c: SnapshotCopy, out: Writer): void {
  line(
    out,
    1,
    `Copy ${c.copyId} of ${c.share === '' ? '(share not known)' : c.share}`,
    given('client id', c.clientCopyId),
    given('created', c.created),
  );
  if (c.exposed || c.exposedShare !== '')
    line(
      out,
      2,
      `exposed as ${c.exposedShare === '' ? '(name not known)' : c.exposedShare}`,
      c.exposedShareBy === 'rule' ? 'by MS-FSRVP 3.1.4.6' : '',
      given('device', c.device),
      given('remark', c.remark),
      given('in the share lists of frames', c.listedIn.join(' ')),
    );
  if (c.deletedIn > 0) line(out, 2, `deleted in frame ${c.deletedIn}`);
  if (c.exposed && c.mounts.length === 0) line(out, 2, 'no session in the capture connects to it');
  for (const m of c.mounts) mount(m, out);
}

function mount(m: Mount, out: Writer): void {
  line(
    out,
    2,
    `connected by session ${m.sessionId}`,
    m.user,
    `client ${m.client}`,
    m.share,
    m.status === 'STATUS_SUCCESS' ? '' : m.status,
    `frames ${m.firstFrame}–${m.lastFrame}`,
    `${m.messages} messages`,
    m.opens > 0 ? `${m.opens} opens` : '',
    m.bytesRead > 0 ? `${m.bytesRead} bytes read` : '',
  );
}

function call(c: SnapshotCall, out: Writer): void {
  const timer = c.timer === undefined ? '' : c.timer === 0 ? 'timer stopped' : `timer ${c.timer} s`;
  out.ascii('  message ').number(c.message, 6).ascii('  frame ').number(c.frame, 6).ascii('  ');
  line(out, 0, c.operation, c.share, c.status, c.told, c.latency === undefined ? '' : `${c.latency} s`, given('set', c.setStatus), timer);
  for (const f of c.findings) line(out, 3, `! ${f}`);
}
