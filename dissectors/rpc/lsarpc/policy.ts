import { names } from '../../../src/dissect/field.ts';
import { conformant, enum16, guid, hyperTime, type Ndr, u32, u64, u8, unique } from '../../../src/dissect/ndr.ts';
import { rpcSid, rights } from '../types.ts';
import { DOMAIN_INFORMATION } from './lookup.ts';
import { largeText, struct, text, union } from './sids.ts';

/** MS-LSAD 2.2.1.1.2. */
export const PolicyRights = rights(Object.fromEntries([
  'VIEW_LOCAL_INFORMATION', 'VIEW_AUDIT_INFORMATION', 'GET_PRIVATE_INFORMATION', 'TRUST_ADMIN', 'CREATE_ACCOUNT', 'CREATE_SECRET', 'CREATE_PRIVILEGE',
  'SET_DEFAULT_QUOTA_LIMITS', 'SET_AUDIT_REQUIREMENTS', 'AUDIT_LOG_ADMIN', 'SERVER_ADMIN', 'LOOKUP_NAMES', 'NOTIFICATION',
].map((name, i) => [`POLICY_${name}`, [1 << i, `lsarpc.lsa_PolicyAccessMask.LSA_POLICY_${name}`] as const])));

export const POLICY_INFORMATION_CLASS = enum16.of(names({
  PolicyAuditLogInformation: 1, PolicyAuditEventsInformation: 2, PolicyPrimaryDomainInformation: 3, PolicyPdAccountInformation: 4,
  PolicyAccountDomainInformation: 5, PolicyLsaServerRoleInformation: 6, PolicyReplicaSourceInformation: 7, PolicyInformationNotUsedOnWire: 8,
  PolicyModificationInformation: 9, PolicyAuditFullSetInformation: 10, PolicyAuditFullQueryInformation: 11, PolicyDnsDomainInformation: 12,
  PolicyDnsDomainInformationInt: 13, PolicyLocalAccountDomainInformation: 14, PolicyMachineAccountInformation: 15,
}));

const spec = 'MS-LSAD 2.2.4';
const AUDIT_LOG = struct('MS-LSAD 2.2.4.3', 'POLICY_AUDIT_LOG_INFO', 'AuditLogInfo', {
  AuditLogPercentFull:            u32.as('percent_full'),
  MaximumLogSize:                 u32.as('log_size'),
  AuditRetentionPeriod:           hyperTime.as('retention_time'),
  AuditLogFullShutdownInProgress: u8.as('shutdown_in_progress'),
  TimeToShutdown:                 hyperTime.as('time_to_shutdown'),
  NextAuditRecordId:              u32.as('next_audit_record'),
});
const AUDIT_EVENTS = struct('MS-LSAD 2.2.4.4', 'LSAPR_POLICY_AUDIT_EVENTS_INFO', 'AuditEventsInfo', {
  AuditingMode:           u8.as('auditing_mode'),
  EventAuditingOptions:   unique(conformant(u32, 'MaximumAuditEventCount')).as('settings'),
  MaximumAuditEventCount: u32.as('count'),
});
const DNS_DOMAIN = struct('MS-LSAD 2.2.4.14', 'LSAPR_POLICY_DNS_DOMAIN_INFO', 'DnsDomainInfo', {
  Name:          largeText.as('name'),
  DnsDomainName: largeText.as('dns_domain'),
  DnsForestName: largeText.as('dns_forest'),
  DomainGuid:    guid.as('domain_guid'),
  Sid:           unique(rpcSid),
});
const REPLICA = struct('MS-LSAD 2.2.4.9', 'LSAPR_POLICY_REPLICA_SRCE_INFO', 'ReplicaSourceInfo', {
  ReplicaSource:      text.as('source'),
  ReplicaAccountName: text.as('account'),
});
const QUOTA = struct('ntlsa.h', 'POLICY_DEFAULT_QUOTA_INFO', 'DefaultQuotaInfo', {
  PagedPoolLimit: u32.as('paged_pool'), NonPagedPoolLimit: u32.as('non_paged_pool'), MinimumWorkingSetSize: u32.as('min_wss'),
  MaximumWorkingSetSize: u32.as('max_wss'), PagefileLimit: u32.as('pagefile'), TimeLimit: u64.as('unknown'),
});

export const policyInfo = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-LSAD 2.2.4.2', 'LSAPR_POLICY_INFORMATION', 'PolicyInformation', switchIs, {
    1:  AUDIT_LOG.as('audit_log'),
    2:  AUDIT_EVENTS.as('audit_events'),
    3:  DOMAIN_INFORMATION.as('domain'),
    4:  struct(spec, 'LSAPR_POLICY_PD_ACCOUNT_INFO', 'PDAccountInfo', { Name: text.as('name') }).as('pd'),
    5:  DOMAIN_INFORMATION.as('account_domain'),
    6:  struct(spec, 'POLICY_LSA_SERVER_ROLE_INFO', 'ServerRole', { LsaServerRole: enum16.of(names({ PolicyServerRoleBackup: 2, PolicyServerRolePrimary: 3 })).as('role') }).as('role'),
    7:  REPLICA.as('replica'),
    8:  QUOTA.as('quota'),
    9:  struct(spec, 'POLICY_MODIFICATION_INFO', 'ModificationInfo', { ModifiedId: u64.as('modified_id'), DatabaseCreationTime: hyperTime.as('db_create_time') }).as('db'),
    10: struct(spec, 'POLICY_AUDIT_FULL_SET_INFO', 'AuditFullSetInfo', { ShutDownOnFull: u8.as('shutdown_on_full') }).as('auditfullset'),
    11: struct(spec, 'POLICY_AUDIT_FULL_QUERY_INFO', 'AuditFullQueryInfo', { ShutDownOnFull: u8.as('shutdown_on_full'), LogIsFull: u8.as('log_is_full') }).as('auditfullquery'),
    12: DNS_DOMAIN.as('dns'),
    13: DNS_DOMAIN.as('dns'),
    14: DOMAIN_INFORMATION.as('account_domain'),
  }, enum16);

const TRUSTED_DOMAIN_EX = struct('MS-LSAD 2.2.7.9', 'LSAPR_TRUSTED_DOMAIN_INFORMATION_EX', 'TrustDomainInfoInfoEx', {
  Name:            largeText.as('domain_name'),
  FlatName:        largeText.as('netbios_name'),
  Sid:             unique(rpcSid),
  TrustDirection:  u32.of(names({ TRUST_DIRECTION_DISABLED: 0, TRUST_DIRECTION_INBOUND: 1, TRUST_DIRECTION_OUTBOUND: 2, TRUST_DIRECTION_BIDIRECTIONAL: 3 })).as('trust_direction'),
  TrustType:       u32.of(names({ TRUST_TYPE_DOWNLEVEL: 1, TRUST_TYPE_UPLEVEL: 2, TRUST_TYPE_MIT: 3, TRUST_TYPE_DCE: 4, TRUST_TYPE_AAD: 5 })).as('trust_type'),
  TrustAttributes: u32.of({ hex: true }).as('trust_attributes'),
});

export const trustedDomains = struct('MS-LSAD 2.2.7.19', 'LSAPR_TRUSTED_ENUM_BUFFER', 'DomainList', {
  EntriesRead: u32.as('count'),
  Information: unique(conformant(DOMAIN_INFORMATION, 'EntriesRead')).as('domains'),
});
export const trustedDomainsEx = struct('MS-LSAD 2.2.7.20', 'LSAPR_TRUSTED_ENUM_BUFFER_EX', 'DomainListEx', {
  EntriesRead:      u32.as('count'),
  EnumerationBuffer: unique(conformant(TRUSTED_DOMAIN_EX, 'EntriesRead')).as('domains'),
});

export const TRUSTED_INFORMATION_CLASS = enum16.of(names({
  TrustedDomainNameInformation: 1, TrustedControllersInformation: 2, TrustedPosixOffsetInformation: 3, TrustedPasswordInformation: 4,
  TrustedDomainInformationBasic: 5, TrustedDomainInformationEx: 6, TrustedDomainAuthInformation: 7, TrustedDomainFullInformation: 8,
  TrustedDomainAuthInformationInternal: 9, TrustedDomainFullInformationInternal: 10, TrustedDomainInformationEx2Internal: 11,
  TrustedDomainFullInformation2Internal: 12, TrustedDomainSupportedEncryptionTypes: 13,
}));
export const trustedDomainInfo = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-LSAD 2.2.7.3', 'LSAPR_TRUSTED_DOMAIN_INFO', 'TrustedDomainInfo', switchIs, {
    1: struct('MS-LSAD 2.2.7.4', 'LSAPR_TRUSTED_DOMAIN_NAME_INFO', 'TrustDomainInfoName', { Name: text.as('netbios_name') }).as('name'),
    3: struct('MS-LSAD 2.2.7.6', 'TRUSTED_POSIX_OFFSET_INFO', 'TrustDomainInfoPosixOffset', { Offset: u32.as('posix_offset') }).as('posix_offset'),
    5: DOMAIN_INFORMATION.as('info_basic'),
    6: TRUSTED_DOMAIN_EX.as('info_ex'),
  }, enum16);
