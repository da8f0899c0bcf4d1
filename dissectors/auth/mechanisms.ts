/** Object identifiers of security mechanisms, by the names that their specifications have. */
export const mechanisms: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.2':              'SPNEGO',
  '1.2.840.113554.1.2.2':       'Kerberos V5',
  '1.2.840.113554.1.2.2.3':     'Kerberos V5 User-to-User',
  '1.2.840.48018.1.2.2':        'MS-KRB5',
  '1.3.6.1.5.2.5':              'IAKERB',
  '1.3.6.1.4.1.311.2.2.10':     'NTLMSSP',
  '1.3.6.1.4.1.311.2.2.30':     'NEGOEX',
  '1.3.6.1.5.2.7':              'PKU2U',
};

export const SPNEGO  = '1.3.6.1.5.5.2';
export const KRB5    = '1.2.840.113554.1.2.2';
export const KRB5U2U = '1.2.840.113554.1.2.2.3';
export const MSKRB5  = '1.2.840.48018.1.2.2';
export const IAKERB  = '1.3.6.1.5.2.5';
export const NTLMSSP = '1.3.6.1.4.1.311.2.2.10';
export const NEGOEX  = '1.3.6.1.4.1.311.2.2.30';
