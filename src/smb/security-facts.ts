import type { SecurityFacts } from '../../dissectors/facts.ts';
import { Protocol } from './columns.ts';
import { frameOf } from './facts.ts';
import type { Pass } from './pass.ts';
import type { Mic } from './security/authentication.ts';
import { Opened, openedText } from './security/transforms.ts';
import { Verdict, verdictNames, verdictOf, verdictText } from './security/verdict.ts';
import type { Session } from './session.ts';

/** What the pass found out about a message's signature and about who sent it, looked up when it is asked for. */
export class SecurityOf implements SecurityFacts {
  private readonly pass: Pass;
  private readonly row: number;
  /** Null until it is asked for. */
  private found: Session['authentications'][number] | undefined | null = null;

  constructor(pass: Pass, row: number) {
    this.pass = pass;
    this.row = row;
  }

  get goodSignature(): string | undefined {
    return this.is(Verdict.ok) ? 'Good signature' : undefined;
  }

  get badSignature(): string | undefined {
    return this.is(Verdict.bad) ? 'Bad signature' : undefined;
  }

  get verdict(): string | undefined {
    return verdictText(this.packed);
  }

  get keySource(): string | undefined {
    const { messages, smb2 } = this.pass;
    const session = messages.session[this.row]!;
    if (session === 0 || !this.is(Verdict.ok)) return undefined;
    return this.pass.connectionOf(this.row)?.channels.get(smb2.sessions[session - 1]!.row)?.key?.source;
  }

  get account(): string | undefined {
    return this.authentication?.identity.user || undefined;
  }

  get domain(): string | undefined {
    return this.authentication?.identity.domain || undefined;
  }

  get host(): string | undefined {
    return this.authentication?.identity.host || undefined;
  }

  get authenticatedIn(): number | undefined {
    const row = this.authentication?.row;
    if (row === undefined) return undefined;
    const request = row === this.row ? this.pass.messages.pair[row]! - 1 : row;
    return request < 0 ? undefined : frameOf(this.pass, request);
  }

  get mic(): string | undefined {
    return this.micVerdict('MIC');
  }

  get mechListMic(): string | undefined {
    return this.micVerdict('mechListMIC');
  }

  private micVerdict(name: Mic['name']): string | undefined {
    const found = this.pass.security.mics.get(this.row)?.find((mic) => mic.name === name);
    return found === undefined ? undefined : found.isOk ? 'ok' : 'bad';
  }

  private is(verdict: Verdict): boolean {
    return verdictOf(this.packed) === verdict;
  }

  private get packed(): number {
    return this.pass.messages.verdict[this.row]!;
  }

  private get authentication(): Session['authentications'][number] | undefined {
    if (this.found === null) this.found = this.latest();
    return this.found;
  }

  /** The latest authentication of the session, this message's included. */
  private latest(): Session['authentications'][number] | undefined {
    const { messages, smb2 } = this.pass;
    const row = messages.session[this.row]!;
    if (row === 0) return undefined;
    const session = smb2.sessions[row - 1]!;
    return (session.elsewhere ?? session).authentications.findLast((a) => a.row <= this.row);
  }
}

/** What became of a unit's transform; undefined where nobody asked. */
export function transformVerdict(pass: Pass, unit: number): string | undefined {
  return pass.security.isOn ? openedText(pass.units.opened[unit]!) : undefined;
}

/** Said of a unit that is a transform whose tag is wrong. */
export const badTag = ({ units }: Pass, unit: number): string | undefined => (units.opened[unit] === Opened.bad ? 'Bad tag' : undefined);

/** What is wrong with a message's signature or tag, for the end of a line; empty when nothing is, or nobody asked. */
export function complaint(pass: Pass, row: number): string {
  const { messages: m } = pass;
  switch (verdictOf(m.verdict[row]!)) {
    case Verdict.bad:
      return ' [bad signature]';
    case Verdict.echo:
      return ' [signature of its request]';
    case Verdict.missing:
      return ' [not signed]';
    default:
      return m.protocol[row] === Protocol.encrypted && badTag(pass, m.unit[row]!) !== undefined ? ' [tag wrong]' : '';
  }
}

/** One word on whether a message is what its sender wrote, by its signature or by its transform's tag; empty where nobody asked. */
export function verdictWord(pass: Pass, row: number): string {
  const { messages: m, units, security } = pass;
  if (!security.isOn) return '';
  const verdict = verdictOf(m.verdict[row]!);
  if (verdict !== Verdict.none) return verdictNames[verdict]!;
  const opened = units.opened[m.unit[row]!]!;
  return opened === 0 ? '' : opened === Opened.ok ? 'ok' : opened === Opened.bad ? 'bad' : 'unverified';
}
