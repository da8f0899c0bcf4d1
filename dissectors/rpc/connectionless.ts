import { bits, bytes, hex, names, u8 } from '../../src/dissect/field.ts';
import { type Struct, struct } from '../../src/dissect/struct.ts';
import { drep, PduType } from './pdu-header.ts';
import { Status } from './pdu.ts';
import { big, little, type Order } from './byte-order.ts';

const Flags1 = bits({
  reserved_01: [0x01, 'dcerpc.dg_flags1_rsrvd_01'],
  last_frag:   [0x02, 'dcerpc.dg_flags1_last_frag'],
  frag:        [0x04, 'dcerpc.dg_flags1_frag'],
  nofack:      [0x08, 'dcerpc.dg_flags1_nofack'],
  maybe:       [0x10, 'dcerpc.dg_flags1_maybe'],
  idempotent:  [0x20, 'dcerpc.dg_flags1_idempotent'],
  broadcast:   [0x40, 'dcerpc.dg_flags1_broadcast'],
  reserved_80: [0x80, 'dcerpc.dg_flags1_rsrvd_80'],
});
const Flags2 = bits({
  reserved_01:    [0x01, 'dcerpc.dg_flags2_rsrvd_01'],
  cancel_pending: [0x02, 'dcerpc.dg_flags2_cancel_pending'],
  reserved_04:    [0x04, 'dcerpc.dg_flags2_rsrvd_04'],
  reserved_08:    [0x08, 'dcerpc.dg_flags2_rsrvd_08'],
  reserved_10:    [0x10, 'dcerpc.dg_flags2_rsrvd_10'],
  reserved_20:    [0x20, 'dcerpc.dg_flags2_rsrvd_20'],
  reserved_40:    [0x40, 'dcerpc.dg_flags2_rsrvd_40'],
  reserved_80:    [0x80, 'dcerpc.dg_flags2_rsrvd_80'],
});

const Accepting = bits({ server_is_accepting: [0xffffffff, 'dcerpc.server_accepting_cancels', 'any'] });

const headerOf = ({ u16, u32, guid, time }: Order) => struct('C706 12.5.2', 'Connectionless Header', {
  rpc_vers:    u8('dcerpc.ver'),
  ptype:       u8('dcerpc.pkt_type', names(PduType)),
  flags1:      u8('dcerpc.dg_flags1', Flags1),
  flags2:      u8('dcerpc.dg_flags2', Flags2),
  // Three bytes here: the last one is the serial number's.
  packed_drep: bytes('dcerpc.drep', 3).peek(),
  integer_and_character: drep.integer_and_character,
  floating_point: drep.floating_point,
  reserved:    bytes('dcerpc.reserved', 1),
  serial_hi:   u8('dcerpc.dg_serial_hi', hex),
  object:      guid('dcerpc.obj_id'),
  if_id:       guid('dcerpc.dg_if_id'),
  act_id:      guid('dcerpc.dg_act_id'),
  server_boot: time('dcerpc.dg_server_boot'),
  if_vers:     u32('dcerpc.dg_if_ver'),
  seqnum:      u32('dcerpc.dg_seqnum'),
  opnum:       u16('dcerpc.opnum'),
  ihint:       u16('dcerpc.dg_ihint', hex),
  ahint:       u16('dcerpc.dg_ahint', hex),
  len:         u16('dcerpc.dg_frag_len'),
  fragnum:     u16('dcerpc.dg_frag_num'),
  auth_proto:  u8('dcerpc.dg_auth_proto', names({ none: 0, 'OSF DCE private key': 1 })),
  serial_lo:   u8('dcerpc.dg_serial_lo', hex),
});

export const littleDatagram = headerOf(little);
export const bigDatagram    = headerOf(big);

const bodiesOf = ({ u32 }: Order): Readonly<Record<number, Struct>> => {
  const status = (title: string) => struct('C706 12.5.3', title, { status: u32('dcerpc.dg_status', hex, Status) });
  const cancel = { vers: u32('dcerpc.dg_cancel_vers'), cancel_id: u32('dcerpc.dg_cancel_id') };
  return {
    [PduType.fault]:      status('Fault'),
    [PduType.reject]:     status('Reject'),
    [PduType.cl_cancel]:  struct('C706 12.5.3.3', 'Cancel', cancel),
    [PduType.cancel_ack]: struct('C706 12.5.3.4', 'Cancel-ack', { ...cancel, server_is_accepting: u32('', Accepting) }),
  };
};

/** What follows the header of these, instead of stub data. */
export const littleBodies = bodiesOf(little);
export const bigBodies    = bodiesOf(big);

/** An authentication verifier, C706 13.3. */
export const DatagramVerifier = struct('C706 13.3', 'Authentication verifier', { verifier: bytes('dcerpc.auth_credentials') });
