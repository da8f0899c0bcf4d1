/** An RC4 key stream (draft-kaukonen-cipher-arcfour-03) and the place reached in it. OpenSSL 3 has it no longer. */
export class Rc4 {
  #s = new Uint8Array(256);
  #i = 0;
  #j = 0;

  /** `key` of 1 to 256 bytes. */
  constructor(key: Uint8Array) {
    const s = this.#s;
    for (let i = 0; i < 256; i++) s[i] = i;
    let j = 0;
    for (let i = 0; i < 256; i++) {
      j = (j + s[i]! + key[i % key.length]!) & 255;
      const swapped = s[i]!;
      s[i] = s[j]!;
      s[j] = swapped;
    }
  }

  /** `data` encrypted or decrypted with the next bytes of the stream, in a new buffer. */
  apply(data: Uint8Array): Buffer {
    const out = Buffer.allocUnsafe(data.length);
    const s = this.#s;
    let i = this.#i;
    let j = this.#j;
    for (let at = 0; at < data.length; at++) {
      i = (i + 1) & 255;
      const a = s[i]!;
      j = (j + a) & 255;
      const b = s[j]!;
      s[i] = b;
      s[j] = a;
      out[at] = data[at]! ^ s[(a + b) & 255]!;
    }
    this.#i = i;
    this.#j = j;
    return out;
  }

  /** Another stream at the same place: a checkpoint. */
  copy(): Rc4 {
    const other = new Rc4(this.#s);
    other.#s.set(this.#s);
    other.#i = this.#i;
    other.#j = this.#j;
    return other;
  }
}

/** `data` with RC4 from the start of the stream of `key`. */
export const rc4 = (key: Uint8Array, data: Uint8Array): Buffer => new Rc4(key).apply(data);
