import { bits, bytes, names, nested, type Table, u32, utf16 } from '../../../src/dissect/field.ts';
import { explicit, int32, listOf, octetString, sequence, sequenceOf } from '../../../src/dissect/asn1.ts';
import { struct } from '../../../src/dissect/struct.ts';
import { AdType } from '../../tables/kerberos.ts';
import { PACTYPE } from './pac.ts';
import { Checksum, ENCTYPES, PrincipalName, realm } from './types.ts';

const LSAP_TOKEN_INFO_INTEGRITY = struct('MS-KILE 2.2.5', 'LSAP_TOKEN_INFO_INTEGRITY', {
  Flags:     u32('kerberos.token_restrictions.flags', bits({ UAC_RESTRICTED: [0x00000001, 'kerberos.token_restrictions.uac_restricted'] })),
  TokenIL:   u32('kerberos.token_restrictions.integrity_level', names({ Untrusted: 0, Low: 0x1000, Medium: 0x2000, High: 0x3000, System: 0x4000, Protected: 0x5000 })),
  MachineID: bytes('kerberos.token_restrictions.machine_id', 32),
});

const RESTRICTION = sequence('MS-KILE 2.2.6', 'KERB-AD-RESTRICTION-ENTRY', {
  'restriction-type': explicit(0, int32('kerberos.restriction_type')),
  restriction:        explicit(1, octetString('kerberos.restriction').holds({ 0: LSAP_TOKEN_INFO_INTEGRITY }, 'restriction-type')),
});

const RESTRICTIONS = listOf('MS-KILE 2.2.6', 'KERB-AD-RESTRICTION-ENTRY', { entry: nested('', RESTRICTION) });

const ApOptions = struct('MS-KILE 3.2.5.8', 'KERB-AP-OPTIONS', {
  Options: u32('kerberos.ad_ap_options', bits({
    KERB_AP_OPTIONS_CBT:                    [0x00004000, 'kerberos.ad_ap_options.cbt'],
    KERB_AP_OPTIONS_UNVERIFIED_TARGET_NAME: [0x00008000, 'kerberos.ad_ap_options.unverified_target_name'],
  })),
});

const TargetName = struct('MS-KILE 3.2.5.8', 'AD-AUTH-DATA-TARGET-NAME', { Name: utf16('kerberos.ad_target_principal') });

/** A container's contents are authorization data again. */
const contents: Table = {
  get [AdType['AD-IF-RELEVANT']]()         { return AuthorizationData; },
  get [AdType['AD-MANDATORY-FOR-KDC']]()   { return AuthorizationData; },
  get [AdType['AD-KDC-ISSUED']]()          { return KDCIssued; },
  get [AdType['AD-AND-OR']]()              { return AndOr; },
  [AdType['AD-WIN2K-PAC']]:                      PACTYPE,
  [AdType['AD-ETYPE-NEGOTIATION']]:              ENCTYPES,
  [AdType['KERB-AUTH-DATA-TOKEN-RESTRICTIONS']]: RESTRICTIONS,
  [AdType['AD-AUTH-DATA-AP-OPTIONS']]:           ApOptions,
  [AdType['AD-AUTH-DATA-TARGET-NAME']]:          TargetName,
};

const Item = sequence('RFC 4120 5.2.6', 'AuthorizationData item', {
  'ad-type': explicit(0, int32('kerberos.ad_type', names(AdType))),
  'ad-data': explicit(1, octetString('kerberos.ad_data').holds(contents, 'ad-type')),
});

const items = { item: nested('kerberos.AuthorizationData_item_element', Item) };

export const AuthorizationData = listOf('RFC 4120 5.2.6', 'AuthorizationData', items);
export const authorizationData = sequenceOf('kerberos.authorization_data', items);

const KDCIssued = sequence('RFC 4120 5.2.6.2', 'AD-KDCIssued', {
  'ad-checksum': explicit(0, nested('kerberos.cksum_element', Checksum)),
  'i-realm':     explicit(1, realm),
  'i-sname':     explicit(2, nested('kerberos.sname_element', PrincipalName)),
  elements:      explicit(3, authorizationData),
});

const AndOr = sequence('RFC 4120 5.2.6.3', 'AD-AND-OR', {
  'condition-count': explicit(0, int32('kerberos.ad_and_or.condition_count')),
  elements:          explicit(1, authorizationData),
});
