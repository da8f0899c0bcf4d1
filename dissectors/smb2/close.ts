import { bits, filetime, u16, u32, u64 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { FileAttributes } from '../tables/file-attributes.ts';
import { FileId, reserved, StructureSize } from './fields.ts';

const Flags = bits({
  SMB2_CLOSE_FLAG_POSTQUERY_ATTRIB: [0x0001, 'smb2.close.pq_attrib'],
});

export const CloseRequest = struct('MS-SMB2 2.2.15', 'SMB2 CLOSE Request', {
  StructureSize,
  Flags:    u16('smb2.close.flags', Flags),
  Reserved: reserved(4),
  FileId,
});

export const CloseResponse = struct('MS-SMB2 2.2.16', 'SMB2 CLOSE Response', {
  StructureSize,
  Flags:          u16('smb2.close.flags', Flags),
  Reserved:       reserved(4),
  CreationTime:   filetime('smb2.create.time'),
  LastAccessTime: filetime('smb2.last_access.time'),
  LastWriteTime:  filetime('smb2.last_write.time'),
  ChangeTime:     filetime('smb2.last_change.time'),
  AllocationSize: u64('smb2.allocation_size'),
  EndofFile:      u64('smb2.eof'),
  FileAttributes: u32('smb2.file_attribute', FileAttributes),
});
