import type { Pass } from '../smb/pass.ts';

/** The object that the views are narrowed to; `key` is its row. A file is known by one of its opens, a command by its number. */
export interface Scope {
  readonly kind: 'connection' | 'session' | 'tree' | 'open' | 'file' | 'lease' | 'command';
  readonly key: number;
  readonly label: string;
}

/** Whether a message belongs to it. */
export function within(pass: Pass, { kind, key }: Scope): (row: number) => boolean {
  const { messages: m, units, smb2 } = pass;
  switch (kind) {
    case 'connection':
      return (row) => units.stream[m.unit[row]!] === key;
    case 'session':
      return (row) => m.session[row] === key + 1;
    case 'tree':
      return (row) => m.tree[row] === key + 1;
    case 'open':
      return (row) => m.open[row] === key + 1;
    case 'file': {
      const { opens, trees } = smb2;
      const share = (open: number): number => {
        const tree = m.tree[opens.createdBy[open]!]!;
        return tree === 0 ? -1 : trees[tree - 1]!.share;
      };
      const [name, own] = [opens.name[key], share(key)];
      return (row) => m.open[row] !== 0 && opens.name[m.open[row]! - 1] === name && share(m.open[row]! - 1) === own;
    }
    case 'command':
      return (row) => m.protocol[row] === 0 && m.command[row] === key;
    case 'lease': {
      const { leases, opens } = smb2;
      return (row) => {
        if (m.open[row] !== 0 && opens.lease[m.open[row]! - 1] === key + 1) return true;
        const event = leases.events.of(row);
        return event >= 0 && leases.events.lease[event] === key;
      };
    }
  }
}
