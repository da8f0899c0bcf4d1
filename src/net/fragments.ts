const MAX_DATAGRAMS = 1024;
const MAX_FRAGMENTS = 512;
const MAX_BYTES = 64 * 2 ** 20;

interface Datagram {
  readonly parts: { readonly offset: number; readonly data: Uint8Array }[];
  /** Bytes of the whole, once the last fragment has told; -1 before. */
  length: number;
  bytes: number;
}

/** IP datagrams of which not all fragments have been seen (RFC 791 3.2, RFC 8200 4.5). The oldest give way when there are too many. */
export class Fragments {
  private readonly open = new Map<string, Datagram>();
  private bytes = 0;
  /** Datagrams given up, for lack of room. */
  dropped = 0;

  /** Adds a fragment (a copy is kept) and returns the whole datagram when it was the last missing one. First bytes win. */
  add(key: string, offset: number, isLast: boolean, data: Uint8Array): Uint8Array | null {
    let d = this.open.get(key);
    if (d === undefined) {
      if (this.open.size >= MAX_DATAGRAMS) this.forgetOldest();
      d = { parts: [], length: -1, bytes: 0 };
      this.open.set(key, d);
    }
    if (d.parts.length >= MAX_FRAGMENTS || offset + data.length > 65535) return null;
    d.parts.push({ offset, data: data.slice() });
    d.bytes += data.length;
    this.bytes += data.length;
    if (isLast) d.length = offset + data.length;
    while (this.bytes > MAX_BYTES && this.open.size > 1) this.forgetOldest();
    if (d.length < 0 || d.bytes < d.length) return null;
    const whole = assemble(d.parts, d.length);
    if (whole !== null) this.remove(key, d);
    return whole;
  }

  private forgetOldest(): void {
    for (const [key, d] of this.open) {
      this.remove(key, d);
      this.dropped++;
      return;
    }
  }

  private remove(key: string, d: Datagram): void {
    this.open.delete(key);
    this.bytes -= d.bytes;
  }
}

/** The datagram from its parts, earlier ones before later ones where they overlap; null while there is a hole. */
function assemble(parts: Datagram['parts'], length: number): Uint8Array | null {
  const whole = new Uint8Array(length);
  const have = new Uint8Array(length);
  let filled = 0;
  for (const { offset, data } of parts)
    for (let i = 0; i < data.length && offset + i < length; i++)
      if (have[offset + i] === 0) {
        have[offset + i] = 1;
        whole[offset + i] = data[i]!;
        filled++;
      }
  return filled === length ? whole : null;
}
