import { bytes, filetime, hex, i64, nested, u16, u32, u64, utf16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { sid } from '../dtyp/sid.ts';
import { FileAttributes } from '../tables/file-attributes.ts';

export const ReadFileUsnDataRequest = struct('MS-FSCC 2.3.61', 'READ_FILE_USN_DATA', {
  MinMajorVersion: u16('smb2.fsctl.usn.min_major_version'),
  MaxMajorVersion: u16('smb2.fsctl.usn.max_major_version'),
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
  Reason:                       u32('smb2.fsctl.usn.reason', hex),
  SourceInfo:                   u32('smb2.fsctl.usn.source_info', hex),
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
