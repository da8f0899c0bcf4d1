/** Which of the 256 bytes are members: 1 for those that are. */
export type ByteSet = Uint8Array;

export const setOf = (test: (byte: number) => boolean): Uint8Array => Uint8Array.from({ length: 256 }, (_, i) => (test(i) ? 1 : 0));
const within = (text: string) => {
  const expression = new RegExp(`^[${text}]$`);
  return setOf((byte) => expression.test(String.fromCharCode(byte)) && byte < 128);
};
export const not = (set: Uint8Array): Uint8Array => set.map((bit) => 1 - bit);
const digit = within('0-9');
export const word = within('A-Za-z0-9_');
const space = within('\\t\\n\\v\\f\\r ');
const blank = within('\\t ');
export const CLASSES: Readonly<Record<string, Uint8Array>> = {
  d: digit,
  D: not(digit),
  w: word,
  W: not(word),
  s: space,
  S: not(space),
  h: blank,
  H: not(blank),
  N: not(within('\\n')),
};
export const POSIX: Readonly<Record<string, Uint8Array>> = {
  alpha: within('A-Za-z'),
  digit,
  alnum: within('A-Za-z0-9'),
  upper: within('A-Z'),
  lower: within('a-z'),
  space,
  blank,
  word,
  xdigit: within('0-9A-Fa-f'),
  punct: within('!-/:-@[-`{-~'),
  cntrl: setOf((b) => b < 32 || b === 127),
  print: within(' -~'),
  graph: within('!-~'),
};
export const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, e: 27, a: 7, v: 11, '0': 0 };
