import { byStart, names, nested } from '../../../src/dissect/field.ts';
import { application, choice, explicit, generalizedTime, generalString, int32, octetString, sequence, sequenceOf, uint32 } from '../../../src/dissect/asn1.ts';
import { ErrorCode } from '../../tables/kerberos.ts';
import { fastOptions, kdcOptions, ticketFlags } from './flags.ts';
import { KERB_EXT_ERROR, METHOD_DATA, padata } from './padata.ts';
import { key, ticket, Tickets } from './ticket.ts';
import { Checksum, cname, encPart, ENCTYPE, EncryptedData, EncryptionKey, HostAddresses, msgType, PrincipalName, pvno, realm, sname } from './types.ts';

const KDC_REQ_BODY = sequence('RFC 4120 5.4.1', 'KDC-REQ-BODY', {
  'kdc-options':            explicit(0, kdcOptions),
  cname:                    explicit(1, cname),
  realm:                    explicit(2, realm),
  sname:                    explicit(3, sname),
  from:                     explicit(4, generalizedTime('kerberos.from')),
  till:                     explicit(5, generalizedTime('kerberos.till')),
  rtime:                    explicit(6, generalizedTime('kerberos.rtime')),
  nonce:                    explicit(7, uint32('kerberos.nonce')),
  etype:                    explicit(8, sequenceOf('kerberos.kdc-req-body.etype', { Int32: ENCTYPE })),
  addresses:                explicit(9, sequenceOf('kerberos.addresses', HostAddresses)),
  'enc-authorization-data': explicit(10, nested('kerberos.enc_authorization_data_element', EncryptedData)), // AuthorizationData
  'additional-tickets':     explicit(11, sequenceOf('kerberos.additional_tickets', Tickets)),
});

const reqBody = nested('kerberos.req_body_element', KDC_REQ_BODY);

export const KDC_REQ = sequence('RFC 4120 5.4.1', 'KDC-REQ', {
  pvno:       explicit(1, pvno),
  'msg-type': explicit(2, msgType),
  padata:     explicit(3, sequenceOf('kerberos.padata', padata)),
  'req-body': explicit(4, reqBody),
});

export const KDC_REP = sequence('RFC 4120 5.4.2', 'KDC-REP', {
  pvno:       explicit(0, pvno),
  'msg-type': explicit(1, msgType),
  padata:     explicit(2, sequenceOf('kerberos.padata', padata)),
  crealm:     explicit(3, generalString('kerberos.crealm')),
  cname:      explicit(4, cname),
  ticket:     explicit(5, ticket),
  'enc-part': explicit(6, encPart), // EncASRepPart or EncTGSRepPart
});

const LastReq = sequence('RFC 4120 5.4.2', 'LastReq item', {
  'lr-type':  explicit(0, int32('kerberos.lr_type')),
  'lr-value': explicit(1, generalizedTime('kerberos.lr_value')),
});

const encKdcRepPart = {
  key:                 explicit(0, key),
  'last-req':          explicit(1, sequenceOf('kerberos.last_req', { item: nested('kerberos.LastReq_item_element', LastReq) })),
  nonce:               explicit(2, uint32('kerberos.nonce')),
  'key-expiration':    explicit(3, generalizedTime('kerberos.key_expiration')),
  flags:               explicit(4, ticketFlags),
  authtime:            explicit(5, generalizedTime('kerberos.authtime')),
  starttime:           explicit(6, generalizedTime('kerberos.starttime')),
  endtime:             explicit(7, generalizedTime('kerberos.endtime')),
  'renew-till':        explicit(8, generalizedTime('kerberos.renew_till')),
  srealm:              explicit(9, generalString('kerberos.srealm')),
  sname:               explicit(10, sname),
  caddr:               explicit(11, sequenceOf('kerberos.caddr', HostAddresses)),
  'encrypted-pa-data': explicit(12, sequenceOf('kerberos.encrypted_pa_data', padata)),
};

export const EncASRepPart = choice('RFC 4120 5.4.2', 'EncASRepPart', {
  encASRepPart: application(25, nested('kerberos.encASRepPart_element', sequence('RFC 4120 5.4.2', 'EncASRepPart', encKdcRepPart))),
});
export const EncTGSRepPart = choice('RFC 4120 5.4.2', 'EncTGSRepPart', {
  encTGSRepPart: application(26, nested('kerberos.encTGSRepPart_element', sequence('RFC 4120 5.4.2', 'EncTGSRepPart', encKdcRepPart))),
});

export const KrbFastReq = sequence('RFC 6113 5.4.2', 'KrbFastReq', {
  'fast-options': explicit(0, fastOptions),
  padata:         explicit(1, sequenceOf('kerberos.padata', padata)),
  'req-body':     explicit(2, reqBody),
});

const KrbFastFinished = sequence('RFC 6113 5.4.3', 'KrbFastFinished', {
  timestamp:         explicit(0, generalizedTime('kerberos.timestamp')),
  usec:              explicit(1, uint32('kerberos.usec')),
  crealm:            explicit(2, generalString('kerberos.crealm')),
  cname:             explicit(3, nested('kerberos.cname_element', PrincipalName)),
  'ticket-checksum': explicit(4, nested('kerberos.ticket_checksum_element', Checksum)),
});

export const KrbFastResponse = sequence('RFC 6113 5.4.3', 'KrbFastResponse', {
  padata:           explicit(0, sequenceOf('kerberos.padata', padata)),
  'strengthen-key': explicit(1, nested('kerberos.strengthen_key_element', EncryptionKey)),
  finished:         explicit(2, nested('kerberos.finished_element', KrbFastFinished)),
  nonce:            explicit(3, uint32('kerberos.nonce')),
});

const ErrorDataType = { KERB_AP_ERR_TYPE_SKEW_RECOVERY: 2, KERB_ERR_TYPE_EXTENDED: 3 };

const KERB_ERROR_DATA = sequence('MS-KILE 2.2.2', 'KERB-ERROR-DATA', {
  'data-type':  explicit(1, int32('kerberos.error_data.type', names(ErrorDataType))),
  'data-value': explicit(2, octetString('kerberos.error_data.value').holds({ 3: KERB_EXT_ERROR }, 'data-type')),
});

/** Nothing says which it is but the second tag. */
const errorData = byStart({
  '30??30': METHOD_DATA, '3081??30': METHOD_DATA, '3082????30': METHOD_DATA, '30??a1': KERB_ERROR_DATA, '3081??a1': KERB_ERROR_DATA,
});

export const KRB_ERROR = sequence('RFC 4120 5.9.1', 'KRB-ERROR', {
  pvno:         explicit(0, pvno),
  'msg-type':   explicit(1, msgType),
  ctime:        explicit(2, generalizedTime('kerberos.ctime')),
  cusec:        explicit(3, uint32('kerberos.cusec')),
  stime:        explicit(4, generalizedTime('kerberos.stime')),
  susec:        explicit(5, uint32('kerberos.susec')),
  'error-code': explicit(6, int32('kerberos.error_code', names(ErrorCode))),
  crealm:       explicit(7, generalString('kerberos.crealm')),
  cname:        explicit(8, cname),
  realm:        explicit(9, realm),
  sname:        explicit(10, sname),
  'e-text':     explicit(11, generalString('kerberos.e_text')),
  'e-data':     explicit(12, octetString('kerberos.e_data').holds(errorData)),
  'e-checksum': explicit(13, nested('kerberos.e_checksum_element', Checksum)),
});
