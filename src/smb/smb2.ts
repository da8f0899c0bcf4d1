import { Command } from '../../dissectors/smb2/header.ts';
import { SessionSetupRequest } from '../../dissectors/smb2/session-setup.ts';
import { Bodies } from './bodies.ts';
import type { Messages } from './columns.ts';
import { ALL_ONES, Current, STATUS_PENDING, STATUS_SUCCESS } from './current.ts';
import type { Durables } from './durables.ts';
import { isError } from './errors.ts';
import type { Leases } from './leases.ts';
import type { Names } from './names.ts';
import type { Opens } from './opens.ts';
import type { Replays } from './replays.ts';
import { Rpc } from './rpc/pipes.ts';
import { type Connection, Session, sessionKey, type Tree } from './session.ts';

const SESSION_FLAG_BINDING = 1;

/** Commands whose messages carry RPC's PDUs on a pipe. */
const CARRIES_PDUS = new Uint8Array(256);
for (const command of [Command.READ, Command.WRITE, Command.IOCTL]) CARRIES_PDUS[command] = 1;

/** The SMB2 messages of a capture and the state behind them: sessions, trees, opens and pairs, settled in the order of the capture. */
export class Smb2 {
  readonly sessions: Session[] = [];
  /** By row of a request: the row of the interim response that it was answered with first. */
  readonly interims = new Map<number, number>();
  /** What named pipes carry. */
  readonly rpc: Rpc;
  private readonly messages: Messages;
  private readonly bodies: Bodies;
  private readonly current = new Current();
  /** Every session by server and id, for the connections that are bound to one later. */
  private readonly byServer = new Map<string, Session>();

  /** `opens`: how many opens room is made for at first. */
  constructor(messages: Messages, opens: number) {
    this.messages = messages;
    this.bodies = new Bodies(messages, this.sessions, opens);
    this.rpc = new Rpc(messages, this.names, this.opens, this.trees);
  }

  get names(): Names {
    return this.bodies.names;
  }
  get opens(): Opens {
    return this.bodies.handles.opens;
  }
  get leases(): Leases {
    return this.bodies.handles.leases;
  }
  get durables(): Durables {
    return this.bodies.handles.durables;
  }
  get replays(): Replays {
    return this.bodies.handles.replays;
  }
  get trees(): readonly Tree[] {
    return this.bodies.trees;
  }

  /**
   * Fills the columns of the message in `row`, whose header lies at `at`; `end` is where the bytes at hand end. `previous` is the row of the compound's
   * member before it, or -1.
   */
  message(connection: Connection, row: number, data: DataView, at: number, end: number, previous: number): Current {
    const m = this.messages;
    const c = this.current;
    c.read(connection, row, previous, data, at, end);
    m.command[row] = Math.min(c.command, 255);
    m.flags[row] = c.flags;
    m.status[row] = c.status;
    m.messageIdLow[row] = c.idLow;
    if (c.idHigh !== 0) m.messageIdHigh[row] = c.idHigh;
    if (!c.hasSessionId) return c;
    this.credit(c);
    c.session = this.session(c);
    if (c.session !== null) {
      m.session[row] = c.session.row + 1;
      if (!c.isAsync) m.tree[row] = this.tree(c, c.session);
    }
    if (c.isResponse) this.response(c);
    else this.request(c);
    if (CARRIES_PDUS[c.command] === 1 && this.rpc.isPipe(m.tree[row]!)) this.rpc.message(c);
    return c;
  }

  private credit(c: Current): void {
    const { credits } = c.connection!;
    if (c.isResponse) credits.response(c.credits);
    else if (c.command !== Command.CANCEL) {
      if (c.command === Command.NEGOTIATE) credits.begin();
      credits.request(c.row, c.charge, c.credits);
    }
    this.messages.credits[c.row] = credits.balance;
  }

  private session(c: Current): Session | null {
    const connection = c.connection!;
    const low = c.sessionIdLow;
    const high = c.sessionIdHigh;
    const { last } = connection;
    if (last?.has(low, high)) return last;
    if (low === 0 && high === 0) return null;
    if (low === ALL_ONES && high === ALL_ONES) {
      const before = c.previous < 0 ? 0 : this.messages.session[c.previous]!;
      return before === 0 ? null : this.sessions[before - 1]!;
    }
    return (connection.last =
      connection.session(low, high) ?? this.meet(connection, low, high, c.command === Command.SESSION_SETUP, isBinding(c)));
  }

  /** The session that a transform names on a connection; null for the id 0. */
  sessionOf(connection: Connection, low: number, high: number): Session | null {
    return low === 0 && high === 0 ? null : (connection.session(low, high) ?? this.meet(connection, low, high, false, false));
  }

  /** A SessionId that is new on its connection: a new session, one that the connection is bound to, or one that it has no part in. */
  private meet(connection: Connection, low: number, high: number, isSetup: boolean, binds: boolean): Session {
    const key = sessionKey(low, high);
    const global = `${connection.server}/${key}`;
    const known = this.byServer.get(global);
    let session = known;
    if (session === undefined || !binds) {
      session = new Session(this.sessions.length, low, high, isSetup ? null : (known ?? null));
      this.messages.expect('session', this.sessions.push(session));
      if (known === undefined || isSetup) this.byServer.set(global, session);
    }
    connection.sessions.set(key, session);
    return session;
  }

  private tree(c: Current, session: Session): number {
    const id = c.treeId;
    if (id === ALL_ONES && c.isRelated) return this.messages.tree[c.previous]!;
    const tree = session.tree(id);
    return tree === null ? 0 : tree.row + 1;
  }

  private request(c: Current): void {
    this.bodies.request(c);
    if (this.messages.open[c.row] !== 0) this.bodies.handles.used(c, this.messages.open[c.row]! - 1);
    if (c.command === Command.CANCEL || !c.hasMessageId) return;
    const { pending } = c.connection!;
    const orphan = pending.takeOrphan(c.idLow, c.idHigh);
    if (orphan < 0) pending.request(c.idLow, c.idHigh, c.row);
    else this.joinOrphan(c.row, orphan);
  }

  private response(c: Current): void {
    if (c.hasMessageId) {
      const { pending } = c.connection!;
      const request = pending.response(c.idLow, c.idHigh, c.status === STATUS_PENDING);
      if (request < 0) pending.orphan(c.idLow, c.idHigh, c.row);
      else {
        this.join(c.row, request);
        if (c.status === STATUS_PENDING) this.interims.set(request, c.row);
      }
    }
    if (c.status !== STATUS_SUCCESS && c.has(0, 2) && isError(c.command, c.status >>> 0, c.u16(0))) this.messages.isError[c.row] = 1;
    this.bodies.response(c);
  }

  /** Makes a response and its request a pair; what one knows the other learns. */
  private join(row: number, request: number): void {
    const m = this.messages;
    m.pair[row] = request + 1;
    m.pair[request] = row + 1;
    if (m.tree[row] === 0 || m.command[row] === Command.TREE_CONNECT) m.tree[row] = m.tree[request]!;
    if (m.session[row] === 0) m.session[row] = m.session[request]!;
    else if (m.session[request] === 0) m.session[request] = m.session[row]!;
    m.open[row] = m.open[request]!;
    m.detail[row] = m.detail[request]!;
    m.setExtra(row, m.extra[request]!);
  }

  /** A request whose response came first: what the response waited for is settled now. */
  private joinOrphan(row: number, orphan: number): void {
    const m = this.messages;
    const open = m.open[orphan]!;
    const detail = m.detail[orphan]!;
    this.join(orphan, row);
    if (m.command[orphan] === Command.CREATE && open !== 0) {
      if (m.open[row] !== 0) this.opens.name[open - 1] = this.opens.name[m.open[row]! - 1]!;
      m.open[orphan] = m.open[row] = open;
    }
    if (detail !== 0) m.detail[orphan] = detail;
  }
}

/** Whether the message adds its connection to a session that exists: MS-SMB2 3.3.5.5.2. */
const isBinding = (c: Current): boolean =>
  c.command === Command.SESSION_SETUP &&
  !c.isResponse &&
  c.has(SessionSetupRequest.at.Flags, 1) &&
  (c.u8(SessionSetupRequest.at.Flags) & SESSION_FLAG_BINDING) !== 0;
