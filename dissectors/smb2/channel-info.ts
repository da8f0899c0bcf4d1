import { bytes, dispatch, hex, names, nested, u16, u32, u64, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

export const Channel = names({
  SMB2_CHANNEL_NONE: 0x00000000, SMB2_CHANNEL_RDMA_V1: 0x00000001,
  SMB2_CHANNEL_RDMA_V1_INVALIDATE: 0x00000002, SMB2_CHANNEL_RDMA_TRANSFORM: 0x00000003,
});

const RdmaDescriptor = struct('MS-SMBD 2.2.3.1', 'Buffer Descriptor V1', {
  Offset: u64('smb2.buffer_descriptor.offset', hex),
  Token:  u32('smb2.buffer_descriptor.token', hex),
  Length: u32('smb2.buffer_descriptor.length'),
});

const RdmaDescriptors = struct('MS-SMBD 2.2.3.1', 'Buffer Descriptors', {
  Descriptor: nested('', RdmaDescriptor).times(Infinity),
});

const TransformType = names({ SMB2_RDMA_TRANSFORM_TYPE_ENCRYPTION: 0x0001, SMB2_RDMA_TRANSFORM_TYPE_SIGNING: 0x0002 });

const RdmaCryptoTransform = struct('MS-SMB2 2.2.43.1', 'SMB2_RDMA_CRYPTO_TRANSFORM', {
  TransformType:   u16('smb2.rdma_transform.type', hex, TransformType),
  SignatureLength: u16('smb2.rdma_transform.signature_length'),
  NonceLength:     u16('smb2.rdma_transform.nonce_length'),
  Reserved:        u16('smb2.rdma_transform.reserved', hex),
  Signature:       bytes('smb2.rdma_transform.signature').sized('SignatureLength'),
  Nonce:           bytes('smb2.rdma_transform.nonce').sized('NonceLength'),
}, { align: 8 });

const descriptors: Table = { 0x00000001: RdmaDescriptors, 0x00000002: RdmaDescriptors };

const RdmaTransform = struct('MS-SMB2 2.2.43', 'SMB2_RDMA_TRANSFORM', {
  RdmaDescriptorOffset: u16('smb2.olb.offset', hex),
  RdmaDescriptorLength: u16('smb2.olb.length'),
  Channel:              u32('smb2.channel', hex, Channel),
  TransformCount:       u16('smb2.rdma_transform.count'),
  Reserved1:            u16('smb2.rdma_transform.reserved1', hex),
  Reserved2:            u32('smb2.rdma_transform.reserved2', hex),
  Transforms:           nested('', RdmaCryptoTransform).times('TransformCount'),
  RdmaDescriptors:      dispatch('', descriptors, 'Channel').at('RdmaDescriptorOffset', 'RdmaDescriptorLength'),
}, { offsetsFrom: 'struct' });

/** What a READ or WRITE carries for its Channel. */
export const channelInfo: Table = { ...descriptors, 0x00000003: RdmaTransform };
