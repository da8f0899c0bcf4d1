import type { Tallies } from '../../report/tally.ts';
import type { Credits } from '../../smb/credits.ts';
import type { Pass } from '../../smb/pass.ts';
import type { Scope } from '../scope.ts';
import { byText, some } from './texts.ts';
import { type Codes, type Column, type Listing, listed } from './view.ts';

interface Line {
  readonly stream: number;
  readonly credits: Credits;
  readonly messages: number;
}

/** What each connection's credits did. */
export class CreditListing implements Listing<Line> {
  readonly empty = 'There is no SMB2 connection.';
  readonly roots: Codes;
  private readonly pass: Pass;
  private readonly tallies: Tallies;

  constructor(pass: Pass, tallies: Tallies) {
    this.pass = pass;
    this.tallies = tallies;
    const { streams } = tallies;
    this.roots = listed(
      Array.from({ length: streams.count }, (_, i) => i).filter((i) => streams.messages[i]! > 0 && pass.connections[i] !== undefined),
    );
  }

  columns(): Column<Line>[] {
    const number = (name: string, title: string, width: number, read: (c: Credits) => number, from = 0): Column<Line> => ({
      name,
      title,
      width,
      from,
      isNumber: true,
      text: (l) => String(read(l.credits)),
      order: (a, b) => read(this.pass.connections[a]!.credits) - read(this.pass.connections[b]!.credits),
    });
    return [
      { name: 'connection', title: 'Connection', width: 0, text: (l) => this.title(l.stream), order: byText((i) => this.title(i)) },
      number('charged', 'Charged', 9, (c) => c.charged),
      number('requested', 'Requested', 9, (c) => c.requested, 100),
      number('granted', 'Granted', 9, (c) => c.granted),
      number('balance', 'Balance', 8, (c) => c.balance),
      number('lowest', 'Lowest', 7, (c) => c.lowest),
      number('highest', 'Highest', 7, (c) => c.highest),
      {
        ...number('overdrafts', 'Overdrafts', 10, (c) => c.overdrafts, 100),
        text: (l) => some(l.credits.overdrafts),
        tone: () => 'error' as const,
      },
      { name: 'whole', title: 'From', width: 9, from: 120, text: (l) => (l.credits.isWhole ? 'beginning' : 'midstream') },
    ];
  }

  item(code: number): Line {
    return { stream: code, credits: this.pass.connections[code]!.credits, messages: this.tallies.streams.messages[code]! };
  }

  row(code: number): number {
    if (code < 0) return -1;
    const overdraft = this.pass.connections[code]?.credits.firstOverdraft ?? -1;
    return overdraft >= 0 ? overdraft : this.tallies.streams.first[code]! - 1;
  }

  codeOf(row: number): number {
    return this.pass.units.stream[this.pass.messages.unit[row]!]!;
  }

  children(): null {
    return null;
  }

  scope(code: number): Scope {
    return { kind: 'connection', key: code, label: this.title(code) };
  }

  private title(index: number): string {
    const s = this.pass.network.streams[index]!;
    const server = s.fromServer === 1 ? 1 : 0;
    return `${s.endpoint(server === 1 ? 0 : 1)} → ${s.endpoint(server)}`;
  }
}
