import { describe, expect, test } from 'vitest';
import { AUTHENTICATE_MESSAGE, CHALLENGE_MESSAGE, NEGOTIATE_MESSAGE, NTLMSSP_MESSAGE_SIGNATURE } from '../../dissectors/auth/index.ts';
import { values } from '../../src/dissect/values.ts';
import { byPlace, layoutOf } from './layout.ts';
import { bitsOf, bytesOf, rows, torture } from './rows.ts';

const facts = { isResponse: false };
const signature = "'NTLMSSP' 00";
const names = (found: string[]) => found.map((row) => row.split(' ')[1]!.replace('ntlmssp.', ''));

describe('NEGOTIATE_MESSAGE', () => {
  test('domain and workstation in OEM characters, with a version', () => {
    const { bytes, expected } = layoutOf(`
      'NTLMSSP' 00             ntlmssp.identifier NTLMSSP\0
      01000000                 ntlmssp.messagetype NtLmNegotiate (1)
      05b20802                 ntlmssp.negotiateflags 0x0208b205, NTLMSSP_NEGOTIATE_VERSION, NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY, NTLMSSP_NEGOTIATE_ALWAYS_SIGN, NTLMSSP_NEGOTIATE_OEM_WORKSTATION_SUPPLIED, NTLMSSP_NEGOTIATE_OEM_DOMAIN_SUPPLIED, NTLMSSP_NEGOTIATE_NTLM, NTLMSSP_REQUEST_TARGET, NTLMSSP_NEGOTIATE_UNICODE
      0300                     ntlmssp.string.length 3
      0300                     ntlmssp.string.maxlen 3
      2b000000                 ntlmssp.string.offset 43
      0300                     ntlmssp.string.length 3
      0300                     ntlmssp.string.maxlen 3
      28000000                 ntlmssp.string.offset 40
      0a                       ntlmssp.version.major 10
      00                       ntlmssp.version.minor 0
      6345                     ntlmssp.version.build_number 17763
      000000                   ntlmssp.version.reserved 000000
      0f                       ntlmssp.version.ntlm_current_revision NTLMSSP_REVISION_W2K3 (15)
      'CLI'                    ntlmssp.negotiate.callingworkstation CLI
      'DOM'                    ntlmssp.negotiate.domain DOM`);
    expect(rows(NEGOTIATE_MESSAGE, bytes, facts).sort(byPlace)).toEqual(expected);
    torture(NEGOTIATE_MESSAGE, bytes, () => facts);
  });

  test('of a client of old that ends before the version', () => {
    const bytes = bytesOf(`${signature} 01000000 07020000 0000000000000000 0000000000000000`);
    expect(names(rows(NEGOTIATE_MESSAGE, bytes, facts)).slice(-2)).toEqual(['string.maxlen', 'string.offset']);
  });
});

const pairs = `
      0100                     ntlmssp.challenge.target_info.item.type MsvAvNbComputerName (0x0001)
      0400                     ntlmssp.challenge.target_info.item.length 4
      "SV"                     ntlmssp.challenge.target_info.nb_computer_name SV
      0500                     ntlmssp.challenge.target_info.item.type MsvAvDnsTreeName (0x0005)
      0200                     ntlmssp.challenge.target_info.item.length 2
      "x"                      ntlmssp.challenge.target_info.dns_tree_name x
      0700                     ntlmssp.challenge.target_info.item.type MsvAvTimestamp (0x0007)
      0800                     ntlmssp.challenge.target_info.item.length 8
      00405b5a443fd001         ntlmssp.challenge.target_info.timestamp 2015-02-03T00:00:00.0000000Z
      ff00                     ntlmssp.challenge.target_info.item.type 0x00ff
      0100                     ntlmssp.challenge.target_info.item.length 1
      aa                       ntlmssp.av.value aa`;
const end = `
      0000                     ntlmssp.challenge.target_info.item.type MsvAvEOL (0x0000)
      0000                     ntlmssp.challenge.target_info.item.length 0`;

function challenge(list: string, size: string): { bytes: Buffer; expected: readonly string[] } {
  return layoutOf(`
      'NTLMSSP' 00             ntlmssp.identifier NTLMSSP\0
      02000000                 ntlmssp.messagetype NtLmChallenge (2)
      0400                     ntlmssp.string.length 4
      0400                     ntlmssp.string.maxlen 4
      30000000                 ntlmssp.string.offset 48
      05008000                 ntlmssp.negotiateflags 0x00800005, NTLMSSP_NEGOTIATE_TARGET_INFO, NTLMSSP_REQUEST_TARGET, NTLMSSP_NEGOTIATE_UNICODE
      0123456789abcdef         ntlmssp.ntlmserverchallenge 0123456789abcdef
      0000000000000000         ntlmssp.reserved 0000000000000000
      ${size}                     ntlmssp.challenge.target_info.length ${Number.parseInt(size, 16) >> 8}
      ${size}                     ntlmssp.challenge.target_info.maxlen ${Number.parseInt(size, 16) >> 8}
      34000000                 ntlmssp.challenge.target_info.offset 52
      "DM"                     ntlmssp.challenge.target_name DM
      ${list}`);
}

describe('CHALLENGE_MESSAGE', () => {
  test('without a version: the payload begins where it would stand', () => {
    const { bytes, expected } = challenge(pairs + end, '2300');
    expect(rows(CHALLENGE_MESSAGE, bytes, facts).sort(byPlace)).toEqual(expected);
    torture(CHALLENGE_MESSAGE, bytes, () => facts);
  });

  test('pairs without an end', () => {
    const { bytes, expected } = challenge(pairs, '1f00');
    const found = rows(CHALLENGE_MESSAGE, bytes, facts).sort(byPlace);
    expect(found).toEqual([...expected, '83+0 _ws.malformed AvPairs: the last item is missing']);
  });

  test('an empty list of pairs', () => {
    const bytes = challenge('', '0000').bytes;
    expect(names(rows(CHALLENGE_MESSAGE, bytes, facts)).slice(-2)).toEqual(['challenge.target_info.offset', 'challenge.target_name']);
  });

  test('of a server of old: 32 bytes', () => {
    const bytes = bytesOf(`${signature} 02000000 0200 0200 20000000 02000000 0123456789abcdef 'OE'`);
    expect(rows(CHALLENGE_MESSAGE, bytes, facts).slice(-2)).toEqual([
      '24+8 ntlmssp.ntlmserverchallenge 0123456789abcdef',
      '32+2 ntlmssp.challenge.target_name OE',
    ]);
  });
});

/** Fields of an AUTHENTICATE_MESSAGE: length and offset of each payload. */
const fields = (...of: [number, number][]) => of.map(([n, at]) => `${word(n)} ${word(n)} ${word(at)}0000`).join(' ');
const word = (n: number) => Buffer.from([n & 255, n >> 8]).toString('hex');

describe('AUTHENTICATE_MESSAGE', () => {
  const v2 = `00112233445566778899aabbccddeeff 01 01 000000000000 00405b5a443fd001 aaaaaaaaaaaaaaaa 00000000`;
  const host = `0800 3000 30000000 00000000 0100000000000000 ${'4d'.repeat(32)}`;
  const list = `0600 0400 02000000 ${host} 0900 0200 7800 0a00 1000 ${'00'.repeat(16)} 0000 0000`;

  test('NTLM v2, with version and MIC', () => {
    const response = bytesOf(`${v2} ${list} 00000000`);
    const at = 88;
    const payload: [number, number][] = [
      [24, at],
      [response.length, at + 24],
      [2, at + 24 + response.length],
      [2, at + 26 + response.length],
      [2, at + 28 + response.length],
      [16, at + 30 + response.length],
    ];
    const bytes = bytesOf(
      `${signature} 03000000 ${fields(...payload)} 01000000 0a00634500000000 ${'ab'.repeat(16)} ${'cd'.repeat(16)} ${'ef'.repeat(8)} ` +
        `${response.toString('hex')} 4400 5500 5700 ${'99'.repeat(16)}`,
    );
    const found = rows(AUTHENTICATE_MESSAGE, bytes, facts).map((row) => row.replace(/ ntlmssp\./, ' '));
    expect(found.slice(found.findIndex((row) => row.includes('authenticate.mic')))).toEqual([
      '72+16 authenticate.mic abababababababababababababababab',
      `88+24 auth.lmresponse ${'cd'.repeat(16)}${'ef'.repeat(8)}`,
      `88+16 auth.lmv2_response ${'cd'.repeat(16)}`,
      '104+8 ntlmclientchallenge efefefefefefefef',
      expect.stringMatching(/^112\+138 auth.ntresponse 0011/),
      expect.stringMatching(/^112\+138 ntlmv2_response 0011/),
      '112+16 ntlmv2_response.ntproofstr 00112233445566778899aabbccddeeff',
      '128+1 ntlmv2_response.rversion 1',
      '129+1 ntlmv2_response.hirversion 1',
      '130+6 ntlmv2_response.z 000000000000',
      '136+8 ntlmv2_response.time 2015-02-03T00:00:00.0000000Z',
      '144+8 ntlmv2_response.chal aaaaaaaaaaaaaaaa',
      '152+4 ntlmv2_response.z 00000000',
      '156+2 ntlmv2_response.item.type MsvAvFlags (0x0006)',
      '158+2 ntlmv2_response.item.length 4',
      '160+4 ntlmv2_response.flags 0x00000002, MIC is provided',
      '164+2 ntlmv2_response.item.type MsvAvSingleHost (0x0008)',
      '166+2 ntlmv2_response.item.length 48',
      expect.stringMatching(/^168\+48 ntlmv2_response.restrictions 3000/),
      '168+4 single_host.size 48',
      '172+4 single_host.z4 00000000',
      '176+8 single_host.custom_data 0100000000000000',
      `184+32 single_host.machine_id ${'4d'.repeat(32)}`,
      '216+2 ntlmv2_response.item.type MsvAvTargetName (0x0009)',
      '218+2 ntlmv2_response.item.length 2',
      '220+2 ntlmv2_response.target_name x',
      '222+2 ntlmv2_response.item.type MsvAvChannelBindings (0x000a)',
      '224+2 ntlmv2_response.item.length 16',
      `226+16 ntlmv2_response.channel_bindings ${'00'.repeat(16)}`,
      '242+2 ntlmv2_response.item.type MsvAvEOL (0x0000)',
      '244+2 ntlmv2_response.item.length 0',
      '246+4 ntlmv2_response.pad 00000000',
      '250+2 auth.domain D',
      '252+2 auth.username U',
      '254+2 auth.hostname W',
      `256+16 auth.sesskey ${'99'.repeat(16)}`,
    ]);
    torture(AUTHENTICATE_MESSAGE, bytes, () => facts);
  });

  test('NTLM v1 of a client of old: neither version nor MIC, OEM characters', () => {
    const bytes = bytesOf(
      `${signature} 03000000 ${fields([24, 67], [24, 91], [1, 64], [1, 65], [1, 66], [0, 115])} 02820000 'DUW' ${'11'.repeat(24)} ${'22'.repeat(24)}`,
    );
    expect(rows(AUTHENTICATE_MESSAGE, bytes, facts).slice(-7)).toEqual([
      '60+4 ntlmssp.negotiateflags 0x00008202, NTLMSSP_NEGOTIATE_ALWAYS_SIGN, NTLMSSP_NEGOTIATE_NTLM, NTLM_NEGOTIATE_OEM',
      `67+24 ntlmssp.auth.lmresponse ${'11'.repeat(24)}`,
      `67+8 ntlmssp.ntlmclientchallenge ${'11'.repeat(8)}`,
      `91+24 ntlmssp.auth.ntresponse ${'22'.repeat(24)}`,
      '64+1 ntlmssp.auth.domain D',
      '65+1 ntlmssp.auth.username U',
      '66+1 ntlmssp.auth.hostname W',
    ]);
    const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    expect(values(AUTHENTICATE_MESSAGE, data, 0, 0, bytes.length, facts)).toMatchObject({ OemUserName: 'U', OemDomainName: 'D' });
  });

  test('an anonymous user: one zero in the place of the LM response', () => {
    const bytes = bytesOf(`${signature} 03000000 ${fields([1, 64], [0, 65], [0, 64], [0, 64], [0, 64], [0, 65])} 01080000 00`);
    expect(rows(AUTHENTICATE_MESSAGE, bytes, facts).slice(-1)).toEqual(['64+1 ntlmssp.auth.lmresponse 00']);
    expect(bitsOf(AUTHENTICATE_MESSAGE, bytes, facts)['ntlmssp.negotiateanonymous']).toBe('set');
  });
});

test('a signature', () => {
  expect(rows(NTLMSSP_MESSAGE_SIGNATURE, bytesOf(`01000000 ${'aa'.repeat(8)} 02000000`), facts)).toEqual([
    '0+4 ntlmssp.verf.vers 1',
    `4+12 ntlmssp.verf.body ${'aa'.repeat(8)}02000000`,
    `4+8 ntlmssp.verf.hmacmd5 ${'aa'.repeat(8)}`,
    '12+4 ntlmssp.verf.sequence 02000000',
  ]);
});
