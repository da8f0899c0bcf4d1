import { enlarge } from './columns.ts';
import { FileIds } from './file-ids.ts';

/** What is known of an open's durability (MS-SMB2 3.3.1.10): asked for by its CREATE, and granted. */
export const Durable = {
  asksDurable: 0x01,
  asksDurableV2: 0x02,
  asksPersistent: 0x04,
  asksReconnect: 0x08,
  isDurable: 0x10,
  isDurableV2: 0x20,
  isPersistent: 0x40,
  isResilient: 0x80,
} as const;

/** The lost open that a reconnect names is not in the capture. */
export const UNSEEN = 0xffffffff;

/** Every open that the capture shows, one row each, and which of them a FileId stands for now. */
export class Opens {
  /** Number of its name in Names, plus one; 0 unknown. */
  name: Int32Array;
  /** Row of the CREATE Request, or of the first message that used the FileId. */
  createdBy: Int32Array;
  /** Rows plus one of the CREATE Response, and of the response after which the open is no more; 0 for none. */
  answeredBy: Int32Array;
  closedBy: Int32Array;
  /** As the CREATE Request has them. */
  desiredAccess: Uint32Array;
  shareAccess: Uint8Array;
  /** As the CREATE Response has them. */
  createAction: Uint8Array;
  oplockLevel: Uint8Array;
  /** Bits of Durable. */
  durable: Uint8Array;
  /** Milliseconds that a lost open is kept, as granted. */
  timeout: Uint32Array;
  /** The lost open that this one takes up, plus one; 0 for none, or UNSEEN. */
  continues: Uint32Array;
  /** The lease or oplock that it holds, plus one. */
  lease: Int32Array;
  /** ChannelSequence of the latest request (MS-SMB2 3.3.1.10). */
  channelSequence: Uint16Array;
  /** Four words as they lie on the wire, zeros while unknown, and the session's row plus one in which it is unique. */
  fileId: Uint32Array;
  session: Int32Array;
  count = 0;
  private readonly ids: FileIds;

  constructor(capacity: number) {
    this.name = new Int32Array(capacity);
    this.createdBy = new Int32Array(capacity);
    this.answeredBy = new Int32Array(capacity);
    this.closedBy = new Int32Array(capacity);
    this.desiredAccess = new Uint32Array(capacity);
    this.shareAccess = new Uint8Array(capacity);
    this.createAction = new Uint8Array(capacity);
    this.oplockLevel = new Uint8Array(capacity);
    this.durable = new Uint8Array(capacity);
    this.timeout = new Uint32Array(capacity);
    this.continues = new Uint32Array(capacity);
    this.lease = new Int32Array(capacity);
    this.channelSequence = new Uint16Array(capacity);
    this.fileId = new Uint32Array(4 * capacity);
    this.session = new Int32Array(capacity);
    this.ids = new FileIds(this);
  }

  add(name: number, createdBy: number): number {
    if (this.count === this.name.length) enlarge(this);
    this.name[this.count] = name + 1;
    this.createdBy[this.count] = createdBy;
    return this.count++;
  }

  /** The open behind the FileId at `at`, else the last that was behind it; -1 for none. */
  find(data: DataView, at: number, session: number): number {
    return this.ids.find(data, at, session);
  }

  /** From here on the FileId stands for this open: a server may use an id again after CLOSE. */
  bind(data: DataView, at: number, session: number, open: number): void {
    this.ids.bind(data, at, session, open);
  }

  /** `row`: the response after which it is no more. */
  close(open: number, row: number): void {
    this.closedBy[open] = row + 1;
    this.ids.close(open);
  }
}
