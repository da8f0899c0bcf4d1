import { bits, dispatch, hex, names, type Table, u8, u16be } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

const Protocol = names({ IPv4: 0x0021, IPv6: 0x0057, LCP: 0xc021, PAP: 0xc023, LQR: 0xc025, CHAP: 0xc223, IPCP: 0x8021, IPV6CP: 0x8057 });

/** The last bit of the protocol's last byte is set: where the first byte's is, it has but that one, RFC 1661 6.5. */
const IS_LAST = 0x01;

const protocol = {
  FirstByte:          u8('').peek(),
  CompressedProtocol: u8('ppp.protocol', hex, Protocol).when('FirstByte', IS_LAST),
  Protocol:           u16be('ppp.protocol', hex, Protocol).unless('FirstByte', IS_LAST),
};

const framings: Table = {
  0xff03: struct('RFC 1662 3.1', 'PPP in HDLC-like Framing', {
    Address: u8('ppp.address', hex),
    Control: u8('ppp.control', hex),
    ...protocol,
  }),
  other:  struct('RFC 1661 2', 'PPP Encapsulation', protocol),
};

/** Address and Control may be left out. */
export const Ppp = struct('RFC 1661 2', 'Point-to-Point Protocol', {
  Framing: u16be('').peek(),
  Header:  dispatch('', framings, 'Framing'),
});

const Code = names({ 'Session Data': 0x00, PADO: 0x07, PADI: 0x09, PADR: 0x19, PADS: 0x65, PADT: 0xa7 });

export const Pppoe = struct('RFC 2516 4', 'PPP-over-Ethernet', {
  VER_TYPE:   u8('', bits({ VER: [0xf0, 'pppoe.version'], TYPE: [0x0f, 'pppoe.type'] })),
  CODE:       u8('pppoe.code', hex, Code),
  SESSION_ID: u16be('pppoe.session_id', hex),
  LENGTH:     u16be('pppoe.payload_length'),
});
