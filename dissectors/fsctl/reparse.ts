import { ascii, bytes, dispatch, guid, hex, names, nested, u16, u32, u64, utf16, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { length16, offset16, reserved } from '../smb2/fields.ts';
import { REPARSE_TAG } from '../tables/reparse-tag.ts';

export const ReparseTag = names(REPARSE_TAG);
export const SymlinkFlags = names({ SYMLINK_FLAG_RELATIVE: 0x00000001 });

const nameOffsets = {
  SubstituteNameOffset: offset16,
  SubstituteNameLength: length16,
  PrintNameOffset:      offset16,
  PrintNameLength:      length16,
};

/** The names' offsets count from PathBuffer. */
const nameTexts = {
  PathBuffer:     bytes('').peek(),
  SubstituteName: utf16('smb2.symlink.substitute_name').at('SubstituteNameOffset', 'SubstituteNameLength', 'PathBuffer'),
  PrintName:      utf16('smb2.symlink.print_name').at('PrintNameOffset', 'PrintNameLength', 'PathBuffer'),
};

/** Also the end of MS-SMB2 2.2.2.2.1. */
export const symbolicLink = { ...nameOffsets, Flags: u32('smb2.symlink.flags', SymlinkFlags), ...nameTexts };

const SymbolicLink = struct('MS-FSCC 2.1.2.4', 'Symbolic Link Reparse Data Buffer', symbolicLink);
const MountPoint   = struct('MS-FSCC 2.1.2.5', 'Mount Point Reparse Data Buffer', { ...nameOffsets, ...nameTexts });

const NfsType = names({
  NFS_SPECFILE_LNK:  0x014b4e4c,
  NFS_SPECFILE_CHR:  0x00524843,
  NFS_SPECFILE_BLK:  0x004b4c42,
  NFS_SPECFILE_FIFO: 0x4f464946,
  NFS_SPECFILE_SOCK: 0x4b434f53,
});

const NfsSymlink = struct('MS-FSCC 2.1.2.6', 'DataBuffer', { Target: utf16('smb2.nfs.symlink.target') });
const NfsNothing = struct('MS-FSCC 2.1.2.6', 'DataBuffer', {});

const NfsCharacterDevice = struct('MS-FSCC 2.1.2.6', 'DataBuffer', {
  Major: u32('smb2.nfs.char.major', hex),
  Minor: u32('smb2.nfs.char.minor', hex),
});

const NfsBlockDevice = struct('MS-FSCC 2.1.2.6', 'DataBuffer', {
  Major: u32('smb2.nfs.block.major', hex),
  Minor: u32('smb2.nfs.block.minor', hex),
});

const nfsTypes: Table = {
  0x014b4e4c: NfsSymlink, 0x00524843: NfsCharacterDevice, 0x004b4c42: NfsBlockDevice, 0x4f464946: NfsNothing, 0x4b434f53: NfsNothing,
};

const Nfs = struct('MS-FSCC 2.1.2.6', 'Network File System (NFS) Reparse Data Buffer', {
  Type:       u64('smb2.nfs.type', hex, NfsType),
  DataBuffer: dispatch('', nfsTypes, 'Type'),
});

const LxSymlink = struct('MS-FSCC 2.1.2.7', 'IO_REPARSE_TAG_LX_SYMLINK Reparse Data Buffer', {
  Version: u32('smb2.reparse.lx_symlink.version'),
  Target:  ascii('smb2.reparse.lx_symlink.target'),
});

const Empty = struct('MS-FSCC 2.1.2.1', 'no data', {});
const Other = struct('MS-FSCC 2.1.2.2', 'DataBuffer', { DataBuffer: bytes('smb2.reparse.data') });

const reparseData: Table = {
  0xa000000c: SymbolicLink,
  0xa0000003: MountPoint,
  0x80000014: Nfs,
  0xa000001d: LxSymlink,
  0x80000023: Empty,
  0x80000024: Empty,
  0x80000025: Empty,
  0x80000026: Empty,
  other:      Other,
};

const ReparseGuid = struct('MS-FSCC 2.1.2.3', 'ReparseGuid', { ReparseGuid: guid('smb2.reparse.guid') });

const MICROSOFT = 0x80000000;

/** A tag without the bit for Microsoft has a GUID behind it, MS-FSCC 2.1.2.3. */
const ReparseData = struct('MS-FSCC 2.1.2.2', 'REPARSE_DATA_BUFFER', {
  ReparseTag:        u32('smb2.reparse_tag', hex, ReparseTag),
  ReparseDataLength: u16('smb2.reparse_data_length'),
  Reserved:          reserved(2),
  ReparseGuid:       nested('smb2.reparse_guid', ReparseGuid).unless('ReparseTag', MICROSOFT),
  DataBuffer:        dispatch('', reparseData, 'ReparseTag').sized('ReparseDataLength'),
});

export const ReparseDataBuffer = struct('MS-FSCC 2.1.2.2', 'REPARSE_DATA_BUFFER', {
  Buffer: nested('smb2.reparse_data_buffer', ReparseData),
});
