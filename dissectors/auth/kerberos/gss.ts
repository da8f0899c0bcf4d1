import { bits, bytes, byStart, dispatch, hex, names, nested, type Table, u16, u16be, u64be, u8 } from '../../../src/dissect/field.ts';
import { explicit, octetString, oid, rest, sequence, utf8String } from '../../../src/dissect/asn1.ts';
import { struct } from '../../../src/dissect/struct.ts';
import { IAKERB, KRB5, KRB5U2U, mechanisms, MSKRB5 } from '../mechanisms.ts';
import { KERB_TGT_REPLY, KERB_TGT_REQUEST, KerberosMessage } from './message.ts';

const Flags = u8('spnego.krb5.cfx_flags', bits({
  SentByAcceptor: [0x01, 'spnego.krb5.send_by_acceptor'],
  Sealed:         [0x02, 'spnego.krb5.sealed'],
  AcceptorSubkey: [0x04, 'spnego.krb5.acceptor_subkey'],
}));

const MIC = struct('RFC 4121 4.2.6.1', 'MIC token', {
  Flags,
  Filler:    bytes('spnego.krb5.filler', 5),
  SND_SEQ:   u64be('spnego.krb5.cfx_seq'),
  SGN_CKSUM: bytes('spnego.krb5.sgn_cksum'),
});

const Wrap = struct('RFC 4121 4.2.6.2', 'Wrap token', {
  Flags,
  Filler:  bytes('spnego.krb5.filler', 1),
  EC:      u16be('spnego.krb5.cfx_ec'),
  RRC:     u16be('spnego.krb5.cfx_rrc'),
  SND_SEQ: u64be('spnego.krb5.cfx_seq'),
  Data:    bytes('spnego.krb5.wrapped'),
});

const SGN_ALG  = { 'DES MAC MD5': 0x0000, 'MD2.5': 0x0001, 'DES MAC': 0x0002, 'HMAC SHA1 DES3-KD': 0x0004, 'HMAC MD5 ARCFOUR': 0x0011 };
const SEAL_ALG = { DES: 0x0000, 'DES3-KD': 0x0002, ARCFOUR: 0x0010, none: 0xffff };

const MIC1 = struct('RFC 1964 1.2.1', 'MIC token', {
  SGN_ALG:   u16('spnego.krb5.sgn_alg', hex, names(SGN_ALG)),
  Filler:    bytes('spnego.krb5.filler', 4),
  SND_SEQ:   bytes('spnego.krb5.snd_seq', 8),
  SGN_CKSUM: bytes('spnego.krb5.sgn_cksum', 8),
});

const Wrap1 = struct('RFC 1964 1.2.2', 'Wrap token', {
  SGN_ALG:    u16('spnego.krb5.sgn_alg', hex, names(SGN_ALG)),
  SEAL_ALG:   u16('spnego.krb5.seal_alg', hex, names(SEAL_ALG)),
  Filler:     bytes('spnego.krb5.filler', 2),
  SND_SEQ:    bytes('spnego.krb5.snd_seq', 8),
  SGN_CKSUM:  bytes('spnego.krb5.sgn_cksum', 8),
  Confounder: bytes('spnego.krb5.confounder', 8),
  Data:       bytes('spnego.krb5.wrapped'),
});

const IakerbHeader = sequence('draft-ietf-kitten-iakerb 3', 'IAKERB-HEADER', {
  'target-realm': explicit(1, utf8String('kerberos.iakerb.target_realm')),
  cookie:         explicit(2, octetString('kerberos.iakerb.cookie')),
});

const IakerbProxy = struct('draft-ietf-kitten-iakerb 3', 'IAKERB-PROXY', {
  Header:  nested('kerberos.iakerb.header', IakerbHeader),
  Message: nested('kerberos', KerberosMessage),
});

/** As two octets in this order they are 01 00, 02 00 and so on. */
const TOK_ID = {
  KRB_AP_REQ: 0x0001, KRB_AP_REP: 0x0002, KRB_ERROR: 0x0003, KRB_TGT_REQ: 0x0004, KRB_TGT_REP: 0x0104, MIC1: 0x0101, Wrap1: 0x0102,
  DeleteContext: 0x0201, MIC: 0x0404, Wrap: 0x0405, IAKERB_PROXY: 0x0105,
} as const;

const tokens: Table = {
  [TOK_ID.KRB_AP_REQ]:    KerberosMessage,
  [TOK_ID.KRB_AP_REP]:    KerberosMessage,
  [TOK_ID.KRB_ERROR]:     KerberosMessage,
  [TOK_ID.KRB_TGT_REQ]:   KERB_TGT_REQUEST,
  [TOK_ID.KRB_TGT_REP]:   KERB_TGT_REPLY,
  [TOK_ID.MIC1]:          MIC1,
  [TOK_ID.DeleteContext]: MIC1, // RFC 1964 1.2.3
  [TOK_ID.Wrap1]:         Wrap1,
  [TOK_ID.MIC]:           MIC,
  [TOK_ID.Wrap]:          Wrap,
  [TOK_ID.IAKERB_PROXY]:  IakerbProxy,
};

/** A token behind its mechanism, or on its own where the context has been agreed on. */
export const KerberosToken = struct('RFC 4121 4.1', 'Kerberos V5 token', {
  TOK_ID: u16('spnego.krb5.tok_id', hex, names(TOK_ID)),
  Token:  dispatch('', tokens, 'TOK_ID'),
});

const innerTokens: Table = { [KRB5]: KerberosToken, [MSKRB5]: KerberosToken, [KRB5U2U]: KerberosToken, [IAKERB]: KerberosToken };

/** The framing of RFC 2743 3.1 inside SPNEGO, where Wireshark has other names for it. */
const FramedToken = sequence('RFC 4121 4.1', 'Kerberos V5 InitialContextToken', {
  thisMech:          oid('spnego.krb5_oid', mechanisms),
  innerContextToken: rest(dispatch('', innerTokens, 'thisMech')),
}, { application: 0, implicit: true });

/** A token of Kerberos inside SPNEGO: framed, or bare as the DCE style has AP-REQ and AP-REP and every context has MIC and Wrap tokens. */
const SpnegoKerberosToken = struct('RFC 4178 4.2', 'Kerberos V5 token', {
  Token: bytes('spnego.krb5.blob').holds(byStart({
    60: FramedToken, '0404': KerberosToken, '0504': KerberosToken, '6e': KerberosMessage, '6f': KerberosMessage,
  })),
});

/** By their first octets. */
export const kerberosTokens = {
  60:     SpnegoKerberosToken,
  '0404': SpnegoKerberosToken,
  '0504': SpnegoKerberosToken,
  '6e':   SpnegoKerberosToken,
  '6f':   SpnegoKerberosToken,
};
