import { Flag } from '../current.ts';
import type { Pass } from '../pass.ts';
import { Copies } from './diagnosis/copies.ts';
import { NOT_DIAGNOSED, WRONG_KEY } from './diagnosis/leftover.ts';
import { sessionIdTrials } from './diagnosis/message-trials.ts';
import { sealedMessage } from './diagnosis/sealed-message.ts';
import { signatureCause } from './diagnosis/signature-cause.ts';
import { signedMessage } from './diagnosis/signed-message.ts';
import { tagCause } from './diagnosis/tag-cause.ts';
import { sessionIdTagTrials } from './diagnosis/tag-trials.ts';
import { isFromServer, type Sides, Tally } from './diagnosis/tally.ts';
import { Budget, type Cause, type Found, tryAll, type Work } from './diagnosis/trial.ts';
import { Opened } from './transforms.ts';
import { pack, Reason, reasonOf, Verdict, verdictOf } from './verdict.ts';

const MAX_DIAGNOSED = 1000;
/** Messages of sessions that were never set up that are looked at. */
const MAX_STRANGE = 256;
/** Bytes put through ciphers and hashes in all. */
const MAX_WORK = 2 ** 29;
const MAX_BIT_WORK = 2 ** 28;
/** After so many messages of one side in vain, where not one was right, the key is taken to be wrong. */
const MAX_IN_VAIN = 8;

const BadSignature = { kind: 'signature-bad', spec: 'MS-SMB2 3.1.5.1', plural: 'signatures' } as const;
const BadTag = { kind: 'tag-bad', spec: 'MS-SMB2 3.1.4.3', plural: 'tags' } as const;
type Bad = typeof BadSignature | typeof BadTag;

/**
 * Looks again at every bad signature and tag: what it is instead, and what was tried, becomes a finding. Bounded: of what is over only the number
 * is told.
 */
export function diagnose(pass: Pass): void {
  if (pass.security.isDiagnosed) return;
  pass.security.isDiagnosed = true;
  new Diagnosis(pass).run();
}

/** Messages of which nothing else is said. */
interface Rest {
  readonly bad: Bad;
  readonly cause: Cause;
  readonly row: number;
  count: number;
}

class Diagnosis {
  private readonly pass: Pass;
  private readonly work: Work = { trials: new Budget(MAX_WORK), bits: new Budget(MAX_BIT_WORK) };
  private readonly copies: Copies;
  /** Made when something is bad. */
  private counted: Tally | null = null;
  private readonly rests = new Map<string, Rest>();
  private left = MAX_DIAGNOSED;
  private strangers = MAX_STRANGE;

  constructor(pass: Pass) {
    this.pass = pass;
    this.copies = new Copies(pass);
  }

  private get tally(): Tally {
    this.counted ??= new Tally(this.pass);
    return this.counted;
  }

  run(): void {
    const { messages: m, units, security } = this.pass;
    for (let row = 0; row < m.count; row++) {
      const packed = m.verdict[row]!;
      if (verdictOf(packed) === Verdict.bad) this.signature(row);
      else if (packed === GUESSED) this.guessedSignature(row);
      else if (verdictOf(packed) === Verdict.unverified && reasonOf(packed) === Reason.noKey) this.strangeMessage(row);
    }
    for (let unit = 0; unit < units.count; unit++) {
      if (units.opened[unit] === Opened.bad) this.tag(unit);
      else if (units.opened[unit] === Opened.noneFits) this.guessedTag(unit);
      else if (units.opened[unit] === Opened.noKey) this.strangeTransform(unit);
    }
    for (const { bad, cause, row, count } of this.rests.values()) {
      const text = `${count === 1 ? '1 more' : `${count} more ${bad.plural}`} from here on: ${cause.text}`;
      security.findings.add({ row, kind: bad.kind, severity: 'error', text, spec: bad.spec, cause: cause.cause });
    }
    this.rewritten();
  }

  private signature(row: number): void {
    const { pass } = this;
    const channel = pass.connectionOf(row)!.channels.get(pass.messages.session[row]! - 1);
    const isResponse = (pass.messages.flags[row]! & Flag.response) !== 0;
    const sides = channel === undefined ? null : this.tally.ofChannel(channel, isResponse);
    if (!this.isDue(sides)) this.rest(row, BadSignature, sides);
    else {
      const message = signedMessage(pass, row, channel!);
      this.add(row, BadSignature, message === null ? UNREADABLE : signatureCause(message, sides!, this.copies, this.work));
    }
  }

  /** None of the keys that were given for its session makes anything of it. Where another trial does, they are not just of another session. */
  private guessedSignature(row: number): void {
    const { pass } = this;
    const channel = pass.connectionOf(row)!.channels.get(pass.messages.session[row]! - 1);
    if (channel === undefined) return;
    const sides = this.tally.ofChannel(channel, (pass.messages.flags[row]! & Flag.response) !== 0);
    const message = this.isDue(sides) ? signedMessage(pass, row, channel) : null;
    const cause = message === null ? NOTHING : signatureCause(message, sides, this.copies, this.work);
    if (cause.found === null || cause.found.isOpen === true) return;
    pass.messages.verdict[row] = pack(Verdict.bad);
    this.add(row, BadSignature, cause);
  }

  private guessedTag(unit: number): void {
    const { pass } = this;
    const session = pass.smb2.sessions[pass.units.session[unit]! - 1];
    if (session === undefined) return;
    const sides = this.tally.ofSession(session, isFromServer(pass, unit));
    const message = this.isDue(sides) ? sealedMessage(pass, unit, session) : null;
    const cause = message === null ? NOTHING : tagCause(message, sides, this.copies, this.work);
    if (cause.found === null || cause.found.isOpen === true) return;
    pass.security.transforms.condemn(unit, session);
    this.add(pass.messages.firstOf(unit), BadTag, cause);
  }

  private tag(unit: number): void {
    const { pass } = this;
    const row = pass.messages.firstOf(unit);
    const session = pass.smb2.sessions[pass.units.session[unit]! - 1];
    const sides = session === undefined ? null : this.tally.ofSession(session, isFromServer(pass, unit));
    if (!this.isDue(sides)) this.rest(row, BadTag, sides);
    else {
      const message = sealedMessage(pass, unit, session!);
      this.add(row, BadTag, message === null ? UNREADABLE : tagCause(message, sides!, this.copies, this.work));
    }
  }

  /** A signed message of a session that was never set up: perhaps its SessionId was changed. */
  private strangeMessage(row: number): void {
    const { pass } = this;
    const session = pass.smb2.sessions[pass.messages.session[row]! - 1];
    const { channels } = pass.connectionOf(row)!;
    if (channels.size === 0 || (session !== undefined && session.establishedBy !== 0) || this.strangers-- <= 0) return;
    for (const channel of channels.values()) {
      const message = signedMessage(pass, row, channel);
      const { found, tried } = message === null ? NOTHING : tryAll(sessionIdTrials, message, this.work.trials);
      if (found === null) continue;
      pass.messages.verdict[row] = pack(Verdict.bad);
      this.add(row, BadSignature, { found, tried });
      return;
    }
  }

  private strangeTransform(unit: number): void {
    const { pass } = this;
    const row = pass.messages.firstOf(unit);
    const known = [...(pass.connectionOf(row)?.sessions.values() ?? [])].filter(
      (s) => s.security !== null && s.security.ciphers.length > 0,
    );
    if (known.length === 0 || this.strangers-- <= 0) return;
    for (const session of known) {
      const message = sealedMessage(pass, unit, session);
      const { found, tried } = message === null ? NOTHING : tryAll(sessionIdTagTrials, message, this.work.trials);
      if (found === null) continue;
      pass.security.transforms.condemn(unit, session);
      this.add(row, BadTag, { found, tried });
      return;
    }
  }

  /** Messages that are right, of which other bytes were sent again. */
  private rewritten(): void {
    const { messages: m, units, security } = this.pass;
    for (const [unit, copies] of this.copies.byUnit)
      for (const copy of copies) {
        const { conflict, offset } = copy;
        let row = m.firstOf(unit);
        while (row + 1 < m.count && m.unit[row + 1] === unit && m.source[row + 1] === 0 && m.offset(row + 1) <= offset) row++;
        const isRight = units.opened[unit] === Opened.ok || (m.unit[row] === unit && verdictOf(m.verdict[row]!) === Verdict.ok);
        if (!isRight) continue;
        const first = this.copies.firstFrame(copy);
        const right = first === 0 ? 'what came first' : `what frame ${first} brought first`;
        const text = `rewritten: frame ${conflict.frame} sends bytes of it again, and other ones; ${right} verifies`;
        security.findings.add({ row, kind: 'retransmission', severity: 'warning', text, spec: 'RFC 9293 3.8.1', cause: 'rewritten' });
      }
  }

  /** Whether a message is looked into: its key is known and may be right, and there is time. */
  private isDue(sides: Sides | null): boolean {
    if (sides === null || isHopeless(sides) || this.work.trials.isSpent) return false;
    return this.left-- > 0;
  }

  private rest(row: number, bad: Bad, sides: Sides | null): void {
    const cause = sides !== null && isHopeless(sides) ? WRONG_KEY : NOT_DIAGNOSED;
    const key = `${bad.kind} ${cause.cause}`;
    const rest = this.rests.get(key);
    if (rest === undefined) this.rests.set(key, { bad, cause, row, count: 1 });
    else rest.count++;
  }

  private add(row: number, { kind, spec }: Bad, { found: { cause, text, isOpen = false }, tried }: Found): void {
    const said = isOpen && tried.length > 0 ? `${text} (tried: ${tried.join('; ')})` : text;
    this.pass.security.findings.add({ row, kind, severity: 'error', text: said, spec, cause, tried });
  }
}

/** Verified with keys that were given for the session, in vain. */
const GUESSED = pack(Verdict.unverified, Reason.noneFits);
const NOTHING = { found: null, tried: [] } as const;
const UNREADABLE: Found = { found: NOT_DIAGNOSED, tried: [] };

const isHopeless = ({ own }: Sides): boolean => own.ok === 0 && own.inVain >= MAX_IN_VAIN;
