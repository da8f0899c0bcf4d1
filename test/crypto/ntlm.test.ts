import { describe, expect, test } from 'vitest';
import { crc32 } from '../../src/crypto/crc32.ts';
import { des, desKey } from '../../src/crypto/des.ts';
import { md4 } from '../../src/crypto/md4.ts';
import {
  exportedSessionKey,
  keyExchangeKeyV1,
  lmowfV1,
  NtlmFlag,
  ntlmMic,
  ntlmV1Response,
  ntowfV1,
  ntowfV2,
  ntProofStr,
  sealKey,
  sessionBaseKeyV1,
  sessionBaseKeyV2,
  sessionChallenge,
  signKey,
} from '../../src/crypto/ntlm.ts';
import { anonymousResult, isAnonymous, type NtlmExchange, tryNtlmCredential } from '../../src/crypto/ntlm-credential.ts';
import { ntlmMechListMic, ntlmSession } from '../../src/crypto/ntlm-session.ts';
import { Rc4, rc4 } from '../../src/crypto/rc4.ts';
import { hasVectors, hex, vector } from './vectors.ts';

const text = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString('hex');

describe('primitives', () => {
  test.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
    ['1234567890'.repeat(8), 'e33b4ddc9c38f2199c3e7b164fcc0536'],
  ])('RFC 1320 A.5: %s', (input, digest) => {
    expect(text(md4(Buffer.from(input)))).toBe(digest);
  });

  test('MD4 at the ends of blocks has its length right', () => {
    const digests = new Set(Array.from({ length: 130 }, (_, size) => text(md4(Buffer.alloc(size)))));
    expect(digests.size).toBe(130);
  });

  test('RC4, RFC 6229', () => {
    expect(text(rc4(hex('0102030405'), Buffer.alloc(16)))).toBe('b2396305f03dc027ccc3524a0a1118a8');
    const stream = new Rc4(hex('0102030405'));
    stream.apply(Buffer.alloc(4096));
    const copy = stream.copy();
    expect(text(stream.apply(Buffer.alloc(16)))).toBe('ff25b58995996707e51fbdf08b34d875');
    expect(text(copy.apply(Buffer.alloc(16)))).toBe('ff25b58995996707e51fbdf08b34d875');
  });

  test('single DES', () => {
    expect(text(des(hex('133457799bbcdff1'), hex('0123456789abcdef')))).toBe('85e813540f0ab405');
    expect(text(desKey(hex('00000000000000')))).toBe('0101010101010101');
    expect(text(desKey(hex('ffffffffffffff')))).toBe('fefefefefefefefe');
  });

  test('CRC-32', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
  });
});

/** MS-NLMP 4.2.1. */
const serverChallenge = hex('0123456789abcdef');
const clientChallenge = hex('aaaaaaaaaaaaaaaa');
const randomKey = hex('55'.repeat(16));
const plain = Buffer.from('Plaintext', 'utf16le');

describe('MS-NLMP 4.2.2, NTLMv1', () => {
  const flags = 0xe2028233;
  const ntHash = ntowfV1('Password');
  const lmHash = lmowfV1('Password');
  const lm = ntlmV1Response(lmHash, serverChallenge);
  const base = sessionBaseKeyV1(ntHash);

  test('hashes and responses', () => {
    expect(text(lmHash)).toBe('e52cac67419a9a224a3b108f3fa6cb6d');
    expect(text(ntHash)).toBe('a4f49c406510bdcab6824ee7c30fd852');
    expect(text(ntlmV1Response(ntHash, serverChallenge))).toBe('67c43011f30298a2ad35ece64f16331c44bdbed927841f94');
    expect(text(lm)).toBe('98def7b87f88aa5dafe2df779688a172def11c7d5ccdef13');
    expect(text(base)).toBe('d87262b0cde4b1cb7499becccdf10784');
  });

  test.each([
    ['plain', flags, 'd87262b0cde4b1cb7499becccdf10784', '518822b1b3f350c8958682ecbb3e3cb7'],
    ['non-NT session key', flags | NtlmFlag.nonNtSessionKey, 'e52cac67419a9a220000000000000000', '7452ca55c225a1ca04b48fae32cf56fc'],
    ['LM key', flags | NtlmFlag.lmKey, 'b09e379f7fbecb1eaf0afdcb0383c8a0', '4cd7bb57d697ef9b549f02b8f9b37864'],
  ])('KXKEY: %s', (_name, all, exchange, encrypted) => {
    const key = keyExchangeKeyV1(all, base, lm, serverChallenge, lmHash)!;
    expect(text(key)).toBe(exchange);
    expect(exportedSessionKey(all, key, hex(encrypted))).toEqual(randomKey);
    if (all !== flags) expect(keyExchangeKeyV1(all, base, lm, serverChallenge, null)).toBeNull();
  });

  test('sealed and signed without extended session security', () => {
    const sender = ntlmSession(flags, randomKey);
    expect(sender.client).toBe(sender.server);
    expect(text(sender.client.unseal(plain))).toBe('56fe04d861f9319af0d7238a2e3b4d457fb8');
    expect(text(sender.client.sign(plain))).toBe('010000000000000009dcd1df2e459d36');
    const receiver = ntlmSession(flags, randomKey);
    expect(receiver.client.unseal(hex('56fe04d861f9319af0d7238a2e3b4d457fb8'))).toEqual(plain);
    expect(receiver.client.verify(hex('01000000 deadbeef 09dcd1df2e459d36'), plain)).toBe(true);
  });

  test('credentials', () => {
    const exchange: NtlmExchange = {
      flags,
      serverChallenge,
      user: 'User',
      domain: 'Domain',
      lmResponse: lm,
      ntResponse: ntlmV1Response(ntHash, serverChallenge),
      encryptedRandomSessionKey: hex('518822b1b3f350c8958682ecbb3e3cb7'),
    };
    expect(tryNtlmCredential(exchange, { password: 'Password' })).toEqual({ version: 'NTLMv1', exportedSessionKey: randomKey });
    expect(tryNtlmCredential(exchange, { ntHash })).toEqual({ version: 'NTLMv1', exportedSessionKey: randomKey });
    expect(tryNtlmCredential(exchange, { password: 'password' })).toBeNull();
    const onlyLm = { ...exchange, ntResponse: Buffer.alloc(0) };
    expect(tryNtlmCredential(onlyLm, { password: 'Password' })?.version).toBe('LM');
    expect(tryNtlmCredential(onlyLm, { ntHash })).toBeNull();
  });
});

test('MS-NLMP 4.2.3, NTLMv1 with extended session security', () => {
  const flags = 0x820a8233;
  const ntHash = ntowfV1('Password');
  const lmResponse = Buffer.concat([clientChallenge, Buffer.alloc(16)]);
  const ntResponse = ntlmV1Response(ntHash, sessionChallenge(serverChallenge, clientChallenge));
  expect(text(ntResponse)).toBe('7537f803ae367128ca458204bde7caf81e97ed2683267232');
  const exchange = { flags, serverChallenge, user: 'User', domain: '', lmResponse, ntResponse, encryptedRandomSessionKey: Buffer.alloc(0) };
  const result = tryNtlmCredential(exchange, { ntHash })!;
  expect(result.version).toBe('NTLMv1 with extended session security');
  const key = result.exportedSessionKey;
  expect(text(key)).toBe('eb93429a8bd952f8b89c55b87f475edc');
  expect(text(sealKey(flags, key, false))).toBe('04dd7f014d8504d265a25cc86a3a7c06');
  expect(text(signKey(flags, key, false))).toBe('60e799be5c72fc92922ae8ebe961fb8d');
  const { client, server } = ntlmSession(flags, key);
  expect(client).not.toBe(server);
  expect(text(client.unseal(plain))).toBe('a02372f6530273f3aa1eb90190ce5200c99d');
  expect(text(client.sign(plain))).toBe('01000000ff2aeb52f681793a00000000');
});

test('MS-NLMP 4.2.4, NTLMv2', () => {
  const flags = 0xe28a8233;
  const temp = hex(`0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000
                    02000c0044006f006d00610069006e0001000c005300650072007600650072000000000000000000`);
  const responseKey = ntowfV2(ntowfV1('Password'), 'User', 'Domain');
  expect(text(responseKey)).toBe('0c868a403bfd7a93a3001ef22ef02e3f');
  const proof = ntProofStr(responseKey, serverChallenge, temp);
  expect(text(proof)).toBe('68cd0ab851e51c96aabc927bebef6a1c');
  expect(text(ntProofStr(responseKey, serverChallenge, clientChallenge))).toBe('86c35097ac9cec102554764a57cccc19');
  expect(text(sessionBaseKeyV2(responseKey, proof))).toBe('8de40ccadbc14a82f15cb0ad0de95ca3');
  const exchange: NtlmExchange = {
    flags,
    serverChallenge,
    user: 'uSER',
    domain: 'Domain',
    lmResponse: Buffer.alloc(24),
    ntResponse: Buffer.concat([proof, temp]),
    encryptedRandomSessionKey: hex('c5dad2544fc9799094ce1ce90bc9d03e'),
  };
  expect(tryNtlmCredential(exchange, { password: 'Password' })).toEqual({ version: 'NTLMv2', exportedSessionKey: randomKey });
  expect(tryNtlmCredential({ ...exchange, domain: 'other' }, { password: 'Password' })).toBeNull();
  expect(tryNtlmCredential({ ...exchange, domain: 'other' }, { password: 'Password', domain: 'Domain' })).not.toBeNull();
  const lmV2 = Buffer.concat([hex('86c35097ac9cec102554764a57cccc19'), clientChallenge]);
  expect(tryNtlmCredential({ ...exchange, ntResponse: Buffer.alloc(0), lmResponse: lmV2 }, { password: 'Password' })?.version).toBe('LMv2');
  for (let size = 0; size < 64; size++) {
    const cut = { ...exchange, ntResponse: exchange.ntResponse.subarray(0, size), lmResponse: exchange.lmResponse.subarray(0, size % 25) };
    expect(tryNtlmCredential(cut, { password: 'Password' })).toBeNull();
  }

  expect(text(sealKey(flags, randomKey, false))).toBe('59f600973cc4960a25480a7c196e4c58');
  expect(text(signKey(flags, randomKey, false))).toBe('4788dc861b4782f35d43fd98fe1a2d39');
  const { client } = ntlmSession(flags, randomKey);
  expect(text(client.unseal(plain))).toBe('54e50165bf1936dc996020c1811b0f06fb5f');
  const copy = client.copy();
  expect(text(client.sign(plain))).toBe('010000007fb38ec5c55d497600000000');
  expect(copy.verify(hex('010000007fb38ec5c55d497600000000'), plain.subarray(0, 5), plain.subarray(5))).toBe(true);
  expect(copy.verify(hex('010000007fb38ec5c55d497600000000'), plain)).toBe(false);
});

test('nobody', () => {
  const exchange = {
    flags: NtlmFlag.keyExchange,
    serverChallenge,
    user: '',
    domain: '',
    lmResponse: Buffer.alloc(1),
    ntResponse: Buffer.alloc(0),
  };
  const encrypted = rc4(Buffer.alloc(16), randomKey);
  expect(isAnonymous({ ...exchange, encryptedRandomSessionKey: encrypted })).toBe(true);
  expect(anonymousResult({ ...exchange, encryptedRandomSessionKey: encrypted }).exportedSessionKey).toEqual(randomKey);
});

describe.skipIf(!hasVectors)(`vectors${hasVectors ? '' : ' (skipped: they are not there)'}`, () => {
  test('the wire of a published session, its MIC and its mechListMICs', () => {
    const v = vector<Record<string, string>>('ntlmv2-blog-sut311');
    const { packets } = vector<{ channel1: { packets: { name: string; smb2: string }[] } }>('smb311-preauth-kdf-multichannel').channel1;
    const token = (name: string): Buffer => {
      const message = hex(packets.find((packet) => packet.name === name)!.smb2);
      return message.subarray(message.indexOf('NTLMSSP\0'));
    };
    const [negotiate, challenge, authenticate] = ['ss1req', 'ss1rsp', 'ss2req'].map(token) as [Buffer, Buffer, Buffer];
    const field = (at: number): Buffer => {
      const offset = authenticate.readUInt32LE(at + 4);
      return authenticate.subarray(offset, offset + authenticate.readUInt16LE(at));
    };
    const flags = authenticate.readUInt32LE(60);
    const exchange: NtlmExchange = {
      flags,
      serverChallenge: challenge.subarray(24, 32),
      user: field(36).toString('utf16le'),
      domain: field(28).toString('utf16le'),
      lmResponse: field(12),
      ntResponse: field(20),
      encryptedRandomSessionKey: field(52),
    };
    const result = tryNtlmCredential(exchange, { password: v.password! })!;
    const key = result.exportedSessionKey;
    expect(text(key)).toBe(v.exported_session_key);
    expect(text(signKey(flags, key, false))).toBe(v.client_signing_key);
    expect(text(signKey(flags, key, true))).toBe(v.server_signing_key);
    expect(text(sealKey(flags, key, false))).toBe(v.client_sealing_key);
    expect(text(sealKey(flags, key, true))).toBe(v.server_sealing_key);

    // The lengths of the tokens, since other things follow them in the messages.
    const end = (bytes: Buffer, fields: readonly number[]): Buffer =>
      bytes.subarray(0, Math.max(...fields.map((at) => bytes.readUInt32LE(at + 4) + bytes.readUInt16LE(at))));
    const messages = [negotiate.subarray(0, 40), end(challenge, [12, 40]), end(authenticate, [12, 20, 28, 36, 44, 52])] as const;
    expect(text(ntlmMic(key, ...messages))).toBe(v.mic);

    // The mechTypes of the client's NegTokenInit; the MICs are the 16 bytes that begin with version 1 at the ends of the last two messages.
    const first = hex(packets.find((packet) => packet.name === 'ss1req')!.smb2);
    const at = first.indexOf(hex('a00e300c060a2b0601040182370202 0a'));
    const mechTypes = first.subarray(at + 2, at + 2 + 14);
    const last = (name: string): string =>
      hex(packets.find((packet) => packet.name === name)!.smb2)
        .subarray(-16)
        .toString('hex');
    expect(text(ntlmMechListMic(flags, key, false, mechTypes))).toBe(last('ss2req'));
    expect(text(ntlmMechListMic(flags, key, true, mechTypes))).toBe(last('ss2rsp'));
  });

  test('a challenge of others', () => {
    const v = vector<Record<string, string>>('maveris-ctf-ntlmv2');
    const responseKey = ntowfV2(ntowfV1(v.password!), v.user!, v.domain!.toUpperCase());
    expect(text(ntowfV1(v.password!))).toBe(v.nt_hash);
    expect([text(responseKey), text(ntowfV2(ntowfV1(v.password!), v.user!, v.domain!))]).toContain(v.response_key_nt);
    const key = sessionBaseKeyV2(hex(v.response_key_nt!), hex(v.nt_proof_str!));
    expect(text(key)).toBe(v.key_exchange_key);
    expect(text(exportedSessionKey(NtlmFlag.keyExchange, key, hex(v.encrypted_session_key!)))).toBe(v.random_session_key);
  });
});
