import { UserError } from '../bytes/user-error.ts';
import { compileFilter } from '../query/filter.ts';
import { toNumber } from './browse.ts';
import { completions } from './completion.ts';
import type { Contents } from './contents.ts';
import { messageAt, messageOfFrame, toMessage } from './moving.ts';
import { edit, type Prompt, recall } from './prompt.ts';
import { mistakeIn, patternOf } from './search.ts';
import type { State } from './state.ts';

const MOST_REMEMBERED = 200;

/** A key while a line is being typed. */
export function prompting(state: State, key: string, contents: Contents): State {
  const p = state.prompt!;
  const left: State = { ...state, mode: 'browse', prompt: null };
  if (key === 'escape' || (key === 'backspace' && p.text === '')) return left;
  if (key === 'enter') return entered(left, p, contents);
  if (key === 'up' || key === 'ctrl-p') return { ...state, prompt: recall(p, historyOf(state, p), 1) };
  if (key === 'down' || key === 'ctrl-n') return { ...state, prompt: recall(p, historyOf(state, p), -1) };
  if (key === 'tab' || key === 'shift-tab') return { ...state, prompt: completed(p, key === 'tab' ? 1 : -1, contents) };
  const edited = edit(p, key);
  return edited === undefined ? state : { ...state, prompt: edited };
}

/** What was typed for the same purpose; entries are kept as `kind text`. */
const historyOf = (state: State, p: Prompt): string[] =>
  state.history.filter((entry) => entry.startsWith(`${p.kind} `)).map((entry) => entry.slice(p.kind.length + 1));

function completed(p: Prompt, step: 1 | -1, contents: Contents): Prompt {
  if (p.kind !== 'filter') return p;
  const base = p.tried < 0 ? p.text : p.before;
  const cursor = p.tried < 0 ? p.cursor : p.before.length;
  const { from, words } = completions(base.slice(0, cursor), cursor, (field) => contents.seen(field));
  if (words.length === 0) return p;
  const tried = p.tried < 0 ? (step > 0 ? 0 : words.length - 1) : (p.tried + step + words.length) % words.length;
  const rest = p.tried < 0 ? p.text.slice(cursor) : p.text.slice(p.cursor);
  const head = base.slice(0, from) + words[tried]!;
  return { ...p, text: head + rest, cursor: head.length, tried, before: base.slice(0, cursor), typed: head + rest, back: 0 };
}

/** What is wrong with what is typed; empty for nothing. */
export function mistake(p: Prompt): string {
  if (p.text.trim() === '') return '';
  if (p.kind === 'search') return mistakeIn(patternOf(p.text));
  if (p.kind !== 'filter') return '';
  try {
    compileFilter(p.text);
    return '';
  } catch (error) {
    if (error instanceof UserError) return error.message.replace(/^filter: /, '');
    throw error;
  }
}

function entered(state: State, p: Prompt, contents: Contents): State {
  const text = p.text.trim();
  const wrong = mistake(p);
  if (wrong !== '') return { ...state, mode: 'prompt', prompt: p, notice: wrong };
  // Secrets are not remembered.
  if (p.kind === 'keys') return text === '' ? state : { ...state, effect: { kind: 'keys', text } };
  const entry = `${p.kind} ${text}`;
  const history = text === '' ? state.history : [...state.history.filter((e) => e !== entry), entry].slice(-MOST_REMEMBERED);
  const next = { ...state, history };
  switch (p.kind) {
    case 'filter':
      return { ...next, filter: text };
    case 'search': {
      const pattern = text === '' ? state.pattern : patternOf(p.text);
      return pattern === null || contents.count === 0 ? next : { ...next, pattern, hunt: { pattern, from: state.selected, step: 1 } };
    }
    case 'goto':
      return goTo(next, text, contents);
    default:
      return text === '' ? next : { ...next, effect: { kind: p.kind, path: text } };
  }
}

/** A message's number, `f12` a frame, `1.5` or `1.5s` seconds, `14:03:22.5` a time of the day; and what fingers type: `q`, `w name`. */
function goTo(state: State, text: string, contents: Contents): State {
  const jump = (row: number, otherwise: string): State => (row < 0 ? { ...state, notice: otherwise } : toMessage(state, row, contents));
  if (/^q!?$/.test(text)) return { ...state, mode: 'over' };
  const [, path] = /^w\s+(.+)$/.exec(text) ?? [];
  if (path !== undefined) return { ...state, effect: { kind: 'messages', path } };
  if (/^\d+$/.test(text)) return toNumber(state, Number(text), contents);
  const [, frame] = /^f(?:rame)?\s*(\d+)$/i.exec(text) ?? [];
  if (frame !== undefined) return jump(messageOfFrame(contents, Number(frame)), `No message ends in frame ${frame} or behind it.`);
  const [, seconds] = /^(-?\d*\.?\d+)\s*s?$/.exec(text) ?? [];
  if (seconds !== undefined) return jump(messageAt(contents, Number(seconds)), 'That is behind the last message.');
  const [, hours, minutes, rest] = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?$/.exec(text) ?? [];
  if (hours === undefined)
    return text === '' ? state : { ...state, notice: `"${text}" is no message number, frame (f12) or time (1.5, 14:03:22).` };
  const { first } = contents.pass;
  const asked = 3600 * Number(hours) + 60 * Number(minutes) + Number(rest ?? 0);
  const since = asked - ((first.seconds % 86400) + first.nanoseconds / 1e9);
  return jump(messageAt(contents, since < 0 && since > -43200 ? 0 : since < 0 ? since + 86400 : since), 'That is behind the last message.');
}
