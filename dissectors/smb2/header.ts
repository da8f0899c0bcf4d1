import { bits, bytes, fact, hex, names, nested, u16, u32, u32be, u64 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { MessageFacts } from '../facts.ts';
import { NTSTATUS } from '../tables/ntstatus.ts';

const response = (m: MessageFacts) => m.isResponse;
const request  = (m: MessageFacts) => !m.isResponse;
const async    = (m: MessageFacts) => m.isAsync;
const sync     = (m: MessageFacts) => !m.isAsync;

export const Command = {
  NEGOTIATE: 0x0000, SESSION_SETUP: 0x0001, LOGOFF: 0x0002, TREE_CONNECT: 0x0003, TREE_DISCONNECT: 0x0004,
  CREATE: 0x0005, CLOSE: 0x0006, FLUSH: 0x0007, READ: 0x0008, WRITE: 0x0009, LOCK: 0x000a, IOCTL: 0x000b,
  CANCEL: 0x000c, ECHO: 0x000d, QUERY_DIRECTORY: 0x000e, CHANGE_NOTIFY: 0x000f, QUERY_INFO: 0x0010,
  SET_INFO: 0x0011, OPLOCK_BREAK: 0x0012, SERVER_TO_CLIENT_NOTIFICATION: 0x0013,
} as const;

const Flags = bits({
  SMB2_FLAGS_SERVER_TO_REDIR:    [0x00000001, 'smb2.flags.response'],
  SMB2_FLAGS_ASYNC_COMMAND:      [0x00000002, 'smb2.flags.async'],
  SMB2_FLAGS_RELATED_OPERATIONS: [0x00000004, 'smb2.flags.chained'],
  SMB2_FLAGS_SIGNED:             [0x00000008, 'smb2.flags.signature'],
  SMB2_FLAGS_PRIORITY_MASK:      [0x00000070, 'smb2.flags.priority_mask', 'any'],
  Priority:                      [0x00000070, 'smb2.flags.priority'],
  SMB2_FLAGS_DFS_OPERATIONS:     [0x10000000, 'smb2.flags.dfs'],
  SMB2_FLAGS_REPLAY_OPERATION:   [0x20000000, 'smb2.flags.replay'],
});

/** What is worked out of the messages before it, in the words of the abstract data model. */
const State = struct('MS-SMB2 3.3.1', 'State', {
  CreditBalance:      fact('smb2.x.credits.balance', (m: MessageFacts) => m.state.credits),
  InterimIn:          fact('smb2.x.async.interim_in', (m: MessageFacts) => m.state.interimFrame),
  InterimTime:        fact('smb2.x.async.interim_time', (m: MessageFacts) => m.state.interimTime),
  Waiting:            fact('smb2.x.async.waiting', (m: MessageFacts) => m.state.waiting),
  ReplayOf:           fact('smb2.x.replay_of', (m: MessageFacts) => m.state.replayOf),
  StaleSequence:      fact('smb2.x.channel_sequence.stale', (m: MessageFacts) => m.state.isStale),
  SessionSince:       fact('smb2.x.session.established_in', (m: MessageFacts) => m.state.sessionSince),
  TreeSince:          fact('smb2.x.tree.connected_in', (m: MessageFacts) => m.state.treeSince),
  OpenedIn:           fact('smb2.x.open.created_in', (m: MessageFacts) => m.state.openedIn),
  ClosedIn:           fact('smb2.x.open.closed_in', (m: MessageFacts) => m.state.closedIn),
  Durability:         fact('smb2.x.open.durable', (m: MessageFacts) => m.state.durability),
  Continues:          fact('smb2.x.open.continues', (m: MessageFacts) => m.state.continues),
  LeaseEvent:         fact('smb2.x.lease.event', (m: MessageFacts) => m.state.leaseEvent),
  LeaseState:         fact('smb2.x.lease.state', (m: MessageFacts) => m.state.leaseState),
  BreakIn:            fact('smb2.x.lease.break_in', (m: MessageFacts) => m.state.breakFrame),
  BreakTime:          fact('smb2.x.lease.break_time', (m: MessageFacts) => m.state.breakTime),
  WaitsFor:           fact('smb2.x.lease.waits_for', (m: MessageFacts) => m.state.waitsFor),
});

export const Header = struct('MS-SMB2 2.2.1', 'SMB2 Packet Header', {
  ProtocolId:      u32be('smb2.protocol_id', hex),
  StructureSize:   u16('smb2.header_len'),
  CreditCharge:    u16('smb2.credit.charge'),
  Status:          u32('smb2.nt_status', hex, names(NTSTATUS)).if(response),
  ChannelSequence: u16('smb2.channel_sequence').if(request),
  Reserved:        bytes('smb2.reserved', 2).if(request),
  Command:         u16('smb2.cmd', names(Command)),
  CreditResponse:  u16('smb2.credits.granted').if(response),
  CreditRequest:   u16('smb2.credits.requested').if(request),
  Flags:           u32('smb2.flags', Flags),
  NextCommand:     u32('smb2.chain_offset', hex),
  MessageId:       u64('smb2.msg_id'),
  AsyncId:         u64('smb2.aid', hex).if(async),
  Reserved2:       u32('smb2.pid', hex).if(sync), // Process Id to Wireshark, Reserved to the spec
  TreeId:          u32('smb2.tid', hex).shows('smb2.tree', (m: MessageFacts) => m.tree)
                   .tells('smb2.tcon_frame', (m: MessageFacts) => m.state.treeSince).if(sync),
  SessionId:       u64('smb2.sesid', hex)
                   .tells('smb2.acct', (m: MessageFacts) => m.security.account)
                   .tells('smb2.domain', (m: MessageFacts) => m.security.domain)
                   .tells('smb2.host', (m: MessageFacts) => m.security.host)
                   .tells('smb2.auth_frame', (m: MessageFacts) => m.security.authenticatedIn),
  Signature:       bytes('smb2.signature', 16)
                   .shows('smb2.good_signature', (m: MessageFacts) => m.security.goodSignature)
                   .shows('smb2.bad_signature', (m: MessageFacts) => m.security.badSignature)
                   .tells('smb2.x.signature.verdict', (m: MessageFacts) => m.security.verdict)
                   .tells('smb2.x.signature.key', (m: MessageFacts) => m.security.keySource),
  ResponseTo:      fact('smb2.response_to', (m: MessageFacts) => m.requestFrame),
  ResponseIn:      fact('smb2.response_in', (m: MessageFacts) => m.responseFrame),
  Time:            fact('smb2.time', (m: MessageFacts) => m.latency),
  State:           nested('', State),
});
