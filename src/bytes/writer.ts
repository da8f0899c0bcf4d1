import { writeSync } from 'node:fs';

const CHUNK = 1 << 16;
const encoder = new TextEncoder();
const DIGITS = '0123456789abcdef';
/** `00` to `99`: numbers are written two digits at a time. */
const PAIRS = Uint8Array.from({ length: 200 }, (_, i) => 48 + (i % 2 === 0 ? Math.floor(i / 20) : (i >> 1) % 10));

/** Where a writer's bytes go when its buffer is full. */
export type Drain = (bytes: Uint8Array) => void;

/** A text as UTF-8 in words of four bytes: they are copied several times as fast as bytes. */
export class Phrase {
  readonly words: Int32Array;
  /** In bytes; what the last word has beyond them is 0. */
  readonly length: number;

  constructor(text: string) {
    const bytes = encoder.encode(text);
    const padded = new DataView(new ArrayBuffer((bytes.length + 3) & ~3));
    new Uint8Array(padded.buffer).set(bytes);
    this.words = Int32Array.from({ length: padded.byteLength / 4 }, (_, i) => padded.getInt32(4 * i, true));
    this.length = bytes.length;
  }
}

/** Builds output as UTF-8 bytes; strings of the program are ASCII, text of a capture goes through text(). */
export class Writer {
  private buffer = new Uint8Array(2 * CHUNK);
  private view = new DataView(this.buffer.buffer);
  private used = 0;
  private readonly drain: Drain | null;

  /** Without a drain everything is kept, for take(). */
  constructor(drain: Drain | null = null) {
    this.drain = drain;
  }

  /** Room for `bytes` more. */
  private room(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    if (this.drain !== null) this.flush();
    if (this.used + bytes <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(2 * this.buffer.length, this.used + bytes));
    larger.set(this.buffer.subarray(0, this.used));
    this.buffer = larger;
    this.view = new DataView(larger.buffer);
  }

  flush(): void {
    if (this.drain !== null && this.used > 0) this.drain(this.buffer.subarray(0, this.used));
    if (this.drain !== null) this.used = 0;
  }

  /** What was written since the last take(), as a string. */
  take(): string {
    const text = Buffer.from(this.buffer.buffer, 0, this.used).toString();
    this.used = 0;
    return text;
  }

  /** ASCII of the program itself. */
  ascii(s: string): this {
    const n = s.length;
    this.room(n);
    const { buffer } = this;
    let at = this.used;
    for (let i = 0; i < n; i++) buffer[at++] = s.charCodeAt(i);
    this.used = at;
    return this;
  }

  /** UTF-16 code units that are printable ASCII; writes nothing and returns false when they are not. */
  asciiOf16(units: Uint16Array, start: number, end: number): boolean {
    this.room(end - start);
    const { buffer } = this;
    let at = this.used;
    for (let i = start; i < end; i++) {
      const code = units[i]!;
      if (code < 32 || code > 126) return false;
      buffer[at++] = code;
    }
    this.used = at;
    return true;
  }

  byte(code: number): this {
    this.room(1);
    this.buffer[this.used++] = code;
    return this;
  }

  /** A text that is written over and over. */
  phrase({ words, length }: Phrase): this {
    this.room(length + 3);
    const view = this.view;
    for (let i = 0, at = this.used; i < words.length; i++, at += 4) view.setInt32(at, words[i]!, true);
    this.used += length;
    return this;
  }

  /** Any text as UTF-8, as it is: the caller has made it safe for where it goes. */
  utf8(s: string): this {
    this.room(3 * s.length);
    const { buffer } = this;
    let at = this.used;
    for (let i = 0; i < s.length; i++) {
      const code = s.charCodeAt(i);
      if (code > 127) return this.wide(s);
      buffer[at++] = code;
    }
    this.used = at;
    return this;
  }

  private wide(s: string): this {
    this.used += encoder.encodeInto(s, this.buffer.subarray(this.used)).written;
    return this;
  }

  /** A whole number below 2^53, padded on the left to `width`. */
  number(value: number, width = 0, pad = 32): this {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) return this.ascii(String(value).padStart(width));
    if (value > 0x7fffffff) return this.ascii(String(value).padStart(width, pad === 48 ? '0' : ' '));
    let digits = 1;
    for (let limit = 10; value >= limit && digits < 10; limit *= 10) digits++;
    const length = digits > width ? digits : width;
    this.room(length);
    const { buffer } = this;
    let at = this.used + length;
    this.used = at;
    let rest = value | 0;
    while (rest >= 10) {
      const quotient = (rest / 100) | 0;
      const pair = 2 * (rest - 100 * quotient);
      buffer[--at] = PAIRS[pair + 1]!;
      buffer[--at] = PAIRS[pair]!;
      rest = quotient;
    }
    if ((digits & 1) !== 0) buffer[--at] = 48 + rest;
    for (let i = digits; i < length; i++) buffer[--at] = pad;
    return this;
  }

  /** A whole number below 10^`digits` with leading zeros: what stands behind a point. */
  fraction(value: number, digits: number): this {
    this.room(digits);
    const { buffer } = this;
    let at = this.used + digits;
    this.used = at;
    let rest = value | 0;
    for (let left = digits; left > 1; left -= 2) {
      const quotient = (rest / 100) | 0;
      const pair = 2 * (rest - 100 * quotient);
      buffer[--at] = PAIRS[pair + 1]!;
      buffer[--at] = PAIRS[pair]!;
      rest = quotient;
    }
    if ((digits & 1) !== 0) buffer[--at] = 48 + rest;
    return this;
  }

  /** `0x` and eight digits. */
  hex32(value: number): this {
    return this.hexadecimal(value, 8);
  }

  /** `0x` and so many digits of a whole number below 2^53. */
  hexadecimal(value: number, digits: number): this {
    this.room(2 + digits);
    const { buffer } = this;
    let at = this.used + 2 + digits;
    buffer[this.used] = 48;
    buffer[this.used + 1] = 120;
    this.used = at;
    const low = value >>> 0;
    const high = (value - low) / 2 ** 32;
    for (let n = 0; n < digits; n++) buffer[--at] = DIGITS.charCodeAt(((n < 8 ? low : high) >>> (4 * (n & 7))) & 15);
    return this;
  }

  /** Hexadecimal digits of bytes. */
  hex(data: DataView, from: number, length: number): this {
    for (let i = 0; i < length; i += CHUNK / 2) {
      const n = Math.min(CHUNK / 2, length - i);
      this.room(2 * n);
      const { buffer } = this;
      let at = this.used;
      for (let k = from + i; k < from + i + n; k++) {
        const value = data.getUint8(k);
        buffer[at++] = DIGITS.charCodeAt(value >> 4);
        buffer[at++] = DIGITS.charCodeAt(value & 15);
      }
      this.used = at;
    }
    return this;
  }

  /** A JSON string with its quotes. Control characters, also those above 0x7e and those that turn text round, are escaped. */
  json(s: string): this {
    this.byte(34);
    let plain = 0;
    for (let i = 0; i < s.length; i++) {
      const code = s.charCodeAt(i);
      if (code >= 32 && code < 127 && code !== 34 && code !== 92) continue;
      if (code > 0x9f && !isInvisible(code)) continue;
      if (i > plain) this.utf8(s.slice(plain, i));
      if (code === 34 || code === 92) this.byte(92).byte(code);
      else this.ascii(`\\u${code.toString(16).padStart(4, '0')}`);
      plain = i + 1;
    }
    if (plain < s.length) this.utf8(plain === 0 ? s : s.slice(plain));
    return this.byte(34);
  }

  /** Text of a capture for a person's screen. */
  text(s: string): this {
    return this.utf8(safe(s));
  }
}

/** Characters that move the cursor, change a terminal's state or the order of text: C0, DEL, C1, line separators and bidirectional controls. */
export const isInvisible = (code: number): boolean =>
  code < 32 ||
  (code >= 0x7f && code <= 0x9f) ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  code === 0x061c ||
  code === 0xfeff ||
  (code >= 0xfff9 && code <= 0xfffb);

/** The text with every invisible character replaced by its number, so that nothing of a capture can steer a terminal. */
export function safe(s: string): string {
  for (let i = 0; i < s.length; i++) {
    if (isInvisible(s.charCodeAt(i))) return Array.from(s, (c) => (isInvisible(c.charCodeAt(0)) ? escaped(c.charCodeAt(0)) : c)).join('');
  }
  return s;
}

const escaped = (code: number): string =>
  code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;

/** The reader of our output has gone: nothing more is to be said. */
export class OutputClosed extends Error {}

/** Writes to a file descriptor, waiting where a pipe is full; throws OutputClosed when its reader has gone. */
export function toDescriptor(fd: number): Drain {
  const sleep = new Int32Array(new SharedArrayBuffer(4));
  return (bytes) => {
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(fd, bytes, at, bytes.length - at);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE') throw new OutputClosed();
        if (code !== 'EAGAIN') throw error;
        Atomics.wait(sleep, 0, 0, 1);
      }
    }
  };
}
