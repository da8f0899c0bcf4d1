/** What was encrypted. With a wrong checksum it may be shown and nothing else. */
export interface Opened {
  plain: Buffer;
  isAuthentic: boolean;
}

/** What the checksum covers besides, unencrypted: RPC's headers. `before` comes after the confounder, `after` before the last `tail` bytes. */
export interface Covered {
  before: Uint8Array;
  after: Uint8Array;
  tail: number;
}

/** What a checksum is over: `data`, which begins with a confounder, with what it covers besides in its place. */
export function withCovered(data: Uint8Array, confounderSize: number, covered: Covered | undefined): readonly Uint8Array[] {
  if (covered === undefined) return [data];
  const end = Math.max(confounderSize, data.length - covered.tail);
  return [data.subarray(0, confounderSize), covered.before, data.subarray(confounderSize, end), covered.after, data.subarray(end)];
}

/** An encryption type and its checksum, RFC 3961 3 and 4. */
export interface EncryptionType {
  name: string;
  /** The numbers of the type and of its checksum type in the registry of RFC 3961 11. */
  number: number;
  checksum: number;
  /** In bytes. */
  keySize: number;
  checksumSize: number;
  confounderSize: number;
  /** A long-term key. RC4 takes no salt; iterations are the type's default if not given. */
  stringToKey(password: string, salt: string | Buffer, iterations?: number): Buffer;
  /** What open() opens. The confounder is as long as the type wants it. */
  encrypt(key: Uint8Array, usage: number, plain: Uint8Array, confounder: Uint8Array): Buffer;
  /** The plain text without its confounder, and whether the checksum is right; null when the data is too short. */
  open(key: Uint8Array, usage: number, data: Uint8Array, covered?: Covered): Opened | null;
  /** The pseudo-random function: as many octets as the type gives. */
  prf(key: Uint8Array, octets: Uint8Array): Buffer;
  /** The checksum of data that comes in pieces. */
  checksumOf(key: Uint8Array, usage: number, ...data: readonly Uint8Array[]): Buffer;
}
