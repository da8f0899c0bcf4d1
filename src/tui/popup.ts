import { safe } from '../bytes/writer.ts';
import { knownFields } from '../query/fields.ts';
import { completions } from './completion.ts';
import type { Contents } from './contents.ts';
import type { Piece } from './paint.ts';
import { mistake } from './prompting.ts';
import type { State } from './state.ts';
import type { Style } from './style.ts';
import { fit } from './width.ts';

const MOST = 8;
const NAMES = 40;

/** Above a filter that is being typed: what the word can become, and what is wrong. */
export function popup(state: State, contents: Contents, style: Style): Piece[] {
  const p = state.prompt;
  if (state.mode !== 'prompt' || p === null || state.rows < 8) return [];
  const wrong = state.notice === '' ? mistake(p) : state.notice;
  const lines: string[] = [];
  if (p.kind === 'filter') {
    const base = p.tried < 0 ? p.text.slice(0, p.cursor) : p.before;
    const { words } = completions(base, base.length, (field) => contents.seen(field));
    const first = Math.max(0, Math.min(p.tried - MOST + 1, words.length - MOST));
    for (let i = first; i < Math.min(words.length, first + MOST); i++) {
      const known = knownFields().get(words[i]!);
      const line = fit(` ${fit(safe(words[i]!), NAMES)} ${known?.type ?? ''}`, state.columns);
      lines.push(style.text(i === p.tried ? 'selected' : 'resting', line));
    }
    if (words.length > MOST) lines.push(style.text('resting', fit(` ${words.length} fit; Tab goes through them`, state.columns)));
  }
  if (wrong !== '') lines.push(style.text('error', fit(` ${safe(wrong)}`, state.columns)));
  return lines.map((text, i) => ({ x: 0, y: state.rows - 1 - lines.length + i, text }));
}
