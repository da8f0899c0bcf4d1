import { bits, bytes, hex, names, nested, u16, u32, u8, utf16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { AccessMask } from '../tables/access-mask.ts';
import { length16, offset16, reserved, StructureSize } from './fields.ts';
import { TreeConnectContext } from './tree-connect-contexts.ts';

const EXTENSION_PRESENT = 0x0004;

const Flags = bits({
  SMB2_TREE_CONNECT_FLAG_CLUSTER_RECONNECT: [0x0001, 'smb2.tc.cluster_reconnect'],
  SMB2_TREE_CONNECT_FLAG_REDIRECT_TO_OWNER: [0x0002, 'smb2.tc.redirect_to_owner'],
  SMB2_TREE_CONNECT_FLAG_EXTENSION_PRESENT: [EXTENSION_PRESENT, 'smb2.tc.extension_present'],
  Reserved:                                 [0xfff8, 'smb2.tc.reserved'],
});

/** With the fields of SMB2 TREE_CONNECT Request Extension, MS-SMB2 2.2.9.1, that stand at the start of Buffer. */
export const TreeConnectRequest = struct('MS-SMB2 2.2.9', 'SMB2 TREE_CONNECT Request', {
  StructureSize,
  Flags:                    u16('smb2.tc.flags', Flags),
  PathOffset:               offset16,
  PathLength:               length16,
  TreeConnectContextOffset: u32('smb2.tc.context_offset', hex).when('Flags', EXTENSION_PRESENT),
  TreeConnectContextCount:  u16('smb2.tc.context_count').when('Flags', EXTENSION_PRESENT),
  Reserved:                 bytes('smb2.reserved', 10).when('Flags', EXTENSION_PRESENT),
  PathName:                 utf16('smb2.tree').at('PathOffset', 'PathLength'),
  TreeConnectContexts:      nested('', TreeConnectContext).times('TreeConnectContextCount').at('TreeConnectContextOffset')
                              .when('Flags', EXTENSION_PRESENT),
});

const ShareType = names({ SMB2_SHARE_TYPE_DISK: 0x01, SMB2_SHARE_TYPE_PIPE: 0x02, SMB2_SHARE_TYPE_PRINT: 0x03 });

const Caching = {
  SMB2_SHAREFLAG_MANUAL_CACHING: 0, SMB2_SHAREFLAG_AUTO_CACHING: 1, SMB2_SHAREFLAG_VDO_CACHING: 2, SMB2_SHAREFLAG_NO_CACHING: 3,
};

const ShareFlags = bits({
  Caching:                                     [0x00000030, 'smb2.share.caching', Caching],
  SMB2_SHAREFLAG_DFS:                          [0x00000001, 'smb2.share_flags.dfs'],
  SMB2_SHAREFLAG_DFS_ROOT:                     [0x00000002, 'smb2.share_flags.dfs_root'],
  SMB2_SHAREFLAG_RESTRICT_EXCLUSIVE_OPENS:     [0x00000100, 'smb2.share_flags.restrict_exclusive_opens'],
  SMB2_SHAREFLAG_FORCE_SHARED_DELETE:          [0x00000200, 'smb2.share_flags.force_shared_delete'],
  SMB2_SHAREFLAG_ALLOW_NAMESPACE_CACHING:      [0x00000400, 'smb2.share_flags.allow_namespace_caching'],
  SMB2_SHAREFLAG_ACCESS_BASED_DIRECTORY_ENUM:  [0x00000800, 'smb2.share_flags.access_based_dir_enum'],
  SMB2_SHAREFLAG_FORCE_LEVELII_OPLOCK:         [0x00001000, 'smb2.share_flags.force_levelii_oplock'],
  SMB2_SHAREFLAG_ENABLE_HASH_V1:               [0x00002000, 'smb2.share_flags.enable_hash_v1'],
  SMB2_SHAREFLAG_ENABLE_HASH_V2:               [0x00004000, 'smb2.share_flags.enable_hash_v2'],
  SMB2_SHAREFLAG_ENCRYPT_DATA:                 [0x00008000, 'smb2.share_flags.encrypt_data'],
  SMB2_SHAREFLAG_IDENTITY_REMOTING:            [0x00040000, 'smb2.share_flags.identity_remoting'],
  SMB2_SHAREFLAG_COMPRESS_DATA:                [0x00100000, 'smb2.share_flags.compress_data'],
  SMB2_SHAREFLAG_ISOLATED_TRANSPORT:           [0x00200000, 'smb2.share_flags.isolated_transport'],
});

const Capabilities = bits({
  SMB2_SHARE_CAP_DFS:                     [0x00000008, 'smb2.share_caps.dfs'],
  SMB2_SHARE_CAP_CONTINUOUS_AVAILABILITY: [0x00000010, 'smb2.share_caps.continuous_availability'],
  SMB2_SHARE_CAP_SCALEOUT:                [0x00000020, 'smb2.share_caps.scaleout'],
  SMB2_SHARE_CAP_CLUSTER:                 [0x00000040, 'smb2.share_caps.cluster'],
  SMB2_SHARE_CAP_ASYMMETRIC:              [0x00000080, 'smb2.share_caps.assymetric'],
  SMB2_SHARE_CAP_REDIRECT_TO_OWNER:       [0x00000100, 'smb2.share_caps.redirect_to_owner'],
});

export const TreeConnectResponse = struct('MS-SMB2 2.2.10', 'SMB2 TREE_CONNECT Response', {
  StructureSize,
  ShareType:     u8('smb2.share_type', hex, ShareType),
  Reserved:      reserved(1),
  ShareFlags:    u32('smb2.share_flags', ShareFlags),
  Capabilities:  u32('smb2.share_caps', Capabilities),
  MaximalAccess: u32('smb.access_mask', AccessMask),
});
