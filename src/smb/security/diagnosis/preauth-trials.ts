import { signingKeysFrom } from '../keys.ts';
import { otherPreauths } from './preauth-chain.ts';
import { type SignedMessage, trials } from './signed-message.ts';
import type { Family, Trial } from './trial.ts';

function* otherHashes(m: SignedMessage): Generator<Trial> {
  const { origin } = m.channel;
  if (origin === null) return;
  for (const { cause, text, hash } of otherPreauths(m.pass, origin)) {
    const keys = origin.secrets.flatMap((secret) => signingKeysFrom(secret, origin.agreed, hash));
    yield* trials(m, { cause, text: `signed with a key from ${text}` }, { keys });
  }
}

export const preauthTrials: readonly Family<SignedMessage>[] = [
  { tried: 'preauthentication hashes without this or that message', trials: otherHashes },
];
