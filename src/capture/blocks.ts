import { SocketAddress } from 'node:net';
import type { CaptureFile } from './capture.ts';
import type { Chunk } from './chunk.ts';
import type { Findings } from './findings.ts';
import { COMMENT, readOptions, readText } from './options.ts';
import { Section, SectionInterface } from './section.ts';

const INTERFACE_DESCRIPTION = 1;
const NAME_RESOLUTION = 4;
const INTERFACE_STATISTICS = 5;
const DECRYPTION_SECRETS = 10;

/** Larger blocks are passed by unread. */
const READ_LIMIT = 2 ** 20;
const SECTIONS = 65_536;
const COMMENTS = 10_000;
const COMMENT_CHARACTERS = 2 ** 22;
const SECRETS = 1000;
const MICROSECONDS = 6;

/** What the blocks of one pcapng file say besides their frames. */
export class BlockContents {
  readonly file: number;
  readonly sections: Section[];
  readonly findings: Findings;
  readonly comments: { readonly frame: number; readonly text: string }[] = [];
  /** Where the block after a long damaged stretch begins, by where the stretch does. */
  readonly skips = new Map<number, number>();
  /** True when no more sections or interfaces are taken: nobody has so many. */
  isFull = false;
  readonly #info: CaptureFile;
  #commentRoom = COMMENT_CHARACTERS;

  constructor(file: number, little: boolean, findings: Findings, info: CaptureFile) {
    this.file = file;
    this.sections = [new Section(0, little)];
    this.findings = findings;
    this.#info = info;
  }

  beginSection(chunk: Chunk, length: number, little: boolean): Section {
    const start = chunk.position;
    let section = this.sections.at(-1)!;
    if (section.start !== start) this.sections.push((section = new Section(start, little)));
    this.#limit(this.sections.length, start);
    if (length < 28 || length > READ_LIMIT || !chunk.hold(length)) return section;
    const { at, data, bytes } = chunk;
    for (const { code, start: value, length: size } of readOptions(data, at + 24, at + length - 4, little)) {
      if (code === COMMENT) this.#comment(0, bytes, value, size);
      else if (code === 2) this.#info.hardware ||= readText(bytes, value, size);
      else if (code === 3) this.#info.os ||= readText(bytes, value, size);
      else if (code === 4) this.#info.application ||= readText(bytes, value, size);
    }
    return section;
  }

  /** Reads a block that holds neither a frame nor begins a section. Unknown types are passed by. */
  readBlock(chunk: Chunk, section: Section, type: number, length: number): void {
    if (type === DECRYPTION_SECRETS) this.#readSecrets(chunk, section, length);
    if (length > READ_LIMIT || !chunk.hold(length)) return;
    if (type === INTERFACE_DESCRIPTION) this.#readInterface(chunk, section, length);
    else if (type === INTERFACE_STATISTICS) this.#readStatistics(chunk, section, length);
    else if (type === NAME_RESOLUTION) this.#readNames(chunk, section, length);
  }

  readComments(chunk: Chunk, start: number, end: number, little: boolean, frame: number): void {
    for (const option of readOptions(chunk.data, start, end, little)) {
      if (option.code === COMMENT) this.#comment(frame, chunk.bytes, option.start, option.length);
    }
  }

  /** The interface that stands for those that a section names and does not describe. */
  undescribed(section: Section): SectionInterface {
    if (section.undescribed) return section.undescribed;
    const linkType = section.interfaces[0]?.linkType ?? 1;
    const index = this.#addInterface({ linkType, snapLength: 0, description: 'not described in the file' });
    return (section.undescribed = new SectionInterface(section.start, index, linkType, 0, MICROSECONDS, 0));
  }

  #readInterface(chunk: Chunk, section: Section, length: number): void {
    if (length < 20) {
      this.findings.say(this.file, chunk.position, 'corrupt', `an interface description of ${length} bytes is too short`);
      return;
    }
    const { at, data, bytes } = chunk;
    const { little } = section;
    const linkType = data.getUint16(at + 8, little);
    const snapLength = data.getUint32(at + 12, little);
    const texts = { name: '', description: '', filter: '', os: '' };
    let resolution = MICROSECONDS;
    let offset = 0;
    for (const { code, start, length: size } of readOptions(data, at + 16, at + length - 4, little)) {
      if (code === COMMENT) this.#comment(0, bytes, start, size);
      else if (code === 2) texts.name = readText(bytes, start, size);
      else if (code === 3) texts.description = readText(bytes, start, size);
      else if (code === 9 && size >= 1) resolution = data.getUint8(start);
      // A filter is a text when its first byte is 0, else machine code.
      else if (code === 11 && size >= 1 && data.getUint8(start) === 0) texts.filter = readText(bytes, start + 1, size - 1);
      else if (code === 12) texts.os = readText(bytes, start, size);
      else if (code === 14 && size >= 8) offset = Number(data.getBigInt64(start, little));
    }
    const ticksPerSecond = (resolution & 0x80 ? 2 : 10) ** (resolution & 0x7f);
    const index = this.#addInterface({ linkType, snapLength, ticksPerSecond, ...texts });
    section.interfaces.push(new SectionInterface(chunk.position, index, linkType, snapLength, resolution, offset));
    this.#limit(this.findings.interfaces.length, chunk.position);
  }

  #addInterface(what: { linkType: number; snapLength: number; description: string; name?: string; ticksPerSecond?: number }): number {
    const unknown = { name: '', filter: '', os: '', ticksPerSecond: 1e6, received: Number.NaN, dropped: Number.NaN };
    return this.findings.interfaces.push({ file: this.file, ...unknown, ...what, frames: 0 }) - 1;
  }

  #readStatistics(chunk: Chunk, section: Section, length: number): void {
    if (length < 24) return;
    const { at, data } = chunk;
    const { little } = section;
    const from = section.interfaces[data.getUint32(at + 8, little)];
    const known = from && this.findings.interfaces[from.index];
    if (!known) return;
    for (const { code, start, length: size } of readOptions(data, at + 20, at + length - 4, little)) {
      if (code === COMMENT) this.#comment(0, chunk.bytes, start, size);
      else if (code === 4 && size >= 8) known.received = Number(data.getBigUint64(start, little));
      else if (code === 5 && size >= 8) known.dropped = Number(data.getBigUint64(start, little));
    }
  }

  #readNames(chunk: Chunk, section: Section, length: number): void {
    const { data, bytes } = chunk;
    const end = chunk.at + length - 4;
    let at = chunk.at + 8;
    while (at + 4 <= end) {
      const type = data.getUint16(at, section.little);
      const size = data.getUint16(at + 2, section.little);
      if (at + 4 + size > end) return;
      const isV6 = type === 2;
      const addressLength = isV6 ? 16 : 4;
      if ((type === 1 || isV6) && size > addressLength) {
        const name = readText(bytes, at + 4 + addressLength, size - addressLength);
        this.findings.name(addressText(bytes.subarray(at + 4, at + 4 + addressLength)), name);
      }
      if (type === 0) {
        this.readComments(chunk, at + 4, end, section.little, 0);
        return;
      }
      at += 4 + ((size + 3) & ~3);
    }
  }

  /** Type and length only: what they hold belongs to nobody's listing. */
  #readSecrets(chunk: Chunk, section: Section, length: number): void {
    if (length < 20 || !chunk.hold(20)) return;
    const type = chunk.data.getUint32(chunk.at + 8, section.little);
    const size = chunk.data.getUint32(chunk.at + 12, section.little);
    if (this.#info.secrets.length < SECRETS) this.#info.secrets.push({ type, length: size });
  }

  #comment(frame: number, bytes: Uint8Array, start: number, length: number): void {
    if (this.comments.length >= COMMENTS || length > this.#commentRoom) return;
    this.#commentRoom -= length;
    this.comments.push({ frame, text: readText(bytes, start, length) });
  }

  #limit(count: number, offset: number): void {
    if (count < SECTIONS || this.isFull) return;
    this.isFull = true;
    this.findings.say(
      this.file,
      offset,
      'corrupt',
      `the file has more than ${SECTIONS} sections or interfaces; the rest of it is not read`,
    );
  }
}

function addressText(address: Uint8Array): string {
  if (address.length === 4) return address.join('.');
  const data = new DataView(address.buffer, address.byteOffset, 16);
  const groups = Array.from({ length: 8 }, (_, index) => data.getUint16(2 * index).toString(16));
  return new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address;
}
