import { bits } from '../../src/dissect/field.ts';

/** MS-SMB2 2.2.13.1.1; for a directory, bits 0x01 to 0x04 list it, add a file and add a subdirectory, 0x20 traverses it (2.2.13.1.2). */
export const AccessMask = bits({
  FILE_READ_DATA:         [0x00000001, 'smb.access.read'],
  FILE_WRITE_DATA:        [0x00000002, 'smb.access.write'],
  FILE_APPEND_DATA:       [0x00000004, 'smb.access.append'],
  FILE_READ_EA:           [0x00000008, 'smb.access.read_ea'],
  FILE_WRITE_EA:          [0x00000010, 'smb.access.write_ea'],
  FILE_EXECUTE:           [0x00000020, 'smb.access.execute'],
  FILE_DELETE_CHILD:      [0x00000040, 'smb.access.delete_child'],
  FILE_READ_ATTRIBUTES:   [0x00000080, 'smb.access.read_attributes'],
  FILE_WRITE_ATTRIBUTES:  [0x00000100, 'smb.access.write_attributes'],
  DELETE:                 [0x00010000, 'smb.access.delete'],
  READ_CONTROL:           [0x00020000, 'smb.access.read_control'],
  WRITE_DAC:              [0x00040000, 'smb.access.write_dac'],
  WRITE_OWNER:            [0x00080000, 'smb.access.write_owner'],
  SYNCHRONIZE:            [0x00100000, 'smb.access.synchronize'],
  ACCESS_SYSTEM_SECURITY: [0x01000000, 'smb.access.system_security'],
  MAXIMUM_ALLOWED:        [0x02000000, 'smb.access.maximum_allowed'],
  GENERIC_ALL:            [0x10000000, 'smb.access.generic_all'],
  GENERIC_EXECUTE:        [0x20000000, 'smb.access.generic_execute'],
  GENERIC_WRITE:          [0x40000000, 'smb.access.generic_write'],
  GENERIC_READ:           [0x80000000, 'smb.access.generic_read'],
});

export const ShareAccess = bits({
  FILE_SHARE_READ:   [0x00000001, 'smb.share.access.read'],
  FILE_SHARE_WRITE:  [0x00000002, 'smb.share.access.write'],
  FILE_SHARE_DELETE: [0x00000004, 'smb.share.access.delete'],
});

export const CreateOptions = bits({
  FILE_DIRECTORY_FILE:            [0x00000001, 'smb.nt.create_options.directory'],
  FILE_WRITE_THROUGH:             [0x00000002, 'smb.nt.create_options.write_through'],
  FILE_SEQUENTIAL_ONLY:           [0x00000004, 'smb.nt.create_options.sequential_only'],
  FILE_NO_INTERMEDIATE_BUFFERING: [0x00000008, 'smb.nt.create_options.intermediate_buffering'],
  FILE_SYNCHRONOUS_IO_ALERT:      [0x00000010, 'smb.nt.create_options.sync_io_alert'],
  FILE_SYNCHRONOUS_IO_NONALERT:   [0x00000020, 'smb.nt.create_options.sync_io_nonalert'],
  FILE_NON_DIRECTORY_FILE:        [0x00000040, 'smb.nt.create_options.non_directory'],
  FILE_CREATE_TREE_CONNECTION:    [0x00000080, 'smb.nt.create_options.create_tree_connection'],
  FILE_COMPLETE_IF_OPLOCKED:      [0x00000100, 'smb.nt.create_options.complete_if_oplocked'],
  FILE_NO_EA_KNOWLEDGE:           [0x00000200, 'smb.nt.create_options.no_ea_knowledge'],
  FILE_OPEN_REMOTE_INSTANCE:      [0x00000400, 'smb.nt.create_options.eight_dot_three_only'],
  FILE_RANDOM_ACCESS:             [0x00000800, 'smb.nt.create_options.random_access'],
  FILE_DELETE_ON_CLOSE:           [0x00001000, 'smb.nt.create_options.delete_on_close'],
  FILE_OPEN_BY_FILE_ID:           [0x00002000, 'smb.nt.create_options.open_by_fileid'],
  FILE_OPEN_FOR_BACKUP_INTENT:    [0x00004000, 'smb.nt.create_options.backup_intent'],
  FILE_NO_COMPRESSION:            [0x00008000, 'smb.nt.create_options.no_compression'],
  FILE_OPEN_REQUIRING_OPLOCK:     [0x00010000, 'smb.nt.create_options.open_requiring_oplock'],
  FILE_DISALLOW_EXCLUSIVE:        [0x00020000, 'smb.nt.create_options.disallow_exclusive'],
  FILE_RESERVE_OPFILTER:          [0x00100000, 'smb.nt.create_options.reserve_opfilter'],
  FILE_OPEN_REPARSE_POINT:        [0x00200000, 'smb.nt.create_options.open_reparse_point'],
  FILE_OPEN_NO_RECALL:            [0x00400000, 'smb.nt.create_options.open_no_recall'],
  FILE_OPEN_FOR_FREE_SPACE_QUERY: [0x00800000, 'smb.nt.create_options.open_for_free_space_query'],
});
