import { Signing, type SigningAlgorithm } from '../../crypto/signing.ts';
import { Cipher } from '../../crypto/smb2-kdf.ts';

/** As keys files, `verify` and `keys` write them. */
export const signingNames: Readonly<Record<string, SigningAlgorithm>> = {
  'HMAC-SHA256': Signing.hmacSha256,
  'AES-CMAC': Signing.aesCmac,
  'AES-GMAC': Signing.aesGmac,
};

export const cipherNames: Readonly<Record<string, number>> = {
  'AES-128-CCM': Cipher.aes128Ccm,
  'AES-128-GCM': Cipher.aes128Gcm,
  'AES-256-CCM': Cipher.aes256Ccm,
  'AES-256-GCM': Cipher.aes256Gcm,
};

/** The signing algorithm of a number on the wire, MS-SMB2 2.2.3.1.7. */
export const signingAlgorithmOf = (number: number): SigningAlgorithm | undefined =>
  Object.values(signingNames).find((known) => known === number);

/** The cipher of a number on the wire, MS-SMB2 2.2.3.1.2. */
export const cipherOf = (number: number): number | undefined => Object.values(cipherNames).find((known) => known === number);
