import { nested } from '../../../src/dissect/field.ts';
import { choice, explicit, implicit, octetString, sequence } from '../../../src/dissect/asn1.ts';

/** The CMS messages inside stay bytes. */
export const PA_PK_AS_REQ = sequence('RFC 4556 3.2.1', 'PA-PK-AS-REQ', {
  signedAuthPack: implicit(0, octetString('kerberos.pkinit.signed_auth_pack')),
  trustedCertifiers: implicit(1, octetString('kerberos.pkinit.trusted_certifiers')),
  kdcPkId:        implicit(2, octetString('kerberos.pkinit.kdc_pk_id')),
});

const DHRepInfo = sequence('RFC 4556 3.2.3.1', 'DHRepInfo', {
  dhSignedData:  implicit(0, octetString('kerberos.pkinit.dh_signed_data')),
  serverDHNonce: explicit(1, octetString('kerberos.pkinit.server_dh_nonce')),
});

export const PA_PK_AS_REP = choice('RFC 4556 3.2.3', 'PA-PK-AS-REP', {
  dhInfo:     explicit(0, nested('kerberos.pkinit.dh_info', DHRepInfo)),
  encKeyPack: implicit(1, octetString('kerberos.pkinit.enc_key_pack')),
});
