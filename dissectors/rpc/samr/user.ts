import { bits, names } from '../../../src/dissect/field.ts';
import { blob, bytes, conformantVarying, enum16, filetime, type Ndr, u16, u32, u8, unique } from '../../../src/dissect/ndr.ts';
import { acctFlags, rid, secret, struct, text, union } from './access.ts';

const LOGON_HOURS = struct('MS-SAMR 2.2.6.5', 'SAMPR_LOGON_HOURS', 'LogonHours', {
  UnitsPerWeek: u16.as('units_per_week'),
  LogonHours:   unique(conformantVarying(u8)).as('bits'),
});

export const ENCRYPTED_LM_OWF_PASSWORD     = struct('MS-SAMR 2.2.7.3', 'ENCRYPTED_LM_OWF_PASSWORD', 'Password', { data: bytes(16).as('hash').secret() });
export const SAMPR_ENCRYPTED_USER_PASSWORD = struct('MS-SAMR 2.2.6.21', 'SAMPR_ENCRYPTED_USER_PASSWORD', 'CryptPassword', { Buffer: bytes(516).as('data').secret() });
const SAMPR_ENCRYPTED_USER_PASSWORD_NEW    = struct('MS-SAMR 2.2.6.22', 'SAMPR_ENCRYPTED_USER_PASSWORD_NEW', 'CryptPasswordEx', { Buffer: bytes(532).as('data').secret() });

const at = (level: number) => (name: string): Ndr => text(`UserInfo${level}.${name}`);

const FieldsPresent = bits(Object.fromEntries([
  'ACCOUNT_NAME', 'FULL_NAME', 'RID', 'PRIMARY_GID', 'DESCRIPTION', 'COMMENT', 'HOME_DIRECTORY', 'HOME_DRIVE', 'LOGON_SCRIPT', 'PROFILE_PATH',
  'WORKSTATIONS', 'LAST_LOGON', 'LAST_LOGOFF', 'LOGON_HOURS', 'BAD_PWD_COUNT', 'NUM_LOGONS', 'ALLOW_PWD_CHANGE', 'FORCE_PWD_CHANGE',
  'LAST_PWD_CHANGE', 'ACCT_EXPIRY', 'ACCT_FLAGS', 'PARAMETERS', 'COUNTRY_CODE', 'CODE_PAGE', 'NT_PASSWORD_PRESENT', 'LM_PASSWORD_PRESENT',
  'PRIVATE_DATA', 'EXPIRED_FLAG', 'SEC_DESC', 'OWF_PWD',
].map((name, i) => [name, [1 << i, `samr.samr_FieldsPresent.SAMR_FIELD_${name}`] as const])));

const logon = { LogonCount: u16.as('logon_count') };
const t1 = at(1);
const t2 = at(2);
const t3 = at(3);
const t5 = at(5);
const t6 = at(6);
const t7 = at(7);
const t8 = at(8);
const t10 = at(10);
const t11 = at(11);
const t12 = at(12);
const t13 = at(13);
const t14 = at(14);
const t20 = at(20);
const t21 = at(21);

const SAMPR_USER_ALL_INFORMATION = struct('MS-SAMR 2.2.6.6', 'SAMPR_USER_ALL_INFORMATION', 'UserInfo21', {
  LastLogon:            filetime.as('last_logon'),
  LastLogoff:           filetime.as('last_logoff'),
  PasswordLastSet:      filetime.as('last_password_change'),
  AccountExpires:       filetime.as('acct_expiry'),
  PasswordCanChange:    filetime.as('allow_password_change'),
  PasswordMustChange:   filetime.as('force_password_change'),
  UserName:             t21('account_name'),
  FullName:             t21('full_name'),
  HomeDirectory:        t21('home_directory'),
  HomeDirectoryDrive:   t21('home_drive'),
  ScriptPath:           t21('logon_script'),
  ProfilePath:          t21('profile_path'),
  AdminComment:         t21('description'),
  WorkStations:         t21('workstations'),
  UserComment:          t21('comment'),
  Parameters:           t21('parameters'),
  LmOwfPassword:        secret('UserInfo21.lm_password'),
  NtOwfPassword:        secret('UserInfo21.nt_password'),
  PrivateData:          secret('UserInfo21.private'),
  SecurityDescriptorLength: u32.as('buf_count'),
  SecurityDescriptor:   unique(blob('SecurityDescriptorLength')).as('buffer'),
  UserId:               rid,
  PrimaryGroupId:       u32.as('primary_gid'),
  UserAccountControl:   acctFlags.as('acct_flags'),
  WhichFields:          u32.of(FieldsPresent).as('fields_present'),
  LogonHours:           LOGON_HOURS.as('logon_hours'),
  BadPasswordCount:     u16.as('bad_password_count'),
  ...logon,
  CountryCode:          u16.as('country_code'),
  CodePage:             u16.as('code_page'),
  LmPasswordPresent:    u8.as('lm_password_set'),
  NtPasswordPresent:    u8.as('nt_password_set'),
  PasswordExpired:      u8.as('password_expired'),
  PrivateDataSensitive: u8.as('unknown4'),
});

const spec = 'MS-SAMR 2.2.6';
export const UserInformationClass = enum16.of(names({
  UserGeneralInformation: 1, UserPreferencesInformation: 2, UserLogonInformation: 3, UserLogonHoursInformation: 4, UserAccountInformation: 5,
  UserNameInformation: 6, UserAccountNameInformation: 7, UserFullNameInformation: 8, UserPrimaryGroupInformation: 9, UserHomeInformation: 10,
  UserScriptInformation: 11, UserProfileInformation: 12, UserAdminCommentInformation: 13, UserWorkStationsInformation: 14,
  UserControlInformation: 16, UserExpiresInformation: 17, UserInternal1Information: 18, UserParametersInformation: 20, UserAllInformation: 21,
  UserInternal4Information: 23, UserInternal5Information: 24, UserInternal4InformationNew: 25, UserInternal5InformationNew: 26,
}));

const home = (t: (name: string) => Ndr) => ({
  HomeDirectory: t('home_directory'), HomeDirectoryDrive: t('home_drive'), ScriptPath: t('logon_script'), ProfilePath: t('profile_path'),
});
const names2 = (t: (name: string) => Ndr) => ({ UserName: t('account_name'), FullName: t('full_name') });

export const userInfo = <const S extends string>(switchIs: S): Ndr<unknown, S> => union('MS-SAMR 2.2.6.29', 'SAMPR_USER_INFO_BUFFER', 'UserInfo', switchIs, {
  1:  struct(spec, 'SAMPR_USER_GENERAL_INFORMATION', 'UserInfo1', {
    ...names2(t1), PrimaryGroupId: u32.as('primary_gid'), AdminComment: t1('description'), UserComment: t1('comment'),
  }).as('info1'),
  2:  struct(spec, 'SAMPR_USER_PREFERENCES_INFORMATION', 'UserInfo2', {
    UserComment: t2('comment'), Reserved1: t2('unknown'), CountryCode: u16.as('country_code'), CodePage: u16.as('code_page'),
  }).as('info2'),
  3:  struct(spec, 'SAMPR_USER_LOGON_INFORMATION', 'UserInfo3', {
    ...names2(t3), UserId: rid, PrimaryGroupId: u32.as('primary_gid'), ...home(t3), WorkStations: t3('workstations'),
    LastLogon: filetime.as('last_logon'), LastLogoff: filetime.as('last_logoff'), PasswordLastSet: filetime.as('last_password_change'),
    PasswordCanChange: filetime.as('allow_password_change'), PasswordMustChange: filetime.as('force_password_change'),
    LogonHours: LOGON_HOURS.as('logon_hours'), BadPasswordCount: u16.as('bad_password_count'), ...logon, UserAccountControl: acctFlags.as('acct_flags'),
  }).as('info3'),
  4:  struct(spec, 'SAMPR_USER_LOGON_HOURS_INFORMATION', 'UserInfo4', { LogonHours: LOGON_HOURS.as('logon_hours') }).as('info4'),
  5:  struct(spec, 'SAMPR_USER_ACCOUNT_INFORMATION', 'UserInfo5', {
    ...names2(t5), UserId: rid, PrimaryGroupId: u32.as('primary_gid'), ...home(t5), AdminComment: t5('description'),
    WorkStations: t5('workstations'), LastLogon: filetime.as('last_logon'), LastLogoff: filetime.as('last_logoff'),
    LogonHours: LOGON_HOURS.as('logon_hours'), BadPasswordCount: u16.as('bad_password_count'), ...logon,
    PasswordLastSet: filetime.as('last_password_change'), AccountExpires: filetime.as('acct_expiry'), UserAccountControl: acctFlags.as('acct_flags'),
  }).as('info5'),
  6:  struct(spec, 'SAMPR_USER_NAME_INFORMATION', 'UserInfo6', names2(t6)).as('info6'),
  7:  struct(spec, 'SAMPR_USER_A_NAME_INFORMATION', 'UserInfo7', { UserName: t7('account_name') }).as('info7'),
  8:  struct(spec, 'SAMPR_USER_F_NAME_INFORMATION', 'UserInfo8', { FullName: t8('full_name') }).as('info8'),
  9:  struct(spec, 'USER_PRIMARY_GROUP_INFORMATION', 'UserInfo9', { PrimaryGroupId: u32.as('primary_gid') }).as('info9'),
  10: struct(spec, 'SAMPR_USER_HOME_INFORMATION', 'UserInfo10', { HomeDirectory: t10('home_directory'), HomeDirectoryDrive: t10('home_drive') }).as('info10'),
  11: struct(spec, 'SAMPR_USER_SCRIPT_INFORMATION', 'UserInfo11', { ScriptPath: t11('logon_script') }).as('info11'),
  12: struct(spec, 'SAMPR_USER_PROFILE_INFORMATION', 'UserInfo12', { ProfilePath: t12('profile_path') }).as('info12'),
  13: struct(spec, 'SAMPR_USER_ADMIN_COMMENT_INFORMATION', 'UserInfo13', { AdminComment: t13('description') }).as('info13'),
  14: struct(spec, 'SAMPR_USER_WORKSTATIONS_INFORMATION', 'UserInfo14', { WorkStations: t14('workstations') }).as('info14'),
  16: struct(spec, 'USER_CONTROL_INFORMATION', 'UserInfo16', { UserAccountControl: acctFlags.as('acct_flags') }).as('info16'),
  17: struct(spec, 'USER_EXPIRES_INFORMATION', 'UserInfo17', { AccountExpires: filetime.as('acct_expiry') }).as('info17'),
  18: struct('MS-SAMR 2.2.6.23', 'SAMPR_USER_INTERNAL1_INFORMATION', 'UserInfo18', {
    EncryptedNtOwfPassword: ENCRYPTED_LM_OWF_PASSWORD.as('nt_pwd'),
    EncryptedLmOwfPassword: ENCRYPTED_LM_OWF_PASSWORD.as('lm_pwd'),
    NtPasswordPresent:      u8.as('nt_pwd_active'),
    LmPasswordPresent:      u8.as('lm_pwd_active'),
    PasswordExpired:        u8.as('password_expired'),
  }).as('info18'),
  20: struct(spec, 'SAMPR_USER_PARAMETERS_INFORMATION', 'UserInfo20', { Parameters: t20('parameters') }).as('info20'),
  21: SAMPR_USER_ALL_INFORMATION.as('info21'),
  23: struct(spec, 'SAMPR_USER_INTERNAL4_INFORMATION', 'UserInfo23', {
    I1: SAMPR_USER_ALL_INFORMATION.as('info'), UserPassword: SAMPR_ENCRYPTED_USER_PASSWORD.as('password'),
  }).as('info23'),
  24: struct(spec, 'SAMPR_USER_INTERNAL5_INFORMATION', 'UserInfo24', {
    UserPassword: SAMPR_ENCRYPTED_USER_PASSWORD.as('password'), PasswordExpired: u8.as('password_expired'),
  }).as('info24'),
  25: struct(spec, 'SAMPR_USER_INTERNAL4_INFORMATION_NEW', 'UserInfo25', {
    I1: SAMPR_USER_ALL_INFORMATION.as('info'), UserPassword: SAMPR_ENCRYPTED_USER_PASSWORD_NEW.as('password'),
  }).as('info25'),
  26: struct(spec, 'SAMPR_USER_INTERNAL5_INFORMATION_NEW', 'UserInfo26', {
    UserPassword: SAMPR_ENCRYPTED_USER_PASSWORD_NEW.as('password'), PasswordExpired: u8.as('password_expired'),
  }).as('info26'),
}, enum16);
