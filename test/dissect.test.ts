import { describe, expect, test } from 'vitest';
import {
  ascii,
  bits,
  byLength,
  bytes,
  chain,
  dispatch,
  fact,
  filetime,
  guid,
  hex,
  i32,
  names,
  nested,
  u8,
  u16,
  u16be,
  u32,
  u64,
  utf16,
} from '../src/dissect/field.ts';
import { group, type Node } from '../src/dissect/node.ts';
import { iso, labelFor, nameFor, textFor, valueFor } from '../src/dissect/show.ts';
import { type Struct, struct } from '../src/dissect/struct.ts';
import { accountFor, tree } from '../src/dissect/tree.ts';
import { values } from '../src/dissect/values.ts';
import type { Direction } from '../src/dissect/walk.ts';

const request = { isResponse: false };

/** The rows of a structure over bytes in hexadecimal, `offset+size label text`, groups indented; all was captured unless said. */
function rows(table: Struct, digits: string, { captured = -1, facts = request as Direction, whole = false } = {}): string[] {
  const raw = Buffer.from(digits.replaceAll(' ', ''), 'hex');
  const data = new DataView(new Uint8Array(raw).buffer);
  const span = { data, source: 0, message: 0, start: 0, end: raw.length, captured: captured < 0 ? raw.length : captured };
  const { node, claims } = tree(table, span, facts);
  if (whole) accountFor(node, data, 0, raw.length, claims);
  const found: string[] = [];
  const visit = (n: Node, depth: number): void => {
    found.push(`${'  '.repeat(depth)}${n.offset}+${n.size} ${labelFor(n)} ${textFor(n, data)}`.trimEnd());
    for (const child of n.children) visit(child, depth + 1);
  };
  for (const n of node.children) visit(n, 0);
  return found;
}

describe('a structure in the words of its specification', () => {
  test('scalars, either byte order, signed', () => {
    const S = struct('', 'S', { A: u8('a'), B: u16('b', hex), C: u16be('c'), D: i32('d'), E: u64('e') });
    expect(rows(S, '01 0302 0405 ffffffff 0807060504030201')).toEqual([
      '0+1 A 1',
      '1+2 B 0x0203',
      '3+2 C 1029',
      '5+4 D -1',
      '9+8 E 72623859790382856',
    ]);
    expect(S.at).toEqual({ A: 0, B: 1, C: 3, D: 5, E: 9 });
    expect(S.fixedSize).toBe(17);
  });

  test('texts, identifiers and times', () => {
    const S = struct('', 'S', { T: filetime('t'), G: guid('g'), A: ascii('a', 2), U: utf16('u') });
    expect(rows(S, '00803ed5deb19d01 33221100 5544 7766 8899 aabbccddeeff 6869 c4006100')).toEqual([
      '0+8 T 1970-01-01T00:00:00.0000000Z',
      '8+16 G 00112233-4455-6677-8899-aabbccddeeff',
      '24+2 A hi',
      '26+4 U Äa',
    ]);
  });

  test('names and bits', () => {
    const Kind = names({ ONE: 1 });
    const Flags = bits({ LOW: [0x01, 'f.low'], TWO: [0x06, 'f.two', { BOTH: 3 }], TIMES: [0xf0, 'f.times', 4] });
    const S = struct('', 'S', { K: u8('k', Kind), L: u8('k', Kind), F: u8('f', Flags) });
    expect(rows(S, '01 02 57')).toEqual([
      '0+1 K ONE (1)',
      '1+1 L 2',
      '2+1 F 0x57, LOW',
      '  2+1 LOW set',
      '  2+1 TWO BOTH (3)',
      '  2+1 TIMES 20',
    ]);
  });

  test('elsewhere, with offset and length; offset 0 and length 0 say absent', () => {
    const S = struct('', 'S', { Offset: u16('o'), Length: u16('l'), Data: bytes('d').at('Offset', 'Length'), After: u8('a') });
    expect(rows(S, '0600 0200 aa bb ccdd')).toEqual(['0+2 Offset 6', '2+2 Length 2', '6+2 Data ccdd', '4+1 After 170']);
    expect(rows(S, '0000 0200 aa')).toEqual(['0+2 Offset 0', '2+2 Length 2', '4+1 After 170']);
    expect(rows(S, '0600 0000 aa')).toEqual(['0+2 Offset 6', '2+2 Length 0', '4+1 After 170']);
    expect(S.at.After).toBe(4);
  });

  test('in place, with a length; counted; until the end', () => {
    const S = struct('', 'S', { N: u8('n'), Data: bytes('d').sized('N'), M: u8('m'), Items: u16('i').times('M'), Rest: bytes('r') });
    expect(rows(S, '02 aabb 02 0100 0200 ccdd')).toEqual([
      '0+1 N 2',
      '1+2 Data aabb',
      '3+1 M 2',
      '4+2 Items[0] 1',
      '6+2 Items[1] 2',
      '8+2 Rest ccdd',
    ]);
    expect(S.at).toEqual({ N: 0, Data: 1, M: -1, Items: -1, Rest: -1 });
    const All = struct('', 'All', { Items: u16('i').times(Infinity) });
    expect(rows(All, '0100 0200 03')).toEqual(['0+2 Items[0] 1', '2+2 Items[1] 2', '4+1 malformed Items needs 2 bytes, 1 left']);
    expect(rows(All, '0100 0200')).toHaveLength(2);
  });

  test('alternatives of equal size overlay each other', () => {
    const yes = (f: Direction): boolean => f.isResponse;
    const no = (f: Direction): boolean => !f.isResponse;
    const S = struct('', 'S', { Status: u32('s').if(yes), Channel: u16('c').if(no), Reserved: u16('r').if(no), Next: u8('n') });
    expect(S.at).toEqual({ Status: 0, Channel: 0, Reserved: 2, Next: 4 });
    expect(rows(S, '01000200 03')).toEqual(['0+2 Channel 1', '2+2 Reserved 2', '4+1 Next 3']);
    expect(rows(S, '01000200 03', { facts: { isResponse: true } })).toEqual(['0+4 Status 131073', '4+1 Next 3']);
  });

  test('by a flag, by the lack of it, by a value', () => {
    const S = struct('', 'S', { F: u8('f'), A: u8('a').when('F', 1), B: u8('b').unless('F', 1), C: u8('c').when('F', 6, 4) });
    expect(rows(S, '01 0a')).toEqual(['0+1 F 1', '1+1 A 10']);
    expect(rows(S, '04 0b 0c')).toEqual(['0+1 F 4', '1+1 B 11', '2+1 C 12']);
  });

  test('dispatch by number, by text, by length and by direction', () => {
    const One = struct('', 'One', { A: u8('a') });
    const Two = struct('', 'Two', { B: u16('b') });
    const Answer = struct('', 'Answer', { C: u8('c') });
    const table = { 1: One, 2: byLength({ 1: One, 2: Two }), 3: { request: One, response: Answer } };
    const S = struct('', 'S', { K: u8('k'), Body: dispatch('', table, 'K') });
    expect(rows(S, '01 05')).toEqual(['0+1 K 1', '1+1 One', '  1+1 A 5']);
    expect(rows(S, '02 05')).toEqual(['0+1 K 2', '1+1 One', '  1+1 A 5']);
    expect(rows(S, '02 0506')).toEqual(['0+1 K 2', '1+2 Two', '  1+2 B 1541']);
    expect(rows(S, '03 05', { facts: { isResponse: true } })).toEqual(['0+1 K 3', '1+1 Answer', '  1+1 C 5']);
    expect(rows(S, '09 05')).toEqual(['0+1 K 9', '1+1 unknown Body: no dissector for 0x9']);
    const Tagged = struct('', 'Tagged', { Tag: ascii('t', 4), Body: dispatch('', { MxAc: One, other: Two }, 'Tag') });
    expect(rows(Tagged, '4d784163 05')).toEqual(['0+4 Tag MxAc', '4+1 One', '  4+1 A 5']);
    expect(rows(Tagged, '41424344 0506')).toEqual(['0+4 Tag ABCD', '4+2 Two', '  4+2 B 1541']);
  });

  test('lists by distance to the next', () => {
    const Item = struct('', 'Item', { Next: u32('n'), V: u8('v') });
    const S = struct('', 'S', { Items: chain('', Item, 'Next') });
    expect(rows(S, '08000000 01 000000 00000000 02')).toEqual([
      '0+5 Items[0]',
      '  0+4 Next 8',
      '  4+1 V 1',
      '8+5 Items[1]',
      '  8+4 Next 0',
      '  12+1 V 2',
    ]);
    expect(rows(S, '02000000 01')).toEqual(['0+5 malformed Items: item 0 points into itself']);
    expect(rows(S, '40000000 01')).toEqual(['0+5 Items[0]', '  0+4 Next 64', '  4+1 V 1', '5+0 malformed Items: item 1 does not fit']);
  });

  test('offsets from the structure, and alignment of items', () => {
    const Inner = struct('', 'Inner', { O: u8('o'), D: bytes('d', 1).at('O') }, { offsetsFrom: 'struct', align: 4 });
    const S = struct('', 'S', { Items: nested('', Inner).times(2) });
    expect(rows(S, '01 aa 00 00 01 bb')).toEqual(['0+2 Items[0]', '  0+1 O 1', '  1+1 D aa', '4+2 Items[1]', '  4+1 O 1', '  5+1 D bb']);
  });

  test('what is worked out has no bytes, or those of what it explains', () => {
    const S = struct('', 'S', {
      Id: u8('id').shows('id.name', () => 'seven'),
      Time: fact('t', () => 5),
      Unknown: fact('u', () => undefined),
    });
    expect(rows(S, '07')).toEqual(['0+1 Id 7', '  0+1 name seven', '0+0 Time 5']);
  });
});

describe('damage', () => {
  const Inner = struct('', 'Inner', { A: u16('a'), B: u16('b') });
  const S = struct('', 'S', {
    Offset: u8('o'),
    Length: u8('l'),
    Inner: nested('', Inner),
    Far: bytes('f').at('Offset', 'Length'),
    Last: u8('x'),
  });

  test('truncated is what was not captured, malformed what does not fit', () => {
    expect(rows(S, '08 02 0100 0200 07 00 aabb')).toEqual([
      '0+1 Offset 8',
      '1+1 Length 2',
      '2+4 Inner',
      '  2+2 A 1',
      '  4+2 B 2',
      '8+2 Far aabb',
      '6+1 Last 7',
    ]);
    expect(rows(S, '08 02 0100 0200 07 00 aabb', { captured: 5 })).toEqual([
      '0+1 Offset 8',
      '1+1 Length 2',
      '2+2 Inner',
      '  2+2 A 1',
      '  4+1 truncated B: 6 bytes are not in the capture',
    ]);
    expect(rows(S, '08 02 0100 02')).toEqual([
      '0+1 Offset 8',
      '1+1 Length 2',
      '2+3 Inner',
      '  2+2 A 1',
      '  4+1 malformed B needs 2 bytes, 1 left',
      '5+0 malformed Far begins 3 bytes past the end',
      '5+0 malformed Last needs 1 bytes, 0 left',
    ]);
    expect(rows(S, '08 09 0100 0200 07 00 aabb')).toContain('8+2 malformed Far runs 7 bytes past the end');
  });

  test('what lies elsewhere and is not captured does not stop the rest', () => {
    expect(rows(S, '09 01 0100 0200 07 00 aabb', { captured: 8 })).toEqual([
      '0+1 Offset 9',
      '1+1 Length 1',
      '2+4 Inner',
      '  2+2 A 1',
      '  4+2 B 2',
      '8+0 truncated Far: 2 bytes are not in the capture',
      '6+1 Last 7',
    ]);
  });

  test('a group that begins past what was captured is not there', () => {
    const Elsewhere = struct('', 'Elsewhere', { Offset: u8('o'), Inner: nested('i', Inner).at('Offset') });
    expect(rows(Elsewhere, '04 000000 0100 0200', { captured: 3 })).toEqual([
      '0+1 Offset 4',
      '3+0 truncated Inner: 5 bytes are not in the capture',
    ]);
  });

  test('a key that is text and was not captured chooses nothing left over from a walk before', () => {
    const Tagged = struct('', 'Tagged', {
      Offset: u8('o'),
      Tag: ascii('t', 4).at('Offset'),
      Body: dispatch('', { MxAc: Inner, other: Inner }, 'Tag'),
    });
    const long = `${'50'}${'00'.repeat(79)}4d784163`;
    expect(rows(Tagged, long)).toContain('80+4 Tag MxAc');
    expect(() => rows(Tagged, '50 0000', { captured: 3 })).not.toThrow();
    expect(() => rows(Tagged, '00 0000')).not.toThrow();
  });

  test('structures in themselves end', () => {
    const table: Record<number, Struct> = {};
    const Again = struct('', 'Again', { K: u8('k').peek(), Body: dispatch('', table, 'K') });
    table[1] = Again;
    const found = rows(Again, '01');
    expect(found.at(-1)).toContain('malformed nested too deep');
    expect(found.length).toBeLessThan(100);
  });

  test('bytes that no row claims become padding and gaps', () => {
    const Gaps = struct('', 'Gaps', { Offset: u8('o'), Far: bytes('f', 1).at('Offset') });
    expect(rows(Gaps, '04 000000 aa 0102', { whole: true })).toEqual(['0+1 Offset 4', '1+3 padding 000000', '4+1 Far aa', '5+2 gap 0102']);
  });
});

test('values have the names of the structure', () => {
  const Item = struct('', 'Item', { A: u8('a') });
  const S = struct('', 'S', {
    N: u8('n'),
    Items: nested('', Item).times('N'),
    Id: u64('i'),
    Data: bytes('d', 2),
    Off: u8('x').if(() => false),
  });
  const data = new DataView(new Uint8Array([2, 7, 8, 1, 0, 0, 0, 0, 0, 0, 0, 9, 10]).buffer);
  expect(values(S, data, 0, 0, data.byteLength, request)).toEqual({
    N: 2,
    Items: [{ A: 7 }, { A: 8 }],
    Id: 1n,
    Data: Buffer.from([9, 10]),
  });
});

test('times of FILETIME reach from before 1601 to where dates end', () => {
  expect(iso(0n)).toBe('1601-01-01T00:00:00.0000000Z');
  expect(iso(116_444_736_000_000_001n)).toBe('1970-01-01T00:00:00.0000001Z');
  expect(iso(0xffff_ffff_ffff_ffffn)).toMatch(/^\+?\d+/);
});

test('a group of a protocol has its name and its label as value', () => {
  const n = group('Title', null, 0, 0, 0, 'proto');
  expect([nameFor(n), labelFor(n), valueFor(n, new DataView(new ArrayBuffer(0)))]).toEqual(['proto', 'Title', 'Title']);
});
