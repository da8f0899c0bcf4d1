import { createHash } from 'node:crypto';
import { hmacMd5 } from '../ntlm.ts';
import { Rc4, rc4 } from '../rc4.ts';
import type { Opened } from './type.ts';

/** Of a token after its framing, RFC 4757 7. */
const SEQUENCE = 8;
const CHECKSUM = 16;
const CONFOUNDER = 24;
const HEADER = 32;
const MIC = 0x0101;
const WRAP = 0x0201;
const MIC_SALT = Buffer.of(15, 0, 0, 0);
const WRAP_SALT = Buffer.of(13, 0, 0, 0);
const ZERO = Buffer.alloc(4);
const SIGNATURE_KEY = Buffer.from('signaturekey\0');

/** The inner token after the framing of RFC 2743 3.1; the bytes themselves when they have none. */
function innerOf(token: Uint8Array): Uint8Array {
  if (token[0] !== 0x60 || token.length < 4) return token;
  const at = 2 + (token[1]! & 0x80 ? token[1]! & 0x7f : 0);
  return token[at] === 6 ? token.subarray(at + 2 + (token[at + 1] ?? 0)) : token;
}

function checksumOf(key: Uint8Array, salt: Uint8Array, ...data: readonly Uint8Array[]): Buffer {
  const hash = createHash('md5').update(salt);
  for (const part of data) hash.update(part);
  return hmacMd5(hmacMd5(key, SIGNATURE_KEY), hash.digest()).subarray(0, 8);
}

const isToken = (token: Uint8Array, id: number, size: number): boolean => token.length >= size && ((token[0]! << 8) | token[1]!) === id;

/** Whether a MIC token of rc4-hmac (RFC 4757 7.2) is right for a message, which may come in pieces. `key` of 16 bytes. */
export function verifyRc4Mic(key: Uint8Array, token: Uint8Array, ...message: readonly Uint8Array[]): boolean {
  const inner = innerOf(token);
  if (!isToken(inner, MIC, CONFOUNDER)) return false;
  return checksumOf(key, MIC_SALT, inner.subarray(0, SEQUENCE), ...message).equals(inner.subarray(CHECKSUM, CONFOUNDER));
}

/**
 * What a Wrap token of rc4-hmac (RFC 4757 7.3) holds, sealed or not. In DCE style, of RPC, `data` is what the PDU carries and nothing pads it;
 * else the last byte says how many pad.
 * With header signing the checksum covers what lies in the PDU around the data. `key` of 16 bytes; null when the token is damaged.
 */
export function unwrapRc4(
  key: Uint8Array,
  token: Uint8Array,
  data?: Uint8Array,
  around?: { before: Uint8Array; after: Uint8Array },
): Opened | null {
  const inner = innerOf(token);
  if (!isToken(inner, WRAP, HEADER)) return null;
  const checksum = inner.subarray(CHECKSUM, CONFOUNDER);
  const sequence = rc4(hmacMd5(hmacMd5(key, ZERO), checksum), inner.subarray(SEQUENCE, CHECKSUM)).subarray(0, 4);
  let confounder = inner.subarray(CONFOUNDER, HEADER);
  let plain: Buffer = Buffer.from(data ?? inner.subarray(HEADER));
  const isSealed = inner[4] !== 0xff || inner[5] !== 0xff;
  if (isSealed) {
    const local = key.map((byte) => byte ^ 0xf0);
    const stream = new Rc4(hmacMd5(hmacMd5(local, ZERO), sequence));
    confounder = stream.apply(confounder);
    plain = stream.apply(plain);
  }
  const isAuthentic = checksumOf(
    key,
    WRAP_SALT,
    inner.subarray(0, SEQUENCE),
    confounder,
    ...(around ? [around.before, plain, around.after] : [plain]),
  ).equals(checksum);
  const padding = data === undefined ? (plain.at(-1) ?? 0) : 0;
  return { plain: plain.subarray(0, Math.max(0, plain.length - padding)), isAuthentic };
}
