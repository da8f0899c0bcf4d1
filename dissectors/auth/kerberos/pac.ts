import { bits, bytes, dispatch, type Field, filetime, hex, i32, names, nested, type Table, u16, u32, u64, utf16 } from '../../../src/dissect/field.ts';
import { struct } from '../../../src/dissect/struct.ts';
import { sid } from '../../dtyp/sid.ts';
import { marshaled } from '../../rpc/pac.ts';
import { ChecksumType, EncryptionType, PacType } from '../../tables/kerberos.ts';

const signature = (size: number) => struct('MS-PAC 2.8', 'Signature', {
  Signature:      bytes('kerberos.pac.signature.signature', size),
  RODCIdentifier: u16('kerberos.pac.signature.rodc_identifier').before(),
});

const signatures: Table = {
  [ChecksumType['hmac-md5']]:               signature(16),
  [ChecksumType['hmac-sha1-96-aes128']]:    signature(12),
  [ChecksumType['hmac-sha1-96-aes256']]:    signature(12),
  [ChecksumType['hmac-sha256-128-aes128']]: signature(16),
  [ChecksumType['hmac-sha384-192-aes256']]: signature(24),
  other: struct('MS-PAC 2.8', 'Signature', { Signature: bytes('kerberos.pac.signature.signature') }),
};

const PAC_SIGNATURE_DATA = struct('MS-PAC 2.8', 'PAC_SIGNATURE_DATA', {
  SignatureType: i32('kerberos.pac.signature.type', names(ChecksumType)),
  Signature:     dispatch('', signatures, 'SignatureType'),
});

const PAC_CREDENTIAL_INFO = struct('MS-PAC 2.6.1', 'PAC_CREDENTIAL_INFO', {
  Version:        u32('kerberos.pac_credential_info.version'),
  EncryptionType: u32('kerberos.pac_credential_info.etype', names(EncryptionType)),
  SerializedData: bytes('kerberos.pac_credential_data'),
});

const PAC_CLIENT_INFO = struct('MS-PAC 2.7', 'PAC_CLIENT_INFO', {
  ClientId:   filetime('kerberos.pac.clientid'),
  NameLength: u16('kerberos.pac.namelen'),
  Name:       utf16('kerberos.pac.name').sized('NameLength'),
});

const UpnFlags = bits({
  U: [0x00000001, 'kerberos.pac.upn.flags.upn_constructed'],
  S: [0x00000002, 'kerberos.pac.upn.flags.has_sam_name_and_sid'],
});

const UPN_DNS_INFO = struct('MS-PAC 2.10', 'UPN_DNS_INFO', {
  UpnLength:           u16('kerberos.pac.upn.upn_len'),
  UpnOffset:           u16('kerberos.pac.upn.upn_offset'),
  DnsDomainNameLength: u16('kerberos.pac.upn.dns_len'),
  DnsDomainNameOffset: u16('kerberos.pac.upn.dns_offset'),
  Flags:               u32('kerberos.pac.upn.flags', UpnFlags),
  SamNameLength:       u16('kerberos.pac.upn.samaccountname_len').when('Flags', 2),
  SamNameOffset:       u16('kerberos.pac.upn.samaccountname_offset').when('Flags', 2),
  SidLength:           u16('kerberos.pac.upn.objectsid_len').when('Flags', 2),
  SidOffset:           u16('kerberos.pac.upn.objectsid_offset').when('Flags', 2),
  Upn:                 utf16('kerberos.pac.upn.upn_name').at('UpnOffset', 'UpnLength'),
  DnsDomainName:       utf16('kerberos.pac.upn.dns_name').at('DnsDomainNameOffset', 'DnsDomainNameLength'),
  SamName:             utf16('kerberos.pac.upn.samaccountname').at('SamNameOffset', 'SamNameLength'),
  Sid:                 sid.at('SidOffset', 'SidLength'),
}, { offsetsFrom: 'struct' });

const AttributeFlags = bits({
  PAC_WAS_REQUESTED:        [0x00000001, 'kerberos.pac.attributes.flags.pac_was_requested'],
  PAC_WAS_GIVEN_IMPLICITLY: [0x00000002, 'kerberos.pac.attributes.flags.pac_was_given_implicitly'],
});

const PAC_ATTRIBUTES_INFO = struct('MS-PAC 2.14', 'PAC_ATTRIBUTES_INFO', {
  FlagsLength: u32('kerberos.pac.attributes_info.length'),
  Flags:       u32('kerberos.pac.attributes_info.flags', AttributeFlags),
});

const PAC_REQUESTOR = struct('MS-PAC 2.15', 'PAC_REQUESTOR', { UserSid: sid });

const buffer = (section: string, title: string, Buffer: Field) => struct(`MS-PAC ${section}`, title, { Buffer });

const pacBuffers: Table = {
  [PacType['Logon information']]:                       buffer('2.5', 'KERB_VALIDATION_INFO', bytes('kerberos.pac_logon_info').holds(marshaled.KERB_VALIDATION_INFO)),
  [PacType['Credentials information']]:                 buffer('2.6', 'PAC_CREDENTIAL_INFO', bytes('kerberos.pac_credential_info').holds(PAC_CREDENTIAL_INFO)),
  [PacType['Server checksum']]:                         buffer('2.8', 'Server Signature', bytes('kerberos.pac_server_checksum').holds(PAC_SIGNATURE_DATA)),
  [PacType['KDC checksum']]:                            buffer('2.8', 'KDC Signature', bytes('kerberos.pac_privsvr_checksum').holds(PAC_SIGNATURE_DATA)),
  [PacType['Client name and ticket information']]:      buffer('2.7', 'PAC_CLIENT_INFO', bytes('kerberos.pac_client_info_type').holds(PAC_CLIENT_INFO)),
  [PacType['Constrained delegation information']]:      buffer('2.9', 'S4U_DELEGATION_INFO', bytes('kerberos.pac_s4u_delegation_info').holds(marshaled.S4U_DELEGATION_INFO)),
  [PacType['User principal name and DNS information']]: buffer('2.10', 'UPN_DNS_INFO', bytes('kerberos.pac_upn_dns_info').holds(UPN_DNS_INFO)),
  [PacType['Client claims information']]:               buffer('2.11', 'PAC_CLIENT_CLAIMS_INFO', bytes('kerberos.pac_client_claims_info').holds(marshaled.PAC_CLIENT_CLAIMS_INFO)),
  [PacType['Device information']]:                      buffer('2.12', 'PAC_DEVICE_INFO', bytes('kerberos.pac_device_info').holds(marshaled.PAC_DEVICE_INFO)),
  [PacType['Device claims information']]:               buffer('2.13', 'PAC_DEVICE_CLAIMS_INFO', bytes('kerberos.pac_device_claims_info').holds(marshaled.PAC_DEVICE_CLAIMS_INFO)),
  [PacType['Ticket checksum']]:                         buffer('2.8.3', 'Ticket Signature', bytes('kerberos.pac_ticket_checksum').holds(PAC_SIGNATURE_DATA)),
  [PacType['PAC Attributes']]:                          buffer('2.14', 'PAC_ATTRIBUTES_INFO', bytes('kerberos.pac_attributes_info').holds(PAC_ATTRIBUTES_INFO)),
  [PacType['PAC Requestor']]:                           buffer('2.15', 'PAC_REQUESTOR', bytes('kerberos.pac_requester_sid').holds(PAC_REQUESTOR)),
  [PacType['Extended KDC checksum']]:                   buffer('2.8.4', 'Extended KDC Signature', bytes('kerberos.pac_full_checksum').holds(PAC_SIGNATURE_DATA)),
  other:                                                buffer('2.4', 'PAC_INFO_BUFFER', bytes('kerberos.pac_buffer')),
};

const PAC_INFO_BUFFER = struct('MS-PAC 2.4', 'PAC_INFO_BUFFER', {
  ulType:       u32('kerberos.pac.type', names(PacType)),
  cbBufferSize: u32('kerberos.pac.size'),
  Offset:       u64('kerberos.pac.offset', hex),
  Buffer:       dispatch('', pacBuffers, 'ulType').at('Offset', 'cbBufferSize'),
});

export const PACTYPE = struct('MS-PAC 2.3', 'PACTYPE', {
  cBuffers: u32('kerberos.pac.entries'),
  Version:  u32('kerberos.pac.version'),
  Buffers:  nested('', PAC_INFO_BUFFER).times('cBuffers'),
}, { isMessage: true });
