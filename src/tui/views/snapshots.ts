import type { Mount, SnapshotCall, SnapshotCopy, SnapshotSet } from '../../report/snapshot-model.ts';
import { snapshots } from '../../report/snapshots.ts';
import type { Pass } from '../../smb/pass.ts';
import type { CellReader } from '../cells.ts';
import { callEntry, type Entry, findingsOf, Outline, together } from './outline.ts';
import { bytes } from './texts.ts';

/** Shadow copy sets of FSRVP, with their copies and the calls that made them. */
export function snapshotOutline(pass: Pass, reader: CellReader, isAsked: (row: number) => boolean): Outline {
  const { sets, others } = snapshots(pass, isAsked);
  const rest: Entry[] = others.length === 0 ? [] : [{ title: 'Calls of no set', tone: 'title', below: others.map(stepEntry) }];
  return new Outline(reader, 'Shadow copy set / copy / call', 'There are no calls of FSRVP.', [...sets.map(setEntry), ...rest]);
}

const setEntry = (s: SnapshotSet): Entry => ({
  title: `Set ${s.setId}`,
  ...(s.calls[0] === undefined ? {} : { message: s.calls[0].message }),
  state: together(s.status === '' ? 'begun before' : s.status, s.ended, s.timer === undefined ? '' : `${s.timer.left} s left`),
  tone: 'title',
  below: [
    { title: together(`by ${s.user === '' ? s.client : `${s.user} of ${s.client}`}`, `server ${s.server}`, s.context), tone: 'faint' },
    ...findingsOf(s.findings),
    ...s.calls.map(stepEntry),
    ...s.copies.map(copyEntry),
  ],
});

const stepEntry = (c: SnapshotCall): Entry => ({
  ...callEntry(c, together(`${c.operation}${c.share === '' ? '' : `  ${c.share}`}`, c.told)),
  below: findingsOf(c.findings, c.message),
});

function copyEntry(c: SnapshotCopy): Entry {
  const exposed = c.exposedShare === '' ? '(name not known)' : c.exposedShare;
  const below: Entry[] = [];
  if (c.exposed || c.exposedShare !== '') {
    const listedIn = c.listedIn.length === 0 ? '' : `in the share lists of frames ${c.listedIn.join(' ')}`;
    below.push({ title: together(`exposed as ${exposed}`, c.device, c.remark, listedIn) });
  }
  if (c.exposed && c.mounts.length === 0) below.push({ title: 'no session in the capture connects to it', tone: 'faint' });
  return {
    title: `Copy of ${c.share === '' ? '(share not known)' : c.share}  ${c.copyId}`,
    state: c.deletedIn > 0 ? `deleted in frame ${c.deletedIn}` : c.exposed ? 'exposed' : '',
    tone: 'name',
    below: [...below, ...c.mounts.map(mountEntry)],
  };
}

const mountEntry = (m: Mount): Entry => ({
  title: together(
    `connected by ${m.user === '' ? `session ${m.sessionId}` : m.user} of ${m.client}`,
    `${m.opens} opens`,
    bytes(m.bytesRead),
  ),
  state: m.status === 'STATUS_SUCCESS' ? `frames ${m.firstFrame}–${m.lastFrame}` : m.status,
});
