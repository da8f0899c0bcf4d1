import { bits, bytes, dispatch, fact, hex, names, nested, type Table, u8, u16be, u32be } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { FrameFacts } from '../facts.ts';

export const Udp = struct('RFC 768', 'User Datagram Protocol', {
  SourcePort:      u16be('udp.srcport'),
  DestinationPort: u16be('udp.dstport'),
  Length:          u16be('udp.length'),
  Checksum:        u16be('udp.checksum', hex),
  Stream:          fact('udp.stream', (f: FrameFacts) => f.stream),
});

export const OptionKind = { EOL: 0, NOP: 1, MSS: 2, WINDOW_SCALE: 3, SACK_PERMITTED: 4, SACK: 5, TIMESTAMPS: 8, MD5: 19, USER_TIMEOUT: 28, FAST_OPEN: 34 } as const;

const SackBlock = struct('RFC 2018 3', 'SACK Block', {
  LeftEdge:  u32be('tcp.options.sack_le'),
  RightEdge: u32be('tcp.options.sack_re'),
});

const optionBodies: Table = {
  0:     struct('RFC 9293 3.2', 'End of Option List', {}),
  1:     struct('RFC 9293 3.2', 'No-Operation', {}),
  2:     struct('RFC 9293 3.2', 'Maximum Segment Size', { Length: u8('tcp.option_len'), MaximumSegmentSize: u16be('tcp.options.mss_val') }),
  3:     struct('RFC 7323 2.2', 'Window Scale', { Length: u8('tcp.option_len'), ShiftCount: u8('tcp.options.wscale.shift') }),
  4:     struct('RFC 2018 2', 'SACK Permitted', { Length: u8('tcp.option_len') }),
  5:     struct('RFC 2018 3', 'SACK', { Length: u8('tcp.option_len'), Blocks: nested('', SackBlock).sized('Length', -2).times(Infinity) }),
  8:     struct('RFC 7323 3.2', 'Timestamps', {
    Length: u8('tcp.option_len'),
    TSval:  u32be('tcp.options.timestamp.tsval'),
    TSecr:  u32be('tcp.options.timestamp.tsecr'),
  }),
  other: struct('RFC 9293 3.2', 'Option', { Length: u8('tcp.option_len'), Data: bytes('tcp.options.unknown.payload').sized('Length', -2) }),
};

const Option = struct('RFC 9293 3.2', 'TCP Option', {
  Kind: u8('tcp.option_kind', names(OptionKind)),
  Body: dispatch('', optionBodies, 'Kind'),
});

const Flags = bits({
  CWR: [0x80, 'tcp.flags.cwr'], ECE: [0x40, 'tcp.flags.ece'], URG: [0x20, 'tcp.flags.urg'], ACK: [0x10, 'tcp.flags.ack'],
  PSH: [0x08, 'tcp.flags.push'], RST: [0x04, 'tcp.flags.reset'], SYN: [0x02, 'tcp.flags.syn'], FIN: [0x01, 'tcp.flags.fin'],
});

export const Tcp = struct('RFC 9293 3.1', 'Transmission Control Protocol', {
  SourcePort:            u16be('tcp.srcport'),
  DestinationPort:       u16be('tcp.dstport'),
  Stream:                fact('tcp.stream', (f: FrameFacts) => f.stream),
  PayloadLength:         fact('tcp.len', (f: FrameFacts) => f.payload),
  SequenceNumber:        u32be('tcp.seq_raw'),
  AcknowledgmentNumber:  u32be('tcp.ack_raw'),
  DataOffset:            u8('', bits({ DOffset: [0xf0, 'tcp.hdr_len', 4] })).peek(),
  ControlBits:           u16be('', bits({ ControlBits: [0x0fff, 'tcp.flags'] })).peek(),
  Reserved:              u8('', bits({ Rsrvd: [0x0e, 'tcp.flags.res'], AE: [0x01, 'tcp.flags.ae'] })),
  Flags:                 u8('', Flags),
  Window:                u16be('tcp.window_size_value'),
  Checksum:              u16be('tcp.checksum', hex),
  UrgentPointer:         u16be('tcp.urgent_pointer'),
  OptionBytes:           bytes('tcp.options').peek(),
  Options:               nested('', Option).times(Infinity),
});
