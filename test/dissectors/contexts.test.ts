import { expect, test } from 'vitest';
import { channelInfo } from '../../dissectors/smb2/channel-info.ts';
import { createContexts } from '../../dissectors/smb2/create-contexts.ts';
import { CreateContext, ErrorResponse } from '../../dissectors/smb2/index.ts';
import { TreeConnectContext } from '../../dissectors/smb2/tree-connect-contexts.ts';
import type { Table } from '../../src/dissect/field.ts';
import type { Struct } from '../../src/dissect/struct.ts';
import { byPlace, layoutOf } from './layout.ts';
import { rows, torture } from './rows.ts';

const response = { isResponse: true };

function check(table: Struct, layout: string, facts: { isResponse: boolean; status?: number } = response): void {
  const { bytes, expected } = layoutOf(layout);
  expect(rows(table, bytes, facts).sort(byPlace)).toEqual(expected);
  torture(table, bytes, () => facts);
}

const of = (table: Table, key: string | number): Struct => {
  const entry = table[key]! as { response?: Struct };
  return entry.response ?? (entry as Struct);
};

test('a symbolic link error names both paths, counted from PathBuffer', () => {
  const { bytes } = layoutOf(`
    0900 00 00 28000000
    24000000 53594d4c 0c0000a0 1800 0200
    0400 0800 0000 0400 01000000 "ab" "\\?ab"`);
  const facts = { isResponse: true, status: 0x8000002d };
  expect(rows(ErrorResponse, bytes, facts).slice(-7)).toEqual([
    '24+2 smb2.olb.offset 0x0004',
    '26+2 smb2.olb.length 8',
    '28+2 smb2.olb.offset 0x0000',
    '30+2 smb2.olb.length 4',
    '32+4 smb2.symlink.flags SYMLINK_FLAG_RELATIVE (1)',
    '40+8 smb2.symlink.substitute_name \\?ab',
    '36+4 smb2.symlink.print_name ab',
  ]);
  torture(ErrorResponse, bytes, () => facts);
});

test.each([
  ['alone', 0x0300, '0900 00 00 04000000 a4000000', '8+4'],
  ['in an error context', 0x0311, '0900 01 00 0c000000 04000000 00000000 a4000000', '16+4'],
])('what a security query needs, %s', (_, dialect, layout, place) => {
  const { bytes } = layoutOf(layout);
  const facts = { isResponse: true, status: 0xc0000023, infoType: 3, infoClass: 0, dialect };
  expect(rows(ErrorResponse, bytes, facts)).toContain(`${place} smb2.required_size 164`);
  torture(ErrorResponse, bytes, () => facts);
});

test('an error without the byte that some servers put where there is no data', () => {
  const facts = { isResponse: true, status: 0xc0000022, infoType: 3, infoClass: 0 };
  const said = (layout: string): string[] => rows(ErrorResponse, layoutOf(layout).bytes, facts).slice(4);
  expect(said('0900 00 00 00000000 21')).toEqual(['8+1 smb2.error.data 21', '0+1 smb2.class 3', '1+1 smb2.sec_info.infolevel 0']);
  expect(said('0900 00 00 00000000')).toEqual(['0+1 smb2.class 3', '1+1 smb2.sec_info.infolevel 0']);
});

test('what any other request needs', () => {
  const { bytes } = layoutOf('0900 00 00 04000000 a4000000');
  const facts = { isResponse: true, status: 0xc0000023, infoType: 0 };
  expect(rows(ErrorResponse, bytes, facts)).toContain('8+4 smb2.error.min_buf_length 164');
});

test('AAPL: a server query answered', () => {
  check(
    of(createContexts, 'AAPL'),
    `
    01000000                smb2.aapl.command_code kAAPL_SERVER_QUERY (1)
    00000000                smb2.aapl.reserved 0x00000000
    0700000000000000        smb2.aapl.query_bitmask 0x0000000000000007, kAAPL_SERVER_CAPS, kAAPL_VOLUME_CAPS, kAAPL_MODEL_INFO
    0500000000000000        smb2.aapl.caps 0x0000000000000005, kAAPL_SUPPORTS_READ_DIR_ATTR, kAAPL_UNIX_BASED
    0200000000000000        smb2.aapl.volume_caps 0x0000000000000002, kAAPL_CASE_SENSITIVE
    00000000                smb2.aapl.padding 00000000
    06000000 "Mac"          smb2.aapl.model_string Mac`,
  );
});

test('SMB2_RDMA_TRANSFORM: a signature, then the descriptors', () => {
  check(
    of(channelInfo, 3),
    `
    2800                    smb2.olb.offset 0x0028
    1000                    smb2.olb.length 16
    01000000                smb2.channel SMB2_CHANNEL_RDMA_V1 (0x00000001)
    0100                    smb2.rdma_transform.count 1
    0000                    smb2.rdma_transform.reserved1 0x0000
    00000000                smb2.rdma_transform.reserved2 0x00000000
    0200                    smb2.rdma_transform.type SMB2_RDMA_TRANSFORM_TYPE_SIGNING (0x0002)
    0800                    smb2.rdma_transform.signature_length 8
    0800                    smb2.rdma_transform.nonce_length 8
    0000                    smb2.rdma_transform.reserved 0x0000
    01*8                    smb2.rdma_transform.signature 0101010101010101
    02*8                    smb2.rdma_transform.nonce 0202020202020202
    0010000000000000        smb2.buffer_descriptor.offset 0x0000000000001000
    07000000                smb2.buffer_descriptor.token 0x00000007
    00200000                smb2.buffer_descriptor.length 8192`,
  );
});

const sidRows = (sid: string, authority: number, parts: number): string => `
    01                      nt.sid.revision 1
    0${parts}                      nt.sid.num_auth ${parts}
    00000000000${authority}            nt.sid.auth ${authority}
    ${sid}`;

test('a remoted identity', () => {
  const { bytes, expected } = layoutOf(`
    0100                    smb2.tc.context.type SMB2_REMOTED_IDENTITY_TREE_CONNECT_CONTEXT_ID (0x0001)
    6c00                    smb2.tc.context.data_length 108
    00000000                smb2.reserved 00000000
    0100                    smb2.tc.remoted_identity.ticket_type 0x0001
    6c00                    smb2.tc.remoted_identity.ticket_size 108
    1c00                    smb2.tc.remoted_identity.offset 0x001c
    2e00                    smb2.tc.remoted_identity.offset 0x002e
    3200                    smb2.tc.remoted_identity.offset 0x0032
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    3600                    smb2.tc.remoted_identity.offset 0x0036
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    4600                    smb2.tc.remoted_identity.offset 0x0046
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    0c00                    smb2.tc.remoted_identity.blob_size 12
    ${sidRows('12000000                nt.sid.subauth 18', 5, 1)}
    07000000                smb2.tc.remoted_identity.sid_attr 0x00000007, SE_GROUP_MANDATORY, SE_GROUP_ENABLED_BY_DEFAULT, SE_GROUP_ENABLED
    "u" 0000                smb2.tc.remoted_identity.name u
    "d" 0000                smb2.tc.remoted_identity.name d
    0100                    smb2.tc.remoted_identity.privilege_count 1
    0c00                    smb2.tc.remoted_identity.blob_size 12
    1300000000000000        smb2.tc.remoted_identity.luid 0x0000000000000013
    02000000                smb2.tc.remoted_identity.luid_attr 0x00000002, SE_PRIVILEGE_ENABLED
    2400                    smb2.tc.remoted_identity.blob_size 36
    0200                    nt.acl.revision 2
    2400                    nt.acl.size 36
    01000000                nt.acl.num_aces 1
    00                      nt.ace.type ACCESS_ALLOWED_ACE_TYPE (0)
    00                      nt.ace.flags 0x00
    1400                    nt.ace.size 20
    ff011f00                nt.access_mask 0x001f01ff
    ${sidRows('00000000                nt.sid.subauth 0', 1, 1)}
    00*8`);
  const found = rows(TreeConnectContext, bytes, response).filter((row) => !/ nt\.sid S/.test(row));
  expect(found.map((row) => row.replace(/(nt\.access_mask 0x[0-9a-f]+).*/, '$1')).sort(byPlace)).toEqual(expected);
  expect(rows(TreeConnectContext, bytes, response)).toContain('38+12 nt.sid S-1-5-18 (LOCAL_SYSTEM)');
  torture(TreeConnectContext, bytes, () => response);
});

test('the owner and the group of a file opened with POSIX extensions', () => {
  const { bytes } = layoutOf(`
    01000000 00000000 a4810000
    0105 000000000005 15000000 01000000 02000000 03000000 e8030000
    0102 000000000005 20000000 20020000`);
  const sids = rows(of(createContexts, '93ad25509cb411e7b42383de968bcd7c'), bytes, response).filter((row) => / nt\.sid S/.test(row));
  expect(sids).toEqual(['12+28 nt.sid S-1-5-21-1-2-3-1000', '40+16 nt.sid S-1-5-32-544 (BUILTIN_ADMINISTRATORS)']);
});

test('a create context is named by four letters or by a GUID', () => {
  const context = (name: string): string[] =>
    rows(CreateContext, layoutOf(`00000000 1000 ${name.includes("'") ? '0400' : '1000'} 0000 0000 00000000 ${name}`).bytes, response);
  expect(context("'MxAc'")).toContain('16+4 smb2.tag MxAc');
  expect(context('b982d0b73b56074fa07b524a8116a010')).toContain(
    '16+16 smb2.tag SMB2_CREATE_APP_INSTANCE_VERSION (b7d082b9-563b-4f07-a07b-524a8116a010)',
  );
  expect(context('00112233445566778899aabbccddeeff')).toContain('16+16 smb2.tag 33221100-5544-7766-8899-aabbccddeeff');
});
