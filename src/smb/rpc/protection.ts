import { unwrapGss, verifyGssMic } from '../../crypto/kerberos/gss.ts';
import { unwrapRc4, verifyRc4Mic } from '../../crypto/kerberos/gss-rc4.ts';
import { NtlmFlag } from '../../crypto/ntlm.ts';
import { type NtlmStream, ntlmSession } from '../../crypto/ntlm-session.ts';

/** What was found out about the verifier of a PDU. */
export const VerifierVerdict = {
  ok: 'ok',
  wrong: 'wrong',
  noKey: 'no key',
  /** Not all of the PDU was captured. */
  cut: 'cut',
  /** The key stream can't go on: sealed PDUs before it are missing in the capture. */
  lost: 'not verifiable: PDUs before it are not in the capture',
} as const;
export type VerifierVerdict = (typeof VerifierVerdict)[keyof typeof VerifierVerdict];

/** The parts of a PDU that its verifier is about, MS-RPCE 2.2.2.11. */
export interface Protected {
  readonly isFromServer: boolean;
  readonly isSealed: boolean;
  /** Both sides want headers to be signed, PFC_SUPPORT_HEADER_SIGN; without that some sign them all the same. */
  readonly signsHeader: boolean;
  /** What lies before the stub data, the stub data with its padding, and the trailer up to the verifier. */
  readonly before: Uint8Array;
  readonly stub: Uint8Array;
  readonly after: Uint8Array;
  readonly verifier: Uint8Array;
}

/** Makes plain stub data, with its padding, of the sealed; null when they are other bytes. */
export type Unseal = (sealed: Uint8Array) => Uint8Array | null;

export interface Outcome {
  readonly verdict: VerifierVerdict;
  readonly unseal: Unseal | null;
}

/** An established security context: it takes the PDUs of both directions in order. */
export interface Protection {
  open(pdu: Protected): Outcome;
  /** A PDU whose bytes were not all captured, with `length` bytes of stub data and padding. */
  pass(isFromServer: boolean, isSealed: boolean, length: number): void;
}

/** Stub data up to here is kept as it is: less than a place in the key stream takes. */
const SMALL = 1024;
/** Missing PDUs that are caught up with in all, where nothing is sealed: each is worth a signature. */
const MOST_MISSED = 4096;
const SIGNATURE_SIZE = 16;
const CHECKSUM = 4;
const NUMBER = 12;

const failed = (verdict: VerifierVerdict): Outcome => ({ verdict, unseal: null });

/** NTLM, MS-NLMP 3.4: key streams that go on with each PDU. */
export class NtlmProtection implements Protection {
  private readonly isExtended: boolean;
  private readonly streams: [client: NtlmStream, server: NtlmStream];
  private readonly isLost = [false, false];
  private left = MOST_MISSED;

  /** `sequence` is that of the first PDU. */
  constructor(flags: number, sessionKey: Uint8Array, sequence: number) {
    const { client, server } = ntlmSession(flags, sessionKey, sequence);
    this.streams = [client, server];
    this.isExtended = (flags & NtlmFlag.extendedSessionSecurity) !== 0;
  }

  open(pdu: Protected): Outcome {
    const way = pdu.isFromServer ? 1 : 0;
    if (pdu.verifier.length !== SIGNATURE_SIZE) {
      this.pass(pdu.isFromServer, pdu.isSealed, pdu.stub.length);
      return failed(VerifierVerdict.wrong);
    }
    const stream = this.streams[way];
    const from = stream.copy();
    const plain = verified(stream, pdu);
    if (plain !== null) return this.opened(way, pdu, plain, from);
    const missed = this.missed(from, pdu);
    // A signature takes as much of the key stream as any other; how much sealed stub data took is not known.
    if (missed > 0 && missed <= this.left && this.isExtended && !pdu.isSealed) {
      this.left -= missed;
      const later = from.copy();
      for (let i = 0; i < missed; i++) later.sign();
      const found = verified(later, pdu);
      if (found !== null) {
        this.streams[way] = later;
        return this.opened(way, pdu, found, from);
      }
    }
    if (missed > 0) this.isLost[way] = true;
    return failed(this.isLost[way] ? VerifierVerdict.lost : VerifierVerdict.wrong);
  }

  pass(isFromServer: boolean, isSealed: boolean, length: number): void {
    const stream = this.streams[isFromServer ? 1 : 0];
    if (isSealed) stream.unseal(new Uint8Array(length));
    stream.sign();
  }

  private opened(way: 0 | 1, pdu: Protected, plain: Uint8Array, from: NtlmStream): Outcome {
    this.isLost[way] = false;
    if (!pdu.isSealed) return { verdict: VerifierVerdict.ok, unseal: null };
    if (plain.length > SMALL) return { verdict: VerifierVerdict.ok, unseal: (sealed) => from.copy().unseal(sealed) };
    const kept = new Uint8Array(plain);
    return { verdict: VerifierVerdict.ok, unseal: () => kept };
  }

  /** How many PDUs lie between the expected number and the one that the signature has; without extended session security it is not in clear. */
  private missed(from: NtlmStream, pdu: Protected): number {
    const { verifier } = pdu;
    if (this.isExtended) return numberAt(verifier, NUMBER) - from.sequence;
    const stream = from.copy();
    if (pdu.isSealed) stream.unseal(pdu.stub);
    const number = numberAt(stream.unseal(verifier.subarray(CHECKSUM)), NUMBER - CHECKSUM);
    return number === from.sequence ? 0 : 1;
  }
}

/** The plain stub data when the verifier is right; the stream goes on in either case. */
function verified(stream: NtlmStream, { isSealed, signsHeader, before, stub, after, verifier }: Protected): Uint8Array | null {
  const plain = isSealed ? stream.unseal(stub) : stub;
  const without = signsHeader ? null : stream.copy();
  return stream.verify(verifier, before, plain, after) || without?.verify(verifier, plain) === true ? plain : null;
}

const numberAt = (bytes: Uint8Array, at: number): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);

const RC4_HMAC = 23;
const RC4_HMAC_EXP = 24;

/**
 * Kerberos, RFC 4121 and RFC 4757 in DCE style: each PDU stands for itself. A key that fitted nothing yet may not be the context's: the message that
 * brings its subkey may be missing.
 */
export class KerberosProtection implements Protection {
  private readonly type: number;
  private readonly key: Uint8Array;
  private isProven = false;

  constructor(type: number, key: Uint8Array) {
    this.type = type;
    this.key = key;
  }

  open(pdu: Protected): Outcome {
    const outcome = this.opened(pdu);
    if (outcome.verdict === VerifierVerdict.ok) this.isProven = true;
    return this.isProven ? outcome : failed(VerifierVerdict.noKey);
  }

  pass(): void {}

  private opened(pdu: Protected): Outcome {
    const { before, after, stub, signsHeader } = pdu;
    if (!pdu.isSealed) {
      const isOk = this.isSigned(pdu.verifier, before, stub, after) || (!signsHeader && this.isSigned(pdu.verifier, stub));
      return failed(isOk ? VerifierVerdict.ok : VerifierVerdict.wrong);
    }
    const verifier = pdu.verifier.slice();
    const around = { before: before.slice(), after: after.slice() };
    for (const how of signsHeader ? [around] : [undefined, around]) {
      if (this.unwrap(verifier, stub, how)?.isAuthentic !== true) continue;
      return { verdict: VerifierVerdict.ok, unseal: (sealed) => this.unwrap(verifier, sealed, how)?.plain ?? null };
    }
    return failed(VerifierVerdict.wrong);
  }

  private get isRc4(): boolean {
    return this.type === RC4_HMAC || this.type === RC4_HMAC_EXP;
  }

  private isSigned(token: Uint8Array, ...message: readonly Uint8Array[]): boolean {
    return this.isRc4 ? verifyRc4Mic(this.key, token, ...message) : verifyGssMic(this.type, this.key, token, ...message);
  }

  private unwrap(token: Uint8Array, stub: Uint8Array, around: { before: Uint8Array; after: Uint8Array } | undefined) {
    return this.isRc4 ? unwrapRc4(this.key, token, stub, around) : unwrapGss(this.type, this.key, token, stub, around);
  }
}
