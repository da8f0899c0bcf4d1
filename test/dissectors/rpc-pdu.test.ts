import { describe, expect, test } from 'vitest';
import { AuthPadding, littleTrailer, VerificationTrailer } from '../../dissectors/rpc/auth.ts';
import { littleResults } from '../../dissectors/rpc/bind.ts';
import { littleDatagram } from '../../dissectors/rpc/connectionless.ts';
import { bigPdus, littlePdus } from '../../dissectors/rpc/pdu.ts';
import { PduType } from '../../dissectors/rpc/pdu-header.ts';
import type { Struct } from '../../src/dissect/struct.ts';
import { byPlace, layoutOf } from './layout.ts';
import { bitsOf, rows, torture } from './rows.ts';

const request = { isResponse: false, isCall: true };
const response = { isResponse: true, isCall: true };

function check(table: Struct, layout: string, facts: { isResponse: boolean } = request): void {
  const { bytes, expected } = layoutOf(layout);
  const unnamed = (row: string): boolean => / (integer_and_character|start|ntlmssp\.verf\.(hmacmd5|sequence)) /.test(row);
  expect(
    rows(table, bytes, facts)
      .filter((r) => !unnamed(r))
      .sort(byPlace),
  ).toEqual(expected);
  torture(table, bytes, () => facts);
}

describe('connection-oriented', () => {
  test('a bind offers syntaxes; one is the bind time feature negotiation', () => {
    const { bytes } = layoutOf(`
      05 00 0b 03 10000000 7400 0000 01000000
      b810 b810 00000000
      02 000000
      0000 01 00
      c84f324b7016d30112785a47bf6ee188 0300 0000
      045d888aeb1cc9119fe808002b104860 02000000
      0100 01 00
      c84f324b7016d30112785a47bf6ee188 0300 0000
      2c1cb76c12984045 0300 000000000000 01000000`);
    expect(rows(littlePdus[PduType.bind], bytes, request).filter((r) => !/reserved|drep|start/.test(r))).toEqual([
      '0+1 dcerpc.ver 5',
      '1+1 dcerpc.ver_minor 0',
      '2+1 dcerpc.pkt_type bind (11)',
      '3+1 dcerpc.cn_flags 0x03, PFC_LAST_FRAG, PFC_FIRST_FRAG',
      '4+1 integer_and_character 0x10',
      '8+2 dcerpc.cn_frag_len 116',
      '10+2 dcerpc.cn_auth_len 0',
      '12+4 dcerpc.cn_call_id 1',
      '16+2 dcerpc.cn_max_xmit 4280',
      '18+2 dcerpc.cn_max_recv 4280',
      '20+4 dcerpc.cn_assoc_group 0x00000000',
      '24+1 dcerpc.cn_num_ctx_items 2',
      '28+2 dcerpc.cn_ctx_id 0',
      '30+1 dcerpc.cn_num_trans_items 1',
      '32+16 dcerpc.cn_bind_to_uuid 4b324fc8-1670-01d3-1278-5a47bf6ee188',
      '48+2 dcerpc.cn_bind_if_ver 3',
      '50+2 dcerpc.cn_bind_if_ver_minor 0',
      '52+16 dcerpc.cn_bind_trans_id 8a885d04-1ceb-11c9-9fe8-08002b104860',
      '68+4 dcerpc.cn_bind_trans_ver 2',
      '72+2 dcerpc.cn_ctx_id 1',
      '74+1 dcerpc.cn_num_trans_items 1',
      '76+16 dcerpc.cn_bind_to_uuid 4b324fc8-1670-01d3-1278-5a47bf6ee188',
      '92+2 dcerpc.cn_bind_if_ver 3',
      '94+2 dcerpc.cn_bind_if_ver_minor 0',
      '96+16 dcerpc.cn_bind_trans_id 6cb71c2c-9812-4540-0300-000000000000',
      '96+8 dcerpc.cn_bind_trans_btfn.prefix 2c1cb76c12984045',
      '104+2 dcerpc.cn_bind_trans_btfn 0x0003, SecurityContextMultiplexingSupported, KeepConnectionOnOrphanSupported',
      '112+4 dcerpc.cn_bind_trans_ver 1',
    ]);
    torture(littlePdus[PduType.bind], bytes, () => request);
  });

  test('an answer to a bind: the secondary address, then the results', () => {
    const { bytes } = layoutOf(`
      05 00 0c 03 10000000 4400 0000 01000000
      b810 b810 45fc0000
      0d00 '\\pipe\\srvsvc' 00`);
    expect(rows(littlePdus[PduType.bind_ack], bytes, response).slice(-2)).toEqual([
      '24+2 dcerpc.cn_sec_addr_len 13',
      '26+13 dcerpc.cn_sec_addr \\pipe\\srvsvc',
    ]);
    check(
      littleResults,
      `
      03                                dcerpc.cn_num_results 3
      000000                            dcerpc.reserved 000000
      0000                              dcerpc.cn_ack_result acceptance (0)
      0000                              dcerpc.cn_ack_reason reason_not_specified (0)
      045d888aeb1cc9119fe808002b104860  dcerpc.cn_ack_trans_id 8a885d04-1ceb-11c9-9fe8-08002b104860
      02000000                          dcerpc.cn_ack_trans_ver 2
      0100                              dcerpc.cn_ack_result user_rejection (1)
      0200                              dcerpc.cn_ack_reason proposed_transfer_syntaxes_not_supported (2)
      00000000000000000000000000000000  dcerpc.cn_ack_trans_id 00000000-0000-0000-0000-000000000000
      00000000                          dcerpc.cn_ack_trans_ver 0
      0300                              dcerpc.cn_ack_result negotiate_ack (3)
      0300                              dcerpc.cn_bind_trans_btfn 0x0003, SecurityContextMultiplexingSupported, KeepConnectionOnOrphanSupported
      00000000000000000000000000000000  dcerpc.cn_ack_trans_id 00000000-0000-0000-0000-000000000000
      00000000                          dcerpc.cn_ack_trans_ver 0`,
      response,
    );
  });

  test('a big-endian request for an object', () => {
    const { bytes } = layoutOf(`
      05 00 00 83 00000000 0028 0000 00000007
      00000010 0001 000f
      01020304050607080910111213141516`);
    expect(rows(bigPdus[PduType.request], bytes, request).slice(-7)).toEqual([
      '8+2 dcerpc.cn_frag_len 40',
      '10+2 dcerpc.cn_auth_len 0',
      '12+4 dcerpc.cn_call_id 7',
      '16+4 dcerpc.cn_alloc_hint 16',
      '20+2 dcerpc.cn_ctx_id 1',
      '22+2 dcerpc.opnum 15',
      '24+16 dcerpc.obj_id 01020304-0506-0708-0910-111213141516',
    ]);
    expect(bitsOf(bigPdus[PduType.request], bytes, request)['dcerpc.drep.byteorder']).toBe('big-endian (0)');
    torture(bigPdus[PduType.request], bytes, () => request);
  });

  test('a fault', () => {
    const { bytes } = layoutOf('05 00 03 03 10000000 2000 0000 02000000 18000000 0000 00 01 05000000 00000000');
    expect(rows(littlePdus[PduType.fault], bytes, { ...response, opnum: 77 } as never).slice(-5)).toEqual([
      '22+1 dcerpc.cn_cancel_count 0',
      '23+1 dcerpc.cn_fault_flags 0x01, extended_error',
      '24+4 dcerpc.cn_status nca_s_fault_access_denied (0x00000005)',
      '28+4 dcerpc.reserved 00000000',
      '0+0 dcerpc.opnum 77',
    ]);
  });

  test('RTS commands', () => {
    const { bytes } = layoutOf(`
      05 00 14 03 10000000 4000 0000 00000000
      0000 0300
      06000000 01000000
      08000000 02000000 abcd
      0b000000 00000000 c0000201 00*12`);
    expect(rows(littlePdus[PduType.rts], bytes, request).slice(-11)).toEqual([
      '16+2 dcerpc.cn_rts_flags 0x0000',
      '18+2 dcerpc.cn_rts_commands_nb 3',
      '20+4 dcerpc.cn_rts_command Version (6)',
      '24+4 dcerpc.cn_rts_command.version 1',
      '28+4 dcerpc.cn_rts_command Padding (8)',
      '32+4 dcerpc.cn_rts_command.padding.conformancecount 2',
      '36+2 dcerpc.cn_rts_command.padding.padding abcd',
      '38+4 dcerpc.cn_rts_command ClientAddress (11)',
      '42+4 dcerpc.cn_rts_command.addrtype IPv4 (0)',
      '46+4 dcerpc.cmd_client_ipv4 192.0.2.1',
      '50+12 dcerpc.reserved 000000000000000000000000',
    ]);
    torture(littlePdus[PduType.rts], bytes, () => request);
  });
});

describe('what follows the stub data', () => {
  test('a verification trailer', () => {
    check(
      VerificationTrailer,
      `
      8ae3137102f43671                  dcerpc.rpc_sec_vt.signature 8ae3137102f43671
      0100                              dcerpc.rpc_sec_vt.command 0x0001
      0400                              dcerpc.rpc_sec_vt.command.length 4
      01000000                          dcerpc.rpc_sec_vt.bitmask 0x00000001, CLIENT_SUPPORT_HEADER_SIGNING
      0240                              dcerpc.rpc_sec_vt.command 0x4002, SEC_VT_COMMAND_END
      2800                              dcerpc.rpc_sec_vt.command.length 40
      c84f324b7016d30112785a47bf6ee188  dcerpc.rpc_sec_vt.pcontext.interface.uuid 4b324fc8-1670-01d3-1278-5a47bf6ee188
      03000000                          dcerpc.rpc_sec_vt.pcontext.interface.ver 0x00000003
      045d888aeb1cc9119fe808002b104860  dcerpc.rpc_sec_vt.pcontext.interface.uuid 8a885d04-1ceb-11c9-9fe8-08002b104860
      02000000                          dcerpc.rpc_sec_vt.pcontext.interface.ver 0x00000002`,
    );
  });

  test('padding, and a security trailer with a signature or a token', () => {
    check(AuthPadding, '0000  dcerpc.auth_padding 0000');
    const trailer = `
      0a                         dcerpc.auth_type RPC_C_AUTHN_WINNT (10)
      05                         dcerpc.auth_level RPC_C_AUTHN_LEVEL_PKT_INTEGRITY (5)
      08                         dcerpc.auth_pad_len 8
      00                         dcerpc.auth_rsrvd 0
      01000000                   dcerpc.auth_ctx_id 1
      `;
    check(
      littleTrailer,
      `${trailer}01000000                   ntlmssp.verf.vers 1
      010203040506070809101112   ntlmssp.verf.body 010203040506070809101112`,
    );
    check(littleTrailer, `${trailer}0102030405060708           dcerpc.auth_credentials 0102030405060708`, {
      isResponse: false,
      isCall: false,
    } as never);
  });

  test('a secure channel', () => {
    check(
      littleTrailer,
      `
      44             dcerpc.auth_type RPC_C_AUTHN_NETLOGON (68)
      06             dcerpc.auth_level RPC_C_AUTHN_LEVEL_PKT_PRIVACY (6)
      00             dcerpc.auth_pad_len 0
      00             dcerpc.auth_rsrvd 0
      00000000       dcerpc.auth_ctx_id 0
      00000000       netlogon.secchan.nl_auth_message.message_type request (0)
      07000000       netlogon.secchan.nl_auth_message.message_flags 0x00000007, NETBIOS_DOMAIN, NETBIOS_HOST, DNS_DOMAIN
      'DOM' 00       netlogon.secchan.nl_auth_message.nb_domain DOM
      'WS' 00        netlogon.secchan.nl_auth_message.nb_host WS
      03 'dom' 04 'test' 00  netlogon.secchan.nl_auth_message.dns_domain dom.test`,
      { isResponse: false, isCall: false } as never,
    );
  });
});

test('a connectionless header', () => {
  const { bytes } = layoutOf(`
    04 00 28 00 100000 00
    00*16 185accf564421a108c5908002b2f8426 04030201060508070910111213141516
    80f0d05e 38000000 01000000 0300 ffff ffff 1000 0000 00 00`);
  const found = rows(littleDatagram, bytes, request);
  expect(found).toContain('24+16 dcerpc.dg_if_id f5cc5a18-4264-101a-8c59-08002b2f8426');
  expect(found).toContain('56+4 dcerpc.dg_server_boot 2020-05-29T11:22:40.000Z');
  expect(found).toContain('68+2 dcerpc.opnum 3');
  expect(found.at(-1)).toBe('79+1 dcerpc.dg_serial_lo 0x00');
  torture(littleDatagram, bytes, () => request);
});
