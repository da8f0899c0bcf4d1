import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Command, keys as table } from './keys.ts';
import { type State, timeFormats, viewNames } from './state.ts';
import { attributes, type Tone } from './style.ts';

/** What the user's settings file says. */
export interface Settings {
  readonly state: Partial<State>;
  readonly keys: Partial<Record<Command, readonly string[]>>;
  readonly theme: Partial<Record<Tone, string>>;
  readonly mouse: boolean;
  /** Seconds from which an operation is slow. */
  readonly slow: number;
  /** What is wrong with the file, for the status line; empty for nothing. */
  readonly mistake: string;
}

const folder = (variable: string, ...otherwise: string[]): string =>
  join(process.env[variable] || join(homedir(), ...otherwise), 'smbscope');
export const settingsPath = (): string => join(folder('XDG_CONFIG_HOME', '.config'), 'config.json');
const historyPath = (): string => join(folder('XDG_STATE_HOME', '.local', 'state'), 'history');

/** SGR parameters of the first sixteen colours, by name. */
const COLOURS: Readonly<Record<string, string>> = Object.fromEntries(
  ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'].flatMap((name, i) => [
    [name, String(30 + i)],
    [`bright-${name}`, String(90 + i)],
  ]),
);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const areTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((v) => typeof v === 'string');

/** Reads the file; what is wrong in it is left out and said, the first thing only. */
export function readSettings(path = settingsPath()): Settings {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return understood({}, path);
  }
  try {
    return understood(JSON.parse(text), path);
  } catch (error) {
    return { ...understood({}, path), mistake: `${path} is no JSON: ${(error as Error).message}` };
  }
}

export function understood(from: unknown, path: string): Settings {
  const mistakes: string[] = [];
  const refuse = (what: string): void => void mistakes.push(`${path}: ${what}`);
  if (!isObject(from)) refuse('it holds no object');
  const given = isObject(from) ? from : {};
  const { columns, keys, theme, time, mouse, slow, grid, ...others } = given;
  for (const name of Object.keys(others)) refuse(`"${name}" is no setting`);
  if (time !== undefined && !(timeFormats as readonly unknown[]).includes(time)) refuse(`"time" is one of ${timeFormats.join(', ')}`);
  if (slow !== undefined && !(typeof slow === 'number' && slow > 0)) refuse('"slow" is a number of seconds');
  return {
    state: {
      chosen: chosen(columns, refuse),
      isGrid: grid === true,
      ...(timeFormats.includes(time as State['time']) ? { time: time as State['time'] } : {}),
    },
    keys: remapped(keys, refuse),
    theme: coloured(theme, refuse),
    mouse: mouse !== false,
    slow: typeof slow === 'number' && slow > 0 ? slow : 1,
    mistake: mistakes[0] ?? '',
  };
}

function chosen(given: unknown, refuse: (what: string) => void): State['chosen'] {
  const found: Record<string, readonly string[]> = {};
  for (const [view, names] of Object.entries(isObject(given) ? given : {})) {
    if (!(viewNames as readonly string[]).includes(view)) refuse(`columns: "${view}" is no view`);
    else if (areTexts(names)) found[view] = names;
    else refuse(`columns: "${view}" is a list of names`);
  }
  return found;
}

function remapped(given: unknown, refuse: (what: string) => void): Settings['keys'] {
  const found: Partial<Record<Command, readonly string[]>> = {};
  for (const [command, names] of Object.entries(isObject(given) ? given : {})) {
    const keys = typeof names === 'string' ? [names] : names;
    if (!table.some((k) => k.command === command)) refuse(`keys: "${command}" is no command`);
    else if (areTexts(keys)) found[command as Command] = keys;
    else refuse(`keys: "${command}" is a key or a list of keys`);
  }
  return found;
}

function coloured(given: unknown, refuse: (what: string) => void): Settings['theme'] {
  const found: Partial<Record<Tone, string>> = {};
  for (const [tone, colour] of Object.entries(isObject(given) ? given : {})) {
    const code = COLOURS[String(colour)];
    if (!Object.hasOwn(attributes, tone)) refuse(`theme: "${tone}" is none of ${Object.keys(attributes).join(', ')}`);
    else if (code === undefined) refuse(`theme: "${colour}" is none of ${Object.keys(COLOURS).join(', ')}`);
    else found[tone as Tone] = code;
  }
  return found;
}

/** Keeps the columns of a view in the settings, undefined for those that go by the width; the rest of the file stays as it is. */
export function writeColumns(view: string, names: readonly string[] | undefined, path = settingsPath()): void {
  let given: unknown = {};
  try {
    given = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // What a person wrote there is not overwritten because of a comma.
    if (error instanceof SyntaxError) throw error;
  }
  const settings = isObject(given) ? given : {};
  const columns = { ...(isObject(settings.columns) ? settings.columns : {}), [view]: names };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...settings, columns }, null, 2)}\n`);
}

/** What was typed in earlier sessions, the newest last. */
export function readHistory(): string[] {
  try {
    return readFileSync(historyPath(), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch {
    return [];
  }
}

/** Keeps it for the next session, where that can be. */
export function writeHistory(history: readonly string[]): void {
  try {
    mkdirSync(dirname(historyPath()), { recursive: true, mode: 0o700 });
    writeFileSync(historyPath(), `${history.join('\n')}\n`, { mode: 0o600 });
  } catch {
    // A home that can't be written to has no history.
  }
}
