import { bits, bytes, chain, hex, u32, u64, u8, utf16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { FileName, FileNameLength, reserved } from './fields.ts';

/** MS-FSCC 2.1.7, what several classes consist of. */
const name = (spec: string, title: string, abbrev: string) => struct(spec, title, {
  FileNameLength: u32('smb.file_name_len'),
  FileName:       utf16('smb.file').sized('FileNameLength'),
}, { abbrev });

export const FileAlternateNameInformation  = name('MS-FSCC 2.4.5',  'FileAlternateNameInformation',  'smb2.file_alternate_name_info');
export const FileNameInformation           = name('MS-FSCC 2.4.32', 'FileNameInformation',           'smb2.file_name_info');
export const FileNormalizedNameInformation = name('MS-FSCC 2.4.35', 'FileNormalizedNameInformation', 'smb2.file_normalized_name_info');
export const FileShortNameInformation      = name('MS-FSCC 2.4.46', 'FileShortNameInformation',      'smb2.file_short_name_info');

/** Of SMB2: its RootDirectory has eight bytes, SMB1's four. */
export const FileRenameInformation = struct('MS-FSCC 2.4.42.2', 'FileRenameInformation', {
  ReplaceIfExists: u8('smb2.rename.replace_if'),
  Reserved:        bytes('smb2.reserved.random', 7),
  RootDirectory:   bytes('smb2.root_directory', 8),
  FileNameLength,
  FileName,
}, { abbrev: 'smb2.file_rename_info' });

export const FileLinkInformation = struct('MS-FSCC 2.4.28.2', 'FileLinkInformation', {
  ReplaceIfExists: u8('smb2.link.replace_if'),
  Reserved:        bytes('smb2.reserved.random', 7),
  RootDirectory:   bytes('smb2.root_directory', 8),
  FileNameLength,
  FileName,
}, { abbrev: 'smb2.file_link_info' });

const flags = (prefix: 'FILE_RENAME' | 'FILE_LINK') => bits({
  [`${prefix}_REPLACE_IF_EXISTS`]:                    [0x00000001, 'smb2.rename.flags.replace_if_exists'],
  [`${prefix}_POSIX_SEMANTICS`]:                      [0x00000002, 'smb2.rename.flags.posix_semantics'],
  [`${prefix}_SUPPRESS_PIN_STATE_INHERITANCE`]:       [0x00000004, 'smb2.rename.flags.suppress_pin_state_inheritance'],
  [`${prefix}_SUPPRESS_STORAGE_RESERVE_INHERITANCE`]: [0x00000008, 'smb2.rename.flags.suppress_storage_reserve_inheritance'],
  [`${prefix}_NO_INCREASE_AVAILABLE_SPACE`]:          [0x00000010, 'smb2.rename.flags.no_increase_available_space'],
  [`${prefix}_NO_DECREASE_AVAILABLE_SPACE`]:          [0x00000020, 'smb2.rename.flags.no_decrease_available_space'],
  [`${prefix}_IGNORE_READONLY_ATTRIBUTE`]:            [0x00000040, 'smb2.rename.flags.ignore_readonly_attribute'],
  [`${prefix}_FORCE_RESIZE_TARGET_SR`]:               [0x00000080, 'smb2.rename.flags.force_resize_target_sr'],
  [`${prefix}_FORCE_RESIZE_SOURCE_SR`]:               [0x00000100, 'smb2.rename.flags.force_resize_source_sr'],
});

/** FILE_RENAME_INFORMATION and FILE_LINK_INFORMATION with Flags instead of ReplaceIfExists. */
const withFlags = (spec: string, title: string, abbrev: string, prefix: 'FILE_RENAME' | 'FILE_LINK') => struct(spec, title, {
  Flags:         u32('smb2.rename.flags', flags(prefix)),
  Reserved:      reserved(4),
  RootDirectory: bytes('smb2.root_directory', 8),
  FileNameLength,
  FileName,
}, { abbrev });

export const FileRenameInformationEx = withFlags('MS-FSCC 2.4.43', 'FileRenameInformationEx', 'smb2.file_rename_info_ex', 'FILE_RENAME');
export const FileLinkInformationEx   = withFlags('WDK ntifs.h',    'FileLinkInformationEx',   'smb2.file_link_info_ex',   'FILE_LINK');

/** FileNameLength counts characters. */
const FileLinkEntryInformation = struct('MS-FSCC 2.4.17.1', 'FILE_LINK_ENTRY_INFORMATION', {
  NextEntryOffset: u32('smb2.next_offset'),
  Reserved:        reserved(4),
  ParentFileId:    u64('smb2.parent_file_id', hex),
  FileNameLength:  u32('smb2.link.name_length'),
  FileName:        utf16('smb2.filename'),
});

export const FileHardLinkInformation = struct('MS-FSCC 2.4.17', 'FileHardLinkInformation', {
  BytesNeeded:     u32('smb2.link.bytes_needed'),
  EntriesReturned: u32('smb2.link.entries_returned'),
  Entry:           chain('', FileLinkEntryInformation, 'NextEntryOffset').when('EntriesReturned', 0xffffffff),
}, { abbrev: 'smb2.file_hard_link_info' });

export const FileStandardLinkInformation = struct('MS-FSCC 2.4.48', 'FileStandardLinkInformation', {
  NumberOfAccessibleLinks: u32('smb2.link.number_of_accessible_links'),
  TotalNumberOfLinks:      u32('smb2.link.total_number_of_links'),
  DeletePending:           u8('smb2.delete_pending'),
  Directory:               u8('smb2.is_directory'),
  Reserved:                reserved(2),
}, { abbrev: 'smb2.file_standard_link_info' });

/** FILE_MOVE_CLUSTER_INFORMATION as a 64-bit system lays it out. */
export const FileMoveClusterInformation = struct('WDK ntifs.h', 'FILE_MOVE_CLUSTER_INFORMATION', {
  ClusterCount:  u32('smb2.move_cluster.cluster_count'),
  Reserved:      reserved(4),
  RootDirectory: bytes('smb2.root_directory', 8),
  FileNameLength,
  FileName,
}, { abbrev: 'smb2.file_move_cluster_info' });

/** FILE_TRACKING_INFORMATION as a 64-bit system lays it out. */
export const FileTrackingInformation = struct('WDK ntifs.h', 'FILE_TRACKING_INFORMATION', {
  DestinationFile:         bytes('smb2.tracking.destination_file', 8),
  ObjectInformationLength: u32('smb2.tracking.object_information_length'),
  ObjectInformation:       bytes('smb2.tracking.object_information').sized('ObjectInformationLength'),
}, { abbrev: 'smb2.file_tracking_info' });
