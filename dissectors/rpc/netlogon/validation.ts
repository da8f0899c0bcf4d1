import { bits } from '../../../src/dissect/field.ts';
import { bytes, conformant, filetime, type Ndr, u16, u32, unique, within } from '../../../src/dissect/ndr.ts';
import { rpcSid, unicodeString } from '../types.ts';

export const { struct, union } = within('netlogon.');
export const text = (name: string): Ndr => unicodeString('dcerpc.nt.str.len', 'dcerpc.nt.str.size', `netlogon.${name}`);

/** MS-PAC 2.2.2. */
const GroupAttributes = bits({
  SE_GROUP_MANDATORY:          [0x00000001, 'netlogon.groups.attrs.mandatory'],
  SE_GROUP_ENABLED_BY_DEFAULT: [0x00000002, 'netlogon.groups.attrs.enabled_by_default'],
  SE_GROUP_ENABLED:            [0x00000004, 'netlogon.groups.attrs.enabled'],
});
export const GROUP_MEMBERSHIP = struct('MS-PAC 2.2.2', 'GROUP_MEMBERSHIP', '', {
  RelativeId: u32.as('group_rid'),
  Attributes: u32.of(GroupAttributes).as('attrs'),
}).as('');
export const KERB_SID_AND_ATTRIBUTES = struct('MS-PAC 2.2.1', 'KERB_SID_AND_ATTRIBUTES', '', {
  Sid:        unique(rpcSid),
  Attributes: u32.of({ hex: true }).as('dcerpc.nt.attr'),
}).as('');

const UserFlags = bits({
  LOGON_EXTRA_SIDS:      [0x00000020, 'netlogon.user.flags.extra_sids'],
  LOGON_RESOURCE_GROUPS: [0x00000200, 'netlogon.user.flags.resource_groups'],
});
const control = (name: string) => `netlogon.user.account_control.${name}`;
const UserAccountControl = bits({
  USER_ACCOUNT_DISABLED:                [0x00000001, control('account_disabled')],
  USER_HOME_DIRECTORY_REQUIRED:         [0x00000002, control('home_directory_required')],
  USER_PASSWORD_NOT_REQUIRED:           [0x00000004, control('password_not_required')],
  USER_TEMP_DUPLICATE_ACCOUNT:          [0x00000008, control('temp_duplicate_account')],
  USER_NORMAL_ACCOUNT:                  [0x00000010, control('normal_account')],
  USER_MNS_LOGON_ACCOUNT:               [0x00000020, control('mns_logon_account')],
  USER_INTERDOMAIN_TRUST_ACCOUNT:       [0x00000040, control('interdomain_trust_account')],
  USER_WORKSTATION_TRUST_ACCOUNT:       [0x00000080, control('workstation_trust_account')],
  USER_SERVER_TRUST_ACCOUNT:            [0x00000100, control('server_trust_account')],
  USER_DONT_EXPIRE_PASSWORD:            [0x00000200, control('dont_expire_password')],
  USER_ACCOUNT_AUTO_LOCKED:             [0x00000400, control('account_auto_locked')],
  USER_ENCRYPTED_TEXT_PASSWORD_ALLOWED: [0x00000800, control('encrypted_text_password_allowed')],
  USER_SMARTCARD_REQUIRED:              [0x00001000, control('smartcard_required')],
  USER_TRUSTED_FOR_DELEGATION:          [0x00002000, control('trusted_for_delegation')],
  USER_NOT_DELEGATED:                   [0x00004000, control('not_delegated')],
  USER_USE_DES_KEY_ONLY:                [0x00008000, control('use_des_key_only')],
  USER_DONT_REQUIRE_PREAUTH:            [0x00010000, control('dont_require_preauth')],
});

/** Which is also in NETLOGON_VALIDATION_SAM_INFO4 and its elders, where the session key is one: in a PAC it is zero. */
const logonWith = (UserSessionKey: Ndr) => ({
  LogonTime:          filetime.as('logon_time'),
  LogoffTime:         filetime.as('logoff_time'),
  KickOffTime:        filetime.as('kickoff_time'),
  PasswordLastSet:    filetime.as('pwd_last_set_time'),
  PasswordCanChange:  filetime.as('pwd_can_change_time'),
  PasswordMustChange: filetime.as('pwd_must_change_time'),
  EffectiveName:      text('acct_name'),
  FullName:           text('full_name'),
  LogonScript:        text('logon_script'),
  ProfilePath:        text('profile_path'),
  HomeDirectory:      text('home_dir'),
  HomeDirectoryDrive: text('dir_drive'),
  LogonCount:         u16.as('logon_count16'),
  BadPasswordCount:   u16.as('bad_pw_count16'),
  UserId:             u32.as('rid'),
  PrimaryGroupId:     u32.as('group_rid'),
  GroupCount:         u32.as('num_rids'),
  GroupIds:           unique(conformant(GROUP_MEMBERSHIP, 'GroupCount')).as(''),
  UserFlags:          u32.of(UserFlags).as('user_flags'),
  UserSessionKey,
  LogonServer:        text('server'),
  LogonDomainName:    text('domain'),
  LogonDomainId:      unique(rpcSid),
});
const sessionKey = bytes(16).as('user_session_key');
const logon      = logonWith(sessionKey.secret());
const dummies = (from: number, to: number) => Object.fromEntries(
  Array.from({ length: to - from + 1 }, (_, i) => [`Reserved${from + i}`, u32.of({ hex: true }).as(`netlogon.dummy.long${from + i}`)]));
const extraSids = {
  SidCount:  u32.as('num_sid'),
  ExtraSids: unique(conformant(KERB_SID_AND_ATTRIBUTES, 'SidCount')).as(''),
};
/** LMKey, which in a PAC is zero. */
const lmKey = Object.fromEntries(Object.entries(dummies(1, 2)).map(([name, word]) => [name, word.secret()]));
const account = {
  UserAccountControl: u32.of(UserAccountControl).as('user_account_control'),
  // SubAuthStatus, LastSuccessfulILogon, LastFailedILogon, FailedILogonCount and a reserved word.
  ...dummies(4, 10),
};

export const KERB_VALIDATION_INFO = struct('MS-PAC 2.5', 'KERB_VALIDATION_INFO', '', {
  ...logonWith(sessionKey),
  ...dummies(1, 2),
  ...account,
  ...extraSids,
  ResourceGroupDomainSid: unique(rpcSid),
  ResourceGroupCount:     u32.as('resourcegroupcount'),
  ResourceGroupIds:       unique(conformant(GROUP_MEMBERSHIP, 'ResourceGroupCount')).as(''),
}).as('');

export const NETLOGON_VALIDATION_SAM_INFO = struct('MS-NRPC 2.2.1.4.11', 'NETLOGON_VALIDATION_SAM_INFO', '', { ...logon, ...lmKey, ...account }).as('');
export const NETLOGON_VALIDATION_SAM_INFO2 = struct('MS-NRPC 2.2.1.4.12', 'NETLOGON_VALIDATION_SAM_INFO2', '', {
  ...logon, ...lmKey, ...account, ...extraSids,
}).as('');
export const NETLOGON_VALIDATION_SAM_INFO4 = struct('MS-NRPC 2.2.1.4.13', 'NETLOGON_VALIDATION_SAM_INFO4', '', {
  ...logon, ...lmKey, ...account, ...extraSids,
  DnsLogonDomainName: text('logon.dnslogondomainname'),
  Upn:                text('logon.upn'),
  ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`ExpansionString${i + 1}`, text('dummy_string')])),
}).as('');
