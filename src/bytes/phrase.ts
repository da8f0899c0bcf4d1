const encoder = new TextEncoder();

/**
 * A text as UTF-8 in words of eight bytes: they are copied several times as fast as bytes. UTF-8 holds no byte that makes a NaN of a word,
 * whose bits would not last.
 */
export class Phrase {
  readonly bytes: Uint8Array;
  readonly words: Float64Array;
  /** In bytes; what the last word has beyond them is 0. */
  readonly length: number;

  constructor(text: string | Uint8Array) {
    const bytes = typeof text === 'string' ? encoder.encode(text) : text;
    const padded = new DataView(new ArrayBuffer((bytes.length + 7) & ~7));
    new Uint8Array(padded.buffer).set(bytes);
    this.bytes = bytes.slice();
    this.length = bytes.length;
    this.words = new Float64Array(padded.byteLength / 8);
    // Least byte first, whatever this machine does.
    for (let i = 0; i < this.words.length; i++) this.words[i] = padded.getFloat64(8 * i, true);
  }
}
