import { CreateRequest, CreateResponse } from '../../dissectors/smb2/create.ts';
import { Command } from '../../dissectors/smb2/header.ts';
import { NegotiateRequest, NegotiateResponse } from '../../dissectors/smb2/negotiate.ts';
import { SessionSetupRequest, SessionSetupResponse } from '../../dissectors/smb2/session-setup.ts';
import { TreeConnectResponse } from '../../dissectors/smb2/tree-connect.ts';
import { NTSTATUS } from '../../dissectors/tables/ntstatus.ts';
import { nameOf } from '../dissect/show.ts';
import type { AnyField, Struct } from '../dissect/struct.ts';
import { Protocol, UnitFlag } from '../smb/columns.ts';
import { Flag, STATUS_SUCCESS } from '../smb/current.ts';
import type { Pass } from '../smb/pass.ts';
import { Records } from '../smb/records.ts';
import { type Contexts, contextsOf, leaseText } from './contexts.ts';
import { CreditLedger, type Credits } from './credits.ts';

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
  durable: string;
  /** The CREATE asked to take up a lost open: the frame in which that was created, 0 when it is not in the capture, undefined otherwise. */
  reconnects: number | undefined;
  closed: boolean;
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
  credits: Credits;
}

export interface Model {
  connections: ConnectionModel[];
  sessions: SessionModel[];
}

const span = (): Span => ({ firstFrame: 0, lastFrame: 0, messages: 0, bytesRead: 0, bytesWritten: 0 });

/** Reads out of a pass the objects that MS-SMB2's abstract data model names: connections, sessions, tree connects and opens. */
export function model(pass: Pass): Model {
  return new Builder(pass).build();
}

class Builder {
  private readonly pass: Pass;
  private readonly records: Records;
  private readonly ledger: CreditLedger;
  private readonly connections = new Map<number, ConnectionModel>();
  private readonly sessions = new Map<number, SessionModel>();
  private readonly trees = new Map<number, TreeModel>();
  private readonly opens = new Map<number, OpenModel>();
  /** The latest open that each FileId was granted for. */
  private readonly granted = new Map<string, OpenModel>();

  constructor(pass: Pass) {
    this.pass = pass;
    this.records = new Records(pass);
    this.ledger = new CreditLedger(pass, this.records);
  }

  build(): Model {
    const { messages: m } = this.pass;
    for (let row = 0; row < m.count; row++) if (m.protocol[row] === Protocol.smb2) this.message(row);
    return { connections: [...this.connections.values()], sessions: [...this.sessions.values()] };
  }

  private message(row: number): void {
    const { messages: m } = this.pass;
    const connection = this.connection(row);
    this.count(connection, row);
    this.ledger.add(connection.credits, row);
    const session = m.session[row] === 0 ? undefined : this.session(row, connection);
    if (session !== undefined) this.count(session, row);
    const tree = m.tree[row] === 0 ? undefined : this.tree(row, session);
    if (tree !== undefined) this.count(tree, row);
    if (m.open[row] !== 0) this.count(this.open(row, tree), row);
    const isResponse = (m.flags[row]! & Flag.response) !== 0;
    if (m.command[row] === Command.NEGOTIATE) this.negotiate(row, connection, isResponse);
    else if (isResponse && session !== undefined) this.answered(row, session);
  }

  private count(s: Span, row: number): void {
    const { messages: m, units } = this.pass;
    const frame = units.frame[m.unit[row]!]!;
    if (s.messages++ === 0) s.firstFrame = frame;
    s.lastFrame = frame;
    if ((m.flags[row]! & Flag.response) === 0 || m.pair[row] === 0 || m.status[row]! >= 0xc0000000) return;
    if (m.command[row] === Command.READ) s.bytesRead += m.detail[row]!;
    if (m.command[row] === Command.WRITE) s.bytesWritten += m.detail[row]!;
  }

  private connection(row: number): ConnectionModel {
    const { units, messages, network } = this.pass;
    const unit = messages.unit[row]!;
    const index = units.stream[unit]!;
    const known = this.connections.get(index);
    if (known !== undefined) return known;
    const stream = network.streams[index]!;
    const from = (units.flags[unit]! & UnitFlag.direction) !== 0 ? 1 : 0;
    const isResponse = (messages.flags[row]! & Flag.response) !== 0;
    const server = (isResponse ? from : 1 - from) as 0 | 1;
    const made: ConnectionModel = {
      stream: stream.number,
      client: stream.endpoint(server === 0 ? 1 : 0),
      server: stream.endpoint(server),
      dialect: '',
      clientGuid: '',
      serverGuid: '',
      capabilities: [],
      signing: '',
      signingAlgorithm: '',
      cipher: '',
      compression: [],
      maxRead: 0,
      maxWrite: 0,
      maxTransact: 0,
      credits: this.ledger.open(row),
      ...span(),
    };
    this.connections.set(index, made);
    return made;
  }

  private session(row: number, connection: ConnectionModel): SessionModel {
    const key = this.pass.messages.session[row]!;
    let made = this.sessions.get(key);
    if (made === undefined) {
      const s = this.pass.smb2.sessions[key - 1]!;
      made = {
        sessionId: `0x${s.idHigh.toString(16).padStart(8, '0')}${s.idLow.toString(16).padStart(8, '0')}`,
        connections: [],
        flags: [],
        previousSessionId: '',
        reauthentications: 0,
        loggedOff: false,
        established: false,
        trees: [],
        ...span(),
      };
      this.sessions.set(key, made);
    }
    if (!made.connections.includes(connection.stream)) made.connections.push(connection.stream);
    return made;
  }

  private tree(row: number, session: SessionModel | undefined): TreeModel {
    const key = this.pass.messages.tree[row]!;
    const known = this.trees.get(key);
    if (known !== undefined) return known;
    const { id, share } = this.pass.smb2.trees[key - 1]!;
    const made: TreeModel = {
      treeId: hex(id, 8),
      share: this.pass.smb2.names.text(share),
      type: '',
      flags: [],
      capabilities: [],
      maximalAccess: [],
      status: '',
      opens: [],
      ...span(),
    };
    this.trees.set(key, made);
    session?.trees.push(made);
    return made;
  }

  private open(row: number, tree: TreeModel | undefined): OpenModel {
    const key = this.pass.messages.open[row]!;
    const known = this.opens.get(key);
    if (known !== undefined) return known;
    const name = this.pass.smb2.opens.name[key - 1]!;
    const made: OpenModel = {
      path: name === 0 ? '' : this.pass.smb2.names.text(name - 1),
      fileId: '',
      status: '',
      access: [],
      shareAccess: [],
      createAction: '',
      oplock: '',
      lease: '',
      durable: '',
      reconnects: undefined,
      closed: false,
      ...span(),
    };
    this.opens.set(key, made);
    tree?.opens.push(made);
    return made;
  }

  private negotiate(row: number, c: ConnectionModel, isResponse: boolean): void {
    if (!isResponse) {
      const request = this.records.values(row, NegotiateRequest);
      c.clientGuid = request.ClientGuid ?? '';
      return;
    }
    if (this.pass.messages.status[row] !== STATUS_SUCCESS) return;
    const response = this.records.values(row, NegotiateResponse);
    const contexts = contextsOf(response.NegotiateContextList);
    c.dialect = valueName(NegotiateResponse, 'DialectRevision', response.DialectRevision);
    c.serverGuid = response.ServerGuid ?? '';
    c.capabilities = bitNames(NegotiateResponse, 'Capabilities', response.Capabilities);
    c.signing = ((response.SecurityMode ?? 0) & 2) !== 0 ? 'required' : ((response.SecurityMode ?? 0) & 1) !== 0 ? 'enabled' : 'off';
    c.cipher = contexts.cipher;
    c.signingAlgorithm = contexts.signingAlgorithm;
    c.compression = contexts.compression;
    c.maxRead = response.MaxReadSize ?? 0;
    c.maxWrite = response.MaxWriteSize ?? 0;
    c.maxTransact = response.MaxTransactSize ?? 0;
  }

  /** What a response settles about the objects that its request named. */
  private answered(row: number, session: SessionModel): void {
    const { messages: m } = this.pass;
    const succeeded = m.status[row] === STATUS_SUCCESS;
    switch (m.command[row]) {
      case Command.SESSION_SETUP:
        if (succeeded) this.established(row, session);
        return;
      case Command.LOGOFF:
        if (succeeded) session.loggedOff = true;
        return;
      case Command.TREE_CONNECT:
        if (m.tree[row] !== 0) this.connected(row, this.tree(row, session));
        return;
      case Command.CREATE:
        if (m.open[row] !== 0) this.opened(row, this.open(row, undefined));
        return;
      case Command.CLOSE:
        if (succeeded && m.open[row] !== 0) this.open(row, undefined).closed = true;
    }
  }

  private established(row: number, session: SessionModel): void {
    const { messages: m } = this.pass;
    const isBinding = m.pair[row] !== 0 && ((this.records.values(m.pair[row]! - 1, SessionSetupRequest).Flags ?? 0) & 1) !== 0;
    if (session.established && !isBinding) session.reauthentications++;
    session.established = true;
    const response = this.records.values(row, SessionSetupResponse);
    session.flags = bitNames(SessionSetupResponse, 'SessionFlags', response.SessionFlags);
    if (m.pair[row] === 0) return;
    const previous = this.records.values(m.pair[row]! - 1, SessionSetupRequest).PreviousSessionId ?? 0n;
    if (previous !== 0n) session.previousSessionId = `0x${previous.toString(16).padStart(16, '0')}`;
  }

  private connected(row: number, tree: TreeModel): void {
    tree.status = statusName(this.pass.messages.status[row]!);
    if (this.pass.messages.status[row] !== STATUS_SUCCESS) return;
    const response = this.records.values(row, TreeConnectResponse);
    tree.type = valueName(TreeConnectResponse, 'ShareType', response.ShareType).replace('SMB2_SHARE_TYPE_', '');
    tree.flags = bitNames(TreeConnectResponse, 'ShareFlags', response.ShareFlags);
    tree.capabilities = bitNames(TreeConnectResponse, 'Capabilities', response.Capabilities);
    tree.maximalAccess = bitNames(TreeConnectResponse, 'MaximalAccess', response.MaximalAccess);
  }

  private opened(row: number, open: OpenModel): void {
    const { messages: m } = this.pass;
    open.status = statusName(m.status[row]!);
    let asked: Contexts | undefined;
    if (m.pair[row] !== 0) {
      const request = this.records.values(m.pair[row]! - 1, CreateRequest);
      open.access = bitNames(CreateRequest, 'DesiredAccess', request.DesiredAccess);
      open.shareAccess = bitNames(CreateRequest, 'ShareAccess', request.ShareAccess);
      asked = contextsOf(request.CreateContexts);
      if (asked.reconnects !== '') open.reconnects = this.granted.get(asked.reconnects)?.firstFrame ?? 0;
    }
    if (m.status[row] !== STATUS_SUCCESS) return;
    const response = this.records.values(row, CreateResponse);
    const granted = contextsOf(response.CreateContexts);
    open.fileId = response.FileId ?? '';
    this.granted.set(open.fileId, open);
    open.createAction = valueName(CreateResponse, 'CreateAction', response.CreateAction);
    open.oplock = valueName(CreateResponse, 'OplockLevel', response.OplockLevel).replace('SMB2_OPLOCK_LEVEL_', '');
    open.lease = granted.lease === undefined ? '' : leaseText(granted.lease);
    open.durable =
      granted.durable === '' && asked?.durable !== undefined && asked.durable !== '' ? `${asked.durable}, not granted` : granted.durable;
  }
}

const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;
const statusName = (status: number): string => nameOf(NTSTATUS, status) ?? hex(status, 8);

/** The declaration of a row by its name: where the constants of its value are. */
const fieldOf = (s: Struct, name: string): AnyField => s.fields[s.fieldNames.indexOf(name)]!;

function valueName(s: Struct, name: string, value: number | undefined): string {
  if (value === undefined) return '';
  const { names } = fieldOf(s, name);
  return (names && nameOf(names, value)) ?? String(value);
}

/** The single bits that are set. */
function bitNames(s: Struct, name: string, value: number | undefined): string[] {
  if (value === undefined) return [];
  const single = Object.entries(fieldOf(s, name).bits ?? {}).filter(([, [mask]]) => (mask & (mask - 1)) === 0);
  return single.filter(([, [mask]]) => (value & mask) !== 0).map(([bit]) => bit);
}
