import { type AnyNdr, type Ndr, u32, u64, unique, within } from '../../../src/dissect/ndr.ts';
import { PlatformId } from '../srvsvc/server-info.ts';
import { lpwstr } from '../types.ts';

export const { struct, union } = within('wkssvc.wkssvc_');

const platform = u32.of(PlatformId).as('wkssvc.platform_id');

const WKSTA_INFO_100 = struct('MS-WKST 2.2.5.1', 'WKSTA_INFO_100', 'NetWkstaInfo100', {
  wki100_platform_id:  platform,
  wki100_computername: lpwstr.as('server_name'),
  wki100_langroup:     lpwstr.as('domain_name'),
  wki100_ver_major:    u32.as('version_major'),
  wki100_ver_minor:    u32.as('version_minor'),
});

const WKSTA_INFO_101 = struct('MS-WKST 2.2.5.2', 'WKSTA_INFO_101', 'NetWkstaInfo101', {
  wki101_platform_id:  platform,
  wki101_computername: lpwstr.as('server_name'),
  wki101_langroup:     lpwstr.as('domain_name'),
  wki101_ver_major:    u32.as('version_major'),
  wki101_ver_minor:    u32.as('version_minor'),
  wki101_lanroot:      lpwstr.as('lan_root'),
});

const WKSTA_INFO_102 = struct('MS-WKST 2.2.5.3', 'WKSTA_INFO_102', 'NetWkstaInfo102', {
  wki102_platform_id:     platform,
  wki102_computername:    lpwstr.as('server_name'),
  wki102_langroup:        lpwstr.as('domain_name'),
  wki102_ver_major:       u32.as('version_major'),
  wki102_ver_minor:       u32.as('version_minor'),
  wki102_lanroot:         lpwstr.as('lan_root'),
  wki102_logged_on_users: u32.as('logged_on_users'),
});

const WKSTA_INFO_502 = struct('MS-WKST 2.2.5.4', 'WKSTA_INFO_502', 'NetWkstaInfo502', {
  wki502_char_wait:                     u32.as('char_wait'),
  wki502_collection_time:               u32.as('collection_time'),
  wki502_maximum_collection_count:      u32.as('maximum_collection_count'),
  wki502_keep_conn:                     u32.as('keep_connection'),
  wki502_max_cmds:                      u32.as('max_commands'),
  wki502_sess_timeout:                  u32.as('session_timeout'),
  wki502_siz_char_buf:                  u32.as('size_char_buf'),
  wki502_max_threads:                   u32.as('max_threads'),
  wki502_lock_quota:                    u32.as('lock_quota'),
  wki502_lock_increment:                u32.as('lock_increment'),
  wki502_lock_maximum:                  u32.as('lock_maximum'),
  wki502_pipe_increment:                u32.as('pipe_increment'),
  wki502_pipe_maximum:                  u32.as('pipe_maximum'),
  wki502_cache_file_timeout:            u32.as('cache_file_timeout'),
  wki502_dormant_file_limit:            u32.as('dormant_file_limit'),
  wki502_read_ahead_throughput:         u32.as('read_ahead_throughput'),
  wki502_num_mailslot_buffers:          u32.as('num_mailslot_buffers'),
  wki502_num_srv_announce_buffers:      u32.as('num_srv_announce_buffers'),
  wki502_max_illegal_datagram_events:   u32.as('max_illegal_dgram_events'),
  wki502_illegal_datagram_event_reset_frequency: u32.as('dgram_event_reset_freq'),
  wki502_log_election_packets:          u32.as('log_election_packets'),
  wki502_use_opportunistic_locking:     u32.as('use_opportunistic_locking'),
  wki502_use_unlock_behind:             u32.as('use_unlock_behind'),
  wki502_use_close_behind:              u32.as('use_close_behind'),
  wki502_buf_named_pipes:               u32.as('buf_named_pipes'),
  wki502_use_lock_read_unlock:          u32.as('use_lock_read_unlock'),
  wki502_utilize_nt_caching:            u32.as('utilize_nt_caching'),
  wki502_use_raw_read:                  u32.as('use_raw_read'),
  wki502_use_raw_write:                 u32.as('use_raw_write'),
  wki502_use_write_raw_data:            u32.as('use_write_raw_data'),
  wki502_use_encryption:                u32.as('use_encryption'),
  wki502_buf_files_deny_write:          u32.as('buf_files_deny_write'),
  wki502_buf_read_only_files:           u32.as('buf_read_only_files'),
  wki502_force_core_create_mode:        u32.as('force_core_create_mode'),
  wki502_use_512_byte_max_transfer:     u32.as('use_512_byte_max_transfer'),
});

/** Levels of one DWORD, which Wireshark calls what level 502 calls it: MS-WKST 2.2.5.5 to 2.2.5.9, others in Windows' headers. */
const singles: Readonly<Record<number, string>> = {
  1010: 'char_wait', 1011: 'collection_time', 1012: 'maximum_collection_count', 1013: 'keep_connection', 1018: 'session_timeout',
  1023: 'size_char_buf', 1027: 'errorlog_sz', 1028: 'print_buf_time', 1032: 'wrk_heuristics', 1033: 'max_threads', 1041: 'lock_quota',
  1042: 'lock_increment', 1043: 'lock_maximum', 1044: 'pipe_increment', 1045: 'pipe_maximum', 1046: 'dormant_file_limit',
  1047: 'cache_file_timeout', 1048: 'use_opportunistic_locking', 1049: 'use_unlock_behind', 1050: 'use_close_behind', 1051: 'buf_named_pipes',
  1052: 'use_lock_read_unlock', 1053: 'utilize_nt_caching', 1054: 'use_raw_read', 1055: 'use_raw_write', 1056: 'use_write_raw_data',
  1057: 'use_encryption', 1058: 'buf_files_deny_write', 1059: 'buf_read_only_files', 1060: 'force_core_create_mode',
  1061: 'use_512_byte_max_transfer', 1062: 'read_ahead_throughput',
};
const single = (level: string, name: string): Ndr =>
  struct('MS-WKST 2.2.5', `WKSTA_INFO_${level}`, `NetWkstaInfo${level}`, { [`wki${level}_${name}`]: u32.as(name) as AnyNdr });

export const wkstaInfo = <const S extends string>(switchIs: S): Ndr<unknown, S> => union('MS-WKST 2.2.4.1', 'WKSTA_INFO', 'NetWkstaInfo', switchIs, {
  100: unique(WKSTA_INFO_100).as('info100'),
  101: unique(WKSTA_INFO_101).as('info101'),
  102: unique(WKSTA_INFO_102).as('info102'),
  502: unique(WKSTA_INFO_502).as('info502'),
  ...Object.fromEntries(Object.entries(singles).map(([level, name]) => [level, unique(single(level, name)).as(`info${level}`)])),
  default: null,
});

const statistics =
  'BytesReceived SmbsReceived PagingReadBytesRequested NonPagingReadBytesRequested CacheReadBytesRequested NetworkReadBytesRequested ' +
  'BytesTransmitted SmbsTransmitted PagingWriteBytesRequested NonPagingWriteBytesRequested CacheWriteBytesRequested NetworkWriteBytesRequested ' +
  'InitiallyFailedOperations FailedCompletionOperations ReadOperations RandomReadOperations ReadSmbs LargeReadSmbs SmallReadSmbs WriteOperations ' +
  'RandomWriteOperations WriteSmbs LargeWriteSmbs SmallWriteSmbs RawReadsDenied RawWritesDenied NetworkErrors Sessions FailedSessions Reconnects ' +
  'CoreConnects Lanman20Connects Lanman21Connects LanmanNtConnects ServerDisconnects HungSessions UseCount FailedUseCount CurrentCommands';
const LARGE = 13; // StatisticsStartTime and the twelve after it are LARGE_INTEGER

/** Wireshark counts its members: `unknown1` and so on. */
export const STAT_WORKSTATION_0 = struct('MS-WKST 2.2.5.11', 'STAT_WORKSTATION_0', 'NetrWorkstationStatistics',
  Object.fromEntries(['StatisticsStartTime', ...statistics.split(' ')].map((name, i): [string, AnyNdr] =>
    [name, (i < LARGE ? u64 : u32).as(`unknown${i + 1}`)])));
