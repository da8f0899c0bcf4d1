import { bits, bytes, dispatch, type Field, filetime, hex, names, nested, type Table, u16, u32, utf16 } from '../../../src/dissect/field.ts';
import { struct } from '../../../src/dissect/struct.ts';

export const AvId = {
  MsvAvEOL: 0, MsvAvNbComputerName: 1, MsvAvNbDomainName: 2, MsvAvDnsComputerName: 3, MsvAvDnsDomainName: 4, MsvAvDnsTreeName: 5,
  MsvAvFlags: 6, MsvAvTimestamp: 7, MsvAvSingleHost: 8, MsvAvTargetName: 9, MsvAvChannelBindings: 10,
} as const;

const Flags = bits({
  'account authentication is constrained':  [0x00000001, 'ntlmssp.av.flags.constrained'],
  'MIC is provided':                        [0x00000002, 'ntlmssp.av.flags.mic'],
  'target SPN is from an untrusted source': [0x00000004, 'ntlmssp.av.flags.untrusted_spn'],
});

const SingleHostData = struct('MS-NLMP 2.2.2.2', 'Single_Host_Data', {
  Size:       u32('ntlmssp.single_host.size'),
  Z4:         bytes('ntlmssp.single_host.z4', 4),
  CustomData: bytes('ntlmssp.single_host.custom_data', 8),
  MachineID:  bytes('ntlmssp.single_host.machine_id', 32),
});

const one = (title: string, Value: Field) => struct('MS-NLMP 2.2.2.1', title, { Value });

/** Wireshark names the pairs of a challenge and of a response apart. */
const values = (under: string): Table => ({
  [AvId.MsvAvEOL]:             one('MsvAvEOL',             bytes('ntlmssp.av.value')),
  [AvId.MsvAvNbComputerName]:  one('MsvAvNbComputerName',  utf16(`${under}.nb_computer_name`)),
  [AvId.MsvAvNbDomainName]:    one('MsvAvNbDomainName',    utf16(`${under}.nb_domain_name`)),
  [AvId.MsvAvDnsComputerName]: one('MsvAvDnsComputerName', utf16(`${under}.dns_computer_name`)),
  [AvId.MsvAvDnsDomainName]:   one('MsvAvDnsDomainName',   utf16(`${under}.dns_domain_name`)),
  [AvId.MsvAvDnsTreeName]:     one('MsvAvDnsTreeName',     utf16(`${under}.dns_tree_name`)),
  [AvId.MsvAvFlags]:           one('MsvAvFlags',           u32(`${under}.flags`, Flags)),
  [AvId.MsvAvTimestamp]:       one('MsvAvTimestamp',       filetime(`${under}.timestamp`)),
  [AvId.MsvAvSingleHost]:      one('MsvAvSingleHost',      bytes(`${under}.restrictions`).holds(SingleHostData)),
  [AvId.MsvAvTargetName]:      one('MsvAvTargetName',      utf16(`${under}.target_name`)),
  [AvId.MsvAvChannelBindings]: one('MsvAvChannelBindings', bytes(`${under}.channel_bindings`)),
  other:                       one('AV_PAIR',              bytes('ntlmssp.av.value')),
});

const avPairs = (under: string) => nested('', struct('MS-NLMP 2.2.2.1', 'AV_PAIR', {
  AvId:  u16(`${under}.item.type`, hex, names(AvId)),
  AvLen: u16(`${under}.item.length`),
  Value: dispatch('', values(under), 'AvId').sized('AvLen'),
})).until('AvId', AvId.MsvAvEOL);

export const TARGET_INFO = struct('MS-NLMP 2.2.2.1', 'TargetInfo', { AvPairs: avPairs('ntlmssp.challenge.target_info') });
export const AvPairs     = avPairs('ntlmssp.ntlmv2_response');
