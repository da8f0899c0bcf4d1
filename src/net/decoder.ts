import { Fragment, Ipv4, Ipv6, Tcp, Udp } from '../../dissectors/net/index.ts';
import type { Frame } from '../capture/frame.ts';
import { Fragments } from './fragments.ts';
import { Layer, MAX_LAYERS } from './layer.ts';
import { decodeLink, LINKTYPE_ETHERNET } from './link.ts';
import { Scratch } from './scratch.ts';

export const TCP = 6;
export const UDP = 17;
const GRE = 47;
const IPV4_IN_IP = 4;
const IPV6_IN_IP = 41;
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const DESTINATION = 60;
const VXLAN_PORT = 4789;
/** No frame is longer, whatever the capture says. */
const MAX_WIRE = 0x3fffffff;

const IPV4_VERSION = Ipv4.at.VersionIHL;
const IPV4_LENGTH = Ipv4.at.TotalLength;
const IPV4_ID = Ipv4.at.Identification;
const IPV4_FRAGMENT = Ipv4.at.FragmentOffset;
const IPV4_PROTOCOL = Ipv4.at.Protocol;
const IPV4_SOURCE = Ipv4.at.SourceAddress;
const IPV4_DESTINATION = Ipv4.at.DestinationAddress;
const IPV4_SIZE = IPV4_DESTINATION + 4;
const IPV6_LENGTH = Ipv6.at.PayloadLength;
const IPV6_NEXT = Ipv6.at.NextHeader;
const IPV6_SOURCE = Ipv6.at.SourceAddress;
const IPV6_DESTINATION = Ipv6.at.DestinationAddress;
const IPV6_SIZE = IPV6_DESTINATION + 16;
const FRAGMENT_OFFSET = Fragment.at.FragmentOffset;
const FRAGMENT_ID = Fragment.at.Identification;
const FRAGMENT_SIZE = FRAGMENT_ID + 4;
const TCP_OFFSET = Tcp.at.DataOffset;
const TCP_SIZE = 20;
const UDP_DESTINATION = Udp.at.DestinationPort;
const UDP_LENGTH = Udp.at.Length;
const UDP_SIZE = 8;
const VXLAN_SIZE = 8;
const GRE_TYPE = 2;
const ERSPAN2_SIZE = 8;
const ERSPAN3_SIZE = 12;

export const ETHERTYPE_IPV4 = 0x0800;
export const ETHERTYPE_IPV6 = 0x86dd;
const ETHERTYPE_TRANSPARENT_BRIDGING = 0x6558;
const ETHERTYPE_ERSPAN_2 = 0x88be;
const ETHERTYPE_ERSPAN_3 = 0x22eb;

/**
 * Finds the headers of a frame, from the link layer to TCP or UDP, through tunnels and fragments.
 * One instance is filled over and over; nothing is allocated for an ordinary frame.
 */
export class Decoder {
  /** The buffer that the transport header lies in: the frame's chunk, or a reassembled datagram. */
  data: DataView = new DataView(new ArrayBuffer(0));
  bytes: Uint8Array = new Uint8Array(0);
  /** Position of the buffer's byte 0, see FILE_SPAN. */
  base = Number.NaN;
  /** TCP, UDP, or 0 when there is neither. */
  protocol = 0;
  /** 4 or 6, and where the two addresses begin in `data`. */
  family = 0;
  source = 0;
  destination = 0;
  /** Where the transport header and its payload begin. */
  transport = 0;
  payload = 0;
  /** Payload bytes as announced by the headers, and how many of these were captured. */
  length = 0;
  captured = 0;

  /** The headers found, outermost first: kind and offset of each; those after a reassembled datagram are not among them. */
  readonly layers = new Uint8Array(MAX_LAYERS);
  readonly offsets = new Int32Array(MAX_LAYERS);
  layerCount = 0;
  /** How many of them are IP's. */
  datagrams = 0;
  /** Where the innermost IP datagram ends in the frame: what follows is the link's trailer. */
  end = 0;

  readonly scratch = new Scratch();
  readonly fragments = new Fragments();
  private depth = 0;

  /** True when the frame holds TCP or UDP with a payload boundary to go by. */
  decode(frame: Frame): boolean {
    this.data = frame.data;
    this.bytes = frame.bytes;
    this.base = frame.position - frame.start;
    this.protocol = 0;
    this.layerCount = 0;
    this.datagrams = 0;
    this.depth = 0;
    const { start } = frame;
    const limit = start + frame.captured;
    this.end = limit;
    return decodeLink(this, frame.linkType, start, limit, start + Math.max(frame.captured, Math.min(frame.original, MAX_WIRE)));
  }

  layer(kind: Layer, at: number): boolean {
    if (this.layerCount === MAX_LAYERS) return false;
    this.layers[this.layerCount] = kind;
    this.offsets[this.layerCount++] = at;
    return true;
  }

  /** What a link header or GRE carries. `limit` is where the captured bytes end, `wire` where the frame's would. */
  etherType(type: number, at: number, limit: number, wire: number): boolean {
    if (type === ETHERTYPE_IPV4) return this.ipv4(at, limit, wire);
    if (type === ETHERTYPE_IPV6) return this.ipv6(at, limit, wire);
    return false;
  }

  /** IPv4 or IPv6 by the version nibble. */
  ip(at: number, limit: number, wire: number): boolean {
    if (at >= limit) return false;
    const version = this.data.getUint8(at) >> 4;
    return version === 4 ? this.ipv4(at, limit, wire) : version === 6 && this.ipv6(at, limit, wire);
  }

  private ipv4(at: number, limit: number, wire: number): boolean {
    const { data } = this;
    if (at + IPV4_SIZE > limit || data.getUint8(at) >> 4 !== 4 || !this.layer(Layer.ipv4, at)) return false;
    const header = (data.getUint8(at + IPV4_VERSION) & 15) * 4;
    const total = data.getUint16(at + IPV4_LENGTH);
    // A network card that segments leaves 0: then the frame's length decides.
    const end = total === 0 ? wire : Math.min(at + total, wire);
    if (header < 20 || at + header > limit || at + header > end) return false;
    this.datagrams++;
    this.family = 4;
    this.source = at + IPV4_SOURCE;
    this.destination = at + IPV4_DESTINATION;
    this.end = Math.min(end, limit);
    const fragment = data.getUint16(at + IPV4_FRAGMENT);
    const protocol = data.getUint8(at + IPV4_PROTOCOL);
    if ((fragment & 0x3fff) === 0) return this.next(protocol, at + header, limit, end);
    if (end > limit) return false;
    const key = `${this.bytes.subarray(this.source, this.source + 8).join()},${data.getUint16(at + IPV4_ID)},${protocol}`;
    return this.fragment(key, (fragment & 0x1fff) * 8, (fragment & 0x2000) === 0, at + header, end, protocol);
  }

  private ipv6(at: number, limit: number, wire: number): boolean {
    const { data } = this;
    if (at + IPV6_SIZE > limit || data.getUint8(at) >> 4 !== 6 || !this.layer(Layer.ipv6, at)) return false;
    const length = data.getUint16(at + IPV6_LENGTH);
    // 0: a jumbogram (RFC 2675) or a card that segments.
    const end = length === 0 ? wire : Math.min(at + IPV6_SIZE + length, wire);
    this.datagrams++;
    this.family = 6;
    this.source = at + IPV6_SOURCE;
    this.destination = at + IPV6_DESTINATION;
    this.end = Math.min(end, limit);
    return this.next(data.getUint8(at + IPV6_NEXT), at + IPV6_SIZE, limit, end);
  }

  /** An IP protocol or extension header. */
  private next(protocol: number, at: number, limit: number, end: number): boolean {
    switch (protocol) {
      case TCP:
        return this.tcp(at, limit, end);
      case UDP:
        return this.udp(at, limit, end);
      default:
        return ++this.depth <= MAX_LAYERS && this.rare(protocol, at, limit, end);
    }
  }

  private tcp(at: number, limit: number, end: number): boolean {
    if (at + TCP_SIZE > limit || !this.layer(Layer.tcp, at)) return false;
    const header = (this.data.getUint8(at + TCP_OFFSET) >> 4) * 4;
    if (header < TCP_SIZE || at + header > end) return false;
    this.protocol = TCP;
    this.transport = at;
    this.payload = at + header;
    this.length = end - this.payload;
    this.captured = Math.max(0, Math.min(limit, end) - this.payload);
    return true;
  }

  private udp(at: number, limit: number, end: number): boolean {
    if (at + UDP_SIZE > limit || !this.layer(Layer.udp, at)) return false;
    const length = this.data.getUint16(at + UDP_LENGTH);
    const stop = length < UDP_SIZE ? end : Math.min(at + length, end);
    if (this.data.getUint16(at + UDP_DESTINATION) === VXLAN_PORT && ++this.depth <= MAX_LAYERS && this.vxlan(at + UDP_SIZE, limit, stop))
      return true;
    this.protocol = UDP;
    this.transport = at;
    this.payload = at + UDP_SIZE;
    this.length = stop - this.payload;
    this.captured = Math.max(0, Math.min(limit, stop) - this.payload);
    return true;
  }

  private rare(protocol: number, at: number, limit: number, end: number): boolean {
    const { data } = this;
    switch (protocol) {
      case IPV4_IN_IP:
      case IPV6_IN_IP:
        return this.ip(at, Math.min(limit, end), end);
      case GRE:
        return this.gre(at, Math.min(limit, end), end);
      case HOP_BY_HOP:
      case ROUTING:
      case DESTINATION:
      case AUTHENTICATION: {
        if (at + 8 > limit) return false;
        const kind =
          protocol === HOP_BY_HOP
            ? Layer.ipv6HopByHop
            : protocol === ROUTING
              ? Layer.ipv6Routing
              : protocol === DESTINATION
                ? Layer.ipv6Destination
                : Layer.authentication;
        const length = data.getUint8(at + 1);
        this.layer(kind, at);
        // RFC 4302 2.2 counts in words of 4, less 2; the others (RFC 8200 4) in words of 8, less 1.
        return this.next(data.getUint8(at), at + (protocol === AUTHENTICATION ? (length + 2) * 4 : (length + 1) * 8), limit, end);
      }
      case FRAGMENT: {
        if (at + FRAGMENT_SIZE > limit || end > limit) return false;
        this.layer(Layer.ipv6Fragment, at);
        const inner = data.getUint8(at);
        const place = data.getUint16(at + FRAGMENT_OFFSET);
        if ((place & 0xfff9) === 0) return this.next(inner, at + FRAGMENT_SIZE, limit, end);
        const key = `${this.bytes.subarray(this.source, this.source + 32).join()},${data.getUint32(at + FRAGMENT_ID)}`;
        return this.fragment(key, place & 0xfff8, (place & 1) === 0, at + FRAGMENT_SIZE, end, inner);
      }
      default:
        return false;
    }
  }

  /** Goes on in the reassembled datagram when this fragment completes it. */
  private fragment(key: string, offset: number, isLast: boolean, from: number, to: number, protocol: number): boolean {
    const whole = this.fragments.add(key, offset, isLast, this.bytes.subarray(from, to));
    if (whole === null) return false;
    // The addresses go with the datagram, in front of it.
    const addresses = this.bytes.slice(this.source, this.source + (this.family === 4 ? 8 : 32));
    const buffer = new Uint8Array(addresses.length + whole.length);
    buffer.set(addresses);
    buffer.set(whole, addresses.length);
    const position = this.scratch.keep(buffer);
    if (position < 0) return false;
    this.bytes = buffer;
    this.data = new DataView(buffer.buffer);
    this.base = position;
    this.source = 0;
    this.destination = addresses.length / 2;
    const layers = this.layerCount;
    const found = this.next(protocol, addresses.length, buffer.length, buffer.length);
    this.layerCount = layers;
    return found;
  }

  private gre(at: number, limit: number, wire: number): boolean {
    if (at + 4 > limit || !this.layer(Layer.gre, at)) return false;
    const flags = this.data.getUint16(at);
    const type = this.data.getUint16(at + GRE_TYPE);
    // RFC 2784 and 2890: checksum, key and sequence number are present when their bits say so.
    const inner = at + 4 + ((flags & 0xc000) !== 0 ? 4 : 0) + ((flags & 0x2000) !== 0 ? 4 : 0) + ((flags & 0x1000) !== 0 ? 4 : 0);
    if (type === ETHERTYPE_TRANSPARENT_BRIDGING) return decodeLink(this, LINKTYPE_ETHERNET, inner, limit, wire);
    if (type === ETHERTYPE_ERSPAN_2) {
      // Type I has no header of its own; it is told by GRE's missing sequence number.
      const hasHeader = (flags & 0x1000) !== 0;
      if (hasHeader) this.layer(Layer.erspan2, inner);
      return decodeLink(this, LINKTYPE_ETHERNET, inner + (hasHeader ? ERSPAN2_SIZE : 0), limit, wire);
    }
    if (type === ETHERTYPE_ERSPAN_3) {
      if (inner + ERSPAN3_SIZE > limit) return false;
      this.layer(Layer.erspan3, inner);
      const hasSubheader = (this.data.getUint8(inner + 11) & 1) !== 0;
      return decodeLink(this, LINKTYPE_ETHERNET, inner + ERSPAN3_SIZE + (hasSubheader ? 8 : 0), limit, wire);
    }
    return this.etherType(type, inner, limit, wire);
  }

  private vxlan(at: number, limit: number, wire: number): boolean {
    if (at + VXLAN_SIZE > limit || (this.data.getUint8(at) & 0x08) === 0 || !this.layer(Layer.vxlan, at)) return false;
    return decodeLink(this, LINKTYPE_ETHERNET, at + VXLAN_SIZE, limit, wire);
  }
}
