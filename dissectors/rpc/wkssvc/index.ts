import { bits, names } from '../../../src/dissect/field.ts';
import {
  bytes, conformant, counted, enum16, In, InOut, Out, u16, u32, u8, unique, wstring,
} from '../../../src/dissect/ndr.ts';
import { op, rpc } from '../../../src/dissect/rpc.ts';
import { lpwstr, werror } from '../types.ts';
import { STAT_WORKSTATION_0, struct, wkstaInfo } from './info.ts';
import { USE_ENUM_STRUCT, useInfo, userInfo, WKSTA_TRANSPORT_ENUM_STRUCT, WKSTA_TRANSPORT_INFO_0, WKSTA_USER_ENUM_STRUCT } from './use.ts';

const joinFlag = (name: string) => `wkssvc.wkssvc_joinflags.WKSSVC_JOIN_FLAGS_${name}`;
const JoinOptions = bits({
  NETSETUP_JOIN_DOMAIN:             [0x00000001, joinFlag('JOIN_TYPE')],
  NETSETUP_ACCT_CREATE:             [0x00000002, joinFlag('ACCOUNT_CREATE')],
  NETSETUP_ACCT_DELETE:             [0x00000004, joinFlag('ACCOUNT_DELETE')],
  NETSETUP_WIN9X_UPGRADE:           [0x00000010, joinFlag('WIN9X_UPGRADE')],
  NETSETUP_DOMAIN_JOIN_IF_JOINED:   [0x00000020, joinFlag('DOMAIN_JOIN_IF_JOINED')],
  NETSETUP_JOIN_UNSECURE:           [0x00000040, joinFlag('JOIN_UNSECURE')],
  NETSETUP_MACHINE_PWD_PASSED:      [0x00000080, joinFlag('MACHINE_PWD_PASSED')],
  NETSETUP_DEFER_SPN_SET:           [0x00000100, joinFlag('DEFER_SPN')],
  NETSETUP_JOIN_DC_ACCOUNT:         [0x00000200, joinFlag('JOIN_DC_ACCOUNT')],
  NETSETUP_JOIN_WITH_NEW_NAME:      [0x00000400, joinFlag('JOIN_WITH_NEW_NAME')],
});
const RenameOptions = bits({ NETSETUP_ACCT_CREATE: [0x00000002, 'wkssvc.wkssvc_renameflags.WKSSVC_JOIN_FLAGS_ACCOUNT_CREATE'] });

/** 2.2.3.1, 2.2.3.2, 2.2.3.3. */
const NETSETUP_JOIN_STATUS = names({ NetSetupUnknownStatus: 0, NetSetupUnjoined: 1, NetSetupWorkgroupName: 2, NetSetupDomainName: 3 });
const NETSETUP_NAME_TYPE = names({
  NetSetupUnknown: 0, NetSetupMachine: 1, NetSetupWorkgroup: 2, NetSetupDomain: 3, NetSetupNonExistentDomain: 4, NetSetupDnsMachine: 5,
});
const NET_COMPUTER_NAME_TYPE = names({ NetPrimaryComputerName: 0, NetAlternateComputerNames: 1, NetAllComputerNames: 2, NetComputerNameTypeMax: 3 });

const JOINPR_ENCRYPTED_USER_PASSWORD = struct('MS-WKST 2.2.5.18', 'JOINPR_ENCRYPTED_USER_PASSWORD', 'PasswordBuffer', { Buffer: bytes(524).as('data').secret() });
const password = unique(JOINPR_ENCRYPTED_USER_PASSWORD);

const UNICODE_STRING = struct('MS-WKST 2.2.5.28', 'UNICODE_STRING', 'lsa_String', {
  Length:        u16.as('wkssvc.lsa_String.name_len'),
  MaximumLength: u16.as('wkssvc.lsa_String.name_size'),
  Buffer:        unique(counted).as('wkssvc.lsa_String.name'),
}).as('');
const NET_COMPUTER_NAME_ARRAY = struct('MS-WKST 2.2.5.20', 'NET_COMPUTER_NAME_ARRAY', 'ComputerNamesCtr', {
  EntryCount:    u32.as('count'),
  ComputerNames: unique(conformant(UNICODE_STRING, 'EntryCount')).as(''),
});

const ServerName = In(lpwstr.as('server_name'));
const Level      = In(u32.as('level'));
const Account    = In(lpwstr.as('Account'));
const Encrypted  = In(password.as('EncryptedPassword'));
const Reserved   = In(u32.as('Reserved'));
const ErrorParameter = InOut(unique(u32).as('parm_err'));
const ResumeHandle   = InOut(unique(u32).as('resume_handle'));
const Ous = { OUCount: InOut(u32.as('num_ous')), OUs: Out(unique(conformant(lpwstr)).as('ous')) };

export const wkssvc = rpc({
  name: 'wkssvc', title: 'Workstation Service', uuid: '6bffd098-a112-3610-9833-46c3f87e345a', version: [1, 0], pipes: ['wkssvc'], spec: 'MS-WKST 3.2.4',
  operations: {
    0:  op('NetrWkstaGetInfo', { ServerName, Level, WkstaInfo: Out(wkstaInfo('Level').as('info')) }, werror, 'NetWkstaGetInfo'),
    1:  op('NetrWkstaSetInfo', { ServerName, Level, WkstaInfo: In(wkstaInfo('Level').as('info')), ErrorParameter: InOut(unique(u32).as('parm_error')) }, werror, 'NetWkstaSetInfo'),
    2:  op('NetrWkstaUserEnum', { ServerName, UserInfo: InOut(WKSTA_USER_ENUM_STRUCT.as('info')), PreferredMaximumLength: In(u32.as('prefmaxlen')), TotalEntries: Out(u32.as('entries_read')), ResumeHandle }, werror, 'NetWkstaEnumUsers'),
    3:  op('NetrWkstaUserGetInfo', { Reserved: In(lpwstr.as('unknown')), Level, UserInfo: Out(userInfo('Level').as('info')) }, werror),
    4:  op('NetrWkstaUserSetInfo', { Reserved: In(lpwstr.as('unknown')), Level, UserInfo: In(userInfo('Level').as('info')), ErrorParameter }, werror),
    5:  op('NetrWkstaTransportEnum', { ServerName, TransportInfo: InOut(WKSTA_TRANSPORT_ENUM_STRUCT.as('info')), PreferredMaximumLength: In(u32.as('max_buffer')), TotalEntries: Out(u32.as('total_entries')), ResumeHandle }, werror, 'NetWkstaTransportEnum'),
    6:  op('NetrWkstaTransportAdd', { ServerName, Level, TransportInfo: In(WKSTA_TRANSPORT_INFO_0.as('info0')), ErrorParameter }, werror),
    7:  op('NetrWkstaTransportDel', { ServerName, TransportName: In(lpwstr.as('transport_name')), ForceLevel: In(u32.as('unknown3')) }, werror),
    8:  op('NetrUseAdd', { ServerName, Level, InfoStruct: In(useInfo('Level').as('ctr')), ErrorParameter }, werror),
    9:  op('NetrUseGetInfo', { ServerName, UseName: In(wstring.as('use_name')), Level, InfoStruct: Out(useInfo('Level').as('ctr')) }, werror),
    10: op('NetrUseDel', { ServerName, UseName: In(wstring.as('use_name')), ForceLevel: In(u32.as('force_cond')) }, werror),
    11: op('NetrUseEnum', { ServerName, InfoStruct: InOut(USE_ENUM_STRUCT.as('info')), PreferredMaximumLength: In(u32.as('prefmaxlen')), TotalEntries: Out(u32.as('entries_read')), ResumeHandle }, werror),
    12: op('NetrMessageBufferSend', { ServerName, MessageName: In(wstring.as('message_name')), MessageSenderName: In(lpwstr.as('message_sender_name')), MessageBuffer: In(conformant(u8, 'MessageSize').as('message_buffer')), MessageSize: In(u32.as('message_size')) }, werror),
    13: op('NetrWorkstationStatisticsGet', { ServerName, ServiceName: In(lpwstr.as('unknown2')), Level: In(u32.as('unknown3')), Options: In(u32.as('unknown4')), Buffer: Out(unique(STAT_WORKSTATION_0).as('info')) }, werror),
    14: op('NetrLogonDomainNameAdd', { DomainName: In(wstring.as('domain_name')) }, werror),
    15: op('NetrLogonDomainNameDel', { DomainName: In(wstring.as('domain_name')) }, werror),
    16: op('NetrJoinDomain', { ServerName, DomainNameParam: In(wstring.as('domain_name')), MachineAccountOU: In(lpwstr.as('account_ou')), AccountName: Account, Password: In(lpwstr.as('unknown').secret()), Options: In(u32.of(JoinOptions).as('join_flags')) }, werror),
    17: op('NetrUnjoinDomain', { ServerName, AccountName: Account, Password: In(lpwstr.as('password').secret()), Options: In(u32.of(JoinOptions).as('unjoin_flags')) }, werror),
    18: op('NetrRenameMachineInDomain', { ServerName, MachineName: In(lpwstr.as('NewMachineName')), AccountName: Account, Password: In(lpwstr.as('password').secret()), Options: In(u32.of(RenameOptions).as('RenameOptions')) }, werror),
    19: op('NetrValidateName', { ServerName, NameToValidate: In(wstring.as('name')), AccountName: Account, Password: In(lpwstr.as('Password').secret()), NameType: In(enum16.of(NETSETUP_NAME_TYPE).as('name_type')) }, werror),
    20: op('NetrGetJoinInformation', { ServerName, NameBuffer: InOut(lpwstr.as('name_buffer')), BufferType: Out(enum16.of(NETSETUP_JOIN_STATUS).as('name_type')) }, werror),
    21: op('NetrGetJoinableOUs', { ServerName, DomainNameParam: In(wstring.as('domain_name')), AccountName: Account, Password: In(lpwstr.as('unknown').secret()), ...Ous }, werror, 'NetrGetJoinableOus'),
    22: op('NetrJoinDomain2', { ServerName, DomainNameParam: In(wstring.as('domain_name')), MachineAccountOU: In(lpwstr.as('account_name')), AccountName: In(lpwstr.as('admin_account')), Password: In(password.as('encrypted_password')), Options: In(u32.of(JoinOptions).as('join_flags')) }, werror),
    23: op('NetrUnjoinDomain2', { ServerName, AccountName: In(lpwstr.as('account')), Password: In(password.as('encrypted_password')), Options: In(u32.of(JoinOptions).as('unjoin_flags')) }, werror),
    24: op('NetrRenameMachineInDomain2', { ServerName, MachineName: In(lpwstr.as('NewMachineName')), AccountName: Account, Password: Encrypted, Options: In(u32.of(RenameOptions).as('RenameOptions')) }, werror),
    25: op('NetrValidateName2', { ServerName, NameToValidate: In(wstring.as('name')), AccountName: Account, Password: Encrypted, NameType: In(enum16.of(NETSETUP_NAME_TYPE).as('name_type')) }, werror),
    26: op('NetrGetJoinableOUs2', { ServerName, DomainNameParam: In(wstring.as('domain_name')), AccountName: Account, Password: Encrypted, ...Ous }, werror, 'NetrGetJoinableOus2'),
    27: op('NetrAddAlternateComputerName', { ServerName, AlternateName: In(lpwstr.as('NewAlternateMachineName')), DomainAccount: Account, EncryptedPassword: Encrypted, Reserved }, werror),
    28: op('NetrRemoveAlternateComputerName', { ServerName, AlternateName: In(lpwstr.as('AlternateMachineNameToRemove')), DomainAccount: Account, EncryptedPassword: Encrypted, Reserved }, werror),
    29: op('NetrSetPrimaryComputerName', { ServerName, PrimaryName: In(lpwstr.as('primary_name')), DomainAccount: Account, EncryptedPassword: Encrypted, Reserved }, werror, 'NetrSetPrimaryComputername'),
    30: op('NetrEnumerateComputerNames', { ServerName, NameType: In(enum16.of(NET_COMPUTER_NAME_TYPE).as('name_type')), Reserved, ComputerNames: Out(unique(NET_COMPUTER_NAME_ARRAY).as('ctr')) }, werror),
  },
});
