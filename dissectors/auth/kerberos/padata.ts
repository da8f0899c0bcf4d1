import { bits, bytes, byStart, hex, names, nested, type Table, u32 } from '../../../src/dissect/field.ts';
import { application, boolean, choice, explicit, generalizedTime, generalString, int32, listOf, octetString, sequence, uint32 } from '../../../src/dissect/asn1.ts';
import { struct } from '../../../src/dissect/struct.ts';
import { PaDataType } from '../../tables/kerberos.ts';
import { NTSTATUS } from '../../tables/ntstatus.ts';
import { AP_REQ } from './ap.ts';
import { authenticationSet, PA_FX_FAST_REPLY, PA_FX_FAST_REQUEST, PA_SPAKE } from './fast.ts';
import { pacOptions } from './flags.ts';
import { PA_PK_AS_REP, PA_PK_AS_REQ } from './pkinit.ts';
import { PA_FOR_USER, PA_S4U_X509_USER } from './s4u.ts';
import { Checksum, ENCTYPES, EncryptedData, EncryptionKey, etype, PrincipalName, realm } from './types.ts';

const PA_TGS_REQ = choice('RFC 4120 5.2.7.1', 'PA-TGS-REQ', { 'ap-req': application(14, nested('kerberos.ap_req_element', AP_REQ)) });

/** What the cipher of PA-ENC-TIMESTAMP and PA-ENCRYPTED-CHALLENGE holds. */
export const PA_ENC_TS_ENC = sequence('RFC 4120 5.2.7.2', 'PA-ENC-TS-ENC', {
  patimestamp: explicit(0, generalizedTime('kerberos.patimestamp')),
  pausec:      explicit(1, uint32('kerberos.pausec')),
});

const ETYPE_INFO = listOf('RFC 4120 5.2.7.4', 'ETYPE-INFO', {
  'ETYPE-INFO-ENTRY': nested('kerberos.ETYPE_INFO_ENTRY_element', sequence('RFC 4120 5.2.7.4', 'ETYPE-INFO-ENTRY', {
    etype: explicit(0, etype),
    salt:  explicit(1, octetString('kerberos.info_salt')),
  })),
});

const ETYPE_INFO2 = listOf('RFC 4120 5.2.7.5', 'ETYPE-INFO2', {
  'ETYPE-INFO2-ENTRY': nested('kerberos.ETYPE_INFO2_ENTRY_element', sequence('RFC 4120 5.2.7.5', 'ETYPE-INFO2-ENTRY', {
    etype:     explicit(0, etype),
    salt:      explicit(1, generalString('kerberos.info2_salt')),
    s2kparams: explicit(2, octetString('kerberos.s2kparams')),
  })),
});

const Salt = struct('RFC 4120 5.2.7.3', 'PA-PW-SALT', { Salt: bytes('kerberos.pw_salt') });

export const KERB_EXT_ERROR = struct('MS-KILE 2.2.1', 'KERB-EXT-ERROR', {
  status:   u32('kerberos.smb.nt_status', hex, names(NTSTATUS)),
  reserved: u32('kerberos.ext_error.reserved', hex),
  flags:    u32('kerberos.ext_error.flags', hex),
});

/** A KDC of Windows sends its error in the place of a salt. */
const saltOrError = byStart({ '????????0000000001000000': KERB_EXT_ERROR, '????????0000000003000000': KERB_EXT_ERROR, '': Salt });

const KERB_PA_PAC_REQUEST = sequence('MS-KILE 2.2.3', 'KERB-PA-PAC-REQUEST', { 'include-pac': explicit(0, boolean('kerberos.include_pac')) });
const PA_PAC_OPTIONS      = sequence('MS-KILE 2.2.10', 'PA-PAC-OPTIONS', { flags: explicit(0, pacOptions) });
const KEY_LIST_REP        = listOf('MS-KILE 2.2.12', 'KERB-KEY-LIST-REP', { key: nested('kerberos.kerbKeyListRep.key_element', EncryptionKey) });

const ServerReferral = sequence('RFC 6806 8', 'PA-SVR-REFERRAL-DATA', {
  'referred-name':  explicit(1, nested('kerberos.name_element', PrincipalName)),
  'referred-realm': explicit(0, realm),
});

const SupportedEncryptionTypes = struct('MS-KILE 2.2.7', 'Supported Encryption Types', {
  Types: u32('kerberos.supported_entypes', bits({
    'DES-CBC-CRC':                         [0x00000001, 'kerberos.supported_entypes.des-cbc-crc'],
    'DES-CBC-MD5':                         [0x00000002, 'kerberos.supported_entypes.des-cbc-md5'],
    'RC4-HMAC':                            [0x00000004, 'kerberos.supported_entypes.rc4-hmac'],
    'AES128-CTS-HMAC-SHA1-96':             [0x00000008, 'kerberos.supported_entypes.aes128-cts-hmac-sha1-96'],
    'AES256-CTS-HMAC-SHA1-96':             [0x00000010, 'kerberos.supported_entypes.aes256-cts-hmac-sha1-96'],
    'AES256-CTS-HMAC-SHA1-96-SK':          [0x00000020, 'kerberos.supported_entypes.aes256-cts-hmac-sha1-96-sk'],
    'FAST-supported':                      [0x00010000, 'kerberos.supported_entypes.fast-supported'],
    'Compound-identity-supported':         [0x00020000, 'kerberos.supported_entypes.compound-identity-supported'],
    'Claims-supported':                    [0x00040000, 'kerberos.supported_entypes.claims-supported'],
    'Resource-SID-compression-disabled':   [0x00080000, 'kerberos.supported_entypes.resource-sid-compression-disabled'],
  })),
});

const values: Table = {
  [PaDataType['PA-TGS-REQ']]:             PA_TGS_REQ,
  [PaDataType['PA-ENC-TIMESTAMP']]:       EncryptedData,
  [PaDataType['PA-PW-SALT']]:             { request: Salt, response: saltOrError },
  [PaDataType['PA-ETYPE-INFO']]:          ETYPE_INFO,
  [PaDataType['PA-PK-AS-REQ']]:           PA_PK_AS_REQ,
  [PaDataType['PA-PK-AS-REP']]:           PA_PK_AS_REP,
  [PaDataType['PA-ETYPE-INFO2']]:         ETYPE_INFO2,
  [PaDataType['PA-SVR-REFERRAL-INFO']]:   ServerReferral,
  [PaDataType['PA-PAC-REQUEST']]:         KERB_PA_PAC_REQUEST,
  [PaDataType['PA-FOR-USER']]:            PA_FOR_USER,
  [PaDataType['PA-S4U-X509-USER']]:       PA_S4U_X509_USER,
  [PaDataType['PA-AUTHENTICATION-SET']]:  listOf('RFC 6113 5.3', 'PA-AUTHENTICATION-SET', authenticationSet),
  [PaDataType['PA-FX-FAST']]:             { request: PA_FX_FAST_REQUEST, response: PA_FX_FAST_REPLY },
  [PaDataType['PA-ENCRYPTED-CHALLENGE']]: EncryptedData,
  [PaDataType['PA-SPAKE']]:               PA_SPAKE,
  [PaDataType['PA-REQ-ENC-PA-REP']]:      { response: Checksum },
  [PaDataType['PA-KERB-KEY-LIST-REQ']]:   ENCTYPES,
  [PaDataType['PA-KERB-KEY-LIST-REP']]:   KEY_LIST_REP,
  [PaDataType['PA-SUPPORTED-ENCTYPES']]:  SupportedEncryptionTypes,
  [PaDataType['PA-PAC-OPTIONS']]:         PA_PAC_OPTIONS,
};

const PA_DATA = sequence('RFC 4120 5.2.7', 'PA-DATA', {
  'padata-type':  explicit(1, int32('kerberos.padata_type', names(PaDataType))),
  'padata-value': explicit(2, octetString('kerberos.padata_value').holds(values, 'padata-type')),
});

export const padata = { 'PA-DATA': nested('kerberos.PA_DATA_element', PA_DATA) };

export const METHOD_DATA = listOf('RFC 4120 5.9.1', 'METHOD-DATA', padata);
