import { bits, bytes, filetime, names, u32, u64, utf16 } from '../../src/dissect/field.ts';
import { FileAttributes } from '../tables/file-attributes.ts';

/** The four times of a file, MS-FSCC 2.1.1. */
export const CreationTime   = filetime('smb2.create.time');
export const LastAccessTime = filetime('smb2.last_access.time');
export const LastWriteTime  = filetime('smb2.last_write.time');
export const ChangeTime     = filetime('smb2.last_change.time');

export const AllocationSize = u64('smb2.allocation_size');
export const EndOfFile      = u64('smb2.eof');
export const Attributes     = u32('smb2.file_attribute', FileAttributes);
export const EaSize         = u32('smb2.ea_size');
export const FileNameLength = u32('smb2.filename.len');
export const FileName       = utf16('smb2.filename').sized('FileNameLength');

export const reserved = (size: number) => bytes('smb2.reserved', size);

/** MS-FSCC 2.1.8. */
export const BOOLEAN = names({ FALSE: 0, TRUE: 1 });

/** MS-FSCC 2.4.31. */
export const Mode = bits({
  FILE_WRITE_THROUGH:             [0x00000002, 'smb2.mode.file_write_through'],
  FILE_SEQUENTIAL_ONLY:           [0x00000004, 'smb2.mode.file_sequential_only'],
  FILE_NO_INTERMEDIATE_BUFFERING: [0x00000008, 'smb2.mode.file_no_intermediate_buffering'],
  FILE_SYNCHRONOUS_IO_ALERT:      [0x00000010, 'smb2.mode.file_synchronous_io_alert'],
  FILE_SYNCHRONOUS_IO_NONALERT:   [0x00000020, 'smb2.mode.file_synchronous_io_nonalert'],
  FILE_DELETE_ON_CLOSE:           [0x00001000, 'smb2.mode.file_delete_on_close'],
});
