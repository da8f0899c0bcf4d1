import { bits, bytes, dispatch, fact, hex, names, u32, u8, utf16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { MessageFacts } from '../facts.ts';
import { directoryInformation } from '../fscc/index.ts';
import { FILE_INFORMATION } from '../tables/info-class.ts';
import { FileId, length16, offset16, StructureSize } from './fields.ts';
import { isOverflow, Truncated } from './query-info.ts';

const Flags = bits({
  SMB2_RESTART_SCANS:       [0x01, 'smb2.find.restart_scans'],
  SMB2_RETURN_SINGLE_ENTRY: [0x02, 'smb2.find.single_entry'],
  SMB2_INDEX_SPECIFIED:     [0x04, 'smb2.find.index_specified'],
  SMB2_REOPEN:              [0x10, 'smb2.find.reopen'],
});

export const QueryDirectoryRequest = struct('MS-SMB2 2.2.33', 'SMB2 QUERY_DIRECTORY Request', {
  StructureSize,
  FileInformationClass: u8('smb2.find.infolevel', names(FILE_INFORMATION)),
  Flags:                u8('smb2.find.flags', Flags),
  FileIndex:            u32('smb2.file_index', hex),
  FileId,
  FileNameOffset:       offset16,
  FileNameLength:       length16,
  OutputBufferLength:   u32('smb2.output_buffer_len'),
  Buffer:               utf16('smb2.find.pattern').at('FileNameOffset', 'FileNameLength'),
});

const infoClass      = (m: MessageFacts) => m.infoClass;
const requestedClass = (m: MessageFacts) => m.infoClass || undefined;
const isKnown        = (m: MessageFacts) => m.infoClass !== 0;

/** FileInformationClass is the request's: a response does not say. */
export const QueryDirectoryResponse = struct('MS-SMB2 2.2.34', 'SMB2 QUERY_DIRECTORY Response', {
  StructureSize,
  OutputBufferOffset: offset16,
  OutputBufferLength: u32('smb2.olb.length'),
  Buffer:             bytes('smb2.find.info_blob').at('OutputBufferOffset', 'OutputBufferLength'),
  Entries:            dispatch('', directoryInformation, infoClass).at('OutputBufferOffset', 'OutputBufferLength').if(isKnown).cutWhen(isOverflow),
  Truncated,
  RequestedClass:     fact('smb2.find.infolevel', requestedClass),
});
