import { bytes, dispatch, hex, names, nested, u16, u32, u32be, u64, u64be, u8, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

const HashAlgo = names({ 'SHA-256': 0x0000800c, 'SHA-384': 0x0000800d, 'SHA-512': 0x0000800e });

/** The segments and blocks of a version 1 whose hashes have so many bytes. */
const segmentsAndBlocks = (size: number) => struct('MS-PCCRC 2.3', 'segments and blocks', {
  cSegments: u32('pccrc.segment_count'),
  segments:  nested('', struct('MS-PCCRC 2.3.1.1', 'SegmentDescription', {
    ullOffsetInContent: u64('pccrc.segment.offset'),
    cbSegment:          u32('pccrc.segment.size'),
    cbBlockSize:        u32('pccrc.segment.block_size'),
    SegmentHashOfData:  bytes('pccrc.segment.hash', size),
    SegmentSecret:      bytes('pccrc.segment.secret', size),
  })).times('cSegments'),
  blocks:    nested('', struct('MS-PCCRC 2.3.1.2', 'SegmentContentBlocks', {
    cBlocks:     u32('pccrc.block_count'),
    BlockHashes: bytes('pccrc.block.hash', size).times('cBlocks'),
  })).times('cSegments'),
});

const hashes: Table = { 0x0000800c: segmentsAndBlocks(32), 0x0000800d: segmentsAndBlocks(48), 0x0000800e: segmentsAndBlocks(64) };

const ContentInformation1 = struct('MS-PCCRC 2.3', 'Content Information version 1.0', {
  Version:                  u16('pccrc.version', hex),
  dwHashAlgo:               u32('pccrc.hash_algorithm', hex, HashAlgo),
  dwOffsetInFirstSegment:   u32('pccrc.offset_in_first_segment'),
  dwReadBytesInLastSegment: u32('pccrc.read_bytes_in_last_segment'),
  segments:                 dispatch('', hashes, 'dwHashAlgo'),
});

const SegmentDescription = struct('MS-PCCRC 2.4.1.2', 'SegmentDescription', {
  cbSegment:         u32be('pccrc.segment.size'),
  SegmentHashOfData: bytes('pccrc.segment.hash', 32),
  SegmentSecret:     bytes('pccrc.segment.secret', 32),
});

const SegmentDescriptions = struct('MS-PCCRC 2.4.1.1', 'chunkData', {
  segment: nested('', SegmentDescription).times(Infinity),
});

const ChunkDescription = struct('MS-PCCRC 2.4.1.1', 'ChunkDescription', {
  bChunkType:        u8('pccrc.chunk.type', hex),
  dwChunkDataLength: u32be('pccrc.chunk.length'),
  chunkData:         nested('', SegmentDescriptions).sized('dwChunkDataLength'),
});

export const ContentInformation2 = struct('MS-PCCRC 2.4', 'Content Information version 2.0', {
  bMinorVersion:          u8('pccrc.minor_version'),
  bMajorVersion:          u8('pccrc.major_version'),
  bHashAlgo:              u8('pccrc.hash_algorithm', hex, names({ 'truncated SHA-512': 0x04 })),
  ullStartInContent:      u64be('pccrc.start_in_content'),
  ullIndexOfFirstSegment: u64be('pccrc.index_of_first_segment'),
  dwOffsetInFirstSegment: u32be('pccrc.offset_in_first_segment'),
  ullLengthOfRange:       u64be('pccrc.length_of_range'),
  chunks:                 nested('', ChunkDescription).times(Infinity),
});

/** By the version of BranchCache. */
export const contentInformation: Table = { 0x00000001: ContentInformation1, 0x00000002: ContentInformation2 };
