import {
  AppInstanceId,
  DurableHandleReconnectV2,
  DurableHandleRequestV2,
  DurableHandleResponseV2,
} from '../../dissectors/smb2/create-contexts.ts';
import { guidText } from '../dissect/show.ts';
import { type ContextCursor, Tag } from './create-contexts.ts';
import { GuidTable } from './guid-table.ts';
import { Durable, type Opens, UNSEEN } from './opens.ts';

const PERSISTENT = 2;
const GUID_SIZE = 16;
const ID_SIZE = 8;
const FIRST_CAPACITY = 1024;

/**
 * Opens that outlive their connection: durable, persistent and resilient ones (MS-SMB2 3.3.5.9.6 to 3.3.5.9.13, 3.3.5.15.9), which reconnect takes up
 * which, and the application instances behind them.
 */
export class Durables {
  /** AppInstanceId of the opens that have one. */
  readonly appInstances = new Map<number, string>();
  private readonly opens: Opens;
  /** By server and the persistent half of a FileId. */
  private readonly byId = new GuidTable(FIRST_CAPACITY);
  /** By client and CreateGuid. */
  private readonly byGuid = new GuidTable(FIRST_CAPACITY);
  private readonly key = new DataView(new ArrayBuffer(GUID_SIZE));

  constructor(opens: Opens) {
    this.opens = opens;
  }

  /** What a context of a CREATE Request asks for its open. Returns the open that the same CreateGuid made before, or -1. */
  asks(open: number, server: number, client: number, data: DataView, context: ContextCursor): number {
    const { opens } = this;
    const { tag, from, length } = context;
    switch (tag) {
      case Tag.DHnQ:
        opens.durable[open]! |= Durable.asksDurable;
        return -1;
      case Tag.DHnC:
        if (length >= GUID_SIZE) this.reconnect(open, this.find(data, from, server));
        return -1;
      case Tag.DH2Q: {
        if (length < DurableHandleRequestV2.fixedSize) return -1;
        const isPersistent = (data.getUint32(from + DurableHandleRequestV2.at.Flags, true) & PERSISTENT) !== 0;
        opens.durable[open]! |= isPersistent ? Durable.asksDurableV2 | Durable.asksPersistent : Durable.asksDurableV2;
        const guid = from + DurableHandleRequestV2.at.CreateGuid;
        const before = this.byGuid.find(data, guid, client);
        this.byGuid.set(data, guid, client, open);
        return before;
      }
      case Tag.DH2C:
        if (length >= DurableHandleReconnectV2.fixedSize)
          this.reconnect(open, this.find(data, from + DurableHandleReconnectV2.at.FileId, server));
        return -1;
      case Tag.appInstanceId:
        if (length >= AppInstanceId.fixedSize)
          this.appInstances.set(
            open,
            guidText(new Uint8Array(data.buffer, data.byteOffset + from + AppInstanceId.at.AppInstanceId, GUID_SIZE)),
          );
        return -1;
      default:
        return -1;
    }
  }

  /** A context of a CREATE Response that grants its open durability. */
  grants(open: number, data: DataView, context: ContextCursor): void {
    const { opens } = this;
    if (context.tag === Tag.DHnQ) opens.durable[open]! |= Durable.isDurable;
    if (context.tag !== Tag.DH2Q || context.length < DurableHandleResponseV2.fixedSize) return;
    const flags = data.getUint32(context.from + DurableHandleResponseV2.at.Flags, true);
    opens.durable[open]! |= (flags & PERSISTENT) !== 0 ? Durable.isDurableV2 | Durable.isPersistent : Durable.isDurableV2;
    opens.timeout[open] = data.getUint32(context.from + DurableHandleResponseV2.at.Timeout, true);
  }

  /** From here on a reconnect may name the FileId at `at`. A reconnected open is as durable as the one that it takes up. */
  keep(open: number, server: number, data: DataView, at: number): void {
    const { opens } = this;
    const lost = opens.continues[open]!;
    if (lost !== 0 && lost !== UNSEEN) {
      opens.durable[open]! |= opens.durable[lost - 1]! & GRANTED;
      opens.timeout[open] ||= opens.timeout[lost - 1]!;
    }
    // What was lost before the capture was durable all the same.
    if (lost === UNSEEN)
      opens.durable[open]! |= (opens.durable[open]! & Durable.asksDurableV2) !== 0 ? Durable.isDurableV2 : Durable.isDurable;
    if ((opens.durable[open]! & (GRANTED | Durable.asksReconnect)) !== 0) this.byId.set(this.persistent(data, at), 0, server, open);
  }

  /** FSCTL_LMR_REQUEST_RESILIENCY was granted; the FileId lies at `at`. */
  resilient(open: number, server: number, data: DataView, at: number, timeout: number): void {
    this.opens.durable[open]! |= Durable.isResilient;
    this.opens.timeout[open] = timeout;
    this.byId.set(this.persistent(data, at), 0, server, open);
  }

  private reconnect(open: number, lost: number): void {
    const { opens } = this;
    opens.durable[open]! |= Durable.asksReconnect;
    opens.continues[open] = lost < 0 ? UNSEEN : lost + 1;
    if (lost >= 0 && opens.name[open] === 0) opens.name[open] = opens.name[lost]!;
  }

  private find(data: DataView, at: number, server: number): number {
    return this.byId.find(this.persistent(data, at), 0, server);
  }

  private persistent(data: DataView, at: number): DataView {
    for (let i = 0; i < ID_SIZE; i++) this.key.setUint8(i, data.getUint8(at + i));
    return this.key;
  }
}

const GRANTED = Durable.isDurable | Durable.isDurableV2 | Durable.isPersistent | Durable.isResilient;
