import type { Struct } from '../../src/dissect/struct.ts';
import { CancelRequest } from './cancel.ts';
import { ChangeNotifyRequest, ChangeNotifyResponse } from './change-notify.ts';
import { CloseRequest, CloseResponse } from './close.ts';
import { CreateRequest, CreateResponse } from './create.ts';
import { EchoRequest, EchoResponse } from './echo.ts';
import { FlushRequest, FlushResponse } from './flush.ts';
import { IoctlRequest, IoctlResponse } from './ioctl.ts';
import { LockRequest, LockResponse } from './lock.ts';
import { LogoffRequest, LogoffResponse } from './logoff.ts';
import { NegotiateRequest, NegotiateResponse } from './negotiate.ts';
import { ServerToClientNotification } from './notification.ts';
import { OplockBreakRequest, OplockBreakResponse } from './oplock-break.ts';
import { QueryDirectoryRequest, QueryDirectoryResponse } from './query-directory.ts';
import { QueryInfoRequest, QueryInfoResponse } from './query-info.ts';
import { ReadRequest, ReadResponse } from './read.ts';
import { SessionSetupRequest, SessionSetupResponse } from './session-setup.ts';
import { SetInfoRequest, SetInfoResponse } from './set-info.ts';
import { TreeConnectRequest, TreeConnectResponse } from './tree-connect.ts';
import { TreeDisconnectRequest, TreeDisconnectResponse } from './tree-disconnect.ts';
import { WriteRequest, WriteResponse } from './write.ts';

export { CancelRequest, ChangeNotifyRequest, ChangeNotifyResponse, CloseRequest, CloseResponse, CreateRequest, CreateResponse };
export { EchoRequest, EchoResponse, FlushRequest, FlushResponse, IoctlRequest, IoctlResponse, LockRequest, LockResponse };
export { LogoffRequest, LogoffResponse, NegotiateRequest, NegotiateResponse, OplockBreakRequest, OplockBreakResponse };
export { QueryDirectoryRequest, QueryDirectoryResponse, QueryInfoRequest, QueryInfoResponse, ReadRequest, ReadResponse };
export { ServerToClientNotification, SessionSetupRequest, SessionSetupResponse, SetInfoRequest, SetInfoResponse };
export { TreeConnectRequest, TreeConnectResponse, TreeDisconnectRequest, TreeDisconnectResponse, WriteRequest, WriteResponse };
export { Dialect } from './capabilities.ts';
export { CreateContext } from './create.ts';
export { ErrorResponse } from './error.ts';
export { Command, Header } from './header.ts';
export { NegotiateContext } from './negotiate-contexts.ts';
export {
  LeaseBreakAcknowledgment, LeaseBreakNotification, LeaseBreakResponse, OplockBreakAcknowledgment, OplockBreakNotification,
} from './oplock-break.ts';
export { CompressionChainedPayloadHeader, CompressionTransformHeader, CompressionTransformHeaderChained, TransformHeader } from './transform.ts';

/** The body of each command; a failed response is an ErrorResponse instead. */
export const commands = {
  0x0000: { request: NegotiateRequest, response: NegotiateResponse },
  0x0001: { request: SessionSetupRequest, response: SessionSetupResponse },
  0x0002: { request: LogoffRequest, response: LogoffResponse },
  0x0003: { request: TreeConnectRequest, response: TreeConnectResponse },
  0x0004: { request: TreeDisconnectRequest, response: TreeDisconnectResponse },
  0x0005: { request: CreateRequest, response: CreateResponse },
  0x0006: { request: CloseRequest, response: CloseResponse },
  0x0007: { request: FlushRequest, response: FlushResponse },
  0x0008: { request: ReadRequest, response: ReadResponse },
  0x0009: { request: WriteRequest, response: WriteResponse },
  0x000a: { request: LockRequest, response: LockResponse },
  0x000b: { request: IoctlRequest, response: IoctlResponse },
  0x000c: { request: CancelRequest },
  0x000d: { request: EchoRequest, response: EchoResponse },
  0x000e: { request: QueryDirectoryRequest, response: QueryDirectoryResponse },
  0x000f: { request: ChangeNotifyRequest, response: ChangeNotifyResponse },
  0x0010: { request: QueryInfoRequest, response: QueryInfoResponse },
  0x0011: { request: SetInfoRequest, response: SetInfoResponse },
  0x0012: { request: OplockBreakRequest, response: OplockBreakResponse },
  0x0013: { response: ServerToClientNotification },
} as const satisfies Readonly<Record<number, { readonly request?: Struct; readonly response?: Struct }>>;
