import { chain, hex, u32, u64 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { sid } from '../dtyp/sid.ts';
import { ReparseTag } from '../tables/reparse-tag.ts';
import {
  AllocationSize, Attributes, ChangeTime, CreationTime, EndOfFile, FileName, FileNameLength, LastAccessTime, LastWriteTime, reserved,
} from './fields.ts';

const Posix = {
  CreationTime,
  LastAccessTime,
  LastWriteTime,
  ChangeTime,
  EndOfFile,
  AllocationSize,
  FileAttributes:  Attributes,
  Inode:           u64('smb2.inode', hex),
  DeviceId:        u32('smb2.posix.device_id', hex),
  Reserved:        reserved(4),
  NumberOfLinks:   u32('smb2.nlinks'),
  ReparseTag:      u32('smb2.reparse_tag', hex, ReparseTag),
  Mode:            u32('smb2.posix_perms'),
  OwnerSid:        sid,
  GroupSid:        sid,
};

export const FilePosixInformation = struct('POSIX-FSCC 2.3.1', 'FilePosixInformation', Posix, { abbrev: 'smb2.file_posix_info' });

const FilePosixDirectoryEntry = struct('POSIX-FSCC 2.3.1', 'FilePosixInformation', {
  NextEntryOffset: u32('smb2.next_offset'),
  FileIndex:       u32('smb2.file_index', hex),
  ...Posix,
  FileNameLength,
  FileName,
});

export const FilePosixDirectory = struct('POSIX-FSCC 2.3.1', 'FilePosixInformation', {
  Entry: chain('smb2.find.posix_info', FilePosixDirectoryEntry, 'NextEntryOffset'),
});
