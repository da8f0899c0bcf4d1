import { type Cipher, createCipheriv } from 'node:crypto';

const BLOCK = 16;
const TAG = 16;

/**
 * Decryption in CCM of a message that comes in pieces, by its two halves, NIST SP 800-38C: counter mode, and CBC-MAC of the plain text.
 * OpenSSL's CCM wants the message in one piece and keeps the plain text back when the tag is wrong. Key 16 or 32 bytes, tag 16, nonce 7 to 13;
 * `length` bytes will come.
 */
export class Ccm {
  #length: number;
  #stream: Cipher;
  #chain: Cipher;
  #mask: Buffer;
  #mac: Buffer;

  constructor(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, length: number) {
    this.#length = length;
    const bits = key.length === 32 ? 256 : 128;
    const lengthSize = BLOCK - 1 - nonce.length;
    const counter = Buffer.alloc(BLOCK);
    counter[0] = lengthSize - 1;
    counter.set(nonce, 1);
    this.#stream = createCipheriv(`aes-${bits}-ctr`, key, counter);
    this.#mask = this.#stream.update(Buffer.alloc(BLOCK));
    this.#chain = createCipheriv(`aes-${bits}-cbc`, key, Buffer.alloc(BLOCK));
    this.#chain.setAutoPadding(false);
    const start = Buffer.alloc(roundUp(BLOCK + 2 + associated.length));
    start.set(counter);
    start[0]! |= (((TAG - 2) / 2) << 3) | 0x40;
    start.writeUIntBE(length, BLOCK - lengthSize, lengthSize);
    start.writeUInt16BE(associated.length, BLOCK);
    start.set(associated, BLOCK + 2);
    this.#mac = this.#chain.update(start);
  }

  /** The plain text of the next piece. */
  update(piece: Uint8Array): Buffer {
    const plain = this.#stream.update(piece);
    const blocks = this.#chain.update(plain);
    if (blocks.length > 0) this.#mac = blocks;
    return plain;
  }

  /** Whether the tag is right, once everything came. */
  isAuthentic(tag: Uint8Array): boolean {
    const rest = this.#length % BLOCK;
    if (rest !== 0) this.#mac = this.#chain.update(Buffer.alloc(BLOCK - rest));
    let difference = 0;
    for (let i = 0; i < TAG; i++) difference |= this.#mac[this.#mac.length - BLOCK + i]! ^ this.#mask[i]! ^ tag[i]!;
    return difference === 0;
  }
}

const roundUp = (length: number): number => Math.ceil(length / BLOCK) * BLOCK;
