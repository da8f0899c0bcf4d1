import { bits, ether, hex, names, u8, u16be, u24be, u32be } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

export const EtherType = {
  IPv4: 0x0800, ARP: 0x0806, TransparentEthernetBridging: 0x6558, VLAN: 0x8100, IPv6: 0x86dd, PPP: 0x880b,
  MPLS: 0x8847, MPLS_MULTICAST: 0x8848, PPPoE_DISCOVERY: 0x8863, PPPoE_SESSION: 0x8864, ERSPAN_II: 0x88be,
  PROVIDER_BRIDGING: 0x88a8, QINQ: 0x9100, ERSPAN_III: 0x22eb,
} as const;

export const Ethernet = struct('IEEE 802.3 3.1.1', 'Ethernet', {
  DestinationAddress: ether('eth.dst'),
  SourceAddress:      ether('eth.src'),
  Type:               u16be('eth.type', hex, names(EtherType)),
});

/** Length/Type below 0x0600: an LLC header follows. */
export const Ethernet8023 = struct('IEEE 802.3 3.2.6', 'IEEE 802.3 Ethernet', {
  DestinationAddress: ether('eth.dst'),
  SourceAddress:      ether('eth.src'),
  Length:             u16be('eth.len'),
});

const TagControlInformation = bits({
  PCP: [0xe000, 'vlan.priority'],
  DEI: [0x1000, 'vlan.dei'],
  VID: [0x0fff, 'vlan.id'],
});

/** What follows the tag's own EtherType, with the one of the next layer at its end. */
export const Vlan = struct('IEEE 802.1Q 9.6', '802.1Q Virtual LAN', {
  TCI:  u16be('', TagControlInformation),
  Type: u16be('vlan.etype', hex, names(EtherType)),
});

const Dsap = bits({ Address: [0xfe, 'llc.dsap.sap'], IG: [0x01, 'llc.dsap.ig'] });
const Ssap = bits({ Address: [0xfe, 'llc.ssap.sap'], CR: [0x01, 'llc.ssap.cr'] });

/** Unnumbered, one byte of control. */
export const Llc = struct('IEEE 802.2 3.2', 'Logical-Link Control', {
  DSAP:    u8('llc.dsap', Dsap),
  SSAP:    u8('llc.ssap', Ssap),
  Control: u8('llc.control', hex),
});

export const LlcSnap = struct('IEEE 802 10.3', 'Logical-Link Control with SNAP', {
  DSAP:         u8('llc.dsap', Dsap),
  SSAP:         u8('llc.ssap', Ssap),
  Control:      u8('llc.control', hex),
  Organization: u24be('llc.oui', hex),
  Type:         u16be('llc.type', hex, names(EtherType)),
});

const LabelStackEntry = bits({
  Label: [0xfffff000, 'mpls.label'],
  TC:    [0x00000e00, 'mpls.exp'],
  S:     [0x00000100, 'mpls.bottom'],
  TTL:   [0x000000ff, 'mpls.ttl'],
});

export const Mpls = struct('RFC 3032 2.1', 'MPLS Label Stack Entry', {
  Entry: u32be('', LabelStackEntry),
});
