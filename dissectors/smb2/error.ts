import { bytes, dispatch, hex, ipv4, ipv6, names, nested, u16, u32, u8, utf16, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { MessageFacts } from '../facts.ts';
import { ReparseTag, symbolicLink } from '../fsctl/reparse.ts';
import { reserved, StructureSize } from './fields.ts';
import { requested } from './query-info.ts';

const ErrorId = names({ SMB2_ERROR_ID_DEFAULT: 0x00000000, SMB2_ERROR_ID_SHARE_REDIRECT: 0x72645253 });

const V4Address = struct('MS-SMB2 2.2.2.2.2.1', 'IPAddress', {
  IPv4Address: ipv4('smb2.error.share_redirect.ipv4'),
  Reserved2:   reserved(12),
});

const V6Address = struct('MS-SMB2 2.2.2.2.2.1', 'IPAddress', {
  IPv6Address: ipv6('smb2.error.share_redirect.ipv6'),
});

const OtherAddress = struct('MS-SMB2 2.2.2.2.2.1', 'IPAddress', {
  IPAddress: bytes('smb2.error.share_redirect.ip_address', 16),
});

const addresses: Table = { 1: V4Address, 2: V6Address, other: OtherAddress };

const MoveDstIpaddr = struct('MS-SMB2 2.2.2.2.2.1', 'MOVE_DST_IPADDR', {
  Type:      u32('smb2.error.share_redirect.ip_type', names({ MOVE_DST_IPADDR_V4: 1, MOVE_DST_IPADDR_V6: 2 })),
  Reserved:  u32('smb2.error.share_redirect.ip_reserved', hex),
  IPAddress: dispatch('', addresses, 'Type'),
});

const ShareRedirect = struct('MS-SMB2 2.2.2.2.2', 'Share Redirect Error Context Response', {
  StructureSize:      u32('smb2.error.share_redirect.struct_size'),
  NotificationType:   u32('smb2.error.share_redirect.notif_type', names({ SHARE_MOVE_NOTIFICATION: 3 })),
  ResourceNameOffset: u32('smb2.olb.offset', hex),
  ResourceNameLength: u32('smb2.olb.length'),
  Flags:              u16('smb2.error.share_redirect.flags', hex),
  TargetType:         u16('smb2.error.share_redirect.target_type'),
  IPAddrCount:        u32('smb2.error.share_redirect.ip_count'),
  IPAddrMoveList:     nested('smb2.error.share_redirect.ip_list', MoveDstIpaddr).times('IPAddrCount'),
  ResourceName:       utf16('smb2.error.share_redirect.res_name').at('ResourceNameOffset', 'ResourceNameLength'),
}, { offsetsFrom: 'struct' });

const STATUS_STOPPED_ON_SYMLINK   = 0x8000002d;
const STATUS_BUFFER_TOO_SMALL     = 0xc0000023;
const STATUS_INFO_LENGTH_MISMATCH = 0xc0000004;
const isQuery        = (m: MessageFacts) => m.infoType !== 0;
const isSymlink      = (m: MessageFacts) => m.status === STATUS_STOPPED_ON_SYMLINK;
const isTooSmall     = (m: MessageFacts) => m.status === STATUS_BUFFER_TOO_SMALL && !isQuery(m);
const isQueryTooLong = (m: MessageFacts) => (m.status === STATUS_BUFFER_TOO_SMALL || m.status === STATUS_INFO_LENGTH_MISMATCH) && isQuery(m);
const isExplained    = (m: MessageFacts) => isSymlink(m) || isTooSmall(m) || isQueryTooLong(m);

const SymbolicLinkErrorResponse = struct('MS-SMB2 2.2.2.2.1', 'Symbolic Link Error Response', {
  SymLinkLength:      u32('smb2.symlink.length'),
  SymLinkErrorTag:    u32('smb2.symlink.error_tag', hex),
  ReparseTag:         u32('smb2.reparse_tag', hex, ReparseTag),
  ReparseDataLength:  u16('smb2.reparse_data_length'),
  UnparsedPathLength: u16('smb2.symlink.unparsed_path_length'),
  ...symbolicLink,
});

/** What the status alone explains; to a query four bytes say what MS-SMB2 3.2.5.17 hands on. */
const ErrorData = struct('MS-SMB2 2.2.2.2', 'ErrorData', {
  SymbolicLinkErrorResponse: nested('smb2.symlink_error_response', SymbolicLinkErrorResponse).if(isSymlink),
  MinimumBufferLength:       u32('smb2.error.min_buf_length').if(isTooSmall),
  RequiredBufferLength:      u32('smb2.required_size').if(isQueryTooLong),
});

const OtherData = struct('MS-SMB2 2.2.2.1', 'ErrorContextData', {
  ErrorData: nested('', ErrorData).if(isExplained),
});

const errorContexts: Table = { 0x00000000: OtherData, 0x72645253: ShareRedirect, other: OtherData };

const ErrorContext = struct('MS-SMB2 2.2.2.1', 'SMB2 ERROR Context Response', {
  ErrorDataLength:   u32('smb2.error.context.length'),
  ErrorId:           u32('smb2.error.context.id', hex, ErrorId),
  ErrorContextBytes: bytes('smb2.error.data').sized('ErrorDataLength').peek(),
  ErrorContextData:  dispatch('', errorContexts, 'ErrorId').sized('ErrorDataLength'),
}, { align: 8 });

export const ErrorResponse = struct('MS-SMB2 2.2.2', 'SMB2 ERROR Response', {
  StructureSize,
  ErrorContextCount: u8('smb2.error.context_count'),
  Reserved:          u8('smb2.error.reserved', hex),
  ByteCount:         u32('smb2.error.byte_count'),
  ErrorDataBytes:    bytes('smb2.error.data').sized('ByteCount').peek(),
  ErrorContexts:     nested('smb2.error.context', ErrorContext).times('ErrorContextCount'),
  ErrorData:         nested('', ErrorData).sized('ByteCount').unless('ErrorContextCount', 0xff).if(isExplained),
  EmptyErrorData:    bytes('smb2.error.data', 1).unless('ByteCount', 0xffffffff).optional(), // not all servers have it
  ...requested,
});
