import { hex, u32, u64 } from '../../../src/dissect/field.ts';
import { struct } from '../../../src/dissect/struct.ts';

export const FileFsPosixInformation = struct('POSIX-FSCC 2.3', 'FileFsPosixInformation', {
  OptimalTransferSize: u32('smb2.fs_posix.optimal_transfer_size'),
  BlockSize:           u32('smb2.fs_posix.block_size'),
  TotalBlocks:         u64('smb2.fs_posix.total_blocks'),
  BlocksAvailable:     u64('smb2.fs_posix.blocks_available'),
  UserBlocksAvailable: u64('smb2.fs_posix.user_blocks_available'),
  TotalFileNodes:      u64('smb2.fs_posix.total_file_nodes'),
  FreeFileNodes:       u64('smb2.fs_posix.free_file_nodes'),
  FileSystemId:        u64('smb2.fs_posix.file_system_id', hex),
}, { abbrev: 'smb2.fs_posix_info' });
