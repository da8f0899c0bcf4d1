import { Pattern as Regular } from '../query/pattern.ts';
import { PatternMistake } from '../query/regular.ts';
import { timer, type Work } from '../report/work.ts';
import type { Records } from '../smb/records.ts';
import type { Codes } from './views/view.ts';

export const patternKinds = ['text', 'hex', 'regex'] as const;
export type PatternKind = (typeof patternKinds)[number];

/** A regular expression takes its time: of larger messages it sees the beginning. */
const MOST_BYTES = 16384;
/** Bytes that are gone through at once. */
const CHUNK = 1 << 18;

/** What is looked for. */
export interface Pattern {
  readonly kind: PatternKind;
  readonly text: string;
}

/** Where it was found: the message, and the byte of its source where it lies in bytes. */
export interface Find {
  readonly row: number;
  readonly offset: number;
}

/** `0x…` or pairs of digits apart are bytes, `/…/` is a regular expression, anything else is text. */
export function patternOf(typed: string): Pattern {
  const [, expression] = /^\/(.+)\/$/.exec(typed) ?? [];
  if (expression !== undefined) return { kind: 'regex', text: expression };
  const hex = typed.replace(/^0x/i, '').replace(/[\s:]/g, '');
  const isHex = /^(0x|[\da-f]{2}[\s:])/i.test(typed) && /^([\da-f]{2})+$/i.test(hex);
  return isHex ? { kind: 'hex', text: hex } : { kind: 'text', text: typed };
}

/** What is wrong with a pattern; empty for nothing. */
export function mistakeIn(p: Pattern): string {
  if (p.kind !== 'regex') return '';
  try {
    new Regular(p.text);
    return '';
  } catch (error) {
    if (error instanceof PatternMistake) return error.message;
    throw error;
  }
}

/** A question to bytes: where they hold the pattern, or -1; and how many bytes the pattern takes at most. */
interface Seeker {
  readonly length: number;
  find(bytes: Buffer): number;
}

/** Text is looked for as UTF-8 and as UTF-16LE, without regard to case where a character is one byte. */
function seeker(p: Pattern): Seeker {
  if (p.kind === 'regex') {
    const regular = new Regular(p.text);
    return { length: MOST_BYTES, find: (bytes) => (regular.test(bytes.subarray(0, MOST_BYTES)) ? 0 : -1) };
  }
  if (p.kind === 'hex') {
    const wanted = Buffer.from(p.text, 'hex');
    return { length: wanted.length, find: (bytes) => bytes.indexOf(wanted) };
  }
  const forms = [Buffer.from(p.text), Buffer.from(p.text, 'utf16le')];
  // As text of one byte a character, which a regular expression goes through quicker than a loop.
  const expression = new RegExp(forms.map((form) => escaped(form.toString('latin1'))).join('|'), 'i');
  return { length: forms[1]!.length, find: (bytes) => bytes.toString('latin1').search(expression) };
}

const escaped = (text: string): string => Array.from(text, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

/** The next message, of those listed, whose line or bytes hold the pattern; it goes on at the other end, and comes round to where it began. */
export function* seeking(records: Records, rows: Codes, pattern: Pattern, from: number, step: 1 | -1): Work<Find | null> {
  const seek = seeker(pattern);
  const isTime = timer();
  const { length } = rows;
  let line = from;
  for (let n = 0; n < length; n++) {
    line = (line + step + length) % length;
    const row = rows.at(line);
    const { data, start, end } = records.bytesOf(row);
    const bytes = Buffer.from(data.buffer, data.byteOffset + start, Math.max(0, end - start));
    const last = pattern.kind === 'regex' ? 1 : Math.max(1, bytes.length);
    for (let at = 0; at < last; at += CHUNK) {
      const found = seek.find(bytes.subarray(at, at + CHUNK + seek.length));
      if (found >= 0) return { row, offset: pattern.kind === 'regex' ? -1 : start + at + found };
      if (isTime()) yield n / length;
    }
    if (pattern.kind !== 'hex' && seek.find(Buffer.from(records.summaries.text(row))) >= 0) return { row, offset: -1 };
  }
  return null;
}
