import { bytes, filetime, guid, hex, nested, u16, u32 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { securityToken } from '../auth/index.ts';
import type { MessageFacts } from '../facts.ts';
import { Capabilities, Dialect, SecurityMode } from './capabilities.ts';
import { length16, offset16, reserved, StructureSize } from './fields.ts';
import { NegotiateContext } from './negotiate-contexts.ts';

const offers311 = (m: MessageFacts) => m.offers311;
const before311 = (m: MessageFacts) => !m.offers311;

export const NegotiateRequest = struct('MS-SMB2 2.2.3', 'SMB2 NEGOTIATE Request', {
  StructureSize,
  DialectCount:           u16('smb2.dialect_count'),
  SecurityMode:           u16('smb2.sec_mode', SecurityMode),
  Reserved:               reserved(2),
  Capabilities:           u32('smb2.capabilities', Capabilities),
  ClientGuid:             guid('smb2.client_guid'),
  NegotiateContextOffset: u32('smb2.negotiate_context.offset', hex).if(offers311),
  NegotiateContextCount:  u16('smb2.negotiate_context.count').if(offers311),
  Reserved2:              reserved(2).if(offers311),
  ClientStartTime:        filetime('smb2.boot_time').if(before311),
  Dialects:               u16('smb2.dialect', hex, Dialect).times('DialectCount'),
  NegotiateContextList:   nested('', NegotiateContext).times('NegotiateContextCount').at('NegotiateContextOffset').if(offers311),
});

const chose311   = (m: MessageFacts) => m.dialect === 0x0311;
const choseOther = (m: MessageFacts) => m.dialect !== 0x0311;

export const NegotiateResponse = struct('MS-SMB2 2.2.4', 'SMB2 NEGOTIATE Response', {
  StructureSize,
  SecurityMode:           u16('smb2.sec_mode', SecurityMode),
  DialectRevision:        u16('smb2.dialect', hex, Dialect),
  NegotiateContextCount:  u16('smb2.negotiate_context.count').if(chose311),
  Reserved:               reserved(2).if(choseOther),
  ServerGuid:             guid('smb2.server_guid'),
  Capabilities:           u32('smb2.capabilities', Capabilities),
  MaxTransactSize:        u32('smb2.max_trans_size'),
  MaxReadSize:            u32('smb2.max_read_size'),
  MaxWriteSize:           u32('smb2.max_write_size'),
  SystemTime:             filetime('smb2.current_time'),
  ServerStartTime:        filetime('smb2.boot_time'),
  SecurityBufferOffset:   offset16,
  SecurityBufferLength:   length16,
  NegotiateContextOffset: u32('smb2.negotiate_context.offset', hex).if(chose311),
  Reserved2:              reserved(4).if(choseOther),
  Buffer:                 bytes('smb2.security_blob').holds(securityToken).at('SecurityBufferOffset', 'SecurityBufferLength'),
  NegotiateContextList:   nested('', NegotiateContext).times('NegotiateContextCount').at('NegotiateContextOffset').if(chose311),
});
