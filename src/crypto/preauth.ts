import { createHash } from 'node:crypto';

/** PreauthIntegrityHashValue before the first message. */
export const PREAUTH_START: Uint8Array = new Uint8Array(64);

/**
 * The next PreauthIntegrityHashValue, MS-SMB2 3.2.5.2 and 3.2.5.3: SHA-512 over the last one (64 bytes) and the message from its SMB2
 * header on, which may come in pieces.
 */
export function extendPreauth(hash: Uint8Array, ...message: readonly Uint8Array[]): Buffer {
  const next = createHash('sha512').update(hash);
  for (const piece of message) next.update(piece);
  return next.digest();
}
