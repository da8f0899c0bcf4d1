import { masked } from './keying.ts';
import type { Prompt } from './prompt.ts';
import { mistake } from './prompting.ts';
import { patternOf } from './search.ts';

/** A line that is being typed, as it is shown. */
export interface Typing {
  readonly label: string;
  readonly text: string;
  /** Where the next character goes, in code units. */
  readonly cursor: number;
  readonly isWrong: boolean;
}

export const typingOf = (p: Prompt): Typing => ({
  label: labelOf(p),
  text: p.kind === 'keys' ? masked(p.text) : p.text,
  cursor: p.cursor,
  isWrong: mistake(p) !== '',
});

function labelOf(p: Prompt): string {
  switch (p.kind) {
    case 'filter':
      return 'Filter';
    case 'search':
      return `Search ${{ text: 'text', hex: 'bytes', regex: 'regular expression' }[patternOf(p.text).kind]}`;
    case 'goto':
      return 'Go to message, f12 or time';
    case 'keys':
      return 'Keys (NAME:PASSWORD, session id:key, file)';
    case 'messages':
      return 'Write messages to (.pcapng .txt .json .jsonl .csv)';
    default:
      return 'Write bytes to';
  }
}
