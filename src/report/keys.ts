import { cipherNames, signingNames } from '../smb/keys/algorithms.ts';
import type { Pass } from '../smb/pass.ts';
import type { Channel } from '../smb/security/channel.ts';
import type { SigningKey } from '../smb/security/keys.ts';
import type { Session } from '../smb/session.ts';
import { nameIn } from './verify.ts';

/** What is known of a session's keys; the keys themselves, in hex, only where they were asked for. A keys file for `--keys` then. */
export interface SessionKeyReport {
  sessionId: string;
  user: string;
  authentication: string;
  dialect: string;
  signingAlgorithm: string;
  cipher: string;
  /** What the keys were found by; empty for none. */
  source: string;
  /** What is proven of them, and what stands in the way. */
  notes: string[];
  sessionKey?: string;
  signingKey?: string;
  applicationKey?: string;
  encryptionKeyC2S?: string;
  encryptionKeyS2C?: string;
  boundChannels: { connection: string; signingAlgorithm: string; source: string; channelSigningKey?: string }[];
}

/** A row for each session in the order in which they were met; with `isAsked`, for those that have such a message. */
export function sessionKeys(pass: Pass, showsSecrets: boolean, isAsked?: (row: number) => boolean): SessionKeyReport[] {
  const { sessions } = pass.smb2;
  const wanted = isAsked === undefined ? null : sessionsOf(pass, isAsked);
  return sessions.filter((s) => s.elsewhere === null && (wanted === null || wanted.has(s))).map((s) => report(pass, s, showsSecrets));
}

/** The sessions of messages, and of transforms that were not opened. */
function sessionsOf({ messages: m, units, smb2 }: Pass, isAsked: (row: number) => boolean): Set<Session> {
  const found = new Set<Session>();
  for (let row = 0; row < m.count; row++) {
    const session = smb2.sessions[(m.session[row]! || units.session[m.unit[row]!]!) - 1];
    if (session !== undefined && isAsked(row)) found.add(session.elsewhere ?? session);
  }
  return found;
}

function report(pass: Pass, session: Session, showsSecrets: boolean): SessionKeyReport {
  const { security, identity } = session;
  const all = pass.security.ring.channels.filter((c) => c.session === session);
  // A channel that was bound has a key of its own from then on.
  const channels = all.filter((c) => c.connection.channels.get(session.row) === c);
  const main = channels[0];
  const agreed = main?.connection.agreed;
  const signing = main?.key ?? security?.signing[0];
  const cipher = security?.cipher ?? security?.ciphers[0];
  const made: SessionKeyReport = {
    sessionId: session.id,
    user: identity === null ? '' : identity.domain === '' ? identity.user : `${identity.domain}\\${identity.user}`,
    authentication: identity?.kind ?? '',
    dialect: agreed === undefined || agreed.dialect === 0 ? '' : `0x${agreed.dialect.toString(16).padStart(4, '0')}`,
    signingAlgorithm: nameIn(signingNames, signing?.algorithm),
    cipher: nameIn(cipherNames, cipher?.cipher),
    source: main?.key?.source ?? security?.cipher?.source ?? security?.secrets[0]?.source ?? '',
    notes: notes(session, all),
    boundChannels: channels.slice(1).map((c) => ({
      connection: c.connection.name,
      signingAlgorithm: nameIn(signingNames, (c.key ?? c.candidates[0])?.algorithm),
      source: c.key?.source ?? '',
      ...(showsSecrets && c.key !== null ? { channelSigningKey: c.key.key.toString('hex') } : {}),
    })),
  };
  return showsSecrets ? { ...made, ...secretsOf(session, main?.key ?? null) } : made;
}

/** The keys that are proven, and those that belong to the same session key; the first ones where none is. */
function secretsOf({ security }: Session, proven: SigningKey | null): Partial<SessionKeyReport> {
  if (security === null) return {};
  const known = proven ?? security.cipher;
  const sessionKey = known === null ? security.secrets[0]?.key : known.sessionKey;
  const isSame = (k: { sessionKey: Buffer | undefined }) => sessionKey !== undefined && k.sessionKey?.equals(sessionKey) === true;
  const signing = proven ?? security.signing.find(isSame) ?? security.signing[0];
  const application = security.applicationKeys.find(isSame) ?? security.applicationKeys[0];
  const cipher = security.cipher ?? security.ciphers.find(isSame) ?? security.ciphers[0];
  const found: Partial<SessionKeyReport> = {};
  if (sessionKey !== undefined) found.sessionKey = sessionKey.toString('hex');
  if (signing !== undefined) found.signingKey = signing.key.toString('hex');
  if (application !== undefined) found.applicationKey = application.key.toString('hex');
  if (cipher !== undefined) {
    found.encryptionKeyC2S = cipher.c2s.toString('hex');
    found.encryptionKeyS2C = cipher.s2c.toString('hex');
  }
  return found;
}

function notes(session: Session, channels: readonly Channel[]): string[] {
  const { security } = session;
  const ok = channels.reduce((n, c) => n + c.ok, 0);
  const bad = channels.reduce((n, c) => n + c.bad, 0);
  const found: string[] = [];
  if (security === null || (security.secrets.length === 0 && security.signing.length === 0 && security.ciphers.length === 0)) {
    found.push(session.establishedBy === 0 ? 'its authentication is not in the capture' : 'nothing that was given fits its authentication');
    return found;
  }
  if (ok > 0) found.push(`proven by ${ok === 1 ? 'a signature' : `${ok} signatures`}`);
  if (security.cipher !== null) found.push('proven by authentication tags');
  if (bad > 0 && ok === 0) found.push(`none of the keys makes ${bad === 1 ? 'its signature' : `any of its ${bad} signatures`}`);
  if (security.lacksPreauth)
    found.push('the session key is known, but a message that the others are derived from is missing from the capture');
  return found;
}
