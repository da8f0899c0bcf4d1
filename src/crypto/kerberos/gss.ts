import { encryptionType, Usage } from './encryption.ts';
import type { Opened } from './type.ts';

const HEADER = 16;
const MIC = 0x0404;
const WRAP = 0x0504;
const SENT_BY_ACCEPTOR = 1;
const SEALED = 2;

/** The header of a token of RFC 4121 4.2.6; null when the bytes are none. */
function headerOf(token: Uint8Array, id: number): { flags: number; extra: number; rotation: number } | null {
  if (token.length < HEADER) return null;
  const view = new DataView(token.buffer, token.byteOffset, HEADER);
  return view.getUint16(0) === id ? { flags: token[2]!, extra: view.getUint16(4), rotation: view.getUint16(6) } : null;
}

/** Whether a MIC token (RFC 4121 4.2.6.1) is right for a message, which may come in pieces. `type` and `key` are those of the context's key. */
export function verifyGssMic(type: number, key: Uint8Array, token: Uint8Array, ...message: readonly Uint8Array[]): boolean {
  const found = encryptionType(type);
  const header = headerOf(token, MIC);
  if (found === null || header === null || key.length !== found.keySize) return false;
  const usage = header.flags & SENT_BY_ACCEPTOR ? Usage.acceptorSign : Usage.initiatorSign;
  return found.checksumOf(key, usage, ...message, token.subarray(0, HEADER)).equals(token.subarray(HEADER));
}

/**
 * What a Wrap token (RFC 4121 4.2.6.2) holds, sealed or not. In DCE style, of RPC, the token lies apart from the data: `data` is then what
 * the PDU carries, the rotation leaves EC out (MS-KILE 3.4.5.4.1), and with header signing the checksum covers what lies in the PDU around the
 * data. null when the token is damaged or of another type.
 */
export function unwrapGss(
  type: number,
  key: Uint8Array,
  token: Uint8Array,
  data?: Uint8Array,
  around?: { before: Uint8Array; after: Uint8Array },
): Opened | null {
  const found = encryptionType(type);
  const header = headerOf(token, WRAP);
  if (found === null || header === null || key.length !== found.keySize) return null;
  const usage = header.flags & SENT_BY_ACCEPTOR ? Usage.acceptorSeal : Usage.initiatorSeal;
  const rotated = Buffer.concat([token.subarray(HEADER), data ?? Buffer.alloc(0)]);
  if (rotated.length === 0) return null;
  const turn = (header.rotation + (data === undefined ? 0 : header.extra)) % rotated.length;
  const body = Buffer.concat([rotated.subarray(turn), rotated.subarray(0, turn)]);
  const clean = Buffer.from(token.subarray(0, HEADER));
  clean.fill(0, 6, 8);
  if (header.flags & SEALED) {
    const opened = found.open(key, usage, body, around && { ...around, tail: header.extra + HEADER });
    if (opened === null || opened.plain.length < header.extra + HEADER) return null;
    const end = opened.plain.length - HEADER;
    const isSame = opened.plain.subarray(end, end + 6).equals(clean.subarray(0, 6)) && opened.plain.subarray(-8).equals(clean.subarray(8));
    return { plain: opened.plain.subarray(0, end - header.extra), isAuthentic: opened.isAuthentic && isSame };
  }
  if (header.extra > body.length) return null;
  const plain = body.subarray(0, body.length - header.extra);
  clean.fill(0, 4, 6);
  return {
    plain,
    isAuthentic: found
      .checksumOf(key, usage, ...(around ? [around.before, plain, around.after] : [plain]), clean)
      .equals(body.subarray(plain.length)),
  };
}
