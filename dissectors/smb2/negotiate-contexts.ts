import { bits, bytes, dispatch, hex, names, u16, u32, utf16, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { reserved } from './fields.ts';

const ContextType = names({
  SMB2_PREAUTH_INTEGRITY_CAPABILITIES: 0x0001,
  SMB2_ENCRYPTION_CAPABILITIES:        0x0002,
  SMB2_COMPRESSION_CAPABILITIES:       0x0003,
  SMB2_NETNAME_NEGOTIATE_CONTEXT_ID:   0x0005,
  SMB2_TRANSPORT_CAPABILITIES:         0x0006,
  SMB2_RDMA_TRANSFORM_CAPABILITIES:    0x0007,
  SMB2_SIGNING_CAPABILITIES:           0x0008,
  SMB2_CONTEXTTYPE_RESERVED:           0x0100, // POSIX extensions, on the wire between Samba and Linux
});

const HashAlgorithm = names({ 'SHA-512': 0x0001 });

const PreauthIntegrityCapabilities = struct('MS-SMB2 2.2.3.1.1', 'SMB2_PREAUTH_INTEGRITY_CAPABILITIES', {
  HashAlgorithmCount: u16('smb2.negotiate_context.hash_alg_count'),
  SaltLength:         u16('smb2.negotiate_context.salt_length'),
  HashAlgorithms:     u16('smb2.negotiate_context.hash_algorithm', hex, HashAlgorithm).times('HashAlgorithmCount'),
  Salt:               bytes('smb2.negotiate_context.salt').sized('SaltLength'),
});

export const Cipher = names({ 'AES-128-CCM': 0x0001, 'AES-128-GCM': 0x0002, 'AES-256-CCM': 0x0003, 'AES-256-GCM': 0x0004 });

const EncryptionCapabilities = struct('MS-SMB2 2.2.3.1.2', 'SMB2_ENCRYPTION_CAPABILITIES', {
  CipherCount: u16('smb2.negotiate_context.cipher_count'),
  Ciphers:     u16('smb2.negotiate_context.cipher_id', hex, Cipher).times('CipherCount'),
});

export const CompressionAlgorithm = names({ NONE: 0x0000, LZNT1: 0x0001, LZ77: 0x0002, 'LZ77+Huffman': 0x0003, Pattern_V1: 0x0004, LZ4: 0x0005 });

const CompressionFlags = bits({
  SMB2_COMPRESSION_CAPABILITIES_FLAG_CHAINED: [0x00000001, 'smb2.negotiate_context.comp_alg_flags.chained'],
  Reserved:                                   [0xfffffffe, 'smb2.negotiate_context.comp_alg_flags.reserved'],
});

const CompressionCapabilities = struct('MS-SMB2 2.2.3.1.3', 'SMB2_COMPRESSION_CAPABILITIES', {
  CompressionAlgorithmCount: u16('smb2.negotiate_context.comp_alg_count'),
  Padding:                   reserved(2),
  Flags:                     u32('smb2.negotiate_context.comp_alg_flags', CompressionFlags),
  CompressionAlgorithms:     u16('smb2.negotiate_context.comp_alg_id', hex, CompressionAlgorithm).times('CompressionAlgorithmCount'),
});

const NetnameNegotiateContextId = struct('MS-SMB2 2.2.3.1.4', 'SMB2_NETNAME_NEGOTIATE_CONTEXT_ID', {
  NetName: utf16('smb2.negotiate_context.netname'),
});

const TransportFlags = bits({
  SMB2_ACCEPT_TRANSPORT_LEVEL_SECURITY: [0x00000001, 'smb2.negotiate_context.transport_flags.accept_security'],
});

const TransportCapabilities = struct('MS-SMB2 2.2.3.1.5', 'SMB2_TRANSPORT_CAPABILITIES', {
  Flags: u32('smb2.negotiate_context.transport_flags', TransportFlags),
});

const RdmaTransform = names({ SMB2_RDMA_TRANSFORM_NONE: 0x0000, SMB2_RDMA_TRANSFORM_ENCRYPTION: 0x0001, SMB2_RDMA_TRANSFORM_SIGNING: 0x0002 });

const RdmaTransformCapabilities = struct('MS-SMB2 2.2.3.1.6', 'SMB2_RDMA_TRANSFORM_CAPABILITIES', {
  TransformCount:   u16('smb2.negotiate_context.rdma_transform_count'),
  Reserved1:        u16('smb2.negotiate_context.rdma_transform_reserved1', hex),
  Reserved2:        u32('smb2.negotiate_context.rdma_transform_reserved2', hex),
  RDMATransformIds: u16('smb2.negotiate_context.rdma_transform_id', hex, RdmaTransform).times('TransformCount'),
});

export const SigningAlgorithm = names({ 'HMAC-SHA256': 0x0000, 'AES-CMAC': 0x0001, 'AES-GMAC': 0x0002 });

const SigningCapabilities = struct('MS-SMB2 2.2.3.1.7', 'SMB2_SIGNING_CAPABILITIES', {
  SigningAlgorithmCount: u16('smb2.negotiate_context.signing_alg_count'),
  SigningAlgorithms:     u16('smb2.negotiate_context.signing_id', hex, SigningAlgorithm).times('SigningAlgorithmCount'),
});

// Sixteen bytes that name the version of the extensions.
const PosixExtensions = struct('SMB3 POSIX Extensions', 'SMB2_POSIX_EXTENSIONS_AVAILABLE', {
  Reserved: bytes('smb2.negotiate_context.posix_reserved'),
});

const UnknownContext = struct('MS-SMB2 2.2.3.1', 'Unknown context', {
  Data: bytes('smb2.unknown'),
});

/** To add a context: its struct above, its line here. Requests and responses have the same layout, MS-SMB2 2.2.4.1. */
const contexts: Table = {
  0x0001: PreauthIntegrityCapabilities,
  0x0002: EncryptionCapabilities,
  0x0003: CompressionCapabilities,
  0x0005: NetnameNegotiateContextId,
  0x0006: TransportCapabilities,
  0x0007: RdmaTransformCapabilities,
  0x0008: SigningCapabilities,
  0x0100: PosixExtensions,
  other:  UnknownContext,
};

export const NegotiateContext = struct('MS-SMB2 2.2.3.1', 'SMB2_NEGOTIATE_CONTEXT', {
  ContextType: u16('smb2.negotiate_context.type', hex, ContextType),
  DataLength:  u16('smb2.negotiate_context.data_length'),
  Reserved:    reserved(4),
  Data:        dispatch('', contexts, 'ContextType').sized('DataLength'),
}, { align: 8 });
