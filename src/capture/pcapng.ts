import type { BlockContents } from './blocks.ts';
import type { Chunk } from './chunk.ts';
import { type Cursor, FRAME_LIMIT, LONG_SKIP } from './cursor.ts';
import { FILE_SPAN, type Frame } from './frame.ts';
import { type Section, type SectionInterface, sectionAt } from './section.ts';

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
/** What a search may stop at: the above, then names, statistics, journal, secrets, custom blocks. */
const KNOWN = new Set([SECTION_HEADER, INTERFACE_DESCRIPTION, PACKET, SIMPLE_PACKET, ENHANCED_PACKET, 4, 5, 9, 10, 0xbad, 0x40000bad]);
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** Type, length, and the length again at the end. */
const SMALLEST = 12;
const BLOCK_LIMIT = 2 * FRAME_LIMIT;
const PACKET_HEADER = 28;
const SIMPLE_HEADER = 12;

/** The byte order of a pcapng file; undefined when these first bytes begin none. */
export function readPcapngOrder(head: Uint8Array): 'little' | 'big' | undefined {
  if (head.length < SMALLEST) return undefined;
  const data = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (data.getUint32(0) !== SECTION_HEADER) return undefined;
  if (data.getUint32(8, true) === BYTE_ORDER_MAGIC) return 'little';
  return data.getUint32(8) === BYTE_ORDER_MAGIC ? 'big' : undefined;
}

export class PcapngCursor implements Cursor {
  finished = false;
  record = Number.NaN;
  readonly #chunk: Chunk;
  readonly #contents: BlockContents;
  /** The first pass collects what the blocks say, later ones find it there. */
  readonly #isFirst: boolean;
  readonly #span: number;
  #section: Section;
  #interfaces: SectionInterface[];
  /** How many of the section's interfaces were described before this place. */
  #described = 0;
  #little: boolean;
  #searching = false;
  #badBlock = Number.NaN;
  #badText = '';
  #badKind: 'cut' | 'corrupt' = 'corrupt';

  constructor(chunk: Chunk, contents: BlockContents, isFirst: boolean) {
    this.#chunk = chunk;
    this.#contents = contents;
    this.#isFirst = isFirst;
    this.#span = contents.file * FILE_SPAN;
    this.#section = contents.sections[0]!;
    this.#interfaces = this.#section.interfaces;
    this.#little = this.#section.little;
    chunk.seek(0);
  }

  get position(): number {
    return this.#chunk.position;
  }

  seek(record: number): void {
    this.#chunk.seek(record);
    this.#enter(sectionAt(this.#contents.sections, record)!);
    while (this.#described < this.#interfaces.length && this.#interfaces[this.#described]!.start < record) this.#described++;
    this.#searching = false;
    this.finished = false;
  }

  next(frame: Frame): boolean {
    const chunk = this.#chunk;
    const { at, end, data } = chunk;
    if (at + PACKET_HEADER + 4 > end) return this.#slow(frame);
    const little = this.#little;
    if (data.getUint32(at, little) !== ENHANCED_PACKET) return this.#slow(frame);
    const length = data.getUint32(at + 4, little);
    const id = data.getUint32(at + 8, little);
    const captured = data.getUint32(at + 20, little);
    if (length > end - at || captured + PACKET_HEADER + 4 > length || (length & 3) !== 0 || id >= this.#described) return this.#slow(frame);
    const from = this.#interfaces[id]!;
    if (captured > from.limit || data.getUint32(at + length - 4, little) !== length) return this.#slow(frame);
    from.setTime(frame, data.getUint32(at + 12, little), data.getUint32(at + 16, little));
    this.#fill(frame, from, at + PACKET_HEADER, captured, data.getUint32(at + 24, little));
    // Alignment takes up to 3 bytes; what is more are options.
    if (length - captured > PACKET_HEADER + 7) this.#options(frame, at, length);
    chunk.at = at + length;
    return true;
  }

  #fill(frame: Frame, from: SectionInterface, start: number, captured: number, original: number): void {
    const chunk = this.#chunk;
    this.record = chunk.base + chunk.at;
    frame.data = chunk.data;
    frame.bytes = chunk.bytes;
    frame.start = start;
    frame.captured = captured;
    frame.original = original < captured ? captured : original;
    frame.linkType = from.linkType;
    frame.interface = from.index;
    frame.position = this.#span + chunk.base + start;
  }

  #options(frame: Frame, at: number, length: number): void {
    if (!this.#isFirst) return;
    const start = frame.start + ((frame.captured + 3) & ~3);
    this.#contents.readComments(this.#chunk, start, at + length - 4, this.#little, frame.number + 1);
  }

  /** Everything but a sound enhanced packet block that lies in the chunk. */
  #slow(frame: Frame): boolean {
    const chunk = this.#chunk;
    while (!this.finished) {
      if (this.#searching && !this.#search()) return false;
      if (!chunk.hold(SMALLEST)) return this.#atEnd();
      const type = chunk.data.getUint32(chunk.at, this.#little);
      const little = type === SECTION_HEADER ? this.#orderOf(chunk.position) : this.#little;
      if (little === undefined) {
        this.#doubt('corrupt', 'a section begins without its byte order');
        continue;
      }
      const length = chunk.data.getUint32(chunk.at + 4, little);
      if (length < SMALLEST || length > BLOCK_LIMIT || length & 3) {
        this.#doubt('corrupt', `a block of type ${type} says that it is ${length} bytes long`);
      } else if (length > chunk.remaining) {
        if (!chunk.file.ended) return false;
        this.#doubt('cut', `the file ends ${chunk.remaining} bytes into a block of ${length}`);
      } else if (chunk.peek(chunk.position + length - 4, little) !== length) {
        this.#doubt('corrupt', `a block of type ${type} is ${length} bytes long at its beginning and not at its end`);
      } else if (this.#readBlock(frame, type, length, little)) {
        return true;
      }
    }
    return false;
  }

  /** Goes past a sound block; true when it gave a frame. */
  #readBlock(frame: Frame, type: number, length: number, little: boolean): boolean {
    const chunk = this.#chunk;
    let isFrame = false;
    if (type === ENHANCED_PACKET || type === PACKET) {
      isFrame = chunk.hold(length) && this.#readPacket(frame, type, length);
    } else if (type === SIMPLE_PACKET) {
      isFrame = chunk.hold(length) && this.#readSimplePacket(frame, length);
    } else if (type === SECTION_HEADER) {
      this.#enter(this.#isFirst ? this.#contents.beginSection(chunk, length, little) : sectionAt(this.#contents.sections, chunk.position)!);
    } else if (this.#isFirst) {
      this.#contents.readBlock(chunk, this.#section, type, length);
      this.#described = this.#interfaces.length;
    } else if (type === INTERFACE_DESCRIPTION && this.#interfaces[this.#described]?.start === chunk.position) {
      this.#described++;
    }
    chunk.skip(length);
    if (this.#isFirst && this.#contents.isFull) this.finished = true;
    return isFrame;
  }

  #readPacket(frame: Frame, type: number, length: number): boolean {
    const { at, data, position } = this.#chunk;
    const little = this.#little;
    if (length < PACKET_HEADER + 4) return this.#refuse(`a packet block of ${length} bytes is too short`);
    const id = type === PACKET ? data.getUint16(at + 8, little) : data.getUint32(at + 8, little);
    const captured = data.getUint32(at + 20, little);
    const isDescribed = id < this.#described;
    const from = isDescribed ? this.#interfaces[id]! : this.#contents.undescribed(this.#section);
    if (captured > from.limit || captured + PACKET_HEADER + 4 > length) {
      return this.#refuse(`a packet block of ${length} bytes says that it holds ${captured} bytes`);
    }
    if (!isDescribed) this.#say(position, 'corrupt', `a frame is from interface ${id}, which the section does not describe`);
    from.setTime(frame, data.getUint32(at + 12, little), data.getUint32(at + 16, little));
    this.#fill(frame, from, at + PACKET_HEADER, captured, data.getUint32(at + 24, little));
    if (length - captured > PACKET_HEADER + 7) this.#options(frame, at, length);
    return true;
  }

  /** These frames have no time; they get that of the frame before. */
  #readSimplePacket(frame: Frame, length: number): boolean {
    const { at, data, position } = this.#chunk;
    if (length < SIMPLE_HEADER + 4) return this.#refuse(`a simple packet block of ${length} bytes is too short`);
    const isDescribed = this.#described > 0;
    const from = isDescribed ? this.#interfaces[0]! : this.#contents.undescribed(this.#section);
    if (!isDescribed) this.#say(position, 'corrupt', 'a frame is from interface 0, which the section does not describe');
    const original = data.getUint32(at + 8, this.#little);
    const captured = Math.min(original, from.snapLength || original, length - SIMPLE_HEADER - 4);
    if (captured > from.limit) return this.#refuse(`a simple packet block holds ${captured} bytes`);
    if (Number.isNaN(frame.seconds)) frame.seconds = frame.nanoseconds = 0;
    this.#fill(frame, from, at + SIMPLE_HEADER, captured, original);
    return true;
  }

  #refuse(text: string): false {
    this.#say(this.#chunk.position, 'corrupt', text);
    return false;
  }

  #enter(section: Section): void {
    this.#section = section;
    this.#interfaces = section.interfaces;
    this.#little = section.little;
    this.#described = this.#isFirst ? section.interfaces.length : 0;
  }

  #orderOf(position: number): boolean | undefined {
    const magic = this.#chunk.peek(position + 8, true);
    return magic === BYTE_ORDER_MAGIC ? true : magic === 0x4d3c2b1a ? false : undefined;
  }

  #atEnd(): boolean {
    const { file, remaining } = this.#chunk;
    if (!file.ended) return false;
    if (remaining > 0) this.#say(this.#chunk.position, 'cut', `the file ends ${remaining} bytes into a block header`);
    this.finished = true;
    return false;
  }

  #doubt(kind: 'cut' | 'corrupt', text: string): void {
    this.#badBlock = this.#chunk.position;
    const known = this.#contents.skips.get(this.#badBlock);
    if (known !== undefined) {
      this.#chunk.seek(known);
      return;
    }
    this.#searching = true;
    this.#badKind = kind;
    this.#badText = text;
    this.#chunk.skip(4);
  }

  /** Goes on in steps of 4 to the next block of a known type whose two lengths agree; false when there is none (yet). */
  #search(): boolean {
    const chunk = this.#chunk;
    while (chunk.hold(SMALLEST)) {
      const last = chunk.end - SMALLEST;
      for (; chunk.at <= last; chunk.at += 4) {
        const type = chunk.data.getUint32(chunk.at, this.#little);
        if (!KNOWN.has(type)) continue;
        const little = type === SECTION_HEADER ? this.#orderOf(chunk.position) : this.#little;
        if (little === undefined) continue;
        const length = chunk.data.getUint32(chunk.at + 4, little);
        if (length < SMALLEST || length > BLOCK_LIMIT || length & 3) continue;
        if (length > chunk.remaining) {
          if (!chunk.file.ended) return false;
          continue;
        }
        if (chunk.peek(chunk.position + length - 4, little) !== length) continue;
        const skipped = chunk.position - this.#badBlock;
        this.#searching = false;
        if (skipped >= LONG_SKIP) this.#contents.skips.set(this.#badBlock, chunk.position);
        this.#say(this.#badBlock, 'corrupt', `${this.#badText}; ${skipped} bytes skipped up to the next block`);
        return true;
      }
    }
    if (!chunk.file.ended) return false;
    this.#say(this.#badBlock, this.#badKind, this.#badKind === 'cut' ? this.#badText : `${this.#badText}; no block was found after it`);
    this.finished = true;
    return false;
  }

  #say(offset: number, kind: 'cut' | 'corrupt', text: string): void {
    if (this.#isFirst) this.#contents.findings.say(this.#contents.file, offset, kind, text);
  }
}
