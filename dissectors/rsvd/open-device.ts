import { byLength, bytes, guid, hex, names, u16, u32, u64, u8, utf16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

const OriginatorFlags = names({ SVHDX_ORIGINATOR_PVHDPARSER: 0x00000001, SVHDX_ORIGINATOR_VHDMP: 0x00000004 });
const HOST_NAME = 126;

const v1 = {
  Version:                 u32('smb2.svhdx_open_device_context.version'),
  HasInitiatorId:          u8('smb2.svhdx_open_device_context.initiator_has_id'),
  Reserved:                bytes('smb2.svhdx_open_device_context.reserved', 3),
  InitiatorId:             guid('smb2.svhdx_open_device_context.initiator_id'),
  Flags:                   u32('smb2.svhdx_open_device_context.flags', hex),
  OriginatorFlags:         u32('smb2.svhdx_open_device_context.originator_flags', hex, OriginatorFlags),
  OpenRequestId:           u64('smb2.svhxd_open_device_context.open_request_id', hex),
  InitiatorHostNameLength: u16('smb2.svhxd_open_device_context.initiator_host_name_len'),
  InitiatorHostName:       utf16('smb2.svhdx_open_device_context.host_name').sized('InitiatorHostNameLength').peek(),
  InitiatorHostNameBuffer: bytes('smb2.svhdx_open_device_context.host_name_buffer', HOST_NAME),
};

/** InitiatorHostName has its 126 bytes, whatever its length. Also the response. */
const OpenDeviceContext = struct('MS-RSVD 2.2.4.12', 'SVHDX_OPEN_DEVICE_CONTEXT', v1);

/** Also its response. */
const OpenDeviceContextV2 = struct('MS-RSVD 2.2.4.32', 'SVHDX_OPEN_DEVICE_CONTEXT_V2', {
  ...v1,
  VirtualDiskPropertiesInitialized: u32('smb2.svhdx_open_device_context.virtual_disk_properties_initialized'),
  ServerServiceVersion:             u32('smb2.svhdx_open_device_context.server_service_version'),
  VirtualSectorSize:                u32('smb2.svhdx_open_device_context.virtual_sector_size'),
  PhysicalSectorSize:               u32('smb2.svhdx_open_device_context.physical_sector_size'),
  VirtualSize:                      u64('smb2.svhdx_open_device_context.virtual_size'),
});

export const openDeviceContexts = byLength({ 168: OpenDeviceContext, 192: OpenDeviceContextV2 });
