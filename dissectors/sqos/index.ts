import { bits, guid, hex, names, u16, u32, u64, utf16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

const Options = bits({
  STORAGE_QOS_CONTROL_FLAG_SET_LOGICAL_FLOW_ID: [0x00000001, 'smb2.ioctl.sqos.operations.set_logical_flow_id'],
  STORAGE_QOS_CONTROL_FLAG_SET_POLICY:          [0x00000002, 'smb2.ioctl.sqos.operations.set_policy'],
  STORAGE_QOS_CONTROL_FLAG_PROBE_POLICY:        [0x00000004, 'smb2.ioctl.sqos.operations.probe_policy'],
  STORAGE_QOS_CONTROL_FLAG_GET_STATUS:          [0x00000008, 'smb2.ioctl.sqos.operations.get_status'],
  STORAGE_QOS_CONTROL_FLAG_UPDATE_COUNTERS:     [0x00000010, 'smb2.ioctl.sqos.operations.update_counters'],
});

const ProtocolVersion = names({ 'Storage QoS Protocol Version 1.0': 0x0100, 'Storage QoS Protocol Version 1.1': 0x0101 });

const head = {
  ProtocolVersion: u16('smb2.ioctl.sqos.protocol_version', hex, ProtocolVersion),
  Reserved:        u16('smb2.ioctl.sqos.reserved'),
  Options:         u32('smb2.ioctl.sqos.operations', Options),
  LogicalFlowID:   guid('smb2.ioctl.sqos.logical_flow_id'),
  PolicyID:        guid('smb2.ioctl.sqos.policy_id'),
  InitiatorID:     guid('smb2.ioctl.sqos.initiator_id'),
};

/** Dialect 1.1 has more fields than 1.0. */
const MINOR_VERSION = 0x00ff;

export const StorageQosControlRequest = struct('MS-SQOS 2.2.2.2', 'STORAGE_QOS_CONTROL_REQUEST', {
  ...head,
  Limit:                      u64('smb2.ioctl.sqos.limit'),
  Reservation:                u64('smb2.ioctl.sqos.reservation'),
  InitiatorNameOffset:        u16('smb2.olb.offset', hex),
  InitiatorNameLength:        u16('smb2.olb.length'),
  InitiatorNodeNameOffset:    u16('smb2.olb.offset', hex),
  InitiatorNodeNameLength:    u16('smb2.olb.length'),
  IoCountIncrement:           u64('smb2.ioctl.sqos.io_count_increment'),
  NormalizedIoCountIncrement: u64('smb2.ioctl.sqos.normalized_io_count_increment'),
  LatencyIncrement:           u64('smb2.ioctl.sqos.latency_increment'),
  LowerLatencyIncrement:      u64('smb2.ioctl.sqos.lower_latency_increment'),
  BandwidthLimit:             u64('smb2.ioctl.sqos.bandwidth_limit').when('ProtocolVersion', MINOR_VERSION),
  KilobyteCountIncrement:     u64('smb2.ioctl.sqos.kilobyte_count_increment').when('ProtocolVersion', MINOR_VERSION),
  InitiatorName:              utf16('smb2.ioctl.sqos.initiator_name').at('InitiatorNameOffset', 'InitiatorNameLength'),
  InitiatorNodeName:          utf16('smb2.ioctl.sqos.initiator_node_name').at('InitiatorNodeNameOffset', 'InitiatorNodeNameLength'),
}, { offsetsFrom: 'struct' });

const Status = names({
  StorageQoSStatusOk: 0, StorageQoSStatusInsufficientThroughput: 1, StorageQoSUnknownPolicyId: 2, StorageQoSStatusConfigurationMismatch: 4,
  StorageQoSStatusNotAvailable: 5,
});

export const StorageQosControlResponse = struct('MS-SQOS 2.2.2.3', 'STORAGE_QOS_CONTROL_RESPONSE', {
  ...head,
  TimeToLive:       u32('smb2.ioctl.sqos.time_to_live'),
  Status:           u32('smb2.ioctl.sqos.status', hex, Status),
  MaximumIoRate:    u64('smb2.ioctl.sqos.maximum_io_rate'),
  MinimumIoRate:    u64('smb2.ioctl.sqos.minimum_io_rate'),
  BaseIoSize:       u32('smb2.ioctl.sqos.base_io_size'),
  Reserved2:        u32('smb2.ioctl.sqos.reserved2'),
  MaximumBandwidth: u64('smb2.ioctl.sqos.maximum_bandwidth').when('ProtocolVersion', MINOR_VERSION),
});
