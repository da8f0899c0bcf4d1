import { bits, bytes, coded, hex, names, u32, u64, type Codec } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { sid } from '../dtyp/sid.ts';
import { ReparseTag } from '../fsctl/reparse.ts';

const CommandCode = names({ kAAPL_SERVER_QUERY: 1, kAAPL_RESOLVE_ID: 2 });
const SERVER_CAPS = 0x1;
const VOLUME_CAPS = 0x2;
const MODEL_INFO  = 0x4;

const Bitmap = bits({
  kAAPL_SERVER_CAPS: [SERVER_CAPS, 'smb2.aapl.bitmask.server_caps'],
  kAAPL_VOLUME_CAPS: [VOLUME_CAPS, 'smb2.aapl.bitmask.volume_caps'],
  kAAPL_MODEL_INFO:  [MODEL_INFO, 'smb2.aapl.bitmask.model_info'],
});

const ServerCaps = bits({
  kAAPL_SUPPORTS_READ_DIR_ATTR: [0x1, 'smb2.aapl.caps.supports_read_dir_addr'],
  kAAPL_SUPPORTS_OSX_COPYFILE:  [0x2, 'smb2.aapl.caps.supports_osx_copyfile'],
  kAAPL_UNIX_BASED:             [0x4, 'smb2.aapl.caps.unix_based'],
  kAAPL_SUPPORTS_NFS_ACE:       [0x8, 'smb2.aapl.supports_nfs_ace'],
});

const VolumeCaps = bits({
  kAAPL_SUPPORT_RESOLVE_ID: [0x1, 'smb2.aapl.volume_caps.supports_resolve_id'],
  kAAPL_CASE_SENSITIVE:     [0x2, 'smb2.aapl.volume_caps.case_sensitive'],
  kAAPL_SUPPORTS_FULL_SYNC: [0x4, 'smb2.aapl.volume_caps.supports_full_sync'],
});

/** UTF-16LE behind its length in bytes. */
const CountedUnicode: Codec = {
  measure: (data, from, to) => (to - from < 4 ? 0 : Math.min(4 + data.getUint32(from, true), to - from)),
  read:    (data, from, to) => Buffer.from(data.buffer, data.byteOffset + from + 4, Math.max(0, to - from - 4) & ~1).toString('utf16le').toWellFormed(),
};

const command = {
  CommandCode: u32('smb2.aapl.command_code', CommandCode),
  Reserved:    u32('smb2.aapl.reserved', hex),
};

/** Apple's own, without a public specification; other commands than the server query are left as they are. */
export const AaplRequest = struct('AAPL', 'AAPL Create Context request', {
  ...command,
  RequestBitmap:      u64('smb2.aapl.query_bitmask', Bitmap).when('CommandCode', 0xffffffff, 1),
  ClientCapabilities: u64('smb2.aapl.caps', ServerCaps).when('CommandCode', 0xffffffff, 1),
});

export const AaplResponse = struct('AAPL', 'AAPL Create Context response', {
  ...command,
  Wanted:             u32('').peek(),
  ReplyBitmap:        u64('smb2.aapl.query_bitmask', Bitmap),
  ServerCapabilities: u64('smb2.aapl.caps', ServerCaps).when('Wanted', SERVER_CAPS),
  VolumeCapabilities: u64('smb2.aapl.volume_caps', VolumeCaps).when('Wanted', VOLUME_CAPS),
  Padding:            bytes('smb2.aapl.padding', 4).when('Wanted', MODEL_INFO),
  ModelString:        coded('smb2.aapl.model_string', CountedUnicode).when('Wanted', MODEL_INFO),
});

export const PosixRequest = struct('SMB3 POSIX Extensions', 'SMB2_CREATE_POSIX_CONTEXT request', {
  Mode: u32('smb2.posix_perms', hex),
});

export const PosixResponse = struct('SMB3 POSIX Extensions', 'SMB2_CREATE_POSIX_CONTEXT response', {
  NumberOfLinks: u32('smb2.nlinks'),
  ReparseTag:    u32('smb2.reparse_tag', hex, ReparseTag),
  Mode:          u32('smb2.posix_perms', hex),
  OwnerSid:      sid,
  GroupSid:      sid,
});
