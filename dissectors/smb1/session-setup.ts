import { bits, bytes, dispatch, hex, names, type Table, u8, u16, u32 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { securityToken } from '../auth/index.ts';
import { Command } from './commands.ts';
import { Capabilities } from './negotiate.ts';

const andX = {
  AndXCommand:  u8('smb.cmd', hex, names(Command)),
  AndXReserved: bytes('smb.reserved', 1),
  AndXOffset:   u16('smb.andxoffset'),
};

const NativeNames = bytes('smb.bytes');

const ExtendedRequest = struct('MS-SMB 2.2.4.6.1', 'With extended security', {
  ...andX,
  MaxBufferSize:      u16('smb.max_buf'),
  MaxMpxCount:        u16('smb.max_mpx_count'),
  VcNumber:           u16('smb.vc'),
  SessionKey:         u32('smb.session_key', hex),
  SecurityBlobLength: u16('smb.security_blob_len'),
  Reserved:           bytes('smb.reserved', 4),
  Capabilities:       u32('smb.server_cap', Capabilities),
  ByteCount:          u16('smb.bcc'),
  SecurityBlob:       bytes('smb.security_blob').holds(securityToken).sized('SecurityBlobLength'),
  NativeNames,
});

const NtLmRequest = struct('MS-CIFS 2.2.4.53.1', 'NT LAN Manager', {
  ...andX,
  MaxBufferSize:      u16('smb.max_buf'),
  MaxMpxCount:        u16('smb.max_mpx_count'),
  VcNumber:           u16('smb.vc'),
  SessionKey:         u32('smb.session_key', hex),
  OEMPasswordLen:     u16('smb.ansi_pwlen'),
  UnicodePasswordLen: u16('smb.unicode_pwlen'),
  Reserved:           bytes('smb.reserved', 4),
  Capabilities:       u32('smb.server_cap', Capabilities),
  ByteCount:          u16('smb.bcc'),
  OEMPassword:        bytes('smb.ansi_password').sized('OEMPasswordLen'),
  UnicodePassword:    bytes('smb.unicode_password').sized('UnicodePasswordLen'),
  Names:              NativeNames,
});

const Action = bits({ SMB_SETUP_GUEST: [0x0001, 'smb.setup.action.guest'], SMB_SETUP_USE_LANMAN_KEY: [0x0002, 'smb.setup.action.lanman_key'] });

const NtLmResponse = struct('MS-CIFS 2.2.4.53.2', 'NT LAN Manager', {
  ...andX,
  Action:    u16('smb.setup.action', Action),
  ByteCount: u16('smb.bcc'),
  NativeNames,
});

const ExtendedResponse = struct('MS-SMB 2.2.4.6.2', 'With extended security', {
  ...andX,
  Action:             u16('smb.setup.action', Action),
  SecurityBlobLength: u16('smb.security_blob_len'),
  ByteCount:          u16('smb.bcc'),
  SecurityBlob:       bytes('smb.security_blob').holds(securityToken).sized('SecurityBlobLength'),
  NativeNames,
});

/** Of another form, or of an error: words as they are. */
const other = struct('MS-CIFS 2.2.3', 'SMB Parameters and Data', { Words: bytes('smb.bytes') });

const requests: Table  = { 12: ExtendedRequest, 13: NtLmRequest, other };
const responses: Table = { 3: NtLmResponse, 4: ExtendedResponse, other };

export const SessionSetupRequest = struct('MS-CIFS 2.2.4.53.1', 'SMB_COM_SESSION_SETUP_ANDX Request', {
  WordCount: u8('smb.wct'),
  Body:      dispatch('', requests, 'WordCount'),
});

export const SessionSetupResponse = struct('MS-CIFS 2.2.4.53.2', 'SMB_COM_SESSION_SETUP_ANDX Response', {
  WordCount: u8('smb.wct'),
  Body:      dispatch('', responses, 'WordCount'),
});
