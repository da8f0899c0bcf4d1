import { Protocol } from '../smb/columns.ts';
import { Flag } from '../smb/current.ts';
import { frameOf } from '../smb/facts.ts';
import { cipherNames, signingNames } from '../smb/keys/algorithms.ts';
import type { Pass } from '../smb/pass.ts';
import type { Channel } from '../smb/security/channel.ts';
import { diagnose } from '../smb/security/diagnosis.ts';
import type { Severity } from '../smb/security/findings.ts';
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

class Builder {
  private readonly pass: Pass;
  private readonly signatures: SignatureCounts = { signed: 0, ok: 0, bad: 0, echo: 0, unverified: 0, byAlgorithm: {} };
  private readonly sessions = new Map<Session, SessionVerdict>();
  private readonly findings: ReportedFinding[] = [];
  private readonly unknown = new Map<string, { row: number; count: number }>();

  constructor(pass: Pass) {
    this.pass = pass;
  }

  build(isAsked: (row: number) => boolean): Verification {
    const { messages: m, security } = this.pass;
    diagnose(this.pass);
    for (let row = 0; row < m.count; row++) if (m.protocol[row] === Protocol.smb2 && isAsked(row)) this.message(row);
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
    this.findings.sort((a, b) => a.message - b.message);
    return { signatures: this.signatures, encryption: this.encryption(), sessions: [...this.sessions.values()], findings: this.findings };
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
        const known = this.unknown.get(text);
        if (known === undefined) this.unknown.set(text, { row, count: 1 });
        else known.count++;
      }
    }
  }

  private session(session: Session, row: number): SessionVerdict {
    const connection = this.pass.connectionOf(row)!;
    let made = this.sessions.get(session);
    if (made === undefined) {
      const { identity, security } = session;
      const { dialect } = connection;
      const algorithm = security?.signing[0]?.algorithm ?? connection.agreed.signingAlgorithm;
      made = {
        sessionId: `0x${session.idHigh.toString(16).padStart(8, '0')}${session.idLow.toString(16).padStart(8, '0')}`,
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

  private encryption(): EncryptionCounts {
    const { counts, byCipher } = this.pass.security.transforms;
    const named = [...byCipher].map(([cipher, count]) => [nameIn(cipherNames, cipher), count] as const);
    return { transforms: counts.ok + counts.bad + counts.unverified, ...counts, byCipher: Object.fromEntries(named) };
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
