import { Header } from '../../../../dissectors/smb2/header.ts';
import { SIGNATURE } from '../../../crypto/signing.ts';
import { HEADER_SIZE } from '../../current.ts';
import { SIGNATURE_SIZE, type SignedMessage, trials } from './signed-message.ts';
import type { Family, Trial } from './trial.ts';

const MAX_SIZE = 512;
const MAX_WRONG = 2;

/** A message of few bytes of which one bit was turned: each in its turn is turned back. */
function* singleBits(m: SignedMessage): Generator<Trial> {
  if (m.bytes.length > MAX_SIZE) return;
  for (let at = 0; at < m.bytes.length; at++) {
    if (at >= SIGNATURE && at < SIGNATURE + SIGNATURE_SIZE) continue;
    for (let bit = 0; bit < 8; bit++) {
      const bytes = Buffer.from(m.bytes);
      bytes[at]! ^= 1 << bit;
      yield* trials(m, { cause: 'tampered', text: `changed after it was signed: bit ${bit} of ${placeOf(at)} was turned over` }, { bytes });
    }
  }
}

/** A byte by where it lies: `byte 2 of its MessageId`, `byte 12 of its body`. */
export function placeOf(at: number): string {
  if (at >= HEADER_SIZE) return `byte ${at - HEADER_SIZE} of its body`;
  let field = '';
  let start = 0;
  for (const [name, offset] of Object.entries(Header.at)) if (offset <= at && offset >= start) [field, start] = [name, offset];
  return `byte ${at - start} of its ${field}`;
}

/** How many bytes two signatures or tags differ in. */
export const difference = (a: Uint8Array, b: Uint8Array): number => a.reduce((count, byte, i) => count + (byte === b[i] ? 0 : 1), 0);

/** Whether that is so few that it can't be chance. */
export const isNearly = (a: Uint8Array, b: Uint8Array): boolean => difference(a, b) <= MAX_WRONG;

export const bitTrials: readonly Family<SignedMessage>[] = [{ tried: 'each bit turned over', trials: singleBits }];
