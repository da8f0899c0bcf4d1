import { conformant, type Ndr, u32, unique } from '../../../src/dissect/ndr.ts';
import { lpwstr } from '../types.ts';
import { struct, union } from './info.ts';

const USE_INFO_0 = struct('MS-WKST 2.2.5.19', 'USE_INFO_0', 'NetrUseInfo0', {
  ui0_local:  lpwstr.as('local'),
  ui0_remote: lpwstr.as('remote'),
});

const USE_INFO_1 = struct('MS-WKST 2.2.5.20', 'USE_INFO_1', 'NetrUseInfo1', {
  ui1_local:    lpwstr.as('local'),
  ui1_remote:   lpwstr.as('remote'),
  ui1_password: lpwstr.as('password').secret(),
  ui1_status:   u32.as('status'),
  ui1_asg_type: u32.as('asg_type'),
  ui1_refcount: u32.as('ref_count'),
  ui1_usecount: u32.as('use_count'),
});

const USE_INFO_2 = struct('MS-WKST 2.2.5.21', 'USE_INFO_2', 'NetrUseInfo2', {
  ui2_local:      lpwstr.as('local'),
  ui2_remote:     lpwstr.as('remote'),
  ui2_password:   lpwstr.as('password').secret(),
  ui2_status:     u32.as('status'),
  ui2_asg_type:   u32.as('asg_type'),
  ui2_refcount:   u32.as('ref_count'),
  ui2_usecount:   u32.as('use_count'),
  ui2_username:   lpwstr.as('user_name'),
  ui2_domainname: lpwstr.as('domain_name'),
});

const USE_INFO_3 = struct('MS-WKST 2.2.5.22', 'USE_INFO_3', 'NetrUseInfo3', {
  ui3_ui2:   USE_INFO_2.as(''),
  ui3_flags: u32.as('flags'),
});

export const useInfo = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-WKST 2.2.4.2', 'USE_INFO', 'NetrUseGetInfoCtr', switchIs, {
    0: unique(USE_INFO_0).as('info0'),
    1: unique(USE_INFO_1).as('info1'),
    2: unique(USE_INFO_2).as('info2'),
    3: unique(USE_INFO_3).as('info3'),
  });

const container = (level: number, info: Ndr): Ndr => struct('MS-WKST 2.2.5', `USE_INFO_${level}_CONTAINER`, `NetrUseEnumCtr${level}`, {
  EntriesRead: u32.as('count'),
  Buffer:      unique(conformant(info, 'EntriesRead')).as('array'),
});

export const USE_ENUM_STRUCT = struct('MS-WKST 2.2.5.26', 'USE_ENUM_STRUCT', 'NetrUseEnumInfo', {
  Level:   u32.as('level'),
  UseInfo: union('MS-WKST 2.2.4.3', 'USE_ENUM_UNION', 'NetrUseEnumCtr', 'Level', {
    0: unique(container(0, USE_INFO_0)).as('ctr0'),
    1: unique(container(1, USE_INFO_1)).as('ctr1'),
    2: unique(container(2, USE_INFO_2)).as('ctr2'),
  }).as('ctr'),
});

const WKSTA_USER_INFO_0 = struct('MS-WKST 2.2.5.12', 'WKSTA_USER_INFO_0', 'NetrWkstaUserInfo0', { wkui0_username: lpwstr.as('user_name') });
const WKSTA_USER_INFO_1 = struct('MS-WKST 2.2.5.13', 'WKSTA_USER_INFO_1', 'NetrWkstaUserInfo1', {
  wkui1_username:     lpwstr.as('user_name'),
  wkui1_logon_domain: lpwstr.as('logon_domain'),
  wkui1_oth_domains:  lpwstr.as('other_domains'),
  wkui1_logon_server: lpwstr.as('logon_server'),
});
const WKSTA_USER_INFO_1101 = struct('lmwksta.h', 'WKSTA_USER_INFO_1101', 'NetrWkstaUserInfo1101', { wkui1101_oth_domains: lpwstr.as('other_domains') });

export const userInfo = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('lmwksta.h', 'WKSTA_USER_INFO', 'NetrWkstaUserInfo', switchIs, {
    0:    unique(WKSTA_USER_INFO_0).as('info0'),
    1:    unique(WKSTA_USER_INFO_1).as('info1'),
    1101: unique(WKSTA_USER_INFO_1101).as('info1101'),
  });

const users = (level: number, info: Ndr): Ndr =>
  struct('MS-WKST 2.2.5', `WKSTA_USER_INFO_${level}_CONTAINER`, `NetWkstaEnumUsersCtr${level}`, {
    EntriesRead: u32.as('entries_read'),
    Buffer:      unique(conformant(info, 'EntriesRead')).as(`user${level}`),
  });

export const WKSTA_USER_ENUM_STRUCT = struct('MS-WKST 2.2.5.16', 'WKSTA_USER_ENUM_STRUCT', 'NetWkstaEnumUsersInfo', {
  Level:         u32.as('level'),
  WkstaUserInfo: union('MS-WKST 2.2.4.4', 'WKSTA_USER_ENUM_UNION', 'NetWkstaEnumUsersCtr', 'Level', {
    0: unique(users(0, WKSTA_USER_INFO_0)).as('user0'),
    1: unique(users(1, WKSTA_USER_INFO_1)).as('user1'),
  }).as('ctr'),
});

export const WKSTA_TRANSPORT_INFO_0 = struct('MS-WKST 2.2.5.10', 'WKSTA_TRANSPORT_INFO_0', 'NetWkstaTransportInfo0', {
  wkti0_quality_of_service: u32.as('quality_of_service'),
  wkti0_number_of_vcs:      u32.as('vc_count'),
  wkti0_transport_name:     lpwstr.as('name'),
  wkti0_transport_address:  lpwstr.as('address'),
  wkti0_wan_ish:            u32.as('wan_link'),
});

const WKSTA_TRANSPORT_INFO_0_CONTAINER = struct('MS-WKST 2.2.5.17', 'WKSTA_TRANSPORT_INFO_0_CONTAINER', 'NetWkstaTransportCtr0', {
  EntriesRead: u32.as('count'),
  Buffer:      unique(conformant(WKSTA_TRANSPORT_INFO_0, 'EntriesRead')).as('array'),
});

export const WKSTA_TRANSPORT_ENUM_STRUCT = struct('MS-WKST 2.2.5.18', 'WKSTA_TRANSPORT_ENUM_STRUCT', 'NetWkstaTransportInfo', {
  Level:              u32.as('level'),
  WkstaTransportInfo: union('MS-WKST 2.2.4.5', 'WKSTA_TRANSPORT_ENUM_UNION', 'NetWkstaTransportCtr', 'Level', {
    0: unique(WKSTA_TRANSPORT_INFO_0_CONTAINER).as('ctr0'),
  }).as('ctr'),
});
