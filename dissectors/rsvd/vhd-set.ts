import { bytes, coded, dispatch, guid, hex, names, nested, u32, u64, u8, utf16, type Codec, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { ChangeTrackingStatus, SnapshotType } from './snapshots.ts';

const InformationType = names({
  SvhdxVHDSetInformationTypeSnapshotList: 0x02, SvhdxVHDSetInformationTypeSnapshotEntry: 0x05,
  SvhdxVHDSetInformationTypeOptimizeNeeded: 0x08, SvhdxVHDSetInformationTypeCdpSnapshotRoot: 0x09,
  SvhdxVHDSetInformationTypeCdpSnapshotActiveList: 0x0a, SvhdxVHDSetInformationTypeCdpSnapshotInactiveList: 0x0c,
});
const informationType = u32('rsvd.svhdx_vhdset_information_type', hex, InformationType);
const snapshotType    = u32('rsvd.svhdx_snapshot_type', hex, SnapshotType);
const snapshotId      = guid('rsvd.svhdx_snapshot_id');
const reserved        = u32('rsvd.svhdx_padding');

/** Milliseconds since 1970. */
const milliseconds: Codec = {
  measure: () => 8,
  read: (data, from) => {
    const date = new Date(Number(data.getBigInt64(from, true)));
    return Number.isNaN(date.getTime()) ? `${data.getBigInt64(from, true)}` : date.toISOString();
  },
};

export const QueryInformationRequest = struct('MS-RSVD 2.2.4.19', 'SVHDX_TUNNEL_VHDSET_QUERY_INFORMATION_REQUEST', {
  VHDSetInformationType: informationType,
  SnapshotType:          snapshotType,
  SnapshotId:            snapshotId,
});

/** Also the lists of CDP snapshots, and their root. */
const SnapshotList = struct('MS-RSVD 2.2.4.20', 'SVHDX_TUNNEL_VHDSET_QUERY_INFORMATION_SNAPSHOT_LIST_RESPONSE', {
  VHDSetInformationType: informationType,
  Reserved1:             reserved,
  ResponseComplete:      u8('rsvd.svhdx_vhdset_response_complete'),
  Reserved2:             bytes('rsvd.svhdx_vhdset_reserved', 3),
  NumberOfSnapshots:     u32('rsvd.svhdx_vhdset_snapshot_count'),
  SnapshotIds:           snapshotId.times('NumberOfSnapshots'),
});

const SnapshotEntry = struct('MS-RSVD 2.2.4.21', 'SVHDX_TUNNEL_VHDSET_QUERY_INFORMATION_SNAPSHOT_ENTRY_RESPONSE', {
  VHDSetInformationType: informationType,
  Reserved:              reserved,
  SnapshotCreationTime:  coded('rsvd.svhdx_vhdset_snapshot_creation_time', milliseconds),
  SnapshotType:          snapshotType,
  IsValidSnapshot:       u32('rsvd.svhdx_vhdset_is_valid_snapshot'),
  SnapshotId:            snapshotId,
  ParentSnapshotId:      guid('rsvd.svhdx_vhdxset_parent_snapshot_id'),
  LogFileId:             guid('rsvd.svhdx_vhdxset_log_file_id'),
});

const OptimizeNeeded = struct('MS-RSVD 2.2.4.22', 'SVHDX_TUNNEL_VHDSET_QUERY_INFORMATION_OPTIMIZE_RESPONSE', {
  VHDSetInformationType: informationType,
  Reserved:              reserved,
  OptimizeNeeded:        u32('rsvd.svhdx_vhdset_optimize_needed'),
});

const information: Table = { 0x02: SnapshotList, 0x05: SnapshotEntry, 0x08: OptimizeNeeded, 0x09: SnapshotList, 0x0a: SnapshotList, 0x0c: SnapshotList };

export const QueryInformationResponse = struct('MS-RSVD 2.2.4', 'SVHDX_TUNNEL_VHDSET_QUERY_INFORMATION response', {
  Type:        u32('').peek(),
  Information: dispatch('', information, 'Type'),
});

export const ChangeTrackingStartRequest = struct('MS-RSVD 2.2.4.27', 'SVHDX_CHANGE_TRACKING_START_REQUEST', {
  TransactionId:     guid('rsvd.svhdx_meta_operation.transaction_id'),
  LogFileNameOffset: u32('rsvd.svhdx_log_file_name_offset', hex),
  LogFileNameLength: u32('rsvd.svhdx_log_file_name_length'),
  LogFileId:         guid('rsvd.svhdx_vhdxset_log_file_id'),
  MaxLogFileSize:    u64('rsvd.svhdx_max_log_file_size'),
  AppendData:        u32('rsvd.svhdx_append_data'),
  Reserved:          reserved,
  LogFileName:       utf16('rsvd.svhdx_log_file_name').at('LogFileNameOffset', 'LogFileNameLength'),
}, { offsetsFrom: 'struct' });

export const ChangeTrackingParameters = struct('MS-RSVD 2.2.4.25', 'SVHDX_CHANGE_TRACKING_GET_PARAMETERS_RESPONSE', {
  ChangeTrackingStatus: u32('rsvd.svhdx_change_tracking_status', hex, ChangeTrackingStatus),
  Reserved:             reserved,
  LogFileSize:          u64('rsvd.svhdx_log_file_size'),
});

export const ChangeTrackingStopResponse = struct('MS-RSVD 2.2.4.30', 'SVHDX_CHANGE_TRACKING_STOP_RESPONSE', {
  ChangeTrackingStatus: u32('rsvd.svhdx_change_tracking_status', hex, ChangeTrackingStatus),
});

export const QueryChangesRequest = struct('MS-RSVD 2.2.4.37', 'SVHDX_TUNNEL_QUERY_VIRTUAL_DISK_CHANGES_REQUEST', {
  TargetSnapshotId: snapshotId,
  LimitSnapshotId:  guid('rsvd.svhdx_limit_snapshot_id'),
  SnapshotType:     snapshotType,
  Reserved:         reserved,
  ByteOffset:       u64('rsvd.svhdx_changes.offset'),
  ByteLength:       u64('rsvd.svhdx_changes.length'),
});

const ChangedRange = struct('MS-RSVD 2.2.4.39', 'SVHDX_VIRTUAL_DISK_CHANGED_RANGE', {
  ByteOffset: u64('rsvd.svhdx_changes.offset'),
  ByteLength: u64('rsvd.svhdx_changes.length'),
  Reserved:   u64('rsvd.svhdx_changes.reserved'),
});

export const QueryChangesReply = struct('MS-RSVD 2.2.4.38', 'SVHDX_TUNNEL_QUERY_VIRTUAL_DISK_CHANGES_REPLY', {
  ProcessedByteLength: u64('rsvd.svhdx_changes.processed'),
  RangeCount:          u32('rsvd.svhdx_changes.count'),
  Reserved:            u32('rsvd.svhdx_changes.reserved32'),
  Ranges:              nested('', ChangedRange).times('RangeCount'),
});

export const SafeSizeResponse = struct('MS-RSVD 2.2.4.40', 'SVHDX_TUNNEL_QUERY_SAFE_SIZE_RESPONSE', {
  SafeVirtualSize: u64('rsvd.svhdx_safe_size'),
});
