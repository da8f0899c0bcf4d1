import { createHmac } from 'node:crypto';

/** Dialects by DialectRevision, MS-SMB2 2.2.4, from which keys are derived in another way. */
const SMB_3_0 = 0x0300;
const SMB_3_1_1 = 0x0311;

/** Ciphers by number, MS-SMB2 2.2.3.1.2. */
export const Cipher = { aes128Ccm: 1, aes128Gcm: 2, aes256Ccm: 3, aes256Gcm: 4 } as const;

type Purpose = 'signing' | 'application' | 'encryptionC2S' | 'encryptionS2C';

/** Label and context, MS-SMB2 3.2.5.3.1 and 3.3.5.5.3; in 3.1.1 the context is the PreauthIntegrityHashValue. */
const derivations: Readonly<Record<Purpose, { label: string; context: string; label311: string }>> = {
  signing: { label: 'SMB2AESCMAC\0', context: 'SmbSign\0', label311: 'SMBSigningKey\0' },
  application: { label: 'SMB2APP\0', context: 'SmbRpc\0', label311: 'SMBAppKey\0' },
  encryptionC2S: { label: 'SMB2AESCCM\0', context: 'ServerIn \0', label311: 'SMBC2SCipherKey\0' },
  encryptionS2C: { label: 'SMB2AESCCM\0', context: 'ServerOut\0', label311: 'SMBS2CCipherKey\0' },
};

/** SP800-108 5.1 in counter mode with HMAC-SHA256 and r = 32, MS-SMB2 3.1.4.2. Label and context with their NUL; `bits` up to 256. */
export function kdf(key: Uint8Array, label: string, context: Uint8Array | string, bits: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bits);
  const mac = createHmac('sha256', key)
    .update(Buffer.of(0, 0, 0, 1))
    .update(label, 'latin1')
    .update(Buffer.of(0))
    .update(context)
    .update(length);
  return mac.digest().subarray(0, bits / 8);
}

/** Session.SessionKey, MS-SMB2 3.2.1.3: the first 16 bytes of what authentication gave, padded with zeros. */
export function sessionKeyOf(fullSessionKey: Uint8Array): Buffer {
  const key = Buffer.alloc(16);
  key.set(fullSessionKey.subarray(0, 16));
  return key;
}

function derive(purpose: Purpose, dialect: number, key: Uint8Array, preauthHash: Uint8Array, bits: number): Buffer {
  const { label, context, label311 } = derivations[purpose];
  return dialect >= SMB_3_1_1 ? kdf(key, label311, preauthHash, bits) : kdf(key, label, Buffer.from(context, 'latin1'), bits);
}

/**
 * Session.SigningKey, or the Channel.SigningKey of a bound channel, whose session key and PreauthIntegrityHashValue are its own:
 * 16 bytes. `preauthHash` (64 bytes) counts in 3.1.1 only. In 2.0.2 and 2.1 it is the session key.
 */
export function signingKey(dialect: number, fullSessionKey: Uint8Array, preauthHash: Uint8Array): Buffer {
  const key = sessionKeyOf(fullSessionKey);
  return dialect < SMB_3_0 ? key : derive('signing', dialect, key, preauthHash, 128);
}

/** Session.ApplicationKey, 16 bytes: what RPC over this session has for a key. In 2.0.2 and 2.1 it is the session key. */
export function applicationKey(dialect: number, fullSessionKey: Uint8Array, preauthHash: Uint8Array): Buffer {
  const key = sessionKeyOf(fullSessionKey);
  return dialect < SMB_3_0 ? key : derive('application', dialect, key, preauthHash, 128);
}

/**
 * The two keys of encryption by direction, client to server (the client's EncryptionKey) and back: 16 bytes, or 32 when `cipher` is one
 * of AES-256, which derives them from Session.FullSessionKey, all that authentication gave (32 bytes from Kerberos with AES-256, 16 from NTLM).
 * null before 3.0.
 */
export function encryptionKeys(
  dialect: number,
  cipher: number,
  fullSessionKey: Uint8Array,
  preauthHash: Uint8Array,
): { c2s: Buffer; s2c: Buffer } | null {
  if (dialect < SMB_3_0) return null;
  const isLong = cipher === Cipher.aes256Ccm || cipher === Cipher.aes256Gcm;
  const key = isLong && fullSessionKey.length > 16 ? fullSessionKey : sessionKeyOf(fullSessionKey);
  const bits = isLong ? 256 : 128;
  return {
    c2s: derive('encryptionC2S', dialect, key, preauthHash, bits),
    s2c: derive('encryptionS2C', dialect, key, preauthHash, bits),
  };
}
