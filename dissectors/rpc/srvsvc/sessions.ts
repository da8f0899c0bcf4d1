import { bits } from '../../../src/dissect/field.ts';
import { type Ndr, u32 } from '../../../src/dissect/ndr.ts';
import { lpwstr } from '../types.ts';
import { container, levels, struct } from './containers.ts';

const UserFlags = bits({
  SESS_GUEST:        [0x00000001, 'srvsvc.srvsvc_SessionUserFlags.SESS_GUEST'],
  SESS_NOENCRYPTION: [0x00000002, 'srvsvc.srvsvc_SessionUserFlags.SESS_NOENCRYPTION'],
});

const SESSION_INFO_0 = struct('MS-SRVS 2.2.4.11', 'SESSION_INFO_0', 'NetSessInfo0', { sesi0_cname: lpwstr.as('client') });

const SESSION_INFO_1 = struct('MS-SRVS 2.2.4.12', 'SESSION_INFO_1', 'NetSessInfo1', {
  sesi1_cname:      lpwstr.as('client'),
  sesi1_username:   lpwstr.as('user'),
  sesi1_num_opens:  u32.as('num_open'),
  sesi1_time:       u32.as('time'),
  sesi1_idle_time:  u32.as('idle_time'),
  sesi1_user_flags: u32.of(UserFlags).as('user_flags'),
});

const SESSION_INFO_2 = struct('MS-SRVS 2.2.4.13', 'SESSION_INFO_2', 'NetSessInfo2', {
  sesi2_cname:       lpwstr.as('client'),
  sesi2_username:    lpwstr.as('user'),
  sesi2_num_opens:   u32.as('num_open'),
  sesi2_time:        u32.as('time'),
  sesi2_idle_time:   u32.as('idle_time'),
  sesi2_user_flags:  u32.of(UserFlags).as('user_flags'),
  sesi2_cltype_name: lpwstr.as('client_type'),
});

const SESSION_INFO_10 = struct('MS-SRVS 2.2.4.14', 'SESSION_INFO_10', 'NetSessInfo10', {
  sesi10_cname:     lpwstr.as('client'),
  sesi10_username:  lpwstr.as('user'),
  sesi10_time:      u32.as('time'),
  sesi10_idle_time: u32.as('idle_time'),
});

const SESSION_INFO_502 = struct('MS-SRVS 2.2.4.15', 'SESSION_INFO_502', 'NetSessInfo502', {
  sesi502_cname:       lpwstr.as('client'),
  sesi502_username:    lpwstr.as('user'),
  sesi502_num_opens:   u32.as('num_open'),
  sesi502_time:        u32.as('time'),
  sesi502_idle_time:   u32.as('idle_time'),
  sesi502_user_flags:  u32.of(UserFlags).as('user_flags'),
  sesi502_cltype_name: lpwstr.as('client_type'),
  sesi502_transport:   lpwstr.as('transport'),
});

const SESSION_ENUM_UNION = levels('MS-SRVS 2.2.3.4', 'SESSION_ENUM_UNION', 'NetSessCtr', 'ctr', {
  0:   container('MS-SRVS 2.2.4.16', 'SESSION_INFO_0_CONTAINER', 'NetSessCtr0', SESSION_INFO_0),
  1:   container('MS-SRVS 2.2.4.17', 'SESSION_INFO_1_CONTAINER', 'NetSessCtr1', SESSION_INFO_1),
  2:   container('MS-SRVS 2.2.4.18', 'SESSION_INFO_2_CONTAINER', 'NetSessCtr2', SESSION_INFO_2),
  10:  container('MS-SRVS 2.2.4.19', 'SESSION_INFO_10_CONTAINER', 'NetSessCtr10', SESSION_INFO_10),
  502: container('MS-SRVS 2.2.4.20', 'SESSION_INFO_502_CONTAINER', 'NetSessCtr502', SESSION_INFO_502),
});

export const sessionEnum: Ndr = struct('MS-SRVS 2.2.4.21', 'SESSION_ENUM_STRUCT', 'NetSessEnum', {
  Level:       u32.as('level'),
  SessionInfo: SESSION_ENUM_UNION('Level').as('ctr'),
}).as('');

const CONNECTION_INFO_0 = struct('MS-SRVS 2.2.4.1', 'CONNECTION_INFO_0', 'NetConnInfo0', { coni0_id: u32.as('conn_id') });

const CONNECTION_INFO_1 = struct('MS-SRVS 2.2.4.2', 'CONNECTION_INFO_1', 'NetConnInfo1', {
  coni1_id:        u32.as('conn_id'),
  coni1_type:      u32.as('conn_type'),
  coni1_num_opens: u32.as('num_open'),
  coni1_num_users: u32.as('num_users'),
  coni1_time:      u32.as('conn_time'),
  coni1_username:  lpwstr.as('user'),
  coni1_netname:   lpwstr.as('share'),
});

const CONNECT_ENUM_UNION = levels('MS-SRVS 2.2.3.1', 'CONNECT_ENUM_UNION', 'NetConnCtr', 'ctr', {
  0: container('MS-SRVS 2.2.4.3', 'CONNECT_INFO_0_CONTAINER', 'NetConnCtr0', CONNECTION_INFO_0),
  1: container('MS-SRVS 2.2.4.4', 'CONNECT_INFO_1_CONTAINER', 'NetConnCtr1', CONNECTION_INFO_1),
});

export const connectEnum: Ndr = struct('MS-SRVS 2.2.4.5', 'CONNECT_ENUM_STRUCT', 'NetConnEnum', {
  Level:       u32.as('level'),
  ConnectInfo: CONNECT_ENUM_UNION('Level').as('ctr'),
}).as('');

const FILE_INFO_2 = struct('MS-SRVS 2.2.4.6', 'FILE_INFO_2', 'NetFileInfo2', { fi2_id: u32.as('fid') });

const FILE_INFO_3 = struct('MS-SRVS 2.2.4.7', 'FILE_INFO_3', 'NetFileInfo3', {
  fi3_id:          u32.as('fid'),
  fi3_permissions: u32.as('permissions'),
  fi3_num_locks:   u32.as('num_locks'),
  fi3_pathname:    lpwstr.as('path'),
  fi3_username:    lpwstr.as('user'),
});

export const fileInfo = levels('MS-SRVS 2.2.3.3', 'FILE_INFO', 'NetFileInfo', 'info', { 2: FILE_INFO_2, 3: FILE_INFO_3 });

const FILE_ENUM_UNION = levels('MS-SRVS 2.2.3.2', 'FILE_ENUM_UNION', 'NetFileCtr', 'ctr', {
  2: container('MS-SRVS 2.2.4.8', 'FILE_INFO_2_CONTAINER', 'NetFileCtr2', FILE_INFO_2),
  3: container('MS-SRVS 2.2.4.9', 'FILE_INFO_3_CONTAINER', 'NetFileCtr3', FILE_INFO_3),
});

export const fileEnum: Ndr = struct('MS-SRVS 2.2.4.10', 'FILE_ENUM_STRUCT', 'NetFileEnum', {
  Level:    u32.as('level'),
  FileInfo: FILE_ENUM_UNION('Level').as('ctr'),
}).as('');
