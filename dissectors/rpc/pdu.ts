import { bits, bytes, fact, hex, names, u8, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { PduFacts } from '../facts.ts';
import { NTSTATUS } from '../tables/ntstatus.ts';
import { WIN32_ERROR } from '../tables/win32-error.ts';
import { bindOf } from './bind.ts';
import { big, little, type Order } from './byte-order.ts';
import { header, PduType } from './pdu-header.ts';
import { rtsOf } from './rts.ts';

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
export const Status = names({ ...FaultStatus, ...NTSTATUS, ...WIN32_ERROR });

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
