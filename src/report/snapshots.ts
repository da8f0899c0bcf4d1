import { between, frameOf } from '../smb/facts.ts';
import type { Pass } from '../smb/pass.ts';
import { type Called, calls } from '../smb/rpc/calls.ts';
import { isOpen } from '../smb/rpc/stub.ts';
import { type Model, model } from './model.ts';
import { hostOf, lastOf, type ReadCall, readCall, sidesOf, string, text, userOf } from './rpc-call.ts';
import { type ListedShare, listedShares } from './shares.ts';
import { copyOf, expose, type Mount, mapped, mappingOf, type SnapshotCall, type SnapshotSet, type Snapshots } from './snapshot-model.ts';
import { BEGINNING, type Rule, refusals, rules, type SetStatus, Status } from './snapshot-rules.ts';

/** Shadow copy sets in the order in which they were met; with `isAsked`, those that a message which fulfils it belongs to. */
export function snapshots(pass: Pass, isAsked: (row: number) => boolean = () => true): Snapshots {
  const made = new Tables(pass);
  for (const called of calls(pass)) if (called.interface.name === 'fsrvp') made.call(called);
  return made.end((c) => isAsked(c.message - 1) || (c.answer > 0 && isAsked(c.answer - 1)));
}

interface Timer {
  readonly seconds: number;
  /** Row that started it. */
  readonly row: number;
  readonly set: SnapshotSet | null;
}

/** What a server keeps, MS-FSRVP 3.1.1.1. */
class Server {
  readonly sets = new Map<string, SnapshotSet>();
  context = '';
  /** null while the capture does not say. */
  isContextSet: boolean | null = null;
  timer: Timer | null = null;
  /** SetContext calls that wait for the set they are for. */
  waiting: SnapshotCall[] = [];
}

class Tables {
  private readonly pass: Pass;
  private readonly servers = new Map<string, Server>();
  private readonly sets: SnapshotSet[] = [];
  private readonly others: SnapshotCall[] = [];
  /** Sets that the timer has deleted, by id. */
  private readonly expired = new Map<string, SnapshotSet>();
  private objects: Model | null = null;
  private listed: ReadonlyMap<string, ListedShare> | null = null;

  constructor(pass: Pass) {
    this.pass = pass;
  }

  call(called: Called): void {
    const address = hostOf(sidesOf(this.pass, called).server);
    let server = this.servers.get(address);
    if (server === undefined) this.servers.set(address, (server = new Server()));
    this.elapse(server, called.request.row);
    const read = readCall(this.pass, called);
    const shown: SnapshotCall = {
      ...read.model,
      share: string(read.in.ShareName),
      told: told(called, read),
      setStatus: '',
      timer: undefined,
      findings: faults(read, called),
    };
    switch (called.operation.name) {
      case 'SetContext':
        this.setContext(server, called, read, shown);
        return;
      case 'StartShadowCopySet':
        this.start(server, called, read, shown);
        return;
      default: {
        const rule = rules[called.operation.name];
        if (rule === undefined) this.others.push(shown);
        else this.onSet(server, called, read, shown, rule);
      }
    }
  }

  private setContext(server: Server, called: Called, read: ReadCall, shown: SnapshotCall): void {
    if (read.status !== Status.ZERO) {
      this.others.push(shown);
      return;
    }
    server.context = text(called.operation.request, 'Context', read.in.Context);
    server.isContextSet = true;
    for (const c of server.waiting) this.others.push(c);
    server.waiting = [shown];
    this.arm(server, called, shown, BEGINNING, null);
  }

  private start(server: Server, called: Called, read: ReadCall, shown: SnapshotCall): void {
    const isDone = read.status === Status.ZERO;
    const other = unfinished(server);
    if (server.isContextSet === false) shown.findings.push(order('no context is set', 'MS-FSRVP 3.1.4.3', read));
    else if (other !== undefined)
      shown.findings.push(order(`set ${other.setId} is ${other.status}, not Recovered`, 'MS-FSRVP 3.1.4.3', read));
    const setId = string(read.out.pShadowCopySetId);
    if (!isDone || setId === '') {
      this.others.push(shown);
      return;
    }
    const set = this.made(server, called, setId, 'Started');
    set.clientSetId = string(read.in.ClientShadowCopySetId);
    set.context = server.context;
    set.calls.push(...server.waiting, shown);
    server.waiting = [];
    shown.setStatus = 'Started';
    this.arm(server, called, shown, BEGINNING, set);
  }

  private onSet(server: Server, called: Called, read: ReadCall, shown: SnapshotCall, rule: Rule): void {
    const id = string(read.in.ShadowCopySetId);
    const isDone = read.status === Status.ZERO;
    // Only the server's answer tells a set from before the capture from one that never was.
    const set = server.sets.get(id) ?? (isDone && id !== '' ? this.made(server, called, id, '') : undefined);
    if (set === undefined) {
      this.others.push(shown);
      if (id !== '') shown.findings.push(this.unknown(server, id, read));
      return;
    }
    set.calls.push(shown);
    if (rule.needs !== null && set.status !== '' && !rule.needs.includes(set.status))
      shown.findings.push(order(`the set is ${set.status}, needed is ${rule.needs.join(' or ')}`, rule.spec, read));
    else if (read.status === Status.BAD_STATE) shown.findings.push('out of order, the server says');
    if (isDone) this.done(server, called, read, shown, set, rule);
    else if (read.status !== undefined) this.failed(server, called, read, shown, set, rule);
    shown.setStatus = set.status;
  }

  private done(server: Server, called: Called, read: ReadCall, shown: SnapshotCall, set: SnapshotSet, rule: Rule): void {
    if (rule.becomes !== null) set.status = rule.becomes;
    if (rule.timer !== null) this.arm(server, called, shown, rule.timer, set);
    switch (called.operation.name) {
      case 'AddToShadowCopySet': {
        const copy = copyOf(set, string(read.out.pShadowCopyId));
        copy.clientCopyId = string(read.in.ClientShadowCopyId);
        copy.share = shown.share;
        return;
      }
      case 'ExposeShadowCopySet':
        for (const c of set.copies) expose(c);
        return;
      case 'GetShareMapping':
        mapped(set, read);
        return;
      case 'RecoveryCompleteShadowCopySet':
        set.ended = 'recovered';
        server.isContextSet = false;
        return;
      case 'AbortShadowCopySet':
        set.ended = 'aborted';
        server.isContextSet = false;
        server.sets.delete(set.setId);
        return;
      case 'DeleteShareMapping':
        this.unmapped(server, called, read, set);
    }
  }

  private unmapped(server: Server, called: Called, read: ReadCall, set: SnapshotSet): void {
    const copy = copyOf(set, string(read.in.ShadowCopyId));
    if (copy.share === '') copy.share = string(read.in.ShareName);
    copy.deletedIn = frameOf(this.pass, called.request.row);
    if (set.copies.some((c) => c.deletedIn === 0)) return;
    set.status = 'Deleted';
    set.ended = set.ended === '' ? 'deleted' : `${set.ended}, deleted`;
    server.sets.delete(set.setId);
  }

  private failed(server: Server, called: Called, read: ReadCall, shown: SnapshotCall, set: SnapshotSet, rule: Rule): void {
    if (rule.failed === null || read.isFault || refusals.has(read.status!)) return;
    // MS-FSRVP 3.1.4.5: only a wait that failed takes the set back.
    if (called.operation.name === 'CommitShadowCopySet') set.status = read.status === Status.WAIT_FAILED ? 'Added' : 'CreationInProgress';
    this.arm(server, called, shown, rule.failed, set);
  }

  /** The Message Sequence Timer is one for the server, MS-FSRVP 3.1.2. */
  private arm(server: Server, called: Called, shown: SnapshotCall, seconds: number, set: SnapshotSet | null): void {
    shown.timer = seconds;
    const { row } = called.response ?? called.request;
    server.timer = seconds === 0 ? null : { seconds, row, set };
  }

  /** MS-FSRVP 3.1.5, when the timer's time was over at a call. */
  private elapse(server: Server, row: number): void {
    const { timer } = server;
    if (timer === null || between(this.pass, timer.row, row) <= timer.seconds) return;
    this.expire(server, timer);
  }

  private expire(server: Server, { seconds, row, set }: Timer): void {
    server.timer = null;
    server.isContextSet = false;
    if (set === null || set.status === 'Recovered' || set.status === 'Deleted') return;
    set.findings.push(
      `the Message Sequence Timer of ${seconds} s that frame ${frameOf(this.pass, row)} started elapsed while the set was ${set.status || 'of unknown status'}: it is deleted (MS-FSRVP 3.1.5)`,
    );
    set.status = 'Deleted';
    set.ended = 'timed out';
    this.expired.set(set.setId, set);
    server.sets.delete(set.setId);
  }

  private made(server: Server, called: Called, setId: string, status: SetStatus): SnapshotSet {
    const past = this.expired.get(setId);
    if (past !== undefined) {
      past.findings.push(`frame ${frameOf(this.pass, called.request.row)} finds it still there: the server did not keep to the timer`);
      past.status = '';
      past.ended = '';
      this.expired.delete(setId);
      server.sets.set(setId, past);
      return past;
    }
    const { client, server: to } = sidesOf(this.pass, called);
    const set: SnapshotSet = {
      server: to,
      client,
      user: userOf(this.pass, called.request.row),
      setId,
      clientSetId: '',
      context: '',
      status,
      ended: '',
      timer: undefined,
      copies: [],
      calls: [],
      findings: [],
    };
    this.sets.push(set);
    server.sets.set(setId, set);
    return set;
  }

  private unknown(server: Server, id: string, read: ReadCall): string {
    if (this.sets.some((s) => s.setId === id)) return `set ${id} was there no more`;
    const swapped = [...server.sets.values()].find((s) => s.copies.some((c) => c.copyId === id));
    if (swapped !== undefined) return `${id} is no set but a copy in set ${swapped.setId}`;
    return read.status === Status.ID_MISMATCH ? `the server knows no set ${id}` : `no set ${id} is known`;
  }

  end(isAsked: (c: SnapshotCall) => boolean): Snapshots {
    for (const server of this.servers.values()) {
      for (const c of server.waiting) this.others.push(c);
      const { timer } = server;
      if (timer === null || this.pass.messages.count === 0) continue;
      const passed = between(this.pass, timer.row, this.pass.messages.count - 1);
      if (passed > timer.seconds) this.expire(server, timer);
      else if (timer.set !== null)
        timer.set.timer = { seconds: timer.seconds, left: Math.floor(timer.seconds - passed), frame: frameOf(this.pass, timer.row) };
    }
    this.others.sort((a, b) => a.message - b.message);
    const sets = this.sets.filter((s) => s.calls.some(isAsked));
    for (const s of sets) this.follow(s);
    return { sets, others: this.others.filter(isAsked) };
  }

  /** What share lists and tree connects say of the exposed shares. */
  private follow(set: SnapshotSet): void {
    this.listed ??= listedShares(this.pass);
    for (const c of set.copies) {
      if (c.exposedShare === '') continue;
      const entry = this.listed.get(`${hostOf(set.server)}\\${c.exposedShare.toLowerCase()}`);
      if (entry !== undefined) Object.assign(c, { device: entry.path, remark: entry.remark, listedIn: entry.frames });
      c.mounts = this.mounts(set, c.exposedShare);
    }
  }

  private mounts(set: SnapshotSet, share: string): Mount[] {
    this.objects ??= model(this.pass);
    const { connections, sessions } = this.objects;
    const found: Mount[] = [];
    for (const s of sessions)
      for (const t of s.trees) {
        if (lastOf(t.share).toLowerCase() !== share.toLowerCase()) continue;
        const connection = connections.find((c) => s.connections.includes(c.stream));
        if (connection === undefined || hostOf(connection.server) !== hostOf(set.server)) continue;
        const { status, firstFrame, lastFrame, messages, bytesRead } = t;
        const user = s.domain === '' ? s.user : `${s.domain}\\${s.user}`;
        const opens = t.opens.length;
        found.push({
          sessionId: s.sessionId,
          user,
          client: connection.client,
          share: t.share,
          status,
          firstFrame,
          lastFrame,
          messages,
          opens,
          bytesRead,
        });
      }
    return found;
  }
}

/** A set that keeps another from being started. */
function unfinished(server: Server): SnapshotSet | undefined {
  for (const s of server.sets.values()) if (s.status !== 'Recovered' && s.status !== '') return s;
  return undefined;
}

const order = (why: string, spec: string, { status }: ReadCall): string => {
  const answer = status === undefined ? '' : status === Status.ZERO ? '; the server let it pass' : '; the server refused it';
  return `out of order: ${why} (${spec})${answer}`;
};

/** What a call says or answers besides its status, in words. */
function told({ operation }: Called, { in: asked, out, status }: ReadCall): string {
  if (operation.name === 'SetContext') return text(operation.request, 'Context', asked.Context);
  if (status !== Status.ZERO) return '';
  switch (operation.name) {
    case 'GetSupportedVersion':
      return `versions ${out.MinVersion} to ${out.MaxVersion}`;
    case 'IsPathSupported':
      return out.SupportedByThisProvider === 0 ? 'not supported' : `supported by ${string(out.OwnerMachineName)}`;
    case 'IsPathShadowCopied':
      return out.ShadowCopyPresent === 0 ? 'has no shadow copy' : 'has a shadow copy';
    case 'GetShareMapping':
      return mappingOf(out)?.ShadowCopyShareName ?? 'not exposed';
    default:
      return '';
  }
}

/** What is wrong with a call by itself. */
function faults({ model, in: asked, status }: ReadCall, { request, response }: Called): string[] {
  if (response === null) return ['no answer in the capture'];
  if (!isOpen(request) || !isOpen(response)) return ['encrypted'];
  const limit = asked.TimeOutInMilliseconds;
  if (status === Status.WAIT_TIMEOUT || status === Status.TIMEOUT) return [`timed out, allowed were ${limit ?? '?'} ms`];
  return typeof limit === 'number' && Number(model.latency) * 1000 > limit ? [`took longer than the ${limit} ms allowed`] : [];
}
