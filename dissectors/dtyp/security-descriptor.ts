import { bits, nested, u16, u32, type Bits } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { FileRights } from './access-mask.ts';
import { aceOf } from './ace.ts';
import { sid } from './sid.ts';

// Wireshark's Revision and number of ACEs are wider than the fields: they take Sbz1 and Sbz2 along.
const DescriptorRevision = bits({ Revision: [0x00ff, 'nt.sec_desc.revision.number'], Sbz1: [0xff00, 'nt.sec_desc.sbz1'] });
const AclRevision        = bits({ AclRevision: [0x00ff, 'nt.acl.revision.number'], Sbz1: [0xff00, 'nt.acl.sbz1'] });
const AceCount           = bits({ AceCount: [0x0000ffff, 'nt.acl.num_aces.number'], Sbz2: [0xffff0000, 'nt.acl.sbz2'] });
const decimal            = { hex: false };

const Control = bits({
  SR: [0x8000, 'nt.sec_desc.type.self_relative'],
  RM: [0x4000, 'nt.sec_desc.type.rm_control_valid'],
  PS: [0x2000, 'nt.sec_desc.type.sacl_protected'],
  PD: [0x1000, 'nt.sec_desc.type.dacl_protected'],
  SI: [0x0800, 'nt.sec_desc.type.sacl_auto_inherited'],
  DI: [0x0400, 'nt.sec_desc.type.dacl_auto_inherited'],
  SC: [0x0200, 'nt.sec_desc.type.sacl_auto_inherit_req'],
  DC: [0x0100, 'nt.sec_desc.type.dacl_auto_inherit_req'],
  SS: [0x0080, 'nt.sec_desc.type.server_security'],
  DT: [0x0040, 'nt.sec_desc.type.dacl_trusted'],
  SD: [0x0020, 'nt.sec_desc.type.sacl_defaulted'],
  SP: [0x0010, 'nt.sec_desc.type.sacl_present'],
  DD: [0x0008, 'nt.sec_desc.type.dacl_defaulted'],
  DP: [0x0004, 'nt.sec_desc.type.dacl_present'],
  GD: [0x0002, 'nt.sec_desc.type.group_defaulted'],
  OD: [0x0001, 'nt.sec_desc.type.owner_defaulted'],
});

const aclOf = (rights: { readonly bits: Bits }) => struct('MS-DTYP 2.4.5', 'ACL', {
  AclRevision: u16('nt.acl.revision', AclRevision, decimal),
  AclSize:     u16('nt.acl.size'),
  Count:       u16('').peek(),
  AceCount:    u32('nt.acl.num_aces', AceCount, decimal),
  Aces:        nested('', aceOf(rights)).sized('AclSize', -8).times('Count'),
});

/** Self-relative, for one kind of object: what its access masks mean. */
export function securityDescriptorOf(rights: { readonly bits: Bits }) {
  const Acl = aclOf(rights);
  return struct('MS-DTYP 2.4.6', 'SECURITY_DESCRIPTOR', {
    Revision:    u16('nt.sec_desc.revision', DescriptorRevision, decimal),
    Control:     u16('nt.sec_desc.type', Control),
    OffsetOwner: u32('nt.offset_to_owner_sid'),
    OffsetGroup: u32('nt.offset_to_group_sid'),
    OffsetSacl:  u32('nt.offset_to_sacl'),
    OffsetDacl:  u32('nt.offset_to_dacl'),
    OwnerSid:    sid.at('OffsetOwner'),
    GroupSid:    sid.at('OffsetGroup'),
    Sacl:        nested('', Acl).at('OffsetSacl'),
    Dacl:        nested('', Acl).at('OffsetDacl'),
  }, { offsetsFrom: 'struct' });
}

/** An ACL on its own. */
export const FileAcl = aclOf(FileRights);

export const FileSecurityDescriptor = securityDescriptorOf(FileRights);
