import { bits, bytes, guid, hex, names, u32, u64 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { AccessMask } from '../tables/access-mask.ts';
import { DEVICE_TYPE } from '../tables/device-type.ts';
import { ReparseTag } from '../tables/reparse-tag.ts';
import { AllocationSize, Attributes, ChangeTime, CreationTime, EndOfFile, LastAccessTime, LastWriteTime, reserved } from './fields.ts';
import { DeviceCharacteristics } from './filesystem/device.ts';

export const FileInternalInformation = struct('MS-FSCC 2.4.27', 'FileInternalInformation', {
  IndexNumber: u64('smb.index_number', hex),
}, { abbrev: 'smb2.file_internal_info' });

export const FileIdInformation = struct('MS-FSCC 2.4.26', 'FileIdInformation', {
  VolumeSerialNumber: u64('smb2.volume_serial_number', hex),
  FileId:             bytes('smb2.file_id_128', 16),
}, { abbrev: 'smb2.file_id_info' });

/** Type 1 of the two, which differ in how they read the last 48 bytes. */
export const FileObjectIdInformation = struct('MS-FSCC 2.4.36.1', 'FileObjectIdInformation', {
  FileReferenceNumber: u64('smb2.file_id', hex),
  ObjectId:            guid('smb2.object_id'),
  BirthVolumeId:       guid('smb2.birth_volume_id'),
  BirthObjectId:       guid('smb2.birth_object_id'),
  DomainId:            guid('smb2.domain_id'),
}, { abbrev: 'smb2.file_objectid_info' });

export const FileReparsePointInformation = struct('MS-FSCC 2.4.44', 'FileReparsePointInformation', {
  FileReferenceNumber: u64('smb2.file_id', hex),
  Tag:                 u32('smb2.reparse_tag', hex, ReparseTag),
}, { abbrev: 'smb2.file_reparse_point_info' });

const Stat = {
  FileId: u64('smb2.file_id', hex),
  CreationTime,
  LastAccessTime,
  LastWriteTime,
  ChangeTime,
  AllocationSize,
  EndOfFile,
  FileAttributes: Attributes,
  ReparseTag:     u32('smb2.reparse_tag', hex, ReparseTag),
  NumberOfLinks:  u32('smb2.nlinks'),
};

export const FileStatInformation = struct('WDK ntifs.h', 'FILE_STAT_INFORMATION', {
  ...Stat,
  EffectiveAccess: u32('smb.access_mask', AccessMask),
}, { abbrev: 'smb2.file_stat_info' });

const LxFlags = bits({
  LX_FILE_METADATA_HAS_UID:       [0x00000001, 'smb2.stat_lx.flags.has_uid'],
  LX_FILE_METADATA_HAS_GID:       [0x00000002, 'smb2.stat_lx.flags.has_gid'],
  LX_FILE_METADATA_HAS_MODE:      [0x00000004, 'smb2.stat_lx.flags.has_mode'],
  LX_FILE_METADATA_HAS_DEVICE_ID: [0x00000008, 'smb2.stat_lx.flags.has_device_id'],
  LX_FILE_CASE_SENSITIVE_DIR:     [0x00000010, 'smb2.stat_lx.flags.case_sensitive_dir'],
});

export const FileStatLxInformation = struct('WDK ntifs.h', 'FILE_STAT_LX_INFORMATION', {
  ...Stat,
  EffectiveAccess: u32('smb.access_mask', AccessMask),
  LxFlags:         u32('smb2.stat_lx.flags', LxFlags),
  LxUid:           u32('smb2.stat_lx.uid'),
  LxGid:           u32('smb2.stat_lx.gid'),
  LxMode:          u32('smb2.stat_lx.mode', hex),
  LxDeviceIdMajor: u32('smb2.stat_lx.device_major'),
  LxDeviceIdMinor: u32('smb2.stat_lx.device_minor'),
}, { abbrev: 'smb2.file_stat_lx_info' });

export const FileStatBasicInformation = struct('WDK ntifs.h', 'FILE_STAT_BASIC_INFORMATION', {
  ...Stat,
  DeviceType:            u32('smb.device.type', hex, names(DEVICE_TYPE)),
  DeviceCharacteristics: u32('smb.device', DeviceCharacteristics),
  Reserved:              reserved(4),
  VolumeSerialNumber:    u64('smb2.volume_serial_number', hex),
  FileId128:             bytes('smb2.file_id_128', 16),
}, { abbrev: 'smb2.file_stat_basic_info' });

const CaseSensitiveFlags = bits({
  FILE_CS_FLAG_CASE_SENSITIVE_DIR: [0x00000001, 'smb2.case_sensitive.flags.dir'],
});

export const FileCaseSensitiveInformation = struct('WDK ntifs.h', 'FILE_CASE_SENSITIVE_INFORMATION', {
  Flags: u32('smb2.case_sensitive.flags', CaseSensitiveFlags),
}, { abbrev: 'smb2.file_case_sensitive_info' });

const StorageReserveId = names({ StorageReserveIdNone: 0, StorageReserveIdHard: 1, StorageReserveIdSoft: 2, StorageReserveIdUpdateScratch: 3 });

export const FileStorageReserveIdInformation = struct('WDK ntifs.h', 'FILE_STORAGE_RESERVE_ID_INFORMATION', {
  StorageReserveId: u32('smb2.storage_reserve_id', StorageReserveId),
}, { abbrev: 'smb2.file_storage_reserve_id_info' });

const KnownFolder = names({
  KnownFolderNone: 0, KnownFolderDesktop: 1, KnownFolderDocuments: 2, KnownFolderDownloads: 3, KnownFolderMusic: 4, KnownFolderPictures: 5,
  KnownFolderVideos: 6, KnownFolderOther: 7,
});

export const FileKnownFolderInformation = struct('WDK ntifs.h', 'FILE_KNOWN_FOLDER_INFORMATION', {
  Type: u32('smb2.known_folder', KnownFolder),
}, { abbrev: 'smb2.file_known_folder_info' });

const StorageTierClass = names({ FileStorageTierClassUnspecified: 0, FileStorageTierClassCapacity: 1, FileStorageTierClassPerformance: 2 });

export const FileDesiredStorageClassInformation = struct('WDK ntifs.h', 'FILE_DESIRED_STORAGE_CLASS_INFORMATION', {
  Class: u32('smb2.desired_storage_class', StorageTierClass),
  Flags: u32('smb2.desired_storage_class.flags', hex),
}, { abbrev: 'smb2.file_desired_storage_class_info' });
