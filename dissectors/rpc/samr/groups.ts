import { names } from '../../../src/dissect/field.ts';
import { conformant, enum16, In, type Ndr, u16, u32, unique } from '../../../src/dissect/ndr.ts';
import { FileRights } from '../../dtyp/access-mask.ts';
import { descriptor, lsaString } from '../types.ts';
import { groupAttributes, PasswordProperties, rid, struct, text, union } from './access.ts';

export const SAMPR_SR_SECURITY_DESCRIPTOR = struct('MS-SAMR 2.2.7.5', 'SAMPR_SR_SECURITY_DESCRIPTOR', 'sec_desc', {
  Length:             u32.as(''),
  SecurityDescriptor: unique(descriptor(FileRights, 'Length', 'samr.sec_desc_buf_len')).as(''),
});
export const longArray = (name: string) => struct('MS-SAMR 2.2.7.4', 'SAMPR_ULONG_ARRAY', 'Ids', {
  Count:   u32.as('count'),
  Element: unique(conformant(u32, 'Count')).as(name),
});
export const SAMPR_RETURNED_USTRING_ARRAY = struct('MS-SAMR 2.2.7.7', 'SAMPR_RETURNED_USTRING_ARRAY', 'Strings', {
  Count:   u32.as('samr.lsa_Strings.count'),
  Element: unique(conformant(lsaString('samr.lsa_Strings.names'), 'Count')).as(''),
});
export const level = (type: Ndr<number>) => In(type.as('level'));

export const group = struct('MS-SAMR 2.2.4.2', 'SAMPR_GROUP_GENERAL_INFORMATION', 'GroupInfoAll', {
  Name: text('GroupInfoAll.name'), Attributes: groupAttributes.as('attributes'), MemberCount: u32.as('num_members'), AdminComment: text('GroupInfoAll.description'),
});
export const GroupClass = enum16.of(names({
  GroupGeneralInformation: 1, GroupNameInformation: 2, GroupAttributeInformation: 3, GroupAdminCommentInformation: 4, GroupReplicationInformation: 5,
}));
export const groupInfo = <const S extends string>(s: S) => union('MS-SAMR 2.2.4.7', 'SAMPR_GROUP_INFO_BUFFER', 'GroupInfo', s, {
  1: group.as('all'), 2: text('GroupInfo.name'),
  3: struct('MS-SAMR 2.2.4.3', 'GROUP_ATTRIBUTE_INFORMATION', 'GroupInfoAttributes', { Attributes: groupAttributes.as('attributes') }).as('attributes'),
  4: text('GroupInfo.description'), 5: group.as('all2'),
}, enum16);
export const AliasClass = enum16.of(names({ AliasGeneralInformation: 1, AliasNameInformation: 2, AliasAdminCommentInformation: 3 }));
export const aliasInfo = <const S extends string>(s: S) => union('MS-SAMR 2.2.5.6', 'SAMPR_ALIAS_INFO_BUFFER', 'AliasInfo', s, {
  1: struct('MS-SAMR 2.2.5.2', 'SAMPR_ALIAS_GENERAL_INFORMATION', 'AliasInfoAll', {
    Name: text('AliasInfoAll.name'), MemberCount: u32.as('num_members'), AdminComment: text('AliasInfoAll.description'),
  }).as('all'),
  2: text('AliasInfo.name'), 3: text('AliasInfo.description'),
}, enum16);
export const members = struct('MS-SAMR 2.2.7.14', 'SAMPR_GET_MEMBERS_BUFFER', 'RidTypeArray', {
  MemberCount: u32.as('count'), Members: unique(conformant(rid, 'MemberCount')), Attributes: unique(conformant(u32, 'MemberCount')).as('types'),
});
export const membership = struct('MS-SAMR 2.2.7.13', 'GROUP_MEMBERSHIP', 'RidWithAttribute', { RelativeId: rid, Attributes: groupAttributes.as('attributes') });
export const groups = struct('MS-SAMR 2.2.7.13', 'SAMPR_GET_GROUPS_BUFFER', 'RidWithAttributeArray', {
  MembershipCount: u32.as('count'), Groups: unique(conformant(membership, 'MembershipCount')).as('rids'),
});
export const passwordPolicy = struct('MS-SAMR 2.2.6.18', 'USER_DOMAIN_PASSWORD_INFORMATION', 'PwInfo', {
  MinPasswordLength: u16.as('min_password_length'), PasswordProperties: PasswordProperties.as('password_properties'),
});
// MS-SAMR has it not; Windows' headers do.
export const failure = struct('ntsam.h', 'USER_PWD_CHANGE_FAILURE_INFORMATION', 'ChangeReject', {
  ExtendedFailureReason: u32.as('reason'), FilterModuleName: text('ChangeReject.filter_module'),
});
export const Revision = u32.of(names({ SAMR_CONNECT_PRE_W2K: 1, SAMR_CONNECT_W2K: 2, SAMR_CONNECT_AFTER_W2K: 3 }));
export const SAMPR_REVISION_INFO_V1 = struct('MS-SAMR 2.2.7.15', 'SAMPR_REVISION_INFO_V1', 'ConnectInfo1', { Revision: Revision.as('client_version'), SupportedFeatures: u32.as('unknown2') });
export const revision = <const S extends string>(s: S) => union('MS-SAMR 2.2.7.16', 'SAMPR_REVISION_INFO', 'ConnectInfo', s, { 1: SAMPR_REVISION_INFO_V1.as('info1') });
