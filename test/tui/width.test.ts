import { expect, test } from 'vitest';
import { fit, fitEnd, widthOf } from '../../src/tui/width.ts';

test.each([
  ['abc', 5, 'abc  '],
  ['abcde', 5, 'abcde'],
  ['abcdef', 5, 'abcd…'],
  ['日本語', 6, '日本語'],
  ['日本語', 7, '日本語 '],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日… '],
  ['e\u0301te\u0301', 3, 'e\u0301te\u0301'],
  ['👨‍👩‍👧x', 3, '👨‍👩‍👧x'],
  ['abc', 0, ''],
])('fit %s to %i', (text, width, expected) => {
  expect(fit(text, width)).toBe(expected);
  expect(widthOf(fit(text, width))).toBe(width);
});

test('marks on one letter are bounded', () => {
  expect(fit(`a${'\u0301'.repeat(100_000)}`, 10).length).toBeLessThan(200);
});

test('at the right edge, the end stays', () => {
  expect(fitEnd('12', 4)).toBe('  12');
  expect(fitEnd('2001:db8::1234', 6)).toBe('…:1234');
});
