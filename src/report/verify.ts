import { Protocol } from '../smb/columns.ts';
import { Flag } from '../smb/current.ts';
import { frameOf } from '../smb/facts.ts';
import { cipherNames, signingNames } from '../smb/keys/algorithms.ts';
import type { Pass } from '../smb/pass.ts';
import type { Channel } from '../smb/security/channel.ts';
import { diagnose } from '../smb/security/diagnosis.ts';
import type { Severity } from '../smb/security/findings.ts';
import { Opened } from '../smb/security/transforms.ts';
import { reasonOf, reasonTexts, Verdict, verdictOf } from '../smb/security/verdict.ts';
import type { Session } from '../smb/session.ts';

export interface SignatureCounts {
  signed: number;
  ok: number;
  bad: number;
  echo: number;
  unverified: number;
  byAlgorithm: Record<string, number>;
}

export interface EncryptionCounts {
  transforms: number;
  ok: number;
  bad: number;
  unverified: number;
  byCipher: Record<string, number>;
}

/** A session on one connection. */
export interface ChannelVerdict {
  connection: string;
  signingAlgorithm: string;
  keySource: string;
  messages: number;
  ok: number;
  bad: number;
  echo: number;
  unverified: number;
  /** Frame of the first bad signature; 0 for none. */
  firstBad: number;
}

export interface SessionVerdict {
  sessionId: string;
  connections: string[];
  user: string;
  authentication: string;
  dialect: string;
  signingAlgorithm: string;
  cipher: string;
  keySource: string;
  channels: ChannelVerdict[];
}

export interface ReportedFinding {
  frame: number;
  message: number;
  kind: string;
  severity: Severity;
  text: string;
  spec: string;
  /** Of a bad signature or tag: what it comes from, as a word that stays the same, and what was looked at before that was said. */
  cause?: string;
  tried?: readonly string[];
}

export interface Verification {
  signatures: SignatureCounts;
  encryption: EncryptionCounts;
  sessions: SessionVerdict[];
  findings: ReportedFinding[];
}

/** What verification came to (the JSON of `verify`): counts, a row a session and channel, findings in the order of the capture. `isAsked` chooses messages. */
export function verification(pass: Pass, isAsked: (row: number) => boolean = () => true): Verification {
  return new Builder(pass).build(isAsked);
}

const unopenedTexts: Readonly<Record<number, string>> = {
  [Opened.noKey]: 'no key is known for the session',
  [Opened.truncated]: 'not all of it was captured',
  [Opened.noneFits]: 'none of the given keys fits its session',
};

function isAnyAsked(first: number, end: number, isAsked: (row: number) => boolean): boolean {
  for (let row = first; row < end; row++) if (isAsked(row)) return true;
  return false;
}

class Builder {
  private readonly pass: Pass;
  private readonly signatures: SignatureCounts = { signed: 0, ok: 0, bad: 0, echo: 0, unverified: 0, byAlgorithm: {} };
  private readonly sessions = new Map<Session, SessionVerdict>();
  private readonly findings: ReportedFinding[] = [];
  private readonly unknown = new Map<string, { row: number; count: number }>();
  private readonly unopened = new Map<string, { row: number; count: number }>();

  constructor(pass: Pass) {
    this.pass = pass;
  }

  build(isAsked: (row: number) => boolean): Verification {
    const { messages: m, security } = this.pass;
    diagnose(this.pass);
    for (let row = 0; row < m.count; row++) if (m.protocol[row] === Protocol.smb2 && isAsked(row)) this.message(row);
    const encryption = this.transforms(isAsked);
    for (const { row, kind, severity, text, spec, cause, tried } of security.findings.kept)
      if (row >= m.count || isAsked(row)) this.find(row, kind, severity, text, spec, { ...(cause && { cause }), ...(tried && { tried }) });
    for (const [text, { row, count }] of this.unknown)
      this.find(
        row,
        'not-verifiable',
        'note',
        `${count === 1 ? 'a signature' : `${count} signatures`} from here on can't be verified: ${text}`,
        'MS-SMB2 3.1.5.1',
      );
    for (const [text, { row, count }] of this.unopened)
      this.find(
        row,
        'not-decryptable',
        'note',
        `${count === 1 ? 'an encrypted message' : `${count} encrypted messages`} from here on can't be opened: ${text}`,
        'MS-SMB2 3.1.4.3',
      );
    this.findings.sort((a, b) => a.message - b.message);
    return { signatures: this.signatures, encryption, sessions: [...this.sessions.values()], findings: this.findings };
  }

  private message(row: number): void {
    const { messages: m, smb2 } = this.pass;
    if (m.session[row] === 0) {
      if ((m.flags[row]! & Flag.signed) !== 0 && m.source[row]! < 2) this.count(row, null, null);
      return;
    }
    const session = smb2.sessions[m.session[row]! - 1]!;
    const channel = this.pass.connectionOf(row)!.channels.get(session.row) ?? null;
    const verdict = this.session(session, row);
    const isCounted = (m.flags[row]! & Flag.signed) !== 0 && m.source[row]! < 2;
    if (isCounted) this.count(row, channel, this.channel(verdict, channel, row));
  }

  private count(row: number, channel: Channel | null, on: ChannelVerdict | null): void {
    const { messages: m } = this.pass;
    const packed = m.verdict[row]!;
    const s = this.signatures;
    s.signed++;
    if (on !== null) on.messages++;
    switch (verdictOf(packed)) {
      case Verdict.ok: {
        s.ok++;
        if (on !== null) on.ok++;
        const name = nameIn(signingNames, channel?.key?.algorithm);
        s.byAlgorithm[name] = (s.byAlgorithm[name] ?? 0) + 1;
        return;
      }
      case Verdict.bad:
        s.bad++;
        if (on !== null && on.bad++ === 0) on.firstBad = frameOf(this.pass, row);
        return;
      case Verdict.echo:
        s.echo++;
        if (on !== null) on.echo++;
        return;
      default: {
        s.unverified++;
        if (on !== null) on.unverified++;
        const text = reasonTexts[reasonOf(packed)] || 'its session is of a guest or of nobody, and has no key';
        this.cannot(this.unknown, text, row);
      }
    }
  }

  private session(session: Session, row: number): SessionVerdict {
    const connection = this.pass.connectionOf(row)!;
    let made = this.sessions.get(session);
    if (made === undefined) {
      const { security } = session;
      const identity = session.identity ?? session.elsewhere?.identity ?? null;
      const { dialect } = connection;
      const algorithm = security?.signing[0]?.algorithm ?? connection.agreed.signingAlgorithm;
      made = {
        sessionId: session.id,
        connections: [],
        user: identity === null ? '' : identity.domain === '' ? identity.user : `${identity.domain}\\${identity.user}`,
        authentication: identity?.kind ?? '',
        dialect: dialect === 0 ? '' : `0x${dialect.toString(16).padStart(4, '0')}`,
        signingAlgorithm: algorithm === undefined ? '' : nameIn(signingNames, algorithm),
        cipher: nameIn(cipherNames, security?.cipher?.cipher ?? (connection.agreed.cipher || undefined)),
        keySource: security?.cipher?.source ?? '',
        channels: [],
      };
      this.sessions.set(session, made);
    }
    if (!made.connections.includes(connection.name)) made.connections.push(connection.name);
    const key = connection.channels.get(session.row)?.key;
    if (made.keySource === '' && key !== undefined && key !== null) made.keySource = key.source;
    return made;
  }

  private channel(session: SessionVerdict, channel: Channel | null, row: number): ChannelVerdict {
    const connection = this.pass.connectionOf(row)!.name;
    let made = session.channels.find((c) => c.connection === connection);
    if (made === undefined) {
      const key = channel?.key ?? channel?.candidates[0];
      const counts = { messages: 0, ok: 0, bad: 0, echo: 0, unverified: 0, firstBad: 0 };
      made = { connection, signingAlgorithm: nameIn(signingNames, key?.algorithm), keySource: channel?.key?.source ?? '', ...counts };
      session.channels.push(made);
    }
    return made;
  }

  private transforms(isAsked: (row: number) => boolean): EncryptionCounts {
    const { units, messages, security } = this.pass;
    const counts: EncryptionCounts = { transforms: 0, ok: 0, bad: 0, unverified: 0, byCipher: {} };
    for (let unit = 0; unit < units.count; unit++) {
      const opened = units.opened[unit]!;
      if (opened === 0 || !isAnyAsked(messages.firstOf(unit), messages.firstOf(unit + 1), isAsked)) continue;
      counts.transforms++;
      if (opened === Opened.ok) {
        counts.ok++;
        const name = nameIn(cipherNames, security.transforms.cipherOf(unit));
        counts.byCipher[name] = (counts.byCipher[name] ?? 0) + 1;
      } else if (opened === Opened.bad) {
        counts.bad++;
        const row = messages.firstOf(unit);
        const isSaid = security.findings.kept.some((f) => f.row === row && f.severity === 'error');
        if (!isSaid)
          this.find(row, 'tag-bad', 'error', 'its authentication tag is wrong: it is not what its sender encrypted', 'MS-SMB2 3.1.4.3');
      } else {
        counts.unverified++;
        this.cannot(this.unopened, unopenedTexts[opened]!, messages.firstOf(unit));
      }
    }
    return counts;
  }

  private cannot(known: Map<string, { row: number; count: number }>, text: string, row: number): void {
    const same = known.get(text);
    if (same === undefined) known.set(text, { row, count: 1 });
    else same.count++;
  }

  private find(
    row: number,
    kind: string,
    severity: Severity,
    text: string,
    spec: string,
    why: Pick<ReportedFinding, 'cause' | 'tried'> = {},
  ): void {
    const isThere = row < this.pass.messages.count;
    this.findings.push({
      frame: isThere ? frameOf(this.pass, row) : 0,
      message: isThere ? row + 1 : 0,
      kind,
      severity,
      text,
      spec,
      ...why,
    });
  }
}

export const nameIn = (names: Readonly<Record<string, number>>, value: number | undefined): string =>
  value === undefined ? '' : (Object.keys(names).find((name) => names[name] === value) ?? `0x${value.toString(16)}`);
