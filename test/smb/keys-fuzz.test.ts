import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../src/bytes/user-error.ts';
import { mergeKeys, noKeys, type SessionKeys } from '../../src/smb/keys/material.ts';
import { parseKeys, readKeysFile } from '../../src/smb/keys/read.ts';
import { Pass } from '../../src/smb/pass.ts';
import { fileInMemory } from '../memory.ts';
import { contentOf, samplePath } from '../samples.ts';
import { mutate, Random } from '../torture.ts';

const folder = mkdtempSync(join(tmpdir(), 'smbscope-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const key = (first: number): string => Buffer.from(Array.from({ length: 16 }, (_, i) => (first + i) & 255)).toString('hex');
const spaced = (hex: string): string => hex.replace(/..(?!$)/g, '$& ');
const dump = (hex: string): string => `[0000] ${spaced(hex.slice(0, 16))}   ${spaced(hex.slice(16))}   ........ ........`.toUpperCase();
const ID = '724bb05b00000000';

const forms: Readonly<Record<string, Buffer>> = {
  json: Buffer.from(
    JSON.stringify({
      sessions: [
        {
          sessionId: '0x5bb04b72',
          sessionKey: key(1),
          signingKey: key(2),
          dialect: '0x0311',
          signingAlgorithm: 'AES-GMAC',
          cipher: 'AES-128-GCM',
        },
        { sessionId: '2', boundChannels: [{ connection: 'a:1->b:2', channelSigningKey: key(3) }] },
      ],
      credentials: [{ user: 'alice', domain: 'EXAMPLE', password: 'x', ntHash: key(4) }],
    }),
  ),
  smbinfo: Buffer.from(
    `Session Id: ${spaced(ID)}\nCipher: AES-128-GCM\nSession Key: ${spaced(key(1))}\nServerIn  Key: ${spaced(key(2))}\nServerOut key: ${spaced(key(3))}\n`,
  ),
  samba: Buffer.from(
    `  debug encryption: dumping generated session keys\n  Session Id    ${dump(ID)}\n  Session Key   ${dump(key(1))}\n  Signing Algo: 2\n  Signing Key   ${dump(key(2))}\n  Cipher Algo: 2\n  ServerIn Key  ${dump(key(3))}\n`,
  ),
  seskey: Buffer.from(`# comment\n"${ID}","${key(1)}","",""\n${ID},${key(1)},${key(2)},${key(3)}\n`),
  keytab: readFileSync(samplePath('kerberos-signed.keytab')),
};

/** Reads it; a UserError of one line is fine, anything else is not. */
function read(content: Uint8Array): boolean {
  const path = join(folder, 'keys');
  writeFileSync(path, content);
  try {
    const found = readKeysFile(path);
    for (const { sessionId } of found.sessions) expect(sessionId).toMatch(/^[0-9a-f]{16}$/);
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message).not.toContain('\n');
    expect(error.message).not.toMatch(/[0-9a-f]{17}/i);
    return false;
  }
}

describe('a damaged keys file is read or refused', () => {
  test.each(Object.keys(forms))('%s: every prefix', (form) => {
    const whole = forms[form]!;
    for (let length = 0; length <= whole.length; length += 1 + Math.floor(whole.length / 300)) read(whole.subarray(0, length));
    expect(read(whole)).toBe(true);
  });

  test.each(Object.keys(forms))('%s: bytes changed', (form) => {
    const random = new Random(7);
    const bytes = new Uint8Array(forms[form]!);
    for (let round = 0; round < 600; round++) {
      const undo = mutate(bytes, 0, bytes.length, random);
      read(bytes);
      undo();
    }
  });

  test('JSON of every wrong shape', () => {
    const values = [null, true, 7, -1e308, '', 'x', [], [[]], {}, { length: 7 }, [null], ['x'], [{}], { __proto__: null }];
    const places = ['sessions', 'credentials', 'keytab'];
    for (const place of places) for (const value of values) read(Buffer.from(JSON.stringify({ [place]: value })));
    for (const member of [
      'sessionId',
      'sessionKey',
      'signingKey',
      'encryptionKeyC2S',
      'dialect',
      'signingAlgorithm',
      'cipher',
      'boundChannels',
    ])
      for (const value of values) read(Buffer.from(JSON.stringify({ sessions: [{ sessionId: '1', [member]: value }] })));
    for (const member of ['user', 'domain', 'password', 'ntHash'])
      for (const value of values) read(Buffer.from(JSON.stringify({ credentials: [{ user: 'a', [member]: value }] })));
    read(Buffer.from(`{"sessions":${'['.repeat(100_000)}`));
    read(Buffer.from('{"__proto__":{"sessions":[{"sessionId":"1"}]},"constructor":1}'));
  });
});

describe('bounded time', () => {
  const MOST = 15_000;
  const within = (work: () => void): void => {
    const start = performance.now();
    work();
    expect(performance.now() - start).toBeLessThan(MOST);
  };

  test.each([
    ['blanks', ' '.repeat(4_000_000)],
    ['blanks after a label', `Session Id:${' '.repeat(2_000_000)}x`],
    ['a line of hex', `${'00'.repeat(2_000_000)}`],
    ['commas', `${ID},${','.repeat(2_000_000)}`],
    ['a long key', `${ID},${'00'.repeat(1_000_000)},"","`],
    ['lines', '\n'.repeat(4_000_000)],
    ['starts of a log', 'debug encryption: dumping generated session keys\n'.repeat(40_000)],
    ['a log on one line', `debug encryption: dumping generated session keys\n${'  Session Key   [0000] '.repeat(100_000)}`],
    ['labels of smbinfo', `Session Id: ${spaced(ID)}\n${'Session Key: \n'.repeat(200_000)}`],
    ['braces', '{'.repeat(2_000_000)],
  ])('%s', (_, text) => within(() => read(Buffer.from(text))));

  test('a hundred thousand sessions', () => {
    const id = (i: number): string => i.toString(16).padStart(16, '0');
    const list = Array.from({ length: 100_000 }, (_, i) => `${id(i)},${key(i)},,`).join('\n');
    within(() => expect(parseKeys(list, 'f').sessions).toHaveLength(100_000));
    const json = JSON.stringify({ sessions: Array.from({ length: 100_000 }, (_, i) => ({ sessionId: id(i), sessionKey: key(i) })) });
    within(() => expect(parseKeys(json, 'f').sessions).toHaveLength(100_000));
  });
});

test('the same session many times: what is said twice counts once, and a capture is still read quickly', async () => {
  const name = 'dialect-3.1.1-signed.pcap';
  const { sessions } = readKeysFile(`${samplePath(name)}.keys.json`);
  const { sessionId } = sessions[0]!;
  expect(mergeKeys(...Array.from({ length: 50 }, () => ({ ...noKeys(), sessions }))).sessions).toHaveLength(1);
  const others = Array.from(
    { length: 2000 },
    (_, i): SessionKeys => ({ sessionId, sessionKey: Buffer.from(key(i) + key(i >> 8), 'hex'), channels: [] }),
  );
  const credentials = Array.from({ length: 2000 }, (_, i) => ({ user: `u${i}`, password: `p${i}` }));
  const start = performance.now();
  const pass = new Pass(
    fileInMemory(contentOf(name)),
    mergeKeys({ ...noKeys(), sessions: others, credentials }, { ...noKeys(), sessions }),
    true,
  );
  await pass.run();
  expect(performance.now() - start).toBeLessThan(20_000);
  expect(pass.security.ring.channels.map((c) => [c.ok, c.bad])).toEqual([[141, 0]]);
});
