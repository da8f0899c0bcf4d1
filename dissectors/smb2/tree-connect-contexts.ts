import { bits, bytes, coded, dispatch, hex, names, nested, u16, u32, u64, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { FileAcl } from '../dtyp/security-descriptor.ts';
import { sid } from '../dtyp/sid.ts';
import { UnicodeString } from '../smb1/strings.ts';
import { reserved } from './fields.ts';

const SidAttr = bits({
  SE_GROUP_MANDATORY:          [0x00000001, 'smb2.tc.remoted_identity.sid_attr.mandatory'],
  SE_GROUP_ENABLED_BY_DEFAULT: [0x00000002, 'smb2.tc.remoted_identity.sid_attr.enabled_by_default'],
  SE_GROUP_ENABLED:            [0x00000004, 'smb2.tc.remoted_identity.sid_attr.enabled'],
  SE_GROUP_OWNER:              [0x00000008, 'smb2.tc.remoted_identity.sid_attr.owner'],
  SE_GROUP_USE_FOR_DENY_ONLY:  [0x00000010, 'smb2.tc.remoted_identity.sid_attr.use_for_deny_only'],
  SE_GROUP_INTEGRITY:          [0x00000020, 'smb2.tc.remoted_identity.sid_attr.integrity'],
  SE_GROUP_INTEGRITY_ENABLED:  [0x00000040, 'smb2.tc.remoted_identity.sid_attr.integrity_enabled'],
  SE_GROUP_RESOURCE:           [0x20000000, 'smb2.tc.remoted_identity.sid_attr.resource'],
  SE_GROUP_LOGON_ID:           [0xc0000000, 'smb2.tc.remoted_identity.sid_attr.logon_id', 'any'],
});

const blobSize = u16('smb2.tc.remoted_identity.blob_size');

const ClaimsBlob = struct('MS-SMB2 2.2.9.2.1.1', 'BLOB_DATA', {
  BlobSize: blobSize,
  BlobData: bytes('smb2.tc.remoted_identity.blob').sized('BlobSize'),
});

const DaclBlob = struct('MS-SMB2 2.2.9.2.1.1', 'BLOB_DATA', {
  BlobSize: blobSize,
  BlobData: nested('', FileAcl).sized('BlobSize'),
});

const SidBlob = struct('MS-SMB2 2.2.9.2.1.1', 'BLOB_DATA', {
  BlobSize: blobSize,
  BlobData: sid.sized('BlobSize'),
});

const SidAttrData = struct('MS-SMB2 2.2.9.2.1.2', 'SID_ATTR_DATA', {
  SidData: nested('', SidBlob),
  Attr:    u32('smb2.tc.remoted_identity.sid_attr', SidAttr),
});

const SidArrayData = struct('MS-SMB2 2.2.9.2.1.3', 'SID_ARRAY_DATA', {
  SidAttrCount: u16('smb2.tc.remoted_identity.sid_count'),
  SidAttrList:  nested('', SidAttrData).times('SidAttrCount'),
});

const LuidAttr = bits({
  SE_PRIVILEGE_ENABLED_BY_DEFAULT: [0x00000001, 'smb2.tc.remoted_identity.luid_attr.enabled_by_default'],
  SE_PRIVILEGE_ENABLED:            [0x00000002, 'smb2.tc.remoted_identity.luid_attr.enabled'],
});

const LuidAttrData = struct('MS-SMB2 2.2.9.2.1.4', 'LUID_ATTR_DATA', {
  Luid: u64('smb2.tc.remoted_identity.luid', hex),
  Attr: u32('smb2.tc.remoted_identity.luid_attr', LuidAttr),
});

const PrivilegeData = struct('MS-SMB2 2.2.9.2.1.5', 'PRIVILEGE_DATA', {
  BlobSize: blobSize,
  BlobData: nested('', LuidAttrData).sized('BlobSize'),
});

const PrivilegeArrayData = struct('MS-SMB2 2.2.9.2.1.6', 'PRIVILEGE_ARRAY_DATA', {
  PrivilegeCount: u16('smb2.tc.remoted_identity.privilege_count'),
  PrivilegeList:  nested('', PrivilegeData).times('PrivilegeCount'),
});

const name   = coded('smb2.tc.remoted_identity.name', UnicodeString);
const offset = u16('smb2.tc.remoted_identity.offset', hex);

/** Offsets count from its start; what they point to is TicketInfo. */
const RemotedIdentity = struct('MS-SMB2 2.2.9.2.1', 'SMB2_REMOTED_IDENTITY_TREE_CONNECT', {
  TicketType:           u16('smb2.tc.remoted_identity.ticket_type', hex),
  TicketSize:           u16('smb2.tc.remoted_identity.ticket_size'),
  User:                 offset,
  UserName:             offset,
  Domain:               offset,
  Groups:               offset,
  RestrictedGroups:     offset,
  Privileges:           offset,
  PrimaryGroup:         offset,
  Owner:                offset,
  DefaultDacl:          offset,
  DeviceGroups:         offset,
  UserClaims:           offset,
  DeviceClaims:         offset,
  UserData:             nested('', SidAttrData).at('User'),
  UserNameData:         name.at('UserName'),
  DomainData:           name.at('Domain'),
  GroupsData:           nested('', SidArrayData).at('Groups'),
  RestrictedGroupsData: nested('', SidArrayData).at('RestrictedGroups'),
  PrivilegesData:       nested('', PrivilegeArrayData).at('Privileges'),
  PrimaryGroupData:     nested('', SidArrayData).at('PrimaryGroup'),
  OwnerData:            nested('', SidBlob).at('Owner'),
  DefaultDaclData:      nested('', DaclBlob).at('DefaultDacl'),
  DeviceGroupsData:     nested('', SidArrayData).at('DeviceGroups'),
  UserClaimsData:       nested('', ClaimsBlob).at('UserClaims'),
  DeviceClaimsData:     nested('', ClaimsBlob).at('DeviceClaims'),
}, { offsetsFrom: 'struct' });

const UnknownContext = struct('MS-SMB2 2.2.9.2', 'Unknown context', { Data: bytes('smb2.unknown') });

/** To add a context: its struct above, its line here. */
const contexts: Table = { 0x0001: RemotedIdentity, other: UnknownContext };

const ContextType = names({ SMB2_RESERVED_TREE_CONNECT_CONTEXT_ID: 0x0000, SMB2_REMOTED_IDENTITY_TREE_CONNECT_CONTEXT_ID: 0x0001 });

export const TreeConnectContext = struct('MS-SMB2 2.2.9.2', 'SMB2_TREE_CONNECT_CONTEXT', {
  ContextType: u16('smb2.tc.context.type', hex, ContextType),
  DataLength:  u16('smb2.tc.context.data_length'),
  Reserved:    reserved(4),
  Data:        dispatch('', contexts, 'ContextType').sized('DataLength'),
}, { align: 8 });
