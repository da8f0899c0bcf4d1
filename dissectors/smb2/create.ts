import { bits, chain, coded, dispatch, filetime, hex, names, nested, u32, u64, u8, utf16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { AccessMask, CreateOptions, ShareAccess } from '../tables/access-mask.ts';
import { FileAttributes } from '../tables/file-attributes.ts';
import { createContexts } from './create-contexts.ts';
import { tag } from './create-tag.ts';
import { FileId, length16, offset16, reserved, StructureSize } from './fields.ts';

export const OplockLevel = names({
  SMB2_OPLOCK_LEVEL_NONE: 0x00, SMB2_OPLOCK_LEVEL_II: 0x01, SMB2_OPLOCK_LEVEL_EXCLUSIVE: 0x08,
  SMB2_OPLOCK_LEVEL_BATCH: 0x09, SMB2_OPLOCK_LEVEL_LEASE: 0xff,
});
const ImpersonationLevel = names({ Anonymous: 0, Identification: 1, Impersonation: 2, Delegate: 3 });
const CreateDisposition = names({
  FILE_SUPERSEDE: 0, FILE_OPEN: 1, FILE_CREATE: 2, FILE_OPEN_IF: 3, FILE_OVERWRITE: 4, FILE_OVERWRITE_IF: 5,
});

export const CreateContext = struct('MS-SMB2 2.2.13.2', 'SMB2_CREATE_CONTEXT', {
  Next:       u32('smb2.create.chain_offset', hex),
  NameOffset: offset16,
  NameLength: length16,
  Reserved:   reserved(2),
  DataOffset: offset16,
  DataLength: u32('smb2.olb.length'),
  Name:       coded('smb2.tag', tag).at('NameOffset', 'NameLength'),
  Data:       dispatch('smb2.create.chain_data', createContexts, 'Name').at('DataOffset', 'DataLength'),
}, { offsetsFrom: 'struct' });

const CreateContexts = struct('MS-SMB2 2.2.13.2', 'Create contexts', {
  Context: chain('', CreateContext, 'Next'),
});

export const CreateRequest = struct('MS-SMB2 2.2.13', 'SMB2 CREATE Request', {
  StructureSize,
  SecurityFlags:        u8('smb2.create.security_flags', hex),
  RequestedOplockLevel: u8('smb2.create.oplock', hex, OplockLevel),
  ImpersonationLevel:   u32('smb2.impersonation.level', ImpersonationLevel),
  SmbCreateFlags:       u64('smb2.create_flags', hex),
  Reserved:             reserved(8),
  DesiredAccess:        u32('smb.access_mask', AccessMask),
  FileAttributes:       u32('smb2.file_attribute', FileAttributes),
  ShareAccess:          u32('smb.share_access', ShareAccess),
  CreateDisposition:    u32('smb2.create.disposition', CreateDisposition),
  CreateOptions:        u32('smb.create_options', CreateOptions),
  NameOffset:           offset16,
  NameLength:           length16,
  CreateContextsOffset: u32('smb2.olb.offset', hex),
  CreateContextsLength: u32('smb2.olb.length'),
  Name:                 utf16('smb2.filename').at('NameOffset', 'NameLength'),
  CreateContexts:       nested('smb2.create.extrainfo', CreateContexts).at('CreateContextsOffset', 'CreateContextsLength'),
});

const ResponseFlags = bits({
  SMB2_CREATE_FLAG_REPARSEPOINT: [0x01, 'smb2.create.rep_flags.reparse_point'],
});
const CreateAction = names({ FILE_SUPERSEDED: 0, FILE_OPENED: 1, FILE_CREATED: 2, FILE_OVERWRITTEN: 3 });

export const CreateResponse = struct('MS-SMB2 2.2.14', 'SMB2 CREATE Response', {
  StructureSize,
  OplockLevel:          u8('smb2.create.oplock', hex, OplockLevel),
  Flags:                u8('smb2.create.rep_flags', ResponseFlags),
  CreateAction:         u32('smb2.create.action', CreateAction),
  CreationTime:         filetime('smb2.create.time'),
  LastAccessTime:       filetime('smb2.last_access.time'),
  LastWriteTime:        filetime('smb2.last_write.time'),
  ChangeTime:           filetime('smb2.last_change.time'),
  AllocationSize:       u64('smb2.allocation_size'),
  EndofFile:            u64('smb2.eof'),
  FileAttributes:       u32('smb2.file_attribute', FileAttributes),
  Reserved2:            reserved(4),
  FileId,
  CreateContextsOffset: u32('smb2.olb.offset', hex),
  CreateContextsLength: u32('smb2.olb.length'),
  CreateContexts:       nested('smb2.create.extrainfo', CreateContexts).at('CreateContextsOffset', 'CreateContextsLength'),
});
