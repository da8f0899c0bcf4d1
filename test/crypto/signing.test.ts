import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AesCmac } from '../../src/crypto/cmac.ts';
import { extendPreauth, PREAUTH_START } from '../../src/crypto/preauth.ts';
import { SignatureBatch } from '../../src/crypto/signature-batch.ts';
import { Signing, type SigningAlgorithm, signatureOf } from '../../src/crypto/signing.ts';
import { applicationKey, Cipher, encryptionKeys, signingKey } from '../../src/crypto/smb2-kdf.ts';
import { hasVectors, hex, keysFiles, type RecordedSession, vector } from './vectors.ts';

const skipped = hasVectors ? '' : ' (skipped: they are not there)';
const none = new Uint8Array(64);

/** An SMB2 message of a size with its right signature in place. */
function signed(algorithm: SigningAlgorithm, key: Uint8Array, size: number): Buffer {
  const message = randomBytes(size);
  message.set(hex('fe534d42 4000'));
  message.writeUInt16LE(size % 13, 12);
  signatureOf(algorithm, key, message)!.copy(message, 48);
  return message;
}

describe('RFC 4493 4', () => {
  const key = hex('2b7e151628aed2a6abf7158809cf4f3c');
  const message = hex(`6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51
                       30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710`);
  test.each([
    [0, 'bb1d6929e95937287fa37d129b756746'],
    [16, '070a16b46b4d4144f79bdd9dd04a287c'],
    [40, 'dfa66747de9ae63030ca32611497c827'],
    [64, '51f0bebf7e3b9d92fc49741779363cfe'],
  ])('%i bytes', (size, mac) => {
    expect(new AesCmac(key).update(message.subarray(0, size)).digest().toString('hex')).toBe(mac);
    for (const part of [1, 7, 16, 17]) {
      const cmac = new AesCmac(key);
      for (let at = 0; at < size; at += part) cmac.update(message.subarray(at, Math.min(size, at + part)));
      expect(cmac.digest().toString('hex')).toBe(mac);
    }
  });
});

describe.skipIf(!hasVectors)(`vectors${skipped}`, () => {
  test('keys of 3.0 and a second channel', () => {
    const v = vector<{ session_key: string; keys: { key: string }[]; second_channel: { session_key: string; signing_key: string } }>(
      'smb30-kdf-multichannel',
    );
    const key = hex(v.session_key);
    const { c2s, s2c } = encryptionKeys(0x300, 1, key, none)!;
    const keys = [signingKey(0x300, key, none), c2s, s2c, applicationKey(0x300, key, none)];
    expect(keys.map((k) => k.toString('hex'))).toEqual(v.keys.map((k) => k.key));
    expect(signingKey(0x302, hex(v.second_channel.session_key), none).toString('hex')).toBe(v.second_channel.signing_key);
  });

  test('preauthentication hash, keys and signatures of 3.1.1', () => {
    type Channel = { session_key: string; signing_key: string; packets: { name: string; smb2: string; preauth_hash_after?: string }[] };
    const v = vector<Record<'channel1' | 'channel2', Channel>>('smb311-preauth-kdf-multichannel');
    let checked = 0;
    for (const channel of [v.channel1, v.channel2]) {
      let hash: Uint8Array = PREAUTH_START;
      for (const packet of channel.packets) {
        const message = hex(packet.smb2);
        // The last response, signed with the key that the hash gives, is not part of it.
        if (packet.preauth_hash_after !== undefined && packet.preauth_hash_after !== Buffer.from(hash).toString('hex')) {
          hash = extendPreauth(hash, message.subarray(0, 70), message.subarray(70));
          expect(Buffer.from(hash).toString('hex'), packet.name).toBe(packet.preauth_hash_after);
        }
      }
      const key = signingKey(0x311, hex(channel.session_key), hash);
      expect(key.toString('hex')).toBe(channel.signing_key);
      for (const packet of channel.packets) {
        const message = hex(packet.smb2);
        const signature = message.toString('hex', 48, 64);
        if ((message.readUInt32LE(16) & 8) === 0 || /^0+$/.test(signature)) continue;
        // A request that binds is signed with the session's key, not the channel's.
        const signingKeys = [key, hex(v.channel1.signing_key)];
        expect(signingKeys.map((k) => signatureOf(Signing.aesCmac, k, message)!.toString('hex'))).toContain(signature);
        checked++;
      }
    }
    expect(checked).toBeGreaterThanOrEqual(3);
  });

  test('AES-GMAC', () => {
    const v = vector<{ signing_key: string; messages: string[] }>('selfmade-smb311-gmac');
    let checked = 0;
    for (const text of v.messages) {
      const message = hex(text);
      if ((message.readUInt32LE(16) & 8) === 0) continue;
      expect(signatureOf(Signing.aesGmac, hex(v.signing_key), message)!.toString('hex')).toBe(message.toString('hex', 48, 64));
      checked++;
    }
    expect(checked).toBe(3);
  });

  test.each(keysFiles.length === 0 ? ['none'] : keysFiles)('keys derived as recorded: %s', (path) => {
    const ciphers: Readonly<Record<string, number>> = {
      'AES-128-CCM': Cipher.aes128Ccm,
      'AES-128-GCM': Cipher.aes128Gcm,
      'AES-256-CCM': Cipher.aes256Ccm,
      'AES-256-GCM': Cipher.aes256Gcm,
    };
    for (const s of (JSON.parse(readFileSync(path, 'utf8')).sessions ?? []) as RecordedSession[]) {
      if (s.sessionKey === null || s.signingKey === null) continue;
      const dialect = Number(s.dialect);
      if (dialect >= 0x311 && s.preauthHash === null) continue;
      const key = hex(s.sessionKey);
      const hash = hex(s.preauthHash ?? '');
      expect(signingKey(dialect, key, hash).toString('hex')).toBe(s.signingKey);
      for (const channel of s.boundChannels ?? [])
        expect(signingKey(dialect, hex(channel.channelSessionKey), hex(channel.preauthHash ?? '')).toString('hex')).toBe(
          channel.channelSigningKey,
        );
      if (s.applicationKey !== null && dialect >= 0x300) expect(applicationKey(dialect, key, hash).toString('hex')).toBe(s.applicationKey);
      if (s.encryptionKeyC2S === null) continue;
      const keys = encryptionKeys(dialect, ciphers[s.cipher ?? ''] ?? 1, key, hash)!;
      expect([keys.c2s.toString('hex'), keys.s2c.toString('hex')]).toEqual([s.encryptionKeyC2S, s.encryptionKeyS2C]);
    }
  });
});

describe.each(Object.entries(Signing))('%s', (_name, algorithm) => {
  const key = randomBytes(16);

  test('pieces of any size', () => {
    const message = signed(algorithm, key, 70_000);
    for (const part of [1, 13, 64, 100, 65_536]) {
      const pieces = [];
      for (let at = 0; at < message.length; at += part) pieces.push(message.subarray(at, at + part));
      expect(signatureOf(algorithm, key, ...pieces)).toEqual(message.subarray(48, 64));
    }
    expect(signatureOf(algorithm, key, message.subarray(0, 63))).toBeNull();
  });

  test('a batch says what single signatures say, of a buffer that is used again', () => {
    const results = new Map<number, boolean>();
    const batch = new SignatureBatch(algorithm, key, (row, isOk) => {
      expect(results.has(row)).toBe(false);
      results.set(row, isOk);
    });
    const buffer = new Uint8Array(4096);
    let row = 0;
    const expected: boolean[] = [];
    for (let round = 0; round < 3; round++) {
      for (let size = 60; size < 1100; size++) {
        const message = size < 64 ? randomBytes(size) : signed(algorithm, key, size);
        const isOk = size >= 64 && size % 7 !== 0;
        if (!isOk && size >= 64) message[size % 64 < 48 || size === 64 ? 50 : size - 1]! ^= 1;
        expected.push(isOk);
        buffer.fill(0xaa);
        buffer.set(message, 100);
        if (size % 2) batch.add(row++, buffer, 100, 100 + size);
        else
          batch.addPieces(
            row++,
            [buffer.subarray(100, 130), buffer.subarray(130, 150), buffer.subarray(150, 100 + size)].map((p) =>
              p.subarray(0, Math.max(0, size)),
            ),
          );
      }
      if (round === 1) batch.flush();
    }
    batch.flush();
    batch.flush();
    expect(Array.from({ length: row }, (_, i) => results.get(i))).toEqual(expected);
  });

  test('few messages', () => {
    const results: boolean[] = [];
    const batch = new SignatureBatch(algorithm, key, (_row, isOk) => results.push(isOk));
    for (const size of [64, 80, 200]) batch.add(size, signed(algorithm, key, size));
    batch.flush();
    expect(results).toEqual([true, true, true]);
  });
});

test('HMAC-SHA256 takes keys of any length', () => {
  const key = randomBytes(5);
  const message = randomBytes(100).fill(0, 48, 64);
  expect(signatureOf(Signing.hmacSha256, key, message)).toEqual(createHmac('sha256', key).update(message).digest().subarray(0, 16));
  const results: boolean[] = [];
  new SignatureBatch(Signing.hmacSha256, key, (_row, isOk) => results.push(isOk)).add(1, signed(Signing.hmacSha256, key, 100));
  expect(results).toEqual([true]);
});
