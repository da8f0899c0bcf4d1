import { bits, hex, names, u32 } from '../../../src/dissect/field.ts';
import { struct } from '../../../src/dissect/struct.ts';
import { DEVICE_TYPE } from '../../tables/device-type.ts';

export const DeviceCharacteristics = bits({
  FILE_REMOVABLE_MEDIA:                     [0x00000001, 'smb.device.removable'],
  FILE_READ_ONLY_DEVICE:                    [0x00000002, 'smb.device.read_only'],
  FILE_FLOPPY_DISKETTE:                     [0x00000004, 'smb.device.floppy'],
  FILE_WRITE_ONCE_MEDIA:                    [0x00000008, 'smb.device.write_once'],
  FILE_REMOTE_DEVICE:                       [0x00000010, 'smb.device.remote'],
  FILE_DEVICE_IS_MOUNTED:                   [0x00000020, 'smb.device.mounted'],
  FILE_VIRTUAL_VOLUME:                      [0x00000040, 'smb.device.virtual'],
  FILE_DEVICE_SECURE_OPEN:                  [0x00000100, 'smb.device.secure_open'],
  FILE_CHARACTERISTIC_TS_DEVICE:            [0x00001000, 'smb.device.ts'],
  FILE_CHARACTERISTIC_WEBDAV_DEVICE:        [0x00002000, 'smb.device.webdav'],
  FILE_PORTABLE_DEVICE:                     [0x00004000, 'smb.device.portable'],
  FILE_DEVICE_ALLOW_APPCONTAINER_TRAVERSAL: [0x00020000, 'smb.device.aat'],
});

export const FileFsDeviceInformation = struct('MS-FSCC 2.5.10', 'FileFsDeviceInformation', {
  DeviceType:      u32('smb.device.type', hex, names(DEVICE_TYPE)),
  Characteristics: u32('smb.device', DeviceCharacteristics),
}, { abbrev: 'smb2.fs_device_info' });
