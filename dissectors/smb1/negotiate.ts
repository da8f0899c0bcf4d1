import { bits, bytes, coded, dispatch, filetime, guid, hex, i16, names, nested, type Table, u8, u16, u32 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { securityToken } from '../auth/index.ts';
import type { Smb1Facts } from '../facts.ts';
import { BufferString, DosDateTime, OemString, UnicodeString } from './strings.ts';

const extended = (m: Smb1Facts) => m.hasExtendedSecurity;
const unicode  = (m: Smb1Facts) => !m.hasExtendedSecurity && m.isUnicode;
const oem      = (m: Smb1Facts) => !m.hasExtendedSecurity && !m.isUnicode;
const plain    = (m: Smb1Facts) => !m.hasExtendedSecurity;

const SMB_Dialect = struct('MS-CIFS 2.2.4.52.1', 'SMB_Dialect', {
  Dialect:       coded('smb.dialect', BufferString).peek(),
  BufferFormat:  u8('smb.buffer_format', names({ Dialect: 0x02 })),
  DialectString: coded('smb.dialect.name', OemString),
});

export const NegotiateRequest = struct('MS-CIFS 2.2.4.52.1', 'SMB_COM_NEGOTIATE Request', {
  WordCount: u8('smb.wct'),
  ByteCount: u16('smb.bcc'),
  Dialects:  nested('', SMB_Dialect).sized('ByteCount').times(Infinity),
});

const Core = struct('MS-CIFS 2.2.4.52.2', 'Core Protocol', {
  DialectIndex: u16('smb.dialect.index'),
  ByteCount:    u16('smb.bcc'),
});

const SecurityMode = bits({
  NEGOTIATE_USER_SECURITY:                [0x01, 'smb.sm.mode'],
  NEGOTIATE_ENCRYPT_PASSWORDS:            [0x02, 'smb.sm.password'],
});
const NtSecurityMode = bits({
  ...SecurityMode.bits,
  NEGOTIATE_SECURITY_SIGNATURES_ENABLED:  [0x04, 'smb.sm.signatures'],
  NEGOTIATE_SECURITY_SIGNATURES_REQUIRED: [0x08, 'smb.sm.sig_required'],
});
const RawMode = bits({ ReadRaw: [0x01, 'smb.rm.read'], WriteRaw: [0x02, 'smb.rm.write'] });

const LanMan = struct('MS-CIFS 2.2.4.52.2', 'LANMAN 1.0 to LANMAN 2.1', {
  DialectIndex:        u16('smb.dialect.index'),
  SecurityMode:        u16('smb.sm', SecurityMode),
  MaxBufferSize:       u16('smb.max_bufsize'),
  MaxMpxCount:         u16('smb.max_mpx_count'),
  MaxNumberVcs:        u16('smb.max_vcs'),
  RawMode:             u16('smb.rm', RawMode),
  SessionKey:          u32('smb.session_key', hex),
  ServerDateTime:      coded('smb.server_date_time', DosDateTime).peek(),
  ServerTime:          u16('smb.server_date_time.smb_time', hex),
  ServerDate:          u16('smb.server_date_time.smb_date', hex),
  ServerTimeZone:      i16('smb.server_timezone'),
  EncryptionKeyLength: u16('smb.challenge_length'),
  Reserved:            bytes('smb.reserved', 2),
  ByteCount:           u16('smb.bcc'),
  EncryptionKey:       bytes('smb.challenge').sized('EncryptionKeyLength'),
  DomainName:          coded('smb.primary_domain', OemString), // of LANMAN 2.1
});

export const Capabilities = bits({
  CAP_RAW_MODE:           [0x00000001, 'smb.server_cap.raw_mode'],
  CAP_MPX_MODE:           [0x00000002, 'smb.server_cap.mpx_mode'],
  CAP_UNICODE:            [0x00000004, 'smb.server_cap.unicode'],
  CAP_LARGE_FILES:        [0x00000008, 'smb.server_cap.large_files'],
  CAP_NT_SMBS:            [0x00000010, 'smb.server_cap.nt_smbs'],
  CAP_RPC_REMOTE_APIS:    [0x00000020, 'smb.server_cap.rpc_remote_apis'],
  CAP_STATUS32:           [0x00000040, 'smb.server_cap.nt_status'],
  CAP_LEVEL_II_OPLOCKS:   [0x00000080, 'smb.server_cap.level_2_oplocks'],
  CAP_LOCK_AND_READ:      [0x00000100, 'smb.server_cap.lock_and_read'],
  CAP_NT_FIND:            [0x00000200, 'smb.server_cap.nt_find'],
  CAP_DFS:                [0x00001000, 'smb.server_cap.dfs'],
  CAP_INFOLEVEL_PASSTHRU: [0x00002000, 'smb.server_cap.infolevel_passthru'],
  CAP_LARGE_READX:        [0x00004000, 'smb.server_cap.large_readx'],
  CAP_LARGE_WRITEX:       [0x00008000, 'smb.server_cap.large_writex'],
  CAP_LWIO:               [0x00010000, 'smb.server_cap.lwio'],
  CAP_UNIX:               [0x00800000, 'smb.server_cap.unix'],
  CAP_COMPRESSED_DATA:    [0x02000000, 'smb.server_cap.compressed_data'],
  CAP_DYNAMIC_REAUTH:     [0x20000000, 'smb.server_cap.dynamic_reauth'],
  CAP_EXTENDED_SECURITY:  [0x80000000, 'smb.server_cap.extended_security'],
});

/** With extended security as MS-SMB 2.2.4.5.2.1 has it. */
const NtLm = struct('MS-CIFS 2.2.4.52.2', 'NT LAN Manager', {
  DialectIndex:    u16('smb.dialect.index'),
  SecurityMode:    u8('smb.sm', NtSecurityMode),
  MaxMpxCount:     u16('smb.max_mpx_count'),
  MaxNumberVcs:    u16('smb.max_vcs'),
  MaxBufferSize:   u32('smb.max_bufsize'),
  MaxRawSize:      u32('smb.max_raw'),
  SessionKey:      u32('smb.session_key', hex),
  Capabilities:    u32('smb.server_cap', Capabilities),
  SystemTime:      filetime('smb.system.time'),
  ServerTimeZone:  i16('smb.server_timezone'),
  ChallengeLength: u8('smb.challenge_length'),
  ByteCount:       u16('smb.bcc'),
  Challenge:       bytes('smb.challenge').sized('ChallengeLength').if(plain),
  DomainName:      coded('smb.primary_domain', UnicodeString).if(unicode),
  ServerName:      coded('smb.server', UnicodeString).if(unicode),
  OemDomainName:   coded('smb.primary_domain', OemString).if(oem),
  OemServerName:   coded('smb.server', OemString).if(oem),
  ServerGUID:      guid('smb.server_guid').if(extended),
  SecurityBlob:    bytes('smb.security_blob').holds(securityToken).sized('ByteCount', -16).if(extended),
});

/** An error response has no words. */
const Empty = struct('MS-CIFS 2.2.4.52.2', 'Error', { ByteCount: u16('smb.bcc') });

const byWordCount: Table = { 0: Empty, 1: Core, 13: LanMan, 17: NtLm };

export const NegotiateResponse = struct('MS-CIFS 2.2.4.52.2', 'SMB_COM_NEGOTIATE Response', {
  WordCount: u8('smb.wct'),
  Body:      dispatch('', byWordCount, 'WordCount'),
});
