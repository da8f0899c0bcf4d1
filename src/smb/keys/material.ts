import type { KeytabEntry } from '../../crypto/kerberos/keytab.ts';
import type { SigningAlgorithm } from '../../crypto/signing.ts';

/** The signing key of a channel that a session was bound to. */
export interface ChannelKeys {
  /** As `192.0.2.10:50002->192.0.2.20:445`, the client first. */
  connection: string;
  signingKey: Buffer;
  signingAlgorithm?: SigningAlgorithm;
}

/** What is given of one session; a part that is missing is derived from the others where that is possible. */
export interface SessionKeys {
  /** 16 lower-case hex digits, the most significant first: as a number, not as on the wire. */
  sessionId: string;
  /** Session.FullSessionKey, or as much of it as the source knew: 16 bytes at least in all but old LM and DES sessions. */
  sessionKey?: Buffer;
  signingKey?: Buffer;
  applicationKey?: Buffer;
  /** The client's EncryptionKey (16 or 32 bytes), which is the server's DecryptionKey. */
  encryptionKeyC2S?: Buffer;
  encryptionKeyS2C?: Buffer;
  /** DialectRevision, SigningAlgorithmId and cipher id, where the capture lacks the negotiation. */
  dialect?: number;
  signingAlgorithm?: SigningAlgorithm;
  cipher?: number;
  channels: ChannelKeys[];
}

/** Who may have logged on: with a password or an NT hash (16 bytes). */
export interface Credential {
  user: string;
  domain?: string;
  password?: string;
  ntHash?: Buffer;
}

/** All keys that were given, from the command line and from files. The same session may be there several times. */
export interface KeyMaterial {
  sessions: SessionKeys[];
  credentials: Credential[];
  keytab: KeytabEntry[];
}

/** The text by which a session is known here, from the halves of its id. */
export const sessionIdOf = (low: number, high: number): string =>
  (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0');

/** The same from its 8 bytes as on the wire, the least significant first. */
export const sessionIdOfWire = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 8)).reverse().toString('hex');

export const noKeys = (): KeyMaterial => ({ sessions: [], credentials: [], keytab: [] });

/** All of it in order, what is said twice once: earlier is stronger. */
export function mergeKeys(...parts: readonly KeyMaterial[]): KeyMaterial {
  return {
    sessions: distinct(parts.flatMap((part) => part.sessions)),
    credentials: distinct(parts.flatMap((part) => part.credentials)),
    keytab: distinct(parts.flatMap((part) => part.keytab)),
  };
}

function distinct<T>(items: readonly T[]): T[] {
  const seen = new Map<string, T>();
  for (const item of items) {
    const text = JSON.stringify(item);
    if (!seen.has(text)) seen.set(text, item);
  }
  return [...seen.values()];
}
