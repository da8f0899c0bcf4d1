import { bytes, dispatch, ether, hex, ipv4, names, type Table, u8, u16be, u32, u32be } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { EtherType } from './ethernet.ts';

const PacketType = names({ HOST: 0, BROADCAST: 1, MULTICAST: 2, OTHERHOST: 3, OUTGOING: 4 });
const Arphrd     = names({ ETHER: 1, PPP: 512, TUNNEL: 768, LOOPBACK: 772, IPGRE: 778, IEEE80211: 801, IEEE80211_RADIOTAP: 803, NONE: 0xfffe });

/** LINKTYPE_LINUX_SLL; the address is shown as the MAC that it nearly always is. */
export const Sll = struct('tcpdump LINKTYPE_LINUX_SLL', 'Linux cooked capture v1', {
  PacketType:             u16be('sll.pkttype', PacketType),
  ArphrdType:             u16be('sll.hatype', Arphrd),
  LinkLayerAddressLength: u16be('sll.halen'),
  LinkLayerAddress:       ether('sll.src.eth'),
  Unused:                 bytes('sll.unused', 2),
  ProtocolType:           u16be('sll.etype', hex, names(EtherType)),
});

const addresses: Table = {
  6: struct('tcpdump LINKTYPE_LINUX_SLL2', 'MAC', { Address: ether('sll.src.eth'), Unused: bytes('sll.unused', 2) }),
  4: struct('tcpdump LINKTYPE_LINUX_SLL2', 'IPv4', { Address: ipv4('sll.src.ipv4'), Unused: bytes('sll.unused', 4) }),
  0: struct('tcpdump LINKTYPE_LINUX_SLL2', 'none', { Unused: bytes('sll.unused', 8) }),
  other: struct('tcpdump LINKTYPE_LINUX_SLL2', 'other', { Address: bytes('sll.src.other', 8) }),
};

/** LINKTYPE_LINUX_SLL2. */
export const Sll2 = struct('tcpdump LINKTYPE_LINUX_SLL2', 'Linux cooked capture v2', {
  ProtocolType:           u16be('sll.etype', hex, names(EtherType)),
  Reserved:               bytes('', 2),
  InterfaceIndex:         u32be('sll.ifindex'),
  ArphrdType:             u16be('sll.hatype', Arphrd),
  PacketType:             u8('sll.pkttype', PacketType),
  LinkLayerAddressLength: u8('sll.halen'),
  LinkLayerAddress:       dispatch('', addresses, 'LinkLayerAddressLength'),
});

const Family = names({ INET: 2, INET6_NETBSD: 24, INET6_FREEBSD: 28, INET6_DARWIN: 30 });

const families: Table = {
  0:     struct('tcpdump LINKTYPE_LOOP', 'big-endian', { Family: u32be('null.family', Family) }),
  other: struct('tcpdump LINKTYPE_NULL', 'little-endian', { Family: u32('null.family', Family) }),
};

/** LINKTYPE_NULL is in the byte order of the capturing host, LINKTYPE_LOOP big-endian; families are small, so the first byte tells. */
export const Null = struct('tcpdump LINKTYPE_NULL', 'Null/Loopback', {
  First:  u8('').peek(),
  Header: dispatch('', families, 'First'),
});
