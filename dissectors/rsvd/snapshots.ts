import { bits, dispatch, guid, hex, names, nested, u32, u64, u8, utf16, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

export const SnapshotType = names({ SvhdxSnapshotTypeInvalid: 0, SvhdxSnapshotTypeVM: 1, SvhdxSnapshotTypeCDP: 3, SvhdxSnapshotTypeWriteable: 4 });
const snapshotType = u32('rsvd.svhdx_snapshot_type', hex, SnapshotType);
const snapshotId   = guid('rsvd.svhdx_snapshot_id');
const Reserved     = u32('rsvd.svhdx_padding');

const Stage = names({
  SvhdxSnapshotStageInvalid: 0, SvhdxSnapshotStageInitialize: 1, SvhdxSnapshotStageBlockIO: 2, SvhdxSnapshotStageSwitchObjectStore: 3,
  SvhdxSnapshotStageUnblockIO: 4, SvhdxSnapshotStageFinalize: 5,
});

const SnapshotFlags = bits({
  SVHDX_SNAPSHOT_DISK_FLAG_ENABLE_CHANGE_TRACKING: [0x00000001, 'rsvd.svhdx_meta_operation.create_snapshot_flag_enable_change_tracking'],
});

const Resize = struct('MS-RSVD 2.2.4.17.4', 'SVHDX_META_OPERATION_RESIZE_VIRTUAL_DISK', {
  NewSize:                 u64('rsvd.svhdx_meta_operation.new_size'),
  ExpandOnly:              u8('rsvd.svhdx_meta_operation.expand_only'),
  AllowUnsafeVirtualSize:  u8('rsvd.svhdx_meta_operation.allow_unsafe_virt_size'),
  ShrinkToMinimumSafeSize: u8('rsvd.svhdx_meta_operation.shrink_to_minimum_safe_size'),
  Reserved:                u8('rsvd.svhdx_meta_operation.reserved'),
});

const CdpParameter = struct('MS-RSVD 2.2.4.17.1.1', 'SVHDX_META_OPERATION_CREATE_CDP_PARAMETER', {
  LogFileNameOffset: u32('rsvd.svhdx_log_file_name_offset', hex),
  LogFileNameLength: u32('rsvd.svhdx_log_file_name_length'),
  LogFileId:         guid('rsvd.svhdx_vhdxset_log_file_id'),
  LogFileName:       utf16('rsvd.svhdx_log_file_name').at('LogFileNameOffset', 'LogFileNameLength'),
}, { offsetsFrom: 'struct' });

const CreateSnapshot = struct('MS-RSVD 2.2.4.17.1', 'SVHDX_META_OPERATION_CREATE_SNAPSHOT', {
  SnapshotType:          snapshotType,
  Flags:                 u32('rsvd.svhdx_meta_operation.create_snapshot_flags', SnapshotFlags),
  Stage1:                u32('rsvd.svhdx_meta_operation.create_snapshot_stage1', hex, Stage),
  Stage2:                u32('rsvd.svhdx_meta_operation.create_snapshot_stage2', hex, Stage),
  Stage3:                u32('rsvd.svhdx_meta_operation.create_snapshot_stage3', hex, Stage),
  Stage4:                u32('rsvd.svhdx_meta_operation.create_snapshot_stage4', hex, Stage),
  Stage5:                u32('rsvd.svhdx_meta_operation.create_snapshot_stage5', hex, Stage),
  Stage6:                u32('rsvd.svhdx_meta_operation.create_snapshot_stage6', hex, Stage),
  SnapshotId:            snapshotId,
  ParametersPayloadSize: u32('rsvd.svhdx_meta_operation.create_snapshot_params_payload_size'),
  CdpParameters:         nested('', CdpParameter).times(Infinity), // one or none: ParametersPayloadSize is 0 either way
});

const ExtractFlags = bits({
  SVHDX_EXTRACT_SNAPSHOTS_FLAG_DELETE_ON_CLOSE: [0x00000001, 'rsvd.svhdx_meta_operation.extract_flags.delete_on_close'],
});

const Extract = struct('MS-RSVD 2.2.4.17.2', 'SVHDX_META_OPERATION_EXTRACT', {
  SnapshotType:              snapshotType,
  Reserved,
  Flags:                     u32('rsvd.svhdx_meta_operation.extract_flags', ExtractFlags),
  SourceSnapshotId:          snapshotId,
  SourceLimitSnapshotId:     guid('rsvd.svhdx_limit_snapshot_id'),
  DestinationFileNameLength: u32('rsvd.svhdx_meta_operation.dst_file_name_len'),
  DestinationFileName:       utf16('rsvd.svhdx_meta_operation.dst_file_name').sized('DestinationFileNameLength'),
});

const ConvertToVhdSet = struct('MS-RSVD 2.2.4.17.3', 'SVHDX_META_OPERATION_CONVERT_TO_VHDSET', {
  DestinationVhdSetNameLength: u32('rsvd.svhdx_meta_operation.dst_vhdset_name_len'),
  DestinationVhdSetName:       utf16('rsvd.svhdx_meta_operation.dst_vhdset_name').sized('DestinationVhdSetNameLength'),
});

const ApplySnapshot = struct('MS-RSVD 2.2.4.36', 'SVHDX_APPLY_SNAPSHOT_PARAMS', { SnapshotType: snapshotType, SnapshotID: snapshotId });
const Optimize      = struct('MS-RSVD 2.2.4.17', 'no data', {});

const OperationType = names({
  SvhdxMetaOperationTypeResize: 0, SvhdxMetaOperationTypeCreateSnapshot: 1, SvhdxMetaOperationTypeOptimize: 2,
  SvhdxMetaOperationTypeExtractSnapshots: 3, SvhdxMetaOperationTypeConvertToVHDSet: 4, SvhdxMetaOperationTypeApplySnapshot: 5,
});

const metaOperations: Table = { 0: Resize, 1: CreateSnapshot, 2: Optimize, 3: Extract, 4: ConvertToVhdSet, 5: ApplySnapshot };

export const MetaOperationStartRequest = struct('MS-RSVD 2.2.4.17', 'SVHDX_META_OPERATION_START_REQUEST', {
  TransactionId: guid('rsvd.svhdx_meta_operation.transaction_id'),
  OperationType: u32('rsvd.svhdx_meta_operation.type', hex, OperationType),
  Reserved,
  Data:          dispatch('', metaOperations, 'OperationType'),
});

export const ChangeTrackingStatus = names({
  SVHDX_TUNNEL_CHANGE_TRACKING_STATUS_SUCCESS:             0x00000000,
  SVHDX_TUNNEL_CHANGE_TRACKING_NOT_INITIALIZED:            0xc03a0020,
  SVHDX_TUNNEL_CHANGE_TRACKING_LOGSIZE_EXCEEDED_MAXSIZE:   0xc03a0021,
  SVHDX_TUNNEL_CHANGE_TRACKING_VHD_CHANGED_OFFLINE:        0xc03a0022,
  SVHDX_TUNNEL_CHANGE_TRACKING_INVALID_TRACKING_STATE:     0xc03a0023,
  SVHDX_TUNNEL_CHANGE_TRACKING_INCONSISTENT_TRACKING_FILE: 0xc03a0024,
});

export const MetaOperationReply = struct('MS-RSVD 2.2.4.18', 'SVHDX_META_OPERATION_REPLY', {
  ChangeTrackingErrorStatus: u32('rsvd.svhdx_change_tracking_status', hex, ChangeTrackingStatus),
});

export const QueryProgressRequest = struct('MS-RSVD 2.2.4.23', 'SVHDX_META_OPERATION_QUERY_PROGRESS_REQUEST', {
  TransactionId: guid('rsvd.svhdx_meta_operation.transaction_id'),
});

export const QueryProgressResponse = struct('MS-RSVD 2.2.4.24', 'SVHDX_META_OPERATION_QUERY_PROGRESS_RESPONSE', {
  CurrentProgressValue: u64('rsvd.svhdx_query_progress.current_progress'),
  CompleteValue:        u64('rsvd.svhdx_query_progress.complete_value'),
});

export const DeleteSnapshotRequest = struct('MS-RSVD 2.2.4.26', 'SVHDX_TUNNEL_DELETE_SNAPSHOT_REQUEST', {
  SnapshotId:       snapshotId,
  PersistReference: u32('rsvd.svhdx_delete_snapshot_persist_reference'),
  SnapshotType:     snapshotType,
});
