import { bits, bytes, chain, guid, hex, u32, u64, u8, utf16, type Table } from '../../src/dissect/field.ts';
import { struct, type Struct } from '../../src/dissect/struct.ts';
import { ReparseTag } from '../tables/reparse-tag.ts';
import {
  AllocationSize, Attributes, ChangeTime, CreationTime, EaSize, EndOfFile, FileName, FileNameLength, LastAccessTime, LastWriteTime, reserved,
} from './fields.ts';
import { FilePosixDirectory } from './posix.ts';

const SHORT_NAME = 24;

const NextEntryOffset = u32('smb2.next_offset');
const FileIndex       = u32('smb2.file_index', hex);
const ReparsePointTag = u32('smb2.reparse_tag', hex, ReparseTag);
const FileId          = u64('smb2.file_id', hex);
const FileId128       = bytes('smb2.file_id_128', 16);

/** How every entry but that of names begins. */
const entry = {
  NextEntryOffset,
  FileIndex,
  CreationTime,
  LastAccessTime,
  LastWriteTime,
  ChangeTime,
  EndOfFile,
  AllocationSize,
  FileAttributes: Attributes,
  FileNameLength,
};

const REPARSE_POINT = 0x00000400; // FILE_ATTRIBUTE_REPARSE_POINT

/** EaSize of the classes that have no field for a reparse point's tag. */
const eaSizeOrTag = {
  EaSize:     EaSize.unless('FileAttributes', REPARSE_POINT),
  ReparseTag: ReparsePointTag.when('FileAttributes', REPARSE_POINT),
};

/** 24 bytes have room for a name of 8.3. */
const shortName = {
  ShortNameLength: u8('smb2.short_name_len'),
  Reserved1:       reserved(1),
  ShortName:       utf16('smb2.shortname').sized('ShortNameLength'),
  ShortNameRest:   bytes('smb2.shortname.rest').left('ShortNameLength', SHORT_NAME),
};

const Directory = struct('MS-FSCC 2.4.10', 'FILE_DIRECTORY_INFORMATION', { ...entry, FileName });

const FullDirectory = struct('MS-FSCC 2.4.15', 'FILE_FULL_DIR_INFORMATION', { ...entry, ...eaSizeOrTag, FileName });

const BothDirectory = struct('MS-FSCC 2.4.8', 'FILE_BOTH_DIR_INFORMATION', { ...entry, ...eaSizeOrTag, ...shortName, FileName });

const Names = struct('MS-FSCC 2.4.33', 'FILE_NAMES_INFORMATION', { NextEntryOffset, FileIndex, FileNameLength, FileName });

const IdBothDirectory = struct('MS-FSCC 2.4.22', 'FILE_ID_BOTH_DIR_INFORMATION', {
  ...entry, ...eaSizeOrTag, ...shortName, Reserved2: reserved(2), FileId, FileName,
});

const IdFullDirectory = struct('MS-FSCC 2.4.24', 'FILE_ID_FULL_DIR_INFORMATION', {
  ...entry, ...eaSizeOrTag, Reserved: reserved(4), FileId, FileName,
});

const IdExtdDirectory = struct('MS-FSCC 2.4.23', 'FILE_ID_EXTD_DIR_INFORMATION', {
  ...entry, EaSize, ReparsePointTag, FileId: FileId128, FileName,
});

const IdExtdBothDirectory = struct('WDK ntifs.h', 'FILE_ID_EXTD_BOTH_DIR_INFORMATION', {
  ...entry, EaSize, ReparsePointTag, FileId: FileId128, ...shortName, FileName,
});

const Id64ExtdDirectory = struct('MS-FSCC 2.4.19', 'FILE_ID_64_EXTD_DIR_INFORMATION', {
  ...entry, EaSize, ReparsePointTag, FileId, FileName,
});

const Id64ExtdBothDirectory = struct('MS-FSCC 2.4.18', 'FILE_ID_64_EXTD_BOTH_DIR_INFORMATION', {
  ...entry, EaSize, ReparsePointTag, FileId, ...shortName, FileName,
});

const IdAllExtdDirectory = struct('MS-FSCC 2.4.21', 'FILE_ID_ALL_EXTD_DIR_INFORMATION', {
  ...entry, EaSize, ReparsePointTag, FileId, FileId128, FileName,
});

const IdAllExtdBothDirectory = struct('MS-FSCC 2.4.20', 'FILE_ID_ALL_EXTD_BOTH_DIR_INFORMATION', {
  ...entry, EaSize, ReparsePointTag, FileId, FileId128, ...shortName, FileName,
});

const TxInfoFlags = bits({
  FILE_ID_GLOBAL_TX_DIR_INFO_FLAG_WRITELOCKED:        [0x00000001, 'smb2.find.tx_flags.writelocked'],
  FILE_ID_GLOBAL_TX_DIR_INFO_FLAG_VISIBLE_TO_TX:      [0x00000002, 'smb2.find.tx_flags.visible_to_tx'],
  FILE_ID_GLOBAL_TX_DIR_INFO_FLAG_VISIBLE_OUTSIDE_TX: [0x00000004, 'smb2.find.tx_flags.visible_outside_tx'],
});

const IdGlobalTxDirectory = struct('MS-FSCC 2.4.25', 'FILE_ID_GLOBAL_TX_DIR_INFORMATION', {
  ...entry,
  FileId,
  LockingTransactionId: guid('smb2.find.locking_transaction_id'),
  TxInfoFlags:          u32('smb2.find.tx_flags', TxInfoFlags),
  FileName,
});

/** A class as its list of entries, which Wireshark calls by the nearest class that it knows. */
const list = (title: string, abbrev: string, inner: Struct) => struct(inner.spec, title, {
  Entry: chain(abbrev, inner, 'NextEntryOffset'),
});

/** By FileInformationClass. */
export const directoryInformation: Table = {
  1:  list('FileDirectoryInformation',              'smb2.find.file_directory_info',    Directory),
  2:  list('FileFullDirectoryInformation',          'smb2.find.full_directory_info',    FullDirectory),
  3:  list('FileBothDirectoryInformation',          'smb2.find.both_directory_info',    BothDirectory),
  12: list('FileNamesInformation',                  'smb2.find.both_directory_info',    Names),
  37: list('FileIdBothDirectoryInformation',        'smb2.find.id_both_directory_info', IdBothDirectory),
  38: list('FileIdFullDirectoryInformation',        'smb2.find.id_both_directory_info', IdFullDirectory),
  50: list('FileIdGlobalTxDirectoryInformation',    'smb2.find.id_global_tx_directory_info',     IdGlobalTxDirectory),
  60: list('FileIdExtdDirectoryInformation',        'smb2.find.id_extd_directory_info',          IdExtdDirectory),
  63: list('FileIdExtdBothDirectoryInformation',    'smb2.find.id_extd_both_directory_info',     IdExtdBothDirectory),
  78: list('FileId64ExtdDirectoryInformation',      'smb2.find.id_64_extd_directory_info',       Id64ExtdDirectory),
  79: list('FileId64ExtdBothDirectoryInformation',  'smb2.find.id_64_extd_both_directory_info',  Id64ExtdBothDirectory),
  80: list('FileIdAllExtdDirectoryInformation',     'smb2.find.id_all_extd_directory_info',      IdAllExtdDirectory),
  81: list('FileIdAllExtdBothDirectoryInformation', 'smb2.find.id_all_extd_both_directory_info', IdAllExtdBothDirectory),
  100: FilePosixDirectory,
};
