import { CreateRequest, CreateResponse } from '../../dissectors/smb2/create.ts';
import { Command } from '../../dissectors/smb2/header.ts';
import { NegotiateResponse } from '../../dissectors/smb2/negotiate.ts';
import { Cipher, CompressionAlgorithm, SigningAlgorithm } from '../../dissectors/smb2/negotiate-contexts.ts';
import { SessionSetupResponse } from '../../dissectors/smb2/session-setup.ts';
import { TreeConnectResponse } from '../../dissectors/smb2/tree-connect.ts';
import { guidText } from '../dissect/show.ts';
import { Protocol, UnitFlag } from '../smb/columns.ts';
import type { Credits } from '../smb/credits.ts';
import { Flag, STATUS_SUCCESS } from '../smb/current.ts';
import { frameOf } from '../smb/facts.ts';
import { UNSEEN } from '../smb/opens.ts';
import type { Pass } from '../smb/pass.ts';
import { Records } from '../smb/records.ts';
import { NOBODY } from '../smb/security/authentication.ts';
import { cachingText, durability } from '../smb/state-facts.ts';
import { bitNames, constant, hex, statusName, valueName } from './constants.ts';

/** From which frame to which something is seen, how many messages it has, and the bytes that READ and WRITE moved. */
export interface Span {
  firstFrame: number;
  lastFrame: number;
  messages: number;
  bytesRead: number;
  bytesWritten: number;
}

/** MS-SMB2 3.3.1.10. */
export interface OpenModel extends Span {
  path: string;
  fileId: string;
  status: string;
  access: string[];
  shareAccess: string[];
  createAction: string;
  oplock: string;
  lease: string;
  /** Kind and time of a durable, persistent or resilient open; what was asked for and not granted says so. */
  durable: string;
  appInstanceId: string;
  /** The CREATE asked to take up a lost open: the frame in which that was created, 0 when it is not in the capture, undefined otherwise. */
  reconnects: number | undefined;
  /** Requests that repeated an earlier one, and those whose ChannelSequence was out of date. */
  replays: number;
  stale: number;
  closed: boolean;
  /** How it ended: `closed`, `tree disconnected`, `logged off`; empty while it is open, or for one that was lost with its connection. */
  ended: string;
}

/** MS-SMB2 3.3.1.9. */
export interface TreeModel extends Span {
  treeId: string;
  share: string;
  type: string;
  flags: string[];
  capabilities: string[];
  maximalAccess: string[];
  status: string;
  opens: OpenModel[];
}

/** MS-SMB2 3.3.1.8. */
export interface SessionModel extends Span {
  sessionId: string;
  connections: number[];
  /** As its first authentication shows, `NTLMv2` or the like; each empty while unknown. */
  authentication: string;
  user: string;
  domain: string;
  host: string;
  flags: string[];
  previousSessionId: string;
  reauthentications: number;
  loggedOff: boolean;
  established: boolean;
  trees: TreeModel[];
}

/** MS-SMB2 3.3.1.7. */
export interface ConnectionModel extends Span {
  stream: number;
  client: string;
  server: string;
  dialect: string;
  clientGuid: string;
  serverGuid: string;
  capabilities: string[];
  signing: string;
  signingAlgorithm: string;
  cipher: string;
  compression: string[];
  maxRead: number;
  maxWrite: number;
  maxTransact: number;
  credits: CreditModel;
}

/** The connection's credits and its window of MessageIds (MS-SMB2 3.3.1.1). */
export interface CreditModel {
  charged: number;
  requested: number;
  granted: number;
  balance: number;
  highest: number;
  lowest: number;
  /** Requests that cost more than the client had, and the frame of the first. */
  overdrafts: number;
  firstOverdraft: number;
  lowestMessageId: string;
  highestMessageId: string;
  isWhole: boolean;
}

export interface Model {
  connections: ConnectionModel[];
  sessions: SessionModel[];
}

const span = (): Span => ({ firstFrame: 0, lastFrame: 0, messages: 0, bytesRead: 0, bytesWritten: 0 });

/**
 * Reads out of a pass the objects that MS-SMB2's abstract data model names: connections, sessions, tree connects and opens. With `isAsked`, only those
 * that a message which fulfils it belongs to, and of these only such messages are counted.
 */
export function model(pass: Pass, isAsked: (row: number) => boolean = () => true): Model {
  return new Objects(pass).build(isAsked);
}

/** The objects of a pass, each made when it is asked for first. Keys are rows plus one, as messages have them. */
export class Objects {
  private readonly pass: Pass;
  private readonly records: Records;
  private readonly connections = new Map<number, ConnectionModel>();
  private readonly sessions = new Map<number, SessionModel>();
  private readonly trees = new Map<number, TreeModel>();
  private readonly opens = new Map<number, OpenModel>();
  /** By stream: the MessageIds of its requests. */
  private readonly windows = new Map<number, { readonly low: number; readonly high: number }>();

  constructor(pass: Pass) {
    this.pass = pass;
    this.records = new Records(pass);
  }

  build(isAsked: (row: number) => boolean): Model {
    const { messages: m } = this.pass;
    for (let row = 0; row < m.count; row++) if (m.protocol[row] === Protocol.smb2 && isAsked(row)) this.message(row);
    for (let row = 0; row < m.count; row++) this.negotiation(row);
    return { connections: [...this.connections.values()], sessions: [...this.sessions.values()] };
  }

  private message(row: number): void {
    const { messages: m, smb2 } = this.pass;
    const connection = this.connection(row);
    this.count(connection, row);
    this.window(connection, row);
    if (m.session[row] === 0) return;
    const session = this.session(m.session[row]!);
    if (!session.connections.includes(connection.stream)) session.connections.push(connection.stream);
    this.count(session, row);
    const tree = m.tree[row] === 0 ? undefined : this.tree(m.tree[row]!, session);
    if (tree !== undefined) this.count(tree, row);
    if (m.open[row] === 0) return;
    const open = this.open(m.open[row]!, tree, session);
    this.count(open, row);
    if (smb2.replays.of.has(row)) open.replays++;
    if (smb2.replays.stale.has(row)) open.stale++;
  }

  /** MessageIds of requests, the lowest and the highest so far; a CANCEL has its request's, a notification none. */
  private window({ stream, credits }: ConnectionModel, row: number): void {
    const { messages: m } = this.pass;
    if ((m.flags[row]! & Flag.response) !== 0 || m.command[row] === Command.CANCEL) return;
    const id = m.messageIdHigh[row]! * 2 ** 32 + m.messageIdLow[row]!;
    const known = this.windows.get(stream);
    if (known !== undefined && id >= known.low && id <= known.high) return;
    const low = Math.min(id, known?.low ?? id);
    const high = Math.max(id, known?.high ?? id);
    this.windows.set(stream, { low, high });
    credits.lowestMessageId = String(low);
    credits.highestMessageId = String(high);
  }

  private count(s: Span, row: number): void {
    const { messages: m } = this.pass;
    const frame = frameOf(this.pass, row);
    if (s.messages++ === 0) s.firstFrame = frame;
    s.lastFrame = frame;
    if ((m.flags[row]! & Flag.response) === 0 || m.pair[row] === 0 || m.status[row]! >= 0xc0000000) return;
    if (m.command[row] === Command.READ) s.bytesRead += m.detail[row]!;
    if (m.command[row] === Command.WRITE) s.bytesWritten += m.detail[row]!;
  }

  /** The connection that carries the message. */
  connection(row: number): ConnectionModel {
    const { units, messages, network } = this.pass;
    const unit = messages.unit[row]!;
    const index = units.stream[unit]!;
    const known = this.connections.get(index);
    if (known !== undefined) return known;
    const stream = network.streams[index]!;
    const from = (units.flags[unit]! & UnitFlag.direction) !== 0 ? 1 : 0;
    const isResponse = (messages.flags[row]! & Flag.response) !== 0;
    const server = (isResponse ? from : 1 - from) as 0 | 1;
    const { clientGuid, credits } = this.pass.connectionOf(row)!;
    const made: ConnectionModel = {
      stream: stream.number,
      client: stream.endpoint(server === 0 ? 1 : 0),
      server: stream.endpoint(server),
      dialect: '',
      clientGuid,
      serverGuid: '',
      capabilities: [],
      signing: '',
      signingAlgorithm: '',
      cipher: '',
      compression: [],
      maxRead: 0,
      maxWrite: 0,
      maxTransact: 0,
      credits: this.credits(credits),
      ...span(),
    };
    this.connections.set(index, made);
    return made;
  }

  private credits(c: Credits): CreditModel {
    const { charged, requested, granted, balance, highest, lowest, overdrafts, isWhole } = c;
    return {
      charged,
      requested,
      granted,
      balance,
      highest,
      lowest,
      overdrafts,
      firstOverdraft: c.firstOverdraft < 0 ? 0 : frameOf(this.pass, c.firstOverdraft),
      lowestMessageId: '',
      highestMessageId: '',
      isWhole,
    };
  }

  session(key: number): SessionModel {
    let made = this.sessions.get(key);
    if (made !== undefined) return made;
    const s = this.pass.smb2.sessions[key - 1]!;
    const { kind, user, domain, host } = (s.elsewhere ?? s).identity ?? NOBODY;
    made = {
      sessionId: s.id,
      connections: [],
      authentication: kind,
      user,
      domain,
      host,
      flags: s.establishedBy === 0 ? [] : bitNames(SessionSetupResponse, 'SessionFlags', s.flags),
      previousSessionId: s.previousId === 0n ? '' : `0x${s.previousId.toString(16).padStart(16, '0')}`,
      reauthentications: s.reauthentications,
      loggedOff: s.loggedOffBy !== 0,
      established: s.establishedBy !== 0,
      trees: [],
      ...span(),
    };
    this.sessions.set(key, made);
    return made;
  }

  tree(key: number, session: SessionModel): TreeModel {
    const known = this.trees.get(key);
    if (known !== undefined) return known;
    const { id, share, connectedBy } = this.pass.smb2.trees[key - 1]!;
    const succeeded = connectedBy !== 0 && this.pass.messages.status[connectedBy - 1] === STATUS_SUCCESS;
    const response = succeeded ? this.records.values(connectedBy - 1, TreeConnectResponse) : {};
    const made: TreeModel = {
      treeId: hex(id, 8),
      share: this.pass.smb2.names.text(share),
      type: valueName(TreeConnectResponse, 'ShareType', response.ShareType).replace('SMB2_SHARE_TYPE_', ''),
      flags: bitNames(TreeConnectResponse, 'ShareFlags', response.ShareFlags),
      capabilities: bitNames(TreeConnectResponse, 'Capabilities', response.Capabilities),
      maximalAccess: bitNames(TreeConnectResponse, 'MaximalAccess', response.MaximalAccess),
      status: connectedBy === 0 ? '' : statusName(this.pass.messages.status[connectedBy - 1]!),
      opens: [],
      ...span(),
    };
    this.trees.set(key, made);
    session.trees.push(made);
    return made;
  }

  private open(key: number, tree: TreeModel | undefined, session: SessionModel): OpenModel {
    let made = this.opens.get(key);
    if (made !== undefined) return made;
    this.opens.set(key, (made = this.describeOpen(key - 1)));
    (tree ?? session.trees[0])?.opens.push(made);
    return made;
  }

  /** What is known of an open but for what its messages add up to. */
  describeOpen(open: number): OpenModel {
    const { opens, names, durables } = this.pass.smb2;
    const name = opens.name[open]!;
    const answer = opens.answeredBy[open]!;
    const succeeded = answer !== 0 && this.pass.messages.status[answer - 1] === STATUS_SUCCESS;
    const lost = opens.continues[open]!;
    return {
      path: name === 0 ? '' : names.text(name - 1),
      fileId: succeeded ? this.fileId(open, answer - 1) : '',
      status: answer === 0 ? '' : statusName(this.pass.messages.status[answer - 1]!),
      access: bitNames(CreateRequest, 'DesiredAccess', opens.desiredAccess[open]),
      shareAccess: bitNames(CreateRequest, 'ShareAccess', opens.shareAccess[open]),
      createAction: succeeded ? valueName(CreateResponse, 'CreateAction', opens.createAction[open]) : '',
      oplock: succeeded ? cachingText(true, opens.oplockLevel[open]!) : '',
      lease: this.lease(opens.lease[open]! - 1),
      durable: durability(opens.durable[open]!, opens.timeout[open]!),
      appInstanceId: durables.appInstances.get(open) ?? '',
      reconnects: lost === 0 ? undefined : lost === UNSEEN ? 0 : frameOf(this.pass, opens.createdBy[lost - 1]!),
      replays: 0,
      stale: 0,
      closed: opens.closedBy[open] !== 0,
      ended: this.ended(open),
      ...span(),
    };
  }

  private fileId(open: number, answer: number): string {
    const { fileId } = this.pass.smb2.opens;
    const own = new Uint8Array(fileId.buffer, 16 * open, 16);
    return own.every((byte) => byte === 0) ? (this.records.values(answer, CreateResponse).FileId ?? '') : guidText(own);
  }

  private ended(open: number): string {
    const { messages: m, smb2 } = this.pass;
    if (smb2.opens.closedBy[open] !== 0) return 'closed';
    const row = smb2.opens.createdBy[open]!;
    if (m.tree[row] !== 0 && smb2.trees[m.tree[row]! - 1]!.disconnectedBy !== 0) return 'tree disconnected';
    return m.session[row] !== 0 && smb2.sessions[m.session[row]! - 1]!.loggedOffBy !== 0 ? 'logged off' : '';
  }

  private lease(lease: number): string {
    const { leases } = this.pass.smb2;
    if (lease < 0 || leases.isOplock[lease] === 1) return '';
    const parent = leases.hasParent[lease] === 1 ? `, parent ${leases.parent(lease)}` : '';
    return `${cachingText(false, leases.granted[lease]!)}, key ${leases.key(lease)}${parent}`;
  }

  /** Takes over into its connection what a NEGOTIATE Response says. */
  negotiation(row: number): void {
    const { messages: m, units } = this.pass;
    if (m.command[row] !== Command.NEGOTIATE || m.protocol[row] !== Protocol.smb2 || m.status[row] !== STATUS_SUCCESS) return;
    const connection = this.connections.get(units.stream[m.unit[row]!]!);
    if (connection !== undefined && (m.flags[row]! & Flag.response) !== 0) this.negotiate(row, connection);
  }

  private negotiate(row: number, c: ConnectionModel): void {
    const response = this.records.values(row, NegotiateResponse);
    c.dialect = valueName(NegotiateResponse, 'DialectRevision', response.DialectRevision);
    c.serverGuid = response.ServerGuid ?? '';
    c.capabilities = bitNames(NegotiateResponse, 'Capabilities', response.Capabilities);
    c.signing = ((response.SecurityMode ?? 0) & 2) !== 0 ? 'required' : ((response.SecurityMode ?? 0) & 1) !== 0 ? 'enabled' : 'off';
    c.maxRead = response.MaxReadSize ?? 0;
    c.maxWrite = response.MaxWriteSize ?? 0;
    c.maxTransact = response.MaxTransactSize ?? 0;
    for (const { Data } of (response.NegotiateContextList ?? []) as readonly { readonly Data?: NegotiateContextData }[]) {
      if (Data?.Ciphers !== undefined) c.cipher = constant(Cipher.names, Data.Ciphers[0]);
      if (Data?.SigningAlgorithms !== undefined) c.signingAlgorithm = constant(SigningAlgorithm.names, Data.SigningAlgorithms[0]);
      if (Data?.CompressionAlgorithms !== undefined)
        c.compression = Data.CompressionAlgorithms.map((a) => constant(CompressionAlgorithm.names, a));
    }
  }
}

/** What the contexts of a NEGOTIATE Response choose, of what is shown. */
interface NegotiateContextData {
  readonly Ciphers?: readonly number[];
  readonly SigningAlgorithms?: readonly number[];
  readonly CompressionAlgorithms?: readonly number[];
}
