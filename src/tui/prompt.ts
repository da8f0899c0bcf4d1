/** What a line of text is typed for. */
export type PromptKind = 'filter' | 'search' | 'goto' | 'messages' | 'bytes' | 'keys';

/** A line that is being typed. */
export interface Prompt {
  readonly kind: PromptKind;
  readonly text: string;
  /** Where the next character goes, in code units. */
  readonly cursor: number;
  /** Which entry of the history shows, counted back from 1; 0 for what was typed, which `typed` keeps meanwhile. */
  readonly back: number;
  readonly typed: string;
  /** Which of the completions is tried; -1 for none, and then the text before it. */
  readonly tried: number;
  readonly before: string;
}

export const prompt = (kind: PromptKind, text = ''): Prompt => ({
  kind,
  text,
  cursor: text.length,
  back: 0,
  typed: text,
  tried: -1,
  before: '',
});

const LONGEST = 4096;

/** Puts text where the cursor is. */
export function insert(p: Prompt, text: string): Prompt {
  const plain = text.replace(/[\r\n\t]+/g, ' ');
  if (p.text.length + plain.length > LONGEST) return p;
  return typed(p, p.text.slice(0, p.cursor) + plain + p.text.slice(p.cursor), p.cursor + plain.length);
}

const typed = (p: Prompt, text: string, cursor: number): Prompt => ({ ...p, text, cursor, typed: text, back: 0, tried: -1 });

/** The prompt after a key that edits it; undefined when the key does not. */
export function edit(p: Prompt, key: string): Prompt | undefined {
  const { text, cursor } = p;
  switch (key) {
    case 'left':
    case 'ctrl-b':
      return { ...p, cursor: before(text, cursor), tried: -1 };
    case 'right':
    case 'ctrl-f':
      return { ...p, cursor: after(text, cursor), tried: -1 };
    case 'home':
    case 'ctrl-a':
      return { ...p, cursor: 0, tried: -1 };
    case 'end':
    case 'ctrl-e':
      return { ...p, cursor: text.length, tried: -1 };
    case 'backspace':
      return typed(p, text.slice(0, before(text, cursor)) + text.slice(cursor), before(text, cursor));
    case 'delete':
    case 'ctrl-d':
      return typed(p, text.slice(0, cursor) + text.slice(after(text, cursor)), cursor);
    case 'ctrl-w': {
      const kept = text.slice(0, cursor).replace(/[^\s]+\s*$/, '');
      return typed(p, kept + text.slice(cursor), kept.length);
    }
    case 'ctrl-u':
      return typed(p, text.slice(cursor), 0);
    case 'ctrl-k':
      return typed(p, text.slice(0, cursor), cursor);
    case 'space':
      return insert(p, ' ');
    default:
      return Array.from(key).length === 1 ? insert(p, key) : undefined;
  }
}

/** The entry of the history before (1) or behind (-1) the one that shows; the newest comes last in `history`. */
export function recall(p: Prompt, history: readonly string[], step: 1 | -1): Prompt {
  const back = Math.max(0, Math.min(history.length, p.back + step));
  const text = back === 0 ? p.typed : history[history.length - back]!;
  return { ...p, back, text, cursor: text.length, tried: -1 };
}

const isPair = (text: string, at: number): boolean => /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '');
const before = (text: string, at: number): number => Math.max(0, at - (isPair(text, at - 1) ? 2 : 1));
const after = (text: string, at: number): number => Math.min(text.length, at + (isPair(text, at + 1) ? 2 : 1));
