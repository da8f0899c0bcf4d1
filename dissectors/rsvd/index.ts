import { bits, dispatch, hex, names, u32, u64, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { NTSTATUS } from '../tables/ntstatus.ts';
import {
  DiskInfoRequest, DiskInfoResponse, InitialInfoResponse, ScsiRequest, ScsiResponse, SrbStatusRequest, SrbStatusResponse,
  ValidateDiskRequest, ValidateDiskResponse,
} from './disk.ts';
import { DeleteSnapshotRequest, MetaOperationReply, MetaOperationStartRequest, QueryProgressRequest, QueryProgressResponse } from './snapshots.ts';
import {
  ChangeTrackingParameters, ChangeTrackingStartRequest, ChangeTrackingStopResponse, QueryChangesReply, QueryChangesRequest,
  QueryInformationRequest, QueryInformationResponse, SafeSizeResponse,
} from './vhd-set.ts';

export { openDeviceContexts } from './open-device.ts';

const OperationCode = names({
  RSVD_TUNNEL_GET_INITIAL_INFO_OPERATION:        0x02001001,
  RSVD_TUNNEL_SCSI_OPERATION:                    0x02001002,
  RSVD_TUNNEL_CHECK_CONNECTION_STATUS_OPERATION: 0x02001003,
  RSVD_TUNNEL_SRB_STATUS_OPERATION:              0x02001004,
  RSVD_TUNNEL_GET_DISK_INFO_OPERATION:           0x02001005,
  RSVD_TUNNEL_VALIDATE_DISK_OPERATION:           0x02001006,
  RSVD_TUNNEL_META_OPERATION_QUERY_PROGRESS:     0x02002002,
  RSVD_TUNNEL_VHDSET_QUERY_INFORMATION:          0x02002005,
  RSVD_TUNNEL_DELETE_SNAPSHOT:                   0x02002006,
  RSVD_TUNNEL_CHANGE_TRACKING_GET_PARAMETERS:    0x02002008,
  RSVD_TUNNEL_CHANGE_TRACKING_START:             0x02002009,
  RSVD_TUNNEL_CHANGE_TRACKING_STOP:              0x0200200a,
  RSVD_TUNNEL_QUERY_VIRTUAL_DISK_CHANGES:        0x0200200c,
  RSVD_TUNNEL_QUERY_SAFE_SIZE:                   0x0200200d,
  RSVD_TUNNEL_META_OPERATION_START:              0x02002101,
});

const CodeParts = bits({
  ProtocolId:      [0xff000000, 'rsvd.svhdx_protocol_id'],
  ProtocolVersion: [0x00fff000, 'rsvd.svhdx_protocol_version'],
});

const Nothing = struct('MS-RSVD 2.2.4', 'no data', {});

/** To add an operation: its structs in a file of their theme, its line here. */
const operations: Table = {
  0x02001001: { request: Nothing, response: InitialInfoResponse },
  0x02001002: { request: ScsiRequest, response: ScsiResponse },
  0x02001003: Nothing,
  0x02001004: { request: SrbStatusRequest, response: SrbStatusResponse },
  0x02001005: { request: DiskInfoRequest, response: DiskInfoResponse },
  0x02001006: { request: ValidateDiskRequest, response: ValidateDiskResponse },
  0x02002002: { request: QueryProgressRequest, response: QueryProgressResponse },
  0x02002005: { request: QueryInformationRequest, response: QueryInformationResponse },
  0x02002006: { request: DeleteSnapshotRequest, response: Nothing },
  0x02002008: { request: Nothing, response: ChangeTrackingParameters },
  0x02002009: { request: ChangeTrackingStartRequest, response: Nothing },
  0x0200200a: { request: Nothing, response: ChangeTrackingStopResponse },
  0x0200200c: { request: QueryChangesRequest, response: QueryChangesReply },
  0x0200200d: { request: Nothing, response: SafeSizeResponse },
  0x02002101: { request: MetaOperationStartRequest, response: MetaOperationReply },
};

export const TunnelOperation = struct('MS-RSVD 2.2.4.11', 'SVHDX_TUNNEL_OPERATION_HEADER', {
  OperationCode: u32('rsvd.svhdx_operation_code', OperationCode, CodeParts),
  Status:        u32('rsvd.svhdx_status', hex, names(NTSTATUS)),
  RequestId:     u64('rsvd.svhdx_request_id', hex),
  Operation:     dispatch('', operations, 'OperationCode'),
});

const Support = names({
  SharedVirtualDisksSupported: 0x00000001, SharedVirtualDiskVer2OperationsSupported: 0x00000003, SharedVirtualDiskSnapshotsSupported: 0x00000007,
});
const HandleState = names({ HandleStateNone: 0x00000000, HandleStateFileShared: 0x00000001, HandleStateShared: 0x00000003 });

export const SharedVirtualDiskSupportResponse = struct('MS-RSVD 2.2.4.16', 'SVHDX_SHARED_VIRTUAL_DISK_SUPPORT_RESPONSE', {
  SharedVirtualDiskSupport:     u32('smb2.ioctl.shared_virtual_disk.support', hex, Support),
  SharedVirtualDiskHandleState: u32('smb2.ioctl.shared_virtual_disk.handle_state', hex, HandleState),
});
