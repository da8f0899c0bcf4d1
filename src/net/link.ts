import { Ethernet, Sll, Sll2, Vlan } from '../../dissectors/net/index.ts';
import { type Decoder, ETHERTYPE_IPV4, ETHERTYPE_IPV6 } from './decoder.ts';
import { Layer } from './layer.ts';

// https://www.tcpdump.org/linktypes.html
const LINKTYPE_NULL = 0;
export const LINKTYPE_ETHERNET = 1;
const LINKTYPE_PPP = 9;
const LINKTYPE_PPP_HDLC = 50;
const LINKTYPE_RAW = 101;
const LINKTYPE_IEEE802_11 = 105;
const LINKTYPE_LOOP = 108;
const LINKTYPE_LINUX_SLL = 113;
const LINKTYPE_IEEE802_11_RADIOTAP = 127;
const LINKTYPE_IPV4 = 228;
const LINKTYPE_IPV6 = 229;
const LINKTYPE_LINUX_SLL2 = 276;
// DLT_RAW as some systems write it into files.
const RAW_ALIASES = new Set([12, 14]);

const ETHERNET_TYPE = Ethernet.at.Type;
const ETHERNET_SIZE = ETHERNET_TYPE + 2;
const VLAN_TYPE = Vlan.at.Type;
const VLAN_SIZE = VLAN_TYPE + 2;
const SLL_PROTOCOL = Sll.at.ProtocolType;
const SLL_SIZE = SLL_PROTOCOL + 2;
const SLL2_PROTOCOL = Sll2.at.ProtocolType;
const SLL2_SIZE = 20;
const LOOPBACK_SIZE = 4;
const PPPOE_SIZE = 6;

const PPP_IPV4 = 0x0021;
const PPP_IPV6 = 0x0057;

/** Decodes what a link header carries. `limit` is where the captured bytes end, `wire` where the frame's would. */
export function decodeLink(d: Decoder, linkType: number, at: number, limit: number, wire: number): boolean {
  if (linkType === LINKTYPE_ETHERNET) {
    if (at + ETHERNET_SIZE > limit || !d.layer(Layer.ethernet, at)) return false;
    return afterType(d, d.data.getUint16(at + ETHERNET_TYPE), at + ETHERNET_SIZE, limit, wire);
  }
  return otherLink(d, linkType, at, limit, wire);
}

function otherLink(d: Decoder, linkType: number, at: number, limit: number, wire: number): boolean {
  const { data } = d;
  switch (linkType) {
    case LINKTYPE_LINUX_SLL:
      if (at + SLL_SIZE > limit || !d.layer(Layer.sll, at)) return false;
      return afterType(d, data.getUint16(at + SLL_PROTOCOL), at + SLL_SIZE, limit, wire);
    case LINKTYPE_LINUX_SLL2:
      if (at + SLL2_SIZE > limit || !d.layer(Layer.sll2, at)) return false;
      return afterType(d, data.getUint16(at + SLL2_PROTOCOL), at + SLL2_SIZE, limit, wire);
    case LINKTYPE_NULL:
    case LINKTYPE_LOOP:
      // An address family in the byte order of whoever captured; the version nibble after it says the same.
      return at + LOOPBACK_SIZE <= limit && d.layer(Layer.loopback, at) && d.ip(at + LOOPBACK_SIZE, limit, wire);
    case LINKTYPE_RAW:
    case LINKTYPE_IPV4:
    case LINKTYPE_IPV6:
      return d.ip(at, limit, wire);
    case LINKTYPE_PPP:
    case LINKTYPE_PPP_HDLC:
      return ppp(d, at, limit, wire);
    case LINKTYPE_IEEE802_11:
      return wireless(d, at, limit, wire);
    case LINKTYPE_IEEE802_11_RADIOTAP: {
      if (at + 4 > limit || !d.layer(Layer.radiotap, at)) return false;
      return wireless(d, at + data.getUint16(at + 2, true), limit, wire);
    }
    default:
      return RAW_ALIASES.has(linkType) && d.ip(at, limit, wire);
  }
}

/** What an Ethernet type field announces: an EtherType, or the length of an 802.3 frame with an LLC header. */
function afterType(d: Decoder, first: number, start: number, limit: number, wire: number): boolean {
  if (first === ETHERTYPE_IPV4 || first === ETHERTYPE_IPV6) return d.etherType(first, start, limit, wire);
  let type = first;
  let at = start;
  for (;;) {
    switch (type) {
      case 0x8100:
      case 0x88a8:
      case 0x9100:
        if (at + VLAN_SIZE > limit || !d.layer(Layer.vlan, at)) return false;
        type = d.data.getUint16(at + VLAN_TYPE);
        at += VLAN_SIZE;
        continue;
      case 0x8864:
        if (at + PPPOE_SIZE > limit || !d.layer(Layer.pppoe, at)) return false;
        return ppp(d, at + PPPOE_SIZE, limit, wire);
      case 0x8847:
      case 0x8848:
        return mpls(d, at, limit, wire);
    }
    if (type <= 1500) return llc(d, at, limit, wire);
    return d.etherType(type, at, limit, wire);
  }
}

function mpls(d: Decoder, start: number, limit: number, wire: number): boolean {
  let at = start;
  while (at + 4 <= limit && d.layer(Layer.mpls, at)) {
    const isLast = (d.data.getUint8(at + 2) & 1) !== 0;
    at += 4;
    if (isLast) return d.ip(at, limit, wire);
  }
  return false;
}

function ppp(d: Decoder, start: number, limit: number, wire: number): boolean {
  if (start + 4 > limit || !d.layer(Layer.ppp, start)) return false;
  // RFC 1662: address and control (ff 03) may be left out, and so may the protocol's first byte when it is 0.
  let at = d.data.getUint16(start) === 0xff03 ? start + 2 : start;
  const isShort = (d.data.getUint8(at) & 1) !== 0;
  const protocol = isShort ? d.data.getUint8(at) : d.data.getUint16(at);
  at += isShort ? 1 : 2;
  return protocol === PPP_IPV4
    ? d.etherType(ETHERTYPE_IPV4, at, limit, wire)
    : protocol === PPP_IPV6 && d.etherType(ETHERTYPE_IPV6, at, limit, wire);
}

/** IEEE 802.11 data frames that are not encrypted. */
function wireless(d: Decoder, at: number, limit: number, wire: number): boolean {
  if (at + 24 > limit || !d.layer(Layer.ieee80211, at)) return false;
  const control = d.data.getUint16(at, true);
  const isData = (control & 0x000c) === 0x0008 && (control & 0x0040) === 0;
  if (!isData || (control & 0x4000) !== 0) return false;
  const hasFourAddresses = (control & 0x0300) === 0x0300;
  const hasQos = (control & 0x0080) !== 0;
  return llc(d, at + 24 + (hasFourAddresses ? 6 : 0) + (hasQos ? 2 : 0), limit, wire);
}

/** IEEE 802.2 with a SNAP header, which carries an EtherType. */
function llc(d: Decoder, at: number, limit: number, wire: number): boolean {
  if (at + 8 > limit || d.data.getUint16(at) !== 0xaaaa || !d.layer(Layer.llc, at)) return false;
  return afterType(d, d.data.getUint16(at + 6), at + 8, limit, wire);
}
