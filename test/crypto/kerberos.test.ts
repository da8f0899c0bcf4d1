import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deriveKey } from '../../src/crypto/kerberos/aes.ts';
import { decryptCts, encryptCts } from '../../src/crypto/kerberos/cts.ts';
import { decryptKerberos, encryptionType } from '../../src/crypto/kerberos/encryption.ts';
import { nFold } from '../../src/crypto/kerberos/fold.ts';
import { hex } from './vectors.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test.each([
  ['012345', 8, 'be072631276b1955'],
  ['password', 7, '78a07b6caf85fa'],
  ['Rough Consensus, and Running Code', 8, 'bb6ed30870b7f0e0'],
  ['password', 21, '59e4a8ca7c0385c3c37b3f6d2000247cb6e6bd5b3e'],
  ['MASSACHVSETTS INSTITVTE OF TECHNOLOGY', 24, 'db3b0d8f0b061e603282b308a50841229ad798fab9540c1b'],
  ['Q', 21, '518a54a215a8452a518a54a215a8452a518a54a215'],
  ['ba', 21, 'fb25d531ae8974499f52fd92ea9857c4ba24cf297e'],
  ['kerberos', 8, '6b65726265726f73'],
  ['kerberos', 16, '6b65726265726f737b9b5b2b93132b93'],
  ['kerberos', 21, '8372c236344e5f1550cd0747e15d62ca7a5a3bcea4'],
  ['kerberos', 32, '6b65726265726f737b9b5b2b93132b935c9bdcdad95c9899c4cae4dee6d6cae4'],
])('RFC 3961 A.1: %s to %i bytes', (input, size, folded) => {
  expect(text(nFold(Buffer.from(input), size))).toBe(folded);
});

test.each([
  [17, 'c6353568f2bf8cb4d8a580362da7ff7f97'],
  [31, 'fc00783e0efdb2c1d445d4c8eff7ed2297687268d6ecccc0c07b25e25ecfe5'],
  [32, '39312523a78662d5be7fcbcc98ebf5a897687268d6ecccc0c07b25e25ecfe584'],
])('RFC 3962 B: ciphertext stealing of %i bytes', (size, encrypted) => {
  const plain = Buffer.from("I would like the General Gau's Chicken, please, and wonton soup.").subarray(0, size);
  expect(text(encryptCts(Buffer.from('chicken teriyaki'), plain))).toBe(encrypted);
});

test.each([17, 31, 32, 47, 48, 64, 100, 16])('ciphertext stealing of %i bytes comes back', (size) => {
  for (const key of [randomBytes(16), randomBytes(32)]) {
    const plain = randomBytes(size);
    expect(decryptCts(key, encryptCts(key, plain))).toEqual(plain);
  }
  expect(decryptCts(randomBytes(16), randomBytes(15))).toBeNull();
});

describe('string to key', () => {
  test.each([
    [17, 1, 'password', 'ATHENA.MIT.EDUraeburn', '42263c6e89f4fc28b8df68ee09799f15'],
    [18, 1, 'password', 'ATHENA.MIT.EDUraeburn', 'fe697b52bc0d3ce14432ba036a92e65bbb52280990a2fa27883998d72af30161'],
    [17, 1200, 'password', 'ATHENA.MIT.EDUraeburn', '4c01cd46d632d01e6dbe230a01ed642a'],
    [18, 1200, 'password', 'ATHENA.MIT.EDUraeburn', '55a6ac740ad17b4846941051e1e8b0a7548d93b0ab30a8bc3ff16280382b8c2a'],
    [17, 50, '\u{1d11e}', 'EXAMPLE.COMpianist', 'f149c1f2e154a73452d43e7fe62a56e5'],
    [18, 50, '\u{1d11e}', 'EXAMPLE.COMpianist', '4b6d9839f84406df1f09cc166db4b83c571848b784a3d6bdc346589a3e393f9e'],
    [23, 0, 'foo', '', 'ac8e657f83df82beea5d43bdaf7800cc'],
  ])('RFC 3962 B, RFC 4757: type %i, %i iterations of %s', (type, iterations, password, salt, key) => {
    expect(text(encryptionType(type)!.stringToKey(password, salt, iterations))).toBe(key);
  });

  test.each([
    [19, '089bca48b105ea6ea77ca5d2f39dc5e7'],
    [20, '45bd806dbf6a833a9cffc1c94589a222367a79bc21c413718906e9f578a78467'],
  ])('RFC 8009 A: type %i', (type, key) => {
    const salt = Buffer.concat([hex('10df9dd783e5bc8acea1730e74355f61'), Buffer.from('ATHENA.MIT.EDUraeburn')]);
    expect(text(encryptionType(type)!.stringToKey('password', salt))).toBe(key);
  });
});

describe('RFC 8009 A: encryption', () => {
  const key128 = hex('3705d96080c17728a0e800eab6e0d23c');
  const key256 = hex('6d404d37faf79f9df0d33568d320669800eb4836472ea8a026d16b7182460c52');
  test.each([
    [19, key128, '', '7e5895eaf2672435bad817f545a37148', 'ef85fb890bb8472f4dab20394dca781dad877eda39d50c870c0d5a0a8e48c718'],
    [
      19,
      key128,
      '000102030405',
      '7bca285e2fd4130fb55b1a5c83bc5b24',
      '84d7f30754ed987bab0bf3506beb09cfb55402cef7e6877ce99e247e52d16ed4421dfdf8976c',
    ],
    [
      19,
      key128,
      '000102030405060708090a0b0c0d0e0f',
      '56ab21713ff62c0a1457200f6fa9948f',
      '3517d640f50ddc8ad3628722b3569d2ae07493fa8263254080ea65c1008e8fc295fb4852e7d83e1e7c48c37eebe6b0d3',
    ],
    [
      20,
      key256,
      '',
      'f764e9fa15c276478b2c7d0c4e5f58e4',
      '41f53fa5bfe7026d91faf9be959195a058707273a96a40f0a01960621ac612748b9bbfbe7eb4ce3c',
    ],
  ])('type %i of %#', (type, key, plain, confounder, encrypted) => {
    expect(text(encryptionType(type)!.encrypt(key, 2, hex(plain), hex(confounder)))).toBe(encrypted);
    expect(decryptKerberos(type, key, 2, hex(encrypted))).toEqual(hex(plain));
  });

  test.each([
    [19, key128, 'd78367186643d67b411cba9139fc1dee'],
    [20, key256, '45ee791567eefca37f4ac1e0222de80d43c3bfa06699672a'],
  ])('checksum of type %i', (type, key, checksum) => {
    const data = hex('000102030405060708090a0b0c0d0e0f1011121314');
    expect(text(encryptionType(type)!.checksumOf(key, 2, data.subarray(0, 5), data.subarray(5)))).toBe(checksum);
  });
});

test.each([17, 18, 19, 20, 23])('type %i: what is encrypted comes back, and nothing of what was changed', (number) => {
  const type = encryptionType(number)!;
  const key = randomBytes(type.keySize);
  for (const size of [0, 1, 15, 16, 17, 33, 200]) {
    const plain = randomBytes(size);
    const encrypted = type.encrypt(key, 11, plain, randomBytes(type.confounderSize));
    expect(decryptKerberos(number, key, 11, encrypted)).toEqual(plain);
    expect(decryptKerberos(number, key, 12, encrypted)).toBeNull();
    for (const at of [0, encrypted.length >> 1, encrypted.length - 1]) {
      const damaged = Buffer.from(encrypted);
      damaged[at]! ^= 4;
      expect(decryptKerberos(number, key, 11, damaged)).toBeNull();
    }
    for (let cut = 0; cut < encrypted.length; cut++) expect(decryptKerberos(number, key, 11, encrypted.subarray(0, cut))).toBeNull();
  }
  expect(decryptKerberos(number, key.subarray(1), 11, Buffer.alloc(64))).toBeNull();
  expect(decryptKerberos(3, key, 11, Buffer.alloc(64))).toBeNull();
});

test('a derived key is as long as its base', () => {
  expect(deriveKey(Buffer.alloc(32), Buffer.from('kerberos'))).toHaveLength(32);
});
