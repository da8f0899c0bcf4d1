import { type Builder, Nodes } from '../dissect/builder.ts';
import { Kind, type Node } from '../dissect/node.ts';
import { fieldsOf } from '../dissect/reach.ts';
import { scan } from '../dissect/scan.ts';
import { nameFor, type Source } from '../dissect/show.ts';
import type { Shape, Struct, Values } from '../dissect/struct.ts';
import { accountFor, claim, type Span, tree } from '../dissect/tree.ts';
import { values } from '../dissect/values.ts';
import { UnitFlag } from './columns.ts';
import { HEADER_SIZE } from './current.ts';
import { factsOf, seconds } from './facts.ts';
import { AROUND, CARRIED, FRAME, type Inner, type Part, Parts, tablesAround, UNTRUSTED } from './parts.ts';
import type { Pass } from './pass.ts';
import { FrameBytes, type Place, place, placeIn, placeOf } from './sources.ts';
import { protocolTitles, Summaries } from './summary.ts';
import { Window } from './window.ts';

/** What is shown of a unit around its tree. `unit` and `messages` are counted from 1. */
export interface UnitHead {
  readonly unit: number;
  readonly messages: number[];
  readonly frame: number;
  readonly frames: number[];
  /** Unix time, nanoseconds after the point. */
  readonly time: string;
  readonly src: string;
  readonly dst: string;
  readonly stream: number;
  readonly protocol: string;
  readonly summary: string;
  readonly sources: readonly Source[];
}

/** A unit with all that is shown of it. */
export interface UnitRecord extends UnitHead {
  readonly tree: Node[];
}

/** A unit whose tree is yet to be put together. */
export interface OpenUnit extends UnitHead {
  /** Some structures stand below a value that others hold: there are to be nodes then. */
  readonly isNested: boolean;
  /** Null when the frame is there no more. */
  readonly opened: { readonly bytes: Place; readonly parts: readonly Part[] } | null;
}

/** Fields that are what the others leave over. */
const CUT = 'smbscope.cut';
const UNCLAIMED = ['smbscope.gap', 'smbscope.padding'];

/** MS-SMB2 3.2.5.1.1, 3.3.5.2.1. */
const WRONG_TAG = 'the authentication tag does not fit: these bytes are not what the sender encrypted, and count for nothing';
/** Of a message whose bytes the capture has given up since it was indexed. */
const GONE = 'its bytes are no longer in the ring, or the file has been cut since';
const NOTHING = new DataView(new ArrayBuffer(0));

/** What a message's protocol is called in a tree. */
const TITLES: Readonly<Record<string, string>> = { smb2: 'SMB2', smb: 'SMB', kerberos: 'Kerberos' };

/** Makes records out of the columns and the capture's bytes: any unit, at any time, without those before it. */
export class Records {
  readonly summaries: Summaries;
  /** Where messages are scanned whose frame nobody asks for. */
  readonly window: Window;
  private readonly pass: Pass;
  private readonly parts: Parts;
  private wanted: ReadonlySet<string> | null = null;
  private readonly reach = new Map<Struct, boolean>();
  private asksAround = false;
  private asksUnclaimed = false;
  private readonly scratch = new FrameBytes();
  /** What the messages of the record in hand are called, and the row of the first. */
  private texts: readonly string[] = [];
  private firstText = 0;

  constructor(pass: Pass) {
    this.pass = pass;
    this.window = new Window(pass.network);
    this.parts = new Parts(pass);
    this.summaries = new Summaries(pass);
  }

  /** The record of the unit in row `unit`, with its tree. One that `isPassing` is valid until the next is asked for. */
  record(unit: number, isPassing = false): UnitRecord {
    const { opened, isNested: _, ...head } = this.head(unit, isPassing);
    return { ...head, tree: this.nodes(unit, opened) };
  }

  /** The unit in row `unit`, for `build`; valid until the next is asked for. */
  head(unit: number, isPassing = true): OpenUnit {
    const { units, messages, network } = this.pass;
    const rows = this.rows(unit);
    const opened = this.open(unit, rows, isPassing);
    this.texts = rows.map((row) => this.summaries.text(row));
    this.firstText = rows[0] ?? 0;
    const stream = network.streams[units.stream[unit]!]!;
    const from = (units.flags[unit]! & UnitFlag.direction) !== 0 ? 1 : 0;
    return {
      unit: unit + 1,
      messages: rows.map((row) => row + 1),
      frame: units.frame[unit]!,
      frames: opened?.bytes.frames ?? [units.frame[unit]!],
      time: seconds(units.seconds[unit]!, units.nanoseconds[unit]!),
      src: stream.endpoint(from),
      dst: stream.endpoint(from === 0 ? 1 : 0),
      stream: stream.number,
      protocol: rows.length > 0 ? protocolTitles[messages.protocol[rows[0]!]!]! : 'NBSS',
      summary: rows.length === 1 ? this.texts[0]! : rows.length > 0 ? this.texts.join('; ') : 'NetBIOS session packet',
      sources: opened?.bytes.sources ?? [{ kind: 'frame', data: NOTHING }],
      isNested: opened?.parts.some(isBelowValue) ?? false,
      opened,
    };
  }

  /**
   * Reports the wanted fields of the message in `row`, and of what lies around it, in wire order; groups after what they hold. `layer` counts the headers
   * of the same protocol around, outermost first, from 1. What is reported is valid until the next scan. Without `isAround` the frame's headers are left out.
   */
  scan(
    row: number,
    wanted: ReadonlySet<string>,
    found: (name: string, node: Node, data: DataView, layer: number) => void,
    isAround = true,
  ): void {
    const unit = this.pass.messages.unit[row]!;
    this.ask(wanted);
    const opened = this.asksAround && isAround ? null : placeIn(this.window, this.pass, unit);
    const { around, bytes } = opened === null ? this.inFrame(unit, isAround) : { around: [], bytes: opened };
    if (bytes === null) return;
    const parts = [...around, ...this.parts.unit(unit, [row], bytes)];
    for (const p of parts) {
      if (p.row === UNTRUSTED || !this.hasAny(p.table)) continue;
      const { data } = bytes.sources[p.source]!;
      const layer = p.row === FRAME ? layerOf(p, around) : 1;
      scan(p.table, data, p.message, p.start, p.end, p.captured, p.facts, p.source, wanted, (name, node) => found(name, node, data, layer));
    }
    if (!this.asksUnclaimed) return;
    for (const n of everyNode(this.nodes(unit, { parts, bytes })))
      if (n.kind === Kind.unclaimed && wanted.has(nameFor(n))) found(nameFor(n), n, bytes.sources[n.source]!.data, 1);
  }

  /** A unit in the frame that completes it, with the headers around it where they are asked for; without bytes when the frame is there no more. */
  private inFrame(unit: number, isAround: boolean): { around: Part[]; bytes: Place | null } {
    const { units, capture, network } = this.pass;
    const frame = capture.at(units.frame[unit]!);
    if (frame === undefined) return { around: [], bytes: null };
    const around = this.asksAround && isAround ? this.parts.frame(frame, network.streams[units.stream[unit]!]!) : [];
    return { around, bytes: place(this.pass, unit, frame, this.scratch) };
  }

  /** Reports the protocols of the message in `row` and around it, outermost first, each with the bytes that it and what it carries take. */
  protocols(row: number, found: (name: string, data: DataView, from: number, to: number) => void): void {
    const unit = this.pass.messages.unit[row]!;
    const opened = this.open(unit, this.rows(unit));
    if (opened === null) return;
    const { bytes, parts } = opened;
    const ends = new Map<number, number>();
    for (const p of parts) ends.set(p.row, Math.max(ends.get(p.row) ?? 0, p.captured + p.payload));
    let before: Part | undefined;
    for (const p of parts) {
      if (p.row === UNTRUSTED || p.inside !== undefined || (p.row >= 0 && p.row !== row)) continue;
      const isSame = before !== undefined && p.row >= 0 && p.row === before.row && p.name === before.name;
      before = p;
      if (isSame) continue;
      const { data } = bytes.sources[p.source]!;
      const end =
        p.row === FRAME ? (p.start === 0 ? data.byteLength : ends.get(FRAME)!) : p.row === AROUND ? bytes.captured : ends.get(row)!;
      found(p.name, data, p.start, end);
    }
    for (const p of parts) {
      if (p.row !== row || !this.carries(p.table)) continue;
      const { data } = bytes.sources[p.source]!;
      scan(p.table, data, p.message, p.start, p.end, p.captured, p.facts, p.source, CARRIED, (name, node) =>
        found(name, data, node.offset, node.offset + node.size),
      );
    }
  }

  private carries(table: Struct): boolean {
    const own = fieldsOf(table);
    return [...CARRIED].some((name) => own.has(name));
  }

  /** Remembers what is asked for, and what of it can be where. */
  private ask(wanted: ReadonlySet<string>): void {
    if (this.wanted === wanted) return;
    this.wanted = wanted;
    this.reach.clear();
    this.asksUnclaimed = UNCLAIMED.some((name) => wanted.has(name));
    this.asksAround = this.asksUnclaimed || tablesAround.some((table) => this.hasAny(table));
  }

  /** Whether a walk of the table can report any of the names that were asked for last. */
  private hasAny(table: Struct): boolean {
    let has = this.reach.get(table);
    if (has === undefined) {
      const own = fieldsOf(table);
      this.reach.set(table, (has = [...this.wanted!].some((name) => own.has(name) || name.startsWith('_ws.') || name === CUT)));
    }
    return has;
  }

  /** Where the message in `row` lies: the bytes of its source, where it begins, and where it or what was captured of it ends. */
  bytesOf(row: number): { data: DataView; start: number; end: number } {
    const { units, messages, capture } = this.pass;
    const unit = messages.unit[row]!;
    const frame = capture.at(units.frame[unit]!);
    if (frame === undefined) return { data: NOTHING, start: 0, end: 0 };
    const bytes = placeOf(this.pass, row, place(this.pass, unit, frame));
    const start = bytes.start + messages.offset(row);
    return { data: bytes.sources[bytes.source]!.data, start, end: Math.min(start + messages.length[row]!, bytes.captured) };
  }

  /** The body of the SMB2 message in `row` as the values of a table; what is damaged or was not captured is missing. */
  values<S extends Shape>(row: number, table: Struct<S>): Partial<Values<S>> {
    const { data, start, end } = this.bytesOf(row);
    const body = start + HEADER_SIZE;
    if (body + 2 > end) return {};
    return values(table, data, start, body, end, factsOf(this.pass, row, data.getUint16(body, true)));
  }

  /** Null when the frame is there no more. */
  private open(unit: number, rows: readonly number[], isPassing = false): { bytes: Place; parts: Part[] } | null {
    const { units, capture, network } = this.pass;
    const frame = capture.at(units.frame[unit]!);
    if (frame === undefined) return null;
    const stream = network.streams[units.stream[unit]!]!;
    const around = this.parts.frame(frame, stream);
    const bytes = place(this.pass, unit, frame, isPassing ? this.scratch : undefined);
    return { bytes, parts: around.concat(this.parts.unit(unit, rows, bytes)) };
  }

  /** Rows of the unit's messages. */
  private rows(unit: number): number[] {
    const { messages } = this.pass;
    const first = messages.firstOf(unit);
    const last = messages.firstOf(unit + 1);
    const rows: number[] = [];
    for (let row = first; row < last; row++) rows.push(row);
    return rows;
  }

  private nodes(unit: number, opened: OpenUnit['opened']): Node[] {
    const into = new Nodes();
    this.build(unit, opened, into);
    for (const p of opened?.parts ?? []) if (p.inside !== undefined) hold(into.roots, p, p.inside, opened!.bytes);
    return into.roots;
  }

  /** Puts together the tree of the unit in row `unit`, but for what stands below values. */
  build(unit: number, opened: OpenUnit['opened'], into: Builder): void {
    if (opened === null) {
      into.remark('truncated', GONE, 0, 0);
      return;
    }
    const { parts, bytes } = opened;
    const around: number[] = [];
    for (let from = 0; from < parts.length; ) {
      const first = parts[from]!;
      if (first.inside !== undefined) {
        from++;
        continue;
      }
      const to = endOfProtocol(parts, from);
      if (first.row === AROUND && this.pass.units.skipped.has(unit)) this.skipped(unit, bytes, into);
      this.protocol(parts, from, to, bytes, first.row === FRAME ? around : null, into);
      from = to;
    }
    const { data } = bytes.sources[0]!;
    into.accountFor(0, data, 0, data.byteLength, around);
  }

  /**
   * The group of the protocol in from..to; a header and its body are two structures under it, one alone is the group itself. Without `around`, for
   * what its rows claim, all of its bytes are accounted for.
   */
  private protocol(parts: readonly Part[], from: number, to: number, bytes: Place, around: number[] | null, into: Builder): void {
    const first = parts[from]!;
    const { source, start } = first;
    let end = start;
    for (let i = from; i < to; i++) {
      const p = parts[i]!;
      // What lies in another source is shown here, but is not of these bytes.
      if (p.source === source && p.inside === undefined) end = Math.max(end, p.captured + (p.row >= 0 ? p.payload : 0));
    }
    const claims = around ?? [];
    into.open(this.title(first), first.table, source, start, end - start, first.name);
    if (first.row === UNTRUSTED) into.remark('untrusted', WRONG_TAG, source, start);
    for (let i = from; i < to; i++) {
      const p = parts[i]!;
      if (p.inside !== undefined) continue;
      const own = p.source === source ? claims : [];
      const isOne = to === from + 1;
      if (!isOne) into.open(p.table.title, p.table, p.source, p.start, Math.max(0, Math.min(p.end, p.captured) - p.start));
      into.walk(p.table, spanOf(p, bytes), p.facts, own);
      if (!isOne) into.close();
      if (p.payload > 0) claim(own, p.captured, p.captured + p.payload);
    }
    into.close();
    if (around === null) into.accountFor(into.count - 1, bytes.sources[source]!.data, start, end, claims);
  }

  private title({ row, name, table, title }: Part): string {
    if (title !== undefined) return title;
    if (row === UNTRUSTED) return `${TITLES[name]}, plain text`;
    return row >= 0 ? `${TITLES[name] ?? table.title}, ${this.texts[row - this.firstText] ?? this.summaries.text(row)}` : table.title;
  }

  private skipped(unit: number, bytes: Place, into: Builder): void {
    const count = this.pass.units.skipped.get(unit)!;
    const reason = `${count} bytes of the stream before this are not in the capture, or not recognised`;
    into.remark('truncated', reason, bytes.source, bytes.start);
  }
}

/** Shows what a value decrypts to below the value. */
function hold(nodes: readonly Node[], p: Part, { source, offset, size, key }: Inner, bytes: Place): void {
  for (const n of everyNode(nodes)) {
    if (n.source !== source || n.offset !== offset || n.size !== size || n.kind !== Kind.leaf) continue;
    const { data } = bytes.sources[p.source]!;
    const { node, claims } = tree(p.table, spanOf(p, bytes), p.facts, `${p.table.title}, opened with ${key}`);
    accountFor(node, data, 0, data.byteLength, claims);
    n.add(node);
    return;
  }
}

function layerOf(p: Part, around: readonly Part[]): number {
  let layer = 1;
  for (const before of around) {
    if (before === p) break;
    if (before.name === p.name) layer++;
  }
  return layer;
}

const isBelowValue = (p: Part): boolean => p.inside !== undefined;

const isOfOne = ({ row }: Part): boolean => row >= 0 || row === UNTRUSTED;

/** Where the neighbours of a part end that belong under one node with it; what is shown below a value is none, and may stand between them. */
function endOfProtocol(parts: readonly Part[], from: number): number {
  const first = parts[from]!;
  let end = from + 1;
  if (!isOfOne(first)) return end;
  for (let i = end; i < parts.length; i++) {
    const p = parts[i]!;
    if (p.inside !== undefined) continue;
    if (p.row !== first.row || p.name !== first.name) break;
    end = i + 1;
  }
  return end;
}

const spanOf = ({ source, message, start, end, captured }: Part, bytes: Place): Span => ({
  data: bytes.sources[source]!.data,
  source,
  message,
  start,
  end,
  captured,
});

function* everyNode(nodes: readonly Node[]): Generator<Node> {
  for (const n of nodes) {
    yield n;
    yield* everyNode(n.children);
  }
}
