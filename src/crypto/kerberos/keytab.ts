/** A long-term key of a principal. */
export interface KeytabEntry {
  /** As `HTTP/host.example`, without the realm. */
  principal: string;
  realm: string;
  /** Encryption type, RFC 3961 11. */
  type: number;
  /** Key version number. */
  version: number;
  key: Buffer;
}

const MOST_ENTRIES = 65_536;
const MOST_COMPONENTS = 16;

/** Whether bytes begin like a keytab of MIT's, version 0x0501 or 0x0502. */
export const isKeytab = (bytes: Uint8Array): boolean => bytes[0] === 5 && (bytes[1] === 1 || bytes[1] === 2);

/**
 * The entries of a keytab, MIT's format: of version 0x0502 big-endian, of 0x0501 in the order of the machine that wrote it, which the first
 * length betrays. Holes are skipped; an entry that does not fit is left out, and reading ends where a length can't be.
 */
export function readKeytab(bytes: Uint8Array): KeytabEntry[] {
  const entries: KeytabEntry[] = [];
  if (!isKeytab(bytes)) return entries;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const isOld = bytes[1] === 1;
  const isLittle = isOld && bytes.length >= 6 && Math.abs(view.getInt32(2, true)) < Math.abs(view.getInt32(2));
  for (let at = 2; at + 4 <= bytes.length && entries.length < MOST_ENTRIES; ) {
    const size = view.getInt32(at, isLittle);
    at += 4;
    if (size === 0) break;
    const end = at + Math.abs(size);
    if (end > bytes.length) break;
    const entry = size > 0 ? readEntry(new DataView(view.buffer, view.byteOffset + at, size), isOld, isLittle) : null;
    if (entry !== null) entries.push(entry);
    at = end;
  }
  return entries;
}

function readEntry(view: DataView, isOld: boolean, isLittle: boolean): KeytabEntry | null {
  let at = 0;
  let isWhole = true;
  const take = (size: number): number => {
    const from = at;
    at += size;
    if (at > view.byteLength) isWhole = false;
    return from;
  };
  const u16 = (): number => {
    const from = take(2);
    return isWhole ? view.getUint16(from, isLittle) : 0;
  };
  const bytes = (): Buffer => {
    const size = u16();
    const from = take(size);
    return isWhole ? Buffer.from(new Uint8Array(view.buffer, view.byteOffset + from, size)) : Buffer.alloc(0);
  };
  // The old version counts the realm as a component and has no name type.
  const components = u16() - (isOld ? 1 : 0);
  if (components < 0 || components > MOST_COMPONENTS) return null;
  const realm = bytes().toString('utf8');
  const names: string[] = [];
  for (let i = 0; i < components && isWhole; i++) names.push(bytes().toString('utf8'));
  take((isOld ? 0 : 4) + 4);
  const short = take(1);
  if (!isWhole) return null;
  let version = view.getUint8(short);
  const type = u16();
  const key = bytes();
  if (!isWhole) return null;
  if (view.byteLength - at >= 4) version = view.getUint32(at, isLittle) || version;
  return { principal: names.join('/'), realm, type, version, key };
}
