import { bits, names } from '../../../src/dissect/field.ts';
import { type AnyNdr, i32, type Ndr, u32, unique } from '../../../src/dissect/ndr.ts';
import { FileRights } from '../../dtyp/access-mask.ts';
import { descriptor, lpwstr } from '../types.ts';
import { container, levels, struct } from './containers.ts';

// The two upper bits are flags that go with every type, MS-SRVS 2.2.2.4.
const types = {
  STYPE_DISKTREE: 0x00000000, STYPE_PRINTQ: 0x00000001, STYPE_DEVICE: 0x00000002, STYPE_IPC: 0x00000003,
  STYPE_CLUSTER_FS: 0x02000000, STYPE_CLUSTER_SOFS: 0x04000000, STYPE_CLUSTER_DFS: 0x08000000,
};
const ShareType = names({
  ...types,
  ...Object.fromEntries(Object.entries(types).flatMap(([name, value]) => [
    [`${name} | STYPE_TEMPORARY`, value + 0x40000000],
    [`${name} | STYPE_SPECIAL`, value + 0x80000000],
    [`${name} | STYPE_SPECIAL | STYPE_TEMPORARY`, value + 0xc0000000],
  ])),
});
export const shareType = u32.of(ShareType);

const Shi1005Flags = bits({
  SHI1005_FLAGS_DFS:                         [0x00000001, 'srvsvc.srvsvc_DFSFlags.SHARE_1005_FLAGS_IN_DFS'],
  SHI1005_FLAGS_DFS_ROOT:                    [0x00000002, 'srvsvc.srvsvc_DFSFlags.SHARE_1005_FLAGS_DFS_ROOT'],
  CSC_CACHE_AUTO_REINT:                      [0x00000010, 'srvsvc.srvsvc_DFSFlags.CSC_CACHE_AUTO_REINT'],
  CSC_CACHE_VDO:                             [0x00000020, 'srvsvc.srvsvc_DFSFlags.CSC_CACHE_VDO'],
  SHI1005_FLAGS_RESTRICT_EXCLUSIVE_OPENS:    [0x00000100, 'srvsvc.srvsvc_DFSFlags.FLAGS_RESTRICT_EXCLUSIVE_OPENS'],
  SHI1005_FLAGS_FORCE_SHARED_DELETE:         [0x00000200, 'srvsvc.srvsvc_DFSFlags.FLAGS_FORCE_SHARED_DELETE'],
  SHI1005_FLAGS_ALLOW_NAMESPACE_CACHING:     [0x00000400, 'srvsvc.srvsvc_DFSFlags.FLAGS_ALLOW_NAMESPACE_CACHING'],
  SHI1005_FLAGS_ACCESS_BASED_DIRECTORY_ENUM: [0x00000800, 'srvsvc.srvsvc_DFSFlags.FLAGS_ACCESS_BASED_DIRECTORY_ENUM'],
  SHI1005_FLAGS_FORCE_LEVELII_OPLOCK:        [0x00001000, 'srvsvc.srvsvc_DFSFlags.FLAGS_FORCE_LEVELII_OPLOCK'],
  SHI1005_FLAGS_ENABLE_HASH:                 [0x00002000, 'srvsvc.srvsvc_DFSFlags.FLAGS_ENABLE_HASH'],
  SHI1005_FLAGS_ENABLE_CA:                   [0x00004000, 'srvsvc.srvsvc_DFSFlags.FLAGS_ENABLE_CA'],
  SHI1005_FLAGS_ENCRYPT_DATA:                [0x00008000, 'srvsvc.srvsvc_DFSFlags.FLAGS_ENCRYPT_DATA'],
  SHI1005_FLAGS_COMPRESS_DATA:               [0x00100000, 'srvsvc.srvsvc_DFSFlags.FLAGS_COMPRESS_DATA'],
});

const SHARE_INFO_0 = struct('MS-SRVS 2.2.4.22', 'SHARE_INFO_0', 'NetShareInfo0', {
  shi0_netname: lpwstr.as('name'),
});

const SHARE_INFO_1 = struct('MS-SRVS 2.2.4.23', 'SHARE_INFO_1', 'NetShareInfo1', {
  shi1_netname: lpwstr.as('name'),
  shi1_type:    shareType.as('type'),
  shi1_remark:  lpwstr.as('comment'),
});

const SHARE_INFO_2 = struct('MS-SRVS 2.2.4.24', 'SHARE_INFO_2', 'NetShareInfo2', {
  shi2_netname:      lpwstr.as('name'),
  shi2_type:         shareType.as('type'),
  shi2_remark:       lpwstr.as('comment'),
  shi2_permissions:  u32.as('permissions'),
  shi2_max_uses:     u32.as('max_users'),
  shi2_current_uses: u32.as('current_users'),
  shi2_path:         lpwstr.as('path'),
  shi2_passwd:       lpwstr.as('password').secret(),
});

const SHARE_INFO_501 = struct('MS-SRVS 2.2.4.25', 'SHARE_INFO_501', 'NetShareInfo501', {
  shi501_netname: lpwstr.as('name'),
  shi501_type:    shareType.as('type'),
  shi501_remark:  lpwstr.as('comment'),
  shi501_flags:   u32.as('csc_policy'),
});

const SHARE_INFO_502 = struct('MS-SRVS 2.2.4.26', 'SHARE_INFO_502_I', 'NetShareInfo502', {
  shi502_netname:             lpwstr.as('name'),
  shi502_type:                shareType.as('type'),
  shi502_remark:              lpwstr.as('comment'),
  shi502_permissions:         u32.as('permissions'),
  shi502_max_uses:            i32.as('max_users'),
  shi502_current_uses:        u32.as('current_users'),
  shi502_path:                lpwstr.as('path'),
  shi502_passwd:              lpwstr.as('password').secret(),
  shi502_reserved:            u32.as('unknown'),
  shi502_security_descriptor: unique(descriptor(FileRights, 'shi502_reserved', 'srvsvc.sec_desc_buf_len')).as('sd'),
});

const SHARE_INFO_503 = struct('MS-SRVS 2.2.4.27', 'SHARE_INFO_503_I', 'NetShareInfo503', {
  shi503_netname:             lpwstr.as('name'),
  shi503_type:                shareType.as('type'),
  shi503_remark:              lpwstr.as('comment'),
  shi503_permissions:         u32.as('permissions'),
  shi503_max_uses:            i32.as('max_users'),
  shi503_current_uses:        u32.as('current_users'),
  shi503_path:                lpwstr.as('path'),
  shi503_passwd:              lpwstr.as('password').secret(),
  shi503_servername:          lpwstr.as('server_name'),
  shi503_reserved:            u32.as('reserved'),
  shi503_security_descriptor: unique(descriptor(FileRights, 'shi503_reserved', 'srvsvc.sec_desc_buf_len')).as('sd'),
});

const SHARE_INFO_1501 = struct('MS-SRVS 2.2.4.28', 'SHARE_INFO_1501_I', 'NetShareInfo1501', {
  shi1501_reserved:            u32.as(''),
  shi1501_security_descriptor: unique(descriptor(FileRights, 'shi1501_reserved', 'srvsvc.sec_desc_buf_len')).as(''),
});
const SHARE_INFO_1004 = struct('MS-SRVS 2.2.4.29', 'SHARE_INFO_1004', 'NetShareInfo1004', { shi1004_remark: lpwstr.as('comment') });
const SHARE_INFO_1006 = struct('MS-SRVS 2.2.4.31', 'SHARE_INFO_1006', 'NetShareInfo1006', { shi1006_max_uses: i32.as('max_users') });
const SHARE_INFO_1005 = struct('MS-SRVS 2.2.4.30', 'SHARE_INFO_1005', 'NetShareInfo1005', { shi1005_flags: u32.of(Shi1005Flags).as('dfs_flags') });
// MS-SRVS has no level 1007; Windows' headers do.
const SHARE_INFO_1007 = struct('lmshare.h', 'SHARE_INFO_1007', 'NetShareInfo1007', {
  shi1007_flags:                    u32.as('flags'),
  shi1007_AlternateDirectoryName:   lpwstr.as('alternate_directory_name'),
});

const infos: Readonly<Record<number, AnyNdr>> = {
  0: SHARE_INFO_0, 1: SHARE_INFO_1, 2: SHARE_INFO_2, 501: SHARE_INFO_501, 502: SHARE_INFO_502, 503: SHARE_INFO_503,
  1004: SHARE_INFO_1004, 1005: SHARE_INFO_1005, 1006: SHARE_INFO_1006, 1007: SHARE_INFO_1007, 1501: SHARE_INFO_1501,
};

export const shareInfo = levels('MS-SRVS 2.2.3.6', 'SHARE_INFO', 'NetShareInfo', 'info', infos);
const SHARE_ENUM_UNION = levels('MS-SRVS 2.2.3.5', 'SHARE_ENUM_UNION', 'NetShareCtr', 'ctr', Object.fromEntries(
  Object.entries(infos).map(([level, info]) => [level, container('MS-SRVS 2.2.4', `SHARE_INFO_${level}_CONTAINER`, `NetShareCtr${level}`, info)]),
));

/** SHARE_ENUM_STRUCT; Wireshark has its members as parameters of the operation. */
export const shareEnum = (operation: string): Ndr => struct('MS-SRVS 2.2.4.38', 'SHARE_ENUM_STRUCT', operation, {
  Level:     u32.as('level'),
  ShareInfo: SHARE_ENUM_UNION('Level').as('ctr'),
}).as('');
