import { describe, expect, test } from 'vitest';
import { names, u16 as plainU16, u32 as plainU32 } from '../../src/dissect/field.ts';
import {
  blob,
  buffer,
  conformant,
  conformantVarying,
  contextHandle,
  enum16,
  fixed,
  full,
  guid,
  hyperTime,
  In,
  InOut,
  type Members,
  Out,
  pipe,
  string,
  stringWithin,
  u8,
  u16,
  u32,
  u64,
  unique,
  varying,
  wchars,
  within,
  wstring,
} from '../../src/dissect/ndr.ts';
import { op, rpc } from '../../src/dissect/rpc.ts';
import { scan } from '../../src/dissect/scan.ts';
import { struct as plain, type Struct } from '../../src/dissect/struct.ts';
import { accountFor, tree } from '../../src/dissect/tree.ts';
import { values } from '../../src/dissect/values.ts';
import { byPlace, layoutOf } from '../dissectors/layout.ts';
import { rows, torture } from '../dissectors/rows.ts';

const { struct, union } = within('x.');
const little = { isResponse: false, isNdr64: false, isBigEndian: false };
const big = { ...little, isBigEndian: true };
const ndr64 = { ...little, isNdr64: true };

/** The request stub of an operation with these parameters. */
const stub = (parameters: Members): Struct =>
  rpc({
    name: 'x',
    title: 'X',
    uuid: '',
    version: [1, 0],
    spec: 'X',
    base: 'x.',
    operations: { 0: op('Op', parameters as Record<string, never>, u32.as('rc')) },
  }).operations.get(0)!.request!;

function check(table: Struct, layout: string, facts = little): void {
  const { bytes, expected } = layoutOf(layout);
  expect(
    rows(table, bytes, facts)
      .filter((r) => !/ (smbscope.padding|x.opnum) /.test(`${r} `))
      .sort(byPlace),
  ).toEqual(expected);
  torture(table, bytes, () => facts);
}

describe('scalars', () => {
  const table = stub({ A: In(u8), B: In(u32), C: In(u16), D: In(u64), E: In(enum16.of(names({ ONE: 1 }))), F: In(guid) });

  test('lie at multiples of their size', () => {
    check(
      table,
      `
      01                       x.Op.A 1
      000000
      02000000                 x.Op.B 2
      0300                     x.Op.C 3
      000000000000
      0400000000000000         x.Op.D 4
      0100                     x.Op.E ONE (1)
      0000
      04030201060508070910111213141516  x.Op.F 01020304-0506-0708-0910-111213141516`,
    );
  });

  test('big-endian', () => {
    check(
      table,
      `
      01                       x.Op.A 1
      000000
      00000002                 x.Op.B 2
      0003                     x.Op.C 3
      000000000000
      0000000000000004         x.Op.D 4
      0001                     x.Op.E ONE (1)
      0000
      01020304050607080910111213141516  x.Op.F 01020304-0506-0708-0910-111213141516`,
      big,
    );
  });

  test('an enumeration has four bytes in NDR64', () => {
    check(
      stub({ A: In(enum16), B: In(u8) }),
      `
      01000000  x.Op.A 1
      02        x.Op.B 2`,
      ndr64,
    );
  });
});

describe('pointers', () => {
  const Inner = struct('X', 'INNER', 'inner', { Text: unique(wstring), Number: u32 });
  const Outer = struct('X', 'OUTER', 'outer', { First: unique(Inner), Second: unique(u32), Third: u32 });

  test('what a structure points at comes after it, each referent with its own referents first', () => {
    check(
      stub({ P: In(Outer), Q: In(u32) }),
      `
      00000200  dcerpc.referent_id 0x00020000
      04000200  dcerpc.referent_id 0x00020004
      07000000  x.outer.Third 7
      08000200  dcerpc.referent_id 0x00020008
      09000000  x.inner.Number 9
      02000000  dcerpc.array.max_count 2
      00000000  dcerpc.array.offset 0
      02000000  dcerpc.array.actual_count 2
      41000000  x.inner.Text A
      05000000  x.outer.Second 5
      06000000  x.Op.Q 6`,
    );
  });

  test('a parameter has its referents before the next parameter; null has none', () => {
    check(
      stub({ A: In(unique(u32)), B: In(unique(u32)), C: In(u16) }),
      `
      00000200  dcerpc.referent_id 0x00020000
      01000000  x.Op.A 1
      00000000  dcerpc.null_pointer 00000000
      0300      x.Op.C 3`,
    );
  });

  test('in NDR64 they have eight bytes, and so have counts', () => {
    check(
      stub({ A: In(unique(wstring)), B: In(unique(u8)) }),
      `
      0000020000000000  dcerpc.referent_id64 0x0000000000020000
      0200000000000000  dcerpc.array.max_count 2
      0000000000000000  dcerpc.array.offset 0
      0200000000000000  dcerpc.array.actual_count 2
      41000000          x.Op.A A
      00000000
      0000000000000000  dcerpc.null_pointer 0000000000000000`,
      ndr64,
    );
  });

  test('a full pointer met again is not followed', () => {
    check(
      stub({ A: In(full(u32)), B: In(full(u32)), C: In(full(u32)) }),
      `
      01000000  dcerpc.referent_id 0x00000001
      0a000000  x.Op.A 10
      01000000  dcerpc.referent_id 0x00000001
      02000000  dcerpc.referent_id 0x00000002
      0b000000  x.Op.C 11`,
    );
  });
});

describe('arrays', () => {
  const Container = struct('X', 'CONTAINER', 'container', {
    Count: u32,
    Buffer: unique(conformant(struct('X', 'ITEM', 'item', { Name: unique(string), Id: u16 }), 'Count')),
  });

  test('of structures with pointers: all elements, then their referents in order', () => {
    check(
      stub({ C: In(Container) }),
      `
      02000000  x.container.Count 2
      00000200  dcerpc.referent_id 0x00020000
      02000000  dcerpc.array.max_count 2
      04000200  dcerpc.referent_id 0x00020004
      0100      x.item.Id 1
      0000
      08000200  dcerpc.referent_id 0x00020008
      0200      x.item.Id 2
      0000
      02000000  dcerpc.array.max_count 2
      00000000  dcerpc.array.offset 0
      02000000  dcerpc.array.actual_count 2
      'a' 00    x.item.Name a
      0000
      02000000  dcerpc.array.max_count 2
      00000000  dcerpc.array.offset 0
      02000000  dcerpc.array.actual_count 2
      'b' 00    x.item.Name b`,
    );
  });

  test('a conformant structure has its count in front', () => {
    const Sid = struct('X', 'SID', 'sid', { Revision: u8, Count: u8, Ids: conformant(u32, 'Count') });
    check(
      stub({ A: In(unique(Sid)) }),
      `
      00000200  dcerpc.referent_id 0x00020000
      02000000  dcerpc.array.max_count 2
      01        x.sid.Revision 1
      02        x.sid.Count 2
      0000
      05000000  x.sid.Ids 5
      06000000  x.sid.Ids 6`,
    );
  });

  test('of several dimensions: all counts, then the elements', () => {
    check(
      stub({ A: In(conformantVarying(conformantVarying(u16))) }),
      `
      02000000  dcerpc.array.max_count 2
      03000000  dcerpc.array.max_count 3
      00000000  dcerpc.array.offset 0
      02000000  dcerpc.array.actual_count 2
      00000000  dcerpc.array.offset 0
      02000000  dcerpc.array.actual_count 2
      0100      x.Op.A 1
      0200      x.Op.A 2
      0300      x.Op.A 3
      0400      x.Op.A 4`,
    );
  });

  test('fixed, varying, and strings of every kind', () => {
    check(
      stub({ A: In(fixed(u16, 2)), B: In(varying(u8)), C: In(wchars(3)), D: In(stringWithin), E: In(contextHandle) }),
      `
      0100      x.Op.A 1
      0200      x.Op.A 2
      00000000  dcerpc.array.offset 0
      02000000  dcerpc.array.actual_count 2
      07        x.Op.B 7
      08        x.Op.B 8
      "a"       x.Op.C a
      00000000
      00000000  dcerpc.array.offset 0
      03000000  dcerpc.array.actual_count 3
      'hi' 00   x.Op.D hi
      00
      00000000 0102030405060708090a0b0c0d0e0f10  x.Op.E 000000000102030405060708090a0b0c0d0e0f10`,
    );
  });

  test('of bytes that a sibling says the structure of', () => {
    const inside = { 1: plain('X', 'ONE', { A: plainU16('x.one') }), 2: plain('X', 'TWO', { B: plainU32('x.two') }) };
    const Message = struct('X', 'MESSAGE', 'message', { Type: u32, Length: u32, Data: unique(buffer(inside, 'Type', 'Length')) });
    check(
      stub({ M: In(Message) }),
      `
      02000000  x.message.Type 2
      04000000  x.message.Length 4
      00000200  dcerpc.referent_id 0x00020000
      04000000  dcerpc.array.max_count 4
      09000000  x.two 9`,
    );
  });

  test('a pipe: chunks until an empty one', () => {
    check(
      stub({ A: In(pipe(u16)), B: In(u8) }),
      `
      02000000  dcerpc.array.actual_count 2
      0100      x.Op.A 1
      0200      x.Op.A 2
      01000000  dcerpc.array.actual_count 1
      0300      x.Op.A 3
      0000
      00000000  dcerpc.array.actual_count 0
      04        x.Op.B 4`,
    );
  });
});

describe('unions', () => {
  const Arms = union('X', 'ARMS', 'arms', 'Level', { 0: u32.as('zero'), 1: unique(hyperTime).as('one'), default: null });

  test('the discriminant is on the wire again; an arm without contents, a default', () => {
    const table = stub({ Level: In(u32), Info: In(Arms), After: In(u8) });
    check(
      table,
      `
      00000000  x.Op.Level 0
      00000000  switch 0
      0a000000  x.arms.zero 10
      07        x.Op.After 7`,
    );
    check(
      table,
      `
      05000000  x.Op.Level 5
      05000000  switch 5
      07        x.Op.After 7`,
    );
  });

  test('in NDR64 as aligned as the widest of their arms', () => {
    check(
      stub({ Level: In(u32), Info: In(Arms), After: In(u8) }),
      `
      01000000                  x.Op.Level 1
      00000000
      01000000                  switch 1
      00000000
      0000020000000000          dcerpc.referent_id64 0x0000000000020000
      00803ed5deb19d01          x.arms.one 1970-01-01T00:00:00.0000000Z
      07                        x.Op.After 7`,
      ndr64,
    );
  });

  test('a value without an arm ends the stub', () => {
    const Strict = union('X', 'STRICT', 'strict', null, { 1: u32 });
    const { bytes } = layoutOf('02000000 01000000');
    expect(rows(stub({ A: In(Strict) }), bytes, little)).toContain('4+0 _ws.malformed A has no arm for 2');
  });
});

describe('damage', () => {
  const table = stub({ A: In(conformant(u32)) });

  test('a count allocates nothing, and what does not fit is said once', () => {
    const { bytes } = layoutOf('ffffff7f 01000000 02000000');
    const found = rows(table, bytes, little);
    expect(found.slice(1)).toEqual([
      '0+4 dcerpc.array.max_count 2147483647',
      '4+4 x.Op.A 1',
      '8+4 x.Op.A 2',
      '12+0 _ws.malformed A needs 4 bytes, 0 left',
    ]);
  });

  test('what was not captured is truncated, not malformed', () => {
    const { bytes } = layoutOf('03000000 01000000');
    const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const { node } = tree(table, { data, source: 0, message: 0, start: 0, end: 16, captured: 8 }, little);
    expect(
      node.children
        .flatMap((n) => [n, ...n.children])
        .filter((n) => n.trouble !== null)
        .map((n) => n.trouble),
    ).toEqual(['truncated']);
  });

  test('bytes that no parameter reads are a gap', () => {
    const { bytes } = layoutOf('00000000 0102030405060708');
    const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const { node, claims } = tree(table, { data, source: 0, message: 0, start: 0, end: 12, captured: 12 }, little);
    accountFor(node, data, 0, 12, claims);
    expect(node.children.filter((n) => n.extra === 'gap').map((n) => [n.offset, n.size])).toEqual([[4, 8]]);
  });

  test('a chain of pointers is followed so far', () => {
    let type = unique(u32);
    for (let i = 0; i < 100; i++) type = unique(type as never);
    const bytes = Buffer.alloc(404, 1);
    expect(rows(stub({ A: In(type) }), bytes, little).some((r) => r.includes('nested too deep'))).toBe(true);
  });

  test('counts that contradict their siblings are said', () => {
    const Counted = struct('X', 'COUNTED', 'counted', { Count: u32, Data: unique(blob('Count')) });
    const { bytes } = layoutOf('02000000 01000000 01000000 07');
    expect(rows(stub({ A: In(Counted) }), bytes, little)).toContain('12+0 _ws.malformed Data: MaxCount is 1, its sibling says 2');
  });
});

describe('readers', () => {
  const Item = struct('X', 'ITEM', 'item', { Name: unique(wstring), Id: u32 });
  const List = struct('X', 'LIST', 'list', { Count: u32, Items: unique(conformant(Item, 'Count')) });
  const table = stub({ List: In(List), Last: In(u32) });
  const { bytes } = layoutOf(`
    02000000 01000000 02000000
    02000000 07000000 00000000 08000000
    02000000 00000000 02000000 "a" 0000
    09000000`);
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

  test('values: objects with the names of the members, pointers as what they point at', () => {
    expect(values(table, data, 0, 0, bytes.length, little)).toEqual({
      List: { Count: 2, Items: [{ Name: 'a', Id: 7 }, { Id: 8 }] },
      Last: 9,
    });
  });

  test('scan: the named fields alone, in the order of the tree', () => {
    const found: string[] = [];
    scan(table, data, 0, 0, bytes.length, bytes.length, little, 0, new Set(['x.item.Id', 'x.item.Name', 'x.opnum']), (name, n) =>
      found.push(`${n.offset} ${name}`),
    );
    expect(found).toEqual(['0 x.opnum', '40 x.item.Name', '16 x.item.Id', '24 x.item.Id']);
  });
});

test('parameters by direction, and what is returned', () => {
  const i = rpc({
    name: 'x',
    title: 'X',
    uuid: '',
    version: [1, 0],
    spec: 'X',
    operations: { 3: op('Op', { A: In(u32), B: InOut(u32), C: Out(u32) }, u32.as('rc')), 4: 'Other' },
  });
  expect(i.operations.get(3)!.request!.fieldNames).toEqual(['A', 'B', 'Opnum']);
  expect(i.operations.get(3)!.response!.fields.map((f) => f.abbrev)).toEqual(['x.x_Op.B', 'x.x_Op.C', 'x.rc', 'x.opnum']);
  expect(i.operations.get(4)!.request).toBeNull();
});

test('a sibling that is none does not compile, and throws', () => {
  // @ts-expect-error Cuont is not a field of this struct
  expect(() => struct('X', 'WRONG', 'wrong', { Count: u32, Data: unique(blob('Cuont')) })).toThrow('WRONG.Data refers to Cuont');
  // @ts-expect-error Levl is not a field of this struct
  expect(() => op('Op', { Level: In(u32), Info: In(union('X', 'U', 'u', 'Levl', { 1: u32 })) })).not.toThrow();
});
