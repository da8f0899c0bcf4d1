/** What was found out about a message's signature. */
export const Verdict = {
  /** Nothing to say: not signed, and that is right; or nothing was asked. */
  none: 0,
  ok: 1,
  bad: 2,
  /** An error response that carries its request's signature: some servers leave the request's header as it is. */
  echo: 3,
  /** Signed, and it could not be told; see Reason. */
  unverified: 4,
  /** Not signed although it had to be. */
  missing: 5,
  /** Signed in a session that has no key: of a guest, or of nobody. */
  needless: 6,
} as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/** Why a signature or a tag could not be verified. */
export const Reason = {
  none: 0,
  /** No key is known for the session. */
  noKey: 1,
  /** Not all of the message was captured. */
  truncated: 2,
  /** The session key is known, but a message that its keys are derived from is missing (MS-SMB2 3.1.4.2). */
  noPreauth: 3,
  /** Nothing was tried: the session's authentication comes later in the capture, or too many messages were before it. */
  tooEarly: 4,
  /** Keys were given, and none of them fits the session's authentication. */
  noneFits: 5,
} as const;
export type Reason = (typeof Reason)[keyof typeof Reason];

export const reasonTexts: readonly string[] = [
  '',
  'no key is known for the session',
  'the message was not captured in full',
  'a message before it, which its keys are derived from, is missing from the capture',
  'its session is authenticated only later in the capture',
  "none of the given keys fits its session's authentication",
];

/** A verdict and its reason as they are kept, in one byte. */
export const pack = (verdict: Verdict, reason: Reason = Reason.none): number => verdict | (reason << 4);
export const verdictOf = (packed: number): Verdict => (packed & 15) as Verdict;
export const reasonOf = (packed: number): Reason => (packed >> 4) as Reason;
export const verdictNames = Object.keys(Verdict) as readonly (keyof typeof Verdict)[];

const verdictTexts: readonly (string | undefined)[] = [
  undefined,
  'ok',
  'bad',
  'echo',
  'not verifiable',
  'not signed although required',
  'needless',
];

/** A verdict in words, with its reason; undefined for none. */
export function verdictText(packed: number): string | undefined {
  const verdict = verdictOf(packed);
  return verdict === Verdict.unverified ? `${verdictTexts[verdict]}: ${reasonTexts[reasonOf(packed)]}` : verdictTexts[verdict];
}
