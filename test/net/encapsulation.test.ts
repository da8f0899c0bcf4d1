import { describe, expect, test } from 'vitest';
import { Decoder } from '../../src/net/decoder.ts';
import { Parts } from '../../src/smb/parts.ts';
import { Records } from '../../src/smb/records.ts';
import { everyNode } from '../samples.ts';
import { ACK, CLIENT, CLIENT6, EMPTY, echo, ethernet, idsOf, ipv4, ipv6, layout, SERVER6, SYN, tcp, udp, unitsOf } from './packets.ts';

const MESSAGE = echo(7);
const SEGMENT = tcp(MESSAGE);
const IP4 = ipv4(SEGMENT);
const IP6 = ipv6(SEGMENT);
const FRAME = ethernet(IP4);

const vlan = (payload: Uint8Array, type = 0x0800): Buffer => layout([0x0064, 2], [type, 2], payload);
const sll = (payload: Uint8Array, type = 0x0800): Buffer => layout('0004 0001 0006 020000000001 0000', [type, 2], payload);
const sll2 = (payload: Uint8Array, type = 0x0800): Buffer => layout([type, 2], '0000 00000002 0001 04 06 0200000000010000', payload);
const snap = (payload: Uint8Array, type = 0x0800): Buffer => layout('aaaa03 000000', [type, 2], payload);
const wireless = (control: string, more: string, payload: Uint8Array): Buffer =>
  layout(control, '0000 020000000001 020000000002 020000000003 1000', more, payload);
const pppoe = (payload: Uint8Array): Buffer => layout('11 00 0001', [payload.length, 2], payload);
const gre = (payload: Uint8Array, flags: number, type: number, options: string): Buffer => layout([flags, 2], [type, 2], options, payload);
const vxlan = (payload: Uint8Array, to = 4789): Buffer => udp(layout('08000000 00006400', payload), 40_000, to);
const labels = (payload: Uint8Array): Buffer => layout('00064040 00065140', payload);
const extension = (next: number, payload: Uint8Array, words = 0): Buffer =>
  layout([next, 1], [words, 1], Buffer.alloc(6 + 8 * words), payload);

describe('what an SMB message can be wrapped in', () => {
  test.each<[name: string, linkType: number, frame: Buffer]>([
    ['Ethernet, IPv4', 1, FRAME],
    ['Ethernet, IPv4 with options', 1, ethernet(ipv4(SEGMENT, { options: Buffer.alloc(8, 1) }))],
    ['Ethernet, IPv4, TCP with options', 1, ethernet(ipv4(tcp(MESSAGE, { options: Buffer.alloc(12, 1) })))],
    ['Ethernet, IPv6', 1, ethernet(IP6, 0x86dd)],
    ['Ethernet with a trailer', 1, Buffer.concat([FRAME, Buffer.alloc(6)])],
    ['802.1Q', 1, ethernet(vlan(IP4), 0x8100)],
    ['802.1ad in 802.1Q', 1, ethernet(vlan(vlan(IP4), 0x8100), 0x88a8)],
    ['QinQ with 0x9100, IPv6', 1, ethernet(vlan(vlan(IP6, 0x86dd), 0x8100), 0x9100)],
    ['802.3 with LLC and SNAP', 1, ethernet(snap(IP4), snap(IP4).length)],
    ['PPPoE', 1, ethernet(pppoe(layout('0021', IP4)), 0x8864)],
    ['PPPoE, IPv6', 1, ethernet(pppoe(layout('0057', IP6)), 0x8864)],
    ['MPLS, two labels', 1, ethernet(labels(IP4), 0x8847)],
    ['MPLS, IPv6', 1, ethernet(labels(IP6), 0x8847)],
    ['802.1Q, MPLS', 1, ethernet(vlan(labels(IP4), 0x8847), 0x8100)],
    ['NULL, little-endian', 0, layout('02000000', IP4)],
    ['NULL, big-endian', 0, layout('00000002', IP4)],
    ['NULL, IPv6', 0, layout('1e000000', IP6)],
    ['LOOP', 108, layout('00000002', IP4)],
    ['RAW, IPv4', 101, IP4],
    ['RAW, IPv6', 101, IP6],
    ['RAW as 12', 12, IP4],
    ['RAW as 14', 14, IP4],
    ['IPV4', 228, IP4],
    ['IPV6', 229, IP6],
    ['PPP with address and control', 9, layout('ff03 0021', IP4)],
    ['PPP without', 9, layout('0021', IP4)],
    ['PPP_HDLC', 50, layout('ff03 0057', IP6)],
    ['SLL', 113, sll(IP4)],
    ['SLL, 802.1Q', 113, sll(vlan(IP4), 0x8100)],
    ['SLL2', 276, sll2(IP4)],
    ['SLL2, IPv6', 276, sll2(IP6, 0x86dd)],
    ['802.11 data', 105, wireless('0801', '', snap(IP4))],
    ['802.11 QoS data', 105, wireless('8801', '0000', snap(IP4))],
    ['802.11 between access points', 105, wireless('0803', '020000000004', snap(IP4))],
    ['radiotap', 127, layout('0000 0c00 00000000 00000000', wireless('8801', '0000', snap(IP6, 0x86dd)))],
    ['IPv4 in IPv4', 1, ethernet(ipv4(IP4, { from: '198.51.100.1', to: '198.51.100.2', protocol: 4 }))],
    ['IPv6 in IPv4', 1, ethernet(ipv4(IP6, { from: '198.51.100.1', to: '198.51.100.2', protocol: 41 }))],
    ['IPv4 in IPv6', 1, ethernet(ipv6(IP4, { next: 4 }), 0x86dd)],
    ['GRE', 1, ethernet(ipv4(gre(IP4, 0, 0x0800, ''), { protocol: 47 }))],
    [
      'GRE with checksum, key and sequence number',
      1,
      ethernet(ipv4(gre(IP4, 0xb000, 0x0800, '00000000 00000001 00000002'), { protocol: 47 })),
    ],
    ['GRE, Ethernet', 1, ethernet(ipv4(gre(FRAME, 0x2000, 0x6558, '00000001'), { protocol: 47 }))],
    ['ERSPAN I', 1, ethernet(ipv4(gre(FRAME, 0, 0x88be, ''), { protocol: 47 }))],
    ['ERSPAN II', 1, ethernet(ipv4(gre(FRAME, 0x1000, 0x88be, '00000001 10640001 00000000'), { protocol: 47 }))],
    ['ERSPAN III', 1, ethernet(ipv4(gre(FRAME, 0x1000, 0x22eb, '00000001 20640001 00000000 00000000'), { protocol: 47 }))],
    [
      'ERSPAN III with a subheader',
      1,
      ethernet(ipv4(gre(FRAME, 0x1000, 0x22eb, '00000001 20640001 00000000 00000001 0000000000000000'), { protocol: 47 })),
    ],
    ['VXLAN', 1, ethernet(ipv4(vxlan(FRAME), { protocol: 17 }))],
    ['VXLAN over IPv6, 802.1Q inside', 1, ethernet(ipv6(vxlan(ethernet(vlan(IP6, 0x86dd), 0x8100)), { next: 17 }), 0x86dd)],
    ['IPv6 hop-by-hop options', 1, ethernet(ipv6(extension(6, SEGMENT), { next: 0 }), 0x86dd)],
    ['IPv6 destination options, longer', 1, ethernet(ipv6(extension(6, SEGMENT, 2), { next: 60 }), 0x86dd)],
    [
      'IPv6 hop-by-hop, routing and destination',
      1,
      ethernet(ipv6(extension(43, extension(60, extension(6, SEGMENT, 1))), { next: 0 }), 0x86dd),
    ],
    [
      'IPv6 authentication header',
      1,
      ethernet(ipv6(layout('06 04 0000 00000001 00000001', Buffer.alloc(12), SEGMENT), { next: 51 }), 0x86dd),
    ],
    ['IPv6 fragment header of a whole datagram', 1, ethernet(ipv6(layout('06 00 0000 00000001', SEGMENT), { next: 44 }), 0x86dd)],
  ])('%s', (_name, linkType, frame) => {
    const { pass, units } = unitsOf([frame], linkType);
    expect(units.map((u) => u.ids)).toEqual([[7]]);
    expect(units[0]!.bytes.equals(MESSAGE)).toBe(true);
    expect(units[0]!.src).toMatch(/^(192\.0\.2\.10|\[2001:db8::10\]):50000$/);
    // The tree accounts for each byte of the frame, and for none twice at the top.
    const { tree, sources } = new Records(pass).record(0);
    for (const n of everyNode(tree)) expect(n.offset + n.size).toBeLessThanOrEqual(sources[n.source]!.data.byteLength);
    expect([...everyNode(tree)].some((n) => n.trouble !== null)).toBe(false);
  });
});

test('PPP with a protocol of one byte', () => {
  expect(idsOf([layout('21', IP4)], 9)).toEqual([7]);
  expect(idsOf([layout('ff03 21', IP4)], 9)).toEqual([7]);
});

describe('what holds no SMB', () => {
  test.each<[name: string, linkType: number, frame: Buffer]>([
    ['ARP', 1, ethernet(Buffer.alloc(28), 0x0806)],
    ['an encrypted 802.11 frame', 105, wireless('0841', '', snap(IP4))],
    ['an 802.11 beacon', 105, wireless('8000', '', snap(IP4))],
    ['an 802.11 null frame', 105, wireless('4801', '', snap(IP4))],
    ['PPP control', 9, layout('ff03 c021', IP4)],
    ['an unknown link type', 147, FRAME],
    ['an IP header that is too short', 1, ethernet(layout('44', IP4.subarray(1)))],
    ['an IP header that says it is longer than the packet', 1, ethernet(layout('4f', IP4.subarray(1, 40)))],
    ['IP version 5', 1, ethernet(layout('55', IP4.subarray(1)))],
    ['a TCP header that says it is too short', 1, ethernet(ipv4(layout(SEGMENT.subarray(0, 12), '40', SEGMENT.subarray(13))))],
    [
      'a TCP header that says it is longer than the packet',
      1,
      ethernet(ipv4(layout(SEGMENT.subarray(0, 12), 'f0', SEGMENT.subarray(13, 30)))),
    ],
    ['UDP on port 445', 1, ethernet(ipv4(udp(MESSAGE, 50_000, 445), { protocol: 17 }))],
    ['SCTP', 1, ethernet(ipv4(SEGMENT, { protocol: 132 }))],
    ['nothing', 1, EMPTY],
  ])('%s', (_name, linkType, frame) => {
    expect(unitsOf([frame], linkType).units).toEqual([]);
  });
});

describe('lengths', () => {
  test('total length 0, as a card leaves it that segments: the frame decides', () => {
    expect(idsOf([ethernet(ipv4(SEGMENT, { total: 0 }))])).toEqual([7]);
    expect(idsOf([ethernet(ipv6(SEGMENT, { length: 0 }), 0x86dd)])).toEqual([7]);
  });

  test('a frame of more than 64 kB', () => {
    const big = echo(9, 200_000);
    const { units } = unitsOf([ethernet(ipv4(tcp(Buffer.concat([echo(8), big])), { total: 0 }))]);
    expect(units.map((u) => u.ids)).toEqual([[8], [9]]);
    expect(units[1]!.bytes.equals(big)).toBe(true);
  });

  test('a trailer of the link is no payload', () => {
    const [first, second] = [echo(1), echo(2)];
    const padded = Buffer.concat([ethernet(ipv4(tcp(first, { seq: 1000 }))), Buffer.alloc(20, 0xee)]);
    expect(idsOf([padded, ethernet(ipv4(tcp(second, { seq: 1000 + first.length })))])).toEqual([1, 2]);
  });
});

describe('IPv4 fragments', () => {
  const big = tcp(echo(7, 3000));
  const fragments = [0, 1480, 2960].map((offset) =>
    ethernet(ipv4(big.subarray(offset, offset + 1480), { id: 9, offset, more: offset + 1480 < big.length })),
  );
  const other = tcp(echo(8, 100), { from: 50_001 });
  const interleaved = [0, 80].map((offset) =>
    ethernet(ipv4(other.subarray(offset, offset === 0 ? 80 : undefined), { id: 10, offset, more: offset === 0 })),
  );

  test.each<[name: string, order: number[], completedBy: number]>([
    ['in order', [0, 1, 2], 3],
    ['last first', [2, 1, 0], 3],
    ['middle first', [1, 2, 0], 3],
    ['one of them twice', [0, 0, 1, 1, 2], 5],
  ])('%s', (_name, order, completedBy) => {
    const { units, pass } = unitsOf(order.map((i) => fragments[i]!));
    expect(units.map((u) => [u.ids, u.frame])).toEqual([[[7], completedBy]]);
    expect(units[0]!.bytes.equals(echo(7, 3000))).toBe(true);
    const { sources } = new Records(pass).record(0);
    expect(sources.map((s) => s.kind)).toEqual(['frame', 'reassembled']);
  });

  test('two datagrams at once', () => {
    expect(idsOf([fragments[0]!, interleaved[1]!, fragments[2]!, interleaved[0]!, fragments[1]!])).toEqual([8, 7]);
  });

  test('with a hole there is nothing', () => {
    expect(idsOf([fragments[0]!, fragments[2]!])).toEqual([]);
  });

  test('of overlapping fragments the first bytes win', () => {
    const forged = ethernet(ipv4(Buffer.alloc(1480, 0x55), { id: 9, offset: 0, more: true }));
    expect(idsOf([fragments[0]!, forged, fragments[1]!, fragments[2]!])).toEqual([7]);
  });

  test('a fragment past 65535 bytes is left out', () => {
    const far = ethernet(ipv4(Buffer.alloc(100), { id: 9, offset: 65_528, more: false }));
    expect(idsOf([fragments[0]!, far, fragments[1]!, fragments[2]!])).toEqual([7]);
  });

  test('very many first fragments stay bounded', () => {
    const flood = Array.from({ length: 5000 }, (_, id) => ethernet(ipv4(Buffer.alloc(64), { id, from: '198.51.100.9', more: true })));
    const { pass, units } = unitsOf([...flood, ...fragments]);
    expect(units.map((u) => u.ids)).toEqual([[7]]);
    expect(pass.network.decoder.fragments.dropped).toBeGreaterThan(3000);
  });
});

test('IPv6 fragments, in and out of order', () => {
  const big = tcp(echo(7, 2000));
  const fragments = [0, 1200].map((offset) => {
    const isLast = offset > 0;
    return ethernet(
      ipv6(layout('06 00', [offset | (isLast ? 0 : 1), 2], '00000005', big.subarray(offset, isLast ? undefined : 1200)), { next: 44 }),
      0x86dd,
    );
  });
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const { units } = unitsOf(order.map((i) => fragments[i]!));
    expect(units.map((u) => [u.ids, u.src])).toEqual([[[7], `[${CLIENT6}]:50000`]]);
    expect(units[0]!.bytes.equals(echo(7, 2000))).toBe(true);
  }
  const afterOptions = ethernet(ipv6(extension(44, layout('06 00 0001 00000006', big.subarray(0, 1200))), { next: 0 }), 0x86dd);
  const rest = ethernet(ipv6(extension(44, layout('06 00', [1200, 2], '00000006', big.subarray(1200))), { next: 0 }), 0x86dd);
  expect(idsOf([rest, afterOptions])).toEqual([7]);
});

describe('hostile headers end', () => {
  test('tunnels in tunnels', () => {
    let packet: Buffer = IP4;
    for (let i = 0; i < 2000; i++) packet = ipv4(packet, { protocol: 4, total: 0 });
    expect(idsOf([ethernet(packet)])).toEqual([]);
    let mixed: Buffer = FRAME;
    for (let i = 0; i < 300; i++) mixed = ethernet(ipv4(gre(mixed, 0, 0x6558, ''), { protocol: 47, total: 0 }));
    expect(idsOf([mixed])).toEqual([]);
    let nets: Buffer = FRAME;
    for (let i = 0; i < 300; i++) nets = ethernet(ipv4(vxlan(nets.subarray(0, 60_000)), { protocol: 17, total: 0 }));
    expect(() => idsOf([nets])).not.toThrow();
  });

  test('extension headers without end, labels without end, tags without end', () => {
    let headers: Buffer = SEGMENT;
    for (let i = 0; i < 500; i++) headers = extension(60, headers);
    expect(idsOf([ethernet(ipv6(headers, { next: 60 }), 0x86dd)])).toEqual([]);
    expect(idsOf([ethernet(Buffer.alloc(4000), 0x8847)])).toEqual([]);
    expect(idsOf([ethernet(Buffer.from('81000000'.repeat(1000), 'hex'), 0x8100)])).toEqual([]);
    expect(idsOf([ethernet(layout(Buffer.from('0000 8100'.repeat(500).replaceAll(' ', ''), 'hex'), IP4), 0x8100)])).toEqual([]);
  });

  test('an extension header of full length', () => {
    expect(idsOf([ethernet(ipv6(layout([6, 1], [255, 1], Buffer.alloc(30)), { next: 0 }), 0x86dd)])).toEqual([]);
  });

  test('a radiotap header past the frame', () => {
    expect(idsOf([layout('0000 ffff 00000000', wireless('0801', '', snap(IP4)))], 127)).toEqual([]);
  });
});

test('every prefix of every kind of header decodes to an end', () => {
  const frames: [number, Buffer][] = [
    [1, ethernet(vlan(labels(ipv6(extension(43, extension(60, SEGMENT)), { next: 0 })), 0x8847), 0x8100)],
    [
      1,
      ethernet(
        ipv4(gre(FRAME, 0xb000, 0x22eb, '00000000 00000001 00000002 20640001 00000000 00000001 0000000000000000'), { protocol: 47 }),
      ),
    ],
    [1, ethernet(ipv4(vxlan(FRAME), { protocol: 17 }))],
    [127, layout('0000 0c00 00000000 00000000', wireless('8803', '020000000004 0000', snap(IP4)))],
    [9, layout('ff03 0021', IP4)],
    [113, sll(IP4)],
    [276, sll2(IP4)],
    [0, layout('02000000', IP4)],
  ];
  for (const [linkType, frame] of frames)
    for (let length = 0; length <= frame.length; length++)
      for (const original of [length, frame.length]) {
        const { pass, units } = unitsOf([{ bytes: frame.subarray(0, length), original }], linkType);
        for (const unit of units.keys()) expect(() => new Records(pass).record(unit)).not.toThrow();
      }
});

test('a decoder leaves nothing of one frame to the next', () => {
  const { pass } = unitsOf([ethernet(IP6, 0x86dd)]);
  const decoder = new Decoder();
  expect(decoder.decode(pass.capture.at(1)!)).toBe(true);
  expect([decoder.family, decoder.layerCount]).toEqual([6, 3]);
  const plain = unitsOf([ethernet(EMPTY, 0x0806)]).pass.capture;
  expect(decoder.decode(plain.at(1)!)).toBe(false);
  expect([decoder.protocol, decoder.layerCount]).toEqual([0, 1]);
  expect(new Parts(pass)).toBeDefined();
});

test('addresses are shown in their usual form', () => {
  const { pass } = unitsOf([ethernet(ipv6(tcp(EMPTY, { flags: SYN })), 0x86dd), ethernet(ipv4(tcp(EMPTY, { flags: ACK })))]);
  expect(pass.network.streams.map((s) => [s.endpoint(0), s.endpoint(1)])).toEqual([
    [`[${CLIENT6}]:50000`, `[${SERVER6}]:445`],
    [`${CLIENT}:50000`, '192.0.2.20:445'],
  ]);
});
