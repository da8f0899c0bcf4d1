export { Ethernet, Ethernet8023, EtherType, Llc, LlcSnap, Mpls, Vlan } from './ethernet.ts';
export { Frame } from './frame.ts';
export { AuthenticationHeader, DestinationOptions, Fragment, HopByHop, Ipv4, Ipv6, Protocol, Routing } from './ip.ts';
export { Null, Sll, Sll2 } from './linux.ts';
export { Ppp, Pppoe } from './ppp.ts';
export { OptionKind, Tcp, Udp } from './transport.ts';
export { Erspan2, Erspan3, Gre, Vxlan } from './tunnels.ts';
export { Ieee80211, Radiotap } from './wireless.ts';
