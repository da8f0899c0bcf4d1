import { Signing, type SigningAlgorithm } from '../../crypto/signing.ts';
import { applicationKey, encryptionKeys, signingKey } from '../../crypto/smb2-kdf.ts';
import type { SessionKeys } from '../keys/material.ts';

const DIALECT_300 = 0x0300;
const DIALECT_311 = 0x0311;
const AES_128_CCM = 1;

/** What keys are derived from besides the session key: what the connection agreed on. */
export interface Agreement {
  /** DialectRevision; 0 unknown. */
  readonly dialect: number;
  /** SigningAlgorithmId and cipher id of a 3.1.1 NEGOTIATE; undefined where it said nothing, cipher 0 for none. */
  readonly signingAlgorithm: number | undefined;
  readonly cipher: number | undefined;
}

/** A key that may have signed, and where it comes from. */
export interface SigningKey {
  readonly key: Buffer;
  readonly algorithm: SigningAlgorithm;
  readonly source: string;
  /** What it is derived from, where that is known. */
  readonly sessionKey: Buffer | undefined;
  /** It was given for the session, and nothing in the authentication says that it is the right one. */
  readonly isGiven: boolean;
}

/** Keys that may have encrypted, by direction. */
export interface CipherKeys {
  readonly c2s: Buffer;
  readonly s2c: Buffer;
  readonly cipher: number;
  readonly source: string;
  readonly sessionKey: Buffer | undefined;
  readonly isGiven: boolean;
}

/** A key for the protocols inside a session. */
export interface ApplicationKey {
  readonly key: Buffer;
  readonly sessionKey: Buffer | undefined;
}

/** A session key and what it was found by: `password of alice`, `keytab`, `session key`. */
export interface SessionSecret {
  readonly key: Buffer;
  /** Encryption type of Kerberos. */
  readonly type?: number;
  readonly source: string;
  readonly isGiven: boolean;
}

/** What the keys of a session or a channel were derived from: secrets, an agreement, and messages by their rows. */
export interface Origin {
  readonly secrets: readonly SessionSecret[];
  readonly agreed: Agreement;
  /** NEGOTIATE Request and Response; those before them on the connection; SESSION_SETUP Requests and Responses up to the last. */
  readonly negotiation: readonly number[];
  readonly earlier: readonly number[];
  readonly setup: readonly number[];
}

/** The algorithms that a dialect signs with when the connection does not say (MS-SMB2 3.1.4.1); all where that is unknown too. */
export function algorithmsOf({ dialect, signingAlgorithm }: Agreement): readonly SigningAlgorithm[] {
  if (signingAlgorithm !== undefined) return [signingAlgorithm as SigningAlgorithm];
  if (dialect === 0) return [Signing.aesGmac, Signing.aesCmac, Signing.hmacSha256];
  return [dialect < DIALECT_300 ? Signing.hmacSha256 : Signing.aesCmac];
}

/** The ciphers to try: before 3.1.1 there is one. */
export function ciphersOf({ dialect, cipher }: Agreement): readonly number[] {
  if (cipher !== undefined) return cipher === 0 ? [] : [cipher];
  if (dialect === 0 || dialect === DIALECT_311) return [2, 1, 4, 3];
  return [AES_128_CCM];
}

/** Whether keys of the dialect depend on the messages before them. */
export const needsPreauth = (dialect: number): boolean => dialect === DIALECT_311;

/** Signing keys from a session key; none where the preauthentication hash that they need is missing. */
export function signingKeysFrom(secret: SessionSecret, agreed: Agreement, preauth: Buffer | null): SigningKey[] {
  if (agreed.dialect === 0 || (needsPreauth(agreed.dialect) && preauth === null)) return [];
  const key = signingKey(agreed.dialect, secret.key, preauth ?? Buffer.alloc(0));
  return algorithmsOf(agreed).map((algorithm) => ({
    key,
    algorithm,
    source: secret.source,
    sessionKey: secret.key,
    isGiven: secret.isGiven,
  }));
}

export function cipherKeysFrom(secret: SessionSecret, agreed: Agreement, preauth: Buffer | null): CipherKeys[] {
  if (agreed.dialect < DIALECT_300 || (needsPreauth(agreed.dialect) && preauth === null)) return [];
  return ciphersOf(agreed).flatMap((cipher) => {
    const keys = encryptionKeys(agreed.dialect, cipher, secret.key, preauth ?? Buffer.alloc(0));
    return keys === null ? [] : [{ ...keys, cipher, source: secret.source, sessionKey: secret.key, isGiven: secret.isGiven }];
  });
}

export function applicationKeysFrom(secret: SessionSecret, agreed: Agreement, preauth: Buffer | null): ApplicationKey[] {
  if (agreed.dialect === 0 || (needsPreauth(agreed.dialect) && preauth === null)) return [];
  return [{ key: applicationKey(agreed.dialect, secret.key, preauth ?? Buffer.alloc(0)), sessionKey: secret.key }];
}

/** What a given session says, where the capture lacks the negotiation. */
export const completed = (agreed: Agreement, given: SessionKeys): Agreement => ({
  dialect: agreed.dialect || (given.dialect ?? 0),
  signingAlgorithm: agreed.dialect !== 0 ? agreed.signingAlgorithm : given.signingAlgorithm,
  cipher: agreed.dialect !== 0 ? agreed.cipher : given.cipher,
});

/** The derived signing keys that were given for a session itself. */
export function givenSigningKeys(given: SessionKeys, agreed: Agreement): SigningKey[] {
  const { signingKey: key, sessionKey } = given;
  if (key === undefined) return [];
  return algorithmsOf(completed(agreed, given)).map((algorithm) => ({ key, algorithm, source: 'signing key', sessionKey, isGiven: true }));
}

/** The same for a channel that was bound to it; `connection` as in ChannelKeys. */
export function givenChannelKeys(given: SessionKeys, connection: string, agreed: Agreement): SigningKey[] {
  return given.channels
    .filter((c) => c.connection === connection)
    .flatMap((c) => {
      const algorithms =
        agreed.dialect === 0 && c.signingAlgorithm !== undefined ? [c.signingAlgorithm] : algorithmsOf(completed(agreed, given));
      return algorithms.map((algorithm) => ({
        key: c.signingKey,
        algorithm,
        source: 'channel signing key',
        sessionKey: undefined,
        isGiven: true,
      }));
    });
}

export function givenCipherKeys(given: SessionKeys, agreed: Agreement): CipherKeys[] {
  const { encryptionKeyC2S: c2s, encryptionKeyS2C: s2c, sessionKey } = given;
  if (c2s === undefined || s2c === undefined) return [];
  const size = c2s.length;
  const fits = (cipher: number) => (cipher >= 3 ? 32 : 16) === size;
  return ciphersOf(completed(agreed, given))
    .filter(fits)
    .map((cipher) => ({ c2s, s2c, cipher, source: 'encryption keys', sessionKey, isGiven: true }));
}
