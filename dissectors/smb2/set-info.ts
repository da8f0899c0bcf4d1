import { bytes, dispatch, hex, nested, u16, u32, u8 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { FileSecurityDescriptor } from '../dtyp/security-descriptor.ts';
import { FileQuotaInformation, fileInformation, filesystemInformation } from '../fscc/index.ts';
import { FileId, StructureSize } from './fields.ts';
import {
  FileInfoClass, FileSystemInfoClass, InfoType, infoClass, isFile, isFilesystem, isQuota, isSecurity, isUnknown, notSecurity,
  OtherInfoClass, requested, SecurityInfoClass, SecurityInformation,
} from './query-info.ts';

export const SetInfoRequest = struct('MS-SMB2 2.2.39', 'SMB2 SET_INFO Request', {
  StructureSize,
  InfoType:              u8('smb2.class', hex, InfoType),
  FileInfoClass,
  FileSystemInfoClass,
  SecurityInfoClass,
  OtherInfoClass,
  BufferLength:          u32('smb2.setinfo_size'),
  BufferOffset:          u16('smb2.setinfo_offset', hex),
  Reserved:              u16('smb2.setinfo_reserved'),
  SecurityInformation:   u32('smb2.getsetinfo_additionals', SecurityInformation).if(isSecurity),
  AdditionalInformation: u32('smb2.getsetinfo_additional', hex).if(notSecurity),
  FileId,
  File:                  dispatch('', fileInformation, infoClass).at('BufferOffset', 'BufferLength').if(isFile),
  Filesystem:            dispatch('', filesystemInformation, infoClass).at('BufferOffset', 'BufferLength').if(isFilesystem),
  Security:              nested('smb2.sec_info_00', FileSecurityDescriptor).at('BufferOffset', 'BufferLength').if(isSecurity),
  Quota:                 nested('', FileQuotaInformation).at('BufferOffset', 'BufferLength').if(isQuota),
  Buffer:                bytes('smb2.setinfo.in').at('BufferOffset', 'BufferLength').if(isUnknown),
});

export const SetInfoResponse = struct('MS-SMB2 2.2.40', 'SMB2 SET_INFO Response', { StructureSize, ...requested });
