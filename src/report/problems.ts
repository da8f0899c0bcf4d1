import { Command } from '../../dissectors/smb2/header.ts';
import { Kind, type Node } from '../dissect/node.ts';
import { labelFor } from '../dissect/show.ts';
import { Protocol, UnitFlag } from '../smb/columns.ts';
import { Flag, STATUS_PENDING, STATUS_SUCCESS } from '../smb/current.ts';
import { between } from '../smb/facts.ts';
import { UNSEEN } from '../smb/opens.ts';
import type { Pass } from '../smb/pass.ts';
import { Records } from '../smb/records.ts';
import { timer, type Work } from './work.ts';

const SLICE = 4096;
/** Of a kind, so many are listed; all are counted. */
const MOST = 100_000;
const MALFORMED = new Set(['_ws.malformed']);

export type Severity = 'note' | 'warning' | 'error';

/** What a kind of finding is about, and where the specification speaks of it. */
export interface ProblemKind {
  readonly name: string;
  readonly title: string;
  readonly severity: Severity;
  readonly spec: string;
}

export const problemKinds = [
  { name: 'malformed', title: 'Malformed message', severity: 'error', spec: '' },
  { name: 'unanswered', title: 'No answer', severity: 'warning', spec: 'MS-SMB2 3.3.4' },
  { name: 'slow', title: 'Slow operation', severity: 'warning', spec: '' },
  { name: 'break-unacknowledged', title: 'Break without acknowledgment', severity: 'warning', spec: 'MS-SMB2 3.3.2.5' },
  { name: 'stale-channel', title: 'Stale ChannelSequence', severity: 'warning', spec: 'MS-SMB2 3.3.5.2.10' },
  { name: 'credits', title: 'More credits used than granted', severity: 'warning', spec: 'MS-SMB2 3.3.5.2.3' },
  { name: 'gap', title: 'Missing from the capture', severity: 'warning', spec: '' },
  { name: 'handle-lost', title: 'Handle never closed', severity: 'note', spec: 'MS-SMB2 3.3.5.10' },
  { name: 'waiting', title: 'Still waiting at the end', severity: 'note', spec: 'MS-SMB2 3.3.4.2' },
  { name: 'cut', title: 'Not captured in full', severity: 'note', spec: '' },
] as const satisfies readonly ProblemKind[];

/** Findings about the security of the traffic, by the names that verification gives them. */
const securityTitles: Readonly<Record<string, string>> = {
  'signature-bad': 'Bad signature',
  'not-signed': 'Not signed although it had to be',
  'clear-text': 'In clear text although encrypted',
  'nonce-reuse': 'Nonce used twice',
  'tag-bad': 'Wrong authentication tag',
  'mic-bad': 'Wrong integrity code of the logon',
  'verifier-bad': 'Wrong verifier of a remote procedure call',
  retransmission: 'Sent twice with different content',
  'validate-negotiate': 'Negotiation was tampered with',
  'negotiate-not-offered': 'Chosen though not offered',
  'negotiate-context-missing': 'Negotiate context missing',
  downgrade: 'Less than both sides can',
  'not-validated': 'Negotiation not validated',
  ntlmv1: 'NTLMv1',
  'lm-response': 'LM response',
  'rc4-ticket': 'Kerberos ticket with RC4',
  'des-ticket': 'Kerberos ticket with DES',
  'guest-session': 'Session of a guest',
  'anonymous-session': 'Session of nobody',
};

type KindName = (typeof problemKinds)[number]['name'];
const kindOf = (name: KindName): ProblemKind => problemKinds.find((k) => k.name === name)!;

/** A finding, and the message that it is about. */
export interface Problem {
  readonly row: number;
  readonly text: string;
}

/** Findings of one kind, in the order of their messages. */
export interface ProblemList {
  readonly kind: ProblemKind;
  readonly kept: Problem[];
  count: number;
}

/** Findings by kind; they come while they are worked out. */
export class Problems {
  readonly lists: ProblemList[] = [];
  /** Changes with each finding. */
  total = 0;

  add(kind: ProblemKind | KindName, row: number, text: string): void {
    const of = typeof kind === 'string' ? kindOf(kind) : kind;
    let list = this.lists.find((l) => l.kind.name === of.name && l.kind.severity === of.severity && l.kind.spec === of.spec);
    if (list === undefined) this.lists.push((list = { kind: of, kept: [], count: 0 }));
    this.total++;
    list.count++;
    if (list.kept.length < MOST) list.kept.push({ row, text });
  }
}

/** Looks for what is wrong; an operation is slow that took `slow` seconds or longer. */
export function* problems(pass: Pass, isAsked: (row: number) => boolean, slow: number, into: Problems): Work<Problems> {
  ofSecurity(pass, isAsked, into);
  yield* ofMessages(pass, isAsked, slow, into);
  // What is not ended yet may end.
  if (pass.isDone) yield* ofOpens(pass, isAsked, into);
  ofState(pass, isAsked, into);
  yield* malformed(pass, isAsked, into);
  return into;
}

/** What verification found. */
function ofSecurity(pass: Pass, isAsked: (row: number) => boolean, into: Problems): void {
  for (const { row, kind, severity, text, spec } of pass.security.findings.kept)
    if (row < pass.messages.count && isAsked(row)) into.add({ name: kind, title: securityTitles[kind] ?? kind, severity, spec }, row, text);
}

function* ofMessages(pass: Pass, isAsked: (row: number) => boolean, slow: number, into: Problems): Work<void> {
  const { messages: m, units, smb2 } = pass;
  const { count } = m;
  const isOverdue = overdue(pass, slow);
  for (let row = 0; row < count; row++) {
    if (row % SLICE === 0) yield (0.2 * row) / count;
    if (!isAsked(row)) continue;
    const unit = m.unit[row]!;
    const flags = units.flags[unit]!;
    if ((flags & UnitFlag.incomplete) !== 0) into.add('cut', row, 'the capture has a part of it only');
    if ((flags & UnitFlag.afterGap) !== 0 && m.firstOf(unit) === row)
      into.add('gap', row, `${units.skipped.get(unit) ?? 0} bytes of the stream before it are missing`);
    if (m.protocol[row] !== Protocol.smb2) continue;
    if (smb2.replays.stale.has(row)) into.add('stale-channel', row, 'its ChannelSequence is behind that of its open');
    const command = m.command[row]!;
    if (command === Command.CANCEL || command === Command.OPLOCK_BREAK) continue;
    const pair = m.pair[row]! - 1;
    if ((m.flags[row]! & Flag.response) === 0) {
      if (pair < 0 && isOverdue(row)) into.add('unanswered', row, 'the capture has no response to it');
      else if (pair >= 0 && pass.isDone && m.status[pair] === STATUS_PENDING)
        into.add('waiting', row, 'its only response is STATUS_PENDING');
    } else if (pair >= 0 && m.status[row] !== STATUS_PENDING && command !== Command.CHANGE_NOTIFY) {
      const took = between(pass, pair, row);
      if (took >= slow) into.add('slow', row, `answered after ${took.toFixed(3)} s`);
    }
  }
}

/** While more is coming, a response may be among it until its request is slow. */
function overdue({ isDone, messages: m, units, latest }: Pass, slow: number): (row: number) => boolean {
  const { seconds, nanoseconds } = latest;
  return (row) => {
    const unit = m.unit[row]!;
    return isDone || seconds - units.seconds[unit]! + (nanoseconds - units.nanoseconds[unit]!) / 1e9 > slow;
  };
}

function* ofOpens(pass: Pass, isAsked: (row: number) => boolean, into: Problems): Work<void> {
  const { opens, trees, sessions } = pass.smb2;
  const { messages: m } = pass;
  const resumed = new Set<number>();
  for (let open = 0; open < opens.count; open++) {
    const lost = opens.continues[open]!;
    if (lost !== 0 && lost !== UNSEEN) resumed.add(lost - 1);
  }
  for (let open = 0; open < opens.count; open++) {
    if (open % SLICE === 0) yield 0.2;
    const answer = opens.answeredBy[open]!;
    const row = opens.createdBy[open]!;
    if (answer === 0 || m.status[answer - 1] !== STATUS_SUCCESS || opens.closedBy[open] !== 0 || resumed.has(open) || !isAsked(row))
      continue;
    if (m.tree[row] !== 0 && trees[m.tree[row]! - 1]!.disconnectedBy !== 0) continue;
    if (m.session[row] !== 0 && sessions[m.session[row]! - 1]!.loggedOffBy !== 0) continue;
    into.add('handle-lost', row, 'neither closed nor ended with its tree connect or session');
  }
}

function ofState(pass: Pass, isAsked: (row: number) => boolean, into: Problems): void {
  const { leases } = pass.smb2;
  for (let lease = 0; lease < leases.count; lease++) {
    const row = leases.breaking[lease]! - 1;
    if (row >= 0 && pass.isDone && isAsked(row))
      into.add('break-unacknowledged', row, 'the client neither acknowledged it nor closed the file');
  }
  const seen = new Set<number>();
  for (const { index } of pass.network.streams) {
    const credits = pass.connections[index]?.credits;
    if (credits === undefined || credits.firstOverdraft < 0 || seen.has(index) || !isAsked(credits.firstOverdraft)) continue;
    seen.add(index);
    into.add('credits', credits.firstOverdraft, `${credits.overdrafts} requests of this connection cost more than it had left`);
  }
}

/** Every message is dissected for this: it comes last. */
function* malformed(pass: Pass, isAsked: (row: number) => boolean, into: Problems): Work<void> {
  const records = new Records(pass);
  const isTime = timer();
  const { count } = pass.messages;
  for (let row = 0; row < count; row++) {
    if (isTime()) yield 0.2 + (0.8 * row) / count;
    if (!isAsked(row)) continue;
    let found: string | undefined;
    const say = (_: string, node: Node): void => {
      found ??= node.kind === Kind.note ? String(node.extra) : labelFor(node);
    };
    records.scan(row, MALFORMED, say, false);
    if (found !== undefined) into.add('malformed', row, found);
  }
}
