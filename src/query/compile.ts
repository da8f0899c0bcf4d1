import { Mistake } from './mistake.ts';
import { areComparable, type Operands, SLICED, type Term } from './operands.ts';
import { Pattern } from './pattern.ts';
import { PatternMistake } from './regular.ts';
import { Answer, and, answerOf, not, or, type Source, type Test, xor } from './source.ts';
import type { CompareExpression, Comparison, Expression, Item, Operand, Quantifier, TextExpression } from './syntax.ts';
import { bytesOf, contains, isZero, order, type Value, type Values } from './values.ts';

type Relation = (a: Value, b: Value) => boolean;

const RELATIONS: Readonly<Record<Comparison, Relation>> = {
  eq: (a, b) => order(a, b) === 0,
  ne: (a, b) => order(a, b) !== 0,
  lt: (a, b) => order(a, b) < 0,
  le: (a, b) => order(a, b) <= 0,
  gt: (a, b) => order(a, b) > 0,
  ge: (a, b) => order(a, b) >= 0,
};
const MIRRORED: Readonly<Record<Comparison, Comparison>> = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' };

/** An expression as a question to a message's values. Throws a Mistake. */
export function compile(expression: Expression, operands: Operands): Test {
  switch (expression.kind) {
    case 'and':
      return inTurn(and, expression, operands);
    case 'or':
      return inTurn(or, expression, operands);
    case 'xor':
      return xor(compile(expression.left, operands), compile(expression.right, operands));
    case 'not':
      return not(compile(expression.of, operands));
    case 'test':
      return presence(expression.of, operands);
    case 'compare':
      return compare(expression, operands);
    case 'in':
      return membership(expression.quantifier, operands.term(expression.left), expression.items, operands);
    case 'contains':
      return containment(expression, operands);
    case 'matches':
      return matching(expression, operands);
  }
}

/** Two questions of which one may settle the answer: where one looks at text and the other does not, that one comes last. */
function inTurn(join: (a: Test, b: Test) => Test, { left, right }: { left: Expression; right: Expression }, operands: Operands): Test {
  const [first, second] = [compile(left, operands), compile(right, operands)];
  return readsText(left) && !readsText(right) ? join(second, first) : join(first, second);
}

function readsText(e: Expression): boolean {
  if (e.kind === 'contains' || e.kind === 'matches') return true;
  if (e.kind === 'not') return readsText(e.of);
  return (e.kind === 'and' || e.kind === 'or' || e.kind === 'xor') && (readsText(e.left) || readsText(e.right));
}

/** A field or protocol that is there; a slice that it has; a calculation that is not 0. */
function presence(o: Operand, operands: Operands): Test {
  if (o.kind === 'call') throw new Mistake(o.span, `compare what ${o.name}() says with a value`);
  const term = operands.term(o);
  if (term.known !== null) return (source) => source.isPresent(term.slot);
  const isThere = o.kind === 'slice' ? () => true : (value: Value) => !isZero(value);
  return each('any', term, isThere);
}

/** Asks of one or of all values. */
function each(quantifier: Quantifier, term: Term, holds: (value: Value) => boolean): Test {
  const isTrue = (values: Values): boolean => {
    if (values.length === 0) return false;
    for (let i = 0; i < values.length; i++) if (holds(values[i]!) === (quantifier === 'any')) return quantifier === 'any';
    return quantifier === 'all';
  };
  return (source) => {
    const values = term.read(source);
    return values === null ? amongAlternatives(source, term, isTrue) : answerOf(isTrue(values));
  };
}

/** Of values that are not known but for a few that they can be: an answer where all of these give the same. */
function amongAlternatives(source: Source, term: Term, isTrue: (values: Values) => boolean): Answer {
  const all = term.slot < 0 ? null : source.alternatives(term.slot);
  if (all === null) return Answer.unknown;
  const first = isTrue(all[0]!);
  return all.every((values) => isTrue(values) === first) ? answerOf(first) : Answer.unknown;
}

function compare(e: CompareExpression, operands: Operands): Test {
  const isLeft = !operands.isLiteral(e.left);
  const isRight = !operands.isLiteral(e.right);
  if (!isLeft && !isRight) {
    if (e.left.kind === 'word' && /^[._a-z]/i.test(e.left.text)) operands.field(e.left);
    throw new Mistake(e.left.span, 'a comparison needs a field');
  }
  if (!isLeft && e.left.kind === 'word' && /[a-z]\./i.test(e.left.text)) operands.field(e.left);
  if (isLeft && isRight) return comparePairs(e, operands.term(e.left), operands.term(e.right));
  const term = operands.term(isLeft ? e.left : e.right);
  const constant = operands.beside(term, isLeft ? e.right : e.left);
  const holds = RELATIONS[isLeft ? e.comparison : MIRRORED[e.comparison]];
  const { value, mask } = constant.literal!;
  return each(e.quantifier, term, mask === undefined ? (v) => holds(v, value) : (v) => holds(mask(v), value));
}

function comparePairs(e: CompareExpression, left: Term, right: Term): Test {
  if (!areComparable(left.type, right.type))
    throw new Mistake(right.span, `${left.said} (${left.type}) and ${right.said} (${right.type}) can't be compared`);
  return pairs(e.quantifier, left, right, RELATIONS[e.comparison]);
}

function pairs(quantifier: Quantifier, left: Term, right: Term, holds: Relation): Test {
  const isAny = quantifier === 'any';
  return (source) => {
    const a = left.read(source);
    if (a !== null && a.length === 0) return Answer.no;
    const b = right.read(source);
    if (b !== null && b.length === 0) return Answer.no;
    if (a === null || b === null) return Answer.unknown;
    for (const x of a) for (const y of b) if (holds(x, y) === isAny) return answerOf(isAny);
    return answerOf(!isAny);
  };
}

function membership(quantifier: Quantifier, term: Term, items: readonly Item[], operands: Operands): Test {
  const constants: ((value: Value) => boolean)[] = [];
  const others: Test[] = [];
  for (const { from, to } of items) {
    const isPlain = operands.isLiteral(from) && (to === null || operands.isLiteral(to));
    const low = operands.isLiteral(from) ? operands.beside(term, from) : operands.term(from);
    const high = to === null ? null : operands.isLiteral(to) ? operands.beside(term, to) : operands.term(to);
    for (const t of [low, high])
      if (t !== null && !areComparable(t.type, term.type))
        throw new Mistake(t.span, `${t.said} (${t.type}) can't be compared with ${term.said} (${term.type})`);
    if (isPlain) constants.push(within(low, high));
    else if (high === null) others.push(pairs(quantifier, term, low, RELATIONS.eq));
    else others.push(and(pairs(quantifier, term, low, RELATIONS.ge), pairs(quantifier, term, high, RELATIONS.le)));
  }
  const plain = each(quantifier, term, (value) => constants.some((holds) => holds(value)));
  return others.reduce(or, plain);
}

/** Whether a value lies between two constants, or is the one. */
function within(low: Term, high: Term | null): (value: Value) => boolean {
  const { value: from, mask } = low.literal!;
  if (high === null) return mask === undefined ? (v) => order(v, from) === 0 : (v) => order(mask(v), from) === 0;
  const to = high.literal!.value;
  return (v) => order(v, from) >= 0 && order(v, to) <= 0;
}

function containment(e: TextExpression, operands: Operands): Test {
  const left = operands.term(e.left);
  if (!SLICED.includes(left.type) || left.type === 'ipv4')
    throw new Mistake(left.span, `${left.said} (${left.type}) contains nothing: compare it with ==`);
  if (!operands.isLiteral(e.right)) {
    const right = operands.term(e.right);
    if (!areComparable(left.type, right.type))
      throw new Mistake(right.span, `${left.said} (${left.type}) can't contain ${right.said} (${right.type})`);
    return pairs(e.quantifier, left, right, contains);
  }
  // A part of an address has not its length.
  const whole: Term = left.type === 'string' ? left : { ...left, type: 'bytes' };
  const { value } = operands.beside(whole, e.right).literal!;
  return each(e.quantifier, left, (v) => contains(v, value));
}

function matching(e: TextExpression, operands: Operands): Test {
  const left = operands.term(e.left);
  if (!SLICED.includes(left.type) || left.type === 'ipv4') throw new Mistake(left.span, `${left.said} (${left.type}) has no text to match`);
  if (e.right.kind !== 'text') throw new Mistake(e.right.span, 'matches takes a regular expression between double quotes');
  try {
    const pattern = new Pattern(e.right.text);
    return each(e.quantifier, left, (v) => pattern.test(bytesOf(v)));
  } catch (error) {
    if (!(error instanceof PatternMistake)) throw error;
    throw new Mistake(e.right.span, `the regular expression can't be used: ${error.message}`);
  }
}
