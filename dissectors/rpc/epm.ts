import { names } from '../../src/dissect/field.ts';
import {
  conformant, conformantVarying, contextHandle, full, guid, holding, In, InOut, Out, stringWithinAs, u16, u32, u8, within,
} from '../../src/dissect/ndr.ts';
import { op, rpc } from '../../src/dissect/rpc.ts';
import { Tower } from './tower.ts';

const { struct } = within('epm.');

const twr_t = struct('C706 O', 'twr_t', 'tower', {
  tower_length:       u32.as('epm.tower.len'),
  tower_octet_string: holding(Tower, 'tower_length', 'epm.tower.len').as(''),
}).as('');

const ept_entry_t = struct('C706 O', 'ept_entry_t', 'entry', {
  object:     guid.as('epm.object'),
  tower:      full(twr_t),
  annotation: stringWithinAs('epm.ann_offset', 'epm.ann_len').as('epm.annotation'),
}).as('');

const rpc_if_id_t = struct('C706 O', 'rpc_if_id_t', 'if_id', {
  uuid:       guid.as('epm.if_id'),
  vers_major: u16.as('epm.ver_maj'),
  vers_minor: u16.as('epm.ver_min'),
}).as('');

const status = Out(u32.of(names({
  rpc_s_ok: 0x00000000, ept_s_cant_perform_op: 0x16c9a0cd, ept_s_invalid_entry: 0x16c9a0d3, ept_s_update_failed: 0x16c9a0d4,
  ept_s_invalid_context: 0x16c9a0d5, ept_s_not_registered: 0x16c9a0d6, ept_s_database_invalid: 0x16c9a0d1,
}), { hex: true }).as('epm.rc'));
const object       = In(full(guid).as('epm.uuid'));
const entry_handle = InOut(contextHandle.as('epm.hnd'));
const InquiryType  = names({ rpc_c_ep_all_elts: 0, rpc_c_ep_match_by_if: 1, rpc_c_ep_match_by_obj: 2, rpc_c_ep_match_by_both: 3 });
const VersOption   = names({
  rpc_c_vers_all: 1, rpc_c_vers_compatible: 2, rpc_c_vers_exact: 3, rpc_c_vers_major_only: 4, rpc_c_vers_upto: 5,
});

export const epm = rpc({
  name: 'epm', title: 'DCE/RPC Endpoint Mapper', uuid: 'e1af8308-5d1f-11c9-91a4-08002b14a0fa', version: [3, 0], pipes: ['epmapper'], spec: 'C706 O',
  base: 'epm.',
  operations: {
    0: op('ept_insert', {
      num_ents: In(u32.as('epm.num_ents')), entries: In(conformant(ept_entry_t, 'num_ents')), replace: In(u8.as('epm.replace')), status,
    }),
    1: op('ept_delete', { num_ents: In(u32.as('epm.num_ents')), entries: In(conformant(ept_entry_t, 'num_ents')), status }),
    2: op('ept_lookup', {
      inquiry_type: In(u32.of(InquiryType).as('epm.inq_type')),
      object:       In(full(guid).as('epm.object')),
      Ifid:         In(full(rpc_if_id_t)),
      vers_option:  In(u32.of(VersOption).as('epm.ver_opt')),
      entry_handle,
      max_ents:     In(u32.as('epm.max_ents')),
      num_ents:     Out(u32.as('epm.num_ents')),
      entries:      Out(conformantVarying(ept_entry_t, 'max_ents', 'num_ents')),
      status,
    }),
    3: op('ept_map', {
      object,
      map_tower:  In(full(twr_t)),
      entry_handle,
      max_towers: In(u32.as('epm.max_towers')),
      num_towers: Out(u32.as('epm.num_towers')),
      towers:     Out(conformantVarying(full(twr_t), 'max_towers', 'num_towers')),
      status,
    }),
    4: op('ept_lookup_handle_free', { entry_handle, status }),
    5: op('ept_inq_object', { ept_object: Out(guid.as('epm.object')), status }),
    6: op('ept_mgmt_delete', { object_speced: In(u32.as('epm.replace_all')), object, tower: In(full(twr_t)), status }),
  },
});
