import { hex, nested, u32, u64, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

const RdmaDescriptor = struct('MS-SMBD 2.2.3.1', 'Buffer Descriptor V1', {
  Offset: u64('smb2.buffer_descriptor.offset', hex),
  Token:  u32('smb2.buffer_descriptor.token', hex),
  Length: u32('smb2.buffer_descriptor.length'),
});

const RdmaDescriptors = struct('MS-SMBD 2.2.3.1', 'Buffer Descriptors', {
  Descriptor: nested('', RdmaDescriptor).times(Infinity),
});

/** What a READ or WRITE carries for its Channel. */
export const channelInfo: Table = {
  0x00000001: RdmaDescriptors,
  0x00000002: RdmaDescriptors,
};
