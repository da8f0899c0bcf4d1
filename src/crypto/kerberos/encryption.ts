import { aesSha1, aesSha2 } from './aes.ts';
import { rc4Hmac } from './rc4-hmac.ts';
import type { EncryptionType } from './type.ts';

const types: readonly EncryptionType[] = [
  aesSha1('aes128-cts-hmac-sha1-96', 17, 15, 16),
  aesSha1('aes256-cts-hmac-sha1-96', 18, 16, 32),
  aesSha2('aes128-cts-hmac-sha256-128', 19, 19, 16, 'sha256', 16),
  aesSha2('aes256-cts-hmac-sha384-192', 20, 20, 32, 'sha384', 24),
  rc4Hmac,
];

/** The encryption type of a number; null for one that is unknown, DES among them. */
export const encryptionType = (number: number): EncryptionType | null => types.find((type) => type.number === number) ?? null;

/** Key usages, RFC 4120 7.5.1 and RFC 4121 2. */
export const Usage = {
  asReqTimestamp: 1,
  ticket: 2,
  asRepEncPart: 3,
  tgsReqAuthenticatorChecksum: 6,
  tgsReqAuthenticator: 7,
  tgsRepEncPartSessionKey: 8,
  tgsRepEncPartSubkey: 9,
  apReqAuthenticatorChecksum: 10,
  apReqAuthenticator: 11,
  apRepEncPart: 12,
  krbPriv: 13,
  krbCred: 14,
  krbSafe: 15,
  acceptorSeal: 22,
  acceptorSign: 23,
  initiatorSeal: 24,
  initiatorSign: 25,
} as const;

/** A ticket, authenticator or other encrypted part opened with a key of its type; null when the key has another size or is wrong. */
export function decryptKerberos(type: number, key: Uint8Array, usage: number, data: Uint8Array): Buffer | null {
  const found = encryptionType(type);
  const opened = found === null || key.length !== found.keySize ? null : found.open(key, usage, data);
  return opened?.isAuthentic ? opened.plain : null;
}
