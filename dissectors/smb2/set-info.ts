import { bytes, hex, u16, u32, u8 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { FileId, StructureSize } from './fields.ts';
import {
  FileInfoClass, FileSystemInfoClass, InfoType, isSecurity, notSecurity, OtherInfoClass, requested, SecurityInfoClass,
  SecurityInformation,
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
  Buffer:                bytes('smb2.setinfo.in').at('BufferOffset', 'BufferLength'),
});

export const SetInfoResponse = struct('MS-SMB2 2.2.40', 'SMB2 SET_INFO Response', { StructureSize, ...requested });
