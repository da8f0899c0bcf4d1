import { extendPreauth, PREAUTH_START } from '../../crypto/preauth.ts';

/** An authentication under way: the messages of one SESSION_SETUP exchange. */
export interface Setup {
  /** PreauthIntegrityHashValue so far; null where a message is missing. */
  readonly preauth: Buffer | null;
  readonly tokens: Token[];
  /** SecurityMode of a request demands signing. */
  readonly requiresSigning: boolean;
}

/** A security blob, and who sent it. */
export interface Token {
  readonly isFromServer: boolean;
  readonly blob: Buffer;
  /** Row of the message. */
  readonly row: number;
}

const MAX_UNDER_WAY = 1024;
const MAX_EARLIER = 8;

/**
 * The messages of a connection that keys depend on, MS-SMB2 3.2.5.2 and 3.3.5.5: its negotiation, and each SESSION_SETUP with its response.
 * A message comes as its bytes from the SMB2 header on, or null where they were not all captured, or no key is there for which they would count.
 */
export class Exchange {
  /** PreauthIntegrityHashValue of the connection; null while unknown. */
  preauth: Buffer | null = null;
  /** Rows of the NEGOTIATE Request that counts and its response; and of those before them. */
  negotiation: readonly number[] = [];
  earlier: readonly number[] = [];
  private negotiate: Buffer | null = null;
  /** Requests that wait for their response, by MessageId; and what goes on with the next request, by SessionId. */
  private readonly waiting = new Map<number, Setup>();
  private readonly going = new Map<string, Setup>();

  negotiateRequest(row: number, message: Uint8Array | null): void {
    this.earlier = [...this.earlier, ...this.negotiation].slice(0, MAX_EARLIER);
    this.negotiation = [row];
    this.negotiate = message === null ? null : extendPreauth(PREAUTH_START, message);
    this.preauth = null;
  }

  negotiateResponse(row: number, message: Uint8Array | null): void {
    this.negotiation = [...this.negotiation.slice(0, 1), row];
    this.preauth = this.negotiate === null || message === null ? null : extendPreauth(this.negotiate, message);
  }

  setupRequest(messageId: number, session: string, message: Uint8Array | null, token: Token, requiresSigning: boolean): void {
    const before = this.going.get(session) ?? { preauth: this.preauth, tokens: [], requiresSigning: false };
    this.going.delete(session);
    if (this.waiting.size >= MAX_UNDER_WAY) this.waiting.clear();
    this.waiting.set(messageId, { preauth: extended(before.preauth, message), tokens: [...before.tokens, token], requiresSigning });
  }

  /** The exchange that the response belongs to; `goesOn` when another request is to come. undefined for a response without its request. */
  setupResponse(messageId: number, session: string, goesOn: boolean, message: Uint8Array | null, token: Token): Setup | undefined {
    const setup = this.waiting.get(messageId);
    this.waiting.delete(messageId);
    if (setup === undefined) return undefined;
    setup.tokens.push(token);
    if (!goesOn) return setup;
    if (this.going.size >= MAX_UNDER_WAY) this.going.clear();
    this.going.set(session, { ...setup, preauth: extended(setup.preauth, message) });
    return setup;
  }
}

const extended = (hash: Buffer | null, message: Uint8Array | null): Buffer | null =>
  hash === null || message === null ? null : extendPreauth(hash, message);
