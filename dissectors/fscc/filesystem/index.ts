import { bits, bytes, filetime, guid, hex, u32, u64, u8, utf16, type Table } from '../../../src/dissect/field.ts';
import { struct } from '../../../src/dissect/struct.ts';
import { BOOLEAN, reserved } from '../fields.ts';
import { FileFsDeviceInformation } from './device.ts';
import { FileFsPosixInformation } from './posix.ts';

const Attributes = bits({
  FILE_CASE_SENSITIVE_SEARCH:         [0x00000001, 'smb.fs_attr.css'],
  FILE_CASE_PRESERVED_NAMES:          [0x00000002, 'smb.fs_attr.cpn'],
  FILE_UNICODE_ON_DISK:               [0x00000004, 'smb.fs_attr.uod'],
  FILE_PERSISTENT_ACLS:               [0x00000008, 'smb.fs_attr.pacls'],
  FILE_FILE_COMPRESSION:              [0x00000010, 'smb.fs_attr.fc'],
  FILE_VOLUME_QUOTAS:                 [0x00000020, 'smb.fs_attr.vq'],
  FILE_SUPPORTS_SPARSE_FILES:         [0x00000040, 'smb.fs_attr.ssf'],
  FILE_SUPPORTS_REPARSE_POINTS:       [0x00000080, 'smb.fs_attr.srp'],
  FILE_SUPPORTS_REMOTE_STORAGE:       [0x00000100, 'smb.fs_attr.srs'],
  FILE_RETURNS_CLEANUP_RESULT_INFO:   [0x00000200, 'smb.fs_attr.cleanup_result'],
  FILE_SUPPORTS_POSIX_UNLINK_RENAME:  [0x00000400, 'smb.fs_attr.posix_unlink_rename'],
  'Long names':                       [0x00004000, 'smb.fs_attr.sla'],
  FILE_VOLUME_IS_COMPRESSED:          [0x00008000, 'smb.fs_attr.vis'],
  FILE_SUPPORTS_OBJECT_IDS:           [0x00010000, 'smb.fs_attr.soids'],
  FILE_SUPPORTS_ENCRYPTION:           [0x00020000, 'smb.fs_attr.se'],
  FILE_NAMED_STREAMS:                 [0x00040000, 'smb.fs_attr.ns'],
  FILE_READ_ONLY_VOLUME:              [0x00080000, 'smb.fs_attr.rov'],
  FILE_SEQUENTIAL_WRITE_ONCE:         [0x00100000, 'smb.fs_attr.swo'],
  FILE_SUPPORTS_TRANSACTIONS:         [0x00200000, 'smb.fs_attr.st'],
  FILE_SUPPORTS_HARD_LINKS:           [0x00400000, 'smb.fs_attr.shl'],
  FILE_SUPPORTS_EXTENDED_ATTRIBUTES:  [0x00800000, 'smb.fs_attr.extended_attributes'],
  FILE_SUPPORTS_OPEN_BY_FILE_ID:      [0x01000000, 'smb.fs_attr.open_by_file_id'],
  FILE_SUPPORTS_USN_JOURNAL:          [0x02000000, 'smb.fs_attr.usn_journal'],
  FILE_SUPPORT_INTEGRITY_STREAMS:     [0x04000000, 'smb.fs_attr.sis'],
  FILE_SUPPORTS_BLOCK_REFCOUNTING:    [0x08000000, 'smb.fs_attr.sbr'],
  FILE_SUPPORTS_SPARSE_VDL:           [0x10000000, 'smb.fs_attr.ssv'],
});

const FileFsAttributeInformation = struct('MS-FSCC 2.5.1', 'FileFsAttributeInformation', {
  FileSystemAttributes:       u32('smb.fs_attr', Attributes),
  MaximumComponentNameLength: u32('smb.fs_max_name_len'),
  FileSystemNameLength:       u32('smb.fs_name.len'),
  FileSystemName:             utf16('smb.fs_name').sized('FileSystemNameLength'),
}, { abbrev: 'smb2.fs_attribute_info' });

const ControlFlags = bits({
  FILE_VC_QUOTA_TRACK:            [0x00000001, 'smb.quota.flags.enabled'],
  FILE_VC_QUOTA_ENFORCE:          [0x00000002, 'smb.quota.flags.deny_disk'],
  FILE_VC_CONTENT_INDEX_DISABLED: [0x00000008, 'smb.quota.flags.content_index_disabled'],
  FILE_VC_LOG_QUOTA_THRESHOLD:    [0x00000010, 'smb.quota.flags.log_warning'],
  FILE_VC_LOG_QUOTA_LIMIT:        [0x00000020, 'smb.quota.flags.log_limit'],
  FILE_VC_LOG_VOLUME_THRESHOLD:   [0x00000040, 'smb.quota.flags.log_volume_threshold'],
  FILE_VC_LOG_VOLUME_LIMIT:       [0x00000080, 'smb.quota.flags.log_volume_limit'],
  FILE_VC_QUOTAS_INCOMPLETE:      [0x00000100, 'smb.quota.flags.incomplete'],
  FILE_VC_QUOTAS_REBUILDING:      [0x00000200, 'smb.quota.flags.rebuilding'],
});

const FileFsControlInformation = struct('MS-FSCC 2.5.2', 'FileFsControlInformation', {
  FreeSpaceStartFiltering: u64('smb2.fs_control.free_space_start_filtering'),
  FreeSpaceThreshold:      u64('smb2.fs_control.free_space_threshold'),
  FreeSpaceStopFiltering:  u64('smb2.fs_control.free_space_stop_filtering'),
  DefaultQuotaThreshold:   u64('smb.quota.soft.default'),
  DefaultQuotaLimit:       u64('smb.quota.hard.default'),
  FileSystemControlFlags:  u32('smb.quota.flags', ControlFlags),
  Padding:                 reserved(4),
}, { abbrev: 'smb2.fs_control_info' });

const FileFsDriverPathInformation = struct('MS-FSCC 2.5.3', 'FileFsDriverPathInformation', {
  DriverInPath:     u8('smb2.fs_driver_path.in_path', BOOLEAN),
  Reserved:         reserved(3),
  DriverNameLength: u32('smb2.fs_driver_path.name_length'),
  DriverName:       utf16('smb2.fs_driver_path.name').sized('DriverNameLength'),
}, { abbrev: 'smb2.fs_driver_path_info' });

const FileFsFullSizeInformation = struct('MS-FSCC 2.5.4', 'FileFsFullSizeInformation', {
  TotalAllocationUnits:           u64('smb.alloc_size64'),
  CallerAvailableAllocationUnits: u64('smb.caller_free_alloc_units'),
  ActualAvailableAllocationUnits: u64('smb.actual_free_alloc_units'),
  SectorsPerAllocationUnit:       u32('smb.fs_sector_per_unit'),
  BytesPerSector:                 u32('smb.fs_bytes_per_sector'),
}, { abbrev: 'smb2.fs_full_size_info' });

const FileFsLabelInformation = struct('MS-FSCC 2.5.5', 'FileFsLabelInformation', {
  VolumeLabelLength: u32('smb.volume.label.len'),
  VolumeLabel:       utf16('smb.volume.label').sized('VolumeLabelLength'),
}, { abbrev: 'smb2.fs_label_info' });

const FileFsObjectIdInformation = struct('MS-FSCC 2.5.6', 'FileFsObjectIdInformation', {
  ObjectId:     guid('smb2.object_id'),
  ExtendedInfo: bytes('smb2.fs_objectid.extended_info', 48),
}, { abbrev: 'smb2.fs_objectid_info' });

const SectorFlags = bits({
  SSINFO_FLAGS_ALIGNED_DEVICE:              [0x00000001, 'smb2.fs_sector_size.flags.aligned_device'],
  SSINFO_FLAGS_PARTITION_ALIGNED_ON_DEVICE: [0x00000002, 'smb2.fs_sector_size.flags.partition_aligned'],
  SSINFO_FLAGS_NO_SEEK_PENALTY:             [0x00000004, 'smb2.fs_sector_size.flags.no_seek_penalty'],
  SSINFO_FLAGS_TRIM_ENABLED:                [0x00000008, 'smb2.fs_sector_size.flags.trim_enabled'],
});

const FileFsSectorSizeInformation = struct('MS-FSCC 2.5.7', 'FileFsSectorSizeInformation', {
  LogicalBytesPerSector:                                 u32('smb2.fs_sector_size.logical'),
  PhysicalBytesPerSectorForAtomicity:                    u32('smb2.fs_sector_size.physical_atomicity'),
  PhysicalBytesPerSectorForPerformance:                  u32('smb2.fs_sector_size.physical_performance'),
  FileSystemEffectivePhysicalBytesPerSectorForAtomicity: u32('smb2.fs_sector_size.effective_atomicity'),
  Flags:                                                 u32('smb2.fs_sector_size.flags', SectorFlags),
  ByteOffsetForSectorAlignment:                          u32('smb2.fs_sector_size.sector_alignment'),
  ByteOffsetForPartitionAlignment:                       u32('smb2.fs_sector_size.partition_alignment'),
}, { abbrev: 'smb2.fs_sector_size_info' });

const FileFsSizeInformation = struct('MS-FSCC 2.5.8', 'FileFsSizeInformation', {
  TotalAllocationUnits:     u64('smb.alloc_size64'),
  AvailableAllocationUnits: u64('smb.free_alloc_units'),
  SectorsPerAllocationUnit: u32('smb.fs_sector_per_unit'),
  BytesPerSector:           u32('smb.fs_bytes_per_sector'),
}, { abbrev: 'smb2.fs_size_info' });

const FileFsVolumeInformation = struct('MS-FSCC 2.5.9', 'FileFsVolumeInformation', {
  VolumeCreationTime: filetime('smb.create.time'),
  VolumeSerialNumber: u32('smb.volume.serial', hex),
  VolumeLabelLength:  u32('smb.volume.label.len'),
  SupportsObjects:    u8('smb2.fs_volume.supports_objects', BOOLEAN),
  Reserved:           bytes('smb.reserved', 1),
  VolumeLabel:        utf16('smb.volume.label').sized('VolumeLabelLength'),
}, { abbrev: 'smb2.fs_volume_info' });

const FileFsVolumeFlagsInformation = struct('WDK ntifs.h', 'FILE_FS_VOLUME_FLAGS_INFORMATION', {
  Flags: u32('smb2.fs_volume_flags', hex),
}, { abbrev: 'smb2.fs_volume_flags_info' });

/** By class, for queries and sets. */
export const filesystemInformation: Table = {
  1: FileFsVolumeInformation,
  2: FileFsLabelInformation,
  3: FileFsSizeInformation,
  4: FileFsDeviceInformation,
  5: FileFsAttributeInformation,
  6: FileFsControlInformation,
  7: FileFsFullSizeInformation,
  8: FileFsObjectIdInformation,
  9: FileFsDriverPathInformation,
  10: FileFsVolumeFlagsInformation,
  11: FileFsSectorSizeInformation,
  100: FileFsPosixInformation,
};
