import type { Key } from 'ink';

const special: readonly (readonly [keyof Key, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageDown', 'pagedown'],
  ['pageUp', 'pageup'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
];

const controls: Readonly<Record<string, string>> = {
  '\t': 'tab',
  '\r': 'enter',
  '\n': 'enter',
  ' ': 'space',
  '\x7f': 'backspace',
  '\b': 'backspace',
};

/** The names of the keys in one event of ink: a run of letters that arrived at once is one event. */
export function keysOf(input: string, key: Key): string[] {
  for (const [flag, name] of special) if (key[flag] === true) return [name];
  if (key.tab) return [key.shift ? 'shift-tab' : 'tab'];
  // A sequence that ink does not know comes without its escape character.
  if (key.meta || (input.length > 1 && (input[0] === '[' || input[0] === 'O'))) return [];
  if (key.ctrl) return input.length === 1 ? [`ctrl-${input}`] : [];
  return Array.from(input, named).filter((name) => name !== '');
}

function named(character: string): string {
  const code = character.charCodeAt(0);
  return controls[character] ?? (code > 0 && code < 27 ? `ctrl-${String.fromCharCode(code + 96)}` : code < 32 ? '' : character);
}
