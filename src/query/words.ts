import type { Names } from '../smb/names.ts';
import { Answer } from './source.ts';
import type { Column, Value, Values } from './values.ts';

/** A whole number in two words of 32 bits, signed: V8 keeps such where they are. */
export class Words {
  low = 0;
  high = 0;
}

/** Whether the message in a row has a number, and then which. */
export type Numeric = (row: number, into: Words) => Answer;

/** Whether it has a time, and then which: nanoseconds in `low`, seconds in `high`, of any sign and size. */
export type Timed = Numeric;

/** The number of the name that the message in a row has; NO_NAME, or UNKNOWN_NAME. */
export type Named = (row: number) => number;
export const NO_NAME = -1;
export const UNKNOWN_NAME = -2;

const NONE: Values = [];
/** Upper words of numbers that are exact as one. */
const EXACT = 0x200000;

function columnOf(numeric: Numeric, value: (words: Words) => Value): Column {
  const words = new Words();
  const values: Value[] = [0];
  return (row) => {
    const answer = numeric(row, words);
    if (answer !== Answer.yes) return answer === Answer.no ? NONE : null;
    values[0] = value(words);
    return values;
  };
}

export const numberOf = ({ low, high }: Words): Value =>
  high === 0 ? low >>> 0 : high > 0 && high < EXACT ? high * 2 ** 32 + (low >>> 0) : (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);

export const ofNumbers = (numeric: Numeric): Column => columnOf(numeric, numberOf);

export const ofTimes = (timed: Timed): Column => columnOf(timed, ({ high, low }) => BigInt(high) * 1_000_000_000n + BigInt(low));

export const ofNames =
  (named: Named, names: Names): Column =>
  (row) => {
    const name = named(row);
    return name === UNKNOWN_NAME ? null : name === NO_NAME ? NONE : [names.text(name)];
  };
