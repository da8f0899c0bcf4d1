import { difference, isNearly } from './bit-trials.ts';
import type { Copies } from './copies.ts';
import { changedSignature, tampered, WRONG_KEY, wrongOnOneSide } from './leftover.ts';
import { type SealedMessage, tags } from './sealed-message.ts';
import { tagBitTrials, tagTrials } from './tag-trials.ts';
import type { Sides } from './tally.ts';
import { type Found, orElse, tryAll, type Work } from './trial.ts';

/** Why a tag is bad; `sides` tells how the rest of its session came out. */
export function tagCause(m: SealedMessage, { own, other }: Sides, copies: Copies, work: Work): Found {
  const outcome = tryAll(tagTrials(copies), m, work.trials);
  if (outcome.found !== null) return { found: outcome.found, tried: outcome.tried };
  own.inVain++;
  if (own.ok === 0) return { found: other.ok === 0 ? WRONG_KEY : wrongOnOneSide(m.isFromServer), tried: outcome.tried };
  const tag = m.keys[0] === undefined ? null : tags(m, m.keys[0]);
  if (tag !== null && isNearly(tag.right, tag.given))
    return { found: changedSignature(difference(tag.right, tag.given), 'encrypted'), tried: outcome.tried };
  return orElse(outcome, tryAll(tagBitTrials, m, work.bits), tampered(own.ok, 'encrypted'));
}
