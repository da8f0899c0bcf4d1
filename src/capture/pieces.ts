/** Why a compressed stream could not be read to its end. What it gave before is good. */
export class StreamDamage extends Error {
  readonly kind: 'cut' | 'corrupt';

  constructor(kind: 'cut' | 'corrupt', text: string) {
    super(text);
    this.kind = kind;
  }
}

/** A stream of bytes, taken in the lengths that its reader wants. */
export class Pieces {
  readonly #input: AsyncIterator<Uint8Array>;
  #held: Uint8Array[] = [];
  #length = 0;
  #ended = false;

  constructor(input: AsyncIterable<Uint8Array>) {
    this.#input = input[Symbol.asyncIterator]();
  }

  /** The next bytes, fewer only at the end of the stream; they stay to be taken. */
  async peek(length: number): Promise<Uint8Array> {
    while (this.#length < length && !this.#ended) await this.#pull();
    if (this.#held.length > 1) this.#held = [Buffer.concat(this.#held)];
    return (this.#held[0] ?? new Uint8Array(0)).subarray(0, length);
  }

  /** As peek, and goes past them. */
  async take(length: number): Promise<Uint8Array> {
    const taken = await this.peek(length);
    const rest = this.#held[0]?.subarray(taken.length);
    this.#held = rest && rest.length > 0 ? [rest] : [];
    this.#length -= taken.length;
    return taken;
  }

  /** Goes past this many bytes without keeping them; false when the stream ends before. */
  async skip(length: number): Promise<boolean> {
    let left = length;
    while (left > 0) {
      const { length: taken } = await this.take(Math.min(left, 65_536));
      if (taken === 0) return false;
      left -= taken;
    }
    return true;
  }

  /** All that follows: `fine` pieces for the first 64 KiB, then `coarse` ones. */
  async *rest(fine: number, coarse: number): AsyncGenerator<Uint8Array> {
    for (let done = 0; ; ) {
      while (this.#held.length === 0 && !this.#ended) await this.#pull();
      const held = this.#held[0];
      if (!held) return;
      const piece = held.subarray(0, done < 65_536 ? fine : coarse);
      if (piece.length < held.length) this.#held[0] = held.subarray(piece.length);
      else this.#held.shift();
      this.#length -= piece.length;
      done += piece.length;
      yield piece;
    }
  }

  async #pull(): Promise<void> {
    const { done, value } = await this.#input.next();
    if (done) this.#ended = true;
    else if (value.length > 0) {
      this.#held.push(value);
      this.#length += value.length;
    }
  }
}
