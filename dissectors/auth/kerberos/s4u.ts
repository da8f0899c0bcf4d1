import { nested } from '../../../src/dissect/field.ts';
import { explicit, generalString, octetString, sequence, uint32 } from '../../../src/dissect/asn1.ts';
import { s4uOptions } from './flags.ts';
import { Checksum, cname, PrincipalName, realm } from './types.ts';

export const PA_FOR_USER = sequence('MS-SFU 2.2.1', 'PA-FOR-USER', {
  userName:       explicit(0, nested('kerberos.name_element', PrincipalName)),
  userRealm:      explicit(1, realm),
  cksum:          explicit(2, nested('kerberos.cksum_element', Checksum)),
  'auth-package': explicit(3, generalString('kerberos.auth')),
});

const S4UUserID = sequence('MS-SFU 2.2.2', 'S4UUserID', {
  nonce:                 explicit(0, uint32('kerberos.nonce')),
  cname:                 explicit(1, cname),
  crealm:                explicit(2, generalString('kerberos.crealm')),
  'subject-certificate': explicit(3, octetString('kerberos.subject_certificate')),
  options:               explicit(4, s4uOptions),
});

export const PA_S4U_X509_USER = sequence('MS-SFU 2.2.2', 'PA-S4U-X509-USER', {
  'user-id': explicit(0, nested('kerberos.user_id_element', S4UUserID)),
  checksum:  explicit(1, nested('kerberos.checksum_element', Checksum)),
});
