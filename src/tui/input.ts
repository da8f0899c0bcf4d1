/** What a terminal sends: a key by its name, what the mouse does, pasted text. */
export type Input =
  | { readonly key: string }
  | { readonly paste: string }
  | { readonly mouse: 'press' | 'right' | 'drag' | 'release' | 'up' | 'down'; readonly x: number; readonly y: number };

const sequences: Readonly<Record<string, string>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  '[H': 'home',
  '[F': 'end',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[4~': 'end',
  '[7~': 'home',
  '[8~': 'end',
  '[3~': 'delete',
  '[5~': 'pageup',
  '[6~': 'pagedown',
  '[Z': 'shift-tab',
  OP: 'f1',
  OQ: 'f2',
  OR: 'f3',
  OS: 'f4',
  '[11~': 'f1',
  '[12~': 'f2',
  '[13~': 'f3',
  '[14~': 'f4',
  '[[A': 'f1',
  '[[B': 'f2',
  '[[C': 'f3',
  '[[D': 'f4',
  '[[E': 'f5',
  '[15~': 'f5',
  '[17~': 'f6',
  '[18~': 'f7',
  '[19~': 'f8',
  '[20~': 'f9',
  '[21~': 'f10',
};

const controls: Readonly<Record<string, string>> = {
  '\t': 'tab',
  '\r': 'enter',
  '\n': 'enter',
  ' ': 'space',
  '\x7f': 'backspace',
  '\b': 'backspace',
};

const ESCAPE = '\x1b';
const PASTE = '\x1b[200~';
const PASTED = '\x1b[201~';
const MOST_PASTED = 65536;
/** Milliseconds after which an escape character is the key, and no beginning of a sequence. */
const ALONE = 40;

/** Takes a terminal's bytes apart; sequences may come in pieces. */
export class InputReader {
  private readonly take: (input: Input) => void;
  private rest = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(take: (input: Input) => void) {
    this.take = take;
  }

  readonly feed = (text: string): void => {
    clearTimeout(this.timer);
    this.rest += text;
    while (this.rest !== '') {
      const length = this.next();
      if (length === 0) break;
      this.rest = this.rest.slice(length);
    }
    if (this.rest !== '' && !this.rest.startsWith(PASTE)) this.timer = setTimeout(this.flush, ALONE);
  };

  stop(): void {
    clearTimeout(this.timer);
  }

  private readonly flush = (): void => {
    const { rest } = this;
    this.rest = '';
    if (rest.startsWith(ESCAPE)) this.take({ key: 'escape' });
  };

  /** Takes what comes first; the characters that it was, 0 while it is not complete. */
  private next(): number {
    const { rest } = this;
    if (rest[0] !== ESCAPE) {
      const character = String.fromCodePoint(rest.codePointAt(0)!);
      const name = named(character);
      if (name !== '') this.take({ key: name });
      return character.length;
    }
    if (rest.startsWith(PASTE)) return this.paste();
    if (rest.length === 1) return 0;
    if (rest[1] === ESCAPE) {
      this.take({ key: 'escape' });
      return 1;
    }
    const [sequence] = /^(?:\[\[[A-E]|\[[0-9;<?]*[A-Za-z~]|O[A-Za-z])/.exec(rest.slice(1)) ?? [];
    if (sequence !== undefined) {
      this.sequence(sequence);
      return 1 + sequence.length;
    }
    if (/^(?:\[[0-9;<?[]*|O)$/.test(rest.slice(1))) return 0;
    // A letter with Alt.
    return rest[1] === '[' || rest[1] === 'O' ? rest.length : 1 + String.fromCodePoint(rest.codePointAt(1)!).length;
  }

  private paste(): number {
    const end = this.rest.indexOf(PASTED);
    if (end < 0) return this.rest.length > MOST_PASTED ? this.rest.length : 0;
    this.take({ paste: this.rest.slice(PASTE.length, end) });
    return end + PASTED.length;
  }

  private sequence(text: string): void {
    const [, button, x, y, end] = /^\[<(\d+);(\d+);(\d+)([Mm])$/.exec(text) ?? [];
    if (button !== undefined) {
      const code = Number(button) & ~0x1c;
      const mouse =
        code === 64
          ? 'up'
          : code === 65
            ? 'down'
            : end === 'm'
              ? 'release'
              : code === 2
                ? 'right'
                : code === 0
                  ? 'press'
                  : code === 32
                    ? 'drag'
                    : undefined;
      if (mouse !== undefined) this.take({ mouse, x: Number(x) - 1, y: Number(y) - 1 });
      return;
    }
    // Keys with Shift or Ctrl held are the keys.
    const name = sequences[text] ?? sequences[text.replace(/^\[1;\d+/, '[').replace(/;\d+~$/, '~')];
    if (name !== undefined) this.take({ key: name });
  }
}

function named(character: string): string {
  const code = character.codePointAt(0)!;
  if (code >= 0x80 && code < 0xa0) return '';
  return controls[character] ?? (code > 0 && code < 27 ? `ctrl-${String.fromCharCode(code + 96)}` : code < 32 ? '' : character);
}
