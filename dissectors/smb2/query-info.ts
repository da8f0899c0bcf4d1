import { bits, bytes, dispatch, fact, hex, names, nested, u16, u32, u8 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { FileSecurityDescriptor } from '../dtyp/security-descriptor.ts';
import type { MessageFacts } from '../facts.ts';
import { FileQuotaInformation, fileInformation, filesystemInformation, QueryQuotaInfo, queryInput } from '../fscc/index.ts';
import { FILE_INFORMATION, FS_INFORMATION } from '../tables/info-class.ts';
import { FileId, offset16, reserved, StructureSize } from './fields.ts';

export const InfoType = names({ SMB2_0_INFO_FILE: 0x01, SMB2_0_INFO_FILESYSTEM: 0x02, SMB2_0_INFO_SECURITY: 0x03, SMB2_0_INFO_QUOTA: 0x04 });

export const isFile       = (m: MessageFacts) => m.infoType === 0x01;
export const isFilesystem = (m: MessageFacts) => m.infoType === 0x02;
export const isSecurity   = (m: MessageFacts) => m.infoType === 0x03;
export const isOther      = (m: MessageFacts) => m.infoType === 0x00 || m.infoType > 0x03;
export const isQuota      = (m: MessageFacts) => m.infoType === 0x04;
export const isUnknown    = (m: MessageFacts) => m.infoType === 0x00 || m.infoType > 0x04;
export const notSecurity  = (m: MessageFacts) => m.infoType !== 0x03;

/** The class is read by InfoType; the names say which. */
export const FileInfoClass       = u8('smb2.file_info.infolevel', hex, names(FILE_INFORMATION)).if(isFile);
export const FileSystemInfoClass = u8('smb2.fs_info.infolevel', hex, names(FS_INFORMATION)).if(isFilesystem);
export const SecurityInfoClass   = u8('smb2.sec_info.infolevel', hex).if(isSecurity);
export const OtherInfoClass      = u8('smb2.infolevel', hex).if(isOther);

export const SecurityInformation = bits({
  OWNER_SECURITY_INFORMATION:     [0x00000001, 'smb2.getsetinfo_additional_secinfo.owner'],
  GROUP_SECURITY_INFORMATION:     [0x00000002, 'smb2.getsetinfo_additional_secinfo.group'],
  DACL_SECURITY_INFORMATION:      [0x00000004, 'smb2.getsetinfo_additional_secinfo.dacl'],
  SACL_SECURITY_INFORMATION:      [0x00000008, 'smb2.getsetinfo_additional_secinfo.sacl'],
  LABEL_SECURITY_INFORMATION:     [0x00000010, 'smb2.getsetinfo_additional_secinfo.label'],
  ATTRIBUTE_SECURITY_INFORMATION: [0x00000020, 'smb2.getsetinfo_additional_secinfo.attribute'],
  SCOPE_SECURITY_INFORMATION:     [0x00000040, 'smb2.getsetinfo_additional_secinfo.scope'],
  BACKUP_SECURITY_INFORMATION:    [0x00010000, 'smb2.getsetinfo_additional_secinfo.backup'],
});

export const infoClass = (m: MessageFacts) => m.infoClass;

const hasNoInput = (m: MessageFacts) => !isFile(m) && !isQuota(m);

const Flags = bits({
  SL_RESTART_SCAN:        [0x00000001, 'smb2.getinfo_flags.restart_scan'],
  SL_RETURN_SINGLE_ENTRY: [0x00000002, 'smb2.getinfo_flags.return_single_entry'],
  SL_INDEX_SPECIFIED:     [0x00000004, 'smb2.getinfo_flags.index_specified'],
});

export const QueryInfoRequest = struct('MS-SMB2 2.2.37', 'SMB2 QUERY_INFO Request', {
  StructureSize,
  InfoType:              u8('smb2.class', hex, InfoType),
  FileInfoClass,
  FileSystemInfoClass,
  SecurityInfoClass,
  OtherInfoClass,
  OutputBufferLength:    u32('smb2.max_response_size'),
  InputBufferOffset:     u16('smb2.getinfo_input_offset', hex),
  Reserved:              reserved(2),
  InputBufferLength:     u32('smb2.getinfo_input_size'),
  SecurityInformation:   u32('smb2.getsetinfo_additionals', SecurityInformation).if(isSecurity),
  AdditionalInformation: u32('smb2.getsetinfo_additional', hex).if(notSecurity),
  Flags:                 u32('smb2.getinfo_flags', Flags),
  FileId,
  FileInput:             dispatch('', queryInput, infoClass).at('InputBufferOffset', 'InputBufferLength').if(isFile),
  QuotaInput:            nested('', QueryQuotaInfo).at('InputBufferOffset', 'InputBufferLength').if(isQuota),
  Buffer:                bytes('smb2.getinfo.in').at('InputBufferOffset', 'InputBufferLength').if(hasNoInput),
});

const STATUS_BUFFER_OVERFLOW = 0x80000005;

/** The server fills the buffer that the client has room for, and says that there is more, MS-SMB2 3.3.4.4. */
export const isOverflow = (m: MessageFacts) => m.isResponse && m.status === STATUS_BUFFER_OVERFLOW;

/** Wireshark's name for it. */
export const Truncated = fact('smb2.truncated', (m: MessageFacts) => (isOverflow(m) ? 'the server has more than fits' : undefined));

const type  = (m: MessageFacts) => (m.infoType === 0 ? undefined : m.infoType);
const level = (is: (m: MessageFacts) => boolean) => (m: MessageFacts) => (is(m) ? m.infoClass : undefined);

/** What the request asked for: a response does not say. */
export const requested = {
  RequestedType:            fact('smb2.class', type, [0, 1]),
  RequestedFileClass:       fact('smb2.file_info.infolevel', level(isFile), [1, 1]),
  RequestedFilesystemClass: fact('smb2.fs_info.infolevel', level(isFilesystem), [1, 1]),
  RequestedSecurityClass:   fact('smb2.sec_info.infolevel', level(isSecurity), [1, 1]),
  RequestedQuotaClass:      fact('smb2.infolevel', level(isQuota), [1, 1]),
};

export const QueryInfoResponse = struct('MS-SMB2 2.2.38', 'SMB2 QUERY_INFO Response', {
  StructureSize,
  OutputBufferOffset: offset16,
  OutputBufferLength: u32('smb2.olb.length'),
  File:               dispatch('', fileInformation, infoClass).at('OutputBufferOffset', 'OutputBufferLength').if(isFile).cutWhen(isOverflow),
  Filesystem:         dispatch('', filesystemInformation, infoClass).at('OutputBufferOffset', 'OutputBufferLength').if(isFilesystem).cutWhen(isOverflow),
  Security:           nested('smb2.sec_info_00', FileSecurityDescriptor).at('OutputBufferOffset', 'OutputBufferLength').if(isSecurity).cutWhen(isOverflow),
  Quota:              nested('', FileQuotaInformation).at('OutputBufferOffset', 'OutputBufferLength').if(isQuota).cutWhen(isOverflow),
  Buffer:             bytes('smb2.getinfo.out').at('OutputBufferOffset', 'OutputBufferLength').if(isUnknown),
  Truncated,
  ...requested,
});
