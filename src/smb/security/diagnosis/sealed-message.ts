import { decryptTransform, encryptTransform, TRANSFORM_HEADER } from '../../../crypto/aead.ts';
import type { Pass } from '../../pass.ts';
import type { Connection, Session } from '../../session.ts';
import type { CipherKeys } from '../keys.ts';
import { messageBytes, securityOf } from './signed-message.ts';
import { isFromServer } from './tally.ts';
import type { Cause, Trial } from './trial.ts';

const TAG = 4;
const TAG_SIZE = 16;

/** A transform whose tag is bad, with all that a trial may need. */
export interface SealedMessage {
  readonly pass: Pass;
  readonly unit: number;
  readonly row: number;
  readonly connection: Connection;
  readonly session: Session;
  readonly isFromServer: boolean;
  /** The keys that should have been used. */
  readonly keys: readonly CipherKeys[];
  readonly header: Buffer;
  readonly encrypted: Buffer;
}

/** `session` is the one whose keys it should be under. */
export function sealedMessage(pass: Pass, unit: number, session: Session): SealedMessage | null {
  const row = pass.messages.firstOf(unit);
  const security = securityOf(session);
  const bytes = messageBytes(pass, row);
  if (bytes === null || security === null || bytes.length < TRANSFORM_HEADER) return null;
  return {
    pass,
    unit,
    row,
    connection: pass.connectionOf(row)!,
    session,
    isFromServer: isFromServer(pass, unit),
    keys: security.cipher === null ? security.ciphers : [security.cipher],
    header: bytes.subarray(0, TRANSFORM_HEADER),
    encrypted: bytes.subarray(TRANSFORM_HEADER),
  };
}

/** The key of the message's direction. */
export const keyOf = (m: SealedMessage, keys: CipherKeys): Buffer => (m.isFromServer ? keys.s2c : keys.c2s);

/** Whether a key opens a message. */
export const opens = (cipher: number, key: Buffer, header: Buffer, encrypted: Buffer): boolean =>
  decryptTransform(cipher, key, header, encrypted)?.isAuthentic === true;

/** What a sender may have done otherwise. */
export interface Otherwise {
  readonly keys?: readonly CipherKeys[];
  readonly header?: Buffer;
  readonly encrypted?: Buffer;
}

/** Trials of one cause: one for each key. */
export function* trials(
  m: SealedMessage,
  cause: Cause,
  { keys = m.keys, header = m.header, encrypted = m.encrypted }: Otherwise,
): Generator<Trial> {
  for (const one of keys) yield { ...cause, bytes: encrypted.length, fits: () => opens(one.cipher, keyOf(m, one), header, encrypted) };
}

/** The tag that the message should have with a key, and the one it has. */
export function tags(m: SealedMessage, keys: CipherKeys): { right: Buffer; given: Buffer } | null {
  const plain = decryptTransform(keys.cipher, keyOf(m, keys), m.header, m.encrypted)?.plain;
  const sealed = plain === undefined ? null : encryptTransform(keys.cipher, keyOf(m, keys), m.header, plain);
  return sealed === null ? null : { right: sealed.tag, given: m.header.subarray(TAG, TAG + TAG_SIZE) };
}
