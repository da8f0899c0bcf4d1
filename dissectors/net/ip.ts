import { bits, bytes, dispatch, hex, ipv4, ipv6, names, nested, type Table, u8, u16be, u24be, u32be } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

export const Protocol = {
  HOPOPT: 0, ICMP: 1, IPv4: 4, TCP: 6, UDP: 17, IPv6: 41, IPv6_Route: 43, IPv6_Frag: 44, GRE: 47, ESP: 50, AH: 51,
  IPv6_ICMP: 58, IPv6_NoNxt: 59, IPv6_Opts: 60, SCTP: 132, Mobility: 135, MPLS_in_IP: 137,
} as const;

const DSField = bits({ DSCP: [0xfc, 'ip.dsfield.dscp'], ECN: [0x03, 'ip.dsfield.ecn'] });
const Flags   = bits({ Flags: [0xe0, 'ip.flags'], Reserved: [0x80, 'ip.flags.rb'], DF: [0x40, 'ip.flags.df'], MF: [0x20, 'ip.flags.mf'] });

export const Ipv4 = struct('RFC 791 3.1', 'Internet Protocol Version 4', {
  VersionIHL:         u8('', bits({ Version: [0xf0, 'ip.version'], IHL: [0x0f, 'ip.hdr_len', 4] })),
  TypeOfService:      u8('ip.dsfield', DSField),
  TotalLength:        u16be('ip.len'),
  Identification:     u16be('ip.id', hex),
  Flags:              u8('', Flags).peek(),
  FragmentOffset:     u16be('', bits({ FragmentOffset: [0x1fff, 'ip.frag_offset', 8] })),
  TimeToLive:         u8('ip.ttl'),
  Protocol:           u8('ip.proto', names(Protocol)),
  HeaderChecksum:     u16be('ip.checksum', hex),
  SourceAddress:      ipv4('ip.src'),
  DestinationAddress: ipv4('ip.dst'),
  Options:            bytes('ip.options'),
});

const TrafficClass = bits({ TrafficClass: [0x0ff00000, 'ipv6.tclass'], DSCP: [0x0fc00000, 'ipv6.tclass.dscp'], ECN: [0x00300000, 'ipv6.tclass.ecn'] });

export const Ipv6 = struct('RFC 8200 3', 'Internet Protocol Version 6', {
  TrafficClass:       u32be('', TrafficClass).peek(),
  Version:            u8('', bits({ Version: [0xf0, 'ipv6.version'] })),
  FlowLabel:          u24be('', bits({ FlowLabel: [0x0fffff, 'ipv6.flow'] })),
  PayloadLength:      u16be('ipv6.plen'),
  NextHeader:         u8('ipv6.nxt', names(Protocol)),
  HopLimit:           u8('ipv6.hlim'),
  SourceAddress:      ipv6('ipv6.src'),
  DestinationAddress: ipv6('ipv6.dst'),
});

const PadN = struct('RFC 8200 4.2', 'PadN', { OptDataLen: u8('ipv6.opt.length'), OptData: bytes('ipv6.opt.padn').sized('OptDataLen') });
const optionData: Table = {
  0:     struct('RFC 8200 4.2', 'Pad1', {}),
  1:     PadN,
  5:     struct('RFC 2711 2.1', 'Router Alert', { OptDataLen: u8('ipv6.opt.length'), Value: u16be('ipv6.opt.router_alert') }),
  0xc2:  struct('RFC 2675 2', 'Jumbo Payload', { OptDataLen: u8('ipv6.opt.length'), JumboPayloadLength: u32be('ipv6.opt.jumbo') }),
  other: struct('RFC 8200 4.2', 'Option', { OptDataLen: u8('ipv6.opt.length'), OptData: bytes('ipv6.opt.unknown').sized('OptDataLen') }),
};

const OptionType = bits({ Action: [0xc0, 'ipv6.opt.type.action'], Change: [0x20, 'ipv6.opt.type.change'], Rest: [0x1f, 'ipv6.opt.type.rest'] });
const Option = struct('RFC 8200 4.2', 'Option', {
  OptionType: u8('ipv6.opt.type', OptionType),
  Data:       dispatch('', optionData, 'OptionType'),
});

export const HopByHop = struct('RFC 8200 4.3', 'IPv6 Hop-by-Hop Options', {
  NextHeader: u8('ipv6.hopopts.nxt', names(Protocol)),
  HdrExtLen:  u8('ipv6.hopopts.len'),
  Options:    nested('ipv6.opt', Option).times(Infinity),
});

export const DestinationOptions = struct('RFC 8200 4.6', 'IPv6 Destination Options', {
  NextHeader: u8('ipv6.dstopts.nxt', names(Protocol)),
  HdrExtLen:  u8('ipv6.dstopts.len'),
  Options:    nested('ipv6.opt', Option).times(Infinity),
});

export const Routing = struct('RFC 8200 4.4', 'IPv6 Routing Header', {
  NextHeader:       u8('ipv6.routing.nxt', names(Protocol)),
  HdrExtLen:        u8('ipv6.routing.len'),
  RoutingType:      u8('ipv6.routing.type'),
  SegmentsLeft:     u8('ipv6.routing.segleft'),
  TypeSpecificData: bytes('ipv6.routing.unknown_data'),
});

const FragmentOffset = bits({ FragmentOffset: [0xfff8, 'ipv6.fraghdr.offset', 8], Res: [0x0006, 'ipv6.fraghdr.reserved_bits'], M: [0x0001, 'ipv6.fraghdr.more'] });

export const Fragment = struct('RFC 8200 4.5', 'IPv6 Fragment Header', {
  NextHeader:     u8('ipv6.fraghdr.nxt', names(Protocol)),
  Reserved:       u8('ipv6.fraghdr.reserved_octet', hex),
  FragmentOffset: u16be('', FragmentOffset),
  Identification: u32be('ipv6.fraghdr.ident', hex),
});

export const AuthenticationHeader = struct('RFC 4302 2', 'Authentication Header', {
  NextHeader:               u8('ah.next_header', names(Protocol)),
  PayloadLen:               u8('ah.length'),
  Reserved:                 bytes('ah.reserved', 2),
  SecurityParametersIndex:  u32be('ah.spi', hex),
  SequenceNumber:           u32be('ah.sequence'),
  IntegrityCheckValue:      bytes('ah.icv'),
});
