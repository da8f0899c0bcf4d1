import { expect, test } from 'vitest';
import { Pattern } from '../../src/query/pattern.ts';

test.each([
  ['abc', 'xABCx', true],
  ['^abc$', 'abc\n', true],
  ['^abc\\z', 'abc\n', false],
  ['(?-i)abc', 'ABC', false],
  ['a(?-i:b)c', 'AbC', true],
  ['a|b|cd', 'xcd', true],
  ['^(a|b)*c$', 'ababc', true],
  ['^(a|b)*c$', 'abxc', false],
  ['^a{2,3}$', 'aaaa', false],
  ['^a{2,3}$', 'aaa', true],
  ['^a{2,}$', 'a', false],
  ['a{x}', 'a{x}', true],
  ['^[^a-c]+$', 'xyz', true],
  ['[]x]', ']', true],
  ['[a-]', '-', true],
  ['[[:digit:][:space:]]', 'a b', true],
  ['\\d\\W\\bx', '1 x', true],
  ['a.b', 'a\nb', false],
  ['(?s)a.b', 'a\nb', true],
  ['(?m)^b$', 'a\nb\nc', true],
  ['\\Qa.b\\E', 'axb', false],
  ['\\x41\\x{42}\\103', 'abc', undefined],
  ['\\x41\\x{42}', 'ab', true],
  ['(?<n>a)+?b', 'aab', true],
  ['', '', true],
  ['é', 'caf\u00e9', true],
  ['^.$', 'é', false],
  ['(a+)+$', `${'a'.repeat(5000)}b`, false],
  ['(a|aa)+$', `${'a'.repeat(5000)}b`, false],
  ['(x+x+)+y', 'x'.repeat(5000), false],
])('%s on %s', (pattern, text, expected) => {
  if (expected === undefined) expect(() => new Pattern(pattern)).toThrow();
  else expect(new Pattern(pattern).test(Buffer.from(text))).toBe(expected);
});
