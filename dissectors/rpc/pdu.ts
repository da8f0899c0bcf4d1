import { bits, bytes, fact, hex, names, u8, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { PduFacts } from '../facts.ts';
import { NTSTATUS } from '../tables/ntstatus.ts';
import { WIN32_ERROR } from '../tables/win32-error.ts';
import { bindOf } from './bind.ts';
import { big, little, type Order } from './byte-order.ts';
import { rtsOf } from './rts.ts';

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
const header = (order: Order) => ({
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

/** What the calls of a connection teach. */
const call = {
  request_in:  fact('dcerpc.request_in', (f: PduFacts) => f.requestFrame),
  response_in: fact('dcerpc.response_in', (f: PduFacts) => f.responseFrame),
  time:        fact('dcerpc.time', (f: PduFacts) => f.latency),
};

/** C706 E, MS-RPCE 2.2.2.8 and the codes of Windows. */
const FaultStatus = {
  nca_s_comm_failure: 0x1c010001, nca_op_rng_error: 0x1c010002, nca_unk_if: 0x1c010003, nca_wrong_boot_time: 0x1c010006,
  nca_s_you_crashed: 0x1c010009, nca_proto_error: 0x1c01000b, nca_out_args_too_big: 0x1c010013, nca_server_too_busy: 0x1c010014,
  nca_unsupported_type: 0x1c010017, nca_s_fault_int_div_by_zero: 0x1c000001, nca_s_fault_addr_error: 0x1c000002,
  nca_s_fault_invalid_tag: 0x1c000006, nca_s_fault_invalid_bound: 0x1c000007, nca_s_fault_cancel: 0x1c00000d, nca_s_fault_unspec: 0x1c000012,
  nca_s_fault_context_mismatch: 0x1c00001a, nca_s_fault_remote_no_memory: 0x1c00001b, nca_s_fault_access_denied: 0x00000005,
  nca_s_fault_ndr: 0x000006f7, nca_s_fault_cant_perform: 0x000006d8,
};
const Status = names({ ...FaultStatus, ...NTSTATUS, ...WIN32_ERROR });

const FaultFlags = bits({ extended_error: [0x01, 'dcerpc.cn_fault_flags.extended_error'] });

const pdus = (order: Order) => {
  const common = header(order);
  const { bind, bindAck, bindNak } = bindOf(order, common);
  const ending = (spec: string, title: string) => struct(spec, title, common);
  return {
    [PduType.request]: struct('C706 12.6.4.9', 'Request', {
      ...common,
      alloc_hint: order.u32('dcerpc.cn_alloc_hint'),
      p_cont_id:  order.u16('dcerpc.cn_ctx_id'),
      opnum:      order.u16('dcerpc.opnum'),
      object:     order.guid('dcerpc.obj_id').when('pfc_flags', 0x80),
      ...call,
    }),
    [PduType.response]: struct('C706 12.6.4.10', 'Response', {
      ...common,
      alloc_hint:   order.u32('dcerpc.cn_alloc_hint'),
      p_cont_id:    order.u16('dcerpc.cn_ctx_id'),
      cancel_count: u8('dcerpc.cn_cancel_count'),
      reserved:     bytes('dcerpc.reserved', 1),
      opnum:        fact('dcerpc.opnum', (f: PduFacts) => f.opnum),
      ...call,
    }),
    [PduType.fault]: struct('MS-RPCE 2.2.2.8', 'Fault', {
      ...common,
      alloc_hint:   order.u32('dcerpc.cn_alloc_hint'),
      p_cont_id:    order.u16('dcerpc.cn_ctx_id'),
      cancel_count: u8('dcerpc.cn_cancel_count'),
      flags:        u8('dcerpc.cn_fault_flags', FaultFlags),
      status:       order.u32('dcerpc.cn_status', hex, Status),
      reserved2:    bytes('dcerpc.reserved', 4),
      opnum:        fact('dcerpc.opnum', (f: PduFacts) => f.opnum),
      ...call,
    }),
    [PduType.bind]:               bind('C706 12.6.4.3', 'Bind'),
    [PduType.bind_ack]:           bindAck('C706 12.6.4.4', 'Bind Ack'),
    [PduType.bind_nak]:           bindNak,
    [PduType.alter_context]:      bind('C706 12.6.4.1', 'Alter Context'),
    [PduType.alter_context_resp]: bindAck('C706 12.6.4.2', 'Alter Context Response'),
    [PduType.auth3]:              struct('MS-RPCE 2.2.2.5', 'rpc_auth_3', { ...common, pad: bytes('dcerpc.reserved', 4) }),
    [PduType.shutdown]:           ending('C706 12.6.4.11', 'Shutdown'),
    [PduType.co_cancel]:          ending('C706 12.6.4.6', 'CO Cancel'),
    [PduType.orphaned]:           ending('C706 12.6.4.8', 'Orphaned'),
    [PduType.rts]:                rtsOf(common),
    other:                        ending('C706 12.6.3.1', 'PDU'),
  } satisfies Table;
};

/** PDUs of a connection by type, without the stub data and the security trailer. */
export const littlePdus = pdus(little);
export const bigPdus    = pdus(big);
