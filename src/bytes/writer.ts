import { type Drain, OutputClosed, toDescriptor } from './descriptor.ts';
import { digitsOf, HEX, PAIRS, THOUSAND } from './digits.ts';
import { Phrase } from './phrase.ts';
import { isInvisible, safe } from './visible.ts';

export { type Drain, isInvisible, OutputClosed, Phrase, safe, toDescriptor };

const CHUNK = 1 << 16;
const MAX_KEPT = 4096;
/** From here on words are slower to copy than bytes at once. */
const LONG = 96;
const encoder = new TextEncoder();

/** Builds output as UTF-8 bytes; strings of the program are ASCII, text of a capture goes through text(). */
export class Writer {
  private buffer: Uint8Array<ArrayBuffer>;
  private view: DataView<ArrayBuffer>;
  /** The same bytes, for take(). */
  private shown = Buffer.alloc(0);
  private used = 0;
  private isHeld = false;
  private readonly drain: Drain | null;

  /** Without a drain everything is kept, for take(). */
  constructor(drain: Drain | null = null, room = 2 * CHUNK) {
    this.drain = drain;
    this.buffer = new Uint8Array(room);
    this.view = new DataView(this.buffer.buffer);
  }

  /** Room for `bytes` more. */
  private room(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    if (this.drain !== null && !this.isHeld) this.flush();
    if (this.used + bytes <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(2 * this.buffer.length, this.used + bytes));
    larger.set(this.buffer);
    this.buffer = larger;
    this.view = new DataView(larger.buffer);
  }

  flush(): void {
    if (this.drain === null) return;
    if (this.used > 0) this.drain(this.buffer.subarray(0, this.used));
    this.used = 0;
  }

  /** What was written since the last take(), as a string. */
  take(): string {
    if (this.shown.buffer !== this.buffer.buffer) this.shown = Buffer.from(this.buffer.buffer);
    const text = this.shown.toString('utf8', 0, this.used);
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

  /** UTF-16LE that is ASCII. */
  bytesOf16(data: DataView, from: number, length: number): this {
    this.room(length >> 1);
    const { buffer } = this;
    let at = this.used;
    for (let i = from; i + 1 < from + length; i += 2) buffer[at++] = data.getUint8(i);
    this.used = at;
    return this;
  }

  byte(code: number): this {
    this.room(1);
    this.buffer[this.used++] = code;
    return this;
  }

  /** A text that is written over and over. */
  phrase(phrase: Phrase): this {
    const { words, length } = phrase;
    this.room(length + 7);
    const view = this.view;
    if (length > LONG) this.buffer.set(phrase.bytes, this.used);
    else for (let i = 0, at = this.used; i < words.length; i++, at += 8) view.setFloat64(at, words[i]!, true);
    this.used += length;
    return this;
  }

  /** From here on nothing is drained, so that places in the text remain what they are, until `release`. */
  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    this.isHeld = false;
    if (2 * this.used > this.buffer.length) this.flush();
  }

  /** Where what is written next will stand. */
  get place(): number {
    return this.used;
  }

  /** Forgets what was written since a place. */
  back(place: number): void {
    this.used = place;
  }

  byteAt(place: number): number {
    return this.buffer[place]!;
  }

  /** Another byte at a place. */
  put(place: number, code: number): void {
    this.buffer[place] = code;
  }

  /** Another count in the place of one; what follows it moves when it has more digits or fewer. Returns how far. */
  recount(place: number, before: number, value: number): number {
    const digits = digitsOf(before);
    const change = digitsOf(value) - digits;
    if (change !== 0) {
      this.room(change);
      this.buffer.copyWithin(place + digits + change, place + digits, this.used);
    }
    const end = this.used + change;
    this.used = place;
    this.number(value).used = end;
    return change;
  }

  bytes(bytes: Uint8Array): this {
    this.room(bytes.length);
    this.buffer.set(bytes, this.used);
    this.used += bytes.length;
    return this;
  }

  /** Puts all that was written at a place of other bytes. */
  copyTo(other: DataView, place: number): void {
    const { view, used } = this;
    let i = 0;
    for (; i + 8 <= used; i += 8) other.setFloat64(place + i, view.getFloat64(i, true), true);
    for (; i < used; i++) other.setUint8(place + i, view.getUint8(i));
  }

  /** What was written since a place; valid until more is. */
  written(from: number): Uint8Array {
    return this.buffer.subarray(from, this.used);
  }

  /** Puts what was written since `from` at a place before it. */
  move(from: number, place: number): void {
    const text = this.buffer.slice(from, this.used);
    this.buffer.copyWithin(place + text.length, place, from);
    this.buffer.set(text, place);
  }

  /** The same text again as stands between two places. */
  again(from: number, to: number): this {
    const length = to - from;
    this.room(length + 7);
    const { view } = this;
    if (length > LONG || to + 8 > this.buffer.length) this.buffer.copyWithin(this.used, from, to);
    else for (let i = from, at = this.used; i < to; i += 8, at += 8) view.setFloat64(at, view.getFloat64(i, true), true);
    this.used += length;
    return this;
  }

  /** Begins a text of which `since` may ask. */
  begin(): number {
    this.room(MAX_KEPT + 64);
    return this.used;
  }

  /** What was written after `begin` returned the place; null where it is long. */
  since(begin: number): Phrase | null {
    const { used } = this;
    return used > begin && used - begin <= MAX_KEPT ? new Phrase(this.buffer.subarray(begin, used)) : null;
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
    if (value > 0x7fffffff) {
      const high = Math.floor(value / 1_000_000);
      return this.number(high, width - 6, pad).fraction(value - 1_000_000 * high, 6);
    }
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

  /** A whole number of 0 to 2^53 - 1. */
  count(value: number): this {
    this.room(16);
    if (value < 1000) return this.group(value);
    if (value < 1_000_000) {
      const high = (value / 1000) | 0;
      return this.group(high).rest(value - 1000 * high);
    }
    const high = Math.floor(value / 1_000_000);
    const low = value - 1_000_000 * high;
    const middle = (low / 1000) | 0;
    return this.count(high)
      .rest(middle)
      .rest(low - 1000 * middle);
  }

  /** Up to three digits; there is room. */
  private group(value: number): this {
    this.view.setInt32(this.used, THOUSAND[value]!, true);
    this.used += value < 10 ? 1 : value < 100 ? 2 : 3;
    return this;
  }

  /** Three digits; there is room. */
  private rest(value: number): this {
    this.view.setInt32(this.used, THOUSAND[1000 + value]!, true);
    this.used += 3;
    return this;
  }

  /** A whole number of 64 bits, in words of 32. */
  count64(high: number, low: number): this {
    if (high === 0) return this.count(low);
    if (high < 0x200000) return this.number(high * 0x1_0000_0000 + low);
    // Divided by a million twice, sixteen bits at a time.
    let upper = high;
    let lower = low;
    const groups = [0, 0];
    for (let i = 0; i < 2; i++) {
      let rest = upper % 1_000_000;
      upper = Math.floor(upper / 1_000_000);
      rest = rest * 65536 + (lower >>> 16);
      const middle = Math.floor(rest / 1_000_000);
      rest = (rest % 1_000_000) * 65536 + (lower & 0xffff);
      lower = middle * 65536 + Math.floor(rest / 1_000_000);
      groups[i] = rest % 1_000_000;
    }
    return this.number(upper * 0x1_0000_0000 + lower)
      .fraction(groups[1]!, 6)
      .fraction(groups[0]!, 6);
  }

  /** The hexadecimal digits of a number of so many bytes, at most four. */
  digits(value: number, bytes: number): this {
    this.room(8);
    for (let shift = 8 * bytes - 8; shift >= 0; shift -= 8) {
      this.view.setUint16(this.used, HEX[(value >>> shift) & 255]!, true);
      this.used += 2;
    }
    return this;
  }

  /** `0x` and eight digits. */
  hex32(value: number): this {
    return this.hexadecimal(value, 8);
  }

  /** `0x` and an even number of digits of a whole number below 2^53. */
  hexadecimal(value: number, digits: number): this {
    const low = value >>> 0;
    this.byte(48).byte(120);
    if (digits > 8) this.digits((value - low) / 2 ** 32, digits / 2 - 4);
    return this.digits(low, Math.min(digits / 2, 4));
  }

  /** Hexadecimal digits of bytes. */
  hex(data: DataView, from: number, length: number): this {
    for (let i = 0; i < length; i += CHUNK / 2) {
      const n = Math.min(CHUNK / 2, length - i);
      this.room(2 * n);
      const { view } = this;
      const end = from + i + n;
      let at = this.used;
      let k = from + i;
      for (; k + 4 <= end; k += 4, at += 8) {
        const word = data.getUint32(k);
        view.setUint32(at, HEX[word >>> 24]! | (HEX[(word >>> 16) & 255]! << 16), true);
        view.setUint32(at + 4, HEX[(word >>> 8) & 255]! | (HEX[word & 255]! << 16), true);
      }
      for (; k < end; k++, at += 2) view.setUint16(at, HEX[data.getUint8(k)]!, true);
      this.used = at;
    }
    return this;
  }

  /** A JSON string with its quotes. Control characters, also those above 0x7e and those that turn text round, are escaped. */
  json(s: string): this {
    const n = s.length;
    this.room(2 * n + 2);
    const { buffer } = this;
    let at = this.used;
    buffer[at++] = 34;
    for (let i = 0; i < n; i++) {
      const code = s.charCodeAt(i);
      if (code < 32 || code > 126) return this.escaped(s);
      if (code === 34 || code === 92) buffer[at++] = 92;
      buffer[at++] = code;
    }
    buffer[at++] = 34;
    this.used = at;
    return this;
  }

  /** A JSON string of any text. */
  private escaped(s: string): this {
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
