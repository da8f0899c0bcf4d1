import { nested } from '../../../src/dissect/field.ts';
import { application, choice, explicit, generalizedTime, generalString, int32, octetString, sequence, sequenceOf, uint32 } from '../../../src/dissect/asn1.ts';
import { authorizationData } from './authorization-data.ts';
import { ticketFlags } from './flags.ts';
import { cname, encPart, EncryptionKey, HostAddresses, realm, sname } from './types.ts';

/** `[APPLICATION 1]`, which stands around it where it is a member. */
const Ticket = sequence('RFC 4120 5.3', 'Ticket', {
  'tkt-vno':  explicit(0, uint32('kerberos.tkt_vno')),
  realm:      explicit(1, realm),
  sname:      explicit(2, sname),
  'enc-part': explicit(3, encPart), // EncTicketPart
});

export const ticket  = application(1, nested('kerberos.ticket_element', Ticket));
export const Tickets = { Ticket: application(1, nested('kerberos.Ticket_element', Ticket)) };

const TransitedEncoding = sequence('RFC 4120 5.3', 'TransitedEncoding', {
  'tr-type': explicit(0, int32('kerberos.tr_type')),
  contents:  explicit(1, octetString('kerberos.contents')),
});

export const key = nested('kerberos.key_element', EncryptionKey);

/** What a ticket's enc-part holds. */
export const EncTicketPart = choice('RFC 4120 5.3', 'EncTicketPart', {
  encTicketPart: application(3, nested('kerberos.encTicketPart_element', sequence('RFC 4120 5.3', 'EncTicketPart', {
    flags:                explicit(0, ticketFlags),
    key:                  explicit(1, key),
    crealm:               explicit(2, generalString('kerberos.crealm')),
    cname:                explicit(3, cname),
    transited:            explicit(4, nested('kerberos.transited_element', TransitedEncoding)),
    authtime:             explicit(5, generalizedTime('kerberos.authtime')),
    starttime:            explicit(6, generalizedTime('kerberos.starttime')),
    endtime:              explicit(7, generalizedTime('kerberos.endtime')),
    'renew-till':         explicit(8, generalizedTime('kerberos.renew_till')),
    caddr:                explicit(9, sequenceOf('kerberos.caddr', HostAddresses)),
    'authorization-data': explicit(10, authorizationData),
  }))),
});
