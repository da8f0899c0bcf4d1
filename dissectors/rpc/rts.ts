import { bits, bytes, dispatch, guid, ipv4, ipv6, names, nested, u16, u32, type Table } from '../../src/dissect/field.ts';
import { struct, type Shape } from '../../src/dissect/struct.ts';

/** MS-RPCH 2.2.3.6.1. */
const RtsFlags = bits({
  RTS_FLAG_PING:            [0x0001, 'dcerpc.cn_rts.flags.ping'],
  RTS_FLAG_OTHER_CMD:       [0x0002, 'dcerpc.cn_rts_flags.other_cmd'],
  RTS_FLAG_RECYCLE_CHANNEL: [0x0004, 'dcerpc.cn_rts_flags.recycle_channel'],
  RTS_FLAG_IN_CHANNEL:      [0x0008, 'dcerpc.cn_rts_flags.in_channel'],
  RTS_FLAG_OUT_CHANNEL:     [0x0010, 'dcerpc.cn_rts_flags.out_channel'],
  RTS_FLAG_EOF:             [0x0020, 'dcerpc.cn_rts_flags.eof'],
});

const RtsCommand = {
  ReceiveWindowSize: 0, FlowControlAck: 1, ConnectionTimeout: 2, Cookie: 3, ChannelLifetime: 4, ClientKeepalive: 5, Version: 6, Empty: 7, Padding: 8,
  NegativeANCE: 9, ANCE: 10, ClientAddress: 11, AssociationGroupId: 12, Destination: 13, PingTrafficSentNotify: 14,
};

const name = (of: string) => `dcerpc.cn_rts_command.${of}`;
const spec = 'MS-RPCH 2.2.3.5';
const word = (title: string, of: string) => struct(spec, title, { [title]: u32(name(of)) });
const addresses: Table = {
  0: struct(spec, 'IPv4', { ClientAddress: ipv4('dcerpc.cmd_client_ipv4') }),
  1: struct(spec, 'IPv6', { ClientAddress: ipv6('dcerpc.cmd_client_ipv6') }),
};

const commands: Table = {
  0:  word('ReceiveWindowSize', 'receivewindowsize'),
  1:  struct(spec, 'FlowControlAck', {
    BytesReceived:   u32(name('fack.bytesreceived')),
    AvailableWindow: u32(name('fack.availablewindow')),
    ChannelCookie:   guid(name('fack.channelcookie')),
  }),
  2:  word('ConnectionTimeout', 'connectiontimeout'),
  3:  struct(spec, 'Cookie', { Cookie: guid(name('cookie')) }),
  4:  word('ChannelLifetime', 'channellifetime'),
  5:  word('ClientKeepalive', 'clientkeepalive'),
  6:  word('Version', 'version'),
  8:  struct(spec, 'Padding', {
    ConformanceCount: u32(name('padding.conformancecount')),
    Padding:          bytes(name('padding.padding')).sized('ConformanceCount'),
  }),
  11: struct(spec, 'ClientAddress', {
    AddressType:   u32(name('addrtype'), names({ IPv4: 0, IPv6: 1 })),
    ClientAddress: dispatch('', addresses, 'AddressType'),
    Padding:       bytes('dcerpc.reserved', 12),
  }),
  12: struct(spec, 'AssociationGroupId', { AssociationGroupId: guid(name('associationgroupid')) }),
  13: word('Destination', 'forwarddestination'),
  14: word('PingTrafficSent', 'pingtrafficsentnotify'),
  other: struct(spec, 'Empty', {}),
};

const Command = struct(spec, 'RTS command', {
  CommandType: u32('dcerpc.cn_rts_command', names(RtsCommand)),
  Command:     dispatch('', commands, 'CommandType'),
});

/** RPC over HTTP's own PDU; always little-endian. */
export const rtsOf = <S extends Shape>(common: S) => struct('MS-RPCH 2.2.3.6', 'RTS', {
  ...common as Shape,
  Flags:            u16('dcerpc.cn_rts_flags', RtsFlags),
  NumberOfCommands: u16('dcerpc.cn_rts_commands_nb'),
  Commands:         nested('', Command).times('NumberOfCommands'),
});
