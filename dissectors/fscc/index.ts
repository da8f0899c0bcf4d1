import { bytes, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import * as attributes from './file-attributes.ts';
import * as ids from './file-ids.ts';
import * as files from './file-names.ts';
import * as pipes from './file-pipe.ts';
import * as sizes from './file-sizes.ts';
import { FileFullEaInformation, FileGetEaInformation, FileStreamInformation } from './file-streams.ts';
import { FilePosixInformation } from './posix.ts';
import { FileQuotaInformation } from './quota.ts';

export { directoryInformation } from './directory.ts';
export { filesystemInformation } from './filesystem/index.ts';
export { FileQuotaInformation, QueryQuotaInfo } from './quota.ts';
export { FileFullEaInformation };

const QueryInput = struct('MS-SMB2 2.2.37', 'Buffer', { Data: bytes('smb2.getinfo.in') });

/** By class, for queries and sets. To add one: its struct in the file of its kind, its line here. */
export const fileInformation: Table = {
  4:  attributes.FileBasicInformation,
  5:  attributes.FileStandardInformation,
  6:  ids.FileInternalInformation,
  7:  attributes.FileEaInformation,
  8:  attributes.FileAccessInformation,
  9:  files.FileNameInformation,
  10: files.FileRenameInformation,
  11: files.FileLinkInformation,
  13: sizes.FileDispositionInformation,
  14: sizes.FilePositionInformation,
  15: FileFullEaInformation,
  16: attributes.FileModeInformation,
  17: attributes.FileAlignmentInformation,
  18: attributes.FileAllInformation,
  19: sizes.FileAllocationInformation,
  20: sizes.FileEndOfFileInformation,
  21: files.FileAlternateNameInformation,
  22: FileStreamInformation,
  23: pipes.FilePipeInformation,
  24: pipes.FilePipeLocalInformation,
  25: pipes.FilePipeRemoteInformation,
  26: sizes.FileMailslotQueryInformation,
  27: sizes.FileMailslotSetInformation,
  28: attributes.FileCompressionInformation,
  29: ids.FileObjectIdInformation,
  31: files.FileMoveClusterInformation,
  32: FileQuotaInformation,
  33: ids.FileReparsePointInformation,
  34: attributes.FileNetworkOpenInformation,
  35: attributes.FileAttributeTagInformation,
  36: files.FileTrackingInformation,
  39: sizes.FileValidDataLengthInformation,
  40: files.FileShortNameInformation,
  44: sizes.FileSfioReserveInformation,
  45: sizes.FileSfioVolumeInformation,
  46: files.FileHardLinkInformation,
  48: files.FileNormalizedNameInformation,
  54: files.FileStandardLinkInformation,
  59: ids.FileIdInformation,
  64: sizes.FileDispositionInformationEx,
  65: files.FileRenameInformationEx,
  67: ids.FileDesiredStorageClassInformation,
  68: ids.FileStatInformation,
  70: ids.FileStatLxInformation,
  71: ids.FileCaseSensitiveInformation,
  72: files.FileLinkInformationEx,
  74: ids.FileStorageReserveIdInformation,
  76: ids.FileKnownFolderInformation,
  77: ids.FileStatBasicInformation,
  100: FilePosixInformation,
};

/** What a query sends along. */
export const queryInput: Table = { 15: FileGetEaInformation, other: QueryInput };
