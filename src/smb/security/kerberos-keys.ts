import { encryptedParts } from '../../../dissectors/auth/index.ts';
import { combineKeys } from '../../crypto/kerberos/combine.ts';
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
  /** Of an armor key: the subkey that it was made of. */
  readonly subkey?: Key;
}

/** What opened a cipher of a message: its place in `ciphersOf`, the key and its usage; and what opened the ciphers in its plain text. */
interface Opener {
  readonly index: number;
  readonly key: Key;
  readonly usage: number;
  readonly inner: readonly Opener[];
}

/** A cipher that was opened, and by what. */
export interface OpenedCipher {
  readonly cipher: Cipher;
  readonly plain: Buffer;
  readonly source: string;
  /** The ciphers in the plain text that were opened in turn. */
  readonly inner: readonly OpenedCipher[];
}

/** The parts of a plain text that matter for keys; each may be missing. */
interface Plain {
  readonly key?: KeyValue;
  readonly subkey?: KeyValue;
  readonly 'strengthen-key'?: KeyValue;
  readonly crealm?: string;
  readonly cname?: { readonly 'name-string'?: { readonly KerberosString?: readonly string[] } };
}

interface KeyValue {
  readonly keytype?: number;
  readonly keyvalue?: Uint8Array;
}

const MOST_LEARNED = 4096;
const MAX_INSIDE = 4;

/** The keys of Kerberos that are known: they open messages, and what those hold makes more known. */
export class KerberosKeys {
  private readonly own: readonly Key[];
  private readonly learned: Key[] = [];
  /** By row of the message: what opened its ciphers. */
  private readonly openers = new Map<number, Opener[]>();

  constructor(keytab: readonly KeytabEntry[]) {
    this.own = keytab.map(({ type, key, version, principal }) => ({ type, key, version, source: `keytab, ${principal}` }));
  }

  get isEmpty(): boolean {
    return this.own.length === 0;
  }

  /** Opens what the known keys open of the Kerberos message in `from..to` of a row, in the order of its bytes, and learns the keys inside. */
  open(row: number, data: DataView, from: number, to: number, isResponse: boolean): OpenedCipher[] {
    if (this.isEmpty) return [];
    const ciphers = ciphersOf(data, from, to, isResponse);
    const openers = this.all(data, ciphers, isResponse, 0);
    if (openers.length > 0) this.openers.set(row, openers);
    return openedBy(openers, data, ciphers, isResponse);
  }

  /** What was opened of a row's message once more. */
  reopen(row: number, data: DataView, from: number, to: number, isResponse: boolean): OpenedCipher[] {
    const openers = this.openers.get(row);
    return openers === undefined ? [] : openedBy(openers, data, ciphersOf(data, from, to, isResponse), isResponse);
  }

  /** Whether something of a row's message was opened. */
  hasOpened(row: number): boolean {
    return this.openers.has(row);
  }

  private all(data: DataView, ciphers: readonly Cipher[], isResponse: boolean, depth: number): Opener[] {
    if (depth === MAX_INSIDE) return [];
    return ciphers.flatMap((cipher, index) => this.one(data, cipher, index, isResponse, depth) ?? []);
  }

  /** The first key that opens a cipher; what is inside is learned, and opened in turn. */
  private one(data: DataView, cipher: Cipher, index: number, isResponse: boolean, depth: number): Opener | null {
    const bytes = bytesOf(data, cipher);
    for (const usage of usagesOf(cipher))
      for (const key of this.candidates(cipher)) {
        const plain = decryptKerberos(key.type, key.key, usage, bytes);
        if (plain === null) continue;
        this.learnFrom({ cipher, plain, source: key.source }, key);
        return { index, key, usage, inner: this.all(viewOf(plain), innerCiphers(cipher, plain, isResponse), isResponse, depth + 1) };
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

  private learnFrom(found: Pick<OpenedCipher, 'cipher' | 'plain' | 'source'>, by: Key): void {
    const plain = plainOf(found);
    this.learn(keyOf(plain.key, found.source));
    const subkey = keyOf(plain.subkey, found.source);
    this.learn(subkey);
    // RFC 6113 5.4.1.1 and 5.4.3: what arms a request, and what its reply is under then.
    if (found.cipher.keyUsage === Usage.tgsReqAuthenticator && subkey !== undefined)
      this.learn(combined(subkey, by, 'subkeyarmor', 'ticketarmor', subkey));
    const strengthen = keyOf(plain['strengthen-key'], found.source);
    if (strengthen !== undefined && by.subkey !== undefined) this.learn(combined(strengthen, by.subkey, 'strengthenkey', 'replykey'));
  }

  private learn(key: Key | undefined): void {
    if (key === undefined || this.learned.some((k) => k.type === key.type && k.key.equals(key.key))) return;
    if (this.learned.length === MOST_LEARNED) this.learned.shift();
    this.learned.push(key);
  }
}

const bytesOf = (data: DataView, { offset, size }: Cipher): Uint8Array => new Uint8Array(data.buffer, data.byteOffset + offset, size);

const viewOf = (plain: Buffer): DataView => new DataView(plain.buffer, plain.byteOffset, plain.byteLength);

const innerCiphers = ({ holds }: Cipher, plain: Buffer, isResponse: boolean): readonly Cipher[] =>
  ciphersOf(viewOf(plain), 0, plain.length, isResponse, encryptedParts[holds]);

const openedBy = (openers: readonly Opener[], data: DataView, ciphers: readonly Cipher[], isResponse: boolean): OpenedCipher[] =>
  openers.flatMap(({ index, key, usage, inner }) => {
    const cipher = ciphers[index];
    const plain = cipher === undefined ? null : decryptKerberos(key.type, key.key, usage, bytesOf(data, cipher));
    if (plain === null) return [];
    const within = inner.length === 0 ? [] : openedBy(inner, viewOf(plain), innerCiphers(cipher!, plain, isResponse), isResponse);
    return [{ cipher: cipher!, plain, source: key.source, inner: within }];
  });

const keyOf = (value: KeyValue | undefined, source: string): Key | undefined =>
  value?.keytype === undefined || value.keyvalue === undefined
    ? undefined
    : { type: value.keytype, key: Buffer.from(value.keyvalue), version: undefined, source };

function combined(first: Key, second: Key, pepper1: string, pepper2: string, subkey?: Key): Key | undefined {
  const key = combineKeys(first, second, pepper1, pepper2);
  if (key === null) return undefined;
  return { type: first.type, key, version: undefined, source: first.source, ...(subkey === undefined ? {} : { subkey }) };
}

/** A TGS-REP is under the session key, or under the subkey that its request brought. */
const usagesOf = ({ keyUsage }: Cipher): readonly number[] =>
  keyUsage === Usage.tgsRepEncPartSessionKey ? [keyUsage, Usage.tgsRepEncPartSubkey] : [keyUsage];

/** What an opened cipher says, whatever APPLICATION tag stands around it. */
export function plainOf({ cipher, plain }: Pick<OpenedCipher, 'cipher' | 'plain'>): Plain {
  const table: Struct = encryptedParts[cipher.holds];
  const read = values(table, viewOf(plain), 0, 0, plain.byteLength, { isResponse: false });
  return table.asn1?.kind === 'choice' ? ((Object.values(read)[0] ?? {}) as Plain) : read;
}

/** `user@REALM` of a ticket or authenticator. */
export const clientOf = ({ cname, crealm }: Plain): { user: string; realm: string } => ({
  user: cname?.['name-string']?.KerberosString?.join('/') ?? '',
  realm: crealm ?? '',
});
