import { bits, byLength, bytes, filetime, guid, hex, names, nested, u16, u32, u64, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { FileSecurityDescriptor } from '../dtyp/security-descriptor.ts';
import { FileFullEaInformation } from '../fscc/index.ts';
import { openDeviceContexts } from '../rsvd/index.ts';
import { AccessMask } from '../tables/access-mask.ts';
import { NTSTATUS } from '../tables/ntstatus.ts';
import { FileId } from './fields.ts';
import { LeaseFlags, LeaseState } from './lease.ts';
import { AaplRequest, AaplResponse, PosixRequest, PosixResponse } from './vendor-contexts.ts';

const EaBuffer = struct('MS-SMB2 2.2.13.2.1', 'SMB2_CREATE_EA_BUFFER', {
  Ea: nested('', FileFullEaInformation),
});

const SdBuffer = struct('MS-SMB2 2.2.13.2.2', 'SMB2_CREATE_SD_BUFFER', {
  SecurityDescriptor: nested('smb2.sec_info_00', FileSecurityDescriptor),
});

const DurableHandleRequest = struct('MS-SMB2 2.2.13.2.3', 'SMB2_CREATE_DURABLE_HANDLE_REQUEST', {
  DurableRequest: guid('smb2.fid'), // reserved to the spec, a file id to Wireshark
});

const DurableHandleResponse = struct('MS-SMB2 2.2.14.2.3', 'SMB2_CREATE_DURABLE_HANDLE_RESPONSE', {
  Reserved: u64('smb2.dhnq_buffer_reserved', hex),
});

export const DurableHandleReconnect = struct('MS-SMB2 2.2.13.2.4', 'SMB2_CREATE_DURABLE_HANDLE_RECONNECT', { Data: FileId });

const QueryMaximalAccessRequest = struct('MS-SMB2 2.2.13.2.5', 'SMB2_CREATE_QUERY_MAXIMAL_ACCESS_REQUEST', {
  Timestamp: filetime('smb2.mxac_timestamp'),
});

const QueryMaximalAccessResponse = struct('MS-SMB2 2.2.14.2.5', 'SMB2_CREATE_QUERY_MAXIMAL_ACCESS_RESPONSE', {
  QueryStatus:   u32('smb2.mxac_status', hex, names(NTSTATUS)),
  MaximalAccess: u32('smb.access_mask', AccessMask),
});

const AllocationSize = struct('MS-SMB2 2.2.13.2.6', 'SMB2_CREATE_ALLOCATION_SIZE', {
  AllocationSize: u64('smb2.allocation_size'),
});

const TimewarpToken = struct('MS-SMB2 2.2.13.2.7', 'SMB2_CREATE_TIMEWARP_TOKEN', {
  Timestamp: filetime('smb2.twrp_timestamp'),
});

const QueryOnDiskIdResponse = struct('MS-SMB2 2.2.14.2.9', 'SMB2_CREATE_QUERY_ON_DISK_ID', {
  DiskIDBuffer: bytes('smb2.qfid_fid', 32).peek(),
  DiskFileId:   u64('smb2.qfid.disk_file_id', hex),
  VolumeId:     u64('smb2.qfid.volume_id', hex),
  Reserved:     bytes('smb2.reserved', 16),
});

/** Also SMB2_CREATE_RESPONSE_LEASE, MS-SMB2 2.2.14.2.10. */
export const RequestLease = struct('MS-SMB2 2.2.13.2.8', 'SMB2_CREATE_REQUEST_LEASE', {
  LeaseKey:      guid('smb2.lease.lease_key'),
  LeaseState:    u32('smb2.lease.lease_state', LeaseState),
  LeaseFlags:    u32('smb2.lease.lease_flags', LeaseFlags),
  LeaseDuration: u64('smb2.lease.lease_duration', hex),
});

/** Also SMB2_CREATE_RESPONSE_LEASE_V2, MS-SMB2 2.2.14.2.11. */
export const RequestLeaseV2 = struct('MS-SMB2 2.2.13.2.10', 'SMB2_CREATE_REQUEST_LEASE_V2', {
  LeaseKey:       guid('smb2.lease.lease_key'),
  LeaseState:     u32('smb2.lease.lease_state', LeaseState),
  Flags:          u32('smb2.lease.lease_flags', LeaseFlags),
  LeaseDuration:  u64('smb2.lease.lease_duration', hex),
  ParentLeaseKey: guid('smb2.lease.parent_lease_key'),
  Epoch:          u16('smb2.lease.lease_oplock', hex),
  Reserved:       u16('smb2.lease.lease_reserved', hex),
});

const DurableFlags = bits({
  SMB2_DHANDLE_FLAG_PERSISTENT: [0x00000002, 'smb2.dh2x.flags.persistent_handle'],
});

export const DurableHandleRequestV2 = struct('MS-SMB2 2.2.13.2.11', 'SMB2_CREATE_DURABLE_HANDLE_REQUEST_V2', {
  Timeout:    u32('smb2.dh2x.timeout'),
  Flags:      u32('smb2.dh2x.flags', DurableFlags),
  Reserved:   u64('smb2.dh2x.reserved', hex),
  CreateGuid: guid('smb2.dh2x.create_guid'),
});

export const DurableHandleResponseV2 = struct('MS-SMB2 2.2.14.2.12', 'SMB2_CREATE_DURABLE_HANDLE_RESPONSE_V2', {
  Timeout: u32('smb2.dh2x.timeout'),
  Flags:   u32('smb2.dh2x.flags', DurableFlags),
});

export const DurableHandleReconnectV2 = struct('MS-SMB2 2.2.13.2.12', 'SMB2_CREATE_DURABLE_HANDLE_RECONNECT_V2', {
  FileId,
  CreateGuid: guid('smb2.dh2x.create_guid'),
  Flags:      u32('smb2.dh2x.flags', DurableFlags),
});

export const AppInstanceId = struct('MS-SMB2 2.2.13.2.13', 'SMB2_CREATE_APP_INSTANCE_ID', {
  StructureSize: u16('smb2.app_instance.struct_size'),
  Reserved:      u16('smb2.app_instance.reserved', hex),
  AppInstanceId: guid('smb2.app_instance.app_guid'),
});

const AppInstanceVersion = struct('MS-SMB2 2.2.13.2.15', 'SMB2_CREATE_APP_INSTANCE_VERSION', {
  StructureSize:          u16('smb2.app_instance_version.struct_size'),
  Reserved:               u16('smb2.app_instance_version.reserved', hex),
  Padding:                u32('smb2.app_instance_version.padding', hex),
  AppInstanceVersionHigh: u64('smb2.app_instance_version.version.high'),
  AppInstanceVersionLow:  u64('smb2.app_instance_version.version.low'),
});

const OpaqueContext = struct('MS-SMB2 2.2.13.2', 'Data', {
  Data: bytes('smb2.create.context_data'),
});

/** By the Name on the wire, in hexadecimal where it is a GUID. To add a context: its struct above, its line here. */
export const createContexts: Table = {
  ExtA: EaBuffer,
  SecD: SdBuffer,
  DHnQ: { request: DurableHandleRequest, response: DurableHandleResponse },
  DHnC: DurableHandleReconnect,
  AlSi: AllocationSize,
  MxAc: { request: QueryMaximalAccessRequest, response: QueryMaximalAccessResponse },
  TWrp: TimewarpToken,
  QFid: QueryOnDiskIdResponse,
  RqLs: byLength({ 32: RequestLease, 52: RequestLeaseV2 }),
  DH2Q: { request: DurableHandleRequestV2, response: DurableHandleResponseV2 },
  DH2C: DurableHandleReconnectV2,
  '45bca66aefa7f74a9008fa462e144d74': AppInstanceId,
  'b982d0b73b56074fa07b524a8116a010': AppInstanceVersion,
  '9ccbcf9e04c1e643980e158da1f6ec83': openDeviceContexts,
  '93ad25509cb411e7b42383de968bcd7c': { request: PosixRequest, response: PosixResponse },
  AAPL: { request: AaplRequest, response: AaplResponse },
  other: OpaqueContext,
};
