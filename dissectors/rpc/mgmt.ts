import { names } from '../../src/dissect/field.ts';
import { conformant, full, guid, In, InOut, Out, string, u16, u32, within } from '../../src/dissect/ndr.ts';
import { op, rpc } from '../../src/dissect/rpc.ts';

const { struct } = within('mgmt.');

const rpc_if_id_t = struct('C706 Q', 'rpc_if_id_t', 'if_id', {
  uuid:       guid.as('uuid'),
  vers_major: u16.as('ver_maj'),
  vers_minor: u16.as('ver_min'),
}).as('');

const rpc_if_id_vector_t = struct('C706 Q', 'rpc_if_id_vector_t', 'if_id_vector', {
  count: u32.as('if_id_count'),
  if_id: conformant(full(rpc_if_id_t), 'count'),
}).as('');

const status       = Out(u32.as('mgmt.rc'));
const AuthnService = names({ RPC_C_AUTHN_NONE: 0, RPC_C_AUTHN_GSS_NEGOTIATE: 9, RPC_C_AUTHN_WINNT: 10, RPC_C_AUTHN_GSS_SCHANNEL: 14, RPC_C_AUTHN_GSS_KERBEROS: 16 });

export const mgmt = rpc({
  name: 'mgmt', title: 'DCE/RPC Remote Management', uuid: 'afa8bd80-7d8a-11c9-bef4-08002b102989', version: [1, 0], spec: 'C706 Q', base: 'mgmt.',
  operations: {
    0: op('rpc__mgmt_inq_if_ids', { if_id_vector: Out(full(rpc_if_id_vector_t)), status }),
    1: op('rpc__mgmt_inq_stats', { count: InOut(u32.as('mgmt.stat_count')), statistics: Out(conformant(u32, 'count').as('mgmt.stat')), status }),
    2: op('rpc__mgmt_is_server_listening', { status }, u32.as('listening')),
    3: op('rpc__mgmt_stop_server_listening', { status }),
    4: op('rpc__mgmt_inq_princ_name', {
      authn_proto:     In(u32.of(AuthnService).as('mgmt.proto')),
      princ_name_size: In(u32.as('mgmt.princ_size')),
      princ_name:      Out(string.as('mgmt.princ_name')),
      status,
    }),
  },
});
