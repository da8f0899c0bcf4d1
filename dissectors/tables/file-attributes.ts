import { bits } from '../../src/dissect/field.ts';

/** MS-FSCC 2.6. */
export const FileAttributes = bits({
  FILE_ATTRIBUTE_READONLY:              [0x00000001, 'smb2.file_attribute.read_only'],
  FILE_ATTRIBUTE_HIDDEN:                [0x00000002, 'smb2.file_attribute.hidden'],
  FILE_ATTRIBUTE_SYSTEM:                [0x00000004, 'smb2.file_attribute.system'],
  FILE_ATTRIBUTE_DIRECTORY:             [0x00000010, 'smb2.file_attribute.directory'],
  FILE_ATTRIBUTE_ARCHIVE:               [0x00000020, 'smb2.file_attribute.archive'],
  FILE_ATTRIBUTE_NORMAL:                [0x00000080, 'smb2.file_attribute.normal'],
  FILE_ATTRIBUTE_TEMPORARY:             [0x00000100, 'smb2.file_attribute.temporary'],
  FILE_ATTRIBUTE_SPARSE_FILE:           [0x00000200, 'smb2.file_attribute.sparse'],
  FILE_ATTRIBUTE_REPARSE_POINT:         [0x00000400, 'smb2.file_attribute.reparse'],
  FILE_ATTRIBUTE_COMPRESSED:            [0x00000800, 'smb2.file_attribute.compressed'],
  FILE_ATTRIBUTE_OFFLINE:               [0x00001000, 'smb2.file_attribute.offline'],
  FILE_ATTRIBUTE_NOT_CONTENT_INDEXED:   [0x00002000, 'smb2.file_attribute.not_content_indexed'],
  FILE_ATTRIBUTE_ENCRYPTED:             [0x00004000, 'smb2.file_attribute.encrypted'],
  FILE_ATTRIBUTE_INTEGRITY_STREAM:      [0x00008000, 'smb2.file_attribute.integrity_stream'],
  FILE_ATTRIBUTE_NO_SCRUB_DATA:         [0x00020000, 'smb2.file_attribute.no_scrub_data'],
  FILE_ATTRIBUTE_RECALL_ON_OPEN:        [0x00040000, 'smb2.file_attribute.recall_on_open'],
  FILE_ATTRIBUTE_PINNED:                [0x00080000, 'smb2.file_attribute.pinned'],
  FILE_ATTRIBUTE_UNPINNED:              [0x00100000, 'smb2.file_attribute.unpinned'],
  FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS: [0x00400000, 'smb2.file_attribute.recall_on_data_access'],
});
