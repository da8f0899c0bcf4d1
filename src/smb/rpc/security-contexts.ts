import { AUTH_TRAILER_SIZE, AuthLevel } from '../../../dissectors/rpc/auth.ts';
import { PduType } from '../../../dissectors/rpc/pdu-header.ts';
import { authenticate } from '../security/authentication.ts';
import type { Token } from '../security/exchange.ts';
import type { KeyRing } from '../security/key-ring.ts';
import { isCall, layoutOf, type PduHeader, PfcFlag } from './header.ts';
import { KerberosProtection, NtlmProtection, type Outcome, type Protection, VerifierVerdict } from './protection.ts';

const MAX_TOKENS = 16;
const MAX_CONTEXTS = 64;

/** A security context of an association, by its auth_context_id. */
class SecurityContext {
  level = 0;
  readonly tokens: Token[] = [];
  /** Made of the tokens once a call needs it; null where no key fits. */
  private protection: Protection | null = null;
  private isMade = false;

  add(token: Token): void {
    if (this.tokens.length >= MAX_TOKENS) return;
    this.tokens.push(token);
    this.isMade = false;
  }

  protectionBy(ring: KeyRing): Protection | null {
    if (!this.isMade) this.protection = protectionOf(this.tokens, ring);
    this.isMade = true;
    return this.protection;
  }
}

/** The security of one association, MS-RPCE 3.3.1.5.2: its contexts from their first token on, and what they say of each call's PDUs. */
export class SecurityContexts {
  private readonly ring: KeyRing;
  private readonly contexts = new Map<number, SecurityContext>();
  /** The one that was used last: a trailer may be missing in the capture. */
  private current: SecurityContext | null = null;
  private signsHeader = false;

  constructor(ring: KeyRing) {
    this.ring = ring;
  }

  /** The next PDU, which lies at `from` with `held` bytes at hand; null for one without a verifier to look at. */
  pdu(row: number, h: PduHeader, data: DataView, from: number, held: number, isFromServer: boolean): Outcome | null {
    if (isAnswer(h.type)) this.signsHeader ||= (h.flags & PfcFlag.headerSign) !== 0;
    if (h.authLength === 0) return null;
    const bytes = new Uint8Array(data.buffer, data.byteOffset + from, Math.min(held, h.length));
    const layout = layoutOf(data, from, h, held);
    const verifierAt = layout.trailer + AUTH_TRAILER_SIZE;
    const isThere = verifierAt <= bytes.length;
    const context = isThere ? this.contextOf(data.getUint32(from + layout.trailer + 4, !h.isBigEndian)) : this.current;
    if (context === null) return isCall(h.type) ? { verdict: VerifierVerdict.cut, unseal: null } : null;
    if (isThere) context.level = bytes[layout.trailer + 1]!;
    if (!isCall(h.type)) {
      if (isThere) context.add({ isFromServer, blob: Buffer.from(bytes.subarray(verifierAt)), row });
      return null;
    }
    if (context.level <= AuthLevel.RPC_C_AUTHN_LEVEL_CONNECT) return null;
    const protection = context.protectionBy(this.ring);
    const isSealed = context.level === AuthLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY;
    if (protection !== null && bytes.length === h.length)
      return protection.open({
        isFromServer,
        isSealed,
        signsHeader: this.signsHeader,
        before: bytes.subarray(0, layout.stub),
        stub: bytes.subarray(layout.stub, layout.trailer),
        after: bytes.subarray(layout.trailer, verifierAt),
        verifier: bytes.subarray(verifierAt),
      });
    protection?.pass(isFromServer, isSealed, layout.trailer - layout.stub);
    return { verdict: protection === null ? VerifierVerdict.noKey : VerifierVerdict.cut, unseal: null };
  }

  private contextOf(id: number): SecurityContext {
    let context = this.contexts.get(id);
    if (context === undefined) {
      if (this.contexts.size >= MAX_CONTEXTS) this.contexts.clear();
      this.contexts.set(id, (context = new SecurityContext()));
    }
    this.current = context;
    return context;
  }
}

const isAnswer = (type: number): boolean => type === PduType.bind_ack || type === PduType.alter_context_resp;

function protectionOf(tokens: readonly Token[], ring: KeyRing): Protection | null {
  const { secrets, flags, mics } = authenticate(tokens, ring.material, ring.kerberos);
  const [secret] = secrets;
  if (secret === undefined) return null;
  if (secret.type !== undefined) return new KerberosProtection(secret.type, secret.key);
  // The mechListMICs of SPNEGO took number 0.
  const sequence = mics.some((m) => m.name === 'mechListMIC') ? 1 : 0;
  return flags === undefined ? null : new NtlmProtection(flags, secret.key, sequence);
}
