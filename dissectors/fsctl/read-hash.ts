import { bytes, dispatch, filetime, hex, names, nested, u16, u32, u64, utf16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { MessageFacts } from '../facts.ts';
import { ContentInformation2, contentInformation } from '../pccrc/index.ts';

const HashType          = names({ SRV_HASH_TYPE_PEER_DIST: 0x00000001 });
const HashVersion       = names({ SRV_HASH_VER_1: 0x00000001, SRV_HASH_VER_2: 0x00000002 });
const HashRetrievalType = names({ SRV_HASH_RETRIEVE_HASH_BASED: 0x00000001, SRV_HASH_RETRIEVE_FILE_BASED: 0x00000002 });
const hashFields = {
  HashType:    u32('smb2.fsctl.read_hash.type', hex, HashType),
  HashVersion: u32('smb2.fsctl.read_hash.version', hex, HashVersion),
};

export const SrvReadHashRequest = struct('MS-SMB2 2.2.31.2', 'SRV_READ_HASH Request', {
  ...hashFields,
  HashRetrievalType: u32('smb2.fsctl.read_hash.retrieval_type', hex, HashRetrievalType),
  Length:            u32('smb2.fsctl.read_hash.length'),
  Offset:            u64('smb2.fsctl.read_hash.offset'),
});

const HashHeader = struct('MS-SMB2 2.2.32.4.1', 'HASH_HEADER', {
  ...hashFields,
  SourceFileChangeTime: filetime('smb2.fsctl.read_hash.change_time'),
  SourceFileSize:       u64('smb2.fsctl.read_hash.file_size'),
  HashBlobLength:       u32('smb2.fsctl.read_hash.blob_length'),
  HashBlobOffset:       u32('smb2.fsctl.read_hash.blob_offset', hex),
  Dirty:                u16('smb2.fsctl.read_hash.dirty'),
  SourceFileNameLength: u16('smb2.fsctl.read_hash.file_name_length'),
  SourceFileName:       utf16('smb2.fsctl.read_hash.file_name').sized('SourceFileNameLength'),
  ContentInformation:   dispatch('', contentInformation, 'HashVersion').at('HashBlobOffset', 'HashBlobLength'),
}, { offsetsFrom: 'struct' });

const LOW = 0xffffffff;

/** The part at offset 0 of a content information file begins with its header. */
const SrvHashRetrieveHashBased = struct('MS-SMB2 2.2.32.4.2', 'SRV_HASH_RETRIEVE_HASH_BASED', {
  Offset:       u64('smb2.fsctl.read_hash.offset'),
  BufferLength: u32('smb2.fsctl.read_hash.buffer_length'),
  Reserved:     u32('smb2.fsctl.read_hash.reserved', hex),
  Header:       nested('', HashHeader).sized('BufferLength').unless('Offset', LOW),
  Buffer:       bytes('smb2.fsctl.read_hash.buffer').sized('BufferLength').when('Offset', LOW),
});

const SrvHashRetrieveFileBased = struct('MS-SMB2 2.2.32.4.3', 'SRV_HASH_RETRIEVE_FILE_BASED', {
  FileDataOffset: u64('smb2.fsctl.read_hash.offset'),
  FileDataLength: u64('smb2.fsctl.read_hash.length'),
  BufferLength:   u32('smb2.fsctl.read_hash.buffer_length'),
  Reserved:       u32('smb2.fsctl.read_hash.reserved', hex),
  Buffer:         nested('', ContentInformation2).sized('BufferLength'),
});

const SRV_HASH_RETRIEVE_FILE_BASED = 0x00000002;
const isFileBased = (m: MessageFacts) => m.hashRetrievalType === SRV_HASH_RETRIEVE_FILE_BASED;
const isHashBased = (m: MessageFacts) => !isFileBased(m);

/** Only the request says which of them it is. */
export const SrvReadHashResponse = struct('MS-SMB2 2.2.32.4', 'SRV_READ_HASH Response', {
  HashBased: nested('', SrvHashRetrieveHashBased).if(isHashBased),
  FileBased: nested('', SrvHashRetrieveFileBased).if(isFileBased),
});
