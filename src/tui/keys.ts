/** What a key asks for. */
export type Command =
  | 'down'
  | 'up'
  | 'pageDown'
  | 'pageUp'
  | 'halfDown'
  | 'halfUp'
  | 'first'
  | 'last'
  | 'expand'
  | 'collapse'
  | 'toggle'
  | 'nextPane'
  | 'previousPane'
  | 'goto'
  | 'counterpart'
  | 'nextError'
  | 'previousError'
  | 'follow'
  | 'stop'
  | 'restart'
  | 'help'
  | 'leave'
  | 'quit';

export interface Key {
  /** As keysOf() names them. */
  readonly keys: readonly string[];
  readonly command: Command;
  readonly text: string;
  /** A few words for the status line, for the keys that are worth it. */
  readonly hint?: string;
  /** Of no use but while capturing. */
  readonly isOfLive?: true;
}

/** Every key there is; the help screen and the hints are made of this. */
export const keys: readonly Key[] = [
  { keys: ['j', 'down'], command: 'down', text: 'down; with a number before it so many lines, as in 10j', hint: 'move' },
  { keys: ['k', 'up'], command: 'up', text: 'up' },
  { keys: ['pagedown', 'ctrl-f'], command: 'pageDown', text: 'a page down' },
  { keys: ['pageup', 'ctrl-b'], command: 'pageUp', text: 'a page up' },
  { keys: ['ctrl-d'], command: 'halfDown', text: 'half a page down' },
  { keys: ['ctrl-u'], command: 'halfUp', text: 'half a page up' },
  { keys: ['gg', 'home'], command: 'first', text: 'to the first line' },
  { keys: ['G', 'end'], command: 'last', text: 'to the last line; with a number before it to that line' },
  { keys: [':'], command: 'goto', text: 'to a message by its number', hint: 'go to' },
  { keys: ['tab'], command: 'nextPane', text: 'to the next pane: messages, tree, bytes', hint: 'pane' },
  { keys: ['shift-tab'], command: 'previousPane', text: 'to the pane before' },
  { keys: ['l', 'right'], command: 'expand', text: 'tree: expand; when expanded, to the first line inside', hint: 'expand' },
  { keys: ['h', 'left'], command: 'collapse', text: 'tree: collapse; when collapsed, to the line above it' },
  { keys: ['enter', 'space'], command: 'toggle', text: 'tree: expand or collapse; messages: to the tree' },
  { keys: ['r'], command: 'counterpart', text: 'from a request to its response, and back', hint: 'reply' },
  { keys: ['n'], command: 'nextError', text: 'to the next response that is an error', hint: 'error' },
  { keys: ['N'], command: 'previousError', text: 'to the error before' },
  { keys: ['F'], command: 'follow', text: 'follow what is still coming, or pause' },
  { keys: ['S'], command: 'stop', text: 'end the live capture; what was captured stays', isOfLive: true },
  { keys: ['R'], command: 'restart', text: 'begin the live capture again, with nothing', isOfLive: true },
  { keys: ['?'], command: 'help', text: 'this help', hint: 'help' },
  { keys: ['escape'], command: 'leave', text: 'leave the help or a number being typed' },
  { keys: ['q', 'ctrl-c'], command: 'quit', text: 'quit', hint: 'quit' },
];

const commands = new Map(keys.flatMap((k) => k.keys.map((key) => [key, k.command] as const)));

export const commandOf = (key: string): Command | undefined => commands.get(key);

const shown: Readonly<Record<string, string>> = {
  down: '↓',
  up: '↑',
  left: '←',
  right: '→',
  pagedown: 'PgDn',
  pageup: 'PgUp',
  home: 'Home',
  end: 'End',
  tab: 'Tab',
  'shift-tab': 'Shift-Tab',
  enter: 'Enter',
  space: 'Space',
  escape: 'Esc',
};

/** What is printed on the key. */
export const caption = (key: string): string =>
  shown[key] ?? key.replace(/^ctrl-(.)$/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`);
