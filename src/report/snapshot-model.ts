import { iso } from '../dissect/show.ts';
import type { Parameters } from '../smb/rpc/calls.ts';
import { type CallModel, lastOf, type ReadCall, string } from './rpc-call.ts';
import type { SetStatus } from './snapshot-rules.ts';

/** A call of FSRVP in the story of a set. */
export interface SnapshotCall extends CallModel {
  readonly share: string;
  /** What it sets or answers, in words. */
  readonly told: string;
  /** Status of the set after it. */
  setStatus: SetStatus;
  /** Seconds that it started the Message Sequence Timer with; 0 stopped it. */
  timer: number | undefined;
  readonly findings: string[];
}

/** A tree connect to an exposed share. */
export interface Mount {
  readonly sessionId: string;
  readonly user: string;
  readonly client: string;
  readonly share: string;
  readonly status: string;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly messages: number;
  readonly opens: number;
  readonly bytesRead: number;
}

/** MS-FSRVP 3.1.1.3 and 3.1.1.4: a shadow copy, and the share that is mapped to it. */
export interface SnapshotCopy {
  readonly copyId: string;
  clientCopyId: string;
  /** `\\server\share` that was copied. */
  share: string;
  created: string;
  exposed: boolean;
  /** Name of the share that the copy is exposed as. */
  exposedShare: string;
  /** `mapping`: a GetShareMapping says it; `rule`: as MS-FSRVP 3.1.4.6 makes it. */
  exposedShareBy: 'mapping' | 'rule' | '';
  /** What the exposed share leads to on the server, as share lists in the capture have it. */
  device: string;
  remark: string;
  /** Frames of share lists that hold the exposed share. */
  readonly listedIn: readonly number[];
  /** Frame of the call that deleted the mapping; 0 while it is there. */
  deletedIn: number;
  mounts: Mount[];
}

/** MS-FSRVP 3.1.1.2. */
export interface SnapshotSet {
  readonly server: string;
  readonly client: string;
  readonly user: string;
  readonly setId: string;
  clientSetId: string;
  context: string;
  status: SetStatus;
  /** How it ended: `recovered`, `aborted`, `deleted`, `timed out`; empty while it goes on. */
  ended: string;
  /** The Message Sequence Timer that runs at the capture's end: its seconds, and how many of them are left. */
  timer: { readonly seconds: number; readonly left: number; readonly frame: number } | undefined;
  readonly copies: SnapshotCopy[];
  readonly calls: SnapshotCall[];
  readonly findings: string[];
}

export interface Snapshots {
  readonly sets: SnapshotSet[];
  /** Calls that belong to no set: questions, and what failed before there was one. */
  readonly others: SnapshotCall[];
}

/** The set's copy of an id. */
export function copyOf(set: SnapshotSet, copyId: string): SnapshotCopy {
  const known = set.copies.find((c) => c.copyId === copyId);
  if (known !== undefined) return known;
  const made: SnapshotCopy = {
    copyId,
    clientCopyId: '',
    share: '',
    created: '',
    exposed: false,
    exposedShare: '',
    exposedShareBy: '',
    device: '',
    remark: '',
    listedIn: [],
    deletedIn: 0,
    mounts: [],
  };
  set.copies.push(made);
  return made;
}

/** `share@{copy}`, MS-FSRVP 3.1.4.6. */
export function expose(c: SnapshotCopy): void {
  c.exposed = true;
  if (c.exposedShare !== '' || c.share === '') return;
  c.exposedShare = `${lastOf(c.share)}@{${c.copyId}}`;
  c.exposedShareBy = 'rule';
}

interface Mapping {
  readonly ShadowCopyId?: string;
  readonly ShareNameUNC?: string;
  readonly ShadowCopyShareName?: string;
  readonly CreationTimestamp?: bigint;
}

/** The mapping that a GetShareMapping answers; undefined for none. */
export const mappingOf = (out: Parameters): Mapping | undefined =>
  ((out.ShareMapping ?? {}) as { FSSAGENT_SHARE_MAPPING_1?: Mapping }).FSSAGENT_SHARE_MAPPING_1;

/** Takes over what a GetShareMapping answers. */
export function mapped(set: SnapshotSet, { in: asked, out }: ReadCall): void {
  const mapping = mappingOf(out);
  const copy = copyOf(set, mapping?.ShadowCopyId ?? string(asked.ShadowCopyId));
  if (copy.share === '') copy.share = mapping?.ShareNameUNC ?? string(asked.ShareName);
  if (mapping?.ShadowCopyShareName !== undefined) {
    copy.exposed = true;
    copy.exposedShare = mapping.ShadowCopyShareName;
    copy.exposedShareBy = 'mapping';
  }
  if (mapping?.CreationTimestamp !== undefined) copy.created = iso(mapping.CreationTimestamp);
}
