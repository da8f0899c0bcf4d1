import type { Chunk } from './chunk.ts';
import { type Cursor, FRAME_LIMIT, frameLimit, isNear, LONG_SKIP } from './cursor.ts';
import type { Findings } from './findings.ts';
import { FILE_SPAN, type Frame } from './frame.ts';

export interface PcapLayout {
  readonly little: boolean;
  /** Units of a second in the second word of a record header. */
  readonly fractions: number;
  readonly recordHeader: number;
  readonly snapLength: number;
  readonly linkType: number;
  readonly variant: string;
}

export const PCAP_HEADER = 24;

const MAGICS = new Map([
  [0xa1b2c3d4, { fractions: 1e6, recordHeader: 16, text: 'microseconds' }],
  [0xa1b23c4d, { fractions: 1e9, recordHeader: 16, text: 'nanoseconds' }],
  [0xa1b2cd34, { fractions: 1e6, recordHeader: 24, text: 'microseconds, modified' }],
]);

/** Reads the file header; undefined when these 4 to 24 bytes don't begin a pcap file. What is missing of the 24 counts as 0. */
export function readPcapLayout(head: Uint8Array): PcapLayout | undefined {
  if (head.length < 4) return undefined;
  const whole = new Uint8Array(PCAP_HEADER);
  whole.set(head.subarray(0, PCAP_HEADER));
  const data = new DataView(whole.buffer);
  const little = MAGICS.has(data.getUint32(0, true));
  const magic = MAGICS.get(data.getUint32(0, little));
  if (!magic) return undefined;
  return {
    little,
    fractions: magic.fractions,
    recordHeader: magic.recordHeader,
    snapLength: data.getUint32(16, little),
    // The upper bits say whether and how long a frame check sequence is.
    linkType: data.getUint32(20, little) & 0xffff,
    variant: `${little ? 'little' : 'big'}-endian, ${magic.text}`,
  };
}

export class PcapCursor implements Cursor {
  finished = false;
  record = Number.NaN;
  readonly #chunk: Chunk;
  readonly #little: boolean;
  readonly #fractions: number;
  readonly #scale: number;
  readonly #header: number;
  readonly #limit: number;
  readonly #linkType: number;
  readonly #interface: number;
  readonly #file: number;
  readonly #span: number;
  /** Undefined in a later pass: everything was said by the first. */
  readonly #findings: Findings | undefined;
  /** Where the record after a long damaged stretch begins, by where the stretch does. */
  readonly #skips: Map<number, number>;
  /** While searching: where the record that can't be right began, and what is wrong with it. */
  #searching = false;
  #badRecord = Number.NaN;
  #badText = '';
  #badKind: 'cut' | 'corrupt' = 'corrupt';

  /** `skips` is shared by all cursors of a file. */
  constructor(
    chunk: Chunk,
    layout: PcapLayout,
    file: number,
    interfaceIndex: number,
    findings: Findings | undefined,
    skips: Map<number, number>,
  ) {
    this.#chunk = chunk;
    this.#little = layout.little;
    this.#fractions = layout.fractions;
    this.#scale = 1e9 / layout.fractions;
    this.#header = layout.recordHeader;
    this.#limit = frameLimit(layout.snapLength);
    this.#linkType = layout.linkType;
    this.#interface = interfaceIndex;
    this.#file = file;
    this.#span = file * FILE_SPAN;
    this.#findings = findings;
    this.#skips = skips;
    chunk.seek(PCAP_HEADER);
  }

  get position(): number {
    return this.#chunk.position;
  }

  seek(record: number): void {
    this.#chunk.seek(record);
    this.#searching = false;
    this.finished = false;
  }

  next(frame: Frame): boolean {
    const chunk = this.#chunk;
    const at = chunk.at;
    const body = at + this.#header;
    if (body > chunk.end) return this.#slow(frame);
    const data = chunk.data;
    const little = this.#little;
    const fraction = data.getUint32(at + 4, little);
    const captured = data.getUint32(at + 8, little);
    const original = data.getUint32(at + 12, little);
    if (body + captured > chunk.end || captured > original || captured === 0 || captured > this.#limit || fraction >= this.#fractions) {
      return this.#slow(frame);
    }
    this.record = chunk.base + at;
    frame.data = data;
    frame.bytes = chunk.bytes;
    frame.start = body;
    frame.captured = captured;
    frame.original = original;
    frame.seconds = data.getUint32(at, little);
    frame.nanoseconds = fraction * this.#scale;
    frame.linkType = this.#linkType;
    frame.interface = this.#interface;
    frame.position = this.#span + chunk.base + body;
    chunk.at = body + captured;
    return true;
  }

  /** The end of a chunk or of the file, and every record that is not as usual. */
  #slow(frame: Frame): boolean {
    const chunk = this.#chunk;
    const little = this.#little;
    while (!this.finished) {
      if (this.#searching && !this.#search(frame)) return false;
      if (!chunk.hold(this.#header)) return this.#atEnd();
      const { at, data } = chunk;
      const fraction = data.getUint32(at + 4, little);
      const captured = data.getUint32(at + 8, little);
      const original = data.getUint32(at + 12, little);
      if (captured > this.#limit) {
        this.#doubt('corrupt', `a record says that it holds ${captured} bytes`);
      } else if (captured === 0 && original === 0) {
        this.#doubt('corrupt', 'a record is empty');
      } else if (!chunk.hold(this.#header + captured)) {
        if (!chunk.file.ended) return false;
        this.#doubt('cut', `the file ends ${chunk.remaining - this.#header} bytes into a frame of ${captured}`);
      } else if ((captured > original && original !== 0) || fraction >= this.#fractions) {
        const fits = this.#fitsFollowing(captured);
        if (fits === undefined) return false;
        if (fits) return this.#take(frame);
        this.#doubt('corrupt', `a record says that it holds ${captured} bytes of ${original}, and none follows it`);
      } else {
        return this.#take(frame);
      }
    }
    return false;
  }

  #take(frame: Frame): boolean {
    const chunk = this.#chunk;
    const { at, data } = chunk;
    const little = this.#little;
    const fraction = data.getUint32(at + 4, little);
    const carry = Math.floor(fraction / this.#fractions);
    this.record = chunk.base + at;
    frame.data = data;
    frame.bytes = chunk.bytes;
    frame.start = at + this.#header;
    frame.captured = data.getUint32(at + 8, little);
    frame.original = Math.max(data.getUint32(at + 12, little), frame.captured);
    frame.seconds = data.getUint32(at, little) + carry;
    frame.nanoseconds = (fraction - carry * this.#fractions) * this.#scale;
    frame.linkType = this.#linkType;
    frame.interface = this.#interface;
    frame.position = this.#span + chunk.base + frame.start;
    chunk.at = frame.start + frame.captured;
    return true;
  }

  #atEnd(): boolean {
    const { file, remaining } = this.#chunk;
    if (!file.ended) return false;
    if (remaining > 0) this.#say(this.#chunk.position, 'cut', `the file ends ${remaining} bytes into a record header`);
    this.finished = true;
    return false;
  }

  #doubt(kind: 'cut' | 'corrupt', text: string): void {
    this.#badRecord = this.#chunk.position;
    const known = this.#skips.get(this.#badRecord);
    if (known !== undefined) {
      this.#chunk.seek(known);
      return;
    }
    this.#searching = true;
    this.#badKind = kind;
    this.#badText = text;
    this.#chunk.skip(1);
  }

  /** Whether a strange record is followed by a likely one; undefined: the file must grow first. */
  #fitsFollowing(captured: number): boolean | undefined {
    const chunk = this.#chunk;
    const following = chunk.position + this.#header + captured;
    if (following + this.#header > chunk.file.size) return chunk.file.ended ? true : undefined;
    const seconds = chunk.data.getUint32(chunk.at, this.#little);
    return isNear(chunk.peek(following, this.#little), seconds) && chunk.peek(following + 8, this.#little) <= this.#limit;
  }

  /** Goes on byte by byte until a chain of likely records begins; false when there is none (yet). The work for a byte is bounded. */
  #search(frame: Frame): boolean {
    const chunk = this.#chunk;
    const little = this.#little;
    while (chunk.hold(this.#header)) {
      const { data } = chunk;
      const last = chunk.end - this.#header;
      for (let at = chunk.at; at <= last; at++) {
        if (data.getUint32(at + 8, little) > this.#limit || data.getUint32(at + 4, little) >= this.#fractions) continue;
        const found = this.#beginsChain(chunk.base + at, frame.seconds);
        if (found === false) continue;
        chunk.at = at;
        if (found === undefined) return false;
        const skipped = chunk.position - this.#badRecord;
        this.#searching = false;
        if (skipped >= LONG_SKIP) this.#skips.set(this.#badRecord, chunk.position);
        this.#say(this.#badRecord, 'corrupt', `${this.#badText}; ${skipped} bytes skipped up to the next record`);
        return true;
      }
      chunk.at = Math.max(chunk.at, last + 1);
    }
    if (!chunk.file.ended) return false;
    this.#say(this.#badRecord, this.#badKind, this.#badKind === 'cut' ? this.#badText : `${this.#badText}; no record was found after it`);
    this.finished = true;
    return false;
  }

  /** Three likely records in a row, or fewer when they lead exactly to the end. Undefined: the file must grow first. */
  #beginsChain(start: number, near: number): boolean | undefined {
    const { file } = this.#chunk;
    let position = start;
    let seconds = near;
    for (let links = 0; links < 3; links++) {
      if (position + this.#header > file.size) return file.ended ? links > 1 || (links > 0 && position <= file.size) : undefined;
      const captured = this.#likelyLength(position, seconds);
      if (captured === undefined) return false;
      seconds = this.#chunk.peek(position, this.#little);
      position += this.#header + captured;
    }
    return true;
  }

  #likelyLength(position: number, near: number): number | undefined {
    const chunk = this.#chunk;
    const little = this.#little;
    const captured = chunk.peek(position + 8, little);
    if (captured < 1 || captured > this.#limit) return undefined;
    if (chunk.peek(position + 4, little) >= this.#fractions) return undefined;
    const original = chunk.peek(position + 12, little);
    if (original < 1 || original > FRAME_LIMIT) return undefined;
    const seconds = chunk.peek(position, little);
    return Number.isNaN(near) || isNear(seconds, near) ? captured : undefined;
  }

  #say(offset: number, kind: 'cut' | 'corrupt', text: string): void {
    this.#findings?.say(this.#file, offset, kind, text);
  }
}
