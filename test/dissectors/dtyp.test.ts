import { describe, expect, test } from 'vitest';
import { FileSecurityDescriptor } from '../../dissectors/dtyp/security-descriptor.ts';
import { sid } from '../../dissectors/dtyp/sid.ts';
import { type AnyField, type Shape, struct } from '../../src/dissect/struct.ts';
import { bitsOf, bytesOf, rows, torture } from './rows.ts';

const facts = { isResponse: true };
const Sid = struct('', 'SID', { Sid: sid as AnyField } as Shape);
const system = '01 01 000000000005 12000000';

describe('SID', () => {
  test.each([
    [system, 'S-1-5-18 (LOCAL_SYSTEM)'],
    ['01 00 000000000005', 'S-1-5 (NT_AUTHORITY)'],
    ['01 01 000000000010 00200000', 'S-1-16-8192 (ML_MEDIUM)'],
    ['01 01 0000ffffffff 07000000', 'S-1-4294967295-7'],
    ['01 01 000100000000 07000000', 'S-1-0x000100000000-7'],
    [`01 0f 000000000005 ${'01000000'.repeat(15)}`, `S-1-5${'-1'.repeat(15)}`],
  ])('%s', (layout, text) => {
    expect(rows(Sid, bytesOf(layout), facts)[0]).toBe(`0+${bytesOf(layout).length} nt.sid ${text}`);
    torture(Sid, bytesOf(layout), () => facts);
  });

  test('of an alias of the built-in domain', () => {
    expect(rows(Sid, bytesOf('01 02 000000000005 20000000 20020000'), facts).slice(4)).toEqual([
      '8+8 nt.sid.subauth 32-544',
      '8+4 nt.sid.builtin 32',
      '12+4 nt.sid.rid 544',
    ]);
    expect(rows(Sid, bytesOf('01 02 000000000016 02000000 88130000'), facts).slice(4)).toEqual(['8+8 nt.sid.subauth 2-5000']);
  });

  test('of an account of a domain', () => {
    const layout = `
      01
      05
      000000000005
      15000000
      01000000 02000000 03000000
      f4010000`;
    expect(rows(Sid, bytesOf(layout), facts)).toEqual([
      '0+28 nt.sid S-1-5-21-1-2-3-500',
      '0+1 nt.sid.revision 1',
      '1+1 nt.sid.num_auth 5',
      '2+6 nt.sid.auth 5',
      '8+20 nt.sid.subauth 21-1-2-3-500',
      '8+4 nt.sid.non_unique 21',
      '12+12 nt.sid.domain 1-2-3',
      '24+4 nt.sid.rid 500',
    ]);
  });

  test.each([
    ['more sub-authorities than there are', '01 02 000000000005 12000000'],
    ['more than fifteen', `01 10 000000000005 ${'01000000'.repeat(16)}`],
    ['too short', '01 01 0000'],
  ])('%s', (_, layout) => {
    expect(rows(Sid, bytesOf(layout), facts)).toEqual([`0+${bytesOf(layout).length} _ws.malformed Sid is damaged`]);
  });
});

const number = (value: number, size: number): string => Buffer.from(new Uint32Array([value]).buffer).toString('hex', 0, size);
const sizeOf = (layout: string): number => bytesOf(layout).length;
const ace = (type: string, rest: string): string => `${type} 00 ${number(4 + sizeOf(rest), 2)} ${rest}`;

/** Self-relative, with a DACL of these ACEs and nothing else; its first ACE begins at 28. */
const descriptor = (...aces: string[]): string => `
  01
  00
  0480
  00000000
  00000000
  00000000
  14000000
  04
  00
  ${number(8 + sizeOf(aces.join(' ')), 2)}
  ${number(aces.length, 2)}
  0000
  ${aces.join(' ')}`;

const after = (layout: string, from: number): string[] =>
  rows(FileSecurityDescriptor, bytesOf(layout), facts).filter((r) => Number.parseInt(r, 10) >= from && !/ nt\.sid\./.test(r));

describe('security descriptor', () => {
  const mask = 'ff011f00';
  const guid = '00010203 0405 0607 08090a0b0c0d0e0f';

  test('allowed, denied, audit, scoped policy', () => {
    for (const type of ['00', '01', '02', '13']) {
      const found = after(descriptor(ace(type, `${mask} ${system}`)), 30);
      expect(found).toEqual([
        '30+2 nt.ace.size 20',
        expect.stringMatching(/^32\+4 nt\.access_mask 0x001f01ff, SYNCHRONIZE, .*FILE_READ_DATA, FILE_WRITE_DATA/),
        '36+12 nt.sid S-1-5-18 (LOCAL_SYSTEM)',
      ]);
    }
  });

  test('a mandatory label has a policy for rights', () => {
    const label = descriptor(ace('11', `03000000 ${system}`));
    expect(after(label, 32)[0]).toBe(
      '32+4 nt.access_mask 0x00000003, SYSTEM_MANDATORY_LABEL_NO_WRITE_UP, SYSTEM_MANDATORY_LABEL_NO_READ_UP',
    );
  });

  test.each([
    ['both', '03000000', `${guid} ${guid}`, ['nt.ace.object.guid', 'nt.ace.object.inherited_guid']],
    ['one', '02000000', guid, ['nt.ace.object.inherited_guid']],
    ['none', '00000000', '', []],
  ])('object types: %s', (_, flags, guids, names) => {
    const found = after(descriptor(ace('05', `${mask} ${flags} ${guids} ${system}`)), 36);
    expect(found.map((r) => r.split(' ')[1])).toEqual(['nt.ace.object.flags', ...names, 'nt.sid']);
  });

  test('a condition', () => {
    const condition = `
      'artx'
      f9 02000000 5400
      10 04000000 56005000
      80
      04 0500000000000000 03 02
      18 02000000 abcd
      51 0c000000 ${system}
      50 07000000 10 02000000 7100
      a0
      00`;
    expect(after(descriptor(ace('09', `${mask} ${system} ${condition}`)), 48)).toEqual([
      '48+4 nt.ace.cond.signature artx',
      '52+1 nt.ace.cond.token User Attribute (0xf9)',
      '53+4 nt.ace.cond.length 2',
      '57+2 nt.ace.cond.user_attr T',
      '59+1 nt.ace.cond.token Unicode String (0x10)',
      '60+4 nt.ace.cond.length 4',
      '64+4 nt.ace.cond.value_string VP',
      '68+1 nt.ace.cond.token == (0x80)',
      '69+1 nt.ace.cond.token Int64 (0x04)',
      '70+8 nt.ace.cond.value_int64 5',
      '78+1 nt.ace.cond.sign None (0x03)',
      '79+1 nt.ace.cond.base Decimal (0x02)',
      '80+1 nt.ace.cond.token Octet String (0x18)',
      '81+4 nt.ace.cond.length 2',
      '85+2 nt.ace.cond.value_octet_string abcd',
      '87+1 nt.ace.cond.token SID (0x51)',
      '88+4 nt.ace.cond.length 12',
      '92+12 nt.sid S-1-5-18 (LOCAL_SYSTEM)',
      '104+1 nt.ace.cond.token Composite (0x50)',
      '105+4 nt.ace.cond.length 7',
      '109+1 nt.ace.cond.token Unicode String (0x10)',
      '110+4 nt.ace.cond.length 2',
      '114+2 nt.ace.cond.value_string q',
      '116+1 nt.ace.cond.token && (0xa0)',
      '117+1 nt.ace.cond.token Padding (0x00)',
    ]);
    expect(after(descriptor(ace('0a', `${mask} ${system} deadbeef`)), 48)).toEqual(['48+4 nt.ace.data deadbeef']);
    expect(after(descriptor(ace('0d', `${mask} ${system}`)), 48)).toEqual([]);
  });

  test('a resource attribute', () => {
    const attribute = `
      18000000
      0200
      0000
      20000100
      02000000
      1c000000 24000000
      41000000
      0500000000000000
      0600000000000000`;
    expect(after(descriptor(ace('12', `00000000 ${system} ${attribute}`)), 48)).toEqual([
      '48+4 nt.ace.sra.name_offset 24',
      '52+2 nt.ace.sra.type CLAIM_SECURITY_ATTRIBUTE_TYPE_UINT64 (2)',
      '54+2 nt.ace.sra.reserved 0',
      '56+4 nt.ace.sra.flags 0x00010020, CLAIM_SECURITY_ATTRIBUTE_MANDATORY, FCI_CLAIM_SECURITY_ATTRIBUTE_MANUAL',
      '60+4 nt.ace.sra.value_count 2',
      '64+4 nt.ace.sra.name_offset 28',
      '68+4 nt.ace.sra.name_offset 36',
      '72+4 nt.ace.sra.name A',
      '76+8 nt.ace.sra.value_uint64 5',
      '84+8 nt.ace.sra.value_uint64 6',
    ]);
  });

  test.each([
    ['0100', 'feffffffffffffff', ['68+8 nt.ace.sra.value_int64 -2']],
    ['0300', '4200 4300 0000', ['68+6 nt.ace.sra.value_string BC']],
    ['0500', `0c000000 ${system}`, ['68+4 nt.ace.sra.value_length 12', '72+12 nt.sid S-1-5-18 (LOCAL_SYSTEM)']],
    ['0600', '0100000000000000', ['68+8 nt.ace.sra.value_boolean 1']],
    ['1000', '02000000 abcd', ['68+4 nt.ace.sra.value_length 2', '72+2 nt.ace.sra.value_octet_string abcd']],
  ])('a value of type %s', (type, value, expected) => {
    const attribute = `00000000 ${type} 0000 00000000 01000000 14000000 ${value}`;
    const bytes = descriptor(ace('12', `00000000 ${system} ${attribute}`));
    expect(after(bytes, 68)).toEqual(expected);
  });

  test('a value outside its attribute', () => {
    const attribute = '00000000 0200 0000 00000000 02000000 00010000 18000000 0500000000000000';
    expect(after(descriptor(ace('12', `00000000 ${system} ${attribute}`)), 72)).toEqual([
      '80+0 _ws.malformed Values[0] begins 224 bytes past the end',
      '72+8 nt.ace.sra.value_uint64 5',
    ]);
  });

  test('reserved bytes are not taken for numbers', () => {
    const layout = bytesOf(descriptor(ace('00', `${mask} ${system}`)));
    layout[1] = 0x33;
    layout[26] = 0x77;
    expect(rows(FileSecurityDescriptor, layout, facts).filter((r) => /malformed/.test(r))).toEqual([]);
    expect(bitsOf(FileSecurityDescriptor, layout, facts)).toMatchObject({
      'nt.sec_desc.revision.number': '1',
      'nt.sec_desc.sbz1': '51',
      'nt.acl.num_aces.number': '1',
      'nt.acl.sbz2': '119',
    });
  });

  test('an ACE of an unknown type, and one without a size', () => {
    expect(after(descriptor(ace('33', 'abcd0000')), 30)).toEqual(['30+2 nt.ace.size 8', '32+4 nt.ace.data abcd0000']);
    const empty = after(descriptor('00 00 0000', ace('00', `${mask} ${system}`)), 28);
    expect(empty[2]).toBe('30+2 nt.ace.size 0');
    expect(empty).toContain('40+12 nt.sid S-1-5-18 (LOCAL_SYSTEM)');
  });

  test('no damage throws', () => {
    const condition = `'artx' f9 02000000 5400 51 0c000000 ${system} 50 07000000 10 02000000 7100`;
    const attribute = '14000000 0100 0000 00000000 01000000 18000000 41000000 0500000000000000';
    const all = descriptor(
      ace('00', `${mask} ${system}`),
      ace('0b', `${mask} 03000000 ${guid} ${guid} ${system} ${condition}`),
      ace('12', `${mask} ${system} ${attribute}`),
    );
    torture(FileSecurityDescriptor, bytesOf(all), () => facts);
  });
});
