import { bits, bytes, dispatch, hex, names, nested, u16, u32, u32be, u64, u8, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { TransformFacts } from '../facts.ts';
import { CompressionAlgorithm } from './negotiate-contexts.ts';

const Flags = bits({
  Encrypted: [0x0001, 'smb2.header.transform.flags.encrypted'], // EncryptionAlgorithm before 3.1.1, where 1 is AES-128-CCM
});

export const TransformHeader = struct('MS-SMB2 2.2.41', 'SMB2 TRANSFORM_HEADER', {
  ProtocolId:          u32be('smb2.protocol_id', hex),
  Signature:           bytes('smb2.header.transform.signature', 16)
                       .tells('smb2.x.transform.verdict', (t: TransformFacts) => t.transform)
                       .shows('smb2.x.transform.bad_tag', (t: TransformFacts) => t.badTag),
  Nonce:               bytes('smb2.header.transform.nonce', 16),
  OriginalMessageSize: u32('smb2.header.transform.msg_size'),
  Reserved:            bytes('smb2.header.transform.reserved', 2),
  Flags:               u16('smb2.header.transform.flags', Flags),
  SessionId:           u64('smb2.sesid', hex),
  EncryptedMessage:    bytes('smb2.header.transform.enc_data').sized('OriginalMessageSize'),
});

const CompressionFlags = names({ SMB2_COMPRESSION_FLAG_NONE: 0x0000, SMB2_COMPRESSION_FLAG_CHAINED: 0x0001 });

/** What is before Offset in the original message follows as it is, then the compressed rest. */
export const CompressionTransformHeader = struct('MS-SMB2 2.2.42.1', 'SMB2_COMPRESSION_TRANSFORM_HEADER_UNCHAINED', {
  ProtocolId:                    u32be('smb2.protocol_id', hex),
  OriginalCompressedSegmentSize: u32('smb2.header.comp_transform.original_size'),
  CompressionAlgorithm:          u16('smb2.header.comp_transform.comp_alg', hex, CompressionAlgorithm),
  Flags:                         u16('smb2.header.comp_transform.flags', hex, CompressionFlags),
  Offset:                        u32('smb2.header.comp_transform.offset'),
  Uncompressed:                  bytes('smb2.header.comp_transform.uncompressed').sized('Offset'),
  Compressed:                    bytes('smb2.header.comp_transform.data'),
});

const PlainPayload = struct('MS-SMB2 2.2.42.2.1', 'Uncompressed payload', {
  Data: bytes('smb2.header.comp_transform.uncompressed'),
});

const CompressedPayload = struct('MS-SMB2 2.2.42.2.1', 'Compressed payload', {
  OriginalPayloadSize: u32('smb2.header.comp_transform.orig_payload_size'),
  Data:                bytes('smb2.header.comp_transform.data'),
});

const PatternV1Payload = struct('MS-SMB2 2.2.42.2.2', 'SMB2_COMPRESSION_PATTERN_PAYLOAD_V1', {
  Pattern:     u8('smb2.pattern_v1.pattern', hex),
  Reserved1:   u8('smb2.pattern_v1.reserved1', hex),
  Reserved2:   u16('smb2.pattern_v1.reserved2', hex),
  Repetitions: u32('smb2.pattern_v1.repetitions'),
});

const payloads: Table = { 0x0000: PlainPayload, 0x0004: PatternV1Payload, other: CompressedPayload };

/** Length counts OriginalPayloadSize too. */
export const CompressionChainedPayloadHeader = struct('MS-SMB2 2.2.42.2.1', 'SMB2_COMPRESSION_CHAINED_PAYLOAD_HEADER', {
  CompressionAlgorithm: u16('smb2.header.comp_transform.comp_alg', hex, CompressionAlgorithm),
  Flags:                u16('smb2.header.comp_transform.flags', hex, CompressionFlags),
  Length:               u32('smb2.header.comp_transform.length'),
  Payload:              dispatch('', payloads, 'CompressionAlgorithm').sized('Length'),
});

export const CompressionTransformHeaderChained = struct('MS-SMB2 2.2.42.2', 'SMB2_COMPRESSION_TRANSFORM_HEADER_CHAINED', {
  ProtocolId:                    u32be('smb2.protocol_id', hex),
  OriginalCompressedSegmentSize: u32('smb2.header.comp_transform.original_size'),
  CompressionPayloadHeaders:     nested('', CompressionChainedPayloadHeader).times(Infinity),
});
