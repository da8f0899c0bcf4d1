import { bits, names } from '../../src/dissect/field.ts';

export const Dialect = names({
  'SMB 2.0.2': 0x0202, 'SMB 2.1': 0x0210, 'SMB 3.0': 0x0300, 'SMB 3.0.2': 0x0302, 'SMB 3.1.1': 0x0311, 'SMB 2 wildcard': 0x02ff,
});

export const SecurityMode = bits({
  SMB2_NEGOTIATE_SIGNING_ENABLED:  [0x01, 'smb2.sec_mode.sign_enabled'],
  SMB2_NEGOTIATE_SIGNING_REQUIRED: [0x02, 'smb2.sec_mode.sign_required'],
});

export const Capabilities = bits({
  SMB2_GLOBAL_CAP_DFS:                [0x00000001, 'smb2.capabilities.dfs'],
  SMB2_GLOBAL_CAP_LEASING:            [0x00000002, 'smb2.capabilities.leasing'],
  SMB2_GLOBAL_CAP_LARGE_MTU:          [0x00000004, 'smb2.capabilities.large_mtu'],
  SMB2_GLOBAL_CAP_MULTI_CHANNEL:      [0x00000008, 'smb2.capabilities.multi_channel'],
  SMB2_GLOBAL_CAP_PERSISTENT_HANDLES: [0x00000010, 'smb2.capabilities.persistent_handles'],
  SMB2_GLOBAL_CAP_DIRECTORY_LEASING:  [0x00000020, 'smb2.capabilities.directory_leasing'],
  SMB2_GLOBAL_CAP_ENCRYPTION:         [0x00000040, 'smb2.capabilities.encryption'],
  SMB2_GLOBAL_CAP_NOTIFICATIONS:      [0x00000080, 'smb2.capabilities.notifications'],
});
