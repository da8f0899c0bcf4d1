import { type Cipher, createHmac } from 'node:crypto';
import { endianness } from 'node:os';
import { aesBlocks, cmacSubkeys } from './cmac.ts';
import { Ghash } from './ghash.ts';
import { HEADER, SIGNATURE, Signer, Signing, type SigningAlgorithm, signatureOf, writeGmacNonce } from './signing.ts';

const BLOCK = 16;
const WORDS = BLOCK / 4;
const isLittleEndian = endianness() === 'LE';
/** Longer messages go to OpenSSL at once: there, the cost of its objects no longer counts. */
const SHORT = 1024;
const MOST = 1024;
/** Room that a batch begins with: a capture may hold many sessions of few messages. */
const FEWEST = 16;
/** Fewer than this, and the table for GHASH costs more than it saves. */
const WORTH_A_TABLE = 64;

/** What a batch needs only while it is being worked out; shared, because batches are worked out one after the other. */
const order = new Uint16Array(MOST);
const buckets = new Uint16Array(SHORT / BLOCK + 2);
const state = new Uint8Array(MOST * BLOCK);
const stateWords = new Int32Array(state.buffer);

/**
 * Checks the signatures of many messages under one key: short ones side by side, a round of AES over all of them at a time. The bytes
 * given to add() may be others after it. A result is reported during a later add() or flush(), for long messages at once; report() may not add.
 */
export class SignatureBatch {
  readonly algorithm: SigningAlgorithm;
  #key: Uint8Array;
  #report: (row: number, isOk: boolean) => void;
  /** Copies of the messages, the Signature zeroed, each from a multiple of 16 on and padded as its algorithm wants it. */
  #arena = new Uint8Array(2 * SHORT);
  #words = new Int32Array(this.#arena.buffer);
  #used = 0;
  #room = FEWEST;
  #rows = new Float64Array(FEWEST);
  #starts = new Uint32Array(FEWEST);
  #lengths = new Uint16Array(FEWEST);
  /** In words, as the arena and the state have them. */
  #signatures = new Int32Array(FEWEST * WORDS);
  #count = 0;
  #aes: Cipher;
  #k1: Int32Array;
  #k2: Int32Array;
  /** What add() was given last, and a view of it. */
  #source: Uint8Array | null = null;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #ghash: Ghash | undefined;

  /** `key` of 16 bytes (32 is AES-256). `report` hears each row given to add() once. */
  constructor(algorithm: SigningAlgorithm, key: Uint8Array, report: (row: number, isOk: boolean) => void) {
    this.algorithm = algorithm;
    this.#key = key;
    this.#report = report;
    this.#aes = aesBlocks(key.length === 32 ? key : padded(key));
    const { k1, k2 } = cmacSubkeys(key.length === 32 ? key : padded(key));
    this.#k1 = wordsOf(k1);
    this.#k2 = wordsOf(k2);
  }

  /** A whole message from its SMB2 header on, in `bytes` from `start` to `end`. Shorter than a header, it is reported as wrong. */
  add(row: number, bytes: Uint8Array, start = 0, end = bytes.length): void {
    const length = end - start;
    if (length < HEADER || length > SHORT) {
      const message = bytes.subarray(start, end);
      this.#compare(row, message, signatureOf(this.algorithm, this.#key, message));
      return;
    }
    const at = this.#reserve(length);
    if (bytes !== this.#source) {
      this.#source = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    // A loop over words: for messages of 130 bytes faster than a view of the source for set().
    const words = this.#words;
    const view = this.#view;
    const whole = length >> 2;
    for (let i = 0; i < whole; i++) words[(at >> 2) + i] = view.getInt32(start + 4 * i, isLittleEndian);
    for (let i = 4 * whole; i < length; i++) this.#arena[at + i] = bytes[start + i]!;
    this.#keep(row, at, length);
  }

  /** The same for a message in pieces. */
  addPieces(row: number, pieces: readonly Uint8Array[]): void {
    let length = 0;
    for (const piece of pieces) length += piece.length;
    if (length < HEADER || length > SHORT) {
      const signer = new Signer(this.algorithm, this.#key);
      const header = Buffer.alloc(HEADER);
      let filled = 0;
      for (const piece of pieces) {
        if (filled < HEADER) {
          const part = piece.subarray(0, HEADER - filled);
          header.set(part, filled);
          filled += part.length;
        }
        signer.update(piece);
      }
      this.#compare(row, header, signer.digest());
      return;
    }
    const at = this.#reserve(length);
    let to = at;
    for (const piece of pieces) {
      this.#arena.set(piece, to);
      to += piece.length;
    }
    this.#keep(row, at, length);
  }

  /** Works out and reports what waits. */
  flush(): void {
    if (this.#count === 0) return;
    if (this.algorithm === Signing.aesCmac) this.#cmacs();
    else if (this.#ghash !== undefined || this.#count >= WORTH_A_TABLE) this.#gmacs();
    else this.#gmacsSingly();
    this.#count = 0;
    this.#used = 0;
  }

  #compare(row: number, message: Uint8Array, computed: Uint8Array | null): void {
    let isOk = computed !== null;
    for (let i = 0; isOk && i < BLOCK; i++) isOk = computed![i] === message[SIGNATURE + i];
    this.#report(row, isOk);
  }

  /** Room for a message with its padding and, for GMAC, the block of lengths. */
  #reserve(length: number): number {
    if (this.#count === MOST) this.flush();
    else if (this.#count === this.#room) this.#grow();
    const at = this.#used;
    const end = at + roundUp(length) + BLOCK;
    if (end > this.#arena.length) {
      this.#arena = grown(new Uint8Array(Math.max(roundUp(end), this.#arena.length * 2)), this.#arena);
      this.#words = new Int32Array(this.#arena.buffer);
    }
    return at;
  }

  #grow(): void {
    this.#room *= 2;
    this.#rows = grown(new Float64Array(this.#room), this.#rows);
    this.#starts = grown(new Uint32Array(this.#room), this.#starts);
    this.#lengths = grown(new Uint16Array(this.#room), this.#lengths);
    this.#signatures = grown(new Int32Array(this.#room * WORDS), this.#signatures);
  }

  #keep(row: number, at: number, length: number): void {
    const arena = this.#arena;
    const words = this.#words;
    const n = this.#count;
    const signature = (at + SIGNATURE) >> 2;
    for (let i = 0; i < WORDS; i++) {
      this.#signatures[n * WORDS + i] = words[signature + i]!;
      words[signature + i] = 0;
    }
    if (this.algorithm === Signing.hmacSha256) {
      const computed = createHmac('sha256', this.#key)
        .update(arena.subarray(at, at + length))
        .digest();
      for (let i = 0; i < BLOCK; i++) state[i] = computed[i]!;
      this.#report(row, this.#isRight(n, 0));
      return;
    }
    const end = at + roundUp(length);
    for (let i = at + length; i < end; i++) arena[i] = 0;
    if (this.algorithm === Signing.aesCmac) {
      const isWhole = length % BLOCK === 0;
      if (!isWhole) arena[at + length] = 0x80;
      const mask = isWhole ? this.#k1 : this.#k2;
      for (let i = 0; i < WORDS; i++) words[((end - BLOCK) >> 2) + i]! ^= mask[i]!;
      this.#used = end;
    } else {
      for (let i = 0; i < WORDS; i++) words[(end >> 2) + i] = 0;
      arena[end + 6] = (length << 3) >> 8;
      arena[end + 7] = (length << 3) & 255;
      this.#used = end + BLOCK;
    }
    this.#rows[n] = row;
    this.#starts[n] = at;
    this.#lengths[n] = length;
    this.#count = n + 1;
  }

  /** RFC 4493 2.4 of all messages at once, the longest first, so that those with blocks left are always the first ones. */
  #cmacs(): void {
    const count = this.#count;
    const words = this.#words;
    buckets.fill(0);
    for (let n = 0; n < count; n++) buckets[blocksOf(this.#lengths[n]!)]!++;
    for (let blocks = buckets.length - 2; blocks >= 0; blocks--) buckets[blocks]! += buckets[blocks + 1]!;
    const active = buckets.slice();
    for (let n = count - 1; n >= 0; n--) order[--buckets[blocksOf(this.#lengths[n]!)]!] = n;
    stateWords.fill(0, 0, count * 4);
    for (let round = 0; active[round + 1]! > 0; round++) {
      const live = active[round + 1]!;
      for (let i = 0; i < live; i++) {
        const from = (this.#starts[order[i]!]! >> 2) + round * 4;
        stateWords[i * 4]! ^= words[from]!;
        stateWords[i * 4 + 1]! ^= words[from + 1]!;
        stateWords[i * 4 + 2]! ^= words[from + 2]!;
        stateWords[i * 4 + 3]! ^= words[from + 3]!;
      }
      state.set(this.#aes.update(state.subarray(0, live * BLOCK)));
    }
    for (let i = 0; i < count; i++) this.#settle(order[i]!, i);
  }

  /** SP 800-38D: the GHASH of each, and E(K, J0) of all in one call. */
  #gmacs(): void {
    const count = this.#count;
    this.#ghash ??= new Ghash(this.#key);
    for (let n = 0; n < count; n++) {
      writeGmacNonce(this.#arena, this.#starts[n]!, state, n * BLOCK);
      state[n * BLOCK + 12] = state[n * BLOCK + 13] = state[n * BLOCK + 14] = 0;
      state[n * BLOCK + 15] = 1;
    }
    const masks = this.#aes.update(state.subarray(0, count * BLOCK));
    const view = new DataView(state.buffer);
    for (let n = 0; n < count; n++) {
      const start = this.#starts[n]!;
      this.#ghash.hash(this.#arena, start, start + roundUp(this.#lengths[n]!) + BLOCK, view, n * BLOCK);
    }
    const maskWords = new Int32Array(masks.buffer.slice(masks.byteOffset, masks.byteOffset + masks.length));
    for (let i = 0; i < count * WORDS; i++) stateWords[i]! ^= maskWords[i]!;
    for (let n = 0; n < count; n++) this.#settle(n, n);
  }

  #gmacsSingly(): void {
    for (let n = 0; n < this.#count; n++) {
      const start = this.#starts[n]!;
      state.set(signatureOf(this.algorithm, this.#key, this.#arena.subarray(start, start + this.#lengths[n]!))!, n * BLOCK);
      this.#settle(n, n);
    }
  }

  #settle(n: number, place: number): void {
    this.#report(this.#rows[n]!, this.#isRight(n, place));
  }

  /** Whether the block that the state has in a place is the signature of message `n`. */
  #isRight(n: number, place: number): boolean {
    let difference = 0;
    for (let i = 0; i < WORDS; i++) difference |= stateWords[place * WORDS + i]! ^ this.#signatures[n * WORDS + i]!;
    return difference === 0;
  }
}

function grown<T extends Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array>(larger: T, old: T): T {
  larger.set(old);
  return larger;
}

/** The words of a block. */
const wordsOf = (block: Uint8Array): Int32Array => new Int32Array(Uint8Array.from(block).buffer);

const blocksOf = (length: number): number => (length + BLOCK - 1) >> 4;
const roundUp = (length: number): number => blocksOf(length) << 4;

/** A key for AES from one of HMAC-SHA256, which may have any length and uses none. */
function padded(key: Uint8Array): Uint8Array {
  const whole = new Uint8Array(BLOCK);
  whole.set(key.subarray(0, BLOCK));
  return whole;
}
