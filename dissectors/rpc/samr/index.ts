import {
  contextHandle, In, InOut, Out, u16, u32, u8, unique, upTo,
} from '../../../src/dissect/ndr.ts';
import { op, rpc } from '../../../src/dissect/rpc.ts';
import { sidArray } from '../lsarpc/sids.ts';
import { ansiString, lpwstr, ntstatus, rpcSid } from '../types.ts';
import {
  access, acctFlags, AliasHandle, closing, DomainHandle, GroupHandle, handles, rid, RidOut, ServerHandle,
  text, UserHandle,
} from './access.ts';
import { displayInfo, DOMAIN_PASSWORD_INFORMATION, DomainDisplayInformation, domainInfo, DomainInformationClass, SAMPR_ENUMERATION_BUFFER } from './domain.ts';
import {
  AliasClass, GroupClass, Revision, SAMPR_RETURNED_USTRING_ARRAY, SAMPR_SR_SECURITY_DESCRIPTOR, aliasInfo, failure, groupInfo, groups, level, longArray, members, passwordPolicy, revision,
} from './groups.ts';
import { ENCRYPTED_LM_OWF_PASSWORD, SAMPR_ENCRYPTED_USER_PASSWORD, userInfo, UserInformationClass } from './user.ts';
import { PASSWORD_POLICY_VALIDATION_TYPE, validateInput, validateOutput } from './validate.ts';

const hash = (name: string) => In(unique(ENCRYPTED_LM_OWF_PASSWORD).as(name));
const crypt = (name: string) => In(unique(SAMPR_ENCRYPTED_USER_PASSWORD).as(name));
const EnumerationContext = InOut(u32.as('resume_handle'));
const enumeration = (length: string) => ({
  Buffer: Out(unique(SAMPR_ENUMERATION_BUFFER).as('sam')),
  PreferedMaximumLength: In(u32.as(length)), CountReturned: Out(u32.as('num_entries')),
});
const display = {
  DomainHandle, DisplayInformationClass: level(DomainDisplayInformation), Index: In(u32.as('start_idx')), EntryCount: In(u32.as('max_entries')),
  PreferredMaximumLength: In(u32.as('buf_size')), TotalAvailable: Out(u32.as('total_size')), TotalReturned: Out(u32.as('returned_size')),
  Buffer: Out(displayInfo('DisplayInformationClass').as('info')),
};
const change = (operation: string) => ({
  ServerName: In(unique(text(`${operation}.server`))), UserName: In(text(`${operation}.account`)),
  NewPasswordEncryptedWithOldNt: crypt('nt_password'), OldNtOwfPasswordEncryptedWithNewNt: hash('nt_verifier'), LmPresent: In(u8.as('lm_change')),
  NewPasswordEncryptedWithOldLm: crypt('lm_password'), OldLmOwfPasswordEncryptedWithNewLmOrNt: hash('lm_verifier'),
});
const ServerName = In(lpwstr.as('system_name'));
const ascii = (name: string) => ansiString('dcerpc.lsa_String.name_len', 'dcerpc.lsa_String.name_size', `samr.samr_OemChangePasswordUser2.${name}`);
const sid = In(rpcSid);
const object = { ObjectHandle: In(handles.object), SecurityInformation: In(u32.as('samr.sec_info')) };
const domainQuery = { DomainHandle, DomainInformationClass: level(DomainInformationClass), Buffer: Out(unique(domainInfo('DomainInformationClass')).as('info')) };
const userQuery = { UserHandle, UserInformationClass: level(UserInformationClass), Buffer: Out(unique(userInfo('UserInformationClass')).as('info')) };
const userSet = { UserHandle, UserInformationClass: level(UserInformationClass), Buffer: In(userInfo('UserInformationClass').as('info')) };

export const samr = rpc({
  name: 'samr', title: 'Security Account Manager', uuid: '12345778-1234-abcd-ef00-0123456789ac', version: [1, 0], pipes: ['samr'], spec: 'MS-SAMR 3.1.5',
  operations: {
    0:  op('SamrConnect', { ServerName: In(unique(u16).as('system_name')), DesiredAccess: access.server, ServerHandle: Out(handles.server) }, ntstatus, 'Connect'),
    1:  op('SamrCloseHandle', { SamHandle: closing(handles.object) }, ntstatus, 'Close'),
    2:  op('SamrSetSecurityObject', { ...object, SecurityDescriptor: In(SAMPR_SR_SECURITY_DESCRIPTOR.as('sdbuf')) }, ntstatus, 'SetSecurity'),
    3:  op('SamrQuerySecurityObject', { ...object, SecurityDescriptor: Out(unique(SAMPR_SR_SECURITY_DESCRIPTOR).as('sdbuf')) }, ntstatus, 'QuerySecurity'),
    4:  op('SamrShutdownSamServer', { ServerHandle: In(contextHandle.as('connect_handle')) }, ntstatus, 'Shutdown'),
    5:  op('SamrLookupDomainInSamServer', { ServerHandle, Name: In(text('LookupDomain.domain_name')), DomainId: Out(unique(rpcSid)) }, ntstatus, 'LookupDomain'),
    6:  op('SamrEnumerateDomainsInSamServer', { ServerHandle: In(contextHandle.as('connect_handle')), EnumerationContext, ...enumeration('buf_size') }, ntstatus, 'EnumDomains'),
    7:  op('SamrOpenDomain', { ServerHandle, DesiredAccess: access.domain, DomainId: sid, DomainHandle: Out(handles.domain) }, ntstatus, 'OpenDomain'),
    8:  op('SamrQueryInformationDomain', domainQuery, ntstatus, 'QueryDomainInfo'),
    9:  op('SamrSetInformationDomain', { DomainHandle, DomainInformationClass: level(DomainInformationClass), DomainInformation: In(domainInfo('DomainInformationClass').as('info')) }, ntstatus, 'SetDomainInfo'),
    10: op('SamrCreateGroupInDomain', { DomainHandle, Name: In(text('CreateDomainGroup.name')), DesiredAccess: access.group, GroupHandle: Out(handles.group), RelativeId: RidOut }, ntstatus, 'CreateDomainGroup'),
    11: op('SamrEnumerateGroupsInDomain', { DomainHandle, EnumerationContext, ...enumeration('max_size') }, ntstatus, 'EnumDomainGroups'),
    12: op('SamrCreateUserInDomain', { DomainHandle, Name: In(text('CreateUser.account_name')), DesiredAccess: access.user, UserHandle: Out(handles.user), RelativeId: RidOut }, ntstatus, 'CreateUser'),
    13: op('SamrEnumerateUsersInDomain', { DomainHandle, EnumerationContext, UserAccountControl: In(acctFlags.as('acct_flags')), ...enumeration('max_size') }, ntstatus, 'EnumDomainUsers'),
    14: op('SamrCreateAliasInDomain', { DomainHandle, AccountName: In(text('CreateDomAlias.alias_name')), DesiredAccess: access.alias, AliasHandle: Out(handles.alias), RelativeId: RidOut }, ntstatus, 'CreateDomAlias'),
    15: op('SamrEnumerateAliasesInDomain', { DomainHandle, EnumerationContext, ...enumeration('max_size') }, ntstatus, 'EnumDomainAliases'),
    16: op('SamrGetAliasMembership', { DomainHandle, SidArray: In(sidArray.as('sids')), Membership: Out(longArray('samr.rid').as('rids')) }, ntstatus, 'GetAliasMembership'),
    17: op('SamrLookupNamesInDomain', { DomainHandle, Count: In(u32.as('num_names')), Names: In(upTo(text('LookupNames.names'), 'Count')), RelativeIds: Out(longArray('samr.rid').as('rids')), Use: Out(longArray('samr.rid').as('types')) }, ntstatus, 'LookupNames'),
    18: op('SamrLookupIdsInDomain', { DomainHandle, Count: In(u32.as('num_rids')), RelativeIds: In(upTo(rid, 'Count')), Names: Out(SAMPR_RETURNED_USTRING_ARRAY.as('names')), Use: Out(longArray('samr.rid').as('types')) }, ntstatus, 'LookupRids'),
    19: op('SamrOpenGroup', { DomainHandle, DesiredAccess: access.group, GroupId: In(rid), GroupHandle: Out(handles.group) }, ntstatus, 'OpenGroup'),
    20: op('SamrQueryInformationGroup', { GroupHandle, GroupInformationClass: level(GroupClass), Buffer: Out(unique(groupInfo('GroupInformationClass')).as('info')) }, ntstatus, 'QueryGroupInfo'),
    21: op('SamrSetInformationGroup', { GroupHandle, GroupInformationClass: level(GroupClass), Buffer: In(groupInfo('GroupInformationClass').as('info')) }, ntstatus, 'SetGroupInfo'),
    22: op('SamrAddMemberToGroup', { GroupHandle, MemberId: In(rid), Attributes: In(u32.as('flags')) }, ntstatus, 'AddGroupMember'),
    23: op('SamrDeleteGroup', { GroupHandle: closing(handles.group) }, ntstatus, 'DeleteDomainGroup'),
    24: op('SamrRemoveMemberFromGroup', { GroupHandle, MemberId: In(rid) }, ntstatus, 'DeleteGroupMember'),
    25: op('SamrGetMembersInGroup', { GroupHandle, Members: Out(unique(members).as('rids')) }, ntstatus, 'QueryGroupMember'),
    26: op('SamrSetMemberAttributesOfGroup', { GroupHandle, MemberId: In(u32.as('unknown1')), Attributes: In(u32.as('unknown2')) }, ntstatus, 'SetMemberAttributesOfGroup'),
    27: op('SamrOpenAlias', { DomainHandle, DesiredAccess: access.alias, AliasId: In(rid), AliasHandle: Out(handles.alias) }, ntstatus, 'OpenAlias'),
    28: op('SamrQueryInformationAlias', { AliasHandle, AliasInformationClass: level(AliasClass), Buffer: Out(unique(aliasInfo('AliasInformationClass')).as('info')) }, ntstatus, 'QueryAliasInfo'),
    29: op('SamrSetInformationAlias', { AliasHandle, AliasInformationClass: level(AliasClass), Buffer: In(aliasInfo('AliasInformationClass').as('info')) }, ntstatus, 'SetAliasInfo'),
    30: op('SamrDeleteAlias', { AliasHandle: closing(handles.alias) }, ntstatus, 'DeleteDomAlias'),
    31: op('SamrAddMemberToAlias', { AliasHandle, MemberId: sid }, ntstatus, 'AddAliasMember'),
    32: op('SamrRemoveMemberFromAlias', { AliasHandle, MemberId: sid }, ntstatus, 'DeleteAliasMember'),
    33: op('SamrGetMembersInAlias', { AliasHandle, Members: Out(sidArray.as('sids')) }, ntstatus, 'GetMembersInAlias'),
    34: op('SamrOpenUser', { DomainHandle, DesiredAccess: access.user, UserId: In(rid), UserHandle: Out(handles.user) }, ntstatus, 'OpenUser'),
    35: op('SamrDeleteUser', { UserHandle: closing(handles.user) }, ntstatus, 'DeleteUser'),
    36: op('SamrQueryInformationUser', userQuery, ntstatus, 'QueryUserInfo'),
    37: op('SamrSetInformationUser', userSet, ntstatus, 'SetUserInfo'),
    38: op('SamrChangePasswordUser', { UserHandle, LmPresent: In(u8.as('lm_present')), OldLmEncryptedWithNewLm: hash('old_lm_crypted'), NewLmEncryptedWithOldLm: hash('new_lm_crypted'), NtPresent: In(u8.as('nt_present')), OldNtEncryptedWithNewNt: hash('old_nt_crypted'), NewNtEncryptedWithOldNt: hash('new_nt_crypted'), NtCrossEncryptionPresent: In(u8.as('cross1_present')), NewNtEncryptedWithNewLm: hash('nt_cross'), LmCrossEncryptionPresent: In(u8.as('cross2_present')), NewLmEncryptedWithNewNt: hash('lm_cross') }, ntstatus, 'ChangePasswordUser'),
    39: op('SamrGetGroupsForUser', { UserHandle, Groups: Out(unique(groups).as('rids')) }, ntstatus, 'GetGroupsForUser'),
    40: op('SamrQueryDisplayInformation', display, ntstatus, 'QueryDisplayInfo'),
    41: op('SamrGetDisplayEnumerationIndex', { DomainHandle, DisplayInformationClass: level(DomainDisplayInformation), Prefix: In(text('GetDisplayEnumerationIndex.name')), Index: Out(u32.as('idx')) }, ntstatus, 'GetDisplayEnumerationIndex'),
    42: 'Opnum42NotUsedOnWire', 43: 'Opnum43NotUsedOnWire',
    44: op('SamrGetUserDomainPasswordInformation', { UserHandle, PasswordInformation: Out(passwordPolicy.as('info')) }, ntstatus, 'GetUserPwInfo'),
    45: op('SamrRemoveMemberFromForeignDomain', { DomainHandle, MemberSid: sid }, ntstatus, 'RemoveMemberFromForeignDomain'),
    46: op('SamrQueryInformationDomain2', domainQuery, ntstatus, 'QueryDomainInfo2'),
    47: op('SamrQueryInformationUser2', userQuery, ntstatus, 'QueryUserInfo2'),
    48: op('SamrQueryDisplayInformation2', display, ntstatus, 'QueryDisplayInfo2'),
    49: op('SamrGetDisplayEnumerationIndex2', { DomainHandle, DisplayInformationClass: level(DomainDisplayInformation), Prefix: In(text('GetDisplayEnumerationIndex2.name')), Index: Out(u32.as('idx')) }, ntstatus, 'GetDisplayEnumerationIndex2'),
    50: op('SamrCreateUser2InDomain', { DomainHandle, Name: In(text('CreateUser2.account_name')), AccountType: In(acctFlags.as('acct_flags')), DesiredAccess: access.user, UserHandle: Out(handles.user), GrantedAccess: Out(u32.as('access_granted')), RelativeId: RidOut }, ntstatus, 'CreateUser2'),
    51: op('SamrQueryDisplayInformation3', display, ntstatus, 'QueryDisplayInfo3'),
    52: op('SamrAddMultipleMembersToAlias', { AliasHandle, MembersBuffer: In(sidArray.as('sids')) }, ntstatus, 'AddMultipleMembersToAlias'),
    53: op('SamrRemoveMultipleMembersFromAlias', { AliasHandle, MembersBuffer: In(sidArray.as('sids')) }, ntstatus, 'RemoveMultipleMembersFromAlias'),
    54: op('SamrOemChangePasswordUser2', { ServerName: In(unique(ascii('server'))), UserName: In(ascii('account')), NewPasswordEncryptedWithOldLm: crypt('password'), OldLmOwfPasswordEncryptedWithNewLm: hash('hash') }, ntstatus, 'OemChangePasswordUser2'),
    55: op('SamrUnicodeChangePasswordUser2', change('ChangePasswordUser2'), ntstatus, 'ChangePasswordUser2'),
    56: op('SamrGetDomainPasswordInformation', { Unused: In(unique(text('GetDomPwInfo.domain_name'))), PasswordInformation: Out(passwordPolicy.as('info')) }, ntstatus, 'GetDomPwInfo'),
    57: op('SamrConnect2', { ServerName, DesiredAccess: access.server, ServerHandle: Out(handles.server) }, ntstatus, 'Connect2'),
    58: op('SamrSetInformationUser2', userSet, ntstatus, 'SetUserInfo2'),
    59: 'Opnum59NotUsedOnWire', 60: 'Opnum60NotUsedOnWire', 61: 'Opnum61NotUsedOnWire',
    62: op('SamrConnect4', { ServerName, ClientRevision: In(Revision.as('client_version')), DesiredAccess: access.server, ServerHandle: Out(handles.server) }, ntstatus, 'Connect4'),
    63: op('SamrUnicodeChangePasswordUser3', { ...change('ChangePasswordUser3'), Password3: crypt('password3'), DomainPasswordInformation: Out(unique(DOMAIN_PASSWORD_INFORMATION).as('dominfo')), Failure: Out(unique(failure).as('reject')) }, ntstatus, 'ChangePasswordUser3'),
    64: op('SamrConnect5', { ServerName, DesiredAccess: access.server, InVersion: In(u32.as('level_in')), InRevisionInfo: In(revision('InVersion').as('info_in')), OutVersion: Out(u32.as('level_out')), OutRevisionInfo: Out(revision('OutVersion').as('info_out')), ServerHandle: Out(handles.server) }, ntstatus, 'Connect5'),
    65: op('SamrRidToSid', { ObjectHandle: DomainHandle, Rid: In(rid), Sid: Out(unique(rpcSid)) }, ntstatus, 'RidToSid'),
    66: op('SamrSetDSRMPassword', { Unused: In(unique(text('SetDsrmPassword.name'))), UserId: In(u32.as('unknown')), EncryptedNtOwfPassword: hash('hash') }, ntstatus, 'SetDsrmPassword'),
    67: op('SamrValidatePassword', { ValidationType: level(PASSWORD_POLICY_VALIDATION_TYPE), InputArg: In(validateInput('ValidationType').as('req')), OutputArg: Out(unique(validateOutput('ValidationType')).as('rep')) }, ntstatus, 'ValidatePassword'),
    68: 'Opnum68NotUsedOnWire', 69: 'Opnum69NotUsedOnWire', 70: 'Opnum70NotUsedOnWire', 71: 'Opnum71NotUsedOnWire', 72: 'Opnum72NotUsedOnWire',
    73: 'SamrUnicodeChangePasswordUser4', 74: 'SamrValidateComputerAccountReuseAttempt', 75: 'Opnum75NotUsedOnWire', 76: 'Opnum76NotUsedOnWire',
    77: 'SamrAccountIsDelegatedManagedServiceAccount',
  },
});
