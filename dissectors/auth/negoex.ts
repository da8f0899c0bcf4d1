import { ascii, bytes, dispatch, guid, hex, names, nested, type Table, u16, u32, u64 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { NTSTATUS } from '../tables/ntstatus.ts';

const MESSAGE_TYPE = {
  MESSAGE_TYPE_INITIATOR_NEGO: 0, MESSAGE_TYPE_ACCEPTOR_NEGO: 1, MESSAGE_TYPE_INITIATOR_META_DATA: 2, MESSAGE_TYPE_ACCEPTOR_META_DATA: 3,
  MESSAGE_TYPE_CHALLENGE: 4, MESSAGE_TYPE_AP_REQUEST: 5, MESSAGE_TYPE_VERIFY: 6, MESSAGE_TYPE_ALERT: 7,
};

const EXTENSION = struct('MS-NEGOEX 2.2.5.1.4', 'EXTENSION', {
  ExtensionType:   u32('negoex.extension_type', hex),
  ByteArrayOffset: u32('negoex.extension_offset', hex),
  ByteArrayLength: u32('negoex.extension_length'),
  ExtensionValue:  bytes('negoex.extension').at('ByteArrayOffset', 'ByteArrayLength'),
});

const NEGO_MESSAGE = struct('MS-NEGOEX 2.2.6.3', 'NEGO_MESSAGE', {
  Random:                bytes('negoex.message.random', 32),
  ProtocolVersion:       u64('negoex.proto_version'),
  AuthSchemeArrayOffset: u32('negoex.auth_scheme_array_offset'),
  AuthSchemeCount:       u16('negoex.auth_scheme_array_count'),
  AuthSchemePad:         bytes('negoex.auth_scheme_array_pad', 2),
  ExtensionArrayOffset:  u32('negoex.extension_array_offset'),
  ExtensionCount:        u16('negoex.extension_array_count'),
  ExtensionPad:          bytes('negoex.extension_pad', 2),
  AuthSchemes:           guid('negoex.auth_scheme').times('AuthSchemeCount').at('AuthSchemeArrayOffset'),
  Extensions:            nested('', EXTENSION).times('ExtensionCount').at('ExtensionArrayOffset'),
});

const EXCHANGE_MESSAGE = struct('MS-NEGOEX 2.2.6.4', 'EXCHANGE_MESSAGE', {
  AuthScheme:        guid('negoex.auth_scheme'),
  ExchangeOffset:    u32('negoex.exchange_vec_offset'),
  ExchangeByteCount: u16('negoex.exchange_vec_byte_count'),
  ExchangePad:       bytes('negoex.exchange_vec_pad', 2),
  Exchange:          bytes('negoex.exchange').at('ExchangeOffset', 'ExchangeByteCount'),
});

const VERIFY_MESSAGE = struct('MS-NEGOEX 2.2.6.5', 'VERIFY_MESSAGE', {
  AuthScheme:     guid('negoex.auth_scheme'),
  cbHeaderLength: u32('negoex.header.len'),
  ChecksumScheme: u32('negoex.checksum_scheme', names({ CHECKSUM_SCHEME_RFC3961: 1 })),
  ChecksumType:   u32('negoex.checksum_type'),
  ChecksumOffset: u32('negoex.checksum_vec_offset'),
  ChecksumLength: u16('negoex.checksum_vec_count'),
  ChecksumPad:    bytes('negoex.checksum_pad', 2),
  Checksum:       bytes('negoex.checksum').at('ChecksumOffset', 'ChecksumLength'),
});

const ALERT_PULSE = struct('MS-NEGOEX 2.2.5.1.2', 'ALERT_PULSE', {
  cbHeaderLength: u32('negoex.header.len'),
  Reason:         u32('negoex.alert.reason', names({ ALERT_VERIFY_NO_KEY: 1 })),
});

const ALERT = struct('MS-NEGOEX 2.2.5.1.1', 'ALERT', {
  AlertType:       u32('negoex.alert.type', names({ ALERT_TYPE_PULSE: 1 })),
  ByteArrayOffset: u32('negoex.alert.offset'),
  ByteArrayLength: u32('negoex.alert.length'),
  AlertValue:      bytes('negoex.data').holds({ 1: ALERT_PULSE }, 'AlertType').at('ByteArrayOffset', 'ByteArrayLength'),
});

const ALERT_MESSAGE = struct('MS-NEGOEX 2.2.6.6', 'ALERT_MESSAGE', {
  AuthScheme:       guid('negoex.auth_scheme'),
  ErrorCode:        u32('negoex.errorcode', hex, names(NTSTATUS)),
  AlertArrayOffset: u32('negoex.alert.array_offset'),
  AlertCount:       u16('negoex.alert.array_count'),
  Alerts:           nested('', ALERT).times('AlertCount').at('AlertArrayOffset'),
});

const messages: Table = {
  [MESSAGE_TYPE.MESSAGE_TYPE_INITIATOR_NEGO]:      NEGO_MESSAGE,
  [MESSAGE_TYPE.MESSAGE_TYPE_ACCEPTOR_NEGO]:       NEGO_MESSAGE,
  [MESSAGE_TYPE.MESSAGE_TYPE_INITIATOR_META_DATA]: EXCHANGE_MESSAGE,
  [MESSAGE_TYPE.MESSAGE_TYPE_ACCEPTOR_META_DATA]:  EXCHANGE_MESSAGE,
  [MESSAGE_TYPE.MESSAGE_TYPE_CHALLENGE]:           EXCHANGE_MESSAGE,
  [MESSAGE_TYPE.MESSAGE_TYPE_AP_REQUEST]:          EXCHANGE_MESSAGE,
  [MESSAGE_TYPE.MESSAGE_TYPE_VERIFY]:              VERIFY_MESSAGE,
  [MESSAGE_TYPE.MESSAGE_TYPE_ALERT]:               ALERT_MESSAGE,
};

const HEADER_SIZE = 40;

const Message = struct('MS-NEGOEX 2.2.6.2', 'MESSAGE_HEADER', {
  Signature:       ascii('negoex.message.sig', 8),
  MessageType:     u32('negoex.message.type', names(MESSAGE_TYPE)),
  SequenceNum:     u32('negoex.message.seq_num'),
  cbHeaderLength:  u32('negoex.header.len'),
  cbMessageLength: u32('negoex.message.len'),
  ConversationId:  guid('negoex.message.conv_id'),
  Message:         dispatch('', messages, 'MessageType').sized('cbMessageLength', -HEADER_SIZE),
}, { isMessage: true });

/** A token holds one message or several, one behind the other. */
export const Negoex = struct('MS-NEGOEX 2.2.6', 'NEGOEX', { Messages: nested('', Message).times(Infinity) }, { abbrev: 'negoex' });

/** By MESSAGE_SIGNATURE, "NEGOEXTS". */
export const negoexTokens = { '4e45474f45585453': Negoex };
