import { Objects } from '../../report/model.ts';
import type { Tallies, Tally } from '../../report/tally.ts';
import type { Work } from '../../report/work.ts';
import { Protocol } from '../../smb/columns.ts';
import { Flag } from '../../smb/current.ts';
import type { Pass } from '../../smb/pass.ts';
import { type CellReader, duration } from '../cells.ts';
import type { Scope } from '../scope.ts';
import type { Tone } from '../style.ts';
import { bytes, some } from './texts.ts';
import { type Codes, type Column, type Listing, listed } from './view.ts';

/** Codes: the row in its table, which table, and beneath a connection which one: a session of several channels shows beneath each. */
const RANGE = 2 ** 32;
const KINDS = 4;
const CONNECTION = 0;
const SESSION = 1;
const TREE = 2;
const OPEN = 3;
/** A connection's NEGOTIATE comes among its first messages. */
const LOOKED_AT = 4096;
const SLICE = 8192;

const kindOf = (code: number): number => Math.floor(code / RANGE) % KINDS;

interface Line {
  readonly title: string;
  readonly state: string;
  readonly details: string;
  readonly tally: Tally;
  readonly at: number;
  readonly tone: Tone | undefined;
  readonly keys: { readonly text: string; readonly tone: Tone };
}

const noKeys = { text: '', tone: 'plain' } as const;

/** What belongs to what, worked out once. */
interface Below {
  readonly sessions: Map<number, number[]>;
  readonly trees: Map<number, number[]>;
  readonly opens: Map<number, number[]>;
  /** Opens whose tree connect is not known, by session. */
  readonly loose: Map<number, number[]>;
}

/** Clients' connections, the sessions on them, their tree connects, and what these opened. */
export class SessionListing implements Listing<Line> {
  readonly isExpandedAtFirst = true;
  readonly empty = 'There is no SMB2 connection.';
  readonly roots: Codes;
  private readonly pass: Pass;
  private readonly reader: CellReader;
  private readonly tallies: Tallies;
  private readonly objects: Objects;
  private readonly below: Below;
  private readonly negotiated = new Set<number>();

  private constructor(pass: Pass, reader: CellReader, tallies: Tallies, objects: Objects, below: Below) {
    this.pass = pass;
    this.reader = reader;
    this.tallies = tallies;
    this.objects = objects;
    this.below = below;
    const { streams } = tallies;
    this.roots = listed(Array.from({ length: streams.count }, (_, i) => i).filter((i) => streams.messages[i]! > 0));
  }

  static *working(pass: Pass, reader: CellReader, t: Tallies): Work<SessionListing> {
    return new SessionListing(pass, reader, t, new Objects(pass), yield* belongings(t));
  }

  columns(): Column<Line>[] {
    const by = (read: (t: Tally, at: number) => number) => (a: number, b: number) =>
      read(this.tallies.streams, a) - read(this.tallies.streams, b);
    return [
      { name: 'object', title: 'Connection / session / tree / open', width: 0, isOutline: true, text: (l) => l.title, tone: (l) => l.tone },
      { name: 'state', title: 'State', width: 16, from: 100, text: (l) => l.state },
      { name: 'keys', title: 'Keys', width: 9, from: 78, text: (l) => l.keys.text, tone: (l) => l.keys.tone },
      {
        name: 'since',
        title: 'From',
        width: this.reader.timeWidth,
        from: 135,
        isNumber: true,
        text: (l) => this.reader.timeOf(l.tally.first[l.at]! - 1),
        order: by((t, at) => t.first[at]!),
      },
      {
        name: 'span',
        title: 'Lasts',
        width: 8,
        isNumber: true,
        text: (l) => this.reader.between(l.tally.first[l.at]! - 1, l.tally.last[l.at]! - 1),
      },
      {
        name: 'messages',
        title: 'Messages',
        width: 8,
        isNumber: true,
        text: (l) => String(l.tally.messages[l.at]),
        order: by((t, at) => t.messages[at]!),
      },
      {
        name: 'errors',
        title: 'Errors',
        width: 6,
        from: 75,
        isNumber: true,
        text: (l) => some(l.tally.errors[l.at]!),
        tone: () => 'error',
        order: by((t, at) => t.errors[at]!),
      },
      {
        name: 'read',
        title: 'Read',
        width: 8,
        from: 90,
        isNumber: true,
        text: (l) => bytes(l.tally.bytesRead[l.at]!),
        order: by((t, at) => t.bytesRead[at]!),
      },
      {
        name: 'written',
        title: 'Written',
        width: 8,
        from: 90,
        isNumber: true,
        text: (l) => bytes(l.tally.bytesWritten[l.at]!),
        order: by((t, at) => t.bytesWritten[at]!),
      },
      {
        name: 'mean',
        title: 'Mean',
        width: 8,
        from: 140,
        isNumber: true,
        text: (l) => (l.tally.answered[l.at] === 0 ? '' : duration(l.tally.seconds[l.at]! / l.tally.answered[l.at]!)),
      },
      { name: 'details', title: 'Details', width: 60, from: 999, text: (l) => l.details },
    ];
  }

  item(code: number): Line {
    const at = code % RANGE;
    switch (kindOf(code)) {
      case CONNECTION:
        return this.connection(at);
      case SESSION:
        return this.session(at);
      case TREE:
        return this.tree(at);
      default:
        return this.open(at);
    }
  }

  private connection(at: number): Line {
    const tally = this.tallies.streams;
    const first = tally.first[at]! - 1;
    const c = this.objects.connection(first);
    if (!this.negotiated.has(at)) {
      this.negotiated.add(at);
      const last = Math.min(tally.last[at]!, first + LOOKED_AT);
      for (let row = first; row < last; row++) if (this.pass.messages.command[row] === 0) this.objects.negotiation(row);
    }
    const agreed = [c.dialect, c.signingAlgorithm, c.cipher].filter((part) => part !== '');
    return {
      title: `${c.client} → ${c.server}  ${agreed.join(', ')}`,
      state: c.signing === '' ? '' : `signing ${c.signing}`,
      details: agreed.join(', '),
      tally,
      at,
      tone: 'title',
      keys: noKeys,
    };
  }

  private session(at: number): Line {
    const { trees: _, ...s } = this.objects.session(at + 1);
    const channels = this.tallies.streamsOf[at]!.length;
    const state = s.loggedOff ? 'logged off' : s.established ? 'established' : 'not established';
    const notes = [
      this.userOf(at),
      s.flags.join(', '),
      channels > 1 ? `${channels} channels` : '',
      s.previousSessionId === '' ? '' : `after ${s.previousSessionId}`,
    ];
    const details = notes.filter((note) => note !== '').join(', ');
    return {
      // Ids are long and seldom fill their digits.
      title: `Session ${s.sessionId.replace(/^0x0+(?=.)/, '0x')}  ${details}`,
      state,
      details: [details, this.keysOf(at)].filter((note) => note !== '').join(', '),
      tally: this.tallies.sessions,
      at,
      tone: undefined,
      keys: this.keyState(at),
    };
  }

  private userOf(at: number): string {
    const { identity } = this.pass.smb2.sessions[at]!;
    return identity === null ? '' : identity.domain === '' ? identity.user : `${identity.domain}\\${identity.user}`;
  }

  /** Where the session's keys come from; empty where none is known. */
  private keysOf(at: number): string {
    const session = this.pass.smb2.sessions[at]!;
    const first = this.tallies.sessions.first[at]! - 1;
    const key = first < 0 ? undefined : this.pass.connectionOf(first)?.channels.get(session.row)?.key;
    const source = session.security?.cipher?.source || key?.source || '';
    return source === '' ? '' : `keys by ${source}`;
  }

  /** Whether the session's keys are known, where it signs or encrypts. */
  private keyState(at: number): Line['keys'] {
    const source = this.keysOf(at);
    if (source !== '') return { text: source.replace(/^keys by (\w+).*/, '$1'), tone: 'good' };
    const { messages: m } = this.pass;
    const first = this.tallies.sessions.first[at]! - 1;
    const last = Math.min(this.tallies.sessions.last[at]!, first + LOOKED_AT);
    for (let row = Math.max(0, first); row < last; row++)
      if (m.session[row] === at + 1 && (m.protocol[row] === Protocol.encrypted || (m.flags[row]! & Flag.signed) !== 0))
        return { text: 'not known', tone: 'warning' };
    return noKeys;
  }

  private tree(at: number): Line {
    const t = this.objects.tree(at + 1, this.objects.session(Math.max(1, this.tallies.sessionOf[at]!)));
    const tree = this.pass.smb2.trees[at]!;
    const state =
      tree.disconnectedBy !== 0 ? 'disconnected' : tree.connectedBy !== 0 ? t.status.replace('STATUS_SUCCESS', 'connected') : '';
    const details = [t.type, ...t.flags, ...t.capabilities].filter((part) => part !== '').join(', ');
    return {
      title: `${t.share || `Tree ${t.treeId}`}  ${t.type}`,
      state,
      details,
      tally: this.tallies.trees,
      at,
      tone: 'name',
      keys: noKeys,
    };
  }

  private open(at: number): Line {
    const o = this.objects.describeOpen(at);
    const isFailed = o.status !== '' && o.status !== 'STATUS_SUCCESS';
    const held = [o.lease === '' ? o.oplock : `lease ${o.lease.replace(/, key.*/, '')}`, o.durable]
      .filter((part) => part !== '')
      .join(', ');
    const state = isFailed ? o.status.replace('STATUS_', '') : o.ended === '' ? 'open' : o.ended;
    const title = `${o.path === '' ? '\\' : o.path}${held === '' ? '' : `  [${held}]`}`;
    return {
      title,
      state,
      details: o.access.join(', '),
      tally: this.tallies.opens,
      at,
      tone: isFailed ? 'error' : undefined,
      keys: noKeys,
    };
  }

  row(code: number): number {
    return code < 0 ? -1 : this.tallyOf(code).first[code % RANGE]! - 1;
  }

  codeOf(row: number): number {
    const stream = this.pass.units.stream[this.pass.messages.unit[row]!]!;
    return (this.tallies.streams.messages[stream] ?? 0) > 0 ? stream : -1;
  }

  children(code: number): readonly number[] | null {
    const at = code % RANGE;
    const beneath = Math.floor(code / RANGE / KINDS) * KINDS * RANGE;
    const { sessions, trees, opens, loose } = this.below;
    switch (kindOf(code)) {
      case CONNECTION:
        return sessions.get(at)?.map((s) => s + (SESSION + KINDS * at) * RANGE) ?? null;
      case SESSION: {
        const all = [
          ...(trees.get(at) ?? []).map((t) => t + TREE * RANGE + beneath),
          ...(loose.get(at) ?? []).map((o) => o + OPEN * RANGE + beneath),
        ];
        return all.length === 0 ? null : all;
      }
      case TREE:
        return opens.get(at)?.map((o) => o + OPEN * RANGE + beneath) ?? null;
      default:
        return null;
    }
  }

  scope(code: number): Scope {
    const key = code % RANGE;
    const kind = (['connection', 'session', 'tree', 'open'] as const)[kindOf(code)]!;
    return { kind, key, label: this.item(code).title.replace(/ {2}.*/, '') };
  }

  private tallyOf(code: number): Tally {
    const { streams, sessions, trees, opens } = this.tallies;
    return [streams, sessions, trees, opens][kindOf(code)]!;
  }
}

function* belongings(t: Tallies): Work<Below> {
  const below: Below = { sessions: new Map(), trees: new Map(), opens: new Map(), loose: new Map() };
  const put = (to: Map<number, number[]>, key: number, value: number): void => {
    const all = to.get(key);
    if (all === undefined) to.set(key, [value]);
    else all.push(value);
  };
  t.streamsOf.forEach((streams, session) => {
    for (const stream of streams) put(below.sessions, stream, session);
  });
  for (let tree = 0; tree < t.trees.count; tree++)
    if (t.trees.messages[tree]! > 0 && t.sessionOf[tree] !== 0) put(below.trees, t.sessionOf[tree]! - 1, tree);
  for (let open = 0; open < t.opens.count; open++) {
    if (open % SLICE === 0) yield 1;
    if (t.opens.messages[open] === 0) continue;
    if (t.treeOf[open] !== 0) put(below.opens, t.treeOf[open]! - 1, open);
    else if (t.sessionOfOpen[open] !== 0) put(below.loose, t.sessionOfOpen[open]! - 1, open);
  }
  return below;
}
