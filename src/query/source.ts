import type { Values } from './values.ts';

/** An answer; `unknown` where what was asked does not lie in the index. */
export const Answer = { no: 0, yes: 1, unknown: 2 } as const;
export type Answer = (typeof Answer)[keyof typeof Answer];

/** Where an expression finds the values of one message. Each field that it names has a slot. */
export interface Source {
  /** The values in wire order, valid until the next call; null while unknown. */
  values(slot: number): Values | null;
  isPresent(slot: number): Answer;
  /** Where the values are unknown, all that they can be, if that is known. */
  alternatives(slot: number): readonly Values[] | null;
}

export type Test = (source: Source) => Answer;

export const and =
  (a: Test, b: Test): Test =>
  (source) => {
    const left = a(source);
    if (left === Answer.no) return Answer.no;
    const right = b(source);
    return right === Answer.yes ? left : right;
  };

export const or =
  (a: Test, b: Test): Test =>
  (source) => {
    const left = a(source);
    if (left === Answer.yes) return Answer.yes;
    const right = b(source);
    return right === Answer.no ? left : right;
  };

export const xor =
  (a: Test, b: Test): Test =>
  (source) => {
    const left = a(source);
    const right = left === Answer.unknown ? left : b(source);
    return right === Answer.unknown ? right : answerOf(left !== right);
  };

export const not =
  (a: Test): Test =>
  (source) => {
    const answer = a(source);
    return answer === Answer.unknown ? answer : answer === Answer.yes ? Answer.no : Answer.yes;
  };

export const answerOf = (is: boolean): Answer => (is ? Answer.yes : Answer.no);
