import { toDescriptor, Writer } from '../bytes/writer.ts';
import {
  type ConnectionModel,
  type CreditModel,
  model,
  type OpenModel,
  type SessionModel,
  type Span,
  type TreeModel,
} from '../report/model.ts';
import { asked, type CommonOptions, conclude, filterOf, index } from './session.ts';

export interface SessionsOptions extends CommonOptions {
  readonly format?: 'text' | 'json';
}

export async function sessions(paths: readonly string[], options: SessionsOptions): Promise<number> {
  const filter = await filterOf(options);
  const pass = await index(paths, options);
  const out = new Writer(toDescriptor(1));
  const found = model(pass, asked(pass, options, filter));
  if (options.format === 'json') out.utf8(JSON.stringify(found, null, 2)).byte(10);
  else {
    for (const c of found.connections) connection(c, out);
    for (const s of found.sessions) session(s, out);
  }
  out.flush();
  return conclude(pass.capture, options);
}

/** A line of facts, those that are empty left out. */
function line(out: Writer, depth: number, ...facts: readonly (string | undefined)[]): void {
  out
    .ascii('  '.repeat(depth))
    .text(facts.filter((f) => f !== undefined && f !== '').join(', '))
    .byte(10);
}

const given = (label: string, value: string | number): string => (value === '' || value === 0 ? '' : `${label} ${value}`);
const list = (names: readonly string[], prefix: string): string => names.map((n) => n.replace(prefix, '')).join(' ');

/** FILE_ALL_ACCESS is fourteen names. */
const ALL_ACCESS = 14;
const access = (names: readonly string[]): string => (names.length >= ALL_ACCESS ? 'FILE_ALL_ACCESS' : list(names, 'FILE_'));

function life(s: Span): string {
  const moved = [s.bytesRead > 0 ? `${s.bytesRead} bytes read` : '', s.bytesWritten > 0 ? `${s.bytesWritten} bytes written` : ''];
  return [`frames ${s.firstFrame}–${s.lastFrame}`, `${s.messages} messages`, ...moved].filter((part) => part !== '').join(', ');
}

function connection(c: ConnectionModel, out: Writer): void {
  line(out, 0, `Connection ${c.stream}: ${c.client} → ${c.server}`, c.dialect, life(c));
  line(
    out,
    1,
    given('signing', c.signing),
    given('signing algorithm', c.signingAlgorithm),
    given('cipher', c.cipher),
    given('compression', c.compression.join(' ')),
  );
  line(
    out,
    1,
    given('capabilities', list(c.capabilities, 'SMB2_GLOBAL_CAP_')),
    given('max read', c.maxRead),
    given('max write', c.maxWrite),
    given('max transact', c.maxTransact),
  );
  line(
    out,
    1,
    credits(c.credits),
    given('message ids', c.credits.lowestMessageId === '' ? '' : `${c.credits.lowestMessageId}–${c.credits.highestMessageId}`),
  );
  line(out, 1, given('client GUID', c.clientGuid), given('server GUID', c.serverGuid));
}

function credits(c: CreditModel): string {
  const overdrawn = c.overdrafts === 0 ? '' : `, overdrawn ${c.overdrafts} times, first in frame ${c.firstOverdraft}`;
  const range = c.isWhole ? `, balance ${c.balance}, at most ${c.highest}, at least ${c.lowest}` : ', beginning not in the capture';
  return `credits charged ${c.charged}, requested ${c.requested}, granted ${c.granted}${range}${overdrawn}`;
}

function who({ user, domain, host, authentication }: SessionModel): string {
  const name = domain === '' ? user : `${domain}\\${user}`;
  const by = authentication === 'anonymous' ? '' : given('by', authentication);
  const parts = [by === '' && name === '' ? authentication : name, given('from', host), by];
  return parts.filter((part) => part !== '').join(' ');
}

function session(s: SessionModel, out: Writer): void {
  const state = s.loggedOff ? 'logged off' : s.established ? '' : 'not established in the capture';
  line(
    out,
    0,
    `Session ${s.sessionId}: connection${s.connections.length > 1 ? 's' : ''} ${s.connections.join(' ')}`,
    who(s),
    list(s.flags, 'SMB2_SESSION_FLAG_'),
    state,
    life(s),
  );
  if (s.previousSessionId !== '' || s.reauthentications > 0)
    line(out, 1, given('previous session', s.previousSessionId), given('reauthentications', s.reauthentications));
  for (const t of s.trees) tree(t, out);
}

function tree(t: TreeModel, out: Writer): void {
  line(out, 1, `Tree ${t.treeId}: ${t.share}`, t.type, t.status === 'STATUS_SUCCESS' ? '' : t.status, life(t));
  line(
    out,
    2,
    given('flags', list(t.flags, 'SMB2_SHAREFLAG_')),
    given('capabilities', list(t.capabilities, 'SMB2_SHARE_CAP_')),
    given('access', access(t.maximalAccess)),
  );
  for (const o of t.opens) open(o, out);
}

const reconnection = (frame: number | undefined): string =>
  frame === undefined ? '' : frame === 0 ? 'asks for an open from before the capture' : `asks for the open of frame ${frame}`;

function open(o: OpenModel, out: Writer): void {
  line(
    out,
    2,
    `Open ${o.path === '' ? '\\' : o.path}`,
    o.status === 'STATUS_SUCCESS' ? o.createAction : o.status,
    reconnection(o.reconnects),
    o.ended,
    life(o),
  );
  const held = [
    given('oplock', o.oplock === 'NONE' || o.lease !== '' ? '' : o.oplock),
    given('lease', o.lease),
    o.durable,
    given('application instance', o.appInstanceId),
  ];
  const repeated = [given('replays', o.replays), given('requests with an old ChannelSequence', o.stale)];
  line(out, 3, given('access', access(o.access)), ...held, ...repeated);
}
