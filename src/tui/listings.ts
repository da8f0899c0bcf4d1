import { activity } from '../report/activity.ts';
import { type Files, files } from '../report/files.ts';
import { Operations } from '../report/operations.ts';
import { Problems, problems } from '../report/problems.ts';
import { tallies } from '../report/tally.ts';
import type { Work } from '../report/work.ts';
import type { Pass } from '../smb/pass.ts';
import type { Records } from '../smb/records.ts';
import type { CellReader } from './cells.ts';
import { layersOf } from './layers.ts';
import type { Matches } from './matches.ts';
import { type ViewName, viewNames } from './state.ts';
import { CreditListing } from './views/credits.ts';
import { FileListing } from './views/files.ts';
import { LeaseListing, leaseEvents } from './views/leases.ts';
import { Messages } from './views/messages.ts';
import { firsts, OperationListing } from './views/operations.ts';
import { ProblemListing } from './views/problems.ts';
import { rpcOutline } from './views/rpc.ts';
import { SessionListing } from './views/sessions.ts';
import { snapshotOutline } from './views/snapshots.ts';
import { StatisticsListing } from './views/statistics.ts';
import { type Listing, listed, rising, upTo } from './views/view.ts';
import { witnessOutline } from './views/witness.ts';
import { type Jobs, Worked } from './worked.ts';

const everything = (): boolean => true;

/** What each view lists, worked out when it is asked for first and again when the filter or the capture has changed. */
export class Listings {
  private readonly pass: Pass;
  private readonly reader: CellReader;
  private readonly records: Records;
  private readonly slow: number;
  private readonly worked: ReadonlyMap<Exclude<ViewName, 'messages'>, Worked<Listing>>;
  private linked: { operations: Operations; generation: string } | undefined;
  private messages: { matches: Matches | null; count: number; listing: Messages } | undefined;
  private found: { key: string; problems: Problems; total: number; listing: ProblemListing } | undefined;

  constructor(pass: Pass, jobs: Jobs, reader: CellReader, records: Records, slow: number) {
    this.pass = pass;
    this.reader = reader;
    this.records = records;
    this.slow = slow;
    this.worked = new Map(viewNames.filter((name) => name !== 'messages').map((name) => [name, new Worked<Listing>(jobs, name)]));
  }

  version(name: ViewName): number {
    return name === 'messages' ? 0 : this.worked.get(name)!.version;
  }

  /** A view's listing; null while there is nothing of it. `isReady`: all messages were asked whether they match. */
  of(name: ViewName, matches: Matches | null, key: string, generation: string, isReady: boolean): Listing | null {
    if (name === 'messages') return this.ofMessages(matches);
    const worked = this.worked.get(name)!;
    if (!isReady) return null;
    const isAsked = matches === null ? everything : matches.has;
    const value = worked.ask(key, generation, () => this.working(name, isAsked, key, generation));
    return name === 'problems' ? this.ofProblems(key) : (value ?? null);
  }

  private ofMessages(matches: Matches | null): Listing {
    const count = matches?.count ?? this.pass.messages.count;
    if (this.messages === undefined || this.messages.matches !== matches || this.messages.count !== count) {
      const roots = matches === null ? upTo(count) : rising(matches.rows, count);
      this.messages = { matches, count, listing: new Messages(this.pass, this.reader, roots) };
    }
    return this.messages.listing;
  }

  /** Findings show as they come. */
  private ofProblems(key: string): Listing | null {
    const { found } = this;
    if (found === undefined || found.key !== key) return null;
    if (found.total !== found.problems.total) {
      found.total = found.problems.total;
      found.listing = new ProblemListing(this.reader, found.problems);
    }
    return found.listing;
  }

  private *working(name: Exclude<ViewName, 'messages'>, isAsked: (row: number) => boolean, key: string, generation: string): Work<Listing> {
    const { pass, reader } = this;
    switch (name) {
      case 'operations': {
        const operations = yield* this.operations(generation);
        const found = yield* firsts(operations, isAsked);
        return new OperationListing(pass, reader, operations, found, layersOf(this.records, pass));
      }
      case 'sessions':
        return yield* SessionListing.working(pass, reader, yield* tallies(pass, isAsked));
      case 'files': {
        const t = yield* tallies(pass, isAsked);
        const all = yield* files(pass, t);
        return new FileListing(pass, reader, all, isAsked === everything ? null : shown(all));
      }
      case 'problems': {
        const into = new Problems();
        if (this.found?.key !== key) this.found = { key, problems: into, total: 0, listing: new ProblemListing(reader, into) };
        const done = yield* problems(pass, isAsked, this.slow, into);
        const listing = new ProblemListing(reader, done);
        this.found = { key, problems: done, total: done.total, listing };
        return listing;
      }
      case 'statistics':
        return new StatisticsListing(yield* activity(pass, isAsked));
      case 'leases':
        return new LeaseListing(pass, reader, yield* leaseEvents(pass, isAsked));
      case 'credits':
        return new CreditListing(pass, yield* tallies(pass, isAsked));
      case 'snapshots':
        return snapshotOutline(pass, reader, isAsked);
      case 'witness':
        return witnessOutline(pass, reader, isAsked);
      case 'rpc':
        return yield* rpcOutline(pass, reader, isAsked);
    }
  }

  /** The operations of all messages: a filter only chooses among them. */
  private *operations(generation: string): Work<Operations> {
    if (this.linked?.generation === generation) return this.linked.operations;
    const operations = yield* Operations.working(this.pass, this.records);
    this.linked = { operations, generation };
    return operations;
  }
}

/** Files of which anything matched. */
const shown = (all: Files) => listed(Uint32Array.from({ length: all.count }, (_, i) => i).filter((i) => all.tally.messages[i]! > 0));
