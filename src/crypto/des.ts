import { createCipheriv } from 'node:crypto';

/** A DES key of 8 bytes from 7: seven bits a byte, the lowest (parity) bit odd. MS-NLMP's DES(K, D) takes keys so. */
export function desKey(seven: Uint8Array): Buffer {
  const key = Buffer.alloc(8);
  for (let i = 0; i < 8; i++) {
    const before = i === 0 ? 0 : seven[i - 1]! << (8 - i);
    const after = i === 7 ? 0 : seven[i]! >> i;
    const bits = (before | (after & 0xfe)) & 0xfe;
    key[i] = bits | (parity(bits) ^ 1);
  }
  return key;
}

function parity(byte: number): number {
  let bits = byte ^ (byte >> 4);
  bits ^= bits >> 2;
  return (bits ^ (bits >> 1)) & 1;
}

/** Single DES in ECB mode. `key` 8 bytes, `data` whole blocks of 8. OpenSSL 3 has no single DES: triple DES with one key thrice is the same. */
export function des(key: Uint8Array, data: Uint8Array): Buffer {
  const cipher = createCipheriv('des-ede3', Buffer.concat([key, key, key]), null);
  cipher.setAutoPadding(false);
  return cipher.update(data);
}

/** MS-NLMP 6, DESL(K, D): `key` 16 bytes, zero padded to three DES keys of 7; `data` 8 bytes; the result 24. */
export function desLong(key: Uint8Array, data: Uint8Array): Buffer {
  const padded = Buffer.alloc(21);
  padded.set(key);
  return Buffer.concat([0, 7, 14].map((at) => des(desKey(padded.subarray(at, at + 7)), data)));
}
