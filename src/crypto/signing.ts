import { createHmac } from 'node:crypto';
import { AesCmac } from './cmac.ts';
import { AesGmac } from './gmac.ts';

/** Signing algorithms by number, MS-SMB2 2.2.3.1.7. */
export const Signing = { hmacSha256: 0, aesCmac: 1, aesGmac: 2 } as const;
export type SigningAlgorithm = (typeof Signing)[keyof typeof Signing];

/** Of an SMB2 header, MS-SMB2 2.2.1. */
export const HEADER = 64;
export const SIGNATURE = 48;
const COMMAND = 12;
const FLAGS = 16;
const MESSAGE_ID = 24;
const SERVER_TO_REDIR = 1;
const CANCEL = 12;
const NONCE_CANCEL = 2;

interface Mac {
  update(piece: Uint8Array): unknown;
  digest(): Buffer;
}

/** Writes the 12 bytes of the nonce of AES-GMAC, MS-SMB2 3.1.4.1: MessageId, then bit 0 for a server's message, bit 1 for a CANCEL. */
export function writeGmacNonce(header: Uint8Array, start: number, into: Uint8Array, offset: number): void {
  for (let i = 0; i < 8; i++) into[offset + i] = header[start + MESSAGE_ID + i]!;
  const isCancel = header[start + COMMAND] === CANCEL && header[start + COMMAND + 1] === 0;
  into[offset + 8] = (header[start + FLAGS]! & SERVER_TO_REDIR) | (isCancel ? NONCE_CANCEL : 0);
  into[offset + 9] = into[offset + 10] = into[offset + 11] = 0;
}

/**
 * The signature of one SMB2 message that comes in pieces of any size, the Signature field counted as zeros, MS-SMB2 3.1.4.1.
 * The key has 16 bytes. Nothing is kept of a piece after update() but the header.
 */
export class Signer {
  #algorithm: SigningAlgorithm;
  #key: Uint8Array;
  #header = Buffer.alloc(HEADER);
  #size = 0;
  #mac: Mac | undefined;

  constructor(algorithm: SigningAlgorithm, key: Uint8Array) {
    this.#algorithm = algorithm;
    this.#key = key;
  }

  update(piece: Uint8Array): this {
    if (this.#mac !== undefined) {
      this.#mac.update(piece);
      return this;
    }
    const part = Math.min(piece.length, HEADER - this.#size);
    this.#header.set(piece.subarray(0, part), this.#size);
    this.#size += part;
    if (this.#size === HEADER) {
      this.#mac = this.#begin();
      if (part < piece.length) this.#mac.update(piece.subarray(part));
    }
    return this;
  }

  /** 16 bytes; null when the message is shorter than its header. */
  digest(): Buffer | null {
    return this.#mac === undefined ? null : this.#mac.digest().subarray(0, 16);
  }

  #begin(): Mac {
    const header = this.#header;
    header.fill(0, SIGNATURE);
    const mac = macOf(this.#algorithm, this.#key, gmacNonce(header));
    mac.update(header);
    return mac;
  }
}

function macOf(algorithm: SigningAlgorithm, key: Uint8Array, nonce: Uint8Array): Mac {
  if (algorithm === Signing.hmacSha256) return createHmac('sha256', key);
  return algorithm === Signing.aesCmac ? new AesCmac(key) : new AesGmac(key, nonce);
}

/** The nonce of AES-GMAC that belongs to a message, 12 bytes. */
export function gmacNonce(header: Uint8Array): Buffer {
  const nonce = Buffer.alloc(12);
  writeGmacNonce(header, 0, nonce, 0);
  return nonce;
}

/** What signing makes of bytes taken as they are, whatever is in their Signature field: 16 bytes. `nonce` (12 bytes) counts in AES-GMAC only. */
export function signatureOfBytes(algorithm: SigningAlgorithm, key: Uint8Array, nonce: Uint8Array, bytes: Uint8Array): Buffer {
  const mac = macOf(algorithm, key, nonce);
  mac.update(bytes);
  return mac.digest().subarray(0, 16);
}

/** The 16 byte signature of an SMB2 message given in order; null when it is shorter than a header. */
export function signatureOf(algorithm: SigningAlgorithm, key: Uint8Array, ...message: readonly Uint8Array[]): Buffer | null {
  const signer = new Signer(algorithm, key);
  for (const piece of message) signer.update(piece);
  return signer.digest();
}
