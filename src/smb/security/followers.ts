import { Command, Header } from '../../../dissectors/smb2/header.ts';
import { TransformHeader } from '../../../dissectors/smb2/transform.ts';
import { decryptBeginning, type TagCheck, tagCheckOf, tagOf } from '../../crypto/aead.ts';
import { SIGNATURE, Signer } from '../../crypto/signing.ts';
import type { Follower } from '../../net/unit.ts';
import { Flag, HEADER_SIZE, wantedOfMessage } from '../current.ts';
import type { Channel } from './channel.ts';
import type { CipherKeys, SigningKey } from './keys.ts';

const TRANSFORM = TransformHeader.fixedSize;
const SIGNATURE_SIZE = 16;
const PROTOCOL = 0x424d53fe;
/** Bytes given to OpenSSL at once: a call for each segment would cost more than its bytes do. */
const SLICE = 32 * 1024;
/** Messages under way at the same time; what is beyond is read again. */
const MOST = 64;

/** Bytes of a long READ or WRITE that are decrypted while the rest only counts for the tag: header and fixed part of the body. */
export const BEGINNING = HEADER_SIZE + 64;

/** Puts the segments of a long message together to slices. */
abstract class Slicer implements Follower {
  private readonly slices: Uint8Array[];
  private readonly slice: Uint8Array;
  private held = 0;

  /** `slices`: those that are free. */
  constructor(slices: Uint8Array[]) {
    this.slices = slices;
    this.slice = slices.pop()!;
  }

  pass(bytes: Uint8Array, from: number, length: number): void {
    const end = from + length;
    for (let at = from; at < end; ) {
      const n = Math.min(end - at, SLICE - this.held);
      this.slice.set(bytes.subarray(at, at + n), this.held);
      this.held += n;
      at += n;
      if (this.held === SLICE) this.flush();
    }
  }

  end(): void {
    this.slices.push(this.slice);
  }

  protected flush(): void {
    this.take(this.slice.subarray(0, this.held));
    this.held = 0;
  }

  protected abstract take(slice: Uint8Array): void;
}

/** Works out the signature of a message while it passes. */
export class SignatureFollower extends Slicer {
  readonly key: SigningKey;
  private readonly signer: Signer;

  constructor(slices: Uint8Array[], key: SigningKey) {
    super(slices);
    this.key = key;
    this.signer = new Signer(key.algorithm, key.key);
  }

  protected take(slice: Uint8Array): void {
    this.signer.update(slice);
  }

  /** Whether it is this one, once all has passed. */
  makes(signature: Uint8Array): boolean {
    this.flush();
    const digest = this.signer.digest();
    return digest !== null && Buffer.compare(digest, signature) === 0;
  }
}

/** Works out the tag of a transform while it passes. */
export class TagFollower extends Slicer {
  readonly keys: CipherKeys;
  /** Bytes of plain text. */
  readonly length: number;
  readonly isFromServer: boolean;
  private readonly key: Uint8Array;
  private readonly check: TagCheck;

  constructor(slices: Uint8Array[], keys: CipherKeys, isFromServer: boolean, length: number, check: TagCheck) {
    super(slices);
    this.keys = keys;
    this.isFromServer = isFromServer;
    this.key = keyFor(keys, isFromServer);
    this.length = length;
    this.check = check;
  }

  protected take(slice: Uint8Array): void {
    this.check.update(slice);
  }

  /** The first BEGINNING bytes of the plain text, once all has passed; null where the tag is wrong. `transform` begins with its header. */
  open(transform: Uint8Array): Uint8Array | null {
    this.flush();
    if (!this.check.isAuthentic(tagOf(transform))) return null;
    return decryptBeginning(this.keys.cipher, this.key, transform, transform.subarray(TRANSFORM, TRANSFORM + BEGINNING));
  }
}

/** Who follows which long message. Only what is proven good this way counts; anything else is read again and looked at as any other message is. */
export class Followers {
  private readonly free: Uint8Array[] = [];
  private made = 0;

  /** For a signed SMB2 message that begins like this. */
  signed(channel: Channel | undefined, beginning: Uint8Array): SignatureFollower | null {
    const key = channel?.key ?? null;
    const data = viewOf(beginning);
    if (key === null || !isAlone(data) || (data.getUint32(Header.at.Flags, true) & Flag.signed) === 0 || !this.hasRoom()) return null;
    const follower = new SignatureFollower(this.free, key);
    follower.pass(beginning, 0, beginning.length);
    return follower;
  }

  /** For a transform of `length` bytes that begins like this, if what it holds need not be kept: a READ or WRITE. */
  sealed(keys: CipherKeys | null, beginning: Uint8Array, length: number, isFromServer: boolean): TagFollower | null {
    if (keys === null) return null;
    const key = keyFor(keys, isFromServer);
    const encrypted = beginning.subarray(TRANSFORM);
    const check = tagCheckOf(keys.cipher, key, beginning, length - TRANSFORM);
    if (check === null || !isBulk(decryptBeginning(keys.cipher, key, beginning, encrypted)) || !this.hasRoom()) return null;
    const follower = new TagFollower(this.free, keys, isFromServer, length - TRANSFORM, check);
    follower.pass(encrypted, 0, encrypted.length);
    return follower;
  }

  private hasRoom(): boolean {
    if (this.free.length === 0 && this.made < MOST) {
      this.made++;
      this.free.push(new Uint8Array(SLICE));
    }
    return this.free.length > 0;
  }
}

const keyFor = (keys: CipherKeys, isFromServer: boolean): Uint8Array => (isFromServer ? keys.s2c : keys.c2s);

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const isAlone = (data: DataView): boolean => data.getUint32(Header.at.NextCommand, true) === 0;

/** Whether a plain text that begins like this is a READ or WRITE alone and without a signature. */
function isBulk(plain: Buffer): boolean {
  const data = viewOf(plain);
  if (plain.length < HEADER_SIZE || data.getUint32(0, true) !== PROTOCOL || !isAlone(data)) return false;
  const command = data.getUint16(Header.at.Command, true);
  if (command !== Command.READ && command !== Command.WRITE) return false;
  return plain.subarray(SIGNATURE, SIGNATURE + SIGNATURE_SIZE).every((byte) => byte === 0);
}

/** Whether the index needs more of a message that begins like this than its beginning. */
export const needsMore = (plain: Uint8Array, length: number): boolean => wantedOfMessage(viewOf(plain), 0, length) > BEGINNING;
