import { bits, bytes, coded, dispatch, hex, ipv4, names, nested, type Table, u8, u16be, u32be } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { NameServiceFacts } from '../facts.ts';
import { NetbiosName, NetbiosNameRest } from './names.ts';
import { NodeStatus, OwnerNodeType } from './node-status.ts';

const wack    = (n: NameServiceFacts) => n.isWack;
const notWack = (n: NameServiceFacts) => !n.isWack;

export const Opcode = { query: 0, registration: 5, release: 6, WACK: 7, refresh: 8, 'refresh (alternate)': 9, 'multi-homed registration': 15 } as const;
export const Type   = { A: 0x0001, NS: 0x0002, NULL: 0x000a, NB: 0x0020, NBSTAT: 0x0021 } as const;
const Class = { IN: 0x0001 };
const Rcode = { 'no error': 0, FMT_ERR: 1, SRV_ERR: 2, NAM_ERR: 3, IMP_ERR: 4, RFS_ERR: 5, ACT_ERR: 6, CFT_ERR: 7 };

const Flags = bits({
  R:      [0x8000, 'nbns.flags.response'],
  OPCODE: [0x7800, 'nbns.flags.opcode', Opcode],
  AA:     [0x0400, 'nbns.flags.authoritative'],
  TC:     [0x0200, 'nbns.flags.truncated'],
  RD:     [0x0100, 'nbns.flags.recdesired'],
  RA:     [0x0080, 'nbns.flags.recavail'],
  B:      [0x0010, 'nbns.flags.broadcast'],
  RCODE:  [0x000f, 'nbns.flags.rcode', Rcode],
});

const NbFlags = bits({
  G:   [0x8000, 'nbns.nb_flags.group'],
  ONT: [0x6000, 'nbns.nb_flags.ont', OwnerNodeType],
});

const AddressEntry = struct('RFC 1002 4.2.2', 'ADDR_ENTRY', {
  NB_FLAGS:   u16be('nbns.nb_flags', NbFlags),
  NB_ADDRESS: ipv4('nbns.addr'),
});

/** In a WACK the flags of the request stand here: RFC 1002 4.2.16 has it as NULL, others send it as NB. */
const NbData = struct('RFC 1002 4.2.2', 'NB', {
  Flags:      u16be('nbns.flags', Flags).if(wack),
  ADDR_ENTRY: nested('', AddressEntry).times(Infinity).if(notWack),
});
const NullData = struct('RFC 1002 4.2.16', 'NULL', {
  Flags: u16be('nbns.flags', Flags).if(wack),
  Data:  bytes('nbns.data'),
});

const recordData: Table = {
  0x0001: struct('RFC 1002 4.2.15', 'A', { NSD_IP_ADDR: ipv4('nbns.addr') }),
  0x0002: struct('RFC 1002 4.2.15', 'NS', { NSD_NAME: coded('nbns.nsd_name', NetbiosName) }),
  0x000a: NullData,
  0x0020: NbData,
  0x0021: NodeStatus,
  other:  struct('RFC 1002 4.2.1.3', 'RDATA', { Data: bytes('nbns.data') }),
};

const Question = struct('RFC 1002 4.2.1.2', 'Question Section', {
  QUESTION_NAME:  coded('nbns.name', NetbiosName),
  QUESTION_TYPE:  u16be('nbns.type', names(Type)),
  QUESTION_CLASS: u16be('nbns.class', names(Class)),
});

/** Wireshark lays a record's name over what follows its first octet: the length of the label, or 0xc0 of a pointer. */
const ResourceRecord = struct('RFC 1002 4.2.1.3', 'Resource Record', {
  RR_NAME_LENGTH: u8('', hex),
  RR_NAME:        coded('nbns.name', NetbiosNameRest),
  RR_TYPE:        u16be('nbns.type', names(Type)),
  RR_CLASS:       u16be('nbns.class', names(Class)),
  TTL:            u32be('nbns.ttl'),
  RDLENGTH:       u16be('nbns.data_length'),
  RDATA:          dispatch('', recordData, 'RR_TYPE').sized('RDLENGTH'),
});

export const NameService = struct('RFC 1002 4.2.1', 'NetBIOS Name Service', {
  NAME_TRN_ID:        u16be('nbns.id', hex),
  Flags:              u16be('nbns.flags', Flags),
  QDCOUNT:            u16be('nbns.count.queries'),
  ANCOUNT:            u16be('nbns.count.answers'),
  NSCOUNT:            u16be('nbns.count.auth_rr'),
  ARCOUNT:            u16be('nbns.count.add_rr'),
  QUESTION_ENTRIES:   nested('', Question).times('QDCOUNT'),
  ANSWER_RECORDS:     nested('', ResourceRecord).times('ANCOUNT'),
  AUTHORITY_RECORDS:  nested('', ResourceRecord).times('NSCOUNT'),
  ADDITIONAL_RECORDS: nested('', ResourceRecord).times('ARCOUNT'),
});

/** The facts of a name service message, which its own header holds; of what is too short a request's. */
export function nameServiceFacts(data: DataView, message: number, end: number): NameServiceFacts {
  const flags = message + NameService.at.QDCOUNT <= end ? data.getUint16(message + NameService.at.Flags) : 0;
  const isResponse = (flags & 0x8000) !== 0;
  return { isResponse, isWack: isResponse && ((flags >> 11) & 0x0f) === Opcode.WACK };
}
