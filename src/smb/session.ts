import { Credits } from './credits.ts';
import { Pending } from './pending.ts';
import type { Authentication } from './security/authentication.ts';
import type { Channel } from './security/channel.ts';
import { Exchange } from './security/exchange.ts';
import type { SessionSecurity } from './security/key-ring.ts';
import type { Agreement } from './security/keys.ts';
import type { Negotiation } from './security/negotiation.ts';

/** A share that a session connected to (MS-SMB2 3.3.1.9). */
export interface Tree {
  readonly row: number;
  /** `\\server\share` as the client asked for it: number in Names. */
  readonly share: number;
  id: number;
  /** Rows plus one of the responses that connected and disconnected it; 0 for none. */
  connectedBy: number;
  /** ShareFlags, MS-SMB2 2.2.10. */
  flags: number;
  disconnectedBy: number;
}

/** MS-SMB2 3.3.1.8. Known by server and SessionId; several connections share it once they were bound to it. */
export class Session {
  readonly row: number;
  private readonly low: number;
  private readonly high: number;
  /** The server's session of this id that the connection was never bound to: what the client means, though it is not let in. */
  readonly elsewhere: Session | null;
  /** Rows plus one of the responses that established it first, and logged it off; 0 for none. */
  establishedBy = 0;
  loggedOffBy = 0;
  /** SessionFlags as the latest response has them (MS-SMB2 2.2.6). */
  flags = 0;
  reauthentications = 0;
  /** The session that the client gave up for this one; 0n for none. */
  previousId = 0n;
  /** Who it is, as its first authentication shows; null while unknown. */
  identity: Authentication | null = null;
  /** Each authentication that succeeded, the first one and those after it, with the row of its response. */
  readonly authentications: { readonly row: number; readonly identity: Authentication }[] = [];
  requiresSigning = false;
  security: SessionSecurity | null = null;
  private readonly trees = new Map<number, Tree>();
  private latest: Tree | null = null;
  private latestId = 0;

  /** `low` and `high`: the words of its SessionId, signed. */
  constructor(row: number, low: number, high: number, elsewhere: Session | null) {
    this.row = row;
    this.low = low;
    this.high = high;
    this.elsewhere = elsewhere;
  }

  get idLow(): number {
    return this.low >>> 0;
  }
  get idHigh(): number {
    return this.high >>> 0;
  }

  /** Whether it has this SessionId, as two signed words. */
  has(low: number, high: number): boolean {
    return this.low === low && this.high === high;
  }

  /** SessionId as a number in hexadecimal, `0x0000000012345678`. */
  get id(): string {
    return `0x${this.idHigh.toString(16).padStart(8, '0')}${this.idLow.toString(16).padStart(8, '0')}`;
  }

  /** The tree that an id, as a signed word, stands for; nearly always the one asked for last. */
  tree(id: number): Tree | null {
    if (this.latest !== null && this.latestId === id) return this.latest;
    this.latestId = id;
    return (this.latest = this.trees.get(id) ?? this.elsewhere?.trees.get(id) ?? null);
  }

  /** From here on the id, as a signed word, stands for this tree. */
  bindTree(id: number, tree: Tree): void {
    tree.id = id >>> 0;
    this.trees.set(id, tree);
    this.latest = null;
  }
}

/** What a connection agreed on, and what is under way on it (MS-SMB2 3.3.1.7). */
export class Connection {
  readonly pending = new Pending();
  readonly sessions = new Map<string, Session>();
  dialect = 0;
  /** The client offered 3.1.1. */
  offers311 = false;
  /** What tells one server from another: its ServerGuid, or its address while that is unknown. */
  server: string;
  last: Session | null = null;
  /** Numbers of what durable handles and leases are unique in: the server, and the client by its ClientGuid there; 0 not asked yet. */
  serverScope = 0;
  clientScope = 0;
  clientGuid = '';
  readonly credits = new Credits();
  agreed: Agreement = { dialect: 0, signingAlgorithm: undefined, cipher: undefined };
  /** What the two sides said in NEGOTIATE; null before, and where that is not in the capture. */
  negotiation: Negotiation | null = null;
  requiresSigning = false;
  readonly exchange = new Exchange();
  /** By session row. */
  readonly channels = new Map<number, Channel>();
  lastChannel: Channel | null = null;
  /** As `192.0.2.10:50002->192.0.2.20:445`, the client first. */
  readonly name: string;

  constructor(client: string, server: string) {
    this.server = server;
    this.name = `${client}->${server}`;
  }

  /** The session that an id stands for; undefined for one not met yet. */
  session(low: number, high: number): Session | undefined {
    return this.sessions.get(sessionKey(low, high));
  }
}

/** A SessionId, its words signed, as a key of maps. */
export const sessionKey = (low: number, high: number): string => `${high.toString(16)}:${low.toString(16)}`;
