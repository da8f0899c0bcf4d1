import { bits, bytes, dispatch, hex, u32, u64, u8 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { MessageFacts } from '../facts.ts';
import { Channel, channelInfo } from './channel-info.ts';
import { FileId, length16, offset16, reserved, StructureSize } from './fields.ts';

const Flags = bits({
  SMB2_READFLAG_READ_UNBUFFERED:    [0x01, 'smb2.read_flags.unbuffered'],
  SMB2_READFLAG_REQUEST_COMPRESSED: [0x02, 'smb2.read_flags.compressed'],
});

export const ReadRequest = struct('MS-SMB2 2.2.19', 'SMB2 READ Request', {
  StructureSize,
  Padding:               u8('smb2.read_padding', hex),
  Flags:                 u8('smb2.read_flags', Flags),
  Length:                u32('smb2.read_length'),
  Offset:                u64('smb2.file_offset'),
  FileId,
  MinimumCount:          u32('smb2.min_count'),
  Channel:               u32('smb2.channel', hex, Channel),
  RemainingBytes:        u32('smb2.remaining_bytes'),
  ReadChannelInfoOffset: offset16,
  ReadChannelInfoLength: length16,
  Buffer:                dispatch('smb2.channel_info_blob', channelInfo, 'Channel').at('ReadChannelInfoOffset', 'ReadChannelInfoLength'),
});

const ResponseFlags = bits({
  SMB2_READFLAG_RESPONSE_RDMA_TRANSFORM: [0x00000001, 'smb2.read_response_flags.rdma_transform'],
});
const is311     = (m: MessageFacts) => m.dialect === 0x0311;
const before311 = (m: MessageFacts) => m.dialect !== 0x0311;

export const ReadResponse = struct('MS-SMB2 2.2.20', 'SMB2 READ Response', {
  StructureSize,
  DataOffset:    u8('smb2.olb.offset', hex),
  Reserved:      reserved(1),
  DataLength:    u32('smb2.olb.length'),
  DataRemaining: u32('smb2.read_remaining'),
  Flags:         u32('smb2.read_response_flags', ResponseFlags).if(is311),
  Reserved2:     reserved(4).if(before311),
  Buffer:        bytes('smb2.read.blob').at('DataOffset', 'DataLength'),
});
