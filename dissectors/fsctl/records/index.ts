import { bits, bytes, filetime, hex, i64, nested, u16, u32, u64, utf16 } from '../../../src/dissect/field.ts';
import { struct } from '../../../src/dissect/struct.ts';
import { sid } from '../../dtyp/sid.ts';
import { FileAttributes } from '../../tables/file-attributes.ts';

export const ReadFileUsnDataRequest = struct('MS-FSCC 2.3.61', 'READ_FILE_USN_DATA', {
  MinMajorVersion: u16('smb2.fsctl.usn.min_major_version'),
  MaxMajorVersion: u16('smb2.fsctl.usn.max_major_version'),
});

const Reason = bits({
  USN_REASON_DATA_OVERWRITE:        [0x00000001, 'smb2.fsctl.usn.reason.data_overwrite'],
  USN_REASON_DATA_EXTEND:           [0x00000002, 'smb2.fsctl.usn.reason.data_extend'],
  USN_REASON_DATA_TRUNCATION:       [0x00000004, 'smb2.fsctl.usn.reason.data_truncation'],
  USN_REASON_NAMED_DATA_OVERWRITE:  [0x00000010, 'smb2.fsctl.usn.reason.named_data_overwrite'],
  USN_REASON_NAMED_DATA_EXTEND:     [0x00000020, 'smb2.fsctl.usn.reason.named_data_extend'],
  USN_REASON_NAMED_DATA_TRUNCATION: [0x00000040, 'smb2.fsctl.usn.reason.named_data_truncation'],
  USN_REASON_FILE_CREATE:           [0x00000100, 'smb2.fsctl.usn.reason.file_create'],
  USN_REASON_FILE_DELETE:           [0x00000200, 'smb2.fsctl.usn.reason.file_delete'],
  USN_REASON_EA_CHANGE:             [0x00000400, 'smb2.fsctl.usn.reason.ea_change'],
  USN_REASON_SECURITY_CHANGE:       [0x00000800, 'smb2.fsctl.usn.reason.security_change'],
  USN_REASON_RENAME_OLD_NAME:       [0x00001000, 'smb2.fsctl.usn.reason.rename_old_name'],
  USN_REASON_RENAME_NEW_NAME:       [0x00002000, 'smb2.fsctl.usn.reason.rename_new_name'],
  USN_REASON_INDEXABLE_CHANGE:      [0x00004000, 'smb2.fsctl.usn.reason.indexable_change'],
  USN_REASON_BASIC_INFO_CHANGE:     [0x00008000, 'smb2.fsctl.usn.reason.basic_info_change'],
  USN_REASON_HARD_LINK_CHANGE:      [0x00010000, 'smb2.fsctl.usn.reason.hard_link_change'],
  USN_REASON_COMPRESSION_CHANGE:    [0x00020000, 'smb2.fsctl.usn.reason.compression_change'],
  USN_REASON_ENCRYPTION_CHANGE:     [0x00040000, 'smb2.fsctl.usn.reason.encryption_change'],
  USN_REASON_OBJECT_ID_CHANGE:      [0x00080000, 'smb2.fsctl.usn.reason.object_id_change'],
  USN_REASON_REPARSE_POINT_CHANGE:  [0x00100000, 'smb2.fsctl.usn.reason.reparse_point_change'],
  USN_REASON_STREAM_CHANGE:         [0x00200000, 'smb2.fsctl.usn.reason.stream_change'],
  USN_REASON_INTEGRITY_CHANGE:      [0x00800000, 'smb2.fsctl.usn.reason.integrity_change'],
  USN_REASON_CLOSE:                 [0x80000000, 'smb2.fsctl.usn.reason.close'],
});

const SourceInfo = bits({
  USN_SOURCE_DATA_MANAGEMENT:        [0x00000001, 'smb2.fsctl.usn.source_info.data_management'],
  USN_SOURCE_AUXILIARY_DATA:         [0x00000002, 'smb2.fsctl.usn.source_info.auxiliary_data'],
  USN_SOURCE_REPLICATION_MANAGEMENT: [0x00000004, 'smb2.fsctl.usn.source_info.replication_management'],
});

const VERSION = 0xffff;

/** USN_RECORD_V2 and USN_RECORD_V3, whose file references have 16 bytes. */
const UsnRecord = struct('MS-FSCC 2.3.62', 'USN_RECORD', {
  RecordLength:                 u32('smb2.fsctl.usn.record_length'),
  MajorVersion:                 u16('smb2.fsctl.usn.major_version'),
  MinorVersion:                 u16('smb2.fsctl.usn.minor_version'),
  FileReferenceNumber:          u64('smb2.fsctl.usn.file_reference', hex).when('MajorVersion', VERSION, 2),
  ParentFileReferenceNumber:    u64('smb2.fsctl.usn.parent_reference', hex).when('MajorVersion', VERSION, 2),
  FileReferenceNumber128:       bytes('smb2.fsctl.usn.file_reference_128', 16).when('MajorVersion', VERSION, 3),
  ParentFileReferenceNumber128: bytes('smb2.fsctl.usn.parent_reference_128', 16).when('MajorVersion', VERSION, 3),
  Usn:                          i64('smb2.fsctl.usn'),
  TimeStamp:                    filetime('smb2.fsctl.usn.timestamp'),
  Reason:                       u32('smb2.fsctl.usn.reason', Reason),
  SourceInfo:                   u32('smb2.fsctl.usn.source_info', SourceInfo),
  SecurityId:                   u32('smb2.fsctl.usn.security_id', hex),
  FileAttributes:               u32('smb2.file_attribute', FileAttributes),
  FileNameLength:               u16('smb2.fsctl.usn.name_length'),
  FileNameOffset:               u16('smb2.fsctl.usn.name_offset', hex),
  FileName:                     utf16('smb2.filename').at('FileNameOffset', 'FileNameLength'),
}, { offsetsFrom: 'struct' });

export const ReadFileUsnDataReply = struct('MS-FSCC 2.3.62', 'FSCTL_READ_FILE_USN_DATA Reply', {
  Record: nested('', UsnRecord),
});

export const WriteUsnCloseRecordReply = struct('MS-FSCC 2.3.93', 'FSCTL_WRITE_USN_CLOSE_RECORD Reply', {
  Usn: i64('smb2.fsctl.usn'),
});

export const FindFilesBySidRequest = struct('MS-FSCC 2.3.15', 'FIND_BY_SID_DATA', {
  Restart: u32('smb2.fsctl.find_by_sid.restart'),
  SID:     sid,
});

const FileNameInformation = struct('MS-FSCC 2.1.7', 'FILE_NAME_INFORMATION', {
  FileNameLength: u32('smb2.filename.len'),
  FileName:       utf16('smb2.filename').sized('FileNameLength'),
}, { align: 8 });

export const FindFilesBySidReply = struct('MS-FSCC 2.3.16', 'FSCTL_FIND_FILES_BY_SID Reply', {
  File: nested('', FileNameInformation).times(Infinity),
});
