import { coded, ipv4, ipv6, names, nested } from '../../../src/dissect/field.ts';
import { explicit, generalString, int32, listOf, octetString, sequence, sequenceOf, uint32 } from '../../../src/dissect/asn1.ts';
import { struct } from '../../../src/dissect/struct.ts';
import { PlainName } from '../../nbt/names.ts';
import { AddressType, ChecksumType, EncryptionType, MessageType, NameType } from '../../tables/kerberos.ts';

/** Wireshark names the parts of a client's, a server's and any other name apart. */
const principalName = (list: string, item: string) => sequence('RFC 4120 5.2.2', 'PrincipalName', {
  'name-type':   explicit(0, int32('kerberos.name_type', names(NameType))),
  'name-string': explicit(1, sequenceOf(list, { KerberosString: generalString(item) })),
});

export const PrincipalName = principalName('kerberos.name_string', 'kerberos.KerberosString');
const ClientName           = principalName('kerberos.cname_string', 'kerberos.CNameString');
const ServerName           = principalName('kerberos.sname_string', 'kerberos.SNameString');

export const cname = nested('kerberos.cname_element', ClientName);
export const sname = nested('kerberos.sname_element', ServerName);
export const pname = nested('kerberos.pname_element', PrincipalName);
export const realm = generalString('kerberos.realm');
export const pvno  = uint32('kerberos.pvno');
export const msgType = int32('kerberos.msg_type', names(MessageType));

export const etype = int32('kerberos.etype', names(EncryptionType));
export const ENCTYPE = int32('kerberos.ENCTYPE', names(EncryptionType));

export const EncryptedData = sequence('RFC 4120 5.2.9', 'EncryptedData', {
  etype:  explicit(0, etype),
  kvno:   explicit(1, uint32('kerberos.kvno')),
  cipher: explicit(2, octetString('kerberos.cipher')),
});

export const encPart = nested('kerberos.enc_part_element', EncryptedData);

export const EncryptionKey = sequence('RFC 4120 5.2.9', 'EncryptionKey', {
  keytype:  explicit(0, int32('kerberos.keytype', names(EncryptionType))),
  keyvalue: explicit(1, octetString('kerberos.keyvalue').secret()),
});

export const cksumtype = int32('kerberos.cksumtype', names(ChecksumType));

export const Checksum = sequence('RFC 4120 5.2.9', 'Checksum', {
  cksumtype: explicit(0, cksumtype),
  checksum:  explicit(1, octetString('kerberos.checksum')),
});

const addresses = {
  [AddressType.IPv4]:    struct('RFC 4120 7.5.3', 'IPv4', { Address: ipv4('kerberos.addr_ip') }),
  [AddressType.IPv6]:    struct('RFC 4120 7.5.3', 'IPv6', { Address: ipv6('kerberos.addr_ipv6') }),
  [AddressType.NetBios]: struct('RFC 4120 7.5.3', 'NetBios', { Address: coded('kerberos.addr_nb', PlainName) }),
};

export const HostAddress = sequence('RFC 4120 5.2.5', 'HostAddress', {
  'addr-type': explicit(0, int32('kerberos.addr_type', names(AddressType))),
  address:     explicit(1, octetString('kerberos.address').holds(addresses, 'addr-type')),
});

export const HostAddresses = { HostAddress: nested('kerberos.HostAddress_element', HostAddress) };

export const ENCTYPES = listOf('RFC 4537 3', 'EtypeList', { ENCTYPE });
