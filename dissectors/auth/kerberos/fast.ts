import { names, nested } from '../../../src/dissect/field.ts';
import { choice, explicit, int32, octetString, sequence, sequenceOf } from '../../../src/dissect/asn1.ts';
import { Checksum, EncryptedData } from './types.ts';

const ArmorType = { FX_FAST_ARMOR_AP_REQUEST: 1 };

const KrbFastArmor = sequence('RFC 6113 5.4.1', 'KrbFastArmor', {
  'armor-type':  explicit(0, int32('kerberos.armor_type', names(ArmorType))),
  'armor-value': explicit(1, octetString('kerberos.armor_value')),
});

const KrbFastArmoredReq = sequence('RFC 6113 5.4.2', 'KrbFastArmoredReq', {
  armor:          explicit(0, nested('kerberos.armor_element', KrbFastArmor)),
  'req-checksum': explicit(1, nested('kerberos.req_checksum_element', Checksum)),
  'enc-fast-req': explicit(2, nested('kerberos.enc_fast_req_element', EncryptedData)), // KrbFastReq
});

const KrbFastArmoredRep = sequence('RFC 6113 5.4.3', 'KrbFastArmoredRep', {
  'enc-fast-rep': explicit(0, nested('kerberos.enc_fast_rep_element', EncryptedData)), // KrbFastResponse
});

export const PA_FX_FAST_REQUEST = choice('RFC 6113 5.4.2', 'PA-FX-FAST-REQUEST', {
  'armored-data': explicit(0, nested('kerberos.armored_data_element', KrbFastArmoredReq)),
});

export const PA_FX_FAST_REPLY = choice('RFC 6113 5.4.3', 'PA-FX-FAST-REPLY', {
  'armored-data': explicit(0, nested('kerberos.armored_data_element', KrbFastArmoredRep)),
});

const PA_AUTHENTICATION_SET_ELEM = sequence('RFC 6113 5.3', 'PA-AUTHENTICATION-SET-ELEM', {
  'pa-type':  explicit(0, int32('kerberos.pa_type')),
  'pa-hint':  explicit(1, octetString('kerberos.pa_hint')),
  'pa-value': explicit(2, octetString('kerberos.pa_value')),
});

export const authenticationSet = { elem: nested('', PA_AUTHENTICATION_SET_ELEM) };

const SPAKESecondFactor = sequence('draft-ietf-kitten-krb-spake-preauth 4.1', 'SPAKESecondFactor', {
  type: explicit(0, int32('kerberos.type')),
  data: explicit(1, octetString('kerberos.data')),
});

const groups = sequenceOf('kerberos.groups', { SPAKEGroup: int32('kerberos.SPAKEGroup') });

const SPAKESupport = sequence('draft-ietf-kitten-krb-spake-preauth 4.1', 'SPAKESupport', { groups: explicit(0, groups) });

const SPAKEChallenge = sequence('draft-ietf-kitten-krb-spake-preauth 4.2', 'SPAKEChallenge', {
  group:   explicit(0, int32('kerberos.group')),
  pubkey:  explicit(1, octetString('kerberos.pubkey')),
  factors: explicit(2, sequenceOf('kerberos.factors', { SPAKESecondFactor: nested('kerberos.SPAKESecondFactor_element', SPAKESecondFactor) })),
});

const SPAKEResponse = sequence('draft-ietf-kitten-krb-spake-preauth 4.3', 'SPAKEResponse', {
  pubkey: explicit(0, octetString('kerberos.pubkey')),
  factor: explicit(1, nested('kerberos.factor_element', EncryptedData)),
});

export const PA_SPAKE = choice('draft-ietf-kitten-krb-spake-preauth 4', 'PA-SPAKE', {
  support:   explicit(0, nested('kerberos.support_element', SPAKESupport)),
  challenge: explicit(1, nested('kerberos.challenge_element', SPAKEChallenge)),
  response:  explicit(2, nested('kerberos.response_element', SPAKEResponse)),
  encdata:   explicit(3, nested('kerberos.encdata_element', EncryptedData)),
});
