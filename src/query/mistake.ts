import { UserError } from '../bytes/user-error.ts';

/** Characters of a long expression that are shown around a mistake. */
const SHOWN = 72;

/** A stretch of an expression: where it begins, counted from 0, and its characters. */
export interface Span {
  readonly at: number;
  readonly length: number;
}

/** What is wrong with an expression, and where. Becomes a UserError once the whole text is at hand. */
export class Mistake extends Error {
  readonly span: Span;

  constructor(span: Span, message: string) {
    super(message);
    this.span = span;
  }
}

/** The sentence with its position; under it the expression with a mark beneath the place. */
export function explain(text: string, mistake: Mistake): UserError {
  const { at, length } = mistake.span;
  const start = at > SHOWN - 12 ? at - SHOWN / 2 : 0;
  const shown = text.slice(start, start + SHOWN).replace(/\s/g, ' ');
  const mark = ' '.repeat(at - start) + '^'.padEnd(Math.min(Math.max(1, length), SHOWN - (at - start)), '~');
  return new UserError(`filter: ${mistake.message} (at character ${at + 1})`, [`  ${shown}`, `  ${mark}`]);
}
