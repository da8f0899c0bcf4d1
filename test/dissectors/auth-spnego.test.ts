import { describe, expect, test } from 'vitest';
import { Negoex, NegotiationToken, securityToken } from '../../dissectors/auth/index.ts';
import { bytes as row } from '../../src/dissect/field.ts';
import { labelFor, nameFor } from '../../src/dissect/show.ts';
import { struct } from '../../src/dissect/struct.ts';
import { tree } from '../../src/dissect/tree.ts';
import { tokensOf } from '../../src/smb/tokens.ts';
import { application, bits, enumerated, explicit, general, KRB5, NTLMSSP, octets, SPNEGO, sequence } from './der.ts';
import { byPlace, layoutOf } from './layout.ts';
import { rows, torture } from './rows.ts';

const request = { isResponse: false };
const response = { isResponse: true };
const Blob = struct('', 'Blob', { Token: row('blob').holds(securityToken) });

const ntlm = Buffer.concat([Buffer.from('NTLMSSP\0'), Buffer.from('0100000005020000', 'hex'), Buffer.alloc(16)]);
const view = (b: Buffer) => new DataView(b.buffer, b.byteOffset, b.length);
const short = (found: string[]) => found.map((r) => r.replace(/^\S+ /, ''));

/** Names of the groups from the outside in. */
function protocols(bytes: Buffer, facts: { isResponse: boolean }): string[] {
  const found: string[] = [];
  const visit = (n: ReturnType<typeof tree>['node']): void => {
    if (n.kind === 1 && nameFor(n) !== '') found.push(`${nameFor(n)} ${labelFor(n)}`);
    n.children.forEach(visit);
  };
  visit(tree(Blob, { data: view(bytes), source: 0, message: 0, start: 0, end: bytes.length, captured: bytes.length }, facts).node);
  return found;
}

describe('SPNEGO', () => {
  const init = application(
    0,
    SPNEGO,
    explicit(
      0,
      sequence(
        explicit(0, sequence(KRB5, NTLMSSP)),
        explicit(1, bits('42')),
        explicit(2, octets(ntlm)),
        explicit(3, octets(`01000000${'aa'.repeat(8)}00000000`)),
      ),
    ),
  );

  test('NegTokenInit: mechanisms, flags, an optimistic token and a MIC', () => {
    expect(protocols(init, request)).toEqual([
      'gss-api GSS-API',
      'spnego SPNEGO',
      'spnego.negTokenInit_element negTokenInit',
      'spnego.mechTypes mechTypes',
      'ntlmssp NTLM NEGOTIATE_MESSAGE',
      'ntlmssp.verf NTLMSSP_MESSAGE_SIGNATURE',
    ]);
    const found = short(rows(Blob, init, request));
    expect(found.slice(1, 5)).toEqual([
      'gss-api.OID SPNEGO (1.3.6.1.5.5.2)',
      'spnego.MechType Kerberos V5 (1.2.840.113554.1.2.2)',
      'spnego.MechType NTLMSSP (1.3.6.1.4.1.311.2.2.10)',
      'spnego.reqFlags 42, mutualFlag, integFlag',
    ]);
    torture(Blob, init, () => request);
  });

  test('NegTokenInit2: hints in the place of the MIC', () => {
    const token = explicit(
      0,
      sequence(
        explicit(0, sequence(NTLMSSP)),
        explicit(3, sequence(explicit(0, general('not_defined_in_RFC4178@please_ignore')), explicit(1, octets('7f000001')))),
        explicit(4, octets('0102')),
      ),
    );
    expect(short(rows(NegotiationToken, token, response))).toEqual([
      'spnego.MechType NTLMSSP (1.3.6.1.4.1.311.2.2.10)',
      'spnego.hintName not_defined_in_RFC4178@please_ignore',
      'spnego.hintAddress 7f000001',
      'spnego.mechListMIC 0102',
    ]);
    torture(NegotiationToken, token, () => response);
  });

  test('NegTokenResp: a state, the mechanism, an AP-REP and a MIC of Kerberos', () => {
    const apRep = application(15, sequence(explicit(0, Buffer.from('020105', 'hex')), explicit(1, Buffer.from('02010f', 'hex'))));
    const token = explicit(
      1,
      sequence(
        explicit(0, enumerated(0)),
        explicit(1, KRB5),
        explicit(2, octets(application(0, KRB5, Buffer.from('0200', 'hex'), apRep))),
        explicit(3, octets(`040405ffffffffff0000000000000007${'cc'.repeat(12)}`)),
      ),
    );
    expect(protocols(token, response)).toEqual([
      'gss-api GSS-API',
      'spnego NegotiationToken',
      'spnego.negTokenTarg_element negTokenResp',
      'kerberos Kerberos',
      'kerberos.ap_rep_element ap-rep',
    ]);
    expect(
      short(rows(Blob, token, response)).filter((r) => !/^(spnego.responseToken|spnego.krb5.blob|spnego.mechListMIC|blob)/.test(r)),
    ).toEqual([
      'spnego.negResult accept-completed (0)',
      'spnego.supportedMech Kerberos V5 (1.2.840.113554.1.2.2)',
      'spnego.krb5_oid Kerberos V5 (1.2.840.113554.1.2.2)',
      'spnego.krb5.tok_id KRB_AP_REP (0x0002)',
      'kerberos.pvno 5',
      'kerberos.msg_type KRB-AP-REP (15)',
      'spnego.krb5.tok_id MIC (0x0404)',
      'spnego.krb5.cfx_flags 0x05, SentByAcceptor, AcceptorSubkey',
      'spnego.krb5.filler ffffffffff',
      'spnego.krb5.cfx_seq 7',
      `spnego.krb5.sgn_cksum ${'cc'.repeat(12)}`,
    ]);
    torture(Blob, token, () => response);
  });

  test('NTLM without SPNEGO', () => expect(protocols(ntlm, request)).toEqual(['ntlmssp NTLM NEGOTIATE_MESSAGE']));
  test('what is nothing of these stays bytes', () => expect(rows(Blob, Buffer.from('abcdef'), request)).toEqual(['0+6 blob 616263646566']));
});

describe('tokens in a security buffer', () => {
  const at = (whole: Buffer, part: Buffer) => ({ offset: whole.indexOf(part), size: part.length });

  test('NTLM in a NegTokenInit, with what its MIC is computed over', () => {
    const list = Buffer.concat([KRB5, NTLMSSP]);
    const token = application(0, SPNEGO, explicit(0, sequence(explicit(0, sequence(KRB5, NTLMSSP)), explicit(2, octets(ntlm)))));
    const padded = Buffer.concat([Buffer.alloc(5), token, Buffer.alloc(3)]);
    expect(tokensOf(view(padded), 5, 5 + token.length, false)).toEqual({
      ntlmssp: at(padded, ntlm),
      mechTypes: ['1.2.840.113554.1.2.2', '1.3.6.1.4.1.311.2.2.10'],
      mechTypeList: at(padded, list),
    });
  });

  test('an AP-REQ, framed and bare', () => {
    const apReq = application(14, sequence(explicit(0, Buffer.from('020105', 'hex'))));
    for (const inner of [application(0, KRB5, Buffer.from('0100', 'hex'), apReq), apReq]) {
      const token = application(0, SPNEGO, explicit(0, sequence(explicit(0, sequence(KRB5)), explicit(2, octets(inner)))));
      expect(tokensOf(view(token), 0, token.length, false).kerberos).toEqual(at(token, apReq));
    }
  });

  test('an answer: state, mechanism, MIC', () => {
    const token = explicit(1, sequence(explicit(0, enumerated(3)), explicit(1, NTLMSSP), explicit(3, octets('aabb'))));
    expect(tokensOf(view(token), 0, token.length, true)).toEqual({
      negState: 3,
      supportedMech: '1.3.6.1.4.1.311.2.2.10',
      mechListMIC: { offset: token.length - 2, size: 2 },
      mechTypes: [],
    });
  });

  test('any bytes', () => {
    for (let n = 0; n < ntlm.length; n++) expect(() => tokensOf(view(ntlm), n, ntlm.length + 9, true)).not.toThrow();
  });
});

describe('NEGOEX', () => {
  const header = (type: string, size: string, length: string) => `
    'NEGOEXTS'                         negoex.message.sig NEGOEXTS
    ${type}
    01000000                           negoex.message.seq_num 1
    ${size}000000                           negoex.header.len ${Number.parseInt(size, 16)}
    ${length}000000                           negoex.message.len ${Number.parseInt(length, 16)}
    33221100554477668899aabbccddeeff   negoex.message.conv_id 00112233-4455-6677-8899-aabbccddeeff`;
  const scheme = `5c33530deaf90d4db2ec4ae3786ec308   negoex.auth_scheme 0d53335c-f9ea-4d0d-b2ec-4ae3786ec308`;

  const check = (layout: string): void => {
    const { bytes, expected } = layoutOf(layout);
    expect(rows(Negoex, bytes, request).sort(byPlace)).toEqual(expected);
    torture(Negoex, bytes, () => request);
  };

  test('NEGO_MESSAGE with a scheme and an extension, EXCHANGE_MESSAGE behind it', () =>
    check(`
    ${header('00000000                           negoex.message.type MESSAGE_TYPE_INITIATOR_NEGO (0)', '60', '80')}
    ${'ab'.repeat(32)}   negoex.message.random ${'ab'.repeat(32)}
    0000000000000000                   negoex.proto_version 0
    60000000                           negoex.auth_scheme_array_offset 96
    0100                               negoex.auth_scheme_array_count 1
    0000                               negoex.auth_scheme_array_pad 0000
    70000000                           negoex.extension_array_offset 112
    0100                               negoex.extension_array_count 1
    0000                               negoex.extension_pad 0000
    ${scheme}
    01000080                           negoex.extension_type 0x80000001
    7c000000                           negoex.extension_offset 0x0000007c
    04000000                           negoex.extension_length 4
    deadbeef                           negoex.extension deadbeef
    ${header('02000000                           negoex.message.type MESSAGE_TYPE_INITIATOR_META_DATA (2)', '40', '43')}
    ${scheme}
    40000000                           negoex.exchange_vec_offset 64
    0300                               negoex.exchange_vec_byte_count 3
    0000                               negoex.exchange_vec_pad 0000
    010203                             negoex.exchange 010203`));

  test('VERIFY_MESSAGE', () =>
    check(`
    ${header('06000000                           negoex.message.type MESSAGE_TYPE_VERIFY (6)', '50', '5c')}
    ${scheme}
    14000000                           negoex.header.len 20
    01000000                           negoex.checksum_scheme CHECKSUM_SCHEME_RFC3961 (1)
    10000000                           negoex.checksum_type 16
    50000000                           negoex.checksum_vec_offset 80
    0c00                               negoex.checksum_vec_count 12
    0000                               negoex.checksum_pad 0000
    00000000
    ${'cd'.repeat(12)}           negoex.checksum ${'cd'.repeat(12)}`));

  test('ALERT_MESSAGE with a pulse', () => {
    const { bytes, expected } = layoutOf(`
    ${header('07000000                           negoex.message.type MESSAGE_TYPE_ALERT (7)', '48', '5c')}
    ${scheme}
    6d0000c0                           negoex.errorcode STATUS_LOGON_FAILURE (0xc000006d)
    48000000                           negoex.alert.array_offset 72
    0100                               negoex.alert.array_count 1
    00000000 0000
    01000000                           negoex.alert.type ALERT_TYPE_PULSE (1)
    54000000                           negoex.alert.offset 84
    08000000                           negoex.alert.length 8
    08000000                           negoex.header.len 8
    01000000                           negoex.alert.reason ALERT_VERIFY_NO_KEY (1)`);
    const found = rows(Negoex, bytes, request).sort(byPlace);
    expect(found.filter((r) => !r.includes('negoex.data'))).toEqual(expected);
    expect(found).toContain('84+8 negoex.data 0800000001000000');
  });

  test('a message that says it is longer than the token', () => {
    const { bytes } = layoutOf(header('02000000                           negoex.message.type x', '40', '7f'));
    expect(rows(Negoex, bytes, request).some((r) => r.includes('_ws.malformed Message runs 87 bytes past the end'))).toBe(true);
  });
});
