import { bits, coded, dispatch, hex, ipv4, names, type Table, u8, u16be } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { NetbiosName } from './names.ts';

export const DatagramType = {
  DIRECT_UNIQUE: 0x10, DIRECT_GROUP: 0x11, BROADCAST: 0x12, ERROR: 0x13,
  QUERY_REQUEST: 0x14, POSITIVE_QUERY_RESPONSE: 0x15, NEGATIVE_QUERY_RESPONSE: 0x16,
} as const;

const NodeType  = { B: 0, P: 1, M: 2, NBDD: 3 };
const ErrorCode = names({ 'DESTINATION NAME NOT PRESENT': 0x82, 'INVALID SOURCE NAME FORMAT': 0x83, 'INVALID DESTINATION NAME FORMAT': 0x84 });

const Flags = bits({
  M:   [0x01, 'nbdgm.next'],
  F:   [0x02, 'nbdgm.first'],
  SNT: [0x0c, 'nbdgm.node_type', NodeType],
});

const DirectDatagram = struct('RFC 1002 4.4.2', 'Direct_Unique, Direct_Group, & Broadcast Datagram', {
  DGM_LENGTH:       u16be('nbdgm.dgram_len'),
  PACKET_OFFSET:    u16be('nbdgm.pkt_offset'),
  SOURCE_NAME:      coded('nbdgm.source_name', NetbiosName),
  DESTINATION_NAME: coded('nbdgm.destination_name', NetbiosName),
});

const DatagramError = struct('RFC 1002 4.4.3', 'Datagram Error Packet', {
  ERROR_CODE: u8('nbdgm.error_code', hex, ErrorCode),
});

const DatagramQuery = struct('RFC 1002 4.4.4', 'Datagram Query', {
  DESTINATION_NAME: coded('nbdgm.destination_name', NetbiosName),
});

const messages: Table = {
  0x10: DirectDatagram,
  0x11: DirectDatagram,
  0x12: DirectDatagram,
  0x13: DatagramError,
  0x14: DatagramQuery,
  0x15: DatagramQuery,
  0x16: DatagramQuery,
};

export const Datagram = struct('RFC 1002 4.4.1', 'NetBIOS Datagram Service', {
  MSG_TYPE:    u8('nbdgm.type', names(DatagramType)),
  FLAGS:       u8('nbdgm.flags', Flags),
  DGM_ID:      u16be('nbdgm.dgram_id', hex),
  SOURCE_IP:   ipv4('nbdgm.src.ip'),
  SOURCE_PORT: u16be('nbdgm.src.port'),
  Message:     dispatch('', messages, 'MSG_TYPE'),
});

/** Where the USER_DATA of the datagram at start..end begins; undefined when it has none or its names are damaged. */
export function userDataOf(data: DataView, start: number, end: number): number | undefined {
  const names = start + Datagram.fixedSize + DirectDatagram.fixedSize;
  if (names > end || messages[data.getUint8(start + Datagram.at.MSG_TYPE)] !== DirectDatagram) return undefined;
  const source = NetbiosName.measure(data, names, end, start);
  const destination = source < 1 ? 0 : NetbiosName.measure(data, names + source, end, start);
  return destination < 1 ? undefined : names + source + destination;
}
