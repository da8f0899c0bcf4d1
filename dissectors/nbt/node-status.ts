import { bits, coded, ether, hex, nested, u8, u16be, u32be } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { PlainName } from './names.ts';

/** RFC 1002 reserves 3, which came to mean a hybrid node. */
export const OwnerNodeType = { B: 0, P: 1, M: 2, H: 3 } as const;

const NameFlags = bits({
  G:   [0x8000, 'nbns.name_flags.group'],
  ONT: [0x6000, 'nbns.name_flags.ont', OwnerNodeType],
  DRG: [0x1000, 'nbns.name_flags.drg'],
  CNF: [0x0800, 'nbns.name_flags.cnf'],
  ACT: [0x0400, 'nbns.name_flags.act'],
  PRM: [0x0200, 'nbns.name_flags.prm'],
});

const NodeName = struct('RFC 1002 4.2.18', 'NODE_NAME', {
  NETBIOS_FORMAT_NAME: coded('nbns.netbios_name', PlainName),
  NAME_FLAGS:          u16be('nbns.name_flags', NameFlags),
});

/** The RDATA of NBSTAT. */
export const NodeStatus = struct('RFC 1002 4.2.18', 'NBSTAT', {
  NUM_NAMES:                       u8('nbns.number_of_names'),
  NODE_NAME:                       nested('', NodeName).times('NUM_NAMES'),
  UNIT_ID:                         ether('nbns.unit_id'),
  JUMPERS:                         u8('nbns.jumpers', hex),
  TEST_RESULT:                     u8('nbns.test_result', hex),
  VERSION_NUMBER:                  u16be('nbns.version_number', hex),
  PERIOD_OF_STATISTICS:            u16be('nbns.period_of_statistics', hex),
  NUMBER_OF_CRCs:                  u16be('nbns.num_crcs'),
  NUMBER_ALIGNMENT_ERRORS:         u16be('nbns.num_alignment_errors'),
  NUMBER_OF_COLLISIONS:            u16be('nbns.num_collisions'),
  NUMBER_SEND_ABORTS:              u16be('nbns.num_send_aborts'),
  NUMBER_GOOD_SENDS:               u32be('nbns.num_good_sends'),
  NUMBER_GOOD_RECEIVES:            u32be('nbns.num_good_receives'),
  NUMBER_RETRANSMITS:              u16be('nbns.numretransmits'),
  NUMBER_NO_RESOURCE_CONDITIONS:   u16be('nbns.num_no_resource_conditions'),
  NUMBER_FREE_COMMAND_BLOCKS:      u16be('nbns.numcommand_blocks'),
  TOTAL_NUMBER_COMMAND_BLOCKS:     u16be('nbns.total_command_blocks'),
  MAX_TOTAL_NUMBER_COMMAND_BLOCKS: u16be('nbns.max_total_command_blocks'),
  NUMBER_PENDING_SESSIONS:         u16be('nbns.numpending_sessions'),
  MAX_NUMBER_PENDING_SESSIONS:     u16be('nbns.max_num_pending_sessions'),
  MAX_TOTAL_SESSIONS_POSSIBLE:     u16be('nbns.max_total_sessions_possible'),
  SESSION_DATA_PACKET_SIZE:        u16be('nbns.session_data_packet_size'),
});
