import { bits, bytes, filetime, hex, names, u16, u32, u64, u8 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { AccessMask } from '../tables/access-mask.ts';
import { ReparseTag } from '../tables/reparse-tag.ts';
import {
  AllocationSize, Attributes, ChangeTime, CreationTime, EaSize, EndOfFile, FileName, FileNameLength, LastAccessTime, LastWriteTime, Mode,
  reserved,
} from './fields.ts';

export const Alignment = names({
  FILE_BYTE_ALIGNMENT: 0x00000000, FILE_WORD_ALIGNMENT: 0x00000001, FILE_LONG_ALIGNMENT: 0x00000003, FILE_QUAD_ALIGNMENT: 0x00000007,
  FILE_OCTA_ALIGNMENT: 0x0000000f, FILE_32_BYTE_ALIGNMENT: 0x0000001f, FILE_64_BYTE_ALIGNMENT: 0x0000003f,
  FILE_128_BYTE_ALIGNMENT: 0x0000007f, FILE_256_BYTE_ALIGNMENT: 0x000000ff, FILE_512_BYTE_ALIGNMENT: 0x000001ff,
});

/** MS-FSCC 2.6, under the names that Wireshark has for SMB1. */
const Attributes1 = bits({
  FILE_ATTRIBUTE_READONLY:            [0x00000001, 'smb.file_attribute.read_only'],
  FILE_ATTRIBUTE_HIDDEN:              [0x00000002, 'smb.file_attribute.hidden'],
  FILE_ATTRIBUTE_SYSTEM:              [0x00000004, 'smb.file_attribute.system'],
  'Volume label':                     [0x00000008, 'smb.file_attribute.volume'],
  FILE_ATTRIBUTE_DIRECTORY:           [0x00000010, 'smb.file_attribute.directory'],
  FILE_ATTRIBUTE_ARCHIVE:             [0x00000020, 'smb.file_attribute.archive'],
  Device:                             [0x00000040, 'smb.file_attribute.device'],
  FILE_ATTRIBUTE_NORMAL:              [0x00000080, 'smb.file_attribute.normal'],
  FILE_ATTRIBUTE_TEMPORARY:           [0x00000100, 'smb.file_attribute.temporary'],
  FILE_ATTRIBUTE_SPARSE_FILE:         [0x00000200, 'smb.file_attribute.sparse'],
  FILE_ATTRIBUTE_REPARSE_POINT:       [0x00000400, 'smb.file_attribute.reparse'],
  FILE_ATTRIBUTE_COMPRESSED:          [0x00000800, 'smb.file_attribute.compressed'],
  FILE_ATTRIBUTE_OFFLINE:             [0x00001000, 'smb.file_attribute.offline'],
  FILE_ATTRIBUTE_NOT_CONTENT_INDEXED: [0x00002000, 'smb.file_attribute.not_content_indexed'],
  FILE_ATTRIBUTE_ENCRYPTED:           [0x00004000, 'smb.file_attribute.encrypted'],
});

export const FileAccessInformation = struct('MS-FSCC 2.4.1', 'FileAccessInformation', {
  AccessFlags: u32('smb.access_mask', AccessMask),
}, { abbrev: 'smb2.file_access_info' });

/** Basic, standard, internal, EA, access, position, mode, alignment and name information, one after the other. */
export const FileAllInformation = struct('MS-FSCC 2.4.2', 'FileAllInformation', {
  CreationTime,
  LastAccessTime,
  LastWriteTime,
  ChangeTime,
  FileAttributes:       Attributes,
  Reserved:             bytes('smb2.unknown', 4),
  AllocationSize,
  EndOfFile,
  NumberOfLinks:        u32('smb2.nlinks'),
  DeletePending:        u8('smb2.delete_pending'),
  Directory:            u8('smb2.is_directory'),
  Reserved2:            reserved(2),
  IndexNumber:          u64('smb2.file_id', hex),
  EaSize,
  AccessFlags:          u32('smb.access_mask', AccessMask),
  CurrentByteOffset:    u64('smb2.position_info'),
  Mode:                 u32('smb2.mode_info', Mode),
  AlignmentRequirement: u32('smb2.alignment_info', hex, Alignment),
  FileNameLength,
  FileName,
}, { abbrev: 'smb2.file_all_info' });

export const FileAlignmentInformation = struct('MS-FSCC 2.4.3', 'FileAlignmentInformation', {
  AlignmentRequirement: u32('smb.alignment', hex, Alignment),
}, { abbrev: 'smb2.file_alignment_info' });

export const FileAttributeTagInformation = struct('MS-FSCC 2.4.6', 'FileAttributeTagInformation', {
  FileAttributes: u32('smb.attribute', hex),
  ReparseTag:     u32('smb.reparse_tag', hex, ReparseTag),
}, { abbrev: 'smb2.file_attribute_tag_info' });

export const FileBasicInformation = struct('MS-FSCC 2.4.7', 'FileBasicInformation', {
  CreationTime,
  LastAccessTime,
  LastWriteTime,
  ChangeTime,
  FileAttributes: Attributes,
  Reserved:       bytes('smb2.unknown', 4),
}, { abbrev: 'smb2.file_basic_info' });

export const CompressionFormat = names({
  COMPRESSION_FORMAT_NONE: 0x0000, COMPRESSION_FORMAT_DEFAULT: 0x0001, COMPRESSION_FORMAT_LZNT1: 0x0002,
});

export const FileCompressionInformation = struct('MS-FSCC 2.4.9', 'FileCompressionInformation', {
  CompressedFileSize:   u64('smb.compressed.file_size'),
  CompressionFormat:    u16('smb.compressed.format', CompressionFormat),
  CompressionUnitShift: u8('smb.compressed.unit_shift'),
  ChunkShift:           u8('smb.compressed.chunk_shift'),
  ClusterShift:         u8('smb.compressed.cluster_shift'),
  Reserved:             bytes('smb.reserved', 3),
}, { abbrev: 'smb2.file_compression_info' });

export const FileEaInformation = struct('MS-FSCC 2.4.13', 'FileEaInformation', {
  EaSize: u32('smb.ea.list_length'),
}, { abbrev: 'smb2.file_ea_info' });

export const FileModeInformation = struct('MS-FSCC 2.4.31', 'FileModeInformation', {
  Mode: u32('smb.mode', Mode),
}, { abbrev: 'smb2.file_mode_info' });

export const FileNetworkOpenInformation = struct('MS-FSCC 2.4.34', 'FileNetworkOpenInformation', {
  CreationTime:   filetime('smb.create.time'),
  LastAccessTime: filetime('smb.access.time'),
  LastWriteTime:  filetime('smb.last_write.time'),
  ChangeTime:     filetime('smb.change.time'),
  AllocationSize: u64('smb.alloc_size64'),
  EndOfFile:      u64('smb.end_of_file'),
  FileAttributes: u32('smb.file_attribute', Attributes1),
  Reserved:       bytes('smb.reserved', 4),
}, { abbrev: 'smb2.file_network_open_info' });

export const FileStandardInformation = struct('MS-FSCC 2.4.47', 'FileStandardInformation', {
  AllocationSize: u64('smb.alloc_size64'),
  EndOfFile:      u64('smb.end_of_file'),
  NumberOfLinks:  u32('smb.link_count'),
  DeletePending:  u8('smb.delete_pending'),
  Directory:      u8('smb.is_directory'),
  Reserved:       reserved(2),
}, { abbrev: 'smb2.file_standard_info' });
