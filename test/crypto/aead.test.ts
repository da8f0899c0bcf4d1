import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cipherKeySize, decryptBeginning, decryptTransform, TRANSFORM_HEADER, tagCheckOf, tagOf } from '../../src/crypto/aead.ts';
import { Cipher, encryptionKeys } from '../../src/crypto/smb2-kdf.ts';
import { hasVectors, hex, vector } from './vectors.ts';

/** A transform as a peer makes it, by OpenSSL's own modes. */
function transform(cipher: number, key: Uint8Array, plain: Uint8Array): Buffer {
  const header = randomBytes(TRANSFORM_HEADER);
  const isCcm = cipher === Cipher.aes128Ccm || cipher === Cipher.aes256Ccm;
  const bits = key.length * 8;
  const associated = header.subarray(20);
  const aes = isCcm
    ? createCipheriv(`aes-${bits}-ccm` as 'aes-128-ccm', key, header.subarray(20, 31), { authTagLength: 16 })
    : createCipheriv(`aes-${bits}-gcm` as 'aes-128-gcm', key, header.subarray(20, 32));
  aes.setAAD(associated, { plaintextLength: plain.length });
  const encrypted = aes.update(plain);
  aes.final();
  aes.getAuthTag().copy(header, 4);
  return Buffer.concat([header, encrypted]);
}

describe.each(Object.entries(Cipher))('%s', (_name, cipher) => {
  const key = randomBytes(cipherKeySize(cipher));
  test.each([1, 15, 16, 17, 64, 65_535, 65_536, 65_537, 200_001])('%i bytes', (size) => {
    const plain = randomBytes(size);
    const whole = transform(cipher, key, plain);
    const header = whole.subarray(0, TRANSFORM_HEADER);
    const encrypted = whole.subarray(TRANSFORM_HEADER);
    const result = decryptTransform(cipher, key, header, encrypted.subarray(0, 7), encrypted.subarray(7))!;
    expect(result.isAuthentic).toBe(true);
    expect(Buffer.compare(result.plain, plain)).toBe(0);

    for (const at of [4, 19, 25, 51, 52, whole.length - 1]) {
      if (at >= whole.length) continue;
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 0x80;
      const other = decryptTransform(cipher, key, damaged.subarray(0, TRANSFORM_HEADER), damaged.subarray(TRANSFORM_HEADER))!;
      expect(other.isAuthentic, `byte ${at}`).toBe(false);
      // A wrong tag keeps nothing back: what can be read is read.
      if (at < 20 || (at > 31 && at < 52)) expect(Buffer.compare(other.plain, plain)).toBe(0);
    }
  });
});

describe.each(Object.entries(Cipher))('the tag alone, %s', (_name, cipher) => {
  const key = randomBytes(cipherKeySize(cipher));
  test.each([1, 15, 16, 17, 76, 65_536, 65_537, 200_001])('%i bytes', (size) => {
    const plain = randomBytes(size);
    const whole = transform(cipher, key, plain);
    const isAuthentic = (bytes: Buffer): boolean => {
      const check = tagCheckOf(cipher, key, bytes, bytes.length - TRANSFORM_HEADER)!;
      for (const [from, to] of [
        [TRANSFORM_HEADER, TRANSFORM_HEADER + 7],
        [TRANSFORM_HEADER + 7, 40_000],
        [40_000, bytes.length],
      ])
        if (bytes.length > from!) check.update(bytes.subarray(from, to));
      return check.isAuthentic(tagOf(bytes));
    };
    expect(isAuthentic(whole)).toBe(true);
    const beginning = decryptBeginning(cipher, key, whole, whole.subarray(TRANSFORM_HEADER, TRANSFORM_HEADER + 128));
    expect(Buffer.compare(beginning, plain.subarray(0, 128))).toBe(0);
    for (const at of [4, 19, 25, 51, 52, whole.length - 1]) {
      if (at >= whole.length) continue;
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 0x80;
      expect(isAuthentic(damaged), `byte ${at}`).toBe(false);
    }
    expect(isAuthentic(Buffer.concat([whole, Buffer.alloc(1)])), 'longer').toBe(false);
    expect(isAuthentic(whole.subarray(0, -1)), 'shorter').toBe(false);
  });
});

test('what can not be decrypted at all', () => {
  const header = Buffer.alloc(TRANSFORM_HEADER);
  expect(decryptTransform(9, Buffer.alloc(16), header)).toBeNull();
  expect(decryptTransform(Cipher.aes256Gcm, Buffer.alloc(16), header)).toBeNull();
  expect(tagCheckOf(9, Buffer.alloc(16), header, 1)).toBeNull();
  expect(tagCheckOf(Cipher.aes256Gcm, Buffer.alloc(16), header, 1)).toBeNull();
  expect(tagCheckOf(Cipher.aes128Gcm, Buffer.alloc(16), header.subarray(1), 1)).toBeNull();
  expect(decryptTransform(Cipher.aes128Gcm, Buffer.alloc(16), header.subarray(1))).toBeNull();
});

describe.skipIf(!hasVectors)(`vectors${hasVectors ? '' : ' (skipped: they are not there)'}`, () => {
  type Sides = Record<'request' | 'response', { transform: string; plaintext: string }>;
  type Data = Sides & { session_key: string; preauth_hash?: string; encryption_key_c2s: string; decryption_key_s2c: string };
  test.each([
    ['smb30-transform-aes128ccm', 0x300, Cipher.aes128Ccm],
    ['smb311-transform-aes128gcm', 0x311, Cipher.aes128Gcm],
  ])('%s', (id, dialect, cipher) => {
    const v = vector<Data>(id);
    const keys = encryptionKeys(dialect, cipher, hex(v.session_key), hex(v.preauth_hash ?? ''))!;
    expect([keys.c2s.toString('hex'), keys.s2c.toString('hex')]).toEqual([v.encryption_key_c2s, v.decryption_key_s2c]);
    for (const [side, key] of [
      ['request', keys.c2s],
      ['response', keys.s2c],
    ] as const) {
      const whole = hex(v[side].transform);
      const result = decryptTransform(cipher, key, whole.subarray(0, TRANSFORM_HEADER), whole.subarray(TRANSFORM_HEADER))!;
      expect(result.isAuthentic).toBe(true);
      expect(result.plain.toString('hex').startsWith(v[side].plaintext)).toBe(true);
    }
  });
});
