import type { CallModel } from './rpc-call.ts';

/** MS-SWN 2.2.2.5. */
export interface WitnessInterface {
  readonly group: string;
  readonly version: string;
  readonly state: string;
  readonly addresses: readonly string[];
  readonly isWitness: boolean;
}

/** What a server says of the interfaces that clients can register for. */
export interface InterfaceList extends CallModel {
  readonly server: string;
  readonly client: string;
  readonly interfaces: readonly WitnessInterface[];
}

/** A session of SMB that a registration watches over, or that its client moved to. */
export interface WatchedSession {
  readonly sessionId: string;
  readonly user: string;
  readonly client: string;
  readonly server: string;
  readonly firstFrame: number;
  readonly lastFrame: number;
}

/** An address of an IPADDR_INFO, MS-SWN 2.2.2.1. */
export interface NotifiedAddress {
  readonly addresses: readonly string[];
  readonly flags: readonly string[];
}

/** A WitnessrAsyncNotify: the client waits, the server answers when there is something. */
export interface Notification extends CallModel {
  /** As MessageType has it; empty without an answer that holds one. */
  readonly kind: string;
  readonly resources: readonly { readonly name: string; readonly change: string }[];
  readonly destinations: readonly NotifiedAddress[];
  /** Unanswered at the capture's end. */
  readonly pending: boolean;
  /** Of a move: what the client connected to at the destination afterwards. */
  moved: readonly WatchedSession[];
  readonly findings: string[];
}

/** MS-SWN 3.1.1.3. */
export interface Registration extends CallModel {
  readonly server: string;
  readonly client: string;
  /** The context handle's UUID; empty for a registration that was refused. */
  readonly handle: string;
  readonly version: string;
  readonly netName: string;
  readonly shareName: string;
  readonly ipAddress: string;
  readonly clientComputerName: string;
  readonly flags: readonly string[];
  /** Seconds after which an unanswered WitnessrAsyncNotify fails; undefined for version 1. */
  readonly keepAlive: number | undefined;
  /** `registered` at the capture's end, `unregistered`, or `refused`. */
  state: 'registered' | 'unregistered' | 'refused';
  /** The call that ended it. */
  unregistered: CallModel | undefined;
  readonly notifications: Notification[];
  sessions: readonly WatchedSession[];
  readonly findings: string[];
}

export interface Witness {
  readonly interfaceLists: InterfaceList[];
  readonly registrations: Registration[];
  /** Calls with a handle that no registration of the capture has. */
  readonly others: (CallModel & { readonly handle: string; readonly findings: readonly string[] })[];
}
