import { crc32 } from './crc32.ts';
import { hmacMd5, NtlmFlag, sealKey, signKey } from './ntlm.ts';
import { Rc4 } from './rc4.ts';

const VERSION = 1;

/** One direction of NTLM session security, MS-NLMP 3.4: the key stream and the sequence number go on with each message. */
export class NtlmStream {
  #flags: number;
  #signKey: Buffer | null;
  #stream: Rc4;
  /** Number of the next message. */
  sequence: number;

  constructor(flags: number, signingKey: Buffer | null, stream: Rc4, sequence = 0) {
    this.#flags = flags;
    this.#signKey = signingKey;
    this.#stream = stream;
    this.sequence = sequence;
  }

  /** The next bytes decrypted (or encrypted), MS-NLMP 3.4.3. The message's signature follows it in the stream. */
  unseal(sealed: Uint8Array): Buffer {
    return this.#stream.apply(sealed);
  }

  /**
   * The NTLMSSP_MESSAGE_SIGNATURE of the next plain message, which may come in pieces, MS-NLMP 3.4.4: 16 bytes. Without extended
   * session security its bytes 4 to 8 (RandomPad) mean nothing and are zero.
   */
  sign(...message: readonly Uint8Array[]): Buffer {
    const signature = Buffer.alloc(16);
    signature.writeUInt32LE(VERSION, 0);
    const number = Buffer.alloc(4);
    number.writeUInt32LE(this.sequence >>> 0);
    this.sequence++;
    if (this.#signKey !== null) {
      const checksum = hmacMd5(this.#signKey, number, ...message).subarray(0, 8);
      signature.set(this.#flags & NtlmFlag.keyExchange ? this.#stream.apply(checksum) : checksum, 4);
      signature.set(number, 12);
      return signature;
    }
    const clear = Buffer.alloc(12);
    clear.writeUInt32LE(crc32(Buffer.concat(message)), 4);
    clear.set(number, 8);
    signature.set(this.#stream.apply(clear), 4);
    return signature.fill(0, 4, 8);
  }

  /** Whether a signature is that of the next plain message; the stream goes on in either case. */
  verify(signature: Uint8Array, ...message: readonly Uint8Array[]): boolean {
    const from = this.#signKey === null ? 8 : 0;
    return (
      signature.length === 16 &&
      this.sign(...message)
        .subarray(from)
        .equals(signature.subarray(from))
    );
  }

  /** The same place in the stream again: a checkpoint. */
  copy(): NtlmStream {
    return new NtlmStream(this.#flags, this.#signKey, this.#stream.copy(), this.sequence);
  }
}

/** Both directions. Without extended session security there is one stream and one sequence for both, in the order of the wire. */
export interface NtlmSession {
  client: NtlmStream;
  server: NtlmStream;
}

/**
 * Session security from an ExportedSessionKey of 16 bytes and the AUTHENTICATE_MESSAGE's NegotiateFlags. Where SPNEGO exchanged
 * mechListMICs, `sequence` is 1: they took number 0, while the key streams begin afresh after them.
 */
export function ntlmSession(flags: number, sessionKey: Uint8Array, sequence = 0): NtlmSession {
  const stream = (isFromServer: boolean): NtlmStream =>
    new NtlmStream(flags, signKey(flags, sessionKey, isFromServer), new Rc4(sealKey(flags, sessionKey, isFromServer)), sequence);
  const client = stream(false);
  return { client, server: flags & NtlmFlag.extendedSessionSecurity ? stream(true) : client };
}

/**
 * SPNEGO's mechListMIC (RFC 4178 5) by NTLM, MS-SPNG 3.3.5.1: 16 bytes over the DER of the MechTypeList, the message of number 0.
 */
export function ntlmMechListMic(flags: number, sessionKey: Uint8Array, isFromServer: boolean, mechTypes: Uint8Array): Buffer {
  const { client, server } = ntlmSession(flags, sessionKey);
  return (isFromServer ? server : client).sign(mechTypes);
}
