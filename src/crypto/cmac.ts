import { type Cipher, createCipheriv } from 'node:crypto';

const BLOCK = 16;
const RB = 0x87;
/** The output of the cipher is as long as its input and thrown away: short ones stay in the processor's cache. */
const SLICE = 64 * 1024;

/** AES in ECB mode, blocks only. The key has 16 or 32 bytes. */
export function aesBlocks(key: Uint8Array): Cipher {
  const cipher = createCipheriv(key.length === 32 ? 'aes-256-ecb' : 'aes-128-ecb', key, null);
  cipher.setAutoPadding(false);
  return cipher;
}

/** K1 and K2 of RFC 4493 2.3. */
export function cmacSubkeys(key: Uint8Array): { k1: Buffer; k2: Buffer } {
  const k1 = doubled(aesBlocks(key).update(Buffer.alloc(BLOCK)));
  return { k1, k2: doubled(k1) };
}

function doubled(block: Uint8Array): Buffer {
  const out = Buffer.alloc(BLOCK);
  for (let i = 0; i < BLOCK; i++) out[i] = (block[i]! << 1) | ((block[i + 1] ?? 0) >> 7);
  if (block[0]! & 0x80) out[BLOCK - 1]! ^= RB;
  return out;
}

/** AES-CMAC, RFC 4493, of a message that comes in pieces. The key has 16 or 32 bytes; the digest 16. */
export class AesCmac {
  #key: Uint8Array;
  #chain: Cipher;
  /** The last bytes so far: 1 to 16 of them once there was any, since the last block is treated apart. */
  #tail = Buffer.alloc(BLOCK);
  #held = 0;

  constructor(key: Uint8Array) {
    this.#key = key;
    this.#chain = createCipheriv(key.length === 32 ? 'aes-256-cbc' : 'aes-128-cbc', key, Buffer.alloc(BLOCK));
    this.#chain.setAutoPadding(false);
  }

  update(piece: Uint8Array): this {
    let from = 0;
    if (this.#held + piece.length > BLOCK) {
      const missing = BLOCK - this.#held;
      this.#tail.set(piece.subarray(0, missing), this.#held);
      this.#chain.update(this.#tail);
      const whole = missing + Math.floor((piece.length - missing - 1) / BLOCK) * BLOCK;
      from = missing;
      for (; from < whole; from += SLICE) this.#chain.update(piece.subarray(from, Math.min(whole, from + SLICE)));
      from = whole;
      this.#held = 0;
    }
    this.#tail.set(piece.subarray(from), this.#held);
    this.#held += piece.length - from;
    return this;
  }

  digest(): Buffer {
    const { k1, k2 } = cmacSubkeys(this.#key);
    const mask = this.#held === BLOCK ? k1 : k2;
    if (this.#held < BLOCK) this.#tail.fill(0, this.#held)[this.#held] = 0x80;
    for (let i = 0; i < BLOCK; i++) this.#tail[i]! ^= mask[i]!;
    return this.#chain.update(this.#tail);
  }
}
