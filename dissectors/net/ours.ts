/** Fields that Wireshark has no name for. */
export const ours: Readonly<Record<string, string>> = {
  'frame.link_type': 'LINKTYPE of the interface, as the capture file has it',
  'ip.options':      'Options of the header, not told apart',
};
