import { frameLimit } from './cursor.ts';
import type { Frame } from './frame.ts';

/** An interface as the blocks of its section refer to it. */
export class SectionInterface {
  /** File offset of the block that describes it. */
  readonly start: number;
  /** Index into Capture.interfaces. */
  readonly index: number;
  readonly linkType: number;
  readonly snapLength: number;
  readonly limit: number;
  readonly ticksPerSecond: number;
  /** Seconds to add to every time stamp. */
  readonly offset: number;
  /** Nanoseconds in a tick when that is a whole number, else 0. */
  readonly #tick: number;
  readonly #exactTicksPerSecond: bigint;

  constructor(start: number, index: number, linkType: number, snapLength: number, resolution: number, offset: number) {
    this.start = start;
    this.index = index;
    this.linkType = linkType;
    this.snapLength = snapLength;
    this.limit = frameLimit(snapLength);
    this.offset = offset;
    const exponent = resolution & 0x7f;
    const base = resolution & 0x80 ? 2 : 10;
    this.ticksPerSecond = base ** exponent;
    this.#tick = base === 10 && exponent <= 9 ? 10 ** (9 - exponent) : 0;
    this.#exactTicksPerSecond = BigInt(base) ** BigInt(exponent);
  }

  /** Sets a frame's time from the halves of a 64-bit time stamp. */
  setTime(frame: Frame, high: number, low: number): void {
    const perSecond = this.ticksPerSecond;
    if (this.#tick === 0) {
      this.#setTimeExactly(frame, high, low);
    } else if (high < 0x200000) {
      const ticks = high * 0x100000000 + low;
      const seconds = Math.floor(ticks / perSecond);
      frame.seconds = seconds + this.offset;
      frame.nanoseconds = (ticks - seconds * perSecond) * this.#tick;
    } else {
      // Long division in base 65536: every step stays exact in a double.
      const top = Math.floor(high / perSecond);
      const middle = (high - top * perSecond) * 0x10000 + (low >>> 16);
      const quotient = Math.floor(middle / perSecond);
      const bottom = (middle - quotient * perSecond) * 0x10000 + (low & 0xffff);
      const last = Math.floor(bottom / perSecond);
      frame.seconds = top * 0x100000000 + quotient * 0x10000 + last + this.offset;
      frame.nanoseconds = (bottom - last * perSecond) * this.#tick;
    }
  }

  #setTimeExactly(frame: Frame, high: number, low: number): void {
    const ticks = (BigInt(high) << 32n) | BigInt(low);
    const perSecond = this.#exactTicksPerSecond;
    frame.seconds = Number(ticks / perSecond) + this.offset;
    frame.nanoseconds = Number(((ticks % perSecond) * 1_000_000_000n) / perSecond);
  }
}

/** A part of a pcapng file with one byte order and its own interfaces. */
export class Section {
  /** File offset of the section header block. */
  readonly start: number;
  readonly little: boolean;
  readonly interfaces: SectionInterface[] = [];
  /** Stands for interfaces that blocks name and none describes. */
  undescribed: SectionInterface | undefined;

  constructor(start: number, little: boolean) {
    this.start = start;
    this.little = little;
  }
}

/** The section that an offset lies in, of sections in file order. */
export function sectionAt(sections: readonly Section[], offset: number): Section | undefined {
  let low = 0;
  let high = sections.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sections[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return sections[low - 1];
}
