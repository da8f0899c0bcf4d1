import { frameOf } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import { type Called, calls } from '../smb/rpc/calls.ts';
import { isOpen } from '../smb/rpc/stub.ts';
import { handleText } from './handles.ts';
import { type ConnectionModel, model, type SessionModel } from './model.ts';
import { hostOf, lastOf, type ReadCall, readCall, sidesOf, string, text } from './rpc-call.ts';
import type { InterfaceList, Notification, NotifiedAddress, Registration, WatchedSession, Witness } from './witness-model.ts';

const TIMEOUT = 0x000005b4;
const NOT_FOUND = 0x00000490;
const VERSION_1 = 0x00010001;
const VERSION_2 = 0x00020000;

const MESSAGES: Readonly<Record<number, string>> = {
  1: 'RESOURCE_CHANGE_NOTIFICATION',
  2: 'CLIENT_MOVE_NOTIFICATION',
  3: 'SHARE_MOVE_NOTIFICATION',
  4: 'IP_CHANGE_NOTIFICATION',
};
const CLIENT_MOVE = 2;
const SHARE_MOVE = 3;
const CHANGES: Readonly<Record<number, string>> = { 0: 'UNKNOWN', 1: 'AVAILABLE', 255: 'UNAVAILABLE' };
const ADDRESS_FLAGS: readonly (readonly [number, string])[] = [
  [0x08, 'ONLINE'],
  [0x10, 'OFFLINE'],
];
const V4 = 1;
const V6 = 2;
const WITNESS_IF = 4;
const IP_NOTIFICATION = 1;

/** What clients registered for with the Service Witness Protocol and were told; with `isAsked`, of it what a message which fulfils it belongs to. */
export function witness(pass: Pass, isAsked: (row: number) => boolean = () => true): Witness {
  const made = new Registrations(pass);
  for (const called of calls(pass)) if (called.interface.name === 'witness') made.call(called);
  return made.end((c) => isAsked(c.message - 1) || (c.answer > 0 && isAsked(c.answer - 1)));
}

/** A session on one of its connections. */
interface Channel {
  readonly connection: ConnectionModel;
  readonly session: SessionModel;
  readonly shares: readonly string[];
}

class Registrations {
  private readonly pass: Pass;
  private readonly lists: InterfaceList[] = [];
  private readonly all: Registration[] = [];
  private readonly others: Witness['others'] = [];
  /** By server and handle. */
  private readonly live = new Map<string, Registration>();
  private channels: Map<string, Channel[]> | null = null;

  constructor(pass: Pass) {
    this.pass = pass;
  }

  call(called: Called): void {
    const read = readCall(this.pass, called);
    switch (called.operation.name) {
      case 'WitnessrGetInterfaceList':
        this.lists.push({ ...sidesOf(this.pass, called), ...read.model, interfaces: interfacesOf(called, read) });
        return;
      case 'WitnessrRegister':
      case 'WitnessrRegisterEx':
        this.register(called, read);
        return;
      case 'WitnessrUnRegister':
      case 'WitnessrUnRegisterEx':
        this.unregister(called, read);
        return;
      case 'WitnessrAsyncNotify':
        this.notify(called, read);
    }
  }

  private register(called: Called, read: ReadCall): void {
    const handle = handleText(read.out.ppContext);
    const isDone = read.status === 0 && handle !== '';
    const { in: asked } = read;
    const isEx = called.operation.name === 'WitnessrRegisterEx';
    const made: Registration = {
      ...sidesOf(this.pass, called),
      ...read.model,
      handle: isDone ? handle : '',
      version: text(called.operation.request, 'Version', asked.Version),
      netName: string(asked.NetName),
      shareName: string(asked.ShareName),
      ipAddress: string(asked.IpAddress),
      clientComputerName: string(asked.ClientComputerName),
      flags: asked.Flags === IP_NOTIFICATION ? ['WITNESS_REGISTER_IP_NOTIFICATION'] : [],
      keepAlive: typeof asked.KeepAliveTimeout === 'number' ? asked.KeepAliveTimeout : undefined,
      state: isDone ? 'registered' : 'refused',
      unregistered: undefined,
      notifications: [],
      sessions: [],
      findings: [],
    };
    if (called.response === null) made.findings.push('no answer in the capture');
    const needed = isEx ? VERSION_2 : VERSION_1;
    if (typeof asked.Version === 'number' && asked.Version !== needed)
      made.findings.push(`version ${made.version} is not for ${called.operation.name} (MS-SWN ${isEx ? '3.1.4.5' : '3.1.4.2'})`);
    this.all.push(made);
    if (isDone) this.live.set(keyOf(made.server, handle), made);
  }

  private unregister(called: Called, read: ReadCall): void {
    const of = this.of(called, read);
    if (of === undefined || read.status !== 0) {
      if (of === undefined) this.stray(called, read);
      else of.findings.push(`frame ${read.model.frame}: ${read.model.operation} failed with ${read.model.status || 'no answer'}`);
      return;
    }
    of.state = 'unregistered';
    of.unregistered = read.model;
    this.live.delete(keyOf(of.server, of.handle));
    for (const n of of.notifications) if (n.pending) n.findings.push('unregistered while it waited');
  }

  private notify(called: Called, read: ReadCall): void {
    const of = this.of(called, read);
    if (of === undefined) {
      this.stray(called, read);
      return;
    }
    const told = notificationOf(called, read);
    if (of.keepAlive !== undefined && Number(read.model.latency ?? 0) > of.keepAlive + 1)
      told.findings.push(`answered after more than the ${of.keepAlive} s of KeepAliveTimeout (MS-SWN 3.1.5.2)`);
    if (read.status === TIMEOUT) told.findings.push('nothing happened within KeepAliveTimeout (MS-SWN 3.1.5.2)');
    if (told.kind !== '' && of.version === 'WITNESS_V1' && /SHARE_MOVE|IP_CHANGE/.test(told.kind))
      told.findings.push('a client of version 1 is not told of that (MS-SWN 3.1.4.4)');
    of.notifications.push(told);
  }

  private of(called: Called, { in: asked }: ReadCall): Registration | undefined {
    const { server } = sidesOf(this.pass, called);
    return this.live.get(keyOf(server, handleText(asked.pContext ?? asked.ppContext)));
  }

  private stray({ request, response }: Called, { model, in: asked, status }: ReadCall): void {
    const handle = handleText(asked.pContext ?? asked.ppContext);
    const findings: string[] = [];
    if (!isOpen(request) || (response !== null && !isOpen(response))) findings.push('encrypted');
    else if (this.all.some((r) => r.handle === handle && r.handle !== '')) findings.push('its registration had ended');
    else if (status === NOT_FOUND) findings.push('the server knows no such registration');
    this.others.push({ ...model, handle, findings });
  }

  end(isAsked: (c: { readonly message: number; readonly answer: number }) => boolean): Witness {
    const registrations = this.all.filter(
      (r) => isAsked(r) || r.notifications.some(isAsked) || (r.unregistered !== undefined && isAsked(r.unregistered)),
    );
    for (const r of registrations) this.follow(r);
    return { interfaceLists: this.lists.filter(isAsked), registrations, others: this.others.filter(isAsked) };
  }

  /** Ties a registration to the client's sessions: those at the address or name that it is for, and those that come after a move. */
  private follow(r: Registration): void {
    const name = lastOf(r.netName).toLowerCase();
    r.sessions = this.sessions(r, (server, shares) => hostOf(server) === r.ipAddress || shares.some((s) => hostName(s) === name));
    for (const n of r.notifications) {
      if (n.kind !== MESSAGES[CLIENT_MOVE] && n.kind !== MESSAGES[SHARE_MOVE]) continue;
      const to = new Set(n.destinations.flatMap((d) => d.addresses));
      const told = n.answer === 0 ? n.frame : frameOf(this.pass, n.answer - 1);
      n.moved = this.sessions(r, (server, _, begins) => begins > told && to.has(hostOf(server)));
    }
  }

  /** Sessions with each of their connections, by the client's address. */
  private byClient(): ReadonlyMap<string, readonly Channel[]> {
    if (this.channels !== null) return this.channels;
    const { connections, sessions } = model(this.pass);
    const byStream = new Map(connections.map((c) => [c.stream, c]));
    this.channels = new Map<string, Channel[]>();
    for (const session of sessions) {
      const shares = session.trees.map((t) => t.share);
      for (const stream of session.connections) {
        const connection = byStream.get(stream);
        if (connection === undefined) continue;
        const of = this.channels.get(hostOf(connection.client));
        const channel = { connection, session, shares };
        if (of === undefined) this.channels.set(hostOf(connection.client), [channel]);
        else of.push(channel);
      }
    }
    return this.channels;
  }

  /** Sessions of the registered client by connection. */
  private sessions(r: Registration, isWanted: (server: string, shares: readonly string[], begins: number) => boolean): WatchedSession[] {
    const found: WatchedSession[] = [];
    for (const { connection: c, session: s, shares } of this.byClient().get(hostOf(r.client)) ?? []) {
      if (!isWanted(c.server, shares, c.firstFrame)) continue;
      const user = s.domain === '' ? s.user : `${s.domain}\\${s.user}`;
      const { client, server, firstFrame, lastFrame } = c;
      found.push({ sessionId: s.sessionId, user, client, server, firstFrame, lastFrame });
    }
    return found;
  }
}

const keyOf = (server: string, handle: string): string => `${hostOf(server)} ${handle}`;
/** `server` of `\\server\share`, lower case. */
const hostName = (share: string): string => share.split('\\')[2]?.toLowerCase() ?? '';

interface InterfaceInfo {
  readonly InterfaceGroupName?: string;
  readonly Version?: number;
  readonly NodeState?: number;
  readonly IPV4?: string;
  readonly IPV6?: string;
  readonly Flags?: number;
}

function interfacesOf(called: Called, { out }: ReadCall): InterfaceList['interfaces'] {
  const { InterfaceInfo = [] } = (out.InterfaceList ?? {}) as { InterfaceInfo?: readonly InterfaceInfo[] };
  return InterfaceInfo.map(({ InterfaceGroupName = '', Version, NodeState = 0, IPV4, IPV6, Flags = 0 }) => ({
    group: InterfaceGroupName,
    version: text(versions(called), 'Version', Version),
    state: CHANGES[NodeState] ?? String(NodeState),
    addresses: addresses(Flags, IPV4, IPV6),
    isWitness: (Flags & WITNESS_IF) !== 0,
  }));
}

/** The table whose row says what versions are called. */
const versions = (called: Called) => called.interface.operations.get(1)?.request ?? null;

const addresses = (flags: number, v4: string | undefined, v6: string | undefined): string[] => [
  ...((flags & V4) !== 0 && v4 !== undefined ? [v4] : []),
  ...((flags & V6) !== 0 && v6 !== undefined ? [v6] : []),
];

interface Message {
  readonly ChangeType?: number;
  readonly ResourceName?: string;
  readonly IPAddrInfo?: readonly { readonly Flags?: number; readonly IPV4?: string; readonly IPV6?: string }[];
}
interface Response {
  readonly MessageType?: number;
  readonly MessageBuffer?: { readonly Message?: readonly Message[] };
}

function notificationOf({ response }: Called, { model: call, out }: ReadCall): Notification {
  const { MessageType, MessageBuffer } = (out.pResp ?? {}) as Response;
  const messages = MessageBuffer?.Message ?? [];
  const resources = messages.flatMap(({ ChangeType, ResourceName = '' }) =>
    ChangeType === undefined ? [] : [{ name: ResourceName, change: CHANGES[ChangeType] ?? String(ChangeType) }],
  );
  const destinations = messages.flatMap(({ IPAddrInfo = [] }) => IPAddrInfo.map(addressOf));
  const kind = MessageType === undefined ? '' : (MESSAGES[MessageType] ?? String(MessageType));
  return { ...call, kind, resources, destinations, pending: response === null, moved: [], findings: [] };
}

const addressOf = ({ Flags = 0, IPV4, IPV6 }: { Flags?: number; IPV4?: string; IPV6?: string }): NotifiedAddress => ({
  addresses: addresses(Flags, IPV4, IPV6),
  flags: ADDRESS_FLAGS.filter(([mask]) => (Flags & mask) !== 0).map(([, name]) => name),
});
