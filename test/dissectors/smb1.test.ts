import { describe, expect, test } from 'vitest';
import type { Smb1Facts } from '../../dissectors/facts.ts';
import { Smb1Header, smb1Commands, smb1Facts } from '../../dissectors/smb1/index.ts';
import type { Struct } from '../../src/dissect/struct.ts';
import { bytesOf, rows, torture } from './rows.ts';

const view = (b: Buffer): DataView => new DataView(b.buffer, b.byteOffset, b.length);
const header = (command: string, flags: string, flags2: string, status = '00000000'): string =>
  `ff'SMB' ${command} ${status} ${flags} ${flags2} 0000 0000000000000000 0000 0000 fffe 0000 0000`;
const { request, response } = smb1Commands[0x72] as { request: Struct; response: Struct };
const other = smb1Commands.other as Struct;

function factsOf(layout: string): Smb1Facts {
  const bytes = bytesOf(layout);
  return smb1Facts(view(bytes), 0, bytes.length);
}

describe('header', () => {
  test('offsets are constant, whichever form the status has', () => {
    expect(Smb1Header.fixedSize).toBe(32);
    expect(Smb1Header.at).toMatchObject({ Command: 4, Status: 5, ErrorClass: 5, ErrorCode: 7, Flags: 9, Flags2: 10, TID: 24, MID: 30 });
  });

  test('an error class and code, or an NTSTATUS', () => {
    const dos = header('72', '98', '0100', '01000200');
    expect(rows(Smb1Header, bytesOf(dos), factsOf(dos)).slice(2, 5)).toEqual([
      '5+1 smb.error_class ERRCLS_DOS (0x01)',
      '6+1 smb.reserved 00',
      '7+2 smb.error_code 0x0002',
    ]);
    const nt = header('73', '98', '01c0', '160000c0');
    expect(rows(Smb1Header, bytesOf(nt), factsOf(nt)).slice(1, 3)).toEqual([
      '4+1 smb.cmd SMB_COM_SESSION_SETUP_ANDX (0x73)',
      '5+4 smb.nt_status STATUS_MORE_PROCESSING_REQUIRED (0xc0000016)',
    ]);
  });

  test('facts', () => {
    expect(factsOf(header('72', '18', '53c8'))).toEqual({
      isResponse: false,
      hasNtStatus: true,
      isUnicode: true,
      hasExtendedSecurity: false,
    });
    expect(factsOf(header('72', '98', '0100'))).toEqual({
      isResponse: true,
      hasNtStatus: false,
      isUnicode: false,
      hasExtendedSecurity: false,
    });
  });
});

describe('NEGOTIATE', () => {
  test('request', () => {
    const facts = factsOf(header('72', '18', '53c8'));
    expect(rows(request, bytesOf("00 1700 02'NT LM 0.12'00 02'SMB 2.002'00"), facts)).toEqual([
      '0+1 smb.wct 0',
      '1+2 smb.bcc 23',
      '3+12 smb.dialect NT LM 0.12',
      '3+1 smb.buffer_format Dialect (2)',
      '4+11 smb.dialect.name NT LM 0.12',
      '15+11 smb.dialect SMB 2.002',
      '15+1 smb.buffer_format Dialect (2)',
      '16+10 smb.dialect.name SMB 2.002',
    ]);
  });

  const ntLm = (capabilities: string, keyLength: string, data: string): string =>
    `11 0500 03 3200 0100 04410000 00000100 af030000 ${capabilities} 0fa885786290d301 c4ff ${keyLength} ${data}`;
  const over = (body: string): Smb1Facts => factsOf(header('72', '98', '0340') + body);

  test('NT LM 0.12 without extended security: a challenge and names', () => {
    const body = ntLm('fdf38000', '08', "1000 16760232e0c819ad 'T'00 0000 'J'00 0000");
    expect(rows(response, bytesOf(body), over(body)).slice(9)).toEqual([
      '24+8 smb.system.time 2018-01-18T13:44:32.7096335Z',
      '32+2 smb.server_timezone -60',
      '34+1 smb.challenge_length 8',
      '35+2 smb.bcc 16',
      '37+8 smb.challenge 16760232e0c819ad',
      '45+4 smb.primary_domain T',
      '49+4 smb.server J',
    ]);
  });

  test('with it: a GUID and a token', () => {
    const body = ntLm('fdf38080', '00', '1200 00112233445566778899aabbccddeeff abcd');
    expect(rows(response, bytesOf(body), over(body)).slice(-2)).toEqual([
      '37+16 smb.server_guid 33221100-5544-7766-8899-aabbccddeeff',
      '53+2 smb.security_blob abcd',
    ]);
  });

  test('LANMAN 2.1', () => {
    const body = "0d 0300 0300 0411 2000 0100 0000 00000000 3328 3a5b 4a01 0800 0000 1200 1122334455667788 'WORKGROUP'00";
    const found = rows(response, bytesOf(body), over(body));
    expect(found).toContain('17+4 smb.server_date_time 2025-09-26T05:01:38');
    expect(found.slice(-2)).toEqual(['29+8 smb.challenge 1122334455667788', '37+10 smb.primary_domain WORKGROUP']);
  });

  test('core protocol, an error, and a word count that means nothing', () => {
    expect(rows(response, bytesOf('01 ffff 0000'), over(''))).toEqual(['0+1 smb.wct 1', '1+2 smb.dialect.index 65535', '3+2 smb.bcc 0']);
    expect(rows(response, bytesOf('00 0000'), over(''))).toEqual(['0+1 smb.wct 0', '1+2 smb.bcc 0']);
    expect(rows(response, bytesOf('02 00000000 0000'), over('')).at(-1)).toMatch(/_ws.unknown/);
  });

  test('hostile bytes', () => {
    const body = ntLm('fdf38000', '08', "1000 16760232e0c819ad 'T'00 0000 'J'00 0000");
    torture(response, bytesOf(body), () => over(body));
    torture(request, bytesOf("00 1700 02'NT LM 0.12'00 02'SMB 2.002'00"), () => over(body));
    torture(Smb1Header, bytesOf(header('72', '98', '0340')), (d) => (d.byteLength < 32 ? over('') : smb1Facts(d, 0, d.byteLength)));
  });
});

test('any other command shows its words and bytes', () => {
  expect(rows(other, bytesOf('02 ff00 dede 0300 aabbcc'), factsOf(header('74', '18', '53c8')))).toEqual([
    '0+1 smb.wct 2',
    '1+2 smb.words 0x00ff',
    '3+2 smb.words 0xdede',
    '5+2 smb.bcc 3',
    '7+3 smb.bytes aabbcc',
  ]);
});

test('a command that another may follow names it', () => {
  const logoff = smb1Commands[0x74] as Struct;
  const facts = factsOf(header('74', '18', '53c8'));
  expect(rows(logoff, bytesOf('02 ff00 dede 0000'), facts).slice(1, 4)).toEqual([
    '1+1 smb.cmd SMB_COM_NO_ANDX_COMMAND (0xff)',
    '2+1 smb.reserved 00',
    '3+2 smb.andxoffset 57054',
  ]);
  expect(rows(logoff, bytesOf('00 0000'), facts)).toEqual(['0+1 smb.wct 0', '1+2 smb.bcc 0']);
});
