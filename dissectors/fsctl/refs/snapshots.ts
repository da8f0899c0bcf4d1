import { bits, bytes, chain, dispatch, filetime, hex, i64, names, nested, u16, u32, u64, utf16, type Table } from '../../../src/dissect/field.ts';
import { struct } from '../../../src/dissect/struct.ts';
import type { MessageFacts } from '../../facts.ts';
import { reserved } from '../../smb2/fields.ts';

const LIST         = 2;
const QUERY_DELTAS = 3;

const Operation = names({
  REFS_STREAM_SNAPSHOT_OPERATION_INVALID: 0, REFS_STREAM_SNAPSHOT_OPERATION_CREATE: 1, REFS_STREAM_SNAPSHOT_OPERATION_LIST: LIST,
  REFS_STREAM_SNAPSHOT_OPERATION_QUERY_DELTAS: QUERY_DELTAS, REFS_STREAM_SNAPSHOT_OPERATION_REVERT: 4,
  REFS_STREAM_SNAPSHOT_OPERATION_SET_SHADOW_BTREE: 5, REFS_STREAM_SNAPSHOT_OPERATION_CLEAR_SHADOW_BTREE: 6,
});

const head = {
  Operation:                  u32('smb2.fsctl.refs_snapshot.operation', Operation),
  SnapshotNameLength:         u16('smb2.fsctl.refs_snapshot.name_length'),
  OperationInputBufferLength: u16('smb2.fsctl.refs_snapshot.input_length'),
  Reserved:                   reserved(16),
};
const SnapshotName = utf16('smb2.fsctl.refs_snapshot.name').sized('SnapshotNameLength');

const QueryDeltasInput = struct('MS-FSCC 2.3.65.1', 'REFS_STREAM_SNAPSHOT_QUERY_DELTAS_INPUT_BUFFER', {
  StartingVcn: i64('smb2.fsctl.refs_snapshot.starting_vcn'),
  Flags:       u32('smb2.fsctl.refs_snapshot.flags', hex),
  Reserved:    reserved(4),
});

/** The input begins at the next multiple of eight behind the name. */
const QueryDeltas = struct('MS-FSCC 2.3.65', 'REFS_STREAM_SNAPSHOT_MANAGEMENT_INPUT_BUFFER', {
  ...head,
  SnapshotName,
  SixBytes:             reserved(6).when('SnapshotNameLength', 7, 2),
  FourBytes:            reserved(4).when('SnapshotNameLength', 7, 4),
  TwoBytes:             reserved(2).when('SnapshotNameLength', 7, 6),
  OperationInputBuffer: nested('', QueryDeltasInput).sized('OperationInputBufferLength'),
});

const WithName = struct('MS-FSCC 2.3.65', 'REFS_STREAM_SNAPSHOT_MANAGEMENT_INPUT_BUFFER', {
  ...head,
  SnapshotName,
  OperationInputBuffer: bytes('smb2.fsctl.refs_snapshot.input').sized('OperationInputBufferLength'),
});

const inputs: Table = { [QUERY_DELTAS]: QueryDeltas, other: WithName };

export const StreamSnapshotRequest = struct('MS-FSCC 2.3.65', 'FSCTL_REFS_STREAM_SNAPSHOT_MANAGEMENT Request', {
  Operation: u32('').peek(),
  Input:     dispatch('', inputs, 'Operation'),
});

// The document leaves out what ntifs.h has between and behind its fields so that eight bytes begin at a multiple of eight.

const ListEntry = struct('MS-FSCC 2.3.66.1.1', 'REFS_STREAM_SNAPSHOT_LIST_OUTPUT_BUFFER_ENTRY', {
  NextEntryOffset:      u32('smb2.next_offset'),
  SnapshotNameLength:   u16('smb2.fsctl.refs_snapshot.name_length'),
  Padding:              reserved(2),
  SnapshotCreationTime: filetime('smb2.fsctl.refs_snapshot.creation_time'),
  StreamSize:           u64('smb2.fsctl.refs_snapshot.stream_size'),
  StreamAllocationSize: u64('smb2.fsctl.refs_snapshot.stream_allocation_size'),
  Reserved:             reserved(16),
  SnapshotName,
});

const ListOutput = struct('MS-FSCC 2.3.66.1', 'REFS_STREAM_SNAPSHOT_LIST_OUTPUT_BUFFER', {
  EntryCount:                 u32('smb2.fsctl.refs_snapshot.entry_count'),
  BufferSizeRequiredForQuery: u32('smb2.fsctl.refs_snapshot.required_size'),
  Reserved:                   reserved(8),
  Entries:                    chain('', ListEntry, 'NextEntryOffset').when('EntryCount', 0xffffffff),
});

const Properties = bits({
  REFS_STREAM_EXTENT_PROPERTY_SPARSE:          [0x0008, 'smb2.fsctl.refs_snapshot.properties.sparse'],
  REFS_STREAM_EXTENT_PROPERTY_VALID:           [0x0010, 'smb2.fsctl.refs_snapshot.properties.valid'],
  REFS_STREAM_EXTENT_PROPERTY_STREAM_RESERVED: [0x0020, 'smb2.fsctl.refs_snapshot.properties.stream_reserved'],
  REFS_STREAM_EXTENT_PROPERTY_CRC32:           [0x0080, 'smb2.fsctl.refs_snapshot.properties.crc32'],
  REFS_STREAM_EXTENT_PROPERTY_CRC64:           [0x0100, 'smb2.fsctl.refs_snapshot.properties.crc64'],
  REFS_STREAM_EXTENT_PROPERTY_GHOSTED:         [0x0200, 'smb2.fsctl.refs_snapshot.properties.ghosted'],
  REFS_STREAM_EXTENT_PROPERTY_READONLY:        [0x0400, 'smb2.fsctl.refs_snapshot.properties.readonly'],
});

const StreamExtent = struct('MS-FSCC 2.3.66.2.1', 'REFS_STREAM_EXTENT', {
  Vcn:        i64('smb2.fsctl.refs_snapshot.vcn'),
  Lcn:        i64('smb2.fsctl.refs_snapshot.lcn'),
  Length:     i64('smb2.fsctl.refs_snapshot.extent_length'),
  Properties: u32('smb2.fsctl.refs_snapshot.properties', Properties),
  Padding:    reserved(4),
});

const QueryDeltasOutput = struct('MS-FSCC 2.3.66.2', 'REFS_STREAM_SNAPSHOT_QUERY_DELTAS_OUTPUT_BUFFER', {
  ExtentCount: u32('smb2.fsctl.extents.count'),
  Reserved:    reserved(8),
  Padding:     reserved(4),
  Extents:     nested('', StreamExtent).times('ExtentCount'),
});

const OtherOutput = struct('MS-FSCC 2.3.66', 'Output', { Data: bytes('smb2.unknown') });

const outputs: Table = { [LIST]: ListOutput, [QUERY_DELTAS]: QueryDeltasOutput, other: OtherOutput };

const operation = (m: MessageFacts) => m.snapshotOperation;

/** Which operation it answers only the request says. */
export const StreamSnapshotReply = struct('MS-FSCC 2.3.66', 'FSCTL_REFS_STREAM_SNAPSHOT_MANAGEMENT Reply', {
  Output: dispatch('', outputs, operation),
});
