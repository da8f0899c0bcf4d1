import { createHash, createHmac } from 'node:crypto';
import { hmacMd5, ntowfV1 } from '../ntlm.ts';
import { rc4 } from '../rc4.ts';
import type { EncryptionType } from './type.ts';

const CONFOUNDER = 8;
const MAC = 16;
const SIGNATURE_KEY = Buffer.from('signaturekey\0');

/** Key usages that RC4 numbers in its own way, RFC 4757 3: as bytes, least significant first. */
function usageOf(usage: number): Buffer {
  const number = Buffer.alloc(4);
  number.writeUInt32LE(usage === 3 ? 8 : usage === 9 ? 8 : usage === 23 ? 13 : usage);
  return number;
}

/** rc4-hmac (23), RFC 4757. Its key is the NT hash; the checksum stands before what is encrypted and makes the key of the stream. */
export const rc4Hmac: EncryptionType = {
  name: 'rc4-hmac',
  number: 23,
  checksum: -138,
  keySize: 16,
  checksumSize: MAC,
  confounderSize: CONFOUNDER,
  stringToKey(password) {
    return ntowfV1(password);
  },
  encrypt(key, usage, plain, confounder) {
    const usageKey = hmacMd5(key, usageOf(usage));
    const whole = Buffer.concat([confounder, plain]);
    const checksum = hmacMd5(usageKey, whole);
    return Buffer.concat([checksum, rc4(hmacMd5(usageKey, checksum), whole)]);
  },
  open(key, usage, data) {
    if (data.length < MAC + CONFOUNDER) return null;
    const usageKey = hmacMd5(key, usageOf(usage));
    const checksum = data.subarray(0, MAC);
    const whole = rc4(hmacMd5(usageKey, checksum), data.subarray(MAC));
    return { plain: whole.subarray(CONFOUNDER), isAuthentic: hmacMd5(usageKey, whole).equals(checksum) };
  },
  prf(key, octets) {
    return createHmac('sha1', key).update(octets).digest();
  },
  checksumOf(key, usage, ...data) {
    const hash = createHash('md5').update(usageOf(usage));
    for (const part of data) hash.update(part);
    return hmacMd5(hmacMd5(key, SIGNATURE_KEY), hash.digest());
  },
};
