import { gmacNonce, SIGNATURE, signatureOfBytes } from '../../../crypto/signing.ts';
import { bitTrials, difference, isNearly } from './bit-trials.ts';
import type { Copies } from './copies.ts';
import { copyTrials } from './copy-trials.ts';
import { keyTrials } from './key-trials.ts';
import { changedSignature, tampered, WRONG_KEY, wrongOnOneSide } from './leftover.ts';
import { messageTrials } from './message-trials.ts';
import { preauthTrials } from './preauth-trials.ts';
import { pairBytes, SIGNATURE_SIZE, type SignedMessage } from './signed-message.ts';
import type { Sides } from './tally.ts';
import { type Cause, type Found, orElse, tryAll, type Work } from './trial.ts';

/** Why a signature is bad; `sides` tells how the rest of its channel came out. */
export function signatureCause(m: SignedMessage, { own, other }: Sides, copies: Copies, work: Work): Found {
  const plain = plainCause(m);
  if (plain !== null) return { found: plain, tried: [] };
  const outcome = tryAll([copyTrials(copies), ...keyTrials, ...messageTrials, ...preauthTrials], m, work.trials);
  if (outcome.found !== null) return { found: outcome.found, tried: outcome.tried };
  own.inVain++;
  if (own.ok > 0) return orElse(outcome, tryAll(bitTrials, m, work.bits), tampered(own.ok, 'signed'));
  return { found: other.ok === 0 ? WRONG_KEY : wrongOnOneSide(m.isResponse), tried: outcome.tried };
}

/** What the signature itself shows. */
function plainCause(m: SignedMessage): Cause | null {
  const { signature } = m;
  if (signature.every((byte) => byte === 0))
    return { cause: 'zero-signature', text: 'it says that it is signed, and its Signature is zero' };
  const pair = pairBytes(m.pass, m.row);
  if (pair !== null && m.isResponse && signature.equals(pair.subarray(SIGNATURE, SIGNATURE + SIGNATURE_SIZE)))
    return { cause: 'copied-signature', text: "its Signature is its request's" };
  for (const { key, algorithm } of m.keys) {
    const right = signatureOfBytes(algorithm, key, gmacNonce(m.bytes), m.bytes);
    if (isNearly(right, signature)) return changedSignature(difference(right, signature), 'signed');
  }
  return null;
}
