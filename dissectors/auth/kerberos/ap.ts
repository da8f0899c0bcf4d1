import { bits, bytes, nested, u16, u32 } from '../../../src/dissect/field.ts';
import { application, choice, explicit, generalizedTime, generalString, octetString, sequence, uint32 } from '../../../src/dissect/asn1.ts';
import { struct } from '../../../src/dissect/struct.ts';
import { ChecksumType } from '../../tables/kerberos.ts';
import { authorizationData } from './authorization-data.ts';
import { KRB_CRED } from './exchange.ts';
import { apOptions } from './flags.ts';
import { ticket } from './ticket.ts';
import { cksumtype, cname, encPart, EncryptedData, EncryptionKey, msgType, pvno } from './types.ts';

export const AP_REQ = sequence('RFC 4120 5.5.1', 'AP-REQ', {
  pvno:          explicit(0, pvno),
  'msg-type':    explicit(1, msgType),
  'ap-options':  explicit(2, apOptions),
  ticket:        explicit(3, ticket),
  authenticator: explicit(4, nested('kerberos.authenticator_element', EncryptedData)), // Authenticator
});

export const AP_REP = sequence('RFC 4120 5.5.2', 'AP-REP', {
  pvno:       explicit(0, pvno),
  'msg-type': explicit(1, msgType),
  'enc-part': explicit(2, encPart), // EncAPRepPart
});

const subkey = nested('kerberos.subkey_element', EncryptionKey);

export const EncAPRepPart = choice('RFC 4120 5.5.2', 'EncAPRepPart', {
  encAPRepPart: application(27, nested('kerberos.encAPRepPart_element', sequence('RFC 4120 5.5.2', 'EncAPRepPart', {
    ctime:        explicit(0, generalizedTime('kerberos.ctime')),
    cusec:        explicit(1, uint32('kerberos.cusec')),
    subkey:       explicit(2, subkey),
    'seq-number': explicit(3, uint32('kerberos.seq_number')),
  }))),
});

const Credentials = choice('RFC 4121 4.1.1.1', 'KRB-CRED', { 'krb-cred': application(22, nested('kerberos.krb_cred_element', KRB_CRED)) });

const GSS_C_DELEG_FLAG = 0x00000001;

const GssChecksum = struct('RFC 4121 4.1.1', 'GSS-API checksum', {
  Lgth:   u32('kerberos.gssapi.len'),
  Bnd:    bytes('kerberos.gssapi.bdn').sized('Lgth'),
  Flags:  u32('', bits({
    GSS_C_DELEG_FLAG:          [GSS_C_DELEG_FLAG, 'kerberos.gssapi.checksum.flags.deleg'],
    GSS_C_MUTUAL_FLAG:         [0x00000002, 'kerberos.gssapi.checksum.flags.mutual'],
    GSS_C_REPLAY_FLAG:         [0x00000004, 'kerberos.gssapi.checksum.flags.replay'],
    GSS_C_SEQUENCE_FLAG:       [0x00000008, 'kerberos.gssapi.checksum.flags.sequence'],
    GSS_C_CONF_FLAG:           [0x00000010, 'kerberos.gssapi.checksum.flags.conf'],
    GSS_C_INTEG_FLAG:          [0x00000020, 'kerberos.gssapi.checksum.flags.integ'],
    GSS_C_DCE_STYLE:           [0x00001000, 'kerberos.gssapi.checksum.flags.dce-style'],
    GSS_C_IDENTIFY_FLAG:       [0x00002000, 'kerberos.gssapi.checksum.flags.identify'],
    GSS_C_EXTENDED_ERROR_FLAG: [0x00004000, 'kerberos.gssapi.checksum.flags.extended_error'],
  })),
  DlgOpt: u16('kerberos.gssapi.dlgopt').when('Flags', GSS_C_DELEG_FLAG),
  Dlgth:  u16('kerberos.gssapi.dlglen').when('Flags', GSS_C_DELEG_FLAG),
  Deleg:  nested('', Credentials).sized('Dlgth').when('Flags', GSS_C_DELEG_FLAG),
  Exts:   bytes('kerberos.gssapi.exts'),
});

const AuthenticatorChecksum = sequence('RFC 4120 5.2.9', 'Checksum', {
  cksumtype: explicit(0, cksumtype),
  checksum:  explicit(1, octetString('kerberos.checksum').holds({ [ChecksumType.GSSAPI]: GssChecksum }, 'cksumtype')),
});

export const Authenticator = choice('RFC 4120 5.5.1', 'Authenticator', {
  authenticator: application(2, nested('kerberos.authenticator_element', sequence('RFC 4120 5.5.1', 'Authenticator', {
    'authenticator-vno':  explicit(0, uint32('kerberos.authenticator_vno')),
    crealm:               explicit(1, generalString('kerberos.crealm')),
    cname:                explicit(2, cname),
    cksum:                explicit(3, nested('kerberos.cksum_element', AuthenticatorChecksum)),
    cusec:                explicit(4, uint32('kerberos.cusec')),
    ctime:                explicit(5, generalizedTime('kerberos.ctime')),
    subkey:               explicit(6, subkey),
    'seq-number':         explicit(7, uint32('kerberos.seq_number')),
    'authorization-data': explicit(8, authorizationData),
  }))),
});
