import { encryptionType } from './encryption.ts';
import type { EncryptionType } from './type.ts';

/** A key and the number of its encryption type. */
export interface TypedKey {
  readonly type: number;
  readonly key: Uint8Array;
}

/** PRF+, RFC 6113 5.1: as many octets as are wanted. */
function prfPlus({ prf }: EncryptionType, key: Uint8Array, pepper: string, size: number): Buffer {
  const parts: Buffer[] = [];
  for (let n = 1, has = 0; has < size; n++) {
    const part = prf(key, Buffer.concat([Buffer.of(n), Buffer.from(pepper)]));
    parts.push(part);
    has += part.length;
  }
  return Buffer.concat(parts).subarray(0, size);
}

/** KRB-FX-CF2, RFC 6113 5.1: two keys become one of the first one's type; null where a type is unknown or a key has another size. */
export function combineKeys(first: TypedKey, second: TypedKey, pepper1: string, pepper2: string): Buffer | null {
  const type = encryptionType(first.type);
  const other = encryptionType(second.type);
  if (type === null || other === null || first.key.length !== type.keySize || second.key.length !== other.keySize) return null;
  const a = prfPlus(type, first.key, pepper1, type.keySize);
  const b = prfPlus(other, second.key, pepper2, type.keySize);
  return Buffer.from(a.map((octet, i) => octet ^ b[i]!));
}
