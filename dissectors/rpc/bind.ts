import { bits, bytes, coded, dispatch, hex, names, nested, u8, type Field } from '../../src/dissect/field.ts';
import { textOf } from '../../src/dissect/ndr-rows.ts';
import { Op } from '../../src/dissect/row.ts';
import { struct, type Shape } from '../../src/dissect/struct.ts';
import { big, little, type Order } from './byte-order.ts';

/** MS-RPCE 2.2.2.14: the second half of the UUID of a bind time feature negotiation. */
const BIND_TIME_FEATURE = { little: 0x6cb71c2c, big: 0x2c1cb76c };
const Features = bits({
  SecurityContextMultiplexingSupported: [0x0001, 'dcerpc.cn_bind_trans_btfn.01'],
  KeepConnectionOnOrphanSupported:      [0x0002, 'dcerpc.cn_bind_trans_btfn.02'],
});

const Result = names({ acceptance: 0, user_rejection: 1, provider_rejection: 2, negotiate_ack: 3 });
const Reason = names({
  reason_not_specified: 0, abstract_syntax_not_supported: 1, proposed_transfer_syntaxes_not_supported: 2, local_limit_exceeded: 3,
});
const RejectReason = names({
  reason_not_specified: 0, temporary_congestion: 1, local_limit_exceeded: 2, called_paddr_unknown: 3, protocol_version_not_supported: 4,
  default_context_not_supported: 5, user_data_not_readable: 6, no_psap_available: 7, authentication_type_not_recognized: 8, invalid_checksum: 9,
});

const spec = 'C706 12.6.3.1';

const syntaxOf = ({ u16, u32, guid }: Order) => {
  const Abstract = struct(spec, 'p_syntax_id_t', {
    if_uuid:          guid('dcerpc.cn_bind_to_uuid'),
    if_version:       u16('dcerpc.cn_bind_if_ver'),
    if_version_minor: u16('dcerpc.cn_bind_if_ver_minor'),
  });
  const Plain = struct(spec, 'p_syntax_id_t', {
    if_uuid:    guid('dcerpc.cn_bind_trans_id'),
    if_version: u32('dcerpc.cn_bind_trans_ver'),
  });
  const Negotiation = struct('MS-RPCE 2.2.2.14', 'Bind time feature negotiation', {
    if_uuid:    guid('dcerpc.cn_bind_trans_id').peek(),
    prefix:     bytes('dcerpc.cn_bind_trans_btfn.prefix', 8),
    features:   u16('dcerpc.cn_bind_trans_btfn', Features),
    reserved:   bytes('dcerpc.reserved', 6),
    if_version: u32('dcerpc.cn_bind_trans_ver'),
  });
  const Transfer = struct(spec, 'p_syntax_id_t', {
    start:  u32('').peek(),
    syntax: dispatch('dcerpc.cn_bind_trans', { [BIND_TIME_FEATURE.little]: Negotiation, other: Plain }, 'start'),
  });
  return { Abstract, Transfer };
};

/** The secondary address up to its terminator. */
const address: (abbrev: string) => Field<string> = (abbrev) => coded(abbrev, textOf(Op.ascii, false));

/** The results begin at a multiple of four, after the secondary address: a structure of their own. */
const resultsOf = ({ u16, u32, guid }: Order) => {
  const Result1 = struct(spec, 'p_result_t', {
    result:          u16('dcerpc.cn_ack_result', Result),
    reason:          u16('dcerpc.cn_ack_reason', Reason).unless('result', 0x0001),
    rejected:        u16('dcerpc.cn_ack_reason', Reason).when('result', 0xffff, 1),
    features:        u16('dcerpc.cn_bind_trans_btfn', Features).when('result', 0xffff, 3),
    transfer_syntax: guid('dcerpc.cn_ack_trans_id'),
    version:         u32('dcerpc.cn_ack_trans_ver'),
  });
  return struct(spec, 'p_result_list_t', {
    n_results: u8('dcerpc.cn_num_results'),
    reserved:  bytes('dcerpc.reserved', 3),
    p_results: nested('', Result1).times('n_results'),
  });
};
export const littleResults = resultsOf(little);
export const bigResults    = resultsOf(big);

export const bindOf = <S extends Shape>(order: Order, common: S) => {
  const { u16, u32 } = order;
  const { Abstract, Transfer } = syntaxOf(order);
  const Context = struct(spec, 'p_cont_elem_t', {
    p_cont_id:         u16('dcerpc.cn_ctx_id'),
    n_transfer_syn:    u8('dcerpc.cn_num_trans_items'),
    reserved:          bytes('dcerpc.reserved', 1),
    abstract_syntax:   nested('dcerpc.cn_bind_abstract_syntax', Abstract),
    transfer_syntaxes: nested('', Transfer).times('n_transfer_syn'),
  });
  const sizes = {
    max_xmit_frag:  u16('dcerpc.cn_max_xmit'),
    max_recv_frag:  u16('dcerpc.cn_max_recv'),
    assoc_group_id: u32('dcerpc.cn_assoc_group', hex),
  };
  const Version = struct(spec, 'p_rt_versions_supported_t', {
    major: u8('dcerpc.cn_protocol_ver_major'),
    minor: u8('dcerpc.cn_protocol_ver_minor'),
  });
  return {
    bind: (of: string, title: string) => struct(of, title, {
      ...common as Shape,
      ...sizes,
      n_context_elem: u8('dcerpc.cn_num_ctx_items'),
      reserved:       bytes('dcerpc.reserved', 3),
      p_cont_elem:    nested('dcerpc.cn_ctx_item', Context).times('n_context_elem'),
    }),
    bindAck: (of: string, title: string) => struct(of, title, {
      ...common as Shape,
      ...sizes,
      length:    u16('dcerpc.cn_sec_addr_len'),
      port_spec: address('dcerpc.cn_sec_addr').sized('length'),
    }),
    bindNak: struct('MS-RPCE 2.2.2.9', 'Bind Nak', {
      ...common as Shape,
      provider_reject_reason: u16('dcerpc.cn_reject_reason', RejectReason),
      n_protocols:            u8('dcerpc.cn_num_protocols'),
      p_protocols:            nested('', Version).times('n_protocols'),
    }),
  };
};
