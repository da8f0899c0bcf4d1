import { bits, names, u16, u32, u64, u8 } from '../../src/dissect/field.ts';
import { blob, conformant, enum16, full, u16 as word, u32 as dword, unique, within } from '../../src/dissect/ndr.ts';
import { serialized } from '../../src/dissect/rpc.ts';
import { struct as plain } from '../../src/dissect/struct.ts';
import { GROUP_MEMBERSHIP, KERB_SID_AND_ATTRIBUTES, KERB_VALIDATION_INFO, text } from './netlogon/validation.ts';
import { rpcSid } from './types.ts';

const { struct } = within('netlogon.');

const Header = plain('MS-RPCE 2.2.6.1', 'Common Type Header and Private Header', {
  Version:            u8('kerberos.midl.version'),
  Endianness:         u8('', bits({ Endianness: [0xf0, 'dcerpc.drep.byteorder', { 'big-endian': 0, 'little-endian': 1 }] })),
  CommonHeaderLength: u16('kerberos.midl.hdr_len'),
  Filler:             u32('kerberos.midl.fill_bytes', { hex: true }),
  ObjectBufferLength: u64('kerberos.midl_blob_len'),
});

const S4U_DELEGATION_INFO = struct('MS-PAC 2.9', 'S4U_DELEGATION_INFO', '', {
  S4U2proxyTarget:      text('s4u2proxytarget'),
  TransitedListSize:    dword.as('netlogon.transited_list_size'),
  S4UTransitedServices: unique(conformant(text('transited_service'), 'TransitedListSize')).as(''),
}).as('');

const CompressionFormat = enum16.of(names({
  COMPRESSION_FORMAT_NONE: 0, COMPRESSION_FORMAT_LZNT1: 2, COMPRESSION_FORMAT_XPRESS: 3, COMPRESSION_FORMAT_XPRESS_HUFF: 4,
}));
const claims = (name: string) => `kerberos.claims_set_metadata.${name}`;
const CLAIMS_SET_METADATA = struct('MS-ADTS 2.2.18.8', 'CLAIMS_SET_METADATA', '', {
  ulClaimsSetSize:             dword.as(claims('size')),
  ClaimsSet:                   unique(blob('ulClaimsSetSize')).as(claims('claims_set')),
  usCompressionFormat:         CompressionFormat.as(claims('compression_format')),
  ulUncompressedClaimsSetSize: dword.as(claims('uncompressed_size')),
  usReservedType:              word.as(claims('reserved_type')),
  ulReservedFieldSize:         dword.as(claims('reserved_size')),
  ReservedField:               unique(blob('ulReservedFieldSize')).as(claims('reserved')),
}).as('');

const DOMAIN_GROUP_MEMBERSHIP = struct('MS-PAC 2.2.3', 'DOMAIN_GROUP_MEMBERSHIP', '', {
  DomainId:   unique(rpcSid),
  GroupCount: dword.as('netlogon.domaingroupcount'),
  GroupIds:   unique(conformant(GROUP_MEMBERSHIP, 'GroupCount')).as(''),
}).as('');
const PAC_DEVICE_INFO = struct('MS-PAC 2.12', 'PAC_DEVICE_INFO', '', {
  UserId:            dword.as('netlogon.rid'),
  PrimaryGroupId:    dword.as('netlogon.group_rid'),
  AccountDomainId:   unique(rpcSid),
  AccountGroupCount: dword.as('netlogon.accountdomaingroupcount'),
  AccountGroupIds:   unique(conformant(GROUP_MEMBERSHIP, 'AccountGroupCount')).as(''),
  SidCount:          dword.as('netlogon.num_sid'),
  ExtraSids:         unique(conformant(KERB_SID_AND_ATTRIBUTES, 'SidCount')).as(''),
  DomainGroupCount:  dword.as('netlogon.domaingroupcount'),
  DomainGroup:       unique(conformant(DOMAIN_GROUP_MEMBERSHIP, 'DomainGroupCount')).as(''),
}).as('');

const claimsOf = (title: string) => serialized('MS-PAC 2.11', title, 'ClaimsSetMetadata', full(CLAIMS_SET_METADATA), Header);

/** The buffers of a PAC that are in NDR. */
export const marshaled = {
  KERB_VALIDATION_INFO:   serialized('MS-PAC 2.5', 'KERB_VALIDATION_INFO', 'LogonInformation', full(KERB_VALIDATION_INFO), Header),
  S4U_DELEGATION_INFO:    serialized('MS-PAC 2.9', 'S4U_DELEGATION_INFO', 'DelegationInformation', full(S4U_DELEGATION_INFO), Header),
  PAC_CLIENT_CLAIMS_INFO: claimsOf('PAC_CLIENT_CLAIMS_INFO'),
  PAC_DEVICE_INFO:        serialized('MS-PAC 2.12', 'PAC_DEVICE_INFO', 'DeviceInformation', full(PAC_DEVICE_INFO), Header),
  PAC_DEVICE_CLAIMS_INFO: claimsOf('PAC_DEVICE_CLAIMS_INFO'),
};
