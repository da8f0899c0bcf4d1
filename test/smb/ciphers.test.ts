import { expect, test } from 'vitest';
import { Command } from '../../dissectors/smb2/header.ts';
import { SessionSetupRequest, SessionSetupResponse } from '../../dissectors/smb2/index.ts';
import { ciphersOf } from '../../src/smb/ciphers.ts';
import { Protocol } from '../../src/smb/columns.ts';
import { RECORD_MARK } from '../../src/smb/kerberos.ts';
import { Records } from '../../src/smb/records.ts';
import { tokensOf } from '../../src/smb/tokens.ts';
import { passOf } from '../samples.ts';

const short = (ciphers: ReturnType<typeof ciphersOf>) =>
  ciphers.map((c) => `${c.holds} ${c.etype}${c.kvno === undefined ? '' : ` kvno ${c.kvno}`} usage ${c.keyUsage}, ${c.size} bytes`);

test('the ciphers of a capture, each with what it holds', async () => {
  const pass = await passOf('kerberos-signed.pcap');
  const records = new Records(pass);
  const { messages: m } = pass;
  const found: string[] = [];
  for (let row = 0; row < m.count; row++) {
    const { data, start, end } = records.bytesOf(row);
    const isResponse = (m.flags[row]! & 1) !== 0;
    if (m.protocol[row] === Protocol.kerberos) {
      const isMarked = data.getUint8(start) === 0;
      found.push(...short(ciphersOf(data, start + (isMarked ? RECORD_MARK : 0), end, isResponse)));
    } else if (m.command[row] === Command.SESSION_SETUP) {
      const { SecurityBufferOffset, SecurityBufferLength } = isResponse
        ? records.values(row, SessionSetupResponse)
        : records.values(row, SessionSetupRequest);
      const blob = start + SecurityBufferOffset!;
      const { offset, size } = tokensOf(data, blob, blob + SecurityBufferLength!, isResponse).kerberos!;
      found.push(...short(ciphersOf(data, offset, offset + size, isResponse)));
    }
  }
  expect(found).toEqual([
    'PA_ENC_TS_ENC 18 usage 1, 56 bytes',
    'PA_ENC_TS_ENC 18 usage 1, 56 bytes',
    'EncTicketPart 18 kvno 1 usage 2, 1027 bytes',
    'EncASRepPart 18 kvno 2 usage 3, 322 bytes',
    'EncTicketPart 18 kvno 1 usage 2, 1027 bytes',
    'Authenticator 18 usage 7, 186 bytes',
    'KrbFastReq 18 usage 51, 199 bytes',
    'KrbFastResponse 18 usage 52, 177 bytes',
    'EncTicketPart 18 kvno 1 usage 2, 1038 bytes',
    'EncTGSRepPart 18 usage 8, 255 bytes',
    'EncTicketPart 18 kvno 1 usage 2, 1027 bytes',
    'Authenticator 18 usage 7, 186 bytes',
    'KrbFastReq 18 usage 51, 201 bytes',
    'KrbFastResponse 18 usage 52, 178 bytes',
    'EncTicketPart 18 kvno 1 usage 2, 1050 bytes',
    'EncTGSRepPart 18 usage 8, 257 bytes',
    'EncTicketPart 18 kvno 1 usage 2, 1038 bytes',
    'Authenticator 18 usage 11, 1707 bytes',
    'EncAPRepPart 18 usage 12, 111 bytes',
  ]);
});

test('damage', async () => {
  const raw = Buffer.from('6e82ffff30820000a003020105a2ff', 'hex');
  const data = new DataView(raw.buffer, raw.byteOffset, raw.length);
  for (let n = 0; n <= raw.length + 4; n++) expect(ciphersOf(data, 0, n, false)).toEqual([]);
});
