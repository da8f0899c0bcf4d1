const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const PACKET = 6;
const BYTE_ORDER = 0x1a2b3c4d;
const ROOM = 2 ** 20;

/** Builds a pcapng file with one interface and microseconds, piece by piece. */
export class PcapngFile {
  private readonly bytes = Buffer.alloc(ROOM + 2 ** 17);
  private used = 0;
  private readonly write: (bytes: Uint8Array) => void;

  constructor(write: (bytes: Uint8Array) => void) {
    this.write = write;
  }

  section(application: string): void {
    this.block(SECTION, [u32(BYTE_ORDER), Buffer.from([1, 0, 0, 0]), Buffer.alloc(8, 0xff), option(4, application), END]);
  }

  interface(linkType: number, snapLength: number, name: string, filter: string, comment: string): void {
    const options = [option(1, comment), option(2, name), ...(filter === '' ? [] : [option(11, `\0${filter}`)])];
    this.block(INTERFACE, [u16(linkType), u16(0), u32(snapLength), ...options, END]);
  }

  /** `microseconds` since 1970. */
  packet(microseconds: number, bytes: Uint8Array, original: number): void {
    const padding = -bytes.length & 3;
    const length = 32 + bytes.length + padding;
    const { bytes: to, used: at } = this;
    to.writeUInt32LE(PACKET, at);
    to.writeUInt32LE(length, at + 4);
    to.writeUInt32LE(0, at + 8);
    to.writeUInt32LE(Math.floor(microseconds / 2 ** 32), at + 12);
    to.writeUInt32LE((microseconds % 2 ** 32) >>> 0, at + 16);
    to.writeUInt32LE(bytes.length, at + 20);
    to.writeUInt32LE(original, at + 24);
    to.set(bytes, at + 28);
    to.fill(0, at + 28 + bytes.length, at + 28 + bytes.length + padding);
    to.writeUInt32LE(length, at + length - 4);
    this.used = at + length;
    if (this.used >= ROOM) this.flush();
  }

  flush(): void {
    if (this.used > 0) this.write(this.bytes.subarray(0, this.used));
    this.used = 0;
  }

  private block(type: number, parts: readonly Buffer[]): void {
    const body = Buffer.concat(parts);
    const length = u32(body.length + 12);
    for (const part of [u32(type), length, body, length]) {
      this.bytes.set(part, this.used);
      this.used += part.length;
    }
  }
}

const u16 = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer);
const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
const END = u32(0);

function option(code: number, text: string): Buffer {
  const value = Buffer.from(text);
  return Buffer.concat([u16(code), u16(value.length), value, Buffer.alloc(-value.length & 3)]);
}
