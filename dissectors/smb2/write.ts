import { bits, bytes, dispatch, hex, u16, u32, u64 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { Channel, channelInfo } from './channel-info.ts';
import { FileId, length16, offset16, reserved, StructureSize } from './fields.ts';

const Flags = bits({
  SMB2_WRITEFLAG_WRITE_THROUGH:    [0x00000001, 'smb2.write.flags.write_through'],
  SMB2_WRITEFLAG_WRITE_UNBUFFERED: [0x00000002, 'smb2.write.flags.unbuffered'],
});

export const WriteRequest = struct('MS-SMB2 2.2.21', 'SMB2 WRITE Request', {
  StructureSize,
  DataOffset:             u16('smb2.data_offset', hex),
  Length:                 u32('smb2.write_length'),
  Offset:                 u64('smb2.file_offset'),
  FileId,
  Channel:                u32('smb2.channel', hex, Channel),
  RemainingBytes:         u32('smb2.remaining_bytes'),
  WriteChannelInfoOffset: offset16,
  WriteChannelInfoLength: length16,
  Flags:                  u32('smb2.write.flags', Flags),
  ChannelInfo:            dispatch('smb2.channel_info_blob', channelInfo, 'Channel').at('WriteChannelInfoOffset', 'WriteChannelInfoLength'),
  Buffer:                 bytes('smb2.write_data').at('DataOffset', 'Length'),
});

export const WriteResponse = struct('MS-SMB2 2.2.22', 'SMB2 WRITE Response', {
  StructureSize,
  Reserved:               reserved(2),
  Count:                  u32('smb2.write.count'),
  Remaining:              u32('smb2.write.remaining'),
  WriteChannelInfoOffset: u16('smb2.channel_info_offset'),
  WriteChannelInfoLength: u16('smb2.channel_info_length'),
});
