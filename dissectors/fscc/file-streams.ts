import { ascii, bits, bytes, chain, u16, u32, u64, u8, utf16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

const FileStream = struct('MS-FSCC 2.4.49', 'FILE_STREAM_INFORMATION', {
  NextEntryOffset:      u32('smb.next_entry_offset'),
  StreamNameLength:     u32('smb.stream_name_len'),
  StreamSize:           u64('smb.stream_size'),
  StreamAllocationSize: u64('smb.alloc_size64'),
  StreamName:           utf16('smb.stream_name').sized('StreamNameLength'),
});

export const FileStreamInformation = struct('MS-FSCC 2.4.49', 'FileStreamInformation', {
  Stream: chain('', FileStream, 'NextEntryOffset'),
}, { abbrev: 'smb2.file_stream_info' });

const EaFlags = bits({
  FILE_NEED_EA: [0x80, 'smb2.ea.flags.need_ea'],
});

const FullEa = struct('MS-FSCC 2.4.16', 'FILE_FULL_EA_INFORMATION', {
  NextEntryOffset: u32('smb2.next_offset'),
  Flags:           u8('smb2.ea.flags', EaFlags),
  EaNameLength:    u8('smb2.ea.name_len'),
  EaValueLength:   u16('smb2.ea.data_len'),
  EaName:          ascii('smb2.ea.name').sized('EaNameLength'),
  EaNameEnd:       bytes('smb2.ea.name_end', 1),
  EaValue:         bytes('smb2.ea.data').sized('EaValueLength'),
});

/** Also SMB2_CREATE_EA_BUFFER, MS-SMB2 2.2.13.2.1. */
export const FileFullEaInformation = struct('MS-FSCC 2.4.16', 'FileFullEaInformation', {
  Ea: chain('', FullEa, 'NextEntryOffset'),
}, { abbrev: 'smb2.file_full_ea_info' });

const GetEa = struct('MS-FSCC 2.4.16.1', 'FILE_GET_EA_INFORMATION', {
  NextEntryOffset: u32('smb2.next_offset'),
  EaNameLength:    u8('smb2.ea.name_len'),
  EaName:          ascii('smb2.ea.name').sized('EaNameLength'),
  EaNameEnd:       bytes('smb2.ea.name_end', 1),
});

/** The names that a query for FileFullEaInformation asks for. */
export const FileGetEaInformation = struct('MS-FSCC 2.4.16.1', 'FileGetEaInformation', {
  Ea: chain('', GetEa, 'NextEntryOffset'),
}, { abbrev: 'smb2.file_get_ea_info' });
