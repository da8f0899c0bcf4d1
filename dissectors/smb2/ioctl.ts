import { bits, bytes, dispatch, hex, names, u32 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { fsctls } from '../fsctl/index.ts';
import { DEVICE_TYPE } from '../tables/device-type.ts';
import { FSCTL } from '../tables/fsctl.ts';
import { FileId, reserved, StructureSize } from './fields.ts';
import { isOverflow, Truncated } from './query-info.ts';

const Access = { FILE_ANY_ACCESS: 0, FILE_READ_ACCESS: 1, FILE_WRITE_ACCESS: 2, FILE_READ_WRITE_ACCESS: 3 };
const Method = { METHOD_BUFFERED: 0, METHOD_IN_DIRECT: 1, METHOD_OUT_DIRECT: 2, METHOD_NEITHER: 3 };

const CtlCodeParts = bits({
  DeviceType: [0xffff0000, 'smb2.ioctl.function.device', DEVICE_TYPE],
  Access:     [0x0000c000, 'smb2.ioctl.function.access', Access],
  Function:   [0x00003ffc, 'smb2.ioctl.function.function'],
  Method:     [0x00000003, 'smb2.ioctl.function.method', Method],
});

const Flags = bits({
  SMB2_0_IOCTL_IS_FSCTL: [0x00000001, 'smb2.ioctl.is_fsctl'],
});

export const IoctlRequest = struct('MS-SMB2 2.2.31', 'SMB2 IOCTL Request', {
  StructureSize,
  Reserved:          reserved(2),
  CtlCode:           u32('smb2.ioctl.function', names(FSCTL), CtlCodeParts),
  FileId,
  InputOffset:       u32('smb2.olb.offset', hex),
  InputCount:        u32('smb2.olb.length'),
  MaxInputResponse:  u32('smb2.max_ioctl_in_size'),
  OutputOffset:      u32('smb2.olb.offset', hex),
  OutputCount:       u32('smb2.olb.length'),
  MaxOutputResponse: u32('smb2.max_ioctl_out_size'),
  Flags:             u32('smb2.ioctl.flags', Flags),
  Reserved2:         reserved(4),
  Input:             dispatch('smb2.ioctl.in', fsctls, 'CtlCode').at('InputOffset', 'InputCount'),
  Output:            bytes('smb2.ioctl.out').at('OutputOffset', 'OutputCount'),
});

export const IoctlResponse = struct('MS-SMB2 2.2.32', 'SMB2 IOCTL Response', {
  StructureSize,
  Reserved:     reserved(2),
  CtlCode:      u32('smb2.ioctl.function', names(FSCTL), CtlCodeParts),
  FileId,
  InputOffset:  u32('smb2.olb.offset', hex),
  InputCount:   u32('smb2.olb.length'),
  OutputOffset: u32('smb2.olb.offset', hex),
  OutputCount:  u32('smb2.olb.length'),
  Flags:        u32('smb2.flags', hex), // reserved; Wireshark shares the name with the header's Flags
  Reserved2:    reserved(4),
  Input:        bytes('smb2.ioctl.in').at('InputOffset', 'InputCount'),
  Output:       dispatch('smb2.ioctl.out', fsctls, 'CtlCode').at('OutputOffset', 'OutputCount').cutWhen(isOverflow),
  Truncated,
});
