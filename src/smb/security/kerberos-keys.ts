import { encryptedParts } from '../../../dissectors/auth/index.ts';
import { decryptKerberos, Usage } from '../../crypto/kerberos/encryption.ts';
import type { KeytabEntry } from '../../crypto/kerberos/keytab.ts';
import type { Struct } from '../../dissect/struct.ts';
import { values } from '../../dissect/values.ts';
import { type Cipher, ciphersOf } from '../ciphers.ts';

/** A key of Kerberos: of a principal's keytab, or learned from what another key opened. */
interface Key {
  readonly type: number;
  readonly key: Buffer;
  /** Key version; undefined for a session key. */
  readonly version: number | undefined;
  readonly source: string;
}

/** A cipher that was opened, and by what. */
export interface OpenedCipher {
  readonly cipher: Cipher;
  readonly plain: Buffer;
  readonly source: string;
}

/** The parts of a plain text that matter for keys; each may be missing. */
interface Plain {
  readonly key?: KeyValue;
  readonly subkey?: KeyValue;
  readonly crealm?: string;
  readonly cname?: { readonly 'name-string'?: { readonly KerberosString?: readonly string[] } };
}

interface KeyValue {
  readonly keytype?: number;
  readonly keyvalue?: Uint8Array;
}

const MOST_LEARNED = 4096;

/** The keys of Kerberos that are known: they open messages, and what those hold makes more known. */
export class KerberosKeys {
  private readonly own: readonly Key[];
  private readonly learned: Key[] = [];

  constructor(keytab: readonly KeytabEntry[]) {
    this.own = keytab.map(({ type, key, version, principal }) => ({ type, key, version, source: `keytab, ${principal}` }));
  }

  get isEmpty(): boolean {
    return this.own.length === 0;
  }

  /** Opens what the known keys open of the Kerberos message in `from..to`, outermost first, and learns the keys inside. */
  open(data: DataView, from: number, to: number, isResponse: boolean): OpenedCipher[] {
    if (this.isEmpty) return [];
    const opened: OpenedCipher[] = [];
    for (const cipher of ciphersOf(data, from, to, isResponse)) {
      const found = this.one(data, cipher);
      if (found === null) continue;
      opened.push(found);
      const { key, subkey } = plainOf(found);
      this.learn(key, found.source);
      this.learn(subkey, found.source);
    }
    return opened;
  }

  private one(data: DataView, cipher: Cipher): OpenedCipher | null {
    const bytes = new Uint8Array(data.buffer, data.byteOffset + cipher.offset, cipher.size);
    for (const usage of usagesOf(cipher))
      for (const { type, key, source } of this.candidates(cipher)) {
        const plain = decryptKerberos(type, key, usage, bytes);
        if (plain !== null) return { cipher, plain, source };
      }
    return null;
  }

  /** Keys of the cipher's type: of its version first, then those learned last. */
  private candidates({ etype, kvno }: Cipher): Key[] {
    const fits = this.own.filter((k) => k.type === etype);
    const recent = this.learned.filter((k) => k.type === etype).reverse();
    return kvno === undefined
      ? [...recent, ...fits]
      : [...fits.filter((k) => k.version === kvno), ...fits.filter((k) => k.version !== kvno), ...recent];
  }

  private learn(value: KeyValue | undefined, source: string): void {
    if (value?.keytype === undefined || value.keyvalue === undefined) return;
    const key = Buffer.from(value.keyvalue);
    if (this.learned.some((k) => k.type === value.keytype && k.key.equals(key))) return;
    if (this.learned.length === MOST_LEARNED) this.learned.shift();
    this.learned.push({ type: value.keytype, key, version: undefined, source });
  }
}

/** A TGS-REP is under the session key, or under the subkey that its request brought. */
const usagesOf = ({ keyUsage }: Cipher): readonly number[] =>
  keyUsage === Usage.tgsRepEncPartSessionKey ? [keyUsage, Usage.tgsRepEncPartSubkey] : [keyUsage];

/** What an opened cipher says, whatever APPLICATION tag stands around it. */
export function plainOf({ cipher, plain }: OpenedCipher): Plain {
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const table: Struct = encryptedParts[cipher.holds];
  const read = values(table, view, 0, 0, plain.byteLength, { isResponse: false }) as Readonly<Record<string, Plain>>;
  return Object.values(read)[0] ?? {};
}

/** `user@REALM` of a ticket or authenticator. */
export const clientOf = ({ cname, crealm }: Plain): { user: string; realm: string } => ({
  user: cname?.['name-string']?.KerberosString?.join('/') ?? '',
  realm: crealm ?? '',
});
