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
  /** Status of a response; 0 for a request. */
  readonly status: number;
  /** Of the request, for itself and its response: info type and class, or control code; 0 otherwise. */
  readonly infoType: number;
  readonly infoClass: number;
  readonly ctlCode: number;
  /** HashRetrievalType of the SRV_READ_HASH request, for its response; hash-based while unknown. */
  readonly hashRetrievalType: number;
  /** Operation of the REFS_STREAM_SNAPSHOT_MANAGEMENT request, for its response; 0 while unknown. */
  readonly snapshotOperation: number;
  readonly state: StateFacts;
  readonly security: SecurityFacts;
}

/** What keys, or the question alone, tell of a message's signature, and who its session is. */
export interface SecurityFacts {
  readonly goodSignature: string | undefined;
  readonly badSignature: string | undefined;
  readonly verdict: string | undefined;
  /** Where the key came from. */
  readonly keySource: string | undefined;
  /** As the session's authentication names them. */
  readonly account: string | undefined;
  readonly domain: string | undefined;
  readonly host: string | undefined;
  /** Of the NTLM message's MIC and of the mechListMIC in the message. */
  readonly mic: string | undefined;
  readonly mechListMic: string | undefined;
  /** Frame of the response that let it in; in that response, of its request. */
  readonly authenticatedIn: number | undefined;
}

/** What authentication tokens ask, whatever carries them. */
export interface TokenFacts {
  readonly isResponse: boolean;
  readonly security?: Pick<SecurityFacts, 'mic' | 'mechListMic'>;
}

/** What the TRANSFORM_HEADER asks: what became of what is in it, decrypted and its tag right, or why not; and of a wrong tag, that it is. */
export interface TransformFacts {
  readonly isResponse: boolean;
  readonly transform: string | undefined;
  readonly badTag: string | undefined;
}

/** What a message did to the state behind it, or found there, as MS-SMB2 3.3.1 and 3.2.1 name it. Frames are numbers; times are seconds. */
export interface StateFacts {
  /** Credits that the client has left after the message, where its connection was captured from its beginning. */
  readonly credits: number | undefined;
  /** Of an asynchronous operation: frame of the interim response; time until then, and from then to the final response. */
  readonly interimFrame: number | undefined;
  readonly interimTime: string | undefined;
  readonly waiting: string | undefined;
  /** Frame of the request that this one repeats. */
  readonly replayOf: number | undefined;
  /** A request whose ChannelSequence is behind its open's. */
  readonly isStale: number | undefined;
  readonly sessionSince: number | undefined;
  readonly treeSince: number | undefined;
  readonly openedIn: number | undefined;
  readonly closedIn: number | undefined;
  /** What was asked and granted of the open's life without its connection. */
  readonly durability: string | undefined;
  /** Frame of the CREATE whose lost open this open takes up. */
  readonly continues: number | undefined;
  readonly leaseEvent: string | undefined;
  readonly leaseState: string | undefined;
  /** Frame of the break that this answers, and the time since. */
  readonly breakFrame: number | undefined;
  readonly breakTime: string | undefined;
  /** Frame of the break that the request waits for. */
  readonly waitsFor: number | undefined;
}

/** What the NetBIOS session tables ask. */
export interface TransportFacts {
  readonly isResponse: boolean;
  /** Over TCP alone, without NetBIOS (port 445): a length of 24 bits and no flags. */
  readonly isDirect: boolean;
}

/** What the NetBIOS name tables ask; `nameServiceFacts` reads it from the header. */
export interface NameServiceFacts {
  readonly isResponse: boolean;
  /** A WAIT FOR ACKNOWLEDGEMENT response, whose record holds the flags of the request. */
  readonly isWack: boolean;
}

/** What the SMB1 tables ask; `smb1Facts` reads it from the message. */
export interface Smb1Facts {
  readonly isResponse: boolean;
  /** The status is an NTSTATUS, not an error class and code. */
  readonly hasNtStatus: boolean;
  /** By SMB_FLAGS2_UNICODE; of a NEGOTIATE response also by CAP_UNICODE, whose server may leave the flag out. */
  readonly isUnicode: boolean;
  /** A NEGOTIATE response whose capabilities have CAP_EXTENDED_SECURITY. */
  readonly hasExtendedSecurity: boolean;
}

/** What the tables of an RPC PDU ask: its own header, and what the connection's calls taught. */
export interface PduFacts {
  readonly isResponse: boolean;
  /** By packed_drep, for the header and the stub data. */
  readonly isBigEndian: boolean;
  /** By the presentation context. */
  readonly isNdr64: boolean;
  /** A request, response or fault: its security trailer holds a signature. */
  readonly isCall: boolean;
  /** Of the request, for its response. */
  readonly opnum: number | undefined;
  readonly requestFrame: number | undefined;
  readonly responseFrame: number | undefined;
  readonly latency: string | undefined;
  readonly verifier: string | undefined;
}
