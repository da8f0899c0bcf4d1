import type { Node } from '../dissect/node.ts';
import { compileFilter } from '../query/filter.ts';
import { ordered } from '../report/order.ts';
import type { Pass } from '../smb/pass.ts';
import { Records, type UnitRecord } from '../smb/records.ts';
import { CellReader } from './cells.ts';
import { type Expansion, messageNode, type Severity, severities, type TreeLine, treeLines } from './lines.ts';
import { Listings } from './listings.ts';
import { type Live, titleOf } from './live.ts';
import { Matches } from './matches.ts';
import { within } from './scope.ts';
import { type Find, seeking } from './search.ts';
import type { Hunt, State, ViewName } from './state.ts';
import { type Listing, listed, openedAtFirst, View } from './views/view.ts';
import { Jobs, Worked } from './worked.ts';

/** How far the capture has been read. */
export type Progress = { readonly state: 'reading'; readonly percent: number } | { readonly state: 'waiting' } | { readonly state: 'done' };

/** A message with all that its panes need. */
export interface Detail {
  readonly record: UnitRecord;
  readonly message: Node;
  readonly severities: ReadonlyMap<Node, Severity>;
}

/** Milliseconds after which a view of a growing capture is worked out again. */
const REFRESH = 2000;
/** Names of files that are offered where one is typed. */
const MOST_NAMES = 20_000;

/** What the screen asks of a pass that may still be going on. What takes time is worked out in slices, see Jobs; the rest at once. */
export class Contents {
  readonly title: string;
  /** Undefined for what lies complete in a file. */
  readonly live: Live | undefined;
  readonly pass: Pass;
  readonly jobs = new Jobs();
  readonly reader: CellReader;
  isWaiting = false;
  /** A pass with more keys that is under way. */
  incoming: Pass | null = null;
  readonly slow: number;
  private readonly records: Records;
  private readonly listings: Listings;
  private readonly sorted = new Map<ViewName, Worked<Uint32Array>>();
  private readonly heldViews = new Map<ViewName, { parts: readonly unknown[]; view: View }>();
  private readonly heldOpened = new Map<ViewName, { key: string; listing: Listing; opened: ReadonlySet<number> }>();
  private readonly hunted = new Worked<Find | null>(this.jobs, 'searching');
  private heldNames: string[] = [];
  private hunts = 0;
  private forgotten = 0;
  private lastHunt: Hunt | null = null;
  private matches: { key: string; generation: string; now: Matches; isWhole: boolean } | null = null;
  private generation = { id: 0, count: 0, at: 0 };
  private held: { unit: number; row: number; pair: number; detail: Detail } | undefined;
  private heldLines: { detail: Detail; expansion: Expansion; lines: TreeLine[] } | undefined;

  constructor(pass: Pass, live?: Live, slow = 1) {
    this.slow = slow;
    this.live = live;
    this.pass = pass;
    this.records = new Records(pass);
    this.reader = new CellReader(pass);
    this.listings = new Listings(pass, this.jobs, this.reader, this.records, slow);
    const [first, ...others] = pass.capture.files;
    const name = live === undefined ? (first!.path === '-' ? 'standard input' : first!.path) : titleOf(live);
    this.title = name + (others.length > 0 ? ` and ${others.length} more` : '');
  }

  get count(): number {
    return this.pass.messages.count;
  }

  get streams(): number {
    return this.pass.network.streams.length;
  }

  get gaps(): number {
    return this.pass.units.skipped.size;
  }

  get damage(): number {
    return this.pass.capture.damageCount;
  }

  get progress(): Progress {
    if (this.pass.isDone) return { state: 'done' };
    if (this.isWaiting) return { state: 'waiting' };
    const { done, total } = this.pass.capture.progress;
    return { state: 'reading', percent: Math.floor((100 * done) / Math.max(1, total)) };
  }

  /** Messages that fulfil the filter and belong to the scope; null for all. */
  matching(state: State): Matches | null {
    const { filter, scope } = state;
    if (filter === '' && scope === null) {
      this.matches = null;
      return null;
    }
    const key = `${filter}\n${scope === null ? '' : `${scope.kind} ${scope.key}`}`;
    const generation = this.pass.isDone ? 'whole' : '';
    const held = this.matches;
    // A message can find its counterpart until the end: then all are asked once more.
    if (held === null || held.key !== key || (held.generation !== generation && held.isWhole)) this.match(state, key, generation);
    else if (held.isWhole && held.now.asked < this.count) this.askOn(held);
    return this.matches!.now;
  }

  private match(state: State, key: string, generation: string): void {
    const { filter, scope } = state;
    const isAsked = filter === '' ? null : compileFilter(filter).bind(this.pass, new Records(this.pass));
    const isWithin = scope === null ? null : within(this.pass, scope);
    const made = new Matches((row) => (isWithin === null || isWithin(row)) && (isAsked === null || isAsked(row)));
    const before = this.matches;
    const held = { key, generation, now: before?.key === key ? before.now : made, isWhole: false };
    this.matches = held;
    this.jobs.start('filtering', this.askAll(held, made), () => {
      held.now = made;
      held.isWhole = true;
    });
  }

  private *askAll(held: object, made: Matches) {
    // A filter that was left is not finished.
    for (const done of made.asking(() => this.count)) {
      if (this.matches !== held) return;
      yield done;
    }
  }

  private askOn(held: { now: Matches; isWhole: boolean }): void {
    held.isWhole = false;
    this.jobs.start('filtering', this.askAll(held, held.now), () => {
      held.isWhole = true;
    });
  }

  /** The view that the state asks for, as far as it is worked out; null while there is nothing of it. */
  view(state: State): View | null {
    const matches = this.matching(state);
    const { view: name } = state;
    this.reader.withPorts = state.columns >= 140;
    this.reader.timeFormat = state.time;
    const generation = this.grown();
    const key = `${state.filter}\n${state.scope === null ? '' : `${state.scope.kind} ${state.scope.key}`}`;
    const isReady = matches === null || this.matches!.isWhole;
    const listing = this.listings.of(name, matches, key, generation, isReady);
    if (listing === null) return null;
    const sort = state.sorts[name];
    const order = sort === undefined ? undefined : listing.columns(state.columns).find((c) => c.name === sort.column)?.order;
    let roots = listing.roots;
    const sorted = this.sortedOf(name);
    if (sort !== undefined && order !== undefined && roots.length > 1 && isReady) {
      const { isDown } = sort;
      const rows = sorted.ask(`${key}\n${sort.column} ${isDown}`, `${generation} ${this.listings.version(name)}`, () =>
        ordered(
          Uint32Array.from({ length: roots.length }, (_, i) => roots.at(i)),
          isDown ? (a, b) => order(b, a) : order,
        ),
      );
      if (rows !== undefined) roots = listed(rows);
      // The list of messages shows meanwhile; others would move under the selection.
      else if (name !== 'messages') return null;
    }
    const opened = state.opened[name] ?? this.openedOf(name, key, listing);
    const parts = [listing, roots.length, sort, sorted.version, opened];
    let held = this.heldViews.get(name);
    if (held === undefined || parts.some((part, i) => part !== held!.parts[i])) {
      const view = new View(name, listing, roots, opened);
      this.heldViews.set(name, (held = { parts, view }));
      if (name === 'messages') this.reader.before = (row) => view.code(view.find(row) - 1);
    }
    return held.view;
  }

  /** What shows expanded before the user expands or collapses anything: nothing of it is collapsed because the capture grows. */
  private openedOf(name: ViewName, key: string, listing: Listing): ReadonlySet<number> {
    const held = this.heldOpened.get(name);
    if (held?.listing === listing) return held.opened;
    const opened = openedAtFirst(listing);
    const kept = held?.key === key && held.opened.size > opened.size ? held.opened : opened;
    this.heldOpened.set(name, { key, listing, opened: kept });
    return kept;
  }

  private sortedOf(name: ViewName): Worked<Uint32Array> {
    let sorted = this.sorted.get(name);
    if (sorted === undefined) this.sorted.set(name, (sorted = new Worked(this.jobs, 'sorting')));
    return sorted;
  }

  /** Names that the capture has for a field of text, as far as one can be chosen among them. */
  seen(field: string): readonly string[] {
    const { names, trees } = this.pass.smb2;
    if (field === 'smb2.tree') return [...new Set(trees.map((t) => names.text(t.share)))];
    if (field !== 'smb2.filename') return [];
    const count = Math.min(names.count, MOST_NAMES);
    if (this.heldNames.length !== count) this.heldNames = Array.from({ length: count }, (_, name) => names.text(name));
    return this.heldNames;
  }

  /** Changes now and then while the capture grows. */
  private grown(): string {
    if (this.pass.isDone) return `done ${this.forgotten}`;
    const now = performance.now();
    if (this.generation.count !== this.count && now - this.generation.at > REFRESH)
      this.generation = { id: this.generation.id + 1, count: this.count, at: now };
    return String(this.generation.id);
  }

  /** What a search has found: undefined while it goes on, null for nothing. */
  hunt(hunt: Hunt, view: View): Find | null | undefined {
    if (hunt !== this.lastHunt) {
      this.lastHunt = hunt;
      this.hunts++;
    }
    const rows = { length: view.count, at: (line: number) => view.code(line), find: (code: number) => view.find(code) };
    return this.hunted.ask(String(this.hunts), '', () => seeking(this.records, rows, hunt.pattern, view.find(hunt.from), hunt.step));
  }

  /** Nothing more is looked for. */
  leaveHunt(): void {
    if (this.lastHunt === null) return;
    this.lastHunt = null;
    this.hunts++;
    this.hunted.leave();
  }

  /** Whether it is not known yet if a message fulfils the filter. */
  isOpenWhether(row: number): boolean {
    return this.matches !== null && !this.matches.isWhole && this.matches.now.asked <= row;
  }

  /** What was made of the selected message is made again. */
  forget(): void {
    this.held = this.heldLines = undefined;
    this.forgotten++;
  }

  detail(row: number): Detail {
    const { messages: m } = this.pass;
    const unit = m.unit[row]!;
    // While the pass goes on, a message may still find its counterpart.
    const pair = m.pair[row]!;
    if (this.held !== undefined && this.held.row === row && this.held.pair === pair) return this.held.detail;
    const record = this.held?.unit === unit && this.held.pair === pair ? this.held.detail.record : this.records.record(unit);
    const message = messageNode(record.tree, m.offset(row) - m.offset(m.firstOf(unit)), m.source[row] !== 0);
    const detail = { record, message, severities: severities(record.tree) };
    this.held = { unit, row, pair, detail };
    return detail;
  }

  lines(row: number, expansion: Expansion): readonly TreeLine[] {
    const detail = this.detail(row);
    const held = this.heldLines;
    if (held !== undefined && held.detail === detail && held.expansion === expansion) return held.lines;
    const lines = treeLines(detail.record.tree, detail.message, detail.severities, expansion);
    this.heldLines = { detail, expansion, lines };
    return lines;
  }

  /** The response to a request or the request of a response; -1 when the capture has none. */
  counterpart(row: number): number {
    return this.pass.messages.pair[row]! - 1;
  }

  /** A response that is an error, or what verification calls bad. */
  isError(row: number): boolean {
    return this.reader.isError(row) || this.reader.isBad(row);
  }
}
