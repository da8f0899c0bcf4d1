import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/bytes/user-error.ts';
import { knownFields, nearest } from '../../src/query/fields.ts';
import { compileFilter } from '../../src/query/filter.ts';
import { literal } from '../../src/query/literals.ts';
import { parse } from '../../src/query/parse.ts';
import type { Expression, Operand } from '../../src/query/syntax.ts';
import { catalogue } from '../../src/report/catalogue.ts';

/** An operand in brackets where its extent matters. */
function operand(o: Operand): string {
  switch (o.kind) {
    case 'word':
      return `${o.isRaw ? '@' : ''}${o.text}${o.layers === null ? '' : `#${o.layers.map((r) => `${r.start}:${r.length}`).join()}`}`;
    case 'text':
      return JSON.stringify(o.text);
    case 'character':
      return `'${o.text}'`;
    case 'slice':
      return `${operand(o.of)}[${o.ranges.map((r) => `${r.start}:${r.length}`).join()}]`;
    case 'call':
      return `${o.name}(${o.args.map(operand).join()})`;
    case 'negative':
      return `-${operand(o.of)}`;
    case 'arithmetic':
      return `{${operand(o.left)} ${o.sign} ${operand(o.right)}}`;
  }
}

function said(e: Expression | null): string {
  if (e === null) return '';
  switch (e.kind) {
    case 'and':
    case 'or':
    case 'xor':
      return `(${said(e.left)} ${e.kind} ${said(e.right)})`;
    case 'not':
      return `!${said(e.of)}`;
    case 'test':
      return operand(e.of);
    case 'in':
      return `${operand(e.left)} in ${e.items.map((i) => operand(i.from) + (i.to === null ? '' : `..${operand(i.to)}`)).join()}`;
    case 'compare':
      return `${operand(e.left)} ${e.quantifier} ${e.comparison} ${operand(e.right)}`;
    default:
      return `${operand(e.left)} ${e.quantifier} ${e.kind} ${operand(e.right)}`;
  }
}

test.each([
  ['', ''],
  ['a or b and c', '(a or (b and c))'],
  ['a && b || c', '((a and b) or c)'],
  ['!a == 1 && b', '(!a any eq 1 and b)'],
  ['not (a or not b)', '!(a or !b)'],
  ['a==1&&b!=2', '(a any eq 1 and b all ne 2)'],
  ['a === 1 or a !== 2 or a ~= 3', '(a all eq 1 or (a any ne 2 or a any ne 3))'],
  ['any a != 1', 'a any ne 1'],
  ['all a > 1', 'a all gt 1'],
  ['a < b < c', '(a any lt b and b any lt c)'],
  ['a & 8 == 8', '{a & 8} any eq 8'],
  ['a & b + 1', '{a & {b + 1}}'],
  ['a + b * 2 - 1 == 0', '{{a + {b * 2}} - 1} any eq 0'],
  ['{a + b} * 2 == -1', '{{a + b} * 2} any eq -1'],
  ['a -1 == 5', '{a - 1} any eq 5'],
  ['a in {1, 3..5, "x"}', 'a in 1,3..5,"x"'],
  ['a in {1 2}', 'a in 1,2'],
  ['a not in {1}', '!a in 1'],
  ['a in {192.0.2.1..192.0.2.9}', 'a in 192.0.2.1..192.0.2.9'],
  ['a[0:4] == 00:01', 'a[0:4] any eq 00:01'],
  ['a[1-3,5,:2,-4:]', 'a[1:3,5:1,0:2,-4:Infinity]'],
  ['len(lower(a)) ge 3', 'len(lower(a)) any ge 3'],
  ['a == 10.0.0.0/8', 'a any eq 10.0.0.0/8'],
  ['a == fe80::/10 or a == ::1', '(a any eq fe80::/10 or a any eq ::1)'],
  [String.raw`a == "\x41\101\"\\\n"`, String.raw`a any eq "AA\"\\\n"`],
  [String.raw`a matches r"\d+\""`, String.raw`a any matches "\\d+\\\""`],
  [String.raw`a == '\x41'`, "a any eq 'A'"],
  ['a#2 == 1 and a#[1-2,-1][0:2] == 00:01', '(a#2:1 any eq 1 and a#1:2,-1:1[0:2] any eq 00:01)'],
  ['@a == 64:00 or @a#1', '(@a any eq 64:00 or @a#1:1)'],
  ['a == 4 + 1', 'a any eq {4 + 1}'],
  ['a or b xor c and d ^^ e', '(a or (b xor ((c and d) xor e)))'],
  ['a ~ "x" and a contains 61:62', '(a any matches "x" and a any contains 61:62)'],
])('%s', (text, expected) => {
  expect(said(parse(text))).toBe(expected);
});

describe('a mistake is told with its place', () => {
  test.each([
    ['smb2.cmdd == 5', 1, /no field or protocol "smb2.cmdd": did you mean smb2.cmd\?/],
    ['smb2.cmd == 5 && smb2.filname', 18, /did you mean smb2.filename/],
    ['smb2.cmd ==', 12, /ends where a field or a value is expected/],
    ['smb2.cmd == 5 and or smb2', 19, /"or" stands where/],
    ['smb2.cmd == foo', 13, /"foo" is no value for smb2.cmd/],
    ['smb2.cmd == 70000', 13, /does not fit smb2.cmd, which has 2 bytes: at most 65535/],
    ['(smb2', 6, /where "\)" is expected/],
    ['smb2)', 5, /"\)" stands where/],
    ['smb2 ip', 6, /"ip" stands where/],
    ['smb2.filename == "a', 18, /closing quote is missing/],
    ["smb2.cmd == 'ab'", 13, /one character/],
    ['smb2.cmd in {}', 14, /"}" stands where/],
    ['smb2.cmd in 1', 13, /"{" is expected/],
    ['smb2.cmd[0] == 1', 1, /no bytes to take a slice of/],
    ['smb2.signature[0:0]', 15, /is no slice/],
    ['smb2.signature[2--2]', 15, /is no slice/],
    ['smb2.signature[0', 15, /no closing "\]"/],
    ['smb2.cmd contains 1', 1, /contains nothing/],
    ['smb2.cmd matches "1"', 1, /no text to match/],
    ['smb2.filename matches foo', 23, /between double quotes/],
    ['smb2.filename matches "["', 23, /"\]" is missing/],
    ['smb2.filename matches "a(?=b)"', 23, /not supported/],
    ['smb2.filename & 1', 1, /nothing to calculate with/],
    ['smb2.cmd == ip.addr', 13, /can't be compared/],
    ['ip.src == ::1', 11, /is no value for ip.src/],
    ['ip.src == 10.0.0.300', 11, /is no value/],
    ['len(smb2.cmd)', 1, /compare what len\(\) says/],
    ['len(smb2.cmd, 1) == 1', 1, /takes one field/],
    ['foo(smb2.cmd) == 1', 1, /there is no function "foo"/],
    ['lower(smb2.cmd) == "a"', 7, /takes text/],
    ['1 == 1', 1, /needs a field/],
    ['smb2.fid == 12', 13, /is no value/],
    ['smb2.create.time > "yesterday"', 20, /is no value .*2026-11-20/],
    ['smb2.cmd == 5 # x', 17, /"x" stands where the number of a layer, as in ip.addr#2/],
    ['ip.addr#', 9, /ends where the number of a layer/],
    ['5#1 == 5', 1, /no field or protocol "5"/],
    ['@"x" == 5', 2, /the name of a field is expected/],
    ['@smb2.cmdd == 05:00', 2, /did you mean smb2.cmd\?/],
    ['smb2.cmd == 5 / 0', 13, /divided by 0/],
    ['smb2.filename == "a" + "b"', 18, /nothing to calculate with/],
    ['string(smb2.signature) == "a"', 8, /can't write smb2.signature/],
    ['smb2.cmd = 5', 10, /"=" has no meaning here: did you mean "=="\?/],
    ['smb2 | ip', 6, /did you mean "\|\|"\?/],
    ['smb2.filename contain "a"', 15, /did you mean "contains"\?/],
    ['smb2.filename like "a"', 15, /did you mean "matches"\?/],
    ['smb2 AND ip', 6, /did you mean "and"\?/],
    ['smb2.cmd == CREAT', 13, /did you mean CREATE\?/],
    ['smb2.nt_status == STATUS_ACCES_DENIED', 19, /did you mean STATUS_ACCESS_DENIED\?/],
    ['lenght(smb2.filename) == 1', 1, /did you mean len\(\)|there are len/],
    ['\u0000', 1, /no meaning/],
  ])('%s', (text, position, message) => {
    let found: unknown;
    try {
      compileFilter(text);
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(UserError);
    const { message: sentence, lines } = found as UserError;
    expect(sentence).toMatch(message);
    expect(sentence).toContain(`(at character ${position})`);
    expect(sentence).not.toContain('\n');
    expect(lines[1]).toMatch(/^ {2} *\^~*$/);
    expect(lines[1]!.indexOf('^')).toBe(position + 1);
  });
});

test('hostile expressions end in a sentence, or in an answer', () => {
  const parts = [
    'smb2.cmd',
    '#',
    '@',
    '^^',
    '==',
    '5',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '0:4',
    '"a"',
    "'",
    '"',
    '\\',
    '!',
    'not',
    'in',
    '..',
    '-',
    '&',
    '&&',
    'or',
    'all',
    'matches',
    '~',
    ',',
    'len(',
    '1e9',
    '::',
    'ip.src',
    '/8',
    '\u00e9',
    '\ud800',
  ];
  const texts = [
    '('.repeat(100_000),
    '!'.repeat(100_000),
    '-'.repeat(60_000),
    `${'{'.repeat(5000)}1`,
    'len('.repeat(5000),
    `smb2.signature${'[0]'.repeat(5000)}`,
    `smb2${' and smb2'.repeat(6000)}`,
    `smb2.cmd in {${'1,'.repeat(20_000)}1}`,
    `smb2.cmd == ${'1+'.repeat(9000)}1`,
    `smb2.cmd == ${'9'.repeat(60_000)}`,
    `${'a.'.repeat(30_000)}a`,
    `smb2.filename matches "${'(a{1000}){1000}'.repeat(9)}"`,
    `smb2.filename matches "${'('.repeat(9000)}"`,
    'smb2.cmd == constructor',
    'smb2.cmd == __proto__',
    'toString',
    'hasOwnProperty(smb2)',
    'constructor == 1',
  ];
  let state = 7;
  for (let n = 0; n < 5000; n++) {
    let text = '';
    for (let i = 0; i < 12; i++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      text += `${parts[(state >>> 8) % parts.length]}${(state & 64) === 0 ? ' ' : ''}`;
    }
    texts.push(text);
  }
  for (const text of texts) {
    const start = performance.now();
    try {
      compileFilter(text);
    } catch (error) {
      expect(error, text.slice(0, 200)).toBeInstanceOf(UserError);
    }
    expect(performance.now() - start).toBeLessThan(2000);
  }
});

test('every field of the catalogue can be asked for', () => {
  for (const { name } of catalogue()) expect(knownFields().has(name), name).toBe(true);
  for (const { name } of catalogue()) expect(() => compileFilter(name)).not.toThrow();
});

test('names that are meant', () => {
  expect(nearest('smb2.filname')).toBe('smb2.filename');
  expect(nearest('smb2.ntstatus')).toBe('smb2.nt_status');
  expect(nearest('ip.adr')).toBe('ip.addr');
  expect(nearest('qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq')).toBeUndefined();
});

test.each([
  ['10', 'integer', 10],
  ['010', 'integer', 8],
  ['0x1F', 'integer', 31],
  ['0b11', 'integer', 3],
  ['18446744073709551615', 'integer', 18446744073709551615n],
  ['08', 'integer', undefined],
  ['true', 'boolean', 1],
  ['10.1.2.3/8', 'ipv4', 0x0a000000],
  ['1.5', 'duration', 1_500_000_000n],
  ['-0.001', 'duration', -1_000_000n],
  ['2026-11-20 08:00:00.25 UTC', 'time', 1795161600250000000n],
  ['2026-11-20T08:00:00Z', 'time', 1795161600000000000n],
  ['2026-11-20 10:00:00+02:00', 'time', 1795161600000000000n],
  ['Nov 20, 2026 08:00:00 UTC', 'time', 1795161600000000000n],
  ['2026-13-20', 'time', undefined],
  ['aa:bb', 'ether', undefined],
] as const)('%s as %s', (text, type, value) => {
  expect(literal(text, false, type, undefined)?.value).toEqual(value);
});
