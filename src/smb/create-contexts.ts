import { CreateContext } from '../../dissectors/smb2/create.ts';

const { at: AT, fixedSize: FIXED } = CreateContext;
const MAX_CONTEXTS = 64;

/** The bytes of a Name of four letters, as they are read little-endian. */
const tag = (name: string): number => Buffer.from(name, 'latin1').readUInt32LE(0);

/** Names of the contexts that carry state. */
export const Tag = {
  DHnQ: tag('DHnQ'),
  DHnC: tag('DHnC'),
  DH2Q: tag('DH2Q'),
  DH2C: tag('DH2C'),
  RqLs: tag('RqLs'),
  /** SMB2_CREATE_APP_INSTANCE_ID, whose name is a GUID: its first four bytes. */
  appInstanceId: 0x6aa6bc45,
} as const;

const GUID_SIZE = 16;

/** Steps through the create contexts of a message (MS-SMB2 2.2.13.2); one instance is used over and over. */
export class ContextCursor {
  private data: DataView = new DataView(new ArrayBuffer(0));
  private at = -1;
  private end = 0;
  private steps = 0;
  /** The Name, by Tag; 0 for one that is neither four letters nor a GUID. */
  tag = 0;
  /** Where the context's data begins and how long it is. */
  from = 0;
  length = 0;

  /** The contexts lie at `at`, `length` bytes; nothing after `end` is at hand. */
  open(data: DataView, at: number, length: number, end: number): void {
    this.data = data;
    this.at = length === 0 ? -1 : at;
    this.end = Math.min(end, at + length);
    this.steps = 0;
  }

  next(): boolean {
    const data = this.data;
    const at = this.at;
    const end = this.end;
    if (at < 0 || at + FIXED > end || this.steps++ === MAX_CONTEXTS) return false;
    const name = at + data.getUint16(at + AT.NameOffset, true);
    const size = data.getUint16(at + AT.NameLength, true);
    this.from = at + data.getUint16(at + AT.DataOffset, true);
    this.length = data.getUint32(at + AT.DataLength, true);
    const hasName = (size === 4 || size === GUID_SIZE) && name + size <= end;
    this.tag = hasName && this.from + this.length <= end ? data.getUint32(name, true) : 0;
    const next = data.getUint32(at + AT.Next, true);
    this.at = next === 0 ? -1 : at + next;
    return true;
  }
}
