import { aesBlocks } from './cmac.ts';
import { AesGmac } from './gmac.ts';

const BLOCK = 16;
const REDUCTION = 0xe1000000;

/**
 * Checks a tag of GCM without decrypting. GHASH takes additional data and cipher text alike, and tells them apart by the lengths in its last block only
 * (NIST SP 800-38D 7.1): all goes to OpenSSL as additional data, which it has no output for, and the difference of the two last blocks is put right.
 * `associated` is a multiple of 16 bytes long, the nonce has 12; `length` bytes of cipher text will come.
 */
export class GcmTag {
  #key: Uint8Array;
  #mac: AesGmac;
  #associated: number;
  #length: number;

  constructor(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, length: number) {
    this.#key = key;
    this.#mac = new AesGmac(key, nonce).update(associated);
    this.#associated = associated.length;
    this.#length = length;
  }

  update(piece: Uint8Array): void {
    this.#mac.update(piece);
  }

  /** Whether the tag is right, once everything came. */
  isAuthentic(tag: Uint8Array): boolean {
    const padding = -this.#length & (BLOCK - 1);
    const computed = this.#mac.update(new Uint8Array(padding)).digest();
    const lengths = lengthsBlock(this.#associated, this.#length);
    const taken = lengthsBlock(this.#associated + this.#length + padding, 0);
    const error = timesH(
      this.#key,
      lengths.map((word, i) => word ^ taken[i]!),
    );
    let difference = 0;
    for (let i = 0; i < BLOCK; i++) difference |= computed[i]! ^ tag[i]! ^ ((error[i >> 2]! >>> (24 - 8 * (i & 3))) & 255);
    return difference === 0;
  }
}

/** The last block of GHASH: both lengths in bits, as big-endian words. */
function lengthsBlock(associated: number, length: number): number[] {
  return [associated, length].flatMap((bytes) => [Math.floor(bytes / 2 ** 29), (bytes << 3) >>> 0]);
}

/** A block's product with the hash subkey, NIST SP 800-38D 6.3. */
function timesH(key: Uint8Array, block: readonly number[]): number[] {
  const h = aesBlocks(key).update(Buffer.alloc(BLOCK));
  let v = [0, 4, 8, 12].map((at) => h.readInt32BE(at));
  let product = [0, 0, 0, 0];
  for (let bit = 0; bit < 128; bit++) {
    if (((block[bit >> 5]! >>> (31 - (bit & 31))) & 1) === 1) product = product.map((word, i) => word ^ v[i]!);
    const carry = v[3]! & 1;
    v = v.map((word, i) => (word >>> 1) | (i === 0 ? 0 : v[i - 1]! << 31));
    if (carry === 1) v[0]! ^= REDUCTION;
  }
  return product;
}
