import { bits, coded, dispatch, hex, ipv4, names, type Table, u8, u16be, u24be } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { TransportFacts } from '../facts.ts';
import { NetbiosName } from './names.ts';

const direct  = (t: TransportFacts) => t.isDirect;
const netbios = (t: TransportFacts) => !t.isDirect;

export const PacketType = {
  'SESSION MESSAGE': 0x00, 'SESSION REQUEST': 0x81, 'POSITIVE SESSION RESPONSE': 0x82,
  'NEGATIVE SESSION RESPONSE': 0x83, 'RETARGET SESSION RESPONSE': 0x84, 'SESSION KEEP ALIVE': 0x85,
} as const;

const ErrorCode = names({
  'Not listening on called name': 0x80, 'Not listening for calling name': 0x81, 'Called name not present': 0x82,
  'Called name present, but insufficient resources': 0x83, 'Unspecified error': 0x8f,
});

const SessionRequest = struct('RFC 1002 4.3.2', 'Session Request Packet', {
  CALLED_NAME:  coded('nbss.called_name', NetbiosName),
  CALLING_NAME: coded('nbss.calling_name', NetbiosName),
});

const NegativeSessionResponse = struct('RFC 1002 4.3.4', 'Negative Session Response Packet', {
  ERROR_CODE: u8('nbss.error_code', hex, ErrorCode),
});

const SessionRetargetResponse = struct('RFC 1002 4.3.5', 'Session Retarget Response Packet', {
  RETARGET_IP_ADDRESS: ipv4('nbss.retarget_ip_address'),
  PORT:                u16be('nbss.retarget_port'),
});

const trailers: Table = {
  0x00: struct('RFC 1002 4.3.6', 'Session Message Packet', {}),
  0x81: SessionRequest,
  0x82: struct('RFC 1002 4.3.3', 'Positive Session Response Packet', {}),
  0x83: NegativeSessionResponse,
  0x84: SessionRetargetResponse,
  0x85: struct('RFC 1002 4.3.7', 'Session Keep Alive Packet', {}),
};

/** Over NetBIOS the length has seventeen bits, the top one in FLAGS; over TCP alone twenty-four, MS-SMB2 2.1. */
export const SessionPacket = struct('RFC 1002 4.3.1', 'NetBIOS Session Service', {
  TYPE:         u8('nbss.type', hex, names(PacketType)),
  FLAGS:        u8('nbss.flags', bits({ E: [0x01, 'nbss.flags.e'] })).peek().if(netbios),
  LENGTH:       u24be('', bits({ LENGTH: [0x01ffff, 'nbss.length'] })).if(netbios),
  StreamLength: u24be('nbss.length').if(direct),
  TRAILER:      dispatch('', trailers, 'TYPE'),
});
