import { bits, nested, u16be, u32be } from '../../../src/dissect/field.ts';
import { application, choice, explicit, octetString, sequence } from '../../../src/dissect/asn1.ts';
import { struct } from '../../../src/dissect/struct.ts';
import { AP_REP, AP_REQ } from './ap.ts';
import { KRB_CRED, KRB_PRIV, KRB_SAFE } from './exchange.ts';
import { KDC_REP, KDC_REQ, KRB_ERROR } from './kdc.ts';
import { ticket } from './ticket.ts';
import { msgType, PrincipalName, pvno, realm } from './types.ts';

/** Any message, told by the number of its APPLICATION tag, RFC 4120 5.10. */
const messages = {
  'as-req':    application(10, nested('kerberos.as_req_element', KDC_REQ)),
  'as-rep':    application(11, nested('kerberos.as_rep_element', KDC_REP)),
  'tgs-req':   application(12, nested('kerberos.tgs_req_element', KDC_REQ)),
  'tgs-rep':   application(13, nested('kerberos.tgs_rep_element', KDC_REP)),
  'ap-req':    application(14, nested('kerberos.ap_req_element', AP_REQ)),
  'ap-rep':    application(15, nested('kerberos.ap_rep_element', AP_REP)),
  'krb-safe':  application(20, nested('kerberos.krb_safe_element', KRB_SAFE)),
  'krb-priv':  application(21, nested('kerberos.krb_priv_element', KRB_PRIV)),
  'krb-cred':  application(22, nested('kerberos.krb_cred_element', KRB_CRED)),
  'krb-error': application(30, nested('kerberos.krb_error_element', KRB_ERROR)),
};

export const KerberosMessage = choice('RFC 4120 5.10', 'Kerberos', messages, { abbrev: 'kerberos' });

/** The same as a part of a protocol that has its own name. */
const Message = choice('RFC 4120 5.10', 'Kerberos message', messages);

/** User-to-user: who lacks a key asks for the other's ticket. */
export const KERB_TGT_REQUEST = sequence('draft-swift-win2k-krb-user2user 3', 'KERB-TGT-REQUEST', {
  pvno:          explicit(0, pvno),
  'msg-type':    explicit(1, msgType),
  'server-name': explicit(2, nested('kerberos.server_name_element', PrincipalName)),
  realm:         explicit(3, realm),
}, { abbrev: 'kerberos' });

export const KERB_TGT_REPLY = sequence('draft-swift-win2k-krb-user2user 3', 'KERB-TGT-REPLY', {
  pvno:       explicit(0, pvno),
  'msg-type': explicit(1, msgType),
  ticket:     explicit(2, ticket),
}, { abbrev: 'kerberos' });

const RecordMark = u32be('', bits({
  Reserved: [0x80000000, 'kerberos.rm.reserved'],
  Length:   [0x7fffffff, 'kerberos.rm.length'],
}));

/** A message over TCP. */
export const KerberosRecord = struct('RFC 4120 7.2.2', 'Kerberos', { RecordMark, Message: nested('', Message) });

/** The password protocol frames a request and a response alike; AP_REQ is left out where an error stands in the place of KRB-PRIV. */
const passwordMessage = {
  MessageLength:         u16be('kpasswd.message_len'),
  ProtocolVersionNumber: u16be('kpasswd.version'),
  ApReqLength:           u16be('kpasswd.ap_req_len'),
  ApReq:                 nested('kpasswd.ap_req', Message).sized('ApReqLength'),
  Message:               nested('kpasswd.krb_priv', Message),
};

export const PasswordMessage = struct('RFC 3244 2', 'Kerberos change password', passwordMessage);
export const PasswordRecord  = struct('RFC 3244 2', 'Kerberos change password', { RecordMark, ...passwordMessage });

/** What the KRB-PRIV of a request holds. */
export const ChangePasswdData = sequence('RFC 3244 2', 'ChangePasswdData', {
  newpasswd: explicit(0, octetString('kerberos.newpasswd')),
  targname:  explicit(1, nested('kerberos.targname_element', PrincipalName)),
  targrealm: explicit(2, realm),
});
