import { nested } from '../../../src/dissect/field.ts';
import { application, choice, explicit, generalizedTime, generalString, octetString, sequence, sequenceOf, uint32 } from '../../../src/dissect/asn1.ts';
import { ticketFlags } from './flags.ts';
import { key, Tickets } from './ticket.ts';
import { Checksum, encPart, etype, HostAddress, HostAddresses, msgType, pname, pvno, sname } from './types.ts';

/** What KRB-SAFE and KRB-PRIV carry alike. */
const body = {
  'user-data':  explicit(0, octetString('kerberos.user_data')),
  timestamp:    explicit(1, generalizedTime('kerberos.timestamp')),
  usec:         explicit(2, uint32('kerberos.usec')),
  'seq-number': explicit(3, uint32('kerberos.seq_number')),
  's-address':  explicit(4, nested('kerberos.s_address_element', HostAddress)),
  'r-address':  explicit(5, nested('kerberos.r_address_element', HostAddress)),
};

const SafeBody = sequence('RFC 4120 5.6.1', 'KRB-SAFE-BODY', body);

export const KRB_SAFE = sequence('RFC 4120 5.6.1', 'KRB-SAFE', {
  pvno:        explicit(0, pvno),
  'msg-type':  explicit(1, msgType),
  'safe-body': explicit(2, nested('kerberos.safe_body_element', SafeBody)),
  cksum:       explicit(3, nested('kerberos.cksum_element', Checksum)),
});

export const KRB_PRIV = sequence('RFC 4120 5.7.1', 'KRB-PRIV', {
  pvno:       explicit(0, pvno),
  'msg-type': explicit(1, msgType),
  'enc-part': explicit(3, encPart), // EncKrbPrivPart
});

export const EncKrbPrivPart = choice('RFC 4120 5.7.1', 'EncKrbPrivPart', {
  encKrbPrivPart: application(28, nested('kerberos.encKrbPrivPart_element', sequence('RFC 4120 5.7.1', 'EncKrbPrivPart', body))),
});

const KrbCredInfo = sequence('RFC 4120 5.8.1', 'KrbCredInfo', {
  key:          explicit(0, key),
  prealm:       explicit(1, generalString('kerberos.prealm')),
  pname:        explicit(2, pname),
  flags:        explicit(3, ticketFlags),
  authtime:     explicit(4, generalizedTime('kerberos.authtime')),
  starttime:    explicit(5, generalizedTime('kerberos.starttime')),
  endtime:      explicit(6, generalizedTime('kerberos.endtime')),
  'renew-till': explicit(7, generalizedTime('kerberos.renew_till')),
  srealm:       explicit(8, generalString('kerberos.srealm')),
  sname:        explicit(9, sname),
  caddr:        explicit(10, sequenceOf('kerberos.caddr', HostAddresses)),
});

export const EncKrbCredPart = choice('RFC 4120 5.8.1', 'EncKrbCredPart', {
  encKrbCredPart: application(29, nested('kerberos.encKrbCredPart_element', sequence('RFC 4120 5.8.1', 'EncKrbCredPart', {
    'ticket-info': explicit(0, sequenceOf('kerberos.ticket_info', { KrbCredInfo: nested('kerberos.KrbCredInfo_element', KrbCredInfo) })),
    nonce:         explicit(1, uint32('kerberos.nonce')),
    timestamp:     explicit(2, generalizedTime('kerberos.timestamp')),
    usec:          explicit(3, uint32('kerberos.usec')),
    's-address':   explicit(4, nested('kerberos.s_address_element', HostAddress)),
    'r-address':   explicit(5, nested('kerberos.r_address_element', HostAddress)),
  }))),
});

/** Credentials that are delegated inside what is encrypted itself may lie in the clear: encryption type 0. */
const CredentialsData = sequence('RFC 4120 5.2.9', 'EncryptedData', {
  etype:  explicit(0, etype),
  kvno:   explicit(1, uint32('kerberos.kvno')),
  cipher: explicit(2, octetString('kerberos.cipher').holds({ 0: EncKrbCredPart }, 'etype')),
});

export const KRB_CRED = sequence('RFC 4120 5.8.1', 'KRB-CRED', {
  pvno:       explicit(0, pvno),
  'msg-type': explicit(1, msgType),
  tickets:    explicit(2, sequenceOf('kerberos.tickets', Tickets)),
  'enc-part': explicit(3, nested('kerberos.enc_part_element', CredentialsData)), // EncKrbCredPart
});
