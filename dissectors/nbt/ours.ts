/** Fields that Wireshark has no name for. */
export const ours: Readonly<Record<string, string>> = {
  'nbns.nsd_name':                 'Name of the name server to ask instead',
  'nbns.total_command_blocks':     'Total number of command blocks',
  'nbns.max_total_command_blocks': 'Maximum total number of command blocks',
};
