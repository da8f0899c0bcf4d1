import { bits, bytes, names, u8 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { little, type Order } from './byte-order.ts';

export const PduType = {
  request: 0, ping: 1, response: 2, fault: 3, working: 4, nocall: 5, reject: 6, ack: 7, cl_cancel: 8, fack: 9, cancel_ack: 10, bind: 11, bind_ack: 12,
  bind_nak: 13, alter_context: 14, alter_context_resp: 15, auth3: 16, shutdown: 17, co_cancel: 18, orphaned: 19, rts: 20,
} as const;

/** In a bind and its answers 0x04 is PFC_SUPPORT_HEADER_SIGN (MS-RPCE 2.2.2.3). */
const PfcFlags = bits({
  PFC_OBJECT_UUID:     [0x80, 'dcerpc.cn_flags.object'],
  PFC_MAYBE:           [0x40, 'dcerpc.cn_flags.maybe'],
  PFC_DID_NOT_EXECUTE: [0x20, 'dcerpc.cn_flags.dne'],
  PFC_CONC_MPX:        [0x10, 'dcerpc.cn_flags.mpx'],
  PFC_RESERVED_1:      [0x08, 'dcerpc.cn_flags.reserved'],
  PFC_PENDING_CANCEL:  [0x04, 'dcerpc.cn_flags.cancel_pending'],
  PFC_LAST_FRAG:       [0x02, 'dcerpc.cn_flags.last_frag'],
  PFC_FIRST_FRAG:      [0x01, 'dcerpc.cn_flags.first_frag'],
});

const IntegerRepresentation  = { 'big-endian': 0, 'little-endian': 1 };
const CharacterRepresentation = { ASCII: 0, EBCDIC: 1 };
const FloatRepresentation    = { IEEE: 0, VAX: 1, Cray: 2, IBM: 3 };

/** C706 14.1. */
export const drep = {
  packed_drep:     bytes('dcerpc.drep', 4).peek(),
  integer_and_character: u8('', bits({
    integer:   [0xf0, 'dcerpc.drep.byteorder', IntegerRepresentation],
    character: [0x0f, 'dcerpc.drep.character', CharacterRepresentation],
  })),
  floating_point:  u8('dcerpc.drep.fp', names(FloatRepresentation)),
  drep_reserved:   bytes('dcerpc.reserved', 2),
};

export const HEADER_SIZE = 16;

/** C706 12.6.3.1; the places of an index pass. */
export const header = (order: Order) => ({
  rpc_vers:       u8('dcerpc.ver'),
  rpc_vers_minor: u8('dcerpc.ver_minor'),
  PTYPE:          u8('dcerpc.pkt_type', names(PduType)),
  pfc_flags:      u8('dcerpc.cn_flags', PfcFlags),
  ...drep,
  frag_length:    order.u16('dcerpc.cn_frag_len'),
  auth_length:    order.u16('dcerpc.cn_auth_len'),
  call_id:        order.u32('dcerpc.cn_call_id'),
});

export const CommonHeader = struct('C706 12.6.3.1', 'Common Header', header(little));
