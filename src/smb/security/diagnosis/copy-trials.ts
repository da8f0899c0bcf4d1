import { SIGNATURE, type SigningAlgorithm, signatureOf } from '../../../crypto/signing.ts';
import type { Copies, Copy } from './copies.ts';
import { SIGNATURE_SIZE, type SignedMessage } from './signed-message.ts';
import type { Family, Trial } from './trial.ts';

export const otherCopies = 'its retransmissions';

/** The message as each of its retransmissions has it, and as all of them together do. */
export const copyTrials = (copies: Copies): Family<SignedMessage> => ({
  tried: otherCopies,
  *trials(m): Generator<Trial> {
    const from = m.pass.messages.offset(m.row);
    if (m.pass.messages.source[m.row] !== 0) return;
    const whole = Buffer.from(m.bytes);
    whole.set(m.signature, SIGNATURE);
    for (const some of versions(copies.within(m.pass.messages.unit[m.row]!, from, from + whole.length))) {
      const bytes = copies.applied(some, whole, from);
      for (const { key, algorithm } of m.keys)
        yield { cause: 'rewritten', text: textOf(copies, some), bytes: bytes.length, fits: () => verifies(bytes, key, algorithm) };
    }
  },
});

/** Each copy alone, then all. */
export const versions = (copies: readonly Copy[]): (readonly Copy[])[] => [
  ...copies.map((copy) => [copy]),
  ...(copies.length > 1 ? [copies] : []),
];

export function textOf(copies: Copies, some: readonly Copy[]): string {
  const frames = [...new Set(some.map(({ conflict }) => conflict.frame))];
  const first = copies.firstFrame(some[0]!);
  const those = frames.length === 1 ? `frame ${frames[0]}` : `frames ${frames.join(', ')}`;
  return `rewritten: what ${first === 0 ? 'came' : `frame ${first} brought`} first does not verify, the retransmission in ${those} does`;
}

function verifies(bytes: Buffer, key: Buffer, algorithm: SigningAlgorithm): boolean {
  return signatureOf(algorithm, key, bytes)?.equals(bytes.subarray(SIGNATURE, SIGNATURE + SIGNATURE_SIZE)) === true;
}
