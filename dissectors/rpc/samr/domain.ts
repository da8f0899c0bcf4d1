import { names } from '../../../src/dissect/field.ts';
import { conformant, enum16, filetime, i64of4 as age, type Ndr, u16, u32, u64, u64of4 as large, unique } from '../../../src/dissect/ndr.ts';
import { acctFlags, groupAttributes, PasswordProperties, rid, struct, text, union } from './access.ts';
import { ansiString } from '../types.ts';

const Role  = u32.of(names({ DomainServerRoleBackup: 2, DomainServerRolePrimary: 3 }));
const State = u32.of(names({ DomainServerEnabled: 1, DomainServerDisabled: 2 }));

export const DOMAIN_PASSWORD_INFORMATION = struct('MS-SAMR 2.2.3.5', 'DOMAIN_PASSWORD_INFORMATION', 'DomInfo1', {
  MinPasswordLength:     u16.as('min_password_length'),
  PasswordHistoryLength: u16.as('password_history_length'),
  PasswordProperties:    PasswordProperties.as('password_properties'),
  MaxPasswordAge:        age.as('max_password_age'),
  MinPasswordAge:        age.as('min_password_age'),
});

const SAMPR_DOMAIN_GENERAL_INFORMATION = struct('MS-SAMR 2.2.3.10', 'SAMPR_DOMAIN_GENERAL_INFORMATION', 'DomGeneralInformation', {
  ForceLogoff:                filetime.as('force_logoff_time'),
  OemInformation:             text('DomGeneralInformation.oem_information'),
  DomainName:                 text('DomGeneralInformation.domain_name'),
  ReplicaSourceNodeName:      text('DomGeneralInformation.primary'),
  DomainModifiedCount:        large.as('sequence_num'),
  DomainServerState:          State.as('domain_server_state'),
  DomainServerRole:           Role.as('role'),
  UasCompatibilityRequired:   u32.as('unknown3'),
  UserCount:                  u32.as('num_users'),
  GroupCount:                 u32.as('num_groups'),
  AliasCount:                 u32.as('num_aliases'),
});

const lockout = {
  LockoutDuration:          u64.as('lockout_duration'),
  LockoutObservationWindow: u64.as('lockout_window'),
  LockoutThreshold:         u16.as('lockout_threshold'),
};
const SAMPR_DOMAIN_GENERAL_INFORMATION2 = struct('MS-SAMR 2.2.3.11', 'SAMPR_DOMAIN_GENERAL_INFORMATION2', 'DomGeneralInformation2', {
  I1: SAMPR_DOMAIN_GENERAL_INFORMATION.as('general'),
  ...lockout,
});
const single = (title: string, name: string, member: string, type: Ndr): Ndr => struct('MS-SAMR 2.2.3', title, name, { [member]: type });

export const DomainInformationClass = enum16.of(names({
  DomainPasswordInformation: 1, DomainGeneralInformation: 2, DomainLogoffInformation: 3, DomainOemInformation: 4, DomainNameInformation: 5,
  DomainReplicationInformation: 6, DomainServerRoleInformation: 7, DomainModifiedInformation: 8, DomainStateInformation: 9,
  DomainGeneralInformation2: 11, DomainLockoutInformation: 12, DomainModifiedInformation2: 13,
}));

export const domainInfo = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-SAMR 2.2.3.17', 'SAMPR_DOMAIN_INFO_BUFFER', 'DomainInfo', switchIs, {
    1:  DOMAIN_PASSWORD_INFORMATION.as('info1'),
    2:  SAMPR_DOMAIN_GENERAL_INFORMATION.as('general'),
    3:  single('DOMAIN_LOGOFF_INFORMATION', 'DomInfo3', 'ForceLogoff', filetime.as('force_logoff_time')).as('info3'),
    4:  single('SAMPR_DOMAIN_OEM_INFORMATION', 'DomOEMInformation', 'OemInformation', text('DomOEMInformation.oem_information')).as('oem'),
    5:  single('SAMPR_DOMAIN_NAME_INFORMATION', 'DomInfo5', 'DomainName', text('DomInfo5.domain_name')).as('info5'),
    6:  single('SAMPR_DOMAIN_REPLICATION_INFORMATION', 'DomInfo6', 'ReplicaSourceNodeName', text('DomInfo6.primary')).as('info6'),
    7:  single('DOMAIN_SERVER_ROLE_INFORMATION', 'DomInfo7', 'DomainServerRole', Role.as('role')).as('info7'),
    8:  struct('MS-SAMR 2.2.3.8', 'DOMAIN_MODIFIED_INFORMATION', 'DomInfo8', {
      DomainModifiedCount: large.as('sequence_num'),
      CreationTime:        filetime.as('domain_create_time'),
    }).as('info8'),
    9:  single('DOMAIN_STATE_INFORMATION', 'DomInfo9', 'DomainServerState', State.as('domain_server_state')).as('info9'),
    11: SAMPR_DOMAIN_GENERAL_INFORMATION2.as('general2'),
    12: struct('MS-SAMR 2.2.3.15', 'SAMPR_DOMAIN_LOCKOUT_INFORMATION', 'DomInfo12', lockout).as('info12'),
    13: struct('MS-SAMR 2.2.3.9', 'DOMAIN_MODIFIED_INFORMATION2', 'DomInfo13', {
      DomainModifiedCount:          large.as('sequence_num'),
      CreationTime:                 filetime.as('domain_create_time'),
      ModifiedCountAtLastPromotion: large.as('modified_count_at_last_promotion'),
    }).as('info13'),
  }, enum16);

const SAMPR_RID_ENUMERATION = struct('MS-SAMR 2.2.7.3', 'SAMPR_RID_ENUMERATION', 'SamEntry', {
  RelativeId: u32.as('idx'),
  Name:       text('SamEntry.name'),
});
export const SAMPR_ENUMERATION_BUFFER = struct('MS-SAMR 2.2.7.4', 'SAMPR_ENUMERATION_BUFFER', 'SamArray', {
  EntriesRead: u32.as('count'),
  Buffer:      unique(conformant(SAMPR_RID_ENUMERATION, 'EntriesRead')).as('entries'),
});

const entries = (title: string, name: string, entry: Ndr): Ndr => struct('MS-SAMR 2.2.8', title, name, {
  EntriesRead: u32.as('count'),
  Buffer:      unique(conformant(entry, 'EntriesRead')).as('entries'),
});
const USER = struct('MS-SAMR 2.2.8.2', 'SAMPR_DOMAIN_DISPLAY_USER', 'DispEntryGeneral', {
  Index:          u32.as('idx'),
  Rid:            rid,
  AccountControl: acctFlags.as('acct_flags'),
  AccountName:    text('DispEntryGeneral.account_name'),
  AdminComment:   text('DispEntryGeneral.description'),
  FullName:       text('DispEntryGeneral.full_name'),
});
const MACHINE = struct('MS-SAMR 2.2.8.3', 'SAMPR_DOMAIN_DISPLAY_MACHINE', 'DispEntryFull', {
  Index:          u32.as('idx'),
  Rid:            rid,
  AccountControl: acctFlags.as('acct_flags'),
  AccountName:    text('DispEntryFull.account_name'),
  AdminComment:   text('DispEntryFull.description'),
});
const GROUP = struct('MS-SAMR 2.2.8.4', 'SAMPR_DOMAIN_DISPLAY_GROUP', 'DispEntryFullGroup', {
  Index:        u32.as('idx'),
  Rid:          rid,
  Attributes:   groupAttributes.as('acct_flags'),
  AccountName:  text('DispEntryFullGroup.account_name'),
  AdminComment: text('DispEntryFullGroup.description'),
});
const OEM = struct('MS-SAMR 2.2.8.5', 'SAMPR_DOMAIN_DISPLAY_OEM_USER', 'DispEntryAscii', {
  Index:          u32.as('idx'),
  OemAccountName: ansiString('dcerpc.lsa_String.name_len', 'dcerpc.lsa_String.name_size', 'samr.samr_DispEntryAscii.account_name'),
});

export const DomainDisplayInformation = enum16.of(names({
  DomainDisplayUser: 1, DomainDisplayMachine: 2, DomainDisplayGroup: 3, DomainDisplayOemUser: 4, DomainDisplayOemGroup: 5,
}));
export const displayInfo = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-SAMR 2.2.8.13', 'SAMPR_DISPLAY_INFO_BUFFER', 'DispInfo', switchIs, {
    1: entries('SAMPR_DOMAIN_DISPLAY_USER_BUFFER', 'DispInfoGeneral', USER).as('info1'),
    2: entries('SAMPR_DOMAIN_DISPLAY_MACHINE_BUFFER', 'DispInfoFull', MACHINE).as('info2'),
    3: entries('SAMPR_DOMAIN_DISPLAY_GROUP_BUFFER', 'DispInfoFullGroups', GROUP).as('info3'),
    4: entries('SAMPR_DOMAIN_DISPLAY_OEM_USER_BUFFER', 'DispInfoAscii', OEM).as('info4'),
    5: entries('SAMPR_DOMAIN_DISPLAY_OEM_GROUP_BUFFER', 'DispInfoAscii', OEM).as('info5'),
  }, enum16);
