import { witness } from '../../report/witness.ts';
import type { InterfaceList, Notification, Registration, WatchedSession } from '../../report/witness-model.ts';
import type { Pass } from '../../smb/pass.ts';
import type { CellReader } from '../cells.ts';
import { callEntry, type Entry, findingsOf, Outline, together } from './outline.ts';

/** What clients registered for with the Service Witness Protocol, and what they were told. */
export function witnessOutline(pass: Pass, reader: CellReader, isAsked: (row: number) => boolean): Outline {
  const { interfaceLists, registrations, others } = witness(pass, isAsked);
  const lost: Entry[] = others.map((o) => ({
    ...callEntry(o, `${o.operation} without a registration  ${o.handle}`),
    below: findingsOf(o.findings, o.message),
  }));
  const roots = [...interfaceLists.map(listEntry), ...registrations.map(registrationEntry), ...lost];
  return new Outline(reader, 'Registration / notification / call', 'There are no calls of the Service Witness Protocol.', roots);
}

const listEntry = (l: InterfaceList): Entry => ({
  ...callEntry(l, `Interfaces of ${l.server}, as told to ${l.client}`),
  tone: 'title',
  below: l.interfaces.map((i) => ({
    title: together(`${i.group}  ${i.addresses.join(' ')}`, i.version, i.isWitness ? 'for registration' : ''),
    state: i.state,
    message: l.message,
  })),
});

function registrationEntry(r: Registration): Entry {
  const net = r.shareName === '' ? r.netName : `${r.netName}, share ${r.shareName}`;
  const keepAlive = r.keepAlive === undefined ? '' : `keep-alive ${r.keepAlive} s`;
  return {
    title: `${net} at ${r.ipAddress}  ${together(r.clientComputerName, r.version, ...r.flags, keepAlive)}`,
    state: r.state,
    tone: r.state === 'refused' ? 'error' : 'title',
    below: [
      ...findingsOf(r.findings, r.message),
      ...r.sessions.map((s) => sessionEntry('watches over', s)),
      callEntry(r),
      ...r.notifications.map(notificationEntry),
      ...(r.unregistered === undefined ? [] : [callEntry(r.unregistered)]),
    ],
  };
}

const notificationEntry = (n: Notification): Entry => ({
  ...callEntry(n, n.kind === '' ? n.operation : `${n.operation}  ${n.kind}`),
  ...(n.pending ? { state: 'waiting' } : {}),
  tone: 'name',
  below: [
    ...findingsOf(n.findings, n.message),
    ...n.resources.map((r) => ({ title: r.name, state: r.change, message: n.message })),
    ...n.destinations.map((d) => ({ title: `to ${d.addresses.join(' ')}`, state: d.flags.join(' '), message: n.message })),
    ...n.moved.map((s) => sessionEntry('moved to', s)),
  ],
});

const sessionEntry = (how: string, s: WatchedSession): Entry => ({
  title: `${how} session ${s.sessionId}  ${together(s.user, `${s.client} → ${s.server}`)}`,
  state: `frames ${s.firstFrame}–${s.lastFrame}`,
});
