import { bits, bytes, hex, names, u16, u32, u8, utf16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { reserved } from '../smb2/fields.ts';

const CompressionState = names({ COMPRESSION_FORMAT_NONE: 0x0000, COMPRESSION_FORMAT_DEFAULT: 0x0001, COMPRESSION_FORMAT_LZNT1: 0x0002 });

/** Also the request of FSCTL_SET_COMPRESSION, MS-FSCC 2.3.67. */
export const Compression = struct('MS-FSCC 2.3.18', 'FSCTL_GET_COMPRESSION Reply', {
  CompressionState: u16('smb2.compression_format', CompressionState),
});

const ChecksumAlgorithm = names({
  CHECKSUM_TYPE_NONE: 0x0000, CHECKSUM_TYPE_CRC32: 0x0001, CHECKSUM_TYPE_CRC64: 0x0002, CHECKSUM_TYPE_UNCHANGED: 0xffff,
});

const IntegrityFlags = bits({
  FSCTL_INTEGRITY_FLAG_CHECKSUM_ENFORCEMENT_OFF: [0x00000001, 'smb2.integrity_flags_enforcement'],
});

const integrity = {
  ChecksumAlgorithm: u16('smb2.checksum_algorithm', hex, ChecksumAlgorithm),
  Reserved:          u16('smb2.integrity_reserved'),
  Flags:             u32('smb2.integrity_flags', IntegrityFlags),
};

export const GetIntegrityInformationReply = struct('MS-FSCC 2.3.20', 'FSCTL_GET_INTEGRITY_INFORMATION_BUFFER', {
  ...integrity,
  ChecksumChunkSizeInBytes: u32('smb2.integrity.checksum_chunk_size'),
  ClusterSizeInBytes:       u32('smb2.integrity.cluster_size'),
});

export const SetIntegrityInformationRequest = struct('MS-FSCC 2.3.73', 'FSCTL_SET_INTEGRITY_INFORMATION_BUFFER', integrity);

export const SetIntegrityInformationExRequest = struct('MS-FSCC 2.3.75', 'FSCTL_SET_INTEGRITY_INFORMATION_BUFFER_EX', {
  EnableIntegrity:             u8('smb2.integrity.enable'),
  KeepIntegrityStateUnchanged: u8('smb2.integrity.keep'),
  Reserved:                    u16('smb2.integrity_reserved'),
  Flags:                       u32('smb2.integrity_flags', IntegrityFlags),
  Version:                     u8('smb2.integrity.version'),
  Reserved2:                   reserved(7),
});

/** Without a byte it is TRUE. */
export const SetSparseRequest = struct('MS-FSCC 2.3.83', 'FILE_SET_SPARSE_BUFFER', {
  SetSparse: u8('', bits({ SetSparse: [0xff, 'smb2.fsctl.set_sparse', 'any'] })),
});

export const SetDefectManagementRequest = struct('MS-FSCC 2.3.69', 'FILE_SET_DEFECT_MGMT_BUFFER', {
  Disable: u8('smb2.fsctl.defect_management.disable'),
});

const EncryptionOperation = names({
  FILE_SET_ENCRYPTION: 0x00000001, FILE_CLEAR_ENCRYPTION: 0x00000002, STREAM_SET_ENCRYPTION: 0x00000003, STREAM_CLEAR_ENCRYPTION: 0x00000004,
});

export const SetEncryptionRequest = struct('MS-FSCC 2.3.71', 'ENCRYPTION_BUFFER', {
  EncryptionOperation: u32('smb2.fsctl.encryption.operation', EncryptionOperation),
  Private:             u8('smb2.fsctl.encryption.private'),
  Padding:             bytes('smb2.fsctl.encryption.padding'),
});

export const SetEncryptionReply = struct('MS-FSCC 2.3.72.1', 'DECRYPTION_STATUS_BUFFER', {
  NoEncryptedStreams: u8('smb2.fsctl.encryption.no_encrypted_streams'),
});

const HandleInfo = bits({
  MARK_HANDLE_READ_COPY:     [0x00000080, 'smb2.fsctl.mark_handle.info.read_copy'],
  MARK_HANDLE_NOT_READ_COPY: [0x00000100, 'smb2.fsctl.mark_handle.info.not_read_copy'],
});

export const MarkHandleRequest = struct('MS-FSCC 2.3.39', 'MARK_HANDLE_INFO', {
  CopyNumber:   u32('smb2.fsctl.mark_handle.copy_number'),
  Unused:       reserved(4),
  VolumeHandle: bytes('smb2.fsctl.mark_handle.volume_handle', 8),
  HandleInfo:   u32('smb2.fsctl.mark_handle.info', HandleInfo),
  Reserved:     reserved(4),
});

export const IsPathnameValidRequest = struct('MS-FSCC 2.3.35', 'FSCTL_IS_PATHNAME_VALID Request', {
  PathNameLength: u32('smb2.fsctl.pathname.length'),
  PathName:       utf16('smb2.fsctl.pathname').sized('PathNameLength'),
});

const SisFlags = bits({
  COPYFILE_SIS_LINK:    [0x00000001, 'smb2.fsctl.sis_copyfile.flags.link'],
  COPYFILE_SIS_REPLACE: [0x00000002, 'smb2.fsctl.sis_copyfile.flags.replace'],
});

export const SisCopyFileRequest = struct('MS-FSCC 2.3.89', 'SI_COPYFILE', {
  SourceFileNameLength:      u32('smb2.fsctl.sis_copyfile.source_length'),
  DestinationFileNameLength: u32('smb2.fsctl.sis_copyfile.destination_length'),
  Flags:                     u32('smb2.fsctl.sis_copyfile.flags', SisFlags),
  SourceFileName:            utf16('smb2.fsctl.sis_copyfile.source').sized('SourceFileNameLength'),
  DestinationFileName:       utf16('smb2.fsctl.sis_copyfile.destination').sized('DestinationFileNameLength'),
});
