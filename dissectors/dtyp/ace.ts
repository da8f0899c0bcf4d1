import { bits, bytes, dispatch, guid, names, nested, u16, u32, u8, type Bits, type Table } from '../../src/dissect/field.ts';
import { struct, type Struct } from '../../src/dissect/struct.ts';
import { MandatoryPolicy } from './access-mask.ts';
import { ApplicationData } from './conditional-expression.ts';
import { ClaimSecurityAttribute } from './resource-attribute.ts';
import { sid } from './sid.ts';

const ACE_OBJECT_TYPE_PRESENT           = 0x00000001;
const ACE_INHERITED_OBJECT_TYPE_PRESENT = 0x00000002;

const AceType = names({
  ACCESS_ALLOWED_ACE_TYPE: 0x00, ACCESS_DENIED_ACE_TYPE: 0x01, SYSTEM_AUDIT_ACE_TYPE: 0x02, SYSTEM_ALARM_ACE_TYPE: 0x03,
  ACCESS_ALLOWED_COMPOUND_ACE_TYPE: 0x04, ACCESS_ALLOWED_OBJECT_ACE_TYPE: 0x05, ACCESS_DENIED_OBJECT_ACE_TYPE: 0x06,
  SYSTEM_AUDIT_OBJECT_ACE_TYPE: 0x07, SYSTEM_ALARM_OBJECT_ACE_TYPE: 0x08, ACCESS_ALLOWED_CALLBACK_ACE_TYPE: 0x09,
  ACCESS_DENIED_CALLBACK_ACE_TYPE: 0x0a, ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE: 0x0b, ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE: 0x0c,
  SYSTEM_AUDIT_CALLBACK_ACE_TYPE: 0x0d, SYSTEM_ALARM_CALLBACK_ACE_TYPE: 0x0e, SYSTEM_AUDIT_CALLBACK_OBJECT_ACE_TYPE: 0x0f,
  SYSTEM_ALARM_CALLBACK_OBJECT_ACE_TYPE: 0x10, SYSTEM_MANDATORY_LABEL_ACE_TYPE: 0x11, SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE: 0x12,
  SYSTEM_SCOPED_POLICY_ID_ACE_TYPE: 0x13,
});

const AceFlags = bits({
  FAILED_ACCESS_ACE_FLAG:     [0x80, 'nt.ace.flags.failed_access'],
  SUCCESSFUL_ACCESS_ACE_FLAG: [0x40, 'nt.ace.flags.successful_access'],
  INHERITED_ACE:              [0x10, 'nt.ace.flags.inherited_ace'],
  INHERIT_ONLY_ACE:           [0x08, 'nt.ace.flags.inherit_only'],
  NO_PROPAGATE_INHERIT_ACE:   [0x04, 'nt.ace.flags.non_propagate_inherit'],
  CONTAINER_INHERIT_ACE:      [0x02, 'nt.ace.flags.container_inherit'],
  OBJECT_INHERIT_ACE:         [0x01, 'nt.ace.flags.object_inherit'],
});

const ObjectFlags = bits({
  ACE_OBJECT_TYPE_PRESENT:           [ACE_OBJECT_TYPE_PRESENT,           'nt.ace.object.flags.object_type_present'],
  ACE_INHERITED_OBJECT_TYPE_PRESENT: [ACE_INHERITED_OBJECT_TYPE_PRESENT, 'nt.ace.object.flags.inherited_object_type_present'],
});

const OpaqueAce = struct('MS-DTYP 2.4.4.1', 'ACE', {
  Data: bytes('nt.ace.data'),
});

type Rights = { readonly bits: Bits };

/** The structures after an ACE's header, whose masks have the given rights. Conditions and attributes follow the SID. */
function aceTypes(rights: Rights): Table {
  const plain = (section: number, title: string, mask: Rights = rights) => struct(`MS-DTYP 2.4.4.${section}`, title, {
    Mask: u32('nt.access_mask', mask),
    Sid:  sid,
  });
  const callback = (section: number, title: string) => struct(`MS-DTYP 2.4.4.${section}`, title, {
    Mask:            u32('nt.access_mask', rights),
    Sid:             sid,
    ApplicationData: nested('', ApplicationData).times(Infinity),
  });
  const object = (section: number, title: string) => struct(`MS-DTYP 2.4.4.${section}`, title, {
    Mask:                u32('nt.access_mask', rights),
    Flags:               u32('nt.ace.object.flags', ObjectFlags),
    ObjectType:          guid('nt.ace.object.guid').when('Flags', ACE_OBJECT_TYPE_PRESENT),
    InheritedObjectType: guid('nt.ace.object.inherited_guid').when('Flags', ACE_INHERITED_OBJECT_TYPE_PRESENT),
    Sid:                 sid,
    ApplicationData:     nested('', ApplicationData).times(Infinity),
  });
  const ResourceAttribute = struct('MS-DTYP 2.4.4.15', 'SYSTEM_RESOURCE_ATTRIBUTE_ACE', {
    Mask:          u32('nt.access_mask', rights),
    Sid:           sid,
    AttributeData: nested('', ClaimSecurityAttribute),
  });
  return {
    0x00: plain(2,    'ACCESS_ALLOWED_ACE'),
    0x01: plain(4,    'ACCESS_DENIED_ACE'),
    0x02: plain(10,   'SYSTEM_AUDIT_ACE'),
    0x05: object(3,   'ACCESS_ALLOWED_OBJECT_ACE'),
    0x06: object(5,   'ACCESS_DENIED_OBJECT_ACE'),
    0x07: object(11,  'SYSTEM_AUDIT_OBJECT_ACE'),
    0x09: callback(6, 'ACCESS_ALLOWED_CALLBACK_ACE'),
    0x0a: callback(7, 'ACCESS_DENIED_CALLBACK_ACE'),
    0x0b: object(8,   'ACCESS_ALLOWED_CALLBACK_OBJECT_ACE'),
    0x0c: object(9,   'ACCESS_DENIED_CALLBACK_OBJECT_ACE'),
    0x0d: callback(12, 'SYSTEM_AUDIT_CALLBACK_ACE'),
    0x0f: object(14,  'SYSTEM_AUDIT_CALLBACK_OBJECT_ACE'),
    0x11: plain(13,   'SYSTEM_MANDATORY_LABEL_ACE', MandatoryPolicy),
    0x12: ResourceAttribute,
    0x13: plain(16,   'SYSTEM_SCOPED_POLICY_ID_ACE'),
    other: OpaqueAce,
  };
}

export const aceOf = (rights: Rights): Struct => struct('MS-DTYP 2.4.4.1', 'ACE', {
  AceType:  u8('nt.ace.type', AceType),
  AceFlags: u8('nt.ace.flags', AceFlags),
  AceSize:  u16('nt.ace.size'),
  Body:     dispatch('', aceTypes(rights), 'AceType').sized('AceSize', -4),
});
