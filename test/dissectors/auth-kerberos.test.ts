import { describe, expect, test } from 'vitest';
import { encryptedParts, KerberosMessage, PACTYPE, PasswordMessage, securityToken } from '../../dissectors/auth/index.ts';
import { bytes as row } from '../../src/dissect/field.ts';
import type { Node } from '../../src/dissect/node.ts';
import { type Struct, struct } from '../../src/dissect/struct.ts';
import { accountFor, tree } from '../../src/dissect/tree.ts';
import { application, bits, boolean, explicit, general, implicit, integer, KRB5, octets, oid, sequence, time, utf8 } from './der.ts';
import { byPlace, layoutOf } from './layout.ts';
import { bitsOf, bytesOf, rows, torture } from './rows.ts';

const request = { isResponse: false };
const response = { isResponse: true };
const short = (found: string[]) => found.map((r) => r.replace(/^\S+ (kerberos\.)?/, ''));
const without = (found: string[], pattern: RegExp) => found.filter((r) => !pattern.test(r));

/** Rows without their places; checks that every byte is accounted for, and that damage does no harm. */
function leaves(table: Struct, der: Buffer, facts: { isResponse: boolean }): string[] {
  const data = new DataView(der.buffer, der.byteOffset, der.length);
  const { node, claims } = tree(table, { data, source: 0, message: 0, start: 0, end: der.length, captured: der.length }, facts);
  accountFor(node, data, 0, der.length, claims);
  const gaps = (n: Node): number => (n.kind === 5 || n.trouble !== null ? 1 : 0) + n.children.reduce((sum, c) => sum + gaps(c), 0);
  expect(gaps(node)).toBe(0);
  torture(table, der, () => facts);
  return short(rows(table, der, facts));
}

const principal = (type: number, ...names: string[]) => sequence(explicit(0, integer(type)), explicit(1, sequence(...names.map(general))));
const encrypted = (etype: number, cipher: string, kvno?: number) =>
  sequence(explicit(0, integer(etype)), ...(kvno === undefined ? [] : [explicit(1, integer(kvno))]), explicit(2, octets(cipher)));
const checksum = (type: number, value: string | Buffer) => sequence(explicit(0, integer(type)), explicit(1, octets(value)));
const key = (type: number, value: string) => sequence(explicit(0, integer(type)), explicit(1, octets(value)));
const ticket = application(
  1,
  sequence(
    explicit(0, integer(5)),
    explicit(1, general('EXAMPLE.TEST')),
    explicit(2, principal(2, 'cifs', 'srv')),
    explicit(3, encrypted(18, 'c0ffee', 3)),
  ),
);
const ticketRows = [
  'tkt_vno 5',
  'realm EXAMPLE.TEST',
  'name_type KRB-NT-SRV-INST (2)',
  'SNameString cifs',
  'SNameString srv',
  'etype aes256-cts-hmac-sha1-96 (18)',
  'kvno 3',
  'cipher c0ffee',
];
const item = (type: number, data: string | Buffer) => sequence(explicit(0, integer(type)), explicit(1, octets(data)));
const paData = (type: number, data: string | Buffer) => sequence(explicit(1, integer(type)), explicit(2, octets(data)));

const kdcReq = (...padata: Buffer[]) =>
  application(
    10,
    sequence(
      explicit(1, integer(5)),
      explicit(2, integer(10)),
      explicit(3, sequence(...padata)),
      explicit(
        4,
        sequence(
          explicit(0, bits('40810010')),
          explicit(2, general('R')),
          explicit(7, integer(-1)),
          explicit(8, sequence(integer(18), integer(-133))),
        ),
      ),
    ),
  );
const kdcRep = (...padata: Buffer[]) =>
  application(13, sequence(explicit(0, integer(5)), explicit(1, integer(13)), explicit(2, sequence(...padata))));

/** What a PA-DATA holds, in a request or in an answer. */
function held(type: number, data: string | Buffer, facts: { isResponse: boolean }): string[] {
  const found = leaves(KerberosMessage, facts.isResponse ? kdcRep(paData(type, data)) : kdcReq(paData(type, data)), facts);
  const from = found.findIndex((r) => r.startsWith('padata_value')) + 1;
  return found.slice(from, facts.isResponse ? undefined : found.findIndex((r) => r.startsWith('kdc_options')));
}

describe('messages', () => {
  test('KDC-REQ: options, a nonce sent as a negative number, encryption types', () => {
    expect(leaves(KerberosMessage, kdcReq(), request)).toEqual([
      'pvno 5',
      'msg_type KRB-AS-REQ (10)',
      'kdc_options 40810010, forwardable, renewable, canonicalize, renewable-ok',
      'realm R',
      'nonce 4294967295',
      'ENCTYPE aes256-cts-hmac-sha1-96 (18)',
      'ENCTYPE rc4-hmac-old (-133)',
    ]);
  });

  test('KRB-ERROR with METHOD-DATA', () => {
    const info2 = sequence(sequence(explicit(0, integer(18)), explicit(1, general('Ralice')), explicit(2, octets('00001000'))));
    const error = application(
      30,
      sequence(
        explicit(0, integer(5)),
        explicit(1, integer(30)),
        explicit(4, time('20270521222133Z')),
        explicit(6, integer(25)),
        explicit(12, octets(sequence(paData(2, ''), paData(19, info2)))),
      ),
    );
    expect(without(leaves(KerberosMessage, error, response), /^(e_data|padata_value)/)).toEqual([
      'pvno 5',
      'msg_type KRB-ERROR (30)',
      'stime 2027-05-21T22:21:33.0000000Z',
      'error_code KDC_ERR_PREAUTH_REQUIRED (25)',
      'padata_type PA-ENC-TIMESTAMP (2)',
      'padata_type PA-ETYPE-INFO2 (19)',
      'etype aes256-cts-hmac-sha1-96 (18)',
      'info2_salt Ralice',
      's2kparams 00001000',
    ]);
  });

  test('KRB-ERROR with KERB-ERROR-DATA', () => {
    const data = sequence(explicit(1, integer(3)), explicit(2, octets('720000c0 00000000 01000000'.replaceAll(' ', ''))));
    const error = application(30, sequence(explicit(0, integer(5)), explicit(6, integer(18)), explicit(12, octets(data))));
    expect(leaves(KerberosMessage, error, response).slice(-5)).toEqual([
      'error_data.type KERB_ERR_TYPE_EXTENDED (3)',
      'error_data.value 720000c00000000001000000',
      'smb.nt_status STATUS_ACCOUNT_DISABLED (0xc0000072)',
      'ext_error.reserved 0x00000000',
      'ext_error.flags 0x00000001',
    ]);
  });

  test('AP-REQ', () => {
    const message = application(
      14,
      sequence(
        explicit(0, integer(5)),
        explicit(1, integer(14)),
        explicit(2, bits('20000000')),
        explicit(3, ticket),
        explicit(4, encrypted(17, 'aa')),
      ),
    );
    expect(leaves(KerberosMessage, message, request)).toEqual([
      'pvno 5',
      'msg_type KRB-AP-REQ (14)',
      'ap_options 20000000, mutual-required',
      ...ticketRows,
      'etype aes128-cts-hmac-sha1-96 (17)',
      'cipher aa',
    ]);
  });

  test('KRB-SAFE and KRB-PRIV', () => {
    const address = sequence(explicit(0, integer(2)), explicit(1, octets('c000020a')));
    const safe = application(
      20,
      sequence(
        explicit(1, integer(20)),
        explicit(2, sequence(explicit(0, octets('01')), explicit(3, integer(7)), explicit(4, address))),
        explicit(3, checksum(16, 'ab')),
      ),
    );
    expect(leaves(KerberosMessage, safe, request)).toEqual([
      'msg_type KRB-SAFE (20)',
      'user_data 01',
      'seq_number 7',
      'addr_type IPv4 (2)',
      'address c000020a',
      'addr_ip 192.0.2.10',
      'cksumtype hmac-sha1-96-aes256 (16)',
      'checksum ab',
    ]);
    const priv = application(21, sequence(explicit(1, integer(21)), explicit(3, encrypted(18, 'bb'))));
    expect(leaves(KerberosMessage, priv, request).slice(-1)).toEqual(['cipher bb']);
  });

  test('a password change: AP-REQ and KRB-PRIV behind a header', () => {
    const apReq = application(14, sequence(explicit(1, integer(14))));
    const priv = application(21, sequence(explicit(1, integer(21))));
    const header = Buffer.from([0, 6 + apReq.length + priv.length, 0xff, 0x80, 0, apReq.length]);
    expect(leaves(PasswordMessage, Buffer.concat([header, apReq, priv]), request)).toEqual([
      'kpasswd.message_len 24'.replace('24', String(header[1])),
      'kpasswd.version 65408',
      `kpasswd.ap_req_len ${apReq.length}`,
      'msg_type KRB-AP-REQ (14)',
      'msg_type KRB-PRIV (21)',
    ]);
  });
});

describe('pre-authentication data', () => {
  test.each<[string, number, string | Buffer, { isResponse: boolean }, string[]]>([
    ['PA-PAC-REQUEST', 128, sequence(explicit(0, boolean(true))), request, ['include_pac 1']],
    ['PA-ENC-TIMESTAMP', 2, encrypted(18, 'dd'), request, ['etype aes256-cts-hmac-sha1-96 (18)', 'cipher dd']],
    [
      'PA-ETYPE-INFO',
      11,
      sequence(sequence(explicit(0, integer(23)), explicit(1, octets('52')))),
      response,
      ['etype rc4-hmac (23)', 'info_salt 52'],
    ],
    ['PA-PW-SALT', 3, '52616c696365', response, ['pw_salt 52616c696365']],
    [
      'PA-FOR-USER',
      129,
      sequence(
        explicit(0, principal(1, 'bob')),
        explicit(1, general('R')),
        explicit(2, checksum(-138, 'ee')),
        explicit(3, general('Kerberos')),
      ),
      request,
      ['name_type KRB-NT-PRINCIPAL (1)', 'KerberosString bob', 'realm R', 'cksumtype hmac-md5 (-138)', 'checksum ee', 'auth Kerberos'],
    ],
    [
      'PA-S4U-X509-USER',
      130,
      sequence(
        explicit(
          0,
          sequence(explicit(0, integer(9)), explicit(1, principal(10, 'b@r')), explicit(2, general('R')), explicit(4, bits('20000000'))),
        ),
        explicit(1, checksum(16, 'ee')),
      ),
      request,
      [
        'nonce 9',
        'name_type KRB-NT-ENTERPRISE (10)',
        'CNameString b@r',
        'crealm R',
        'options 20000000, KERB_S4U_OPTIONS_use_reply_key_usage',
        'cksumtype hmac-sha1-96-aes256 (16)',
        'checksum ee',
      ],
    ],
    [
      'PA-PAC-OPTIONS',
      167,
      sequence(explicit(0, bits('50000000'))),
      request,
      ['flags 50000000, branch-aware, resource-based-constrained-delegation'],
    ],
    [
      'PA-SUPPORTED-ENCTYPES',
      165,
      '1c000500',
      response,
      ['supported_entypes 0x0005001c, RC4-HMAC, AES128-CTS-HMAC-SHA1-96, AES256-CTS-HMAC-SHA1-96, FAST-supported, Claims-supported'],
    ],
    [
      'PA-FX-FAST in a request',
      136,
      explicit(
        0,
        sequence(
          explicit(0, sequence(explicit(0, integer(1)), explicit(1, octets('6e00')))),
          explicit(1, checksum(16, 'ab')),
          explicit(2, encrypted(18, 'cd')),
        ),
      ),
      request,
      [
        'armor_type FX_FAST_ARMOR_AP_REQUEST (1)',
        'armor_value 6e00',
        'cksumtype hmac-sha1-96-aes256 (16)',
        'checksum ab',
        'etype aes256-cts-hmac-sha1-96 (18)',
        'cipher cd',
      ],
    ],
    [
      'PA-FX-FAST in a reply',
      136,
      explicit(0, sequence(explicit(0, encrypted(18, 'cd')))),
      response,
      ['etype aes256-cts-hmac-sha1-96 (18)', 'cipher cd'],
    ],
    [
      'PA-PK-AS-REQ',
      16,
      sequence(implicit(0, '3000'), implicit(2, '01')),
      request,
      ['pkinit.signed_auth_pack 3000', 'pkinit.kdc_pk_id 01'],
    ],
    [
      'PA-PK-AS-REP',
      17,
      explicit(0, sequence(implicit(0, '3000'), explicit(1, octets('07')))),
      response,
      ['pkinit.dh_signed_data 3000', 'pkinit.server_dh_nonce 07'],
    ],
    ['PA-SPAKE', 151, explicit(0, sequence(explicit(0, sequence(integer(1), integer(2))))), request, ['SPAKEGroup 1', 'SPAKEGroup 2']],
    ['PA-KERB-KEY-LIST-REQ', 161, sequence(integer(23)), request, ['ENCTYPE rc4-hmac (23)']],
    ['one that has no structure', 133, 'c00c1e', response, []],
  ])('%s', (_, type, data, facts, expected) => expect(held(type, data, facts)).toEqual(expected));
});

describe('what ciphers hold', () => {
  const part = application(29, sequence(explicit(1, integer(3))));
  const clear = sequence(explicit(0, integer(0)), explicit(2, octets(part)));
  const cred = application(
    22,
    sequence(explicit(0, integer(5)), explicit(1, integer(22)), explicit(2, sequence(ticket)), explicit(3, clear)),
  );
  const gss = (flags: string, deleg: Buffer) =>
    Buffer.concat([
      bytesOf(`10000000 ${'00'.repeat(16)} ${flags}`),
      ...(deleg.length > 0 ? [Buffer.from([1, 0, deleg.length, 0]), deleg] : []),
    ]);

  test('Authenticator: a GSS-API checksum that delegates', () => {
    const authenticator = application(
      2,
      sequence(
        explicit(0, integer(5)),
        explicit(1, general('R')),
        explicit(2, principal(1, 'alice')),
        explicit(3, checksum(0x8003, gss('3f010000', cred))),
        explicit(4, integer(587404)),
        explicit(5, time('20270521222133Z')),
        explicit(6, key(18, '4b')),
        explicit(7, integer(1)),
      ),
    );
    const found = leaves(encryptedParts.Authenticator, authenticator, request);
    expect(without(found, /^checksum/)).toEqual([
      'authenticator_vno 5',
      'crealm R',
      'name_type KRB-NT-PRINCIPAL (1)',
      'CNameString alice',
      'cksumtype GSSAPI (32771)',
      'gssapi.len 16',
      `gssapi.bdn ${'00'.repeat(16)}`,
      expect.stringMatching(/^Flags 0x0000013f, GSS_C_DELEG_FLAG, /),
      'gssapi.dlgopt 1',
      `gssapi.dlglen ${cred.length}`,
      'pvno 5',
      'msg_type KRB-CRED (22)',
      ...ticketRows,
      'etype NULL (0)',
      `cipher ${part.toString('hex')}`,
      'nonce 3',
      'cusec 587404',
      'ctime 2027-05-21T22:21:33.0000000Z',
      'keytype aes256-cts-hmac-sha1-96 (18)',
      'keyvalue (secret)',
      'seq_number 1',
    ]);
    expect(bitsOf(encryptedParts.Authenticator, authenticator, request)['kerberos.gssapi.checksum.flags.deleg']).toBe('set');
  });

  test('EncTicketPart: authorization data in containers', () => {
    const restriction = sequence(explicit(0, integer(0)), explicit(1, octets(`01000000 00300000 ${'4d'.repeat(32)}`.replaceAll(' ', ''))));
    const part = application(
      3,
      sequence(
        explicit(0, bits('40e10000')),
        explicit(1, key(18, '4b')),
        explicit(4, sequence(explicit(0, integer(1)), explicit(1, octets('')))),
        explicit(5, time('20270521222133Z')),
        explicit(
          10,
          sequence(
            item(1, sequence(item(141, sequence(restriction)), item(143, '00c00000'), item(144, Buffer.from('cifs/srv', 'utf16le')))),
            item(1, sequence(item(1, sequence(item(129, sequence(integer(18))))))),
            item(512, 'ab'),
          ),
        ),
      ),
    );
    expect(without(leaves(encryptedParts.EncTicketPart, part, response), /^(ad_data|restriction |contents)/)).toEqual([
      'flags 40e10000, forwardable, renewable, initial, pre-authent, enc-pa-rep',
      'keytype aes256-cts-hmac-sha1-96 (18)',
      'keyvalue (secret)',
      'tr_type 1',
      'authtime 2027-05-21T22:21:33.0000000Z',
      'ad_type AD-IF-RELEVANT (1)',
      'ad_type KERB-AUTH-DATA-TOKEN-RESTRICTIONS (141)',
      'restriction_type 0',
      'token_restrictions.flags 0x00000001, UAC_RESTRICTED',
      'token_restrictions.integrity_level High (12288)',
      `token_restrictions.machine_id ${'4d'.repeat(32)}`,
      'ad_type AD-AUTH-DATA-AP-OPTIONS (143)',
      'ad_ap_options 0x0000c000, KERB_AP_OPTIONS_CBT, KERB_AP_OPTIONS_UNVERIFIED_TARGET_NAME',
      'ad_type AD-AUTH-DATA-TARGET-NAME (144)',
      'ad_target_principal cifs/srv',
      'ad_type AD-IF-RELEVANT (1)',
      'ad_type AD-IF-RELEVANT (1)',
      'ad_type AD-ETYPE-NEGOTIATION (129)',
      'ENCTYPE aes256-cts-hmac-sha1-96 (18)',
      'ad_type 512',
    ]);
  });

  test('a container in a container, on and on, is bounded', () => {
    let data = sequence(item(141, ''));
    for (let n = 0; n < 100; n++) data = sequence(item(1, data));
    expect(short(rows(encryptedParts.AuthorizationData, data, request)).some((r) => r.includes('nested too deep'))).toBe(true);
  });

  test('EncASRepPart', () => {
    const part = application(
      25,
      sequence(
        explicit(0, key(18, '4b')),
        explicit(1, sequence(sequence(explicit(0, integer(0)), explicit(1, time('20270521222133Z'))))),
        explicit(4, bits('40e10000')),
        explicit(10, principal(2, 'krbtgt', 'R')),
        explicit(12, sequence(paData(149, checksum(16, 'ab')), paData(165, '1f000000'))),
      ),
    );
    expect(leaves(encryptedParts.EncASRepPart, part, response).slice(2, 6)).toEqual([
      'lr_type 0',
      'lr_value 2027-05-21T22:21:33.0000000Z',
      'flags 40e10000, forwardable, renewable, initial, pre-authent, enc-pa-rep',
      'name_type KRB-NT-SRV-INST (2)',
    ]);
  });

  test('EncKrbCredPart, EncAPRepPart, PA-ENC-TS-ENC', () => {
    const info = sequence(
      explicit(0, key(18, '4b')),
      explicit(1, general('R')),
      explicit(2, principal(1, 'alice')),
      explicit(9, principal(2, 'krbtgt')),
    );
    expect(
      leaves(encryptedParts.EncKrbCredPart, application(29, sequence(explicit(0, sequence(info)), explicit(1, integer(3)))), request),
    ).toEqual([
      'keytype aes256-cts-hmac-sha1-96 (18)',
      'keyvalue (secret)',
      'prealm R',
      'name_type KRB-NT-PRINCIPAL (1)',
      'KerberosString alice',
      'name_type KRB-NT-SRV-INST (2)',
      'SNameString krbtgt',
      'nonce 3',
    ]);
    expect(
      leaves(encryptedParts.EncAPRepPart, application(27, sequence(explicit(1, integer(5)), explicit(3, integer(8)))), response),
    ).toEqual(['cusec 5', 'seq_number 8']);
    expect(leaves(encryptedParts.PA_ENC_TS_ENC, sequence(explicit(0, time('20270521222133Z')), explicit(1, integer(5))), request)).toEqual([
      'patimestamp 2027-05-21T22:21:33.0000000Z',
      'pausec 5',
    ]);
  });
});

test('PAC: buffers where their offsets say, counted from its own beginning', () => {
  const pac = layoutOf(`
    06000000                           kerberos.pac.entries 6
    00000000                           kerberos.pac.version 0
    0a000000                           kerberos.pac.type Client name and ticket information (10)
    0e000000                           kerberos.pac.size 14
    6800000000000000                   kerberos.pac.offset 0x0000000000000068
    06000000                           kerberos.pac.type Server checksum (6)
    16000000                           kerberos.pac.size 22
    7800000000000000                   kerberos.pac.offset 0x0000000000000078
    11000000                           kerberos.pac.type PAC Attributes (17)
    08000000                           kerberos.pac.size 8
    9000000000000000                   kerberos.pac.offset 0x0000000000000090
    12000000                           kerberos.pac.type PAC Requestor (18)
    0c000000                           kerberos.pac.size 12
    9800000000000000                   kerberos.pac.offset 0x0000000000000098
    0c000000                           kerberos.pac.type User principal name and DNS information (12)
    2c000000                           kerberos.pac.size 44
    a800000000000000                   kerberos.pac.offset 0x00000000000000a8
    01000000                           kerberos.pac.type Logon information (1)
    04000000                           kerberos.pac.size 4
    d800000000000000                   kerberos.pac.offset 0x00000000000000d8
    0000c2688a3cd001                   kerberos.pac.clientid TIME
    0400                               kerberos.pac.namelen 4
    "al"                               kerberos.pac.name al
    0000
    10000000                           kerberos.pac.signature.type hmac-sha1-96-aes256 (16)
    ${'cc'.repeat(12)}           kerberos.pac.signature.signature ${'cc'.repeat(12)}
    3412                               kerberos.pac.signature.rodc_identifier 4660
    000000000000
    02000000                           kerberos.pac.attributes_info.length 2
    01000000                           kerberos.pac.attributes_info.flags 0x00000001, PAC_WAS_REQUESTED
    010100000000000512000000           nt.sid S-1-5-18 (Local System)
    00000000
    0400                               kerberos.pac.upn.upn_len 4
    1800                               kerberos.pac.upn.upn_offset 24
    0200                               kerberos.pac.upn.dns_len 2
    1c00                               kerberos.pac.upn.dns_offset 28
    02000000                           kerberos.pac.upn.flags 0x00000002, S
    0200                               kerberos.pac.upn.samaccountname_len 2
    1e00                               kerberos.pac.upn.samaccountname_offset 30
    0c00                               kerberos.pac.upn.objectsid_len 12
    2000                               kerberos.pac.upn.objectsid_offset 32
    00000000
    "u@"                               kerberos.pac.upn.upn_name u@
    "d"                                kerberos.pac.upn.dns_name d
    "s"                                kerberos.pac.upn.samaccountname s
    010100000000000512000000           nt.sid S-1-5-18 (Local System)
    00000000
    01100800                           kerberos.pac_logon_info 01100800`);
  const own = without(
    rows(PACTYPE, pac.bytes, response),
    /pac_(client_info_type|server_checksum|attributes_info|requester_sid|upn_dns_info)|nt\.sid\.|midl|Endianness|malformed|padding|gap/,
  );
  const places = own.sort(byPlace).map((r) => r.replace(/clientid .*/, 'clientid TIME').replace(/S-1-5-18.*/, 'S-1-5-18'));
  expect(places).toEqual(pac.expected.map((r) => r.replace(/S-1-5-18.*/, 'S-1-5-18')));
  torture(PACTYPE, pac.bytes, () => response);

  // Inside a ticket, at another place.
  const ad = sequence(item(1, sequence(item(128, pac.bytes))));
  const inside = short(rows(encryptedParts.AuthorizationData, ad, response));
  expect(inside).toContain('pac.name al');
  expect(inside).toContain('pac.upn.samaccountname s');
});

describe('GSS-API', () => {
  const Blob = struct('', 'Blob', { Token: row('blob').holds(securityToken) });
  const token = (mechanism: Buffer, id: string, ...inner: Buffer[]) => application(0, mechanism, Buffer.from(id, 'hex'), ...inner);

  test('IAKERB: a header in front of the message', () => {
    const header = sequence(explicit(1, utf8('EXAMPLE.TEST')), explicit(2, octets('c0')));
    const found = leaves(Blob, token(oid('2b0601050205'), '0501', header, kdcReq()), request).slice(1, 6);
    expect(found).toEqual([
      'gss-api.OID IAKERB (1.3.6.1.5.2.5)',
      'spnego.krb5.tok_id IAKERB_PROXY (0x0105)',
      'iakerb.target_realm EXAMPLE.TEST',
      'iakerb.cookie c0',
      'pvno 5',
    ]);
  });

  test('user-to-user: a ticket is asked for, and given', () => {
    const asked = sequence(
      explicit(0, integer(5)),
      explicit(1, integer(16)),
      explicit(2, principal(2, 'host', 'srv')),
      explicit(3, general('R')),
    );
    const u2u = oid('2a864886f71201020203');
    expect(leaves(Blob, token(u2u, '0400', asked), request).slice(3)).toEqual([
      'pvno 5',
      'msg_type KRB-TGT-REQ (16)',
      'name_type KRB-NT-SRV-INST (2)',
      'KerberosString host',
      'KerberosString srv',
      'realm R',
    ]);
    const given = sequence(explicit(0, integer(5)), explicit(1, integer(17)), explicit(2, ticket));
    expect(leaves(Blob, token(u2u, '0401', given), response).slice(3)).toEqual(['pvno 5', 'msg_type KRB-TGT-REP (17)', ...ticketRows]);
  });

  test('Wrap and MIC tokens of both kinds', () => {
    const of = (id: string, hex: string) => leaves(Blob, token(KRB5, id, bytesOf(hex)), request).slice(3);
    expect(of('0504', '07 ff 000c 001c 0000000000000009 abcd')).toEqual([
      'spnego.krb5.cfx_flags 0x07, SentByAcceptor, Sealed, AcceptorSubkey',
      'spnego.krb5.filler ff',
      'spnego.krb5.cfx_ec 12',
      'spnego.krb5.cfx_rrc 28',
      'spnego.krb5.cfx_seq 9',
      'spnego.krb5.wrapped abcd',
    ]);
    expect(of('0101', `1100 ffffffff ${'01'.repeat(8)} ${'02'.repeat(8)}`)).toEqual([
      'spnego.krb5.sgn_alg HMAC MD5 ARCFOUR (0x0011)',
      'spnego.krb5.filler ffffffff',
      `spnego.krb5.snd_seq ${'01'.repeat(8)}`,
      `spnego.krb5.sgn_cksum ${'02'.repeat(8)}`,
    ]);
    expect(of('0201', `1100 1000 ffff ${'01'.repeat(8)} ${'02'.repeat(8)} ${'03'.repeat(8)} dd`).slice(-2)).toEqual([
      `spnego.krb5.confounder ${'03'.repeat(8)}`,
      'spnego.krb5.wrapped dd',
    ]);
  });

  test('a mechanism that nobody knows', () => {
    expect(short(rows(Blob, token(oid('2a0304'), '01'), request)).slice(-1)).toEqual([
      '_ws.unknown innerContextToken: no dissector for 1.2.3.4',
    ]);
  });
});
