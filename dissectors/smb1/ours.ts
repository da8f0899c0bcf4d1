/** Fields that Wireshark has no name for. */
export const ours: Readonly<Record<string, string>> = {
  'smb.words': 'Parameter word of a command that is not dissected further',
  'smb.bytes': 'Data bytes of a command that is not dissected further',
  'smb.setup.action.lanman_key': 'SMB_SETUP_USE_LANMAN_KEY',
};
