import { bits, bytes, dispatch, fact, guid, hex, names, nested, u16, u32, u8, type Table } from '../../src/dissect/field.ts';
import { struct, type Struct } from '../../src/dissect/struct.ts';
import { trailerToken } from '../auth/gss-api.ts';
import type { PduFacts } from '../facts.ts';
import { NL_AUTH_MESSAGE, NL_AUTH_SIGNATURE } from './netlogon/secure-channel.ts';
import { drep, PduType } from './pdu-header.ts';
import { big, little, type Order } from './byte-order.ts';

/** MS-RPCE 2.2.1.1.7. */
export const AuthType = {
  RPC_C_AUTHN_NONE: 0, RPC_C_AUTHN_KRB5: 1, RPC_C_AUTHN_GSS_NEGOTIATE: 9, RPC_C_AUTHN_WINNT: 10, RPC_C_AUTHN_GSS_SCHANNEL: 14,
  RPC_C_AUTHN_GSS_KERBEROS: 16, RPC_C_AUTHN_NETLOGON: 68, RPC_C_AUTHN_DEFAULT: 255,
};
/** MS-RPCE 2.2.1.1.8. */
export const AuthLevel = {
  RPC_C_AUTHN_LEVEL_NONE: 1, RPC_C_AUTHN_LEVEL_CONNECT: 2, RPC_C_AUTHN_LEVEL_CALL: 3, RPC_C_AUTHN_LEVEL_PKT: 4,
  RPC_C_AUTHN_LEVEL_PKT_INTEGRITY: 5, RPC_C_AUTHN_LEVEL_PKT_PRIVACY: 6,
};

const Verifier = struct('MS-RPCE 2.2.2.11', 'auth_value', { auth_value: bytes('dcerpc.auth_credentials') });
const known    = { starts: [...trailerToken.starts, ['', Verifier] as const] };

/** SPNEGO leaves signatures to the mechanism that it negotiated. */
const Signature = struct('RFC 4178 1', 'GSS-API', { Signature: dispatch('', { other: known }, () => 'other') }, { abbrev: 'gss-api' });

/** Of requests and responses: a signature. What binds carry are tokens. */
const verifiers: Table = { 9: Signature, 68: NL_AUTH_SIGNATURE, other: known };
const tokens: Table    = { 68: NL_AUTH_MESSAGE, other: known };

export const AUTH_TRAILER_SIZE = 8;

const isCall = (f: PduFacts) => f.isCall;
const isNoCall = (f: PduFacts) => !f.isCall;

const trailerOf = ({ u32: word }: Order, verifiers: Table, tokens: Table) => struct('MS-RPCE 2.2.2.11', 'sec_trailer', {
  sec_trailer: nested('dcerpc.auth_info', struct('MS-RPCE 2.2.2.11', 'sec_trailer', {
    auth_type:       u8('dcerpc.auth_type', names(AuthType)),
    auth_level:      u8('dcerpc.auth_level', names(AuthLevel)),
    auth_pad_length: u8('dcerpc.auth_pad_len'),
    auth_reserved:   u8('dcerpc.auth_rsrvd'),
    auth_context_id: word('dcerpc.auth_ctx_id'),
    verifier:        dispatch('', verifiers, 'auth_type').if(isCall),
    token:           dispatch('', tokens, 'auth_type').if(isNoCall),
    verdict:         fact('dcerpc.x.verifier.verdict', (f: PduFacts) => f.verifier),
  })),
});

export const littleTrailer: Struct = trailerOf(little, verifiers, tokens);
export const bigTrailer: Struct    = trailerOf(big, verifiers, tokens);

/** What aligns the trailer. */
export const AuthPadding = struct('MS-RPCE 2.2.2.11', 'Authentication padding', { auth_pad: bytes('dcerpc.auth_padding') });
export const SealedStub  = struct('MS-RPCE 2.2.2.11', 'Sealed stub data', { stub: bytes('dcerpc.encrypted_stub_data') });
/** Stub data of an operation that has no structure here, and of a fault. */
export const StubData      = struct('C706 14.4', 'Stub data', { stub: bytes('dcerpc.stub_data') });
export const FaultStubData = struct('C706 12.6.4.7', 'Fault stub data', { stub: bytes('dcerpc.fault_stub_data') });
/** All stub data, which the interface's protocol shows in its parts. */
export const PayloadStub   = struct('C706 14.4', 'Stub data', { stub: bytes('dcerpc.payload_stub_data') });
/** A part of stub data that the last fragment shows in full. */
export const FragmentData  = struct('C706 12.6.4.9', 'Fragment', { stub: bytes('dcerpc.stub_data') });

const Bitmask = struct('MS-RPCE 2.2.2.13.2', 'rpc_sec_vt_bitmask', {
  bits: u32('dcerpc.rpc_sec_vt.bitmask', bits({ CLIENT_SUPPORT_HEADER_SIGNING: [0x00000001, 'dcerpc.rpc_sec_vt.bitmask.sign'] })),
});
const PContext = struct('MS-RPCE 2.2.2.13.4', 'rpc_sec_vt_pcontext', {
  InterfaceId:           guid('dcerpc.rpc_sec_vt.pcontext.interface.uuid'),
  InterfaceVersion:      u32('dcerpc.rpc_sec_vt.pcontext.interface.ver', hex),
  TransferSyntax:        guid('dcerpc.rpc_sec_vt.pcontext.interface.uuid'),
  TransferSyntaxVersion: u32('dcerpc.rpc_sec_vt.pcontext.interface.ver', hex),
});
const Header2 = struct('MS-RPCE 2.2.2.13.3', 'rpc_sec_vt_header2', {
  PTYPE:     u8('dcerpc.pkt_type', names(PduType)),
  Reserved1: bytes('dcerpc.reserved', 1),
  Reserved2: bytes('dcerpc.reserved', 2),
  ...drep,
  call_id:   u32('dcerpc.cn_call_id'),
  p_cont_id: u16('dcerpc.cn_ctx_id'),
  opnum:     u16('dcerpc.opnum'),
});

const Command = { BITMASK_1: 1, PCONTEXT: 2, HEADER2: 3 };
/** The upper two bits are flags. */
const withFlags = (command: number, inner: Struct) => [0, 0x4000, 0x8000, 0xc000].map((flags) => [command | flags, inner] as const);
const commands: Table = Object.fromEntries([
  ...withFlags(Command.BITMASK_1, Bitmask), ...withFlags(Command.PCONTEXT, PContext), ...withFlags(Command.HEADER2, Header2),
  ['other', struct('MS-RPCE 2.2.2.13.1', 'Command', { data: bytes('dcerpc.unknown') })] as const,
]);

const VerificationCommand = struct('MS-RPCE 2.2.2.13.1', 'sec_vt', {
  command: u16('dcerpc.rpc_sec_vt.command', bits({
    command:                     [0x3fff, 'dcerpc.rpc_sec_vt.command.cmd', Command],
    SEC_VT_COMMAND_END:          [0x4000, 'dcerpc.rpc_sec_vt.command.end'],
    SEC_VT_MUST_PROCESS_COMMAND: [0x8000, 'dcerpc.rpc_sec_vt.command.must_process'],
  })),
  length:  u16('dcerpc.rpc_sec_vt.command.length'),
  data:    dispatch('', commands, 'command').sized('length'),
});

/** Its first eight bytes; it begins at a multiple of four after the stub data of a request. */
export const VERIFICATION_SIGNATURE = Uint8Array.of(0x8a, 0xe3, 0x13, 0x71, 0x02, 0xf4, 0x36, 0x71);
export const VerificationTrailer = struct('MS-RPCE 2.2.2.13', 'Verification trailer', {
  signature: bytes('dcerpc.rpc_sec_vt.signature', 8),
  commands:  nested('', VerificationCommand).times(Infinity),
});
