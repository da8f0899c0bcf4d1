import { Mistake, type Span } from './mistake.ts';
import { meantOperator } from './spelling.ts';

/** `word`: a name, a number or any other literal without quotes. `text`: quoted. `character`: between single quotes. */
export interface Token extends Span {
  readonly kind: 'word' | 'text' | 'character' | 'sign' | 'range' | 'end';
  /** As written; of quoted ones what they stand for; of a slice what is between its brackets. */
  readonly text: string;
}

const SIGNS = [
  '===',
  '!==',
  '==',
  '!=',
  '~=',
  '>=',
  '<=',
  '&&',
  '||',
  '^^',
  '..',
  '>',
  '<',
  '~',
  '!',
  '&',
  '(',
  ')',
  '{',
  '}',
  ',',
  '#',
  '@',
];
const ARITHMETIC = ['+', '-', '*', '/', '%'];
/** A dot is part of a word, two are not; a colon begins one (`::1`, `:literal`), as a dot does (`.field`). */
const WORD = /(?:[A-Za-z0-9_:]|\.(?=[A-Za-z]))(?:[A-Za-z0-9_:-]|\.(?!\.))*/y;
const PREFIX = /\/\d+/y;
const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The words of an expression, the last of kind `end`. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  const add = (kind: Token['kind'], length: number, said: string): void => {
    found.push({ kind, text: said, at, length });
    at += length;
  };
  for (;;) {
    while (at < text.length && /\s/.test(text[at]!)) at++;
    if (at >= text.length) {
      add('end', 0, '');
      return found;
    }
    const raw = /^[rR]"/.test(text.slice(at, at + 2));
    const sign = SIGNS.find((s) => text.startsWith(s, at));
    if (text[at] === '"' || raw) {
      const { end, said } = quoted(text, at + (raw ? 2 : 1), '"', raw);
      add('text', end - at, said);
    } else if (text[at] === "'") {
      const { end, said } = quoted(text, at + 1, "'", false);
      if ([...said].length !== 1)
        throw new Mistake({ at, length: end - at }, 'single quotes hold one character: use double quotes for text');
      add('character', end - at, said);
    } else if (text[at] === '[') {
      const end = text.indexOf(']', at);
      if (end < 0) throw new Mistake({ at, length: 1 }, 'the slice has no closing "]"');
      add('range', end + 1 - at, text.slice(at + 1, end));
    } else if (sign !== undefined) add('sign', sign.length, sign);
    else {
      const length = wordAt(text, at);
      if (length > 0) add('word', length, text.slice(at, at + length));
      else if (ARITHMETIC.includes(text[at]!)) add('sign', 1, text[at]!);
      else throw new Mistake({ at, length: 1 }, `"${text[at]}" has no meaning here${meantOperator(text[at]!, [])}`);
    }
  }
}

/** Characters of the word that begins here, an address with its prefix length included; 0 for none. */
function wordAt(text: string, at: number): number {
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0] ?? '';
  if (!/^\d+(\.\d+){1,3}$|^[\da-f.:]*:[\da-f.:]*$/i.test(word)) return word.length;
  PREFIX.lastIndex = at + word.length;
  return word.length + (PREFIX.exec(text)?.[0].length ?? 0);
}

/** What stands between quotes; in raw text a backslash is itself, and only keeps a quote from ending it. */
function quoted(text: string, from: number, quote: string, raw: boolean): { end: number; said: string } {
  const bytes: Buffer[] = [];
  let at = from;
  while (at < text.length && text[at] !== quote) {
    const taken = text[at] !== '\\' || at + 1 >= text.length ? 1 : raw ? 2 : escaped(text, at, bytes);
    if (taken > 0) bytes.push(Buffer.from(text.slice(at, at + taken)));
    at += Math.abs(taken);
  }
  if (at >= text.length)
    throw new Mistake({ at: from - 1, length: 1 }, `the closing ${quote === '"' ? 'quote' : 'single quote'} is missing`);
  return { end: at + 1, said: Buffer.concat(bytes).toString() };
}

/** Adds what the escape stands for, and returns its characters, negative. */
function escaped(text: string, at: number, to: Buffer[]): number {
  const [code, hex, octal] = /^\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3}))/.exec(text.slice(at, at + 4)) ?? [];
  if (code !== undefined) {
    to.push(Buffer.from([hex !== undefined ? Number.parseInt(hex, 16) : Number.parseInt(octal!, 8) & 255]));
    return -code.length;
  }
  to.push(Buffer.from(ESCAPES[text[at + 1]!] ?? text[at + 1]!));
  return -2;
}
