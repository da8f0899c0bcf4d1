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

/**
 * AES-CMAC, RFC 4493, of a message that comes in pieces. The key has 16 or 32 bytes; the digest 16. Each whole block goes into the chain as it comes, for
 * pieces are long; when it turns out to be the last one, which is treated apart, it is taken once more from the chain before it.
 */
export class AesCmac {
  #key: Uint8Array;
  #chain: Cipher;
  /** The last whole block, and what the chain was before and after it. */
  #block = Buffer.alloc(BLOCK);
  #before = Buffer.alloc(BLOCK);
  #after = Buffer.alloc(BLOCK);
  /** What has come of the block after it. */
  #tail = Buffer.alloc(BLOCK);
  #held = 0;
  #isEmpty = true;

  constructor(key: Uint8Array) {
    this.#key = key;
    this.#chain = createCipheriv(key.length === 32 ? 'aes-256-cbc' : 'aes-128-cbc', key, Buffer.alloc(BLOCK));
    this.#chain.setAutoPadding(false);
  }

  update(piece: Uint8Array): this {
    let from = 0;
    if (this.#held > 0) {
      from = Math.min(BLOCK - this.#held, piece.length);
      this.#tail.set(piece.subarray(0, from), this.#held);
      this.#held += from;
      if (this.#held < BLOCK) return this;
      this.#held = 0;
      this.#blocks(this.#tail);
    }
    const whole = piece.length - ((piece.length - from) % BLOCK);
    for (; from < whole; from += SLICE) this.#blocks(piece.subarray(from, Math.min(whole, from + SLICE)));
    this.#held = piece.length - whole;
    this.#tail.set(piece.subarray(whole));
    return this;
  }

  digest(): Buffer {
    const { k1, k2 } = cmacSubkeys(this.#key);
    const isWhole = this.#held === 0 && !this.#isEmpty;
    const block = isWhole ? this.#block : this.#tail;
    if (!isWhole) block.fill(0, this.#held)[this.#held] = 0x80;
    const mask = isWhole ? k1 : k2;
    const chain = isWhole ? this.#before : this.#after;
    return aesBlocks(this.#key).update(block.map((byte, i) => byte ^ mask[i]! ^ chain[i]!));
  }

  #blocks(blocks: Uint8Array): void {
    const chain = this.#chain.update(blocks);
    if (blocks.length === BLOCK) this.#before.set(this.#after);
    else this.#before.set(chain.subarray(-2 * BLOCK, -BLOCK));
    this.#after.set(chain.subarray(-BLOCK));
    this.#block.set(blocks.subarray(-BLOCK));
    this.#isEmpty = false;
  }
}
