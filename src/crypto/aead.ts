import { createCipheriv, createDecipheriv } from 'node:crypto';
import { Ccm } from './ccm.ts';
import { GcmTag } from './gcm-tag.ts';
import { Cipher } from './smb2-kdf.ts';

/** SMB2 TRANSFORM_HEADER, MS-SMB2 2.2.41. */
export const TRANSFORM_HEADER = 52;
const SIGNATURE = 4;
const NONCE = 20;
const TAG = 16;
const BLOCK = 16;
const CCM_NONCE = 11;
const GCM_NONCE = 12;
/** Output of a cipher object is a new buffer each time: of this size it stays in the processor's cache. */
const SLICE = 64 * 1024;

/** What a transform held. Of a message whose tag is wrong the plain text may be shown and nothing else. */
export interface Decrypted {
  plain: Buffer;
  isAuthentic: boolean;
}

/** Bytes of key that a cipher (MS-SMB2 2.2.3.1.2) takes: 16 or 32; 0 for an unknown one. */
export function cipherKeySize(cipher: number): number {
  if (cipher === Cipher.aes128Ccm || cipher === Cipher.aes128Gcm) return 16;
  return cipher === Cipher.aes256Ccm || cipher === Cipher.aes256Gcm ? 32 : 0;
}

/**
 * Decrypts an SMB2 message and checks its tag, MS-SMB2 3.1.4.3 and 3.3.5.2.1.1. `header` is the TRANSFORM_HEADER, `encrypted` what follows
 * it, in pieces. Of its nonce field the first 11 (CCM) or 12 (GCM) bytes count; the header from there on is authenticated too.
 * null for an unknown cipher, a key of another size, or a header cut short.
 */
export function decryptTransform(
  cipher: number,
  key: Uint8Array,
  header: Uint8Array,
  ...encrypted: readonly Uint8Array[]
): Decrypted | null {
  return decryptWithNonce(cipher, key, isCcm(cipher) ? CCM_NONCE : GCM_NONCE, header, ...encrypted);
}

/** The same with a nonce of so many bytes (7 to 13 for CCM, 1 to 16 for GCM), for those who took more or less of the field than they should. */
export function decryptWithNonce(
  cipher: number,
  key: Uint8Array,
  nonceSize: number,
  header: Uint8Array,
  ...encrypted: readonly Uint8Array[]
): Decrypted | null {
  const size = cipherKeySize(cipher);
  if (size === 0 || key.length !== size || header.length < TRANSFORM_HEADER) return null;
  const tag = tagOf(header);
  const associated = header.subarray(NONCE, TRANSFORM_HEADER);
  const nonce = header.subarray(NONCE, NONCE + nonceSize);
  return isCcm(cipher) ? openCcm(key, nonce, associated, encrypted, tag) : openGcm(key, nonce, associated, encrypted, tag);
}

/** Checks the tag of a message that is not kept: its encrypted part comes in pieces, then the question. */
export interface TagCheck {
  update(encrypted: Uint8Array): unknown;
  isAuthentic(tag: Uint8Array): boolean;
}

/** For the message under a TRANSFORM_HEADER of which `length` encrypted bytes will come; null as in decryptTransform. */
export function tagCheckOf(cipher: number, key: Uint8Array, header: Uint8Array, length: number): TagCheck | null {
  const size = cipherKeySize(cipher);
  if (size === 0 || key.length !== size || header.length < TRANSFORM_HEADER) return null;
  const Check = isCcm(cipher) ? Ccm : GcmTag;
  return new Check(key, nonceOf(cipher, header), header.subarray(NONCE, TRANSFORM_HEADER), length);
}

/** The tag that a TRANSFORM_HEADER holds. */
export const tagOf = (header: Uint8Array): Uint8Array => header.subarray(SIGNATURE, SIGNATURE + TAG);

/**
 * The first bytes of a message's plain text, in counter mode from its first encrypted bytes alone: nothing to believe before the tag of the whole is
 * right. Arguments as in tagCheckOf.
 */
export function decryptBeginning(cipher: number, key: Uint8Array, header: Uint8Array, encrypted: Uint8Array): Buffer {
  const nonce = nonceOf(cipher, header);
  const counter = Buffer.alloc(BLOCK);
  // The block of the counter before this one hides the tag.
  if (isCcm(cipher)) {
    counter[0] = BLOCK - 2 - nonce.length;
    counter.set(nonce, 1);
    counter[BLOCK - 1] = 1;
  } else {
    counter.set(nonce);
    counter[BLOCK - 1] = 2;
  }
  return createCipheriv(key.length === 32 ? 'aes-256-ctr' : 'aes-128-ctr', key, counter).update(encrypted);
}

/**
 * Encrypts an SMB2 message under a TRANSFORM_HEADER that is filled in but for its tag, and returns the tag (16 bytes) and what follows the header;
 * null as in decryptTransform.
 */
export function encryptTransform(
  cipher: number,
  key: Uint8Array,
  header: Uint8Array,
  plain: Uint8Array,
): { tag: Buffer; encrypted: Buffer } | null {
  const size = cipherKeySize(cipher);
  if (size === 0 || key.length !== size || header.length < TRANSFORM_HEADER) return null;
  const bits = 8 * size;
  const nonce = header.subarray(NONCE, NONCE + (isCcm(cipher) ? CCM_NONCE : GCM_NONCE));
  const associated = header.subarray(NONCE, TRANSFORM_HEADER);
  const sealing = isCcm(cipher)
    ? createCipheriv(`aes-${bits as 128}-ccm`, key, nonce, { authTagLength: TAG }).setAAD(associated, { plaintextLength: plain.length })
    : createCipheriv(`aes-${bits as 128}-gcm`, key, nonce).setAAD(associated);
  const encrypted = sealing.update(plain);
  sealing.final();
  return { tag: sealing.getAuthTag(), encrypted };
}

const nonceOf = (cipher: number, header: Uint8Array): Uint8Array => header.subarray(NONCE, NONCE + (isCcm(cipher) ? CCM_NONCE : GCM_NONCE));

const isCcm = (cipher: number): boolean => cipher === Cipher.aes128Ccm || cipher === Cipher.aes256Ccm;

function openGcm(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, encrypted: readonly Uint8Array[], tag: Uint8Array): Decrypted {
  const cipher = createDecipheriv(key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm', key, nonce);
  cipher.setAuthTag(tag);
  cipher.setAAD(associated);
  const plain = Buffer.allocUnsafe(lengthOf(encrypted));
  inSlices(encrypted, plain, (slice) => cipher.update(slice));
  try {
    cipher.final();
    return { plain, isAuthentic: true };
  } catch {
    return { plain, isAuthentic: false };
  }
}

function openCcm(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, encrypted: readonly Uint8Array[], tag: Uint8Array): Decrypted {
  const plain = Buffer.allocUnsafe(lengthOf(encrypted));
  const ccm = new Ccm(key, nonce, associated, plain.length);
  inSlices(encrypted, plain, (slice) => ccm.update(slice));
  return { plain, isAuthentic: ccm.isAuthentic(tag) };
}

function inSlices(pieces: readonly Uint8Array[], into: Uint8Array, transform: (slice: Uint8Array) => Uint8Array): void {
  let to = 0;
  for (const piece of pieces)
    for (let from = 0; from < piece.length; from += SLICE) {
      const out = transform(piece.subarray(from, from + SLICE));
      into.set(out, to);
      to += out.length;
    }
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return length;
}
