/** What a frame's tables may know besides its bytes. */
export interface FrameFacts {
  readonly isResponse: false;
  readonly number: number;
  /** Unix time with nanoseconds, `1547145849.829884000`. */
  readonly time: string;
  readonly captured: number;
  readonly original: number;
  readonly interface: number;
  readonly interfaceName: string;
  readonly linkType: number;
  /** Place among the TCP connections, or among the UDP conversations, of the capture; counted from 0. */
  readonly stream: number | undefined;
  /** Payload bytes that the transport header announces. */
  readonly payload: number | undefined;
}

/** What an SMB message's tables may know besides its bytes: settled once, in capture order, by the index pass. */
export interface MessageFacts {
  readonly isResponse: boolean;
  readonly isAsync: boolean;
  /** The body is an ERROR Response, MS-SMB2 3.3.4.4. */
  readonly isError: boolean;
  /** What the connection agreed on; 0 while unknown. */
  readonly dialect: number;
  /** A NEGOTIATE Request that lists 0x0311, so that it carries negotiate contexts. */
  readonly offers311: boolean;
  /** Frame and seconds between request and response, of whichever is the other one. */
  readonly requestFrame: number | undefined;
  readonly responseFrame: number | undefined;
  readonly latency: string | undefined;
  /** Share behind the tree id, as the TREE_CONNECT named it. */
  readonly tree: string | undefined;
  /** Name behind the file id. */
  readonly fileName: string | undefined;
  /** Of the request, for its response: info type and class, control code, or information level; 0 otherwise. */
  readonly infoType: number;
  readonly infoClass: number;
  readonly ctlCode: number;
}
