import { TransformHeader } from '../../../dissectors/smb2/transform.ts';
import { decryptTransform } from '../../crypto/aead.ts';
import type { Messages, Units } from '../columns.ts';
import { GuidTable } from '../guid-table.ts';
import type { Connection, Session } from '../session.ts';
import type { Findings } from './findings.ts';
import { needsMore, type TagFollower } from './followers.ts';
import type { KeyRing, SessionSecurity } from './key-ring.ts';
import type { CipherKeys } from './keys.ts';

const { at: AT, fixedSize: HEADER } = TransformHeader;

/** What became of a transform. */
export const Opened = { ok: 1, bad: 2, noKey: 3, truncated: 4, noneFits: 5 } as const;
export type Opened = (typeof Opened)[keyof typeof Opened];

const openedTexts: readonly (string | undefined)[] = [undefined, 'ok', 'tag wrong', 'no key', 'cut'];

/** The same in words; undefined for what is no transform. */
export const openedText = (opened: number): string | undefined => openedTexts[opened];

/** Messages inside encryption, MS-SMB2 3.1.4.3: opened with the key of their session and direction, the tag always checked. */
export class Transforms {
  private readonly ring: KeyRing;
  private readonly units: Units;
  private readonly messages: Messages;
  private readonly sessions: readonly Session[];
  private readonly findings: Findings;
  private readonly nonces = new GuidTable(1024);

  constructor(ring: KeyRing, messages: Messages, units: Units, sessions: readonly Session[], findings: Findings) {
    this.ring = ring;
    this.messages = messages;
    this.units = units;
    this.sessions = sessions;
    this.findings = findings;
  }

  /** What a transform, given from its header on, holds; null when no key opens it. What fails its tag is never returned. */
  open(connection: Connection, session: Session | null, unit: number, bytes: Uint8Array, isFromServer: boolean): Uint8Array | null {
    const keys = session === null || this.ring.isEmpty ? null : this.ring.of(session, connection);
    if (session === null || keys === null || keys.ciphers.length === 0) return this.failed(unit, Opened.noKey, connection);
    this.units.session[unit] = session.row + 1;
    for (const candidate of keys.cipher === null ? keys.ciphers : [keys.cipher]) {
      const key = isFromServer ? candidate.s2c : candidate.c2s;
      const opened = decryptTransform(candidate.cipher, key, bytes.subarray(0, HEADER), bytes.subarray(HEADER));
      if (opened === null || !opened.isAuthentic) continue;
      keys.cipher = candidate;
      this.units.opened[unit] = Opened.ok;
      this.nonce(new DataView(bytes.buffer, bytes.byteOffset, HEADER), 0, unit, session, isFromServer);
      return opened.plain;
    }
    return this.failed(unit, Opened.bad, connection);
  }

  /** The beginning of what a transform holds whose tag was worked out while it passed; null where it has to be opened like any other. */
  openFollowed(
    connection: Connection,
    session: Session,
    unit: number,
    data: DataView,
    at: number,
    follower: TagFollower,
  ): Uint8Array | null {
    if (this.ring.of(session, connection)?.cipher !== follower.keys) return null;
    const plain = follower.open(new Uint8Array(data.buffer, data.byteOffset + at));
    if (plain === null || needsMore(plain, follower.length)) return null;
    this.units.session[unit] = session.row + 1;
    this.units.opened[unit] = Opened.ok;
    this.nonce(data, at, unit, session, follower.isFromServer);
    return plain;
  }

  /** One that was not captured in full. */
  cut(unit: number, connection: Connection): null {
    return this.failed(unit, Opened.truncated, connection);
  }

  /** The capture is over: keys that were given and opened nothing may be of another session, and then nothing is wrong. */
  end(): void {
    const { units } = this;
    for (let unit = 0; unit < units.count; unit++) {
      if (units.opened[unit] !== Opened.bad) continue;
      const keys = this.keysOf(unit);
      if (keys !== null && keys.cipher === null && keys.ciphers.every((k) => k.isGiven)) units.opened[unit] = Opened.noneFits;
    }
  }

  /** Cipher id of the keys that opened a unit; undefined for one that was not. */
  cipherOf(unit: number): number | undefined {
    return this.units.opened[unit] === Opened.ok ? this.keysOf(unit)?.cipher?.cipher : undefined;
  }

  /** The keys that a tag has proven for a session; null while none is. */
  provenFor(session: Session): CipherKeys | null {
    return (session.security ?? session.elsewhere?.security)?.cipher ?? null;
  }

  private keysOf(unit: number): SessionSecurity | null {
    const session = this.sessions[this.units.session[unit]! - 1];
    return session?.security ?? session?.elsewhere?.security ?? null;
  }

  /** The plain text of a transform once more, also of one whose tag is wrong; null without keys. */
  reopen(unit: number, data: DataView, at: number, end: number, isFromServer: boolean): Uint8Array | null {
    const security = this.keysOf(unit);
    const keys = security?.cipher ?? security?.ciphers[0];
    if (keys === undefined || this.units.opened[unit] === Opened.noneFits || at + HEADER > end) return null;
    const bytes = new Uint8Array(data.buffer, data.byteOffset + at, end - at);
    const key = isFromServer ? keys.s2c : keys.c2s;
    return decryptTransform(keys.cipher, key, bytes.subarray(0, HEADER), bytes.subarray(HEADER))?.plain ?? null;
  }

  /** One that no key was known for turns out to be a session's, and to have been changed. */
  condemn(unit: number, session: Session): void {
    this.units.session[unit] = session.row + 1;
    this.units.opened[unit] = Opened.bad;
  }

  private failed(unit: number, opened: Opened, { negotiation }: Connection): null {
    if (negotiation !== null) negotiation.isBlind = true;
    this.units.opened[unit] = opened;
    return null;
  }

  /** A nonce must not come twice with one key: what it hides is then hidden no longer. */
  private nonce(data: DataView, at: number, unit: number, session: Session, isFromServer: boolean): void {
    const scope = 2 * session.row + (isFromServer ? 1 : 0);
    const before = this.nonces.find(data, at + AT.Nonce, scope);
    if (before < 0) this.nonces.set(data, at + AT.Nonce, scope, unit);
    else
      this.findings.add({
        row: this.messages.count,
        kind: 'nonce-reuse',
        severity: 'error',
        text: `its nonce was used before with the same key, in frame ${this.units.frame[before]}`,
        spec: 'MS-SMB2 3.1.4.3',
      });
  }
}
