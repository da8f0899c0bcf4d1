import type { FrameFacts, MessageFacts, SecurityFacts, StateFacts } from '../../dissectors/facts.ts';
import { Command, Header } from '../../dissectors/smb2/header.ts';
import { FSCTL } from '../../dissectors/tables/fsctl.ts';
import type { Frame } from '../capture/frame.ts';
import type { Stream } from '../net/stream.ts';
import { Flag } from './current.ts';
import { isError } from './errors.ts';
import type { Pass } from './pass.ts';
import { SecurityOf } from './security-facts.ts';
import { State } from './state-facts.ts';

/** What the tables may know of the SMB2 message in `row`; `structureSize` is the first field of its body, 0 when it was not captured. */
export function factsOf(pass: Pass, row: number, structureSize: number): MessageFacts {
  const { messages: m, smb2 } = pass;
  const isResponse = (m.flags[row]! & Flag.response) !== 0;
  const pair = m.pair[row]! - 1;
  const request = isResponse ? pair : row;
  const info = request < 0 ? 0 : m.detail[request]!;
  const command = m.command[row]!;
  const isInfo = command === Command.QUERY_INFO || command === Command.SET_INFO;
  const isHash = command === Command.IOCTL && info === FSCTL.FSCTL_SRV_READ_HASH;
  const isSnapshot = command === Command.IOCTL && info === FSCTL.FSCTL_REFS_STREAM_SNAPSHOT_MANAGEMENT;
  const open = m.open[row]!;
  const name = open === 0 ? 0 : smb2.opens.name[open - 1]!;
  // A TREE_CONNECT Request has no tree id yet: it names the share itself.
  const tree = command === Command.TREE_CONNECT && !isResponse ? 0 : m.tree[row]!;
  return {
    isResponse,
    isAsync: (m.flags[row]! & Flag.async) !== 0,
    isError: isResponse && isError(command, m.status[row]!, structureSize),
    dialect: pass.connectionOf(row)?.dialect ?? 0,
    offers311: command === Command.NEGOTIATE && !isResponse && m.detail[row] === 0x0311,
    requestFrame: isResponse && pair >= 0 ? frameOf(pass, pair) : undefined,
    responseFrame: !isResponse && pair >= 0 ? frameOf(pass, pair) : undefined,
    latency: isResponse && pair >= 0 ? elapsed(pass, pair, row) : undefined,
    tree: tree === 0 ? undefined : smb2.names.text(smb2.trees[tree - 1]!.share),
    fileName: name === 0 ? undefined : smb2.names.text(name - 1),
    status: m.status[row]!,
    infoType: isInfo ? info >> 8 : 0,
    infoClass: isInfo ? info & 255 : command === Command.QUERY_DIRECTORY ? info : 0,
    hashRetrievalType: isHash ? m.extra[row]! : 0,
    snapshotOperation: isSnapshot ? m.extra[row]! : 0,
    ctlCode: command === Command.IOCTL ? info : 0,
    state: new State(pass, row),
    security: new SecurityOf(pass, row),
  };
}

const UNKNOWN_STATE: StateFacts = Object.freeze({}) as StateFacts;
const UNKNOWN_SECURITY: SecurityFacts = Object.freeze({}) as SecurityFacts;

/** What the header at `at` says itself of bytes that are no message of the index. */
export function strayFacts(data: DataView, at: number, structureSize: number, dialect: number): MessageFacts {
  const flags = data.getUint32(at + Header.at.Flags, true);
  const isResponse = (flags & Flag.response) !== 0;
  const status = isResponse ? data.getUint32(at + Header.at.Status, true) : 0;
  return {
    isResponse,
    isAsync: (flags & Flag.async) !== 0,
    isError: isResponse && isError(data.getUint16(at + Header.at.Command, true), status, structureSize),
    dialect,
    offers311: false,
    requestFrame: undefined,
    responseFrame: undefined,
    latency: undefined,
    tree: undefined,
    fileName: undefined,
    status,
    infoType: 0,
    infoClass: 0,
    ctlCode: 0,
    hashRetrievalType: 0,
    snapshotOperation: 0,
    state: UNKNOWN_STATE,
    security: UNKNOWN_SECURITY,
  };
}

export const frameOf = (pass: Pass, row: number): number => pass.units.frame[pass.messages.unit[row]!]!;

/** Seconds from one message's unit to another's, with nine digits. */
export function elapsed(pass: Pass, from: number, to: number): string {
  const { units, messages } = pass;
  const a = messages.unit[from]!;
  const b = messages.unit[to]!;
  return seconds(units.seconds[b]! - units.seconds[a]!, units.nanoseconds[b]! - units.nanoseconds[a]!);
}

/** Seconds, exact to the nanosecond for intervals below three months. */
export function between(pass: Pass, from: number, to: number): number {
  const { units, messages } = pass;
  const a = messages.unit[from]!;
  const b = messages.unit[to]!;
  return ((units.seconds[b]! - units.seconds[a]!) * 1e9 + (units.nanoseconds[b]! - units.nanoseconds[a]!)) / 1e9;
}

/** A signed time of whole seconds and nanoseconds as decimal seconds. */
export function seconds(whole: number, nanoseconds: number): string {
  const isNegative = whole < 0 || (whole === 0 && nanoseconds < 0);
  const ns = isNegative ? -nanoseconds : nanoseconds;
  const s = isNegative ? -whole : whole;
  const carry = ns < 0 ? -1 : ns >= 1e9 ? 1 : 0;
  // One digit more, so that the zeros are there.
  const fraction = String(1e9 + ns - carry * 1e9).slice(1);
  return isNegative ? `-${s + carry}.${fraction}` : `${s + carry}.${fraction}`;
}

export function frameFacts(frame: Frame, interfaceName: string, stream: Stream | null, payload: number | undefined): FrameFacts {
  return {
    isResponse: false,
    number: frame.number,
    time: seconds(frame.seconds, frame.nanoseconds),
    captured: frame.captured,
    original: frame.original,
    interface: frame.interface,
    interfaceName,
    linkType: frame.linkType,
    stream: stream?.number,
    payload,
  };
}
