import { describe, expect, test } from 'vitest';
import * as asn1 from '../../src/dissect/asn1.ts';
import { bytes, names, nested } from '../../src/dissect/field.ts';
import type { Node } from '../../src/dissect/node.ts';
import { fieldsOf } from '../../src/dissect/reach.ts';
import { scan } from '../../src/dissect/scan.ts';
import { labelFor, maskFor, nameFor, textFor, valueFor } from '../../src/dissect/show.ts';
import { struct } from '../../src/dissect/struct.ts';
import { accountFor, tree } from '../../src/dissect/tree.ts';
import { values } from '../../src/dissect/values.ts';
import { layoutOf } from './layout.ts';
import { rows, torture } from './rows.ts';

const { explicit, sequence } = asn1;
const facts = { isResponse: false };

const Inner = sequence('X', 'Inner', { text: explicit(0, asn1.generalString('a.text')) });
const Data = struct('X', 'Data', { Rest: bytes('a.rest') });

const Whole = sequence('X', 'Whole', {
  kind: explicit(0, asn1.int32('a.kind', names({ ONE: 1, LESS: -2 }))),
  flags: explicit(1, asn1.bitString('a.flags', { first: [0, 'a.flags.first'], tenth: [10, 'a.flags.tenth'], last: [31, 'a.flags.last'] })),
  list: explicit(2, asn1.sequenceOf('a.list', { Name: asn1.generalString('a.name') })),
  when: explicit(3, asn1.generalizedTime('a.when')),
  inner: explicit(4, nested('a.inner', Inner)),
  data: explicit(5, asn1.octetString('a.data').holds({ 1: Inner, '-2': Data }, 'kind')),
  is: explicit(6, asn1.boolean('a.is')),
  id: explicit(7, asn1.oid('a.id', { '1.2.840.113554.1.2.2': 'Kerberos V5' })),
  big: explicit(8, asn1.uint32('a.big')),
});

const whole = layoutOf(`
  3056
    a003 0201
      fe                               a.kind LESS (-2)
    a105 0303 00
      8020                             a.flags 8020, first, tenth
    a20a 3008
      1b02
        'ab'                           a.name ab
      1b02
        'cd'                           a.name cd
    a311 180f
      '20270521222133Z'                a.when 2027-05-21T22:21:33.0000000Z
    a408 3006
      a004 1b02
        'ef'                           a.text ef
    a504 0402
      beef                             a.data beef
    a603 0101
      ff                               a.is 1
    a70b 0609
      2a864886f712010202               a.id Kerberos V5 (1.2.840.113554.1.2.2)
    a807 0205
      00ffffffff                       a.big 4294967295
`);

const view = (b: Buffer) => new DataView(b.buffer, b.byteOffset, b.length);
const over = (raw: Buffer, captured = raw.length) => {
  const data = view(raw);
  return tree(Whole, { data, source: 0, message: 0, start: 0, end: raw.length, captured }, facts);
};
const all = (n: Node): Node[] => [n, ...n.children.flatMap(all)];
const notes = (raw: Buffer, captured = raw.length): string[] =>
  all(over(raw, captured).node)
    .filter((n) => n.trouble !== null)
    .map((n) => `${n.trouble} ${n.offset}+${n.size} ${textFor(n, view(raw))}`);

describe('one declaration, several readers', () => {
  test('tree: contents are rows', () => {
    const held = '80+2 a.rest beef';
    const at = whole.expected.findIndex((row) => row.includes('a.data'));
    const found = rows(Whole, whole.bytes, facts);
    const expected = [...whole.expected];
    expected.splice(at + 1, 0, held.replace('80', found[at + 1]!.split('+')[0]!));
    expect(found).toEqual(expected);
  });

  test('tree: every byte is accounted for by tags, lengths and contents', () => {
    const { node, claims } = over(whole.bytes);
    accountFor(node, view(whole.bytes), 0, whole.bytes.length, claims);
    expect(all(node).filter((n) => n.kind === 5)).toEqual([]);
  });

  test('groups lie inside their explicit tag, lists over their items', () => {
    const groups = all(over(whole.bytes).node).filter((n) => n.kind === 1 && nameFor(n) !== '');
    const at = (tag: string) => whole.bytes.indexOf(Buffer.from(tag, 'hex'));
    expect(groups.map((n) => `${nameFor(n)} ${labelFor(n)} ${n.offset}+${n.size}`)).toEqual([
      `a.list list ${at('a20a') + 4}+8`,
      `a.inner inner ${at('a408') + 2}+8`,
    ]);
  });

  test('named bits lie in their byte; those that are left out are not shown', () => {
    const bits = all(over(whole.bytes).node).filter((n) => n.kind === 2);
    const at = whole.bytes.indexOf(Buffer.from('8020', 'hex'));
    expect(bits.map((n) => [nameFor(n), n.offset, n.size, maskFor(n), valueFor(n, view(whole.bytes))])).toEqual([
      ['a.flags.first', at, 1, 0x80, true],
      ['a.flags.tenth', at + 1, 1, 0x20, true],
    ]);
  });

  test('values', () => {
    const found = values(Whole, view(whole.bytes), 0, 0, whole.bytes.length, facts);
    expect(found).toMatchObject({ kind: -2, list: { Name: ['ab', 'cd'] }, inner: { text: 'ef' }, is: 1, big: 0xffffffff });
    expect(found.id).toBe('1.2.840.113554.1.2.2');
  });

  test('scan hears of what it asks for, bits and held rows too', () => {
    const found: string[] = [];
    const wanted = new Set(['a.name', 'a.flags.tenth', 'a.flags.last', 'a.rest', 'a.inner']);
    const data = view(whole.bytes);
    scan(Whole, data, 0, 0, data.byteLength, data.byteLength, facts, 0, wanted, (name, n) => found.push(`${name} ${valueFor(n, data)}`));
    expect(found).toEqual(['a.flags.tenth true', 'a.name ab', 'a.name cd', 'a.inner inner', 'a.rest beef']);
  });

  test('what can be found is known beforehand', () => {
    expect([...fieldsOf(Whole)]).toEqual(expect.arrayContaining(['a.kind', 'a.flags.last', 'a.name', 'a.inner', 'a.text', 'a.rest']));
  });
});

describe('BER', () => {
  test('indefinite length, nested', () => {
    const { bytes: raw, expected } = layoutOf(`
      3080
        a080 0201
          01                           a.kind ONE (1)
        0000
        a480 3080
          a004 1b02
            'ef'                       a.text ef
        0000 0000
      0000`);
    expect(rows(Whole, raw, facts)).toEqual(expected);
    const { node, claims, end } = over(raw);
    accountFor(node, view(raw), 0, raw.length, claims);
    expect(all(node).filter((n) => n.kind === 5)).toEqual([]);
    expect(end).toBe(raw.length);
  });

  test('lengths in the long form', () => {
    const { bytes: raw, expected } = layoutOf(`
      30830000 09
        a0840000 0003 0201
          01                           a.kind ONE (1)`);
    expect(rows(Whole, raw, facts)).toEqual(expected);
  });

  test('a string in one segment is that segment; of several the first is shown', () => {
    const { bytes: raw, expected } = layoutOf(`
      3014
        a003 0201
          01                           a.kind ONE (1)
        a50d 240b
          0403
            aabbcc                     a.data aabbcc
          0404 ddeeff00`);
    const found = rows(Whole, raw, facts);
    expect(found.filter((r) => /a\.(kind|data)/.test(r))).toEqual(expected);
    expect(found.find((r) => r.includes('_ws.unknown'))).toContain('only the first of its segments is shown');
  });
});

describe('damage', () => {
  const change = (find: string, to: string): Buffer => {
    const at = whole.bytes.indexOf(Buffer.from(find, 'hex'));
    const copy = Buffer.from(whole.bytes);
    copy.write(to, at, 'hex');
    return copy;
  };

  test('what is not captured is truncated, once, and what was is shown', () => {
    for (let n = 0; n < whole.bytes.length; n++) {
      const found = notes(whole.bytes, n);
      expect(found.length, `${n}`).toBe(1);
      expect(found[0], `${n}`).toMatch(/^truncated /);
    }
  });

  test('a member that runs past its container is malformed', () => {
    expect(notes(change('a80702', 'a80902'))).toEqual([expect.stringMatching(/^malformed \d+\+0 big runs 2 bytes past the end$/)]);
  });

  test('another type than declared is said, and the next member goes on', () => {
    const raw = change('180f', '170f');
    expect(notes(raw)).toEqual([expect.stringMatching(/^malformed \d+\+17 when: \[UNIVERSAL 23\] stands where \[UNIVERSAL 24\] belongs$/)]);
    expect(rows(Whole, raw, facts).some((r) => r.includes('a.text ef'))).toBe(true);
  });

  test('a member that nobody declared is unknown', () => {
    expect(notes(change('a603', 'ae03'))).toEqual([expect.stringMatching(/^unknown \d+\+5 Whole: no member has the tag \[14\]$/)]);
  });

  test('contents of indefinite length without an end', () => {
    expect(notes(Buffer.from('3080a003020101', 'hex'))).toEqual(['malformed 2+0 Whole: contents of indefinite length have no end']);
  });

  test('a time that is none is shown as it is', () => {
    expect(rows(Whole, change('3230323730353231', '3230323730353278'), facts).find((r) => r.includes('a.when'))).toContain(
      '2027052x222133Z',
    );
  });

  test('object identifiers: two arcs in the first octets, large and cut numbers', () => {
    const Id = sequence('X', 'Id', { id: asn1.oid('a.id') });
    const text = (hex: string) =>
      rows(Id, Buffer.concat([Buffer.from([0x30, hex.length / 2 + 2, 6, hex.length / 2]), Buffer.from(hex, 'hex')]), facts)[0];
    expect(text('883703')).toContain('a.id 2.999.3');
    expect(text('2b8f')).toContain('a.id 1.3.?');
    expect(text('2bffffffffffff7f')).toContain('a.id 1.3.?');
  });

  test('prefixes, mutations and deep nesting never throw', () => {
    torture(Whole, whole.bytes, () => facts);
    let deep = Buffer.alloc(0);
    for (let n = 0; n < 400; n++)
      deep = Buffer.concat([
        Buffer.from([0x30, 0x82, (deep.length + 4) >> 8, (deep.length + 4) & 255, 0xa0, 0x82, deep.length >> 8, deep.length & 255]),
        deep,
      ]);
    const Deep: ReturnType<typeof sequence> = sequence('X', 'Deep', { next: explicit(0, asn1.octetString('a.next')) });
    expect(() => rows(Deep, deep, facts)).not.toThrow();
    torture(Whole, Buffer.from('3080'.repeat(200), 'hex'), () => facts);
  });
});
