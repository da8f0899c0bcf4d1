/** What a key asks for. */
export type Command =
  | 'messages'
  | 'operations'
  | 'sessions'
  | 'files'
  | 'problems'
  | 'statistics'
  | 'leases'
  | 'credits'
  | 'snapshots'
  | 'witness'
  | 'rpc'
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
  | 'fold'
  | 'enter'
  | 'nextPane'
  | 'previousPane'
  | 'goto'
  | 'filter'
  | 'filterByValue'
  | 'narrow'
  | 'search'
  | 'searchOn'
  | 'searchBack'
  | 'counterpart'
  | 'nextError'
  | 'previousError'
  | 'nextOfOpen'
  | 'previousOfOpen'
  | 'nextOfSession'
  | 'previousOfSession'
  | 'nextOfTree'
  | 'previousOfTree'
  | 'nextOfLease'
  | 'previousOfLease'
  | 'nextOfConnection'
  | 'previousOfConnection'
  | 'nextOfOperation'
  | 'previousOfOperation'
  | 'mark'
  | 'toMark'
  | 'sortNext'
  | 'sortPrevious'
  | 'sortReverse'
  | 'time'
  | 'columns'
  | 'grid'
  | 'source'
  | 'maximise'
  | 'larger'
  | 'smaller'
  | 'copyLine'
  | 'copyValue'
  | 'copyFilter'
  | 'copyBytes'
  | 'export'
  | 'exportBytes'
  | 'follow'
  | 'stop'
  | 'restart'
  | 'keys'
  | 'redraw'
  | 'suspend'
  | 'help'
  | 'leave'
  | 'quit';

export interface Key {
  /** As the reader of input names them; keys that follow one another with blanks between. */
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
  { keys: ['M', 'f1'], command: 'messages', text: 'view: messages' },
  { keys: ['O', 'f2'], command: 'operations', text: 'view: operations; expand into messages and layers' },
  { keys: ['S', 'f3'], command: 'sessions', text: 'view: connections, sessions, tree connects, opens' },
  { keys: ['F', 'f4'], command: 'files', text: 'view: files' },
  { keys: ['P', 'f5'], command: 'problems', text: 'view: problems' },
  { keys: ['T', 'f6'], command: 'statistics', text: 'view: response times and throughput' },
  { keys: ['L', 'f7'], command: 'leases', text: 'view: leases and oplocks' },
  { keys: ['C', 'f8'], command: 'credits', text: 'view: credits' },
  { keys: ['V', 'f9'], command: 'snapshots', text: 'view: shadow copy sets (FSRVP)' },
  { keys: ['W', 'f10'], command: 'witness', text: 'view: witness registrations and what clients were told' },
  { keys: ['D'], command: 'rpc', text: 'view: DCE/RPC calls and context handles' },
  { keys: ['j', 'down'], command: 'down', text: 'down, up; with a number before it so many lines, as in 10j', hint: 'move' },
  { keys: ['k', 'up'], command: 'up', text: 'down, up; with a number before it so many lines, as in 10j' },
  { keys: ['pagedown', 'ctrl-f'], command: 'pageDown', text: 'a page down, up' },
  { keys: ['pageup', 'ctrl-b'], command: 'pageUp', text: 'a page down, up' },
  { keys: ['ctrl-d'], command: 'halfDown', text: 'half a page down, up' },
  { keys: ['ctrl-u'], command: 'halfUp', text: 'half a page down, up' },
  { keys: ['g g', 'home'], command: 'first', text: 'to the first line' },
  { keys: ['G', 'end'], command: 'last', text: 'to the last line; with a number before it to that line' },
  { keys: ['tab'], command: 'nextPane', text: 'to the next pane: list, tree, bytes; and back', hint: 'pane' },
  { keys: ['shift-tab'], command: 'previousPane', text: 'to the next pane: list, tree, bytes; and back' },
  { keys: ['l', 'right'], command: 'expand', text: 'expand; when expanded, to the first line inside; in bytes a byte on', hint: 'expand' },
  { keys: ['h', 'left'], command: 'collapse', text: 'collapse; when collapsed, to the line above it; in bytes a byte back' },
  { keys: ['space'], command: 'fold', text: 'expand or collapse' },
  {
    keys: ['enter'],
    command: 'enter',
    text: 'messages, operations: to the tree; problems, calls: to the message; other lists: narrow all views to it',
    hint: 'open',
  },
  { keys: ['x'], command: 'narrow', text: 'narrow all views to what is selected; of a message its open' },
  { keys: ['/'], command: 'filter', text: 'filter, in the language of -Y; Tab completes, ↑ recalls', hint: 'filter' },
  { keys: ['f'], command: 'filterByValue', text: 'filter by the selected value' },
  { keys: ['s'], command: 'search', text: 'search text, bytes (0xfe53 or fe 53) or /regular expression/', hint: 'search' },
  { keys: ['n'], command: 'searchOn', text: 'search on, and back' },
  { keys: ['N'], command: 'searchBack', text: 'search on, and back' },
  { keys: [':'], command: 'goto', text: 'to a message by number, f12 a frame, 1.5 or 14:03:22.5 a time', hint: 'go to' },
  { keys: ['r'], command: 'counterpart', text: 'from a request to its response, and back', hint: 'reply' },
  { keys: ['e'], command: 'nextError', text: 'to the next and the previous error or bad signature', hint: 'error' },
  { keys: ['E'], command: 'previousError', text: 'to the next and the previous error or bad signature' },
  { keys: ['] o'], command: 'nextOfOpen', text: 'the next and the previous message of the same open' },
  { keys: ['[ o'], command: 'previousOfOpen', text: 'the next and the previous message of the same open' },
  { keys: ['] s'], command: 'nextOfSession', text: 'the next and the previous message of the same session' },
  { keys: ['[ s'], command: 'previousOfSession', text: 'the next and the previous message of the same session' },
  { keys: ['] t'], command: 'nextOfTree', text: 'the next and the previous message of the same tree connect' },
  { keys: ['[ t'], command: 'previousOfTree', text: 'the next and the previous message of the same tree connect' },
  { keys: ['] l'], command: 'nextOfLease', text: 'the next and the previous message of the same lease or oplock' },
  { keys: ['[ l'], command: 'previousOfLease', text: 'the next and the previous message of the same lease or oplock' },
  { keys: ['] n'], command: 'nextOfConnection', text: 'the next and the previous message of the same connection' },
  { keys: ['[ n'], command: 'previousOfConnection', text: 'the next and the previous message of the same connection' },
  { keys: ['] c'], command: 'nextOfOperation', text: 'the next and the previous call: request of the same open, else of the session' },
  { keys: ['[ c'], command: 'previousOfOperation', text: 'the next and the previous call: request of the same open, else of the session' },
  { keys: ['m'], command: 'mark', text: 'with a letter: mark the message' },
  { keys: ["'"], command: 'toMark', text: "with a letter: to the marked message; '' back to where the last jump began" },
  { keys: ['>'], command: 'sortNext', text: 'sort by the next column, and by the one before' },
  { keys: ['<'], command: 'sortPrevious', text: 'sort by the next column, and by the one before' },
  { keys: ['R'], command: 'sortReverse', text: 'turn the order round' },
  { keys: ['t'], command: 'time', text: 'times since the first frame, since the line before, of the day, with the date' },
  { keys: ['c'], command: 'columns', text: 'choose columns' },
  { keys: ['v'], command: 'grid', text: 'tree as a grid: name, value, offset, length, type, bits' },
  { keys: ['b'], command: 'source', text: 'bytes of the next source: frame, reassembled, decrypted, decompressed' },
  { keys: ['z', '\\'], command: 'maximise', text: 'the pane on the whole screen, and back; so does the right mouse button' },
  { keys: ['+'], command: 'larger', text: 'the pane larger and smaller; the mouse draws at its title' },
  { keys: ['-'], command: 'smaller', text: 'the pane larger and smaller; the mouse draws at its title' },
  { keys: ['y y'], command: 'copyLine', text: 'copy the line to the clipboard of the terminal (OSC 52)' },
  { keys: ['y v'], command: 'copyValue', text: 'copy the value' },
  { keys: ['y f'], command: 'copyFilter', text: 'copy the filter for the value' },
  { keys: ['y b'], command: 'copyBytes', text: 'copy the bytes as hexadecimal digits' },
  { keys: ['w'], command: 'export', text: 'write the messages shown: .pcapng original frames, .txt, .json, .jsonl, .csv' },
  { keys: ['B'], command: 'exportBytes', text: 'write the selected bytes' },
  { keys: ['a'], command: 'follow', text: 'go along with what is still coming, or pause', hint: 'pause' },
  { keys: ['X'], command: 'stop', text: 'end the live capture; what was captured stays', hint: 'stop', isOfLive: true },
  { keys: ['ctrl-r'], command: 'restart', text: 'begin the live capture again, with nothing', isOfLive: true },
  { keys: ['K'], command: 'keys', text: 'give keys: NAME:PASSWORD, session id:key, or a keys file or keytab', hint: 'keys' },
  { keys: ['ctrl-l'], command: 'redraw', text: 'draw the screen again' },
  { keys: ['ctrl-z'], command: 'suspend', text: 'to the shell, from where fg comes back' },
  { keys: ['?'], command: 'help', text: 'this help', hint: 'help' },
  { keys: ['escape'], command: 'leave', text: 'leave what is being typed; remove the narrowing, then the filter' },
  { keys: ['q', 'ctrl-c'], command: 'quit', text: 'quit; Ctrl-C leaves a line that is being typed first', hint: 'quit' },
];

/** Keys that one line of the help is about. */
export interface KeyLine {
  readonly keys: readonly string[];
  readonly text: string;
}

/** Lines of the help: neighbours of one text stand together. */
export function helpLines(all: readonly Key[]): KeyLine[] {
  const lines: { keys: string[]; text: string }[] = [];
  for (const { keys: names, text } of all) {
    const last = lines[lines.length - 1];
    if (last?.text === text) last.keys.push(...names);
    else lines.push({ keys: [...names], text });
  }
  return lines.map(({ keys: names, text }) => ({ text, keys: [...names].sort((a, b) => Number(isNamed(a)) - Number(isNamed(b))) }));
}

const isNamed = (key: string): boolean => key.length > 3;

/** Keys as they are on this machine: those of the table, with what the user's settings put in their place. */
export class KeyMap {
  readonly keys: readonly Key[];
  private readonly commands: ReadonlyMap<string, Command>;
  private readonly beginnings: ReadonlySet<string>;

  constructor(changed: Readonly<Partial<Record<Command, readonly string[]>>> = {}) {
    const taken = new Set(Object.values(changed).flat());
    this.keys = keys.map((k) => ({ ...k, keys: changed[k.command] ?? k.keys.filter((key) => !taken.has(key)) }));
    this.commands = new Map(this.keys.flatMap((k) => k.keys.map((key) => [key, k.command] as const)));
    this.beginnings = new Set(
      [...this.commands.keys()].filter((key) => key.includes(' ')).map((key) => key.slice(0, key.lastIndexOf(' '))),
    );
  }

  /** Those that are of use. */
  shown(isLive: boolean): readonly Key[] {
    return isLive ? this.keys : this.keys.filter((k) => k.isOfLive !== true);
  }

  commandOf(key: string): Command | undefined {
    return this.commands.get(key);
  }

  /** Whether more keys have to follow. */
  isBeginning(key: string): boolean {
    return this.beginnings.has(key);
  }
}

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
  key
    .split(' ')
    .map((one) => shown[one] ?? one.replace(/^ctrl-(.)$/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`).replace(/^f(\d+)$/, 'F$1'))
    .join('');
