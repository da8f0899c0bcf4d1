import { Command } from '../../dissectors/smb2/header.ts';
import type { Narrow } from '../smb/columns.ts';
import type { Contents } from './contents.ts';
import { toMessage } from './moving.ts';
import type { State } from './state.ts';

/** What two messages can have in common. */
export type Tie = 'open' | 'session' | 'tree' | 'lease' | 'connection' | 'operation';

const NAMES: Readonly<Record<Tie, string>> = {
  open: 'open',
  session: 'session',
  tree: 'tree connect',
  lease: 'lease or oplock',
  connection: 'connection',
  operation: 'call',
};

/** To the next or the previous message that has the same. */
export function toTied(state: State, tie: Tie, step: 1 | -1, contents: Contents): State {
  const test = tied(state.selected, tie, contents);
  const { createdBy, closedBy } = contents.pass.smb2.opens;
  const open = tie === 'open' || tie === 'operation' ? contents.pass.messages.open[state.selected]! - 1 : -1;
  // An open's messages lie between the one that created it and the one that closed it.
  const first = open < 0 ? 0 : createdBy[open]!;
  const end = open < 0 || closedBy[open] === 0 ? contents.count : closedBy[open]!;
  if (test === null) return { ...state, notice: `This message belongs to no ${NAMES[tie]}.` };
  return toNext(state, test, step, contents, `No message of the same ${NAMES[tie]} ${step > 0 ? 'follows' : 'comes before'}.`, first, end);
}

/** To the next or the previous message that fulfils a test, of those that the filter leaves. */
export function toNext(
  state: State,
  test: (row: number) => boolean,
  step: 1 | -1,
  contents: Contents,
  otherwise: string,
  first = 0,
  end = contents.count,
): State {
  const matches = contents.matching(state);
  for (let row = state.selected + step; row >= first && row < end; row += step)
    if (test(row) && (matches === null || matches.has(row))) return toMessage(state, row, contents);
  return { ...state, notice: otherwise };
}

function tied(row: number, tie: Tie, contents: Contents): ((row: number) => boolean) | null {
  const { messages: m, units, smb2 } = contents.pass;
  switch (tie) {
    case 'open':
      return same(m.open, row);
    case 'session':
      return same(m.session, row);
    case 'tree':
      return same(m.tree, row);
    case 'connection':
      return (other) => units.stream[m.unit[other]!] === units.stream[m.unit[row]!];
    case 'operation': {
      const column = m.open[row] !== 0 ? m.open : m.session;
      const isSame = same(column, row);
      return isSame === null ? null : (other) => isSame(other) && (m.flags[other]! & 1) === 0 && m.command[other] !== Command.CANCEL;
    }
    case 'lease': {
      const leaseOf = (r: number): number => {
        const event = smb2.leases.events.of(r);
        return event >= 0 ? smb2.leases.events.lease[event]! + 1 : m.open[r] === 0 ? 0 : smb2.opens.lease[m.open[r]! - 1]!;
      };
      const own = leaseOf(row);
      return own === 0 ? null : (other) => leaseOf(other) === own;
    }
  }
}

function same(column: Int32Array | Narrow, row: number): ((row: number) => boolean) | null {
  const own = column[row]!;
  return own === 0 ? null : (other) => column[other] === own;
}
