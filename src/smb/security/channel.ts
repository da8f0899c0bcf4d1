import { SignatureBatch as Batch, type SignatureBatch } from '../../crypto/signature-batch.ts';
import { SIGNATURE, Signer } from '../../crypto/signing.ts';
import type { Connection, Session } from '../session.ts';
import type { SignatureFollower } from './followers.ts';
import type { Origin, SigningKey } from './keys.ts';

const SIGNATURE_SIZE = 16;

/** Gives a message's bytes, in slices that are good until the next one; false where they are not all there. */
export type Slices = (each: (slice: Uint8Array) => void) => boolean;

/**
 * A session on one of its connections (MS-SMB2 3.3.1.7.1 Channel), and the key that signs there. Of several keys that it might be, it is the first that a
 * message proves.
 */
export class Channel {
  readonly connection: Connection;
  readonly session: Session;
  candidates: readonly SigningKey[];
  readonly origin: Origin | null;
  /** The key that is proven; null before. */
  key: SigningKey | null = null;
  ok = 0;
  bad = 0;
  private batch: SignatureBatch | null = null;
  private readonly report: (row: number, isOk: boolean) => void;

  constructor(
    connection: Connection,
    session: Session,
    candidates: readonly SigningKey[],
    origin: Origin | null,
    report: (row: number, isOk: boolean) => void,
  ) {
    this.connection = connection;
    this.session = session;
    this.candidates = candidates;
    this.origin = origin;
    this.report = (row, isOk) => {
      if (isOk) this.ok++;
      else this.bad++;
      report(row, isOk);
    };
  }

  /** The key that signs here, or those that it may be. */
  get keys(): readonly SigningKey[] {
    return this.key === null ? this.candidates : [this.key];
  }

  /** Whether its keys were given, and made no signature: they may be of another session. */
  get isGuess(): boolean {
    return this.key === null && this.candidates.every((k) => k.isGiven);
  }

  /** A signed message whose bytes lie at start..end. */
  verify(row: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.batch !== null) this.batch.add(row, bytes, start, end);
    else
      this.prove(row, bytes.subarray(start + SIGNATURE, start + SIGNATURE + SIGNATURE_SIZE), (each) => {
        each(bytes.subarray(start, end));
        return true;
      });
  }

  /** The same of one that is not at hand in one piece; false where bytes of it are missing. */
  verifySlices(row: number, signature: Uint8Array, slices: Slices): boolean {
    if (this.key === null) return this.prove(row, signature, slices);
    const isOk = matches(this.key, signature, slices);
    if (isOk !== null) this.report(row, isOk);
    return isOk !== null;
  }

  /**
   * A signed SESSION_SETUP: its request is signed with the session's key and verified with the channel's where it binds nothing (MS-SMB2 3.2.4.1.1,
   * 3.3.5.2.4), its response signed with the session's unless it is a success (3.3.4.1.1). False where bytes of it are missing.
   */
  verifySetup(row: number, signature: Uint8Array, slices: Slices, ofSession: readonly SigningKey[]): boolean {
    for (const key of ofSession) {
      const isOk = matches(key, signature, slices);
      if (isOk === null) return false;
      if (!isOk) continue;
      this.report(row, true);
      return true;
    }
    return this.verifySlices(row, signature, slices);
  }

  /** One whose signature was worked out while it passed; false where that does not prove it. */
  verifyFollowed(row: number, signature: Uint8Array, follower: SignatureFollower): boolean {
    const isOk = follower.key === this.key && follower.makes(signature);
    if (isOk) this.report(row, true);
    return isOk;
  }

  /** Works out what waits to be worked out with others. */
  flush(): void {
    this.batch?.flush();
  }

  private prove(row: number, signature: Uint8Array, slices: Slices): boolean {
    for (const candidate of this.candidates) {
      const isOk = matches(candidate, signature, slices);
      if (isOk === null) return false;
      if (!isOk) continue;
      this.key = candidate;
      this.batch = new Batch(candidate.algorithm, candidate.key, this.report);
      this.report(row, true);
      return true;
    }
    this.report(row, false);
    return true;
  }
}

/** Whether the key makes the signature; null where bytes are missing. */
export function matches({ key, algorithm }: SigningKey, signature: Uint8Array, slices: Slices): boolean | null {
  const signer = new Signer(algorithm, key);
  if (!slices((slice) => signer.update(slice))) return null;
  const digest = signer.digest();
  return digest !== null && Buffer.compare(digest, signature) === 0;
}
