import { expect, test } from 'vitest';
import { channelInfo } from '../../dissectors/smb2/channel-info.ts';
import { createContexts } from '../../dissectors/smb2/create-contexts.ts';
import { ErrorResponse } from '../../dissectors/smb2/index.ts';
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

test('a remoted identity', () => {
  check(
    TreeConnectContext,
    `
    0100                    smb2.tc.context.type SMB2_REMOTED_IDENTITY_TREE_CONNECT_CONTEXT_ID (0x0001)
    4000                    smb2.tc.context.data_length 64
    00000000                smb2.reserved 00000000
    0100                    smb2.tc.remoted_identity.ticket_type 0x0001
    4000                    smb2.tc.remoted_identity.ticket_size 64
    1c00                    smb2.tc.remoted_identity.offset 0x001c
    2e00                    smb2.tc.remoted_identity.offset 0x002e
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    3000                    smb2.tc.remoted_identity.offset 0x0030
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    00*2                    smb2.tc.remoted_identity.offset 0x0000
    0c00                    smb2.tc.remoted_identity.blob_size 12
    01*12                   smb2.tc.remoted_identity.sid ${'01'.repeat(12)}
    07000000                smb2.tc.remoted_identity.sid_attr 0x00000007, SE_GROUP_MANDATORY, SE_GROUP_ENABLED_BY_DEFAULT, SE_GROUP_ENABLED
    0000                    smb2.tc.remoted_identity.blob_size 0
    0100                    smb2.tc.remoted_identity.privilege_count 1
    0c00                    smb2.tc.remoted_identity.blob_size 12
    1300000000000000        smb2.tc.remoted_identity.luid 0x0000000000000013
    02000000                smb2.tc.remoted_identity.luid_attr 0x00000002, SE_PRIVILEGE_ENABLED`,
  );
});
