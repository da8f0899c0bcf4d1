import { cipherNames, signingNames } from '../keys/algorithms.ts';
import type { Findings, Severity } from './findings.ts';
import type { Introduction, Negotiation } from './negotiation.ts';

const DIALECT_311 = 0x0311;
const WILDCARD = 0x02ff;
const UNCHOSEN = 0;

type Answer = NonNullable<Negotiation['answer']>;
type Offer = Negotiation['offer'];

/** One thing that a NEGOTIATE Response may have wrong: what it says then, or null. */
interface Rule {
  readonly kind: string;
  readonly severity: Severity;
  readonly spec: string;
  readonly says: (answer: Answer, offer: Offer) => string | null;
}

const hex = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;
const named = (names: Readonly<Record<string, number>>, value: number): string =>
  Object.keys(names).find((name) => names[name] === value) ?? hex(value);
const highest = (dialects: readonly number[]): number => Math.max(0, ...dialects.filter((d) => d !== WILDCARD));
const chosen = (list: readonly number[] | undefined): number | undefined => list?.[0];
const is311 = ({ dialects }: Answer): boolean => dialects[0] === DIALECT_311;

/** Says so where what was chosen is not among what was offered. */
function unoffered(
  what: string,
  choice: number | undefined,
  offered: readonly number[] | undefined,
  name: (value: number) => string,
): string | null {
  if (choice === undefined || offered?.includes(choice) === true) return null;
  return `the server chose the ${what} ${name(choice)}, which the client did not offer`;
}

const answerRules: readonly Rule[] = [
  {
    kind: 'negotiate-not-offered',
    severity: 'error',
    spec: 'MS-SMB2 3.2.5.2',
    says: ({ dialects: [dialect] }, offer) => (dialect === WILDCARD ? null : unoffered('dialect', dialect, offer.dialects, hex)),
  },
  {
    kind: 'negotiate-not-offered',
    severity: 'error',
    spec: 'MS-SMB2 3.2.5.2',
    says: ({ ciphers }, offer) =>
      chosen(ciphers) === UNCHOSEN ? null : unoffered('cipher', chosen(ciphers), offer.ciphers, (c) => named(cipherNames, c)),
  },
  {
    kind: 'negotiate-not-offered',
    severity: 'error',
    spec: 'MS-SMB2 3.2.5.2',
    says: ({ signing }, offer) => unoffered('signing algorithm', chosen(signing), offer.signing, (s) => named(signingNames, s)),
  },
  {
    kind: 'negotiate-context-missing',
    severity: 'error',
    spec: 'MS-SMB2 3.2.5.2',
    says: (answer) =>
      is311(answer) && answer.hashes === undefined
        ? 'the server chose 3.1.1 and answers without SMB2_PREAUTH_INTEGRITY_CAPABILITIES'
        : null,
  },
  {
    kind: 'negotiate-context-missing',
    severity: 'warning',
    spec: 'MS-SMB2 3.3.5.4',
    says: (answer, offer) =>
      is311(answer) && answer.ciphers === undefined && offer.ciphers !== undefined
        ? 'the client offered ciphers, and the server answers without SMB2_ENCRYPTION_CAPABILITIES'
        : null,
  },
];

/** A NEGOTIATE Response against its request. */
export function negotiated({ offer, answer }: Negotiation, findings: Findings): void {
  if (answer === null) return;
  for (const { kind, severity, spec, says } of answerRules) {
    const text = says(answer, offer);
    if (text !== null) findings.add({ row: answer.row, kind, severity, text, spec });
  }
}

const FIELDS = ['Capabilities', 'Guid', 'SecurityMode'] as const;

/** A VALIDATE_NEGOTIATE_INFO against the NEGOTIATE of the same side: where they differ somebody changed one of them. */
export function validated(said: Introduction, before: Introduction, isResponse: boolean, findings: Findings): void {
  const differing: string[] = FIELDS.filter((name) => said[name] !== before[name]);
  if (said.dialects.join() !== before.dialects.join()) differing.push(isResponse ? 'Dialect' : 'Dialects');
  if (differing.length === 0) return;
  const text = `${differing.join(', ')} of VALIDATE_NEGOTIATE_INFO ${differing.length === 1 ? 'is' : 'are'} not what NEGOTIATE said: one of the two was changed on the way`;
  const spec = isResponse ? 'MS-SMB2 3.2.5.14.12' : 'MS-SMB2 3.3.5.15.12';
  findings.add({ row: said.row, kind: 'validate-negotiate', severity: 'error', text, spec });
}

/** An answer to VALIDATE_NEGOTIATE_INFO that nothing protects. */
export function validatedInClear(row: number, findings: Findings): void {
  const text = 'an answer to VALIDATE_NEGOTIATE_INFO that is neither signed nor encrypted';
  findings.add({ row, kind: 'validate-negotiate', severity: 'error', text, spec: 'MS-SMB2 3.2.5.14.12' });
}

/** Over all connections of the capture: those that agreed on less than the same two could, and those that were never validated. */
export function downgrades(all: readonly Negotiation[], findings: Findings): void {
  const byServer = new Map<string, Set<number>>();
  const byClient = new Map<string, number>();
  for (const { offer, answer } of all) {
    byClient.set(offer.Guid, Math.max(byClient.get(offer.Guid) ?? 0, highest(offer.dialects)));
    if (answer === null) continue;
    const known = byServer.get(answer.Guid);
    if (known === undefined) byServer.set(answer.Guid, new Set(answer.dialects));
    else for (const dialect of answer.dialects) known.add(dialect);
  }
  for (const negotiation of all) {
    const { offer, answer } = negotiation;
    if (answer === null || answer.dialects[0] === WILDCARD) continue;
    const dialect = answer.dialects[0]!;
    const common = highest(offer.dialects.filter((d) => byServer.get(answer.Guid)!.has(d)));
    if (common > dialect) {
      const text = `the server chose dialect ${hex(dialect)}; the client offered ${hex(common)}, which the same server agrees on elsewhere in the capture`;
      findings.add({ row: answer.row, kind: 'downgrade', severity: 'warning', text, spec: 'MS-SMB2 3.3.5.4' });
    }
    const offers = highest(offer.dialects);
    const elsewhere = byClient.get(offer.Guid)!;
    if (elsewhere > offers && offer.Guid !== NO_GUID) {
      const text = `the client offers dialects up to ${hex(offers)} here, and up to ${hex(elsewhere)} elsewhere in the capture`;
      findings.add({ row: offer.row, kind: 'downgrade', severity: 'note', text, spec: 'MS-SMB2 3.2.4.2.2.2' });
    }
    unvalidated(negotiation, findings);
  }
}

const NO_GUID = '00000000-0000-0000-0000-000000000000';

function unvalidated({ answer, isValidated, connectedBy, goesOn, isBlind }: Negotiation, findings: Findings): void {
  if (!needsValidation(answer!.dialects[0]!) || connectedBy === 0 || !goesOn || isValidated || isBlind) return;
  const text = `dialect ${hex(answer!.dialects[0]!)}, and no VALIDATE_NEGOTIATE_INFO after the first share was connected: a downgrade would not be noticed`;
  findings.add({ row: connectedBy - 1, kind: 'not-validated', severity: 'note', text, spec: 'MS-SMB2 3.2.5.5' });
}

/** Dialects whose negotiation nothing else protects, and whose clients do so by themselves. */
export const needsValidation = (dialect: number): boolean => dialect === 0x0300 || dialect === 0x0302;
