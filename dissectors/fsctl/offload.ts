import { bits, bytes, hex, names, nested, u16be, u32, u32be, u64 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { reserved } from '../smb2/fields.ts';

const TokenType = names({ STORAGE_OFFLOAD_TOKEN_TYPE_ZERO_DATA: 0xffff0001 });

/** As T10 has it, most significant byte first. */
const StorageOffloadToken = struct('MS-FSCC 2.1.11', 'STORAGE_OFFLOAD_TOKEN', {
  TokenType:     u32be('smb2.fsctl.odx.token.type', hex, TokenType),
  Reserved:      reserved(2),
  TokenIdLength: u16be('smb2.fsctl.odx.token.idlen'),
  TokenId:       bytes('smb2.fsctl.odx.token.id', 504),
});

const head = {
  Size:  u32('smb2.fsctl.odx.size'),
  Flags: u32('smb2.fsctl.odx.flags', hex),
};

export const OffloadReadRequest = struct('MS-FSCC 2.3.41', 'FSCTL_OFFLOAD_READ_INPUT', {
  ...head,
  TokenTimeToLive: u32('smb2.fsctl.odx.token_ttl'),
  Reserved:        reserved(4),
  FileOffset:      u64('smb2.fsctl.odx.file_offset'),
  CopyLength:      u64('smb2.fsctl.odx.copy_length'),
});

const OffloadReadFlags = bits({
  OFFLOAD_READ_FLAG_ALL_ZERO_BEYOND_CURRENT_RANGE: [0x00000001, 'smb2.fsctl.odx.flags.all_zero_beyond_current_range'],
});

export const OffloadReadReply = struct('MS-FSCC 2.3.42', 'FSCTL_OFFLOAD_READ_OUTPUT', {
  Size:           u32('smb2.fsctl.odx.size'),
  Flags:          u32('smb2.fsctl.odx.flags', OffloadReadFlags),
  TransferLength: u64('smb2.fsctl.odx.xfer_length'),
  Token:          nested('', StorageOffloadToken),
});

export const OffloadWriteRequest = struct('MS-FSCC 2.3.43', 'FSCTL_OFFLOAD_WRITE_INPUT', {
  ...head,
  FileOffset:     u64('smb2.fsctl.odx.file_offset'),
  CopyLength:     u64('smb2.fsctl.odx.copy_length'),
  TransferOffset: u64('smb2.fsctl.odx.token_offset'),
  Token:          nested('', StorageOffloadToken),
});

export const OffloadWriteReply = struct('MS-FSCC 2.3.44', 'FSCTL_OFFLOAD_WRITE_OUTPUT', {
  ...head,
  LengthWritten: u64('smb2.fsctl.odx.xfer_length'),
});
