import { gmacNonce, SIGNATURE, signatureOfBytes } from '../../crypto/signing.ts';
import { Flag } from '../current.ts';
import type { Pass } from '../pass.ts';
import { bitTrials, difference, isNearly } from './diagnosis/bit-trials.ts';
import { Copies } from './diagnosis/copies.ts';
import { copyTrials } from './diagnosis/copy-trials.ts';
import { keyTrials } from './diagnosis/key-trials.ts';
import { messageTrials } from './diagnosis/message-trials.ts';
import { preauthTrials } from './diagnosis/preauth-trials.ts';
import { type SealedMessage, sealedMessage, tags } from './diagnosis/sealed-message.ts';
import { pairBytes, SIGNATURE_SIZE, type SignedMessage, signedMessage } from './diagnosis/signed-message.ts';
import { tagBitTrials, tagTrials } from './diagnosis/tag-trials.ts';
import { Tally } from './diagnosis/tally.ts';
import { Budget, type Cause, type Family, type Outcome, tryAll } from './diagnosis/trial.ts';
import { Opened } from './transforms.ts';
import { pack, Reason, reasonOf, Verdict, verdictOf } from './verdict.ts';

const STATUS_ERROR = 0xc0000000;
const MAX_DIAGNOSED = 1000;
/** Bytes put through ciphers and hashes in all. */
const MAX_WORK = 2 ** 29;
/** After so many messages of one side in vain, where not one was right, the key is taken to be wrong. */
const MAX_IN_VAIN = 8;
const SIGNATURE_SPEC = 'MS-SMB2 3.1.5.1';
const TAG_SPEC = 'MS-SMB2 3.1.4.3';

/** Looks again at every bad signature and tag: what it is instead, and what was tried, becomes a finding. Bounded: what is over is told as a number. */
export function diagnose(pass: Pass): void {
  if (pass.security.isDiagnosed) return;
  pass.security.isDiagnosed = true;
  new Diagnosis(pass).run();
}

class Diagnosis {
  private readonly pass: Pass;
  private readonly budget = new Budget(MAX_WORK);
  private readonly copies: Copies;
  private readonly tally: Tally;
  private readonly signatureFamilies: readonly Family<SignedMessage>[];
  private readonly tagFamilies: readonly Family<SealedMessage>[];
  private left = MAX_DIAGNOSED;

  constructor(pass: Pass) {
    this.pass = pass;
    this.copies = new Copies(pass);
    this.tally = new Tally(pass);
    this.signatureFamilies = [copyTrials(this.copies), ...keyTrials, ...messageTrials, ...preauthTrials];
    this.tagFamilies = tagTrials(this.copies);
  }

  run(): void {
    const { messages: m, units } = this.pass;
    for (let row = 0; row < m.count; row++) {
      const packed = m.verdict[row]!;
      if (verdictOf(packed) === Verdict.bad) this.signature(row);
      else if (verdictOf(packed) === Verdict.unverified && reasonOf(packed) === Reason.noKey) this.strange(row);
    }
    for (let unit = 0; unit < units.count; unit++) {
      if (units.opened[unit] === Opened.bad) this.tag(unit);
      else if (units.opened[unit] === Opened.noKey) this.strangeTransform(unit);
    }
    this.rewritten();
  }

  private signature(row: number): void {
    const { pass } = this;
    if (isEcho(pass, row)) {
      pass.messages.verdict[row] = pack(Verdict.echo);
      return;
    }
    const session = pass.smb2.sessions[pass.messages.session[row]! - 1];
    const channel = session === undefined ? undefined : pass.connectionOf(row)!.channels.get(session.row);
    const message = channel === undefined || !this.isDue() ? null : signedMessage(pass, row, channel);
    if (message === null) this.add(row, 'signature-bad', SIGNATURE_SPEC, NOT_DIAGNOSED, []);
    else {
      const { found, tried } = this.causeOf(message);
      this.add(row, 'signature-bad', SIGNATURE_SPEC, found!, tried);
    }
  }

  private causeOf(m: SignedMessage): Outcome {
    const plain = plainCause(m);
    if (plain !== null) return { found: plain, tried: [] };
    const { own, other } = this.tally.ofChannel(m.channel, m.isResponse);
    if (own.ok === 0 && own.inVain >= MAX_IN_VAIN) return { found: WRONG_KEY, tried: [] };
    const { found, tried } = tryAll(this.signatureFamilies, m, this.budget);
    if (found !== null) return { found, tried };
    own.inVain++;
    if (own.ok === 0) return { found: other.ok === 0 ? WRONG_KEY : wrongOnOneSide(m.isResponse), tried };
    const bits = tryAll(bitTrials, m, this.budget);
    return bits.found !== null
      ? { found: bits.found, tried }
      : { found: tampered(own.ok, 'signed', 'verify'), tried: [...tried, ...bits.tried] };
  }

  /** A signed message of a session that was never set up: perhaps its SessionId was changed. */
  private strange(row: number): void {
    const { pass } = this;
    const session = pass.smb2.sessions[pass.messages.session[row]! - 1];
    const { channels } = pass.connectionOf(row)!;
    if (channels.size === 0 || (session !== undefined && session.establishedBy !== 0) || !this.isDue()) return;
    for (const channel of channels.values()) {
      const message = signedMessage(pass, row, channel);
      const found = message === null ? null : tryAll(messageTrials, message, this.budget).found;
      if (found?.cause !== 'header:SessionId') continue;
      pass.messages.verdict[row] = pack(Verdict.bad);
      this.add(row, 'signature-bad', SIGNATURE_SPEC, found, []);
      return;
    }
  }

  private tag(unit: number): void {
    const { pass } = this;
    const row = pass.units.firstMessage[unit]!;
    const session = pass.smb2.sessions[pass.units.session[unit]! - 1];
    const message = session === undefined || !this.isDue() ? null : sealedMessage(pass, unit, session);
    if (message === null) this.add(row, 'tag-bad', TAG_SPEC, NOT_DIAGNOSED, []);
    else {
      const { found, tried } = this.causeOfTag(message);
      this.add(row, 'tag-bad', TAG_SPEC, found!, tried);
    }
  }

  private causeOfTag(m: SealedMessage): Outcome {
    const { own, other } = this.tally.ofSession(m.session, m.isFromServer);
    if (own.ok === 0 && own.inVain >= MAX_IN_VAIN) return { found: WRONG_KEY, tried: [] };
    const { found, tried } = tryAll(this.tagFamilies, m, this.budget);
    if (found !== null) return { found, tried };
    own.inVain++;
    if (own.ok === 0) return { found: other.ok === 0 ? WRONG_KEY : wrongOnOneSide(m.isFromServer), tried };
    const tag = m.keys[0] === undefined ? null : tags(m, m.keys[0]);
    if (tag !== null && isNearly(tag.right, tag.given))
      return { found: changedField('Signature', difference(tag.right, tag.given), 'encrypted'), tried };
    const bits = tryAll(tagBitTrials, m, this.budget);
    return bits.found !== null
      ? { found: bits.found, tried }
      : { found: tampered(own.ok, 'encrypted', 'open'), tried: [...tried, ...bits.tried] };
  }

  /** A transform of a session that was never set up: perhaps its SessionId was changed, or another session's key was taken. */
  private strangeTransform(unit: number): void {
    const { pass } = this;
    const { units, security } = pass;
    const row = units.firstMessage[unit]!;
    for (const session of pass.connectionOf(row)?.sessions.values() ?? []) {
      if (session.security === null || session.security.ciphers.length === 0 || !this.isDue()) continue;
      const message = sealedMessage(pass, unit, session);
      const found = message === null ? null : tryAll(this.tagFamilies, message, this.budget).found;
      if (found?.cause !== 'header:SessionId') continue;
      security.transforms.condemn(unit, session);
      this.add(row, 'tag-bad', TAG_SPEC, found, []);
      return;
    }
  }

  /** Messages that are right, of which other bytes were sent again. */
  private rewritten(): void {
    const { messages: m, units, security } = this.pass;
    for (const [unit, copies] of this.copies.byUnit)
      for (const copy of copies) {
        const { conflict, offset } = copy;
        let row = units.firstMessage[unit]!;
        while (row + 1 < m.count && m.unit[row + 1] === unit && m.source[row + 1] === 0 && m.offset[row + 1]! <= offset) row++;
        const isRight = units.opened[unit] === Opened.ok || (m.unit[row] === unit && verdictOf(m.verdict[row]!) === Verdict.ok);
        if (!isRight) continue;
        const first = this.copies.firstFrame(copy);
        const text = `rewritten: frame ${conflict.frame} sends bytes of it again, and other ones; ${first === 0 ? 'what came' : `what frame ${first} brought`} first verifies`;
        security.findings.add({ row, kind: 'retransmission', severity: 'warning', text, spec: 'RFC 9293 3.8.1', cause: 'rewritten' });
      }
  }

  private isDue(): boolean {
    return !this.budget.isSpent && this.left-- > 0;
  }

  private add(row: number, kind: string, spec: string, { cause, text, isOpen = false }: Cause, tried: readonly string[]): void {
    const said = tried.length > 0 && isOpen ? `${text} (tried: ${tried.join('; ')})` : text;
    this.pass.security.findings.add({ row, kind, severity: 'error', text: said, spec, cause, tried });
  }
}

const NOT_DIAGNOSED: Cause = { cause: 'not-diagnosed', text: 'no known key makes it; why was not looked into, after so many others' };
const WRONG_KEY: Cause = { cause: 'wrong-key', text: 'no message with this key is right: it is probably the wrong key', isOpen: true };

const wrongOnOneSide = (isResponse: boolean): Cause => ({
  cause: 'wrong-key',
  text: `what the ${isResponse ? 'client' : 'server'} sends is right with this key, and nothing of what the ${isResponse ? 'server' : 'client'} sends: it has another key`,
  isOpen: true,
});

const tampered = (ok: number, was: string, does: string): Cause => ({
  cause: 'tampered',
  text: `changed after it was ${was}: ${ok} ${ok === 1 ? 'other message' : 'other messages'} of this side ${ok === 1 ? `${does === 'verify' ? 'verifies' : 'opens'}` : does} with the same key`,
  isOpen: true,
});

const changedField = (name: string, bytes: number, was: string): Cause => ({
  cause: 'tampered',
  text: `changed after it was ${was}: ${bytes === 1 ? 'one byte' : `${bytes} bytes`} of its ${name} ${bytes === 1 ? 'is' : 'are'} wrong`,
});

/** What the signature itself shows. */
function plainCause(m: SignedMessage): Cause | null {
  const { signature } = m;
  if (signature.every((byte) => byte === 0))
    return { cause: 'zero-signature', text: 'it says that it is signed, and its Signature is zero' };
  const pair = pairBytes(m.pass, m.row);
  if (pair !== null && m.isResponse && signature.equals(pair.subarray(SIGNATURE, SIGNATURE + SIGNATURE_SIZE)))
    return { cause: 'copied-signature', text: "its Signature is its request's" };
  for (const { key, algorithm } of m.keys) {
    const right = signatureOfBytes(algorithm, key, gmacNonce(m.bytes), m.bytes);
    if (isNearly(right, signature)) return changedField('Signature', difference(right, signature), 'signed');
  }
  return null;
}

/** An error response that carries its request's signature byte for byte. */
function isEcho(pass: Pass, row: number): boolean {
  const { messages: m } = pass;
  const request = m.pair[row]! - 1;
  if ((m.flags[row]! & Flag.response) === 0 || request < 0 || m.status[row]! < STATUS_ERROR) return false;
  const own = pass.bytesOf(row);
  const other = pass.bytesOf(request);
  return (
    own !== null &&
    other !== null &&
    Buffer.compare(own.subarray(SIGNATURE, SIGNATURE + SIGNATURE_SIZE), other.subarray(SIGNATURE, SIGNATURE + SIGNATURE_SIZE)) === 0
  );
}
