import { bits, bytes, ether, u8, u16, u32 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

const FrameControl = bits({
  ProtocolVersion: [0x03, 'wlan.fc.version'],
  Type:            [0x0c, 'wlan.fc.type', { management: 0, control: 1, data: 2, extension: 3 }],
  Subtype:         [0xf0, 'wlan.fc.subtype'],
});

const Flags = bits({
  DS:             [0x03, 'wlan.fc.ds'],
  ToDS:           [0x01, 'wlan.fc.tods'],
  FromDS:         [0x02, 'wlan.fc.fromds'],
  MoreFragments:  [0x04, 'wlan.fc.frag'],
  Retry:          [0x08, 'wlan.fc.retry'],
  PowerMgmt:      [0x10, 'wlan.fc.pwrmgt'],
  MoreData:       [0x20, 'wlan.fc.moredata'],
  ProtectedFrame: [0x40, 'wlan.fc.protected'],
  HTC:            [0x80, 'wlan.fc.order'],
});

const SequenceControl = bits({ FragmentNumber: [0x000f, 'wlan.frag'], SequenceNumber: [0xfff0, 'wlan.seq'] });

const QoSControl = bits({
  TID:          [0x000f, 'wlan.qos.tid'],
  EOSP:         [0x0010, 'wlan.qos.eosp'],
  AckPolicy:    [0x0060, 'wlan.qos.ack'],
  AMSDUPresent: [0x0080, 'wlan.qos.amsdupresent'],
});

/** A data frame; whose the last addresses are depends on ToDS and FromDS. */
export const Ieee80211 = struct('IEEE 802.11 9.3.2.1', 'IEEE 802.11 Data', {
  FrameControl:    u8('', FrameControl),
  Flags:           u8('wlan.flags', Flags),
  Duration:        u16('', bits({ Duration: [0x7fff, 'wlan.duration'] })),
  Address1:        ether('wlan.ra'),
  Address2:        ether('wlan.ta'),
  BSSID:           ether('wlan.bssid').when('Flags', 0x03, 0x00),
  DA:              ether('wlan.da').when('Flags', 0x01),
  SA:              ether('wlan.sa').when('Flags', 0x03, 0x02),
  SequenceControl: u16('', SequenceControl),
  Address4:        ether('wlan.sa').when('Flags', 0x03, 0x03),
  QoSControl:      u16('wlan.qos', QoSControl).when('FrameControl', 0x80),
});

const Present = bits({
  TSFT:           [0x00000001, 'radiotap.present.tsft'],
  Flags:          [0x00000002, 'radiotap.present.flags'],
  Rate:           [0x00000004, 'radiotap.present.rate'],
  Channel:        [0x00000008, 'radiotap.present.channel'],
  FHSS:           [0x00000010, 'radiotap.present.fhss'],
  AntennaSignal:  [0x00000020, 'radiotap.present.dbm_antsignal'],
  AntennaNoise:   [0x00000040, 'radiotap.present.dbm_antnoise'],
  LockQuality:    [0x00000080, 'radiotap.present.lock_quality'],
  Antenna:        [0x00000800, 'radiotap.present.antenna'],
  RxFlags:        [0x00004000, 'radiotap.present.rxflags'],
  MCS:            [0x00080000, 'radiotap.present.mcs'],
  AMPDU:          [0x00100000, 'radiotap.present.ampdu'],
  VHT:            [0x00200000, 'radiotap.present.vht'],
  HE:             [0x00800000, 'radiotap.present.he'],
  Ext:            [0x80000000, 'radiotap.present.ext'],
});

/** The fields that `present` announces are not told apart. */
export const Radiotap = struct('radiotap.org', 'Radiotap Header', {
  Version: u8('radiotap.version'),
  Pad:     u8('radiotap.pad'),
  Length:  u16('radiotap.length'),
  Present: u32('radiotap.present.word', Present),
  Fields:  bytes('').sized('Length', -8),
});
