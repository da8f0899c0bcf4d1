import { createCipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { decryptCts, encryptCts } from './cts.ts';
import { nFold } from './fold.ts';
import { type EncryptionType, withCovered } from './type.ts';

const BLOCK = 16;
/** Ends of the constant of a derived key, RFC 3961 5.3. */
const Use = { checksum: 0x99, encryption: 0xaa, integrity: 0x55 } as const;

const bytesOf = (text: string | Buffer): Buffer => (typeof text === 'string' ? Buffer.from(text, 'utf8') : text);

function constantOf(usage: number, use: number): Buffer {
  const constant = Buffer.alloc(5);
  constant.writeUInt32BE(usage);
  constant[4] = use;
  return constant;
}

function mac(hash: string, key: Uint8Array, data: readonly Uint8Array[], size: number): Buffer {
  const hmac = createHmac(hash, key);
  for (const part of data) hmac.update(part);
  return hmac.digest().subarray(0, size);
}

/** DK, RFC 3961 5.1: a key as long as the base key, from its encryption of the folded constant, again and again. */
export function deriveKey(key: Uint8Array, constant: Uint8Array): Buffer {
  let block = constant.length === BLOCK ? Buffer.from(constant) : nFold(constant, BLOCK);
  const out: Buffer[] = [];
  for (let size = 0; size < key.length; size += BLOCK) {
    const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null);
    cipher.setAutoPadding(false);
    block = cipher.update(block);
    out.push(block);
  }
  return Buffer.concat(out).subarray(0, key.length);
}

/** aes128-cts-hmac-sha1-96 (17) and aes256-cts-hmac-sha1-96 (18), RFC 3962. The checksum is of the plain text. */
export function aesSha1(name: string, number: number, checksum: number, keySize: number): EncryptionType {
  const MAC = 12;
  return {
    name,
    number,
    checksum,
    keySize,
    checksumSize: MAC,
    confounderSize: BLOCK,
    stringToKey(password, salt, iterations = 4096) {
      const base = pbkdf2Sync(Buffer.from(password, 'utf8'), bytesOf(salt), iterations, keySize, 'sha1');
      return deriveKey(base, Buffer.from('kerberos'));
    },
    encrypt(key, usage, plain, confounder) {
      const whole = Buffer.concat([confounder, plain]);
      const encrypted = encryptCts(deriveKey(key, constantOf(usage, Use.encryption)), whole);
      return Buffer.concat([encrypted, mac('sha1', deriveKey(key, constantOf(usage, Use.integrity)), [whole], MAC)]);
    },
    open(key, usage, data, covered) {
      if (data.length < BLOCK + MAC) return null;
      const plain = decryptCts(deriveKey(key, constantOf(usage, Use.encryption)), data.subarray(0, -MAC));
      if (plain === null) return null;
      const isAuthentic = mac('sha1', deriveKey(key, constantOf(usage, Use.integrity)), withCovered(plain, BLOCK, covered), MAC).equals(
        data.subarray(-MAC),
      );
      return { plain: plain.subarray(BLOCK), isAuthentic };
    },
    prf(key, octets) {
      const hash = createHash('sha1').update(octets).digest();
      return encryptCts(deriveKey(key, Buffer.from('prf')), hash.subarray(0, BLOCK));
    },
    checksumOf(key, usage, ...data) {
      return mac('sha1', deriveKey(key, constantOf(usage, Use.checksum)), data, MAC);
    },
  };
}

/** KDF-HMAC-SHA2, RFC 8009 3: `bits` from one round of the hash. A label with a context holds the zero octet between them. */
function deriveSha2(hash: string, key: Uint8Array, label: Uint8Array, bits: number, hasContext = false): Buffer {
  const ends = Buffer.alloc(5);
  ends.writeUInt32BE(bits, 1);
  return mac(hash, key, [Buffer.of(0, 0, 0, 1), label, hasContext ? ends.subarray(1) : ends], bits / 8);
}

/** aes128-cts-hmac-sha256-128 (19) and aes256-cts-hmac-sha384-192 (20), RFC 8009. The checksum is of the zero vector and what was encrypted. */
export function aesSha2(name: string, number: number, checksum: number, keySize: number, hash: string, macSize: number): EncryptionType {
  const vector = Buffer.alloc(BLOCK);
  const derive = (key: Uint8Array, usage: number, use: number): Buffer =>
    deriveSha2(hash, key, constantOf(usage, use), (use === Use.encryption ? keySize : macSize) * 8);
  return {
    name,
    number,
    checksum,
    keySize,
    checksumSize: macSize,
    confounderSize: BLOCK,
    stringToKey(password, salt, iterations = 32_768) {
      const salted = Buffer.concat([Buffer.from(name), Buffer.of(0), bytesOf(salt)]);
      const base = pbkdf2Sync(Buffer.from(password, 'utf8'), salted, iterations, keySize, hash);
      return deriveSha2(hash, base, Buffer.from('kerberos'), keySize * 8);
    },
    encrypt(key, usage, plain, confounder) {
      const encrypted = encryptCts(derive(key, usage, Use.encryption), Buffer.concat([confounder, plain]));
      return Buffer.concat([encrypted, mac(hash, derive(key, usage, Use.integrity), [vector, encrypted], macSize)]);
    },
    open(key, usage, data, covered) {
      if (data.length < BLOCK + macSize) return null;
      const encrypted = data.subarray(0, -macSize);
      const isAuthentic = mac(hash, derive(key, usage, Use.integrity), [vector, ...withCovered(encrypted, BLOCK, covered)], macSize).equals(
        data.subarray(-macSize),
      );
      return { plain: decryptCts(derive(key, usage, Use.encryption), encrypted)!.subarray(BLOCK), isAuthentic };
    },
    prf(key, octets) {
      return deriveSha2(hash, key, Buffer.concat([Buffer.from('prf\0'), octets]), macSize * 16, true);
    },
    checksumOf(key, usage, ...data) {
      return mac(hash, derive(key, usage, Use.checksum), data, macSize);
    },
  };
}
