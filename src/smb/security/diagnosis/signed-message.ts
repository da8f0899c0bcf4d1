import { Command } from '../../../../dissectors/smb2/header.ts';
import { gmacNonce, SIGNATURE, Signing, type SigningAlgorithm, signatureOfBytes } from '../../../crypto/signing.ts';
import { Flag, STATUS_SUCCESS } from '../../current.ts';
import type { Pass } from '../../pass.ts';
import type { Session } from '../../session.ts';
import { place, placeOf } from '../../sources.ts';
import type { Channel } from '../channel.ts';
import type { SessionSecurity } from '../key-ring.ts';
import type { SigningKey } from '../keys.ts';
import type { Cause, Trial } from './trial.ts';

export const SIGNATURE_SIZE = 16;
export const algorithms: readonly SigningAlgorithm[] = [Signing.hmacSha256, Signing.aesCmac, Signing.aesGmac];
/** Where no message has proven a key, so many of those that it may be are tried. */
const MAX_KEYS = 8;
const BINDING = 1;

/** A message whose signature is bad, with all that a trial may need. */
export interface SignedMessage {
  readonly pass: Pass;
  readonly row: number;
  readonly channel: Channel;
  readonly isResponse: boolean;
  /** The keys that should have made it. */
  readonly keys: readonly SigningKey[];
  /** From the SMB2 header on, the Signature field zeroed. */
  readonly bytes: Buffer;
  readonly signature: Buffer;
}

export function signedMessage(pass: Pass, row: number, channel: Channel): SignedMessage | null {
  const bytes = messageBytes(pass, row);
  if (bytes === null || bytes.length < SIGNATURE + SIGNATURE_SIZE) return null;
  const signature = Buffer.from(bytes.subarray(SIGNATURE, SIGNATURE + SIGNATURE_SIZE));
  bytes.fill(0, SIGNATURE, SIGNATURE + SIGNATURE_SIZE);
  const isResponse = (pass.messages.flags[row]! & Flag.response) !== 0;
  return { pass, row, channel, isResponse, keys: keysOf(pass, row, channel).slice(0, MAX_KEYS), bytes, signature };
}

/** The channel's; all that binds a channel but for the last response is under the session's (MS-SMB2 3.3.5.5.2). */
function keysOf({ messages: m }: Pass, row: number, channel: Channel): readonly SigningKey[] {
  const isLast = (m.flags[row]! & Flag.response) !== 0 && m.status[row] === STATUS_SUCCESS;
  const binds = m.command[row] === Command.SESSION_SETUP && (m.detail[row]! & BINDING) !== 0 && !isLast;
  return (binds ? securityOf(channel.session)?.signing : undefined) ?? channel.keys;
}

/** What is known of a session's keys, also on a connection that was never let into it. */
export const securityOf = (session: Session): SessionSecurity | null => session.security ?? session.elsewhere?.security ?? null;

/** A copy of a message's bytes, wherever it lies; null where not all of them are there. */
export function messageBytes(pass: Pass, row: number): Buffer | null {
  const { messages: m, units, capture } = pass;
  if (m.source[row] === 0) {
    const bytes = pass.bytesOf(row);
    return bytes === null ? null : Buffer.from(bytes);
  }
  const frame = capture.at(units.frame[m.unit[row]!]!);
  if (frame === undefined) return null;
  const { sources, source, start, captured } = placeOf(pass, row, place(pass, m.unit[row]!, frame));
  const from = start + m.offset(row);
  const { buffer, byteOffset } = sources[source]!.data;
  return from + m.length[row]! > captured ? null : Buffer.from(new Uint8Array(buffer, byteOffset + from, m.length[row]!).slice());
}

/** The bytes of a request's response, or of a response's request; null where there is none. */
export function pairBytes(pass: Pass, row: number): Buffer | null {
  const pair = pass.messages.pair[row]! - 1;
  return pair < 0 ? null : messageBytes(pass, pair);
}

/** What a sender may have done with the message before it signed. */
export interface Otherwise {
  readonly keys?: readonly SigningKey[];
  readonly bytes?: Buffer;
  readonly nonce?: Buffer;
}

/** Trials of one cause: one for each key. */
export function* trials(
  m: SignedMessage,
  cause: Cause,
  { keys = m.keys, bytes = m.bytes, nonce = gmacNonce(bytes) }: Otherwise,
): Generator<Trial> {
  for (const { key, algorithm } of keys) {
    if (key.length !== 16 && algorithm !== Signing.hmacSha256) continue;
    yield { ...cause, bytes: bytes.length, fits: () => signatureOfBytes(algorithm, key, nonce, bytes).equals(m.signature) };
  }
}
