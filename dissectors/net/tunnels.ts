import { bits, bytes, hex, names, u8, u16be, u24be, u32be } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { EtherType } from './ethernet.ts';

const VxlanFlags = bits({
  G: [0x8000, 'vxlan.flag_g'],
  I: [0x0800, 'vxlan.flag_i'],
  D: [0x0040, 'vxlan.flag_d'],
  A: [0x0008, 'vxlan.flag_a'],
});

/** Group policy id and its flags are of draft-smith-vxlan-group-policy. */
export const Vxlan = struct('RFC 7348 5', 'Virtual eXtensible Local Area Network', {
  Flags:         u16be('vxlan.flags', VxlanFlags),
  GroupPolicyID: u16be('vxlan.gbp'),
  VNI:           u24be('vxlan.vni'),
  Reserved:      u8('vxlan.reserved8'),
});

const GreFlags = bits({
  C:      [0x8000, 'gre.flags.checksum'],
  R:      [0x4000, 'gre.flags.routing'],
  K:      [0x2000, 'gre.flags.key'],
  S:      [0x1000, 'gre.flags.sequence_number'],
  s:      [0x0800, 'gre.flags.strict_source_route'],
  Recur:  [0x0700, 'gre.flags.recursion_control'],
  Flags:  [0x00f8, 'gre.flags.reserved'],
  Ver:    [0x0007, 'gre.flags.version'],
});

export const Gre = struct('RFC 2784 2', 'Generic Routing Encapsulation', {
  FlagsAndVersion: u16be('gre.flags_and_version', GreFlags),
  ProtocolType:    u16be('gre.proto', hex, names(EtherType)),
  Checksum:        u16be('gre.checksum', hex).when('FlagsAndVersion', 0x8000),
  Offset:          u16be('gre.offset').when('FlagsAndVersion', 0x8000),
  Key:             u32be('gre.key', hex).when('FlagsAndVersion', 0x2000),
  SequenceNumber:  u32be('gre.sequence_number').when('FlagsAndVersion', 0x1000),
  Routing:         bytes('').when('FlagsAndVersion', 0x4000),
});

const Version = bits({ Ver: [0xf000, 'erspan.version'], VLAN: [0x0fff, 'erspan.vlan'] });

export const Erspan2 = struct('draft-foschiano-erspan 4.2', 'Encapsulated Remote Switch Packet ANalysis Type II', {
  Version: u16be('', Version),
  Session: u16be('', bits({
    COS:       [0xe000, 'erspan.cos'],
    En:        [0x1800, 'erspan.encap'],
    T:         [0x0400, 'erspan.truncated'],
    SessionID: [0x03ff, 'erspan.spanid'],
  })),
  Index:   u32be('', bits({ Reserved: [0xfff00000, 'erspan.reserved'], Index: [0x000fffff, 'erspan.index'] })),
});

export const Erspan3 = struct('draft-foschiano-erspan 4.3', 'Encapsulated Remote Switch Packet ANalysis Type III', {
  Version:   u16be('', Version),
  Session:   u16be('', bits({
    COS:       [0xe000, 'erspan.cos'],
    BSO:       [0x1800, 'erspan.bso'],
    T:         [0x0400, 'erspan.truncated'],
    SessionID: [0x03ff, 'erspan.spanid'],
  })),
  Timestamp: u32be('erspan.timestamp'),
  SGT:       u16be('erspan.sgt'),
  Flags:     u16be('', bits({
    P:    [0x8000, 'erspan.p'],
    FT:   [0x7c00, 'erspan.ft'],
    HwID: [0x03f0, 'erspan.hw'],
    D:    [0x0008, 'erspan.direction'],
    Gra:  [0x0006, 'erspan.gra'],
    O:    [0x0001, 'erspan.o'],
  })),
  PlatformSpecific: bytes('', 8).when('Flags', 0x0001),
});
