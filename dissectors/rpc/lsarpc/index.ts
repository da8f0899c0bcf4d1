import { names } from '../../../src/dissect/field.ts';
import {
  conformant, contextHandle, enum16, hyperTime, i32, In, InOut, Out, u16, u32, u8, unique, varyingBlob,
} from '../../../src/dissect/ndr.ts';
import { op, rpc } from '../../../src/dissect/rpc.ts';
import { descriptor, lpwstr, ntstatus, rpcSid } from '../types.ts';
import { lookup } from './lookup.ts';
import {
  POLICY_INFORMATION_CLASS, policyInfo, PolicyRights, TRUSTED_INFORMATION_CLASS, trustedDomainInfo, trustedDomains, trustedDomainsEx,
} from './policy.ts';
import { largeText, sidArray, struct, text } from './sids.ts';

const SECURITY_QUALITY_OF_SERVICE = struct('MS-LSAD 2.2.3.7', 'SECURITY_QUALITY_OF_SERVICE', 'QosInfo', {
  Length:              u32.as('len'),
  ImpersonationLevel:  enum16.of(names({ SecurityAnonymous: 0, SecurityIdentification: 1, SecurityImpersonation: 2, SecurityDelegation: 3 })).as('impersonation_level'),
  ContextTrackingMode: u8.as('context_mode'),
  EffectiveOnly:       u8.as('effective_only'),
});
const LSAPR_OBJECT_ATTRIBUTES = struct('MS-LSAD 2.2.2.4', 'LSAPR_OBJECT_ATTRIBUTES', 'ObjectAttribute', {
  Length:                   u32.as('len'),
  RootDirectory:            unique(u8).as('root_dir'),
  ObjectName:               unique(text).as('object_name'),
  Attributes:               u32.as('attributes'),
  SecurityDescriptor:       unique(u32).as('sec_desc'),
  SecurityQualityOfService: unique(SECURITY_QUALITY_OF_SERVICE).as('sec_qos'),
});
const LSAPR_SR_SECURITY_DESCRIPTOR = struct('MS-LSAD 2.2.8.1', 'LSAPR_SR_SECURITY_DESCRIPTOR', 'sec_desc', {
  Length:             u32.as(''),
  SecurityDescriptor: unique(descriptor(PolicyRights, 'Length', 'lsarpc.sec_desc_buf_len')).as(''),
});
const LUID = struct('MS-DTYP 2.3.7', 'LUID', 'LUID', { LowPart: u32.as('low'), HighPart: i32.as('high') });
const PRIVILEGE = struct('MS-LSAD 2.2.8.2', 'LSAPR_POLICY_PRIVILEGE_DEF', 'PrivEntry', { Name: largeText.as('name'), LocalValue: LUID.as('luid') });
const PRIVILEGES = struct('MS-LSAD 2.2.8.3', 'LSAPR_PRIVILEGE_ENUM_BUFFER', 'PrivArray', {
  Entries: u32.as('count'), Privileges: unique(conformant(PRIVILEGE, 'Entries')).as('privs'),
});
const LUID_AND_ATTRIBUTES = struct('MS-LSAD 2.2.5.4', 'LSAPR_LUID_AND_ATTRIBUTES', 'LUIDAttribute', { Luid: LUID.as('luid'), Attributes: u32.as('attribute') });
const PRIVILEGE_SET = struct('MS-LSAD 2.2.5.5', 'LSAPR_PRIVILEGE_SET', 'PrivilegeSet', {
  PrivilegeCount: u32.as('count'), Control: u32.as('unknown'), Privilege: conformant(LUID_AND_ATTRIBUTES, 'PrivilegeCount').as('set'),
});
const RIGHTS = struct('MS-LSAD 2.2.5.3', 'LSAPR_USER_RIGHT_SET', 'RightSet', {
  Entries: u32.as('count'), UserRights: unique(conformant(largeText, 'Entries')).as('names'),
});
const CIPHER_VALUE = struct('MS-LSAD 2.2.6.1', 'LSAPR_CR_CIPHER_VALUE', 'DATA_BUF', {
  Length: u32.as('length'), MaximumLength: u32.as('size'), Buffer: unique(varyingBlob()).as('data').secret(),
});
const CIPHER_POINTER = struct('MS-LSAD 2.2.6.1', 'PLSAPR_CR_CIPHER_VALUE', 'DATA_BUF_PTR', { Value: unique(CIPHER_VALUE).as('buf') });

const STRING_POINTER = struct('MS-LSAT 3.1.4.4', 'PRPC_UNICODE_STRING', 'StringPointer', { String: unique(text).as('string') });

const handle = contextHandle.as('handle');
const PolicyHandle = In(handle);
const account = { AccountHandle: PolicyHandle };
const access = In(u32.of(PolicyRights).as('access_mask'));
const sid = In(rpcSid);
const secret = In(contextHandle.as('sec_handle'));
const trust = In(contextHandle.as('trustdom_handle'));
const level = In(POLICY_INFORMATION_CLASS.as('level'));
const trusted = In(TRUSTED_INFORMATION_CLASS.as('level'));
const open = { ObjectAttributes: In(LSAPR_OBJECT_ATTRIBUTES.as('attr')), DesiredAccess: In(u32.of(PolicyRights).as('lsarpc.policy.access_mask')), PolicyHandle: Out(handle) };
const security = { ObjectHandle: PolicyHandle, SecurityInformation: In(u32.as('sec_info')) };
const context = InOut(u32.as('resume_handle'));
const query = { PolicyHandle, InformationClass: level, PolicyInformation: Out(unique(policyInfo('InformationClass')).as('info')) };
const set = { PolicyHandle, InformationClass: level, PolicyInformation: In(policyInfo('InformationClass').as('info')) };
const name = (of: string) => In(text.as(of));

export const lsarpc = rpc({
  name: 'lsarpc', title: 'Local Security Authority', uuid: '12345778-1234-abcd-ef00-0123456789ab', version: [0, 0], pipes: ['lsarpc', 'lsass'],
  spec: 'MS-LSAD 3.1.4', base: 'lsarpc.lsa_',
  operations: {
    0:  op('LsarClose', { ObjectHandle: InOut(handle) }, ntstatus, 'Close'),
    1:  op('LsarDelete', { ObjectHandle: PolicyHandle }, ntstatus, 'Delete'),
    2:  op('LsarEnumeratePrivileges', { PolicyHandle, EnumerationContext: context, EnumerationBuffer: Out(PRIVILEGES.as('privs')), PreferedMaximumLength: In(u32.as('max_count')) }, ntstatus, 'EnumPrivs'),
    3:  op('LsarQuerySecurityObject', { ...security, SecurityDescriptor: Out(unique(LSAPR_SR_SECURITY_DESCRIPTOR).as('sdbuf')) }, ntstatus, 'QuerySecurity'),
    4:  op('LsarSetSecurityObject', { ObjectHandle: In(contextHandle.as('')), SecurityInformation: In(u32.as('')), SecurityDescriptor: In(LSAPR_SR_SECURITY_DESCRIPTOR.as('')) }, ntstatus, 'SetSecObj'),
    5:  'Opnum5NotUsedOnWire',
    6:  op('LsarOpenPolicy', { SystemName: In(unique(u16).as('system_name')), ...open }, ntstatus, 'OpenPolicy'),
    7:  op('LsarQueryInformationPolicy', query, ntstatus, 'QueryInfoPolicy'),
    8:  op('LsarSetInformationPolicy', set, ntstatus, 'SetInfoPolicy'),
    9:  'Opnum9NotUsedOnWire',
    10: op('LsarCreateAccount', { PolicyHandle, AccountSid: sid, DesiredAccess: access, AccountHandle: Out(contextHandle.as('acct_handle')) }, ntstatus, 'CreateAccount'),
    11: op('LsarEnumerateAccounts', { PolicyHandle, EnumerationContext: context, EnumerationBuffer: Out(sidArray.as('sids')), PreferedMaximumLength: In(u32.as('num_entries')) }, ntstatus, 'EnumAccounts'),
    12: 'LsarCreateTrustedDomain',
    13: op('LsarEnumerateTrustedDomains', { PolicyHandle, EnumerationContext: context, EnumerationBuffer: Out(trustedDomains.as('domains')), PreferedMaximumLength: In(u32.as('max_size')) }, ntstatus, 'EnumTrustDom'),
    14: op('LsarLookupNames', { PolicyHandle, ...lookup.names }, ntstatus, 'LookupNames'),
    15: op('LsarLookupSids', { PolicyHandle, ...lookup.sids }, ntstatus, 'LookupSids'),
    16: op('LsarCreateSecret', { PolicyHandle, SecretName: name('name'), DesiredAccess: access, SecretHandle: Out(contextHandle.as('sec_handle')) }, ntstatus, 'CreateSecret'),
    17: op('LsarOpenAccount', { PolicyHandle, AccountSid: sid, DesiredAccess: access, AccountHandle: Out(contextHandle.as('acct_handle')) }, ntstatus, 'OpenAccount'),
    18: op('LsarEnumeratePrivilegesAccount', { ...account, Privileges: Out(unique(PRIVILEGE_SET).as('privs')) }, ntstatus, 'EnumPrivsAccount'),
    19: op('LsarAddPrivilegesToAccount', { ...account, Privileges: In(PRIVILEGE_SET.as('privs')) }, ntstatus, 'AddPrivilegesToAccount'),
    20: op('LsarRemovePrivilegesFromAccount', { ...account, AllPrivileges: In(u8.as('remove_all')), Privileges: In(unique(PRIVILEGE_SET).as('privs')) }, ntstatus, 'RemovePrivilegesFromAccount'),
    21: 'Opnum21NotUsedOnWire', 22: 'Opnum22NotUsedOnWire', 23: 'LsarGetSystemAccessAccount', 24: 'LsarSetSystemAccessAccount',
    25: op('LsarOpenTrustedDomain', { PolicyHandle, TrustedDomainSid: sid, DesiredAccess: access, TrustedDomainHandle: Out(contextHandle.as('trustdom_handle')) }, ntstatus, 'OpenTrustedDomain'),
    26: op('LsarQueryInfoTrustedDomain', { TrustedDomainHandle: trust, InformationClass: trusted, TrustedDomainInformation: Out(unique(trustedDomainInfo('InformationClass')).as('info')) }, ntstatus, 'QueryTrustedDomainInfo'),
    27: 'LsarSetInformationTrustedDomain',
    28: op('LsarOpenSecret', { PolicyHandle, SecretName: name('name'), DesiredAccess: access, SecretHandle: Out(contextHandle.as('sec_handle')) }, ntstatus, 'OpenSecret'),
    29: op('LsarSetSecret', { SecretHandle: secret, EncryptedCurrentValue: In(unique(CIPHER_VALUE).as('new_val')), EncryptedOldValue: In(unique(CIPHER_VALUE).as('old_val')) }, ntstatus, 'SetSecret'),
    30: op('LsarQuerySecret', {
      SecretHandle: secret, EncryptedCurrentValue: InOut(unique(CIPHER_POINTER).as('new_val')), CurrentValueSetTime: InOut(unique(hyperTime).as('new_mtime')),
      EncryptedOldValue: InOut(unique(CIPHER_POINTER).as('old_val')), OldValueSetTime: InOut(unique(hyperTime).as('old_mtime')),
    }, ntstatus, 'QuerySecret'),
    31: op('LsarLookupPrivilegeValue', { PolicyHandle, Name: name('name'), Value: Out(LUID.as('luid')) }, ntstatus, 'LookupPrivValue'),
    32: op('LsarLookupPrivilegeName', { PolicyHandle, Value: In(LUID.as('luid')), Name: Out(unique(largeText).as('name')) }, ntstatus, 'LookupPrivName'),
    33: op('LsarLookupPrivilegeDisplayName', { PolicyHandle, Name: name('name'), ClientLanguage: In(u16.as('language_id')), ClientSystemDefaultLanguage: In(u16.as('unknown')), DisplayName: Out(unique(largeText).as('disp_name')), LanguageReturned: Out(u16.as('language_id')) }, ntstatus, 'LookupPrivDisplayName'),
    34: op('LsarDeleteObject', { ObjectHandle: InOut(contextHandle.as('')) }, ntstatus, 'DeleteObject'),
    35: op('LsarEnumerateAccountsWithUserRight', { PolicyHandle, UserRight: In(unique(text).as('name')), EnumerationBuffer: Out(sidArray.as('sids')) }, ntstatus, 'EnumAccountsWithUserRight'),
    36: op('LsarEnumerateAccountRights', { PolicyHandle, AccountSid: sid, UserRights: Out(RIGHTS.as('rights')) }, ntstatus, 'EnumAccountRights'),
    37: op('LsarAddAccountRights', { PolicyHandle, AccountSid: sid, UserRights: In(RIGHTS.as('rights')) }, ntstatus, 'AddAccountRights'),
    38: op('LsarRemoveAccountRights', { PolicyHandle, AccountSid: sid, AllRights: In(u8.as('unknown')), UserRights: In(RIGHTS.as('rights')) }, ntstatus, 'RemoveAccountRights'),
    39: op('LsarQueryTrustedDomainInfo', { PolicyHandle, TrustedDomainSid: sid, InformationClass: trusted, TrustedDomainInformation: Out(unique(trustedDomainInfo('InformationClass')).as('info')) }, ntstatus, 'QueryTrustedDomainInfoBySid'),
    40: 'LsarSetTrustedDomainInfo',
    41: op('LsarDeleteTrustedDomain', { PolicyHandle, TrustedDomainSid: sid }, ntstatus, 'DeleteTrustedDomain'),
    42: op('LsarStorePrivateData', { PolicyHandle, KeyName: name('name'), EncryptedData: In(unique(CIPHER_VALUE).as('val')) }, ntstatus, 'StorePrivateData'),
    43: op('LsarRetrievePrivateData', { PolicyHandle, KeyName: name('name'), EncryptedData: InOut(unique(CIPHER_VALUE).as('val')) }, ntstatus, 'RetrievePrivateData'),
    44: op('LsarOpenPolicy2', { SystemName: In(lpwstr.as('system_name')), ...open }, ntstatus, 'OpenPolicy2'),
    45: op('LsarGetUserName', { SystemName: In(lpwstr.as('system_name')), UserName: InOut(unique(text).as('account_name')), DomainName: InOut(unique(STRING_POINTER).as('authority_name')) }, ntstatus, 'GetUserName'),
    46: op('LsarQueryInformationPolicy2', query, ntstatus, 'QueryInfoPolicy2'),
    47: op('LsarSetInformationPolicy2', set, ntstatus, 'SetInfoPolicy2'),
    48: op('LsarQueryTrustedDomainInfoByName', { PolicyHandle, TrustedDomainName: name('trusted_domain'), InformationClass: trusted, TrustedDomainInformation: Out(unique(trustedDomainInfo('InformationClass')).as('info')) }, ntstatus, 'QueryTrustedDomainInfoByName'),
    49: 'LsarSetTrustedDomainInfoByName',
    50: op('LsarEnumerateTrustedDomainsEx', { PolicyHandle, EnumerationContext: context, EnumerationBuffer: Out(trustedDomainsEx.as('domains')), PreferedMaximumLength: In(u32.as('max_size')) }, ntstatus, 'EnumTrustedDomainsEx'),
    51: 'LsarCreateTrustedDomainEx', 52: 'Opnum52NotUsedOnWire', 53: 'LsarQueryDomainInformationPolicy', 54: 'LsarSetDomainInformationPolicy',
    55: op('LsarOpenTrustedDomainByName', { PolicyHandle, TrustedDomainName: name('name'), DesiredAccess: access, TrustedDomainHandle: Out(contextHandle.as('trustdom_handle')) }, ntstatus, 'OpenTrustedDomainByName'),
    56: 'Opnum56NotUsedOnWire',
    57: op('LsarLookupSids2', { PolicyHandle, ...lookup.sids2 }, ntstatus, 'LookupSids2'),
    58: op('LsarLookupNames2', { PolicyHandle, ...lookup.names2 }, ntstatus, 'LookupNames2'),
    59: 'LsarCreateTrustedDomainEx2', 60: 'CredrWrite', 61: 'CredrRead', 62: 'CredrEnumerate', 63: 'CredrWriteDomainCredentials',
    64: 'CredrReadDomainCredentials', 65: 'CredrDelete', 66: 'CredrGetTargetInfo', 67: 'CredrProfileLoaded',
    68: op('LsarLookupNames3', { PolicyHandle, ...lookup.names3 }, ntstatus, 'LookupNames3'),
    69: 'CredrGetSessionTypes', 70: 'LsarRegisterAuditEvent', 71: 'LsarGenAuditEvent', 72: 'LsarUnregisterAuditEvent',
    73: 'LsarQueryForestTrustInformation', 74: 'LsarSetForestTrustInformation', 75: 'CredrRename',
    76: op('LsarLookupSids3', lookup.sids2, ntstatus, 'LookupSids3'),
    77: op('LsarLookupNames4', lookup.names3, ntstatus, 'LookupNames4'),
    78: 'LsarOpenPolicySce', 79: 'LsarAdtRegisterSecurityEventSource', 80: 'LsarAdtUnregisterSecurityEventSource', 81: 'LsarAdtReportSecurityEvent',
    82: 'CredrFindBestCredential', 83: 'LsarSetAuditPolicy', 84: 'LsarQueryAuditPolicy', 85: 'LsarEnumerateAuditPolicy', 86: 'LsarEnumerateAuditCategories',
    87: 'LsarEnumerateAuditSubCategories', 88: 'LsarLookupAuditCategoryName', 89: 'LsarLookupAuditSubCategoryName', 90: 'LsarSetAuditSecurity',
    91: 'LsarQueryAuditSecurity', 92: 'CredReadByTokenHandle', 93: 'CredrRestoreCredentials', 94: 'CredrBackupCredentials', 129: 'LsarCreateTrustedDomainEx3',
    130: 'LsarOpenPolicyWithCreds', 132: 'LsarQueryForestTrustInformation2', 133: 'LsarSetForestTrustInformation2',
  },
});
