import { expect, test } from 'vitest';
import { FindFilesBySidReply, FindFilesBySidRequest } from '../../dissectors/fsctl/records/index.ts';
import { StreamSnapshotReply, StreamSnapshotRequest } from '../../dissectors/fsctl/refs/snapshots.ts';
import type { Struct } from '../../src/dissect/struct.ts';
import { byPlace, layoutOf } from './layout.ts';
import { rows, torture } from './rows.ts';

function check(table: Struct, facts: { isResponse: boolean; snapshotOperation?: number }, layout: string): void {
  const { bytes, expected } = layoutOf(layout);
  const found = rows(table, bytes, facts).filter((row) => !/ nt\.sid\./.test(row));
  expect(found.sort(byPlace)).toEqual(expected);
  torture(table, bytes, () => facts);
}

const head = (operation: string, length: string, input: string): string => `
    ${operation}
    ${length}
    ${input}
    00*16                   smb2.reserved ${'00'.repeat(16)}`;

test('a snapshot is made under a name', () => {
  check(
    StreamSnapshotRequest,
    { isResponse: false },
    `${head(
      '01000000                smb2.fsctl.refs_snapshot.operation REFS_STREAM_SNAPSHOT_OPERATION_CREATE (1)',
      '0400                    smb2.fsctl.refs_snapshot.name_length 4',
      '0000                    smb2.fsctl.refs_snapshot.input_length 0',
    )}
    "s1"                    smb2.fsctl.refs_snapshot.name s1`,
  );
});

test.each([
  ['"s"', 2, '00*6', 6],
  ['"s1"', 4, '00*4', 4],
  ['"s12"', 6, '00*2', 2],
  ['"s123"', 8, '', 0],
])('what has changed since %s is asked for, from a cluster on', (name, length, padding, size) => {
  check(
    StreamSnapshotRequest,
    { isResponse: false },
    `${head(
      '03000000                smb2.fsctl.refs_snapshot.operation REFS_STREAM_SNAPSHOT_OPERATION_QUERY_DELTAS (3)',
      `0${length}00                    smb2.fsctl.refs_snapshot.name_length ${length}`,
      '1000                    smb2.fsctl.refs_snapshot.input_length 16',
    )}
    ${name}                     smb2.fsctl.refs_snapshot.name ${name.slice(1, -1)}
    ${size === 0 ? '' : `${padding}                    smb2.reserved ${'00'.repeat(size)}`}
    0500000000000000        smb2.fsctl.refs_snapshot.starting_vcn 5
    00000000                smb2.fsctl.refs_snapshot.flags 0x00000000
    00000000                smb2.reserved 00000000`,
  );
});

test('the snapshots of a stream', () => {
  check(
    StreamSnapshotReply,
    { isResponse: true, snapshotOperation: 2 },
    `
    02000000                smb2.fsctl.refs_snapshot.entry_count 2
    7c000000                smb2.fsctl.refs_snapshot.required_size 124
    00*8                    smb2.reserved ${'00'.repeat(8)}
    38000000                smb2.next_offset 56
    0400                    smb2.fsctl.refs_snapshot.name_length 4
    0000                    smb2.reserved 0000
    0000000000000000        smb2.fsctl.refs_snapshot.creation_time not set (0)
    0010000000000000        smb2.fsctl.refs_snapshot.stream_size 4096
    0020000000000000        smb2.fsctl.refs_snapshot.stream_allocation_size 8192
    00*16                   smb2.reserved ${'00'.repeat(16)}
    "s1"                    smb2.fsctl.refs_snapshot.name s1
    00*4
    00000000                smb2.next_offset 0
    0400                    smb2.fsctl.refs_snapshot.name_length 4
    0000                    smb2.reserved 0000
    0000000000000000        smb2.fsctl.refs_snapshot.creation_time not set (0)
    0010000000000000        smb2.fsctl.refs_snapshot.stream_size 4096
    0020000000000000        smb2.fsctl.refs_snapshot.stream_allocation_size 8192
    00*16                   smb2.reserved ${'00'.repeat(16)}
    "s2"                    smb2.fsctl.refs_snapshot.name s2`,
  );
});

test('the extents that have changed', () => {
  check(
    StreamSnapshotReply,
    { isResponse: true, snapshotOperation: 3 },
    `
    01000000                smb2.fsctl.extents.count 1
    00*8                    smb2.reserved ${'00'.repeat(8)}
    00*4                    smb2.reserved 00000000
    0100000000000000        smb2.fsctl.refs_snapshot.vcn 1
    6400000000000000        smb2.fsctl.refs_snapshot.lcn 100
    0300000000000000        smb2.fsctl.refs_snapshot.extent_length 3
    90000000                smb2.fsctl.refs_snapshot.properties 0x00000090, REFS_STREAM_EXTENT_PROPERTY_VALID, REFS_STREAM_EXTENT_PROPERTY_CRC32
    00000000                smb2.reserved 00000000`,
  );
});

test('the files of an owner', () => {
  check(
    FindFilesBySidRequest,
    { isResponse: false },
    `
    01000000                smb2.fsctl.find_by_sid.restart 1
    010100000000000512000000  nt.sid S-1-5-18 (LOCAL_SYSTEM)`,
  );
  check(
    FindFilesBySidReply,
    { isResponse: true },
    `
    06000000                smb2.filename.len 6
    "a\\b"                   smb2.filename a\\b
    00*6
    02000000                smb2.filename.len 2
    "c"                     smb2.filename c
    00*2`,
  );
});
