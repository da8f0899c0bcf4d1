/** Headers that a frame can hold, in the order of dissectors/net. A layer is where one begins, not what is in it. */
export const Layer = {
  ethernet: 0,
  vlan: 1,
  sll: 2,
  sll2: 3,
  loopback: 4,
  ppp: 5,
  pppoe: 6,
  radiotap: 7,
  ieee80211: 8,
  llc: 9,
  mpls: 10,
  ipv4: 11,
  ipv6: 12,
  ipv6HopByHop: 13,
  ipv6Routing: 14,
  ipv6Fragment: 15,
  ipv6Destination: 16,
  authentication: 17,
  gre: 18,
  erspan2: 19,
  erspan3: 20,
  vxlan: 21,
  udp: 22,
  tcp: 23,
} as const;
export type Layer = (typeof Layer)[keyof typeof Layer];

export const MAX_LAYERS = 24;
