import { bits, names } from '../../../src/dissect/field.ts';
import { contextHandle, In, InOut, Out, u32, within } from '../../../src/dissect/ndr.ts';
import { lsaSecret, lsaString, rights } from '../types.ts';

export const { struct, union } = within('samr.samr_');

/** A string of an operation or a structure. */
export const text = (name: string) => lsaString(`samr.samr_${name}`);
export const secret = (name: string) => lsaSecret(`samr.samr_${name}`);

const own = (mask: string, prefix: string, all: readonly string[]) =>
  rights(Object.fromEntries(all.map((name, i) => [`${prefix}${name}`, [1 << i, `samr.samr_${mask}AccessMask.${prefix}${name}`] as const])));

/** MS-SAMR 2.2.1.3 to 2.2.1.7, with Wireshark's names of the rights. */
const Server = own('Connect', 'SAMR_ACCESS_', ['CONNECT_TO_SERVER', 'SHUTDOWN_SERVER', 'INITIALIZE_SERVER', 'CREATE_DOMAIN', 'ENUM_DOMAINS', 'LOOKUP_DOMAIN']);
const Domain = own('Domain', 'SAMR_DOMAIN_ACCESS_', [
  'LOOKUP_INFO_1', 'SET_INFO_1', 'LOOKUP_INFO_2', 'SET_INFO_2', 'CREATE_USER', 'CREATE_GROUP', 'CREATE_ALIAS', 'LOOKUP_ALIAS', 'ENUM_ACCOUNTS',
  'OPEN_ACCOUNT', 'SET_INFO_3',
]);
const Group  = own('Group', 'SAMR_GROUP_ACCESS_', ['LOOKUP_INFO', 'SET_INFO', 'ADD_MEMBER', 'REMOVE_MEMBER', 'GET_MEMBERS']);
const Alias  = own('Alias', 'SAMR_ALIAS_ACCESS_', ['ADD_MEMBER', 'REMOVE_MEMBER', 'GET_MEMBERS', 'LOOKUP_INFO', 'SET_INFO']);
const User   = own('User', 'SAMR_USER_ACCESS_', [
  'GET_NAME_ETC', 'GET_LOCALE', 'SET_LOC_COM', 'GET_LOGONINFO', 'GET_ATTRIBUTES', 'SET_ATTRIBUTES', 'CHANGE_PASSWORD', 'SET_PASSWORD', 'GET_GROUPS',
  'GET_GROUP_MEMBERSHIP', 'CHANGE_GROUP_MEMBERSHIP',
]);

export const access = {
  server: In(u32.of(Server).as('samr.connect.access_mask')),
  domain: In(u32.of(Domain).as('samr.domain.access_mask')),
  group:  In(u32.of(Group).as('samr.group.access_mask')),
  alias:  In(u32.of(Alias).as('samr.alias.access_mask')),
  user:   In(u32.of(User).as('samr.user.access_mask')),
};

const handle = (name: string) => contextHandle.as(`samr.${name}`);
export const handles = {
  server: handle('connect_handle'), domain: handle('domain_handle'), group: handle('group_handle'), alias: handle('alias_handle'),
  user: handle('user_handle'), object: handle('handle'),
};
export const ServerHandle = In(handles.server);
export const DomainHandle = In(handles.domain);
export const GroupHandle  = In(handles.group);
export const AliasHandle  = In(handles.alias);
export const UserHandle   = In(handles.user);
export const closing      = (of: typeof contextHandle) => InOut(of);
export const rid          = u32.as('samr.rid');
export const RidOut       = Out(rid);

/** MS-SAMR 2.2.1.12. */
export const UserAccountControl = bits(Object.fromEntries([
  'ACB_DISABLED', 'ACB_HOMDIRREQ', 'ACB_PWNOTREQ', 'ACB_TEMPDUP', 'ACB_NORMAL', 'ACB_MNS', 'ACB_DOMTRUST', 'ACB_WSTRUST', 'ACB_SVRTRUST', 'ACB_PWNOEXP',
  'ACB_AUTOLOCK', 'ACB_ENC_TXT_PWD_ALLOWED', 'ACB_SMARTCARD_REQUIRED', 'ACB_TRUSTED_FOR_DELEGATION', 'ACB_NOT_DELEGATED', 'ACB_USE_DES_KEY_ONLY',
  'ACB_DONT_REQUIRE_PREAUTH', 'ACB_PW_EXPIRED', 'ACB_TRUST_AUTH_DELEGAT', 'ACB_NO_AUTH_DATA_REQD',
].map((name, i) => [name, [1 << i, `samr.samr_AcctFlags.${name}`] as const])));
export const acctFlags = u32.of(UserAccountControl);

/** MS-SAMR 2.2.1.10. */
export const groupAttributes = u32.of(bits({
  SE_GROUP_MANDATORY:          [0x00000001, 'samr.samr_GroupAttrs.SE_GROUP_MANDATORY'],
  SE_GROUP_ENABLED_BY_DEFAULT: [0x00000002, 'samr.samr_GroupAttrs.SE_GROUP_ENABLED_BY_DEFAULT'],
  SE_GROUP_ENABLED:            [0x00000004, 'samr.samr_GroupAttrs.SE_GROUP_ENABLED'],
  SE_GROUP_OWNER:              [0x00000008, 'samr.samr_GroupAttrs.SE_GROUP_OWNER'],
  SE_GROUP_USE_FOR_DENY_ONLY:  [0x00000010, 'samr.samr_GroupAttrs.SE_GROUP_USE_FOR_DENY_ONLY'],
  SE_GROUP_RESOURCE:           [0x20000000, 'samr.samr_GroupAttrs.SE_GROUP_RESOURCE'],
  SE_GROUP_LOGON_ID:           [0xc0000000, 'samr.samr_GroupAttrs.SE_GROUP_LOGON_ID', 'any'],
}));

/** MS-SAMR 2.2.3.4. */
export const PasswordProperties = u32.of(bits({
  DOMAIN_PASSWORD_COMPLEX:         [0x00000001, 'samr.samr_PasswordProperties.DOMAIN_PASSWORD_COMPLEX'],
  DOMAIN_PASSWORD_NO_ANON_CHANGE:  [0x00000002, 'samr.samr_PasswordProperties.DOMAIN_PASSWORD_NO_ANON_CHANGE'],
  DOMAIN_PASSWORD_NO_CLEAR_CHANGE: [0x00000004, 'samr.samr_PasswordProperties.DOMAIN_PASSWORD_NO_CLEAR_CHANGE'],
  DOMAIN_LOCKOUT_ADMINS:           [0x00000008, 'samr.samr_PasswordProperties.DOMAIN_PASSWORD_LOCKOUT_ADMINS'],
  DOMAIN_PASSWORD_STORE_CLEARTEXT: [0x00000010, 'samr.samr_PasswordProperties.DOMAIN_PASSWORD_STORE_CLEARTEXT'],
  DOMAIN_REFUSE_PASSWORD_CHANGE:   [0x00000020, 'samr.samr_PasswordProperties.DOMAIN_REFUSE_PASSWORD_CHANGE'],
}));

export const SidNameUse = names({
  SidTypeUser: 1, SidTypeGroup: 2, SidTypeDomain: 3, SidTypeAlias: 4, SidTypeWellKnownGroup: 5, SidTypeDeletedAccount: 6, SidTypeInvalid: 7,
  SidTypeUnknown: 8, SidTypeComputer: 9, SidTypeLabel: 10,
});
