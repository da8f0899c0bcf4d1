import { createCipheriv, createDecipheriv } from 'node:crypto';

const BLOCK = 16;
const zero = Buffer.alloc(BLOCK);

const name = (key: Uint8Array, mode: string): string => `aes-${key.length * 8}-${mode}`;

/** AES in CBC mode with ciphertext stealing and a zero vector, RFC 3962 5: the last two blocks change places. At least one block. */
export function encryptCts(key: Uint8Array, plain: Uint8Array): Buffer {
  const cipher = createCipheriv(name(key, 'cbc'), key, zero);
  cipher.setAutoPadding(false);
  const rest = plain.length % BLOCK;
  const blocks = cipher.update(rest === 0 ? plain : Buffer.concat([plain, zero.subarray(rest)]));
  if (blocks.length === BLOCK) return blocks;
  const start = blocks.subarray(0, -2 * BLOCK);
  const short = rest === 0 ? BLOCK : rest;
  return Buffer.concat([start, blocks.subarray(-BLOCK), blocks.subarray(-2 * BLOCK, -2 * BLOCK + short)]);
}

/** The reverse; null for less than one block. */
export function decryptCts(key: Uint8Array, data: Uint8Array): Buffer | null {
  if (data.length < BLOCK) return null;
  if (data.length === BLOCK) return blocksOf(key, data);
  const short = data.length % BLOCK === 0 ? BLOCK : data.length % BLOCK;
  const start = data.subarray(0, data.length - BLOCK - short);
  const last = data.subarray(start.length, start.length + BLOCK);
  const stolen = data.subarray(start.length + BLOCK);
  const mixed = blocksOf(key, last);
  // What was stolen from the block before the last to fill it up.
  const previous = Buffer.concat([stolen, mixed.subarray(short)]);
  const cipher = createDecipheriv(name(key, 'cbc'), key, zero);
  cipher.setAutoPadding(false);
  const plain = cipher.update(Buffer.concat([start, previous]));
  for (let i = 0; i < short; i++) mixed[i]! ^= previous[i]!;
  return Buffer.concat([plain, mixed.subarray(0, short)]);
}

function blocksOf(key: Uint8Array, data: Uint8Array): Buffer {
  const cipher = createDecipheriv(name(key, 'ecb'), key, null);
  cipher.setAutoPadding(false);
  return cipher.update(data);
}
