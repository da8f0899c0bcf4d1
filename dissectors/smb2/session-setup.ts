import { bits, bytes, hex, u16, u32, u64, u8 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { securityToken } from '../auth/index.ts';
import { Capabilities, SecurityMode } from './capabilities.ts';
import { Channel } from './channel-info.ts';
import { length16, offset16, StructureSize } from './fields.ts';

const RequestFlags = bits({
  SMB2_SESSION_FLAG_BINDING: [0x01, 'smb2.ses_req_flags.session_binding'],
});

export const SessionSetupRequest = struct('MS-SMB2 2.2.5', 'SMB2 SESSION_SETUP Request', {
  StructureSize,
  Flags:                u8('smb2.ses_req_flags', RequestFlags),
  SecurityMode:         u8('smb2.sec_mode', SecurityMode),
  Capabilities:         u32('smb2.capabilities', Capabilities),
  Channel:              u32('smb2.channel', hex, Channel),
  SecurityBufferOffset: offset16,
  SecurityBufferLength: length16,
  PreviousSessionId:    u64('smb2.previous_sesid', hex),
  Buffer:               bytes('smb2.security_blob').holds(securityToken).at('SecurityBufferOffset', 'SecurityBufferLength'),
});

const SessionFlags = bits({
  SMB2_SESSION_FLAG_IS_GUEST:     [0x0001, 'smb2.ses_flags.guest'],
  SMB2_SESSION_FLAG_IS_NULL:      [0x0002, 'smb2.ses_flags.null'],
  SMB2_SESSION_FLAG_ENCRYPT_DATA: [0x0004, 'smb2.ses_flags.encrypt'],
});

export const SessionSetupResponse = struct('MS-SMB2 2.2.6', 'SMB2 SESSION_SETUP Response', {
  StructureSize,
  SessionFlags:         u16('smb2.session_flags', SessionFlags),
  SecurityBufferOffset: offset16,
  SecurityBufferLength: length16,
  Buffer:               bytes('smb2.security_blob').holds(securityToken).at('SecurityBufferOffset', 'SecurityBufferLength'),
});
