import { describe, expect, test } from 'vitest';
import type { FrameFacts } from '../../dissectors/facts.ts';
import * as net from '../../dissectors/net/index.ts';
import type { Struct } from '../../src/dissect/struct.ts';
import { bitsOf, bytesOf, rows, torture } from './rows.ts';

const facts: FrameFacts = {
  isResponse: false,
  number: 7,
  time: '1547145849.829884000',
  captured: 60,
  original: 74,
  interface: 0,
  interfaceName: 'eth0',
  linkType: 276,
  stream: 3,
  payload: 0,
};

const HEADER = 'a9de 01bd 5f1d0001 00000000 a002 fad7 fe30 0000';
const SYN = `${HEADER} 0204 05b4 0402 080a 55632184 00000000 01 0303 0a`;

test('fixed offsets, which the frame decoder reads through', () => {
  expect(net.Ethernet.at.Type).toBe(12);
  expect(net.Vlan.at.Type).toBe(2);
  expect(net.Sll.at.ProtocolType).toBe(14);
  expect(net.Sll2.at.ProtocolType).toBe(0);
  expect(net.Ipv4.at).toMatchObject({
    VersionIHL: 0,
    TotalLength: 2,
    Identification: 4,
    Flags: 6,
    FragmentOffset: 6,
    Protocol: 9,
    SourceAddress: 12,
    DestinationAddress: 16,
  });
  expect(net.Ipv6.at).toMatchObject({ PayloadLength: 4, NextHeader: 6, SourceAddress: 8, DestinationAddress: 24 });
  expect(net.Tcp.at).toMatchObject({
    SourcePort: 0,
    SequenceNumber: 4,
    AcknowledgmentNumber: 8,
    DataOffset: 12,
    Flags: 13,
    Window: 14,
    Options: 20,
  });
  expect(net.Udp.at).toMatchObject({ SourcePort: 0, DestinationPort: 2, Length: 4, Checksum: 6 });
  expect([net.Ethernet, net.Vlan, net.Sll, net.Ipv4, net.Ipv6, net.Udp, net.Tcp].map((s) => s.fixedSize)).toEqual([
    14, 4, 16, 20, 40, 8, 20,
  ]);
});

test('what the file says of the frame', () => {
  expect(rows(net.Frame, Buffer.alloc(0), facts)).toEqual([
    '0+0 frame.interface_id 0',
    '0+0 frame.interface_name eth0',
    '0+0 frame.encap_type 210',
    '0+0 frame.link_type 276',
    '0+0 frame.time_epoch 1547145849.829884000',
    '0+0 frame.number 7',
    '0+0 frame.len 74',
    '0+0 frame.cap_len 60',
  ]);
});

describe('TCP', () => {
  test('header and options', () => {
    expect(rows(net.Tcp, bytesOf(SYN), facts)).toEqual([
      '0+2 tcp.srcport 43486',
      '2+2 tcp.dstport 445',
      '0+0 tcp.stream 3',
      '0+0 tcp.len 0',
      '4+4 tcp.seq_raw 1595736065',
      '8+4 tcp.ack_raw 0',
      '12+1 DataOffset 0xa0',
      '12+2 ControlBits 0xa002',
      '12+1 Reserved 0xa0',
      '13+1 Flags 0x02, SYN',
      '14+2 tcp.window_size_value 64215',
      '16+2 tcp.checksum 0xfe30',
      '18+2 tcp.urgent_pointer 0',
      '20+20 tcp.options 020405b40402080a55632184000000000103030a',
      '20+1 tcp.option_kind MSS (2)',
      '21+1 tcp.option_len 4',
      '22+2 tcp.options.mss_val 1460',
      '24+1 tcp.option_kind SACK_PERMITTED (4)',
      '25+1 tcp.option_len 2',
      '26+1 tcp.option_kind TIMESTAMPS (8)',
      '27+1 tcp.option_len 10',
      '28+4 tcp.options.timestamp.tsval 1432560004',
      '32+4 tcp.options.timestamp.tsecr 0',
      '36+1 tcp.option_kind NOP (1)',
      '37+1 tcp.option_kind WINDOW_SCALE (3)',
      '38+1 tcp.option_len 3',
      '39+1 tcp.options.wscale.shift 10',
    ]);
    expect(bitsOf(net.Tcp, bytesOf(SYN), facts)).toMatchObject({
      'tcp.hdr_len': '40',
      'tcp.flags': '2',
      'tcp.flags.syn': 'set',
      'tcp.flags.ack': 'not set',
    });
  });

  test('SACK blocks, and an option of a kind without a table', () => {
    const options = (layout: string): string[] => rows(net.Tcp, bytesOf(HEADER + layout), facts).slice(14);
    expect(options('05 12 00000001 00000002 00000003 00000004')).toEqual([
      '20+1 tcp.option_kind SACK (5)',
      '21+1 tcp.option_len 18',
      '22+4 tcp.options.sack_le 1',
      '26+4 tcp.options.sack_re 2',
      '30+4 tcp.options.sack_le 3',
      '34+4 tcp.options.sack_re 4',
    ]);
    expect(options('fd 04 abcd 00')).toEqual([
      '20+1 tcp.option_kind 253',
      '21+1 tcp.option_len 4',
      '22+2 tcp.options.unknown.payload abcd',
      '24+1 tcp.option_kind EOL (0)',
    ]);
    expect(options('fd 00 01')).toEqual(['20+1 tcp.option_kind 253', '21+1 tcp.option_len 0', '22+1 tcp.option_kind NOP (1)']);
  });
});

test('IPv4 counts its header in words and fragments in eights', () => {
  const bytes = bytesOf('46 00 003c b440 2003 40 06 8879 7f000001 7f000002 94040000');
  expect(bitsOf(net.Ipv4, bytes, facts)).toMatchObject({
    'ip.version': '4',
    'ip.hdr_len': '24',
    'ip.flags': '1',
    'ip.flags.mf': 'set',
    'ip.frag_offset': '24',
  });
  expect(rows(net.Ipv4, bytes, facts).slice(-3)).toEqual(['12+4 ip.src 127.0.0.1', '16+4 ip.dst 127.0.0.2', '20+4 ip.options 94040000']);
});

test('IPv6 and its extension headers', () => {
  const bytes = bytesOf(`60058112 0028 06 40 ${'00'.repeat(15)}01 ${'00'.repeat(15)}02`);
  expect(bitsOf(net.Ipv6, bytes, facts)).toMatchObject({ 'ipv6.version': '6', 'ipv6.tclass': '0', 'ipv6.flow': String(0x58112) });
  expect(rows(net.Ipv6, bytes, facts).slice(-2)).toEqual(['8+16 ipv6.src ::1', '24+16 ipv6.dst ::2']);
  expect(rows(net.HopByHop, bytesOf('06 00 0502 0000 0100'), facts).slice(2)).toEqual([
    '2+1 ipv6.opt.type 0x05',
    '3+1 ipv6.opt.length 2',
    '4+2 ipv6.opt.router_alert 0',
    '6+1 ipv6.opt.type 0x01',
    '7+1 ipv6.opt.length 0',
  ]);
  expect(bitsOf(net.Fragment, bytesOf('06 00 0011 00000001'), facts)).toMatchObject({
    'ipv6.fraghdr.offset': '16',
    'ipv6.fraghdr.more': 'set',
  });
});

test.each<[string, Struct, string, string]>([
  ['SLL2 of a device without address', net.Sll2, '0800 0000 00000001 fffe 00 00 0000000000000000', '12+8 sll.unused 0000000000000000'],
  ['SLL2 of Ethernet', net.Sll2, '0800 0000 00000001 0001 00 06 0102030405060000', '12+6 sll.src.eth 01:02:03:04:05:06'],
  ['loopback, little-endian', net.Null, '1e000000', '0+4 null.family INET6_DARWIN (30)'],
  ['loopback, big-endian', net.Null, '00000002', '0+4 null.family INET (2)'],
  ['PPP with HDLC framing', net.Ppp, 'ff03 0021', '2+2 ppp.protocol IPv4 (0x0021)'],
  ['PPP without', net.Ppp, '0057', '0+2 ppp.protocol IPv6 (0x0057)'],
  ['PPP with a compressed protocol', net.Ppp, '2145', '0+1 ppp.protocol IPv4 (0x21)'],
  ['PPP with HDLC framing and a compressed protocol', net.Ppp, 'ff03 57', '2+1 ppp.protocol IPv6 (0x57)'],
  ['GRE with a key', net.Gre, '2000 88be 0000002a', '4+4 gre.key 0x0000002a'],
  ['GRE with a sequence number', net.Gre, '1000 88be 0000002a', '4+4 gre.sequence_number 42'],
  ['ERSPAN III with a subheader', net.Erspan3, '2001 0001 00000000 0000 0001 0102030405060708', '12+8 PlatformSpecific 0102030405060708'],
  ['VXLAN', net.Vxlan, '0800 0000 00002a 00', '4+3 vxlan.vni 42'],
  ['802.11 with quality of service', net.Ieee80211, `88 01 0000 ${'00'.repeat(18)} 1000 0500`, '24+2 wlan.qos 0x0005'],
  ['802.11 with four addresses', net.Ieee80211, `08 03 0000 ${'00'.repeat(18)} 1000 010203040506`, '24+6 wlan.sa 01:02:03:04:05:06'],
])('%s', (_, table, layout, expected) => {
  expect(rows(table, bytesOf(layout), facts)).toContain(expected);
});

test('hostile bytes', () => {
  torture(net.Tcp, bytesOf(SYN), () => facts);
  torture(net.HopByHop, bytesOf('06 01 0502 0000 0100 1e06 000000000000'), () => facts);
  torture(net.Gre, bytesOf('b000 88be 1234 0000 0000002a 0000002b'), () => facts);
  torture(net.Radiotap, bytesOf('00 00 0c00 00000000 01020304'), () => facts);
});
