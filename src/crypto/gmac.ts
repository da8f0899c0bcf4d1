import { type CipherGCM, createCipheriv } from 'node:crypto';

/** AES-GMAC, NIST SP 800-38D: GCM of no plaintext, the message as additional data, which may come in pieces. Key 16 or 32, nonce 12, digest 16 bytes. */
export class AesGmac {
  #cipher: CipherGCM;

  constructor(key: Uint8Array, nonce: Uint8Array) {
    this.#cipher = createCipheriv(key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm', key, nonce);
  }

  update(piece: Uint8Array): this {
    if (piece.length > 0) this.#cipher.setAAD(piece);
    return this;
  }

  digest(): Buffer {
    this.#cipher.final();
    return this.#cipher.getAuthTag();
  }
}
