import { ascii, bytes, dispatch, guid, hex, ipv4, names, nested, u16, u16be, u8, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

/** C706 appendix I and L; MS-RPCE 2.2.1.2. */
const ProtocolId = names({
  'DOD TCP': 0x07, 'DOD UDP': 0x08, 'DOD IP': 0x09, 'RPC connectionless': 0x0a, 'RPC connection-oriented': 0x0b, 'UUID': 0x0d,
  'named pipe (ncalrpc)': 0x10, 'named pipe (ncacn_np)': 0x0f, 'NetBIOS': 0x11, 'NetBEUI': 0x12, 'Netware SPX': 0x13, 'Netware IPX': 0x14,
  'Appletalk stream': 0x16, 'Appletalk datagram': 0x17, 'Appletalk': 0x18, 'Vines SPP': 0x1a, 'Vines IPC': 0x1b, 'StreetTalk': 0x1c,
  'Unix domain socket': 0x20, 'HTTP': 0x1f,
});

// Wireshark has versions as two bytes, the first the major one: 0x0200 is 2.0.
const spec = 'C706 L';
const Syntax     = struct(spec, 'Syntax', { Uuid: guid('epm.uuid'), Version: u16be('epm.uuid_version', hex) });
const OtherLeft  = struct(spec, 'Protocol data', { Data: bytes('epm.proto_id.undecoded') });
const Minor      = struct(spec, 'Minor version', { Minor: u16be('epm.ver_min', hex) });
const Tcp        = struct(spec, 'Port', { Port: u16be('epm.proto.tcp_port') });
const Udp        = struct(spec, 'Port', { Port: u16be('epm.proto.udp_port') });
const Http       = struct(spec, 'Port', { Port: u16be('epm.proto.http_port') });
const Ip         = struct(spec, 'Address', { Address: ipv4('epm.proto.ip') });
const Pipe       = struct(spec, 'Endpoint', { Pipe: ascii('epm.proto.named_pipe') });
const NetBios    = struct(spec, 'Host', { Name: ascii('epm.proto.netbios_name') });

const left: Table  = { 0x0d: Syntax, other: OtherLeft };
const right: Table = {
  0x07: Tcp, 0x08: Udp, 0x09: Ip, 0x0a: Minor, 0x0b: Minor, 0x0d: Minor, 0x0f: Pipe, 0x10: Pipe, 0x11: NetBios, 0x1f: Http, other: OtherLeft,
};

const Floor = struct(spec, 'Floor', {
  LhsByteCount:       u16('epm.tower.lhs.len'),
  ProtocolIdentifier: u8('epm.tower.proto_id', ProtocolId),
  ProtocolData:       dispatch('', left, 'ProtocolIdentifier').sized('LhsByteCount', -1),
  RhsByteCount:       u16('epm.tower.rhs.len'),
  RelatedData:        dispatch('', right, 'ProtocolIdentifier').sized('RhsByteCount'),
});

/** What an endpoint is reached by: little-endian in any transfer syntax. */
export const Tower = struct(spec, 'Tower', {
  FloorCount: u16('epm.tower.num_floors'),
  Floors:     nested('', Floor).times('FloorCount'),
});
