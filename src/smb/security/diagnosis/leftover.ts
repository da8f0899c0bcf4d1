import type { Cause } from './trial.ts';

/** What is said when nothing fits, or nothing was tried. */
export const NOT_DIAGNOSED: Cause = { cause: 'not-diagnosed', text: 'no known key makes it; what it comes from was not looked into' };

export const WRONG_KEY: Cause = {
  cause: 'wrong-key',
  text: 'no message with this key is right: it is probably the wrong key',
  isOpen: true,
};

/** The key proves what one side sends and nothing of what the other does. */
export function wrongOnOneSide(isFromServer: boolean): Cause {
  const [right, wrong] = isFromServer ? ['client', 'server'] : ['server', 'client'];
  const text = `what the ${right} sends is right with this key, and nothing of what the ${wrong} sends: it has another key`;
  return { cause: 'wrong-key', text, isOpen: true };
}

/** The key is right, as `ok` other messages show. */
export function tampered(ok: number, was: 'signed' | 'encrypted'): Cause {
  const others = ok === 1 ? '1 other message of this side is' : `${ok} other messages of this side are`;
  return { cause: 'tampered', text: `changed after it was ${was}: ${others} right with the same key`, isOpen: true };
}

/** So little of the signature or the tag is wrong that it can't be chance. */
export function changedSignature(bytes: number, was: 'signed' | 'encrypted'): Cause {
  const some = bytes === 1 ? 'one byte of its Signature is' : `${bytes} bytes of its Signature are`;
  return { cause: 'tampered', text: `changed after it was ${was}: ${some} wrong` };
}
