import { bits, chain, hex, names, nested, u16, u32, utf16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { FileId, offset16, reserved, StructureSize } from './fields.ts';

const Flags = bits({
  SMB2_WATCH_TREE: [0x0001, 'smb2.notify.watch_tree'],
});

const CompletionFilter = bits({
  FILE_NOTIFY_CHANGE_FILE_NAME:    [0x00000001, 'smb.nt.notify.file_name'],
  FILE_NOTIFY_CHANGE_DIR_NAME:     [0x00000002, 'smb.nt.notify.dir_name'],
  FILE_NOTIFY_CHANGE_ATTRIBUTES:   [0x00000004, 'smb.nt.notify.attributes'],
  FILE_NOTIFY_CHANGE_SIZE:         [0x00000008, 'smb.nt.notify.size'],
  FILE_NOTIFY_CHANGE_LAST_WRITE:   [0x00000010, 'smb.nt.notify.last_write'],
  FILE_NOTIFY_CHANGE_LAST_ACCESS:  [0x00000020, 'smb.nt.notify.last_access'],
  FILE_NOTIFY_CHANGE_CREATION:     [0x00000040, 'smb.nt.notify.creation'],
  FILE_NOTIFY_CHANGE_EA:           [0x00000080, 'smb.nt.notify.ea'],
  FILE_NOTIFY_CHANGE_SECURITY:     [0x00000100, 'smb.nt.notify.security'],
  FILE_NOTIFY_CHANGE_STREAM_NAME:  [0x00000200, 'smb.nt.notify.stream_name'],
  FILE_NOTIFY_CHANGE_STREAM_SIZE:  [0x00000400, 'smb.nt.notify.stream_size'],
  FILE_NOTIFY_CHANGE_STREAM_WRITE: [0x00000800, 'smb.nt.notify.stream_write'],
});

export const ChangeNotifyRequest = struct('MS-SMB2 2.2.35', 'SMB2 CHANGE_NOTIFY Request', {
  StructureSize,
  Flags:              u16('smb2.notify.flags', Flags),
  OutputBufferLength: u32('smb2.output_buffer_len'),
  FileId,
  CompletionFilter:   u32('smb.nt.notify.completion_filter', CompletionFilter),
  Reserved:           reserved(4),
});

const Action = names({
  FILE_ACTION_ADDED:                 0x00000001,
  FILE_ACTION_REMOVED:               0x00000002,
  FILE_ACTION_MODIFIED:              0x00000003,
  FILE_ACTION_RENAMED_OLD_NAME:      0x00000004,
  FILE_ACTION_RENAMED_NEW_NAME:      0x00000005,
  FILE_ACTION_ADDED_STREAM:          0x00000006,
  FILE_ACTION_REMOVED_STREAM:        0x00000007,
  FILE_ACTION_MODIFIED_STREAM:       0x00000008,
  FILE_ACTION_REMOVED_BY_DELETE:     0x00000009,
  FILE_ACTION_ID_NOT_TUNNELLED:      0x0000000a,
  FILE_ACTION_TUNNELLED_ID_COLLISION: 0x0000000b,
});

const FileNotifyInformation = struct('MS-FSCC 2.7.1', 'FILE_NOTIFY_INFORMATION', {
  NextEntryOffset: u32('smb2.notify.next_offset', hex),
  Action:          u32('smb2.notify.action', hex, Action),
  FileNameLength:  u32('smb2.filename.len'),
  FileName:        utf16('smb2.filename').sized('FileNameLength'),
});

const FileNotifyInformations = struct('MS-SMB2 2.2.36', 'Changes', {
  Change: chain('smb2.notify.info', FileNotifyInformation, 'NextEntryOffset'),
});

export const ChangeNotifyResponse = struct('MS-SMB2 2.2.36', 'SMB2 CHANGE_NOTIFY Response', {
  StructureSize,
  OutputBufferOffset: offset16,
  OutputBufferLength: u32('smb2.olb.length'),
  Buffer:             nested('smb2.notify.out', FileNotifyInformations).at('OutputBufferOffset', 'OutputBufferLength'),
});
