import { bits, bytes, hex, names, u8, u16, u32 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { Smb1Facts } from '../facts.ts';
import { NTSTATUS } from '../tables/ntstatus.ts';
import { Command } from './commands.ts';

const ntStatus = (m: Smb1Facts) => m.hasNtStatus;
const dosError = (m: Smb1Facts) => !m.hasNtStatus;

const ErrorClass = { SUCCESS: 0x00, ERRCLS_DOS: 0x01, ERRCLS_SRV: 0x02, ERRCLS_HRD: 0x03, ERRCLS_CMD: 0xff };

const Flags = bits({
  SMB_FLAGS_LOCK_AND_READ_OK:    [0x01, 'smb.flags.lock'],
  SMB_FLAGS_BUF_AVAIL:           [0x02, 'smb.flags.receive_buffer'],
  SMB_FLAGS_CASE_INSENSITIVE:    [0x08, 'smb.flags.caseless'],
  SMB_FLAGS_CANONICALIZED_PATHS: [0x10, 'smb.flags.canon'],
  SMB_FLAGS_OPLOCK:              [0x20, 'smb.flags.oplock'],
  SMB_FLAGS_OPBATCH:             [0x40, 'smb.flags.notify'],
  SMB_FLAGS_REPLY:               [0x80, 'smb.flags.response'],
});

const Flags2 = bits({
  SMB_FLAGS2_LONG_NAMES:                       [0x0001, 'smb.flags2.long_names_allowed'],
  SMB_FLAGS2_EAS:                              [0x0002, 'smb.flags2.ea'],
  SMB_FLAGS2_SMB_SECURITY_SIGNATURE:           [0x0004, 'smb.flags2.sec_sig'],
  SMB_FLAGS2_COMPRESSED:                       [0x0008, 'smb.flags2.compressed'],
  SMB_FLAGS2_SMB_SECURITY_SIGNATURE_REQUIRED:  [0x0010, 'smb.flags2.sec_sig_required'],
  SMB_FLAGS2_IS_LONG_NAME:                     [0x0040, 'smb.flags2.long_names_used'],
  SMB_FLAGS2_REPARSE_PATH:                     [0x0400, 'smb.flags2.reparse_path'],
  SMB_FLAGS2_EXTENDED_SECURITY:                [0x0800, 'smb.flags2.esn'],
  SMB_FLAGS2_DFS:                              [0x1000, 'smb.flags2.dfs'],
  SMB_FLAGS2_PAGING_IO:                        [0x2000, 'smb.flags2.roe'],
  SMB_FLAGS2_NT_STATUS:                        [0x4000, 'smb.flags2.nt_error'],
  SMB_FLAGS2_UNICODE:                          [0x8000, 'smb.flags2.string'],
});

export const Smb1Header = struct('MS-CIFS 2.2.3.1', 'SMB Header', {
  Protocol:         u32('smb.server_component', hex),
  Command:          u8('smb.cmd', hex, names(Command)),
  Status:           u32('smb.nt_status', hex, names(NTSTATUS)).if(ntStatus),
  ErrorClass:       u8('smb.error_class', hex, names(ErrorClass)).if(dosError),
  ErrorReserved:    bytes('smb.reserved', 1).if(dosError),
  ErrorCode:        u16('smb.error_code', hex).if(dosError),
  Flags:            u8('smb.flags', Flags),
  Flags2:           u16('smb.flags2', Flags2),
  PIDHigh:          u16('smb.pid.high'),
  SecurityFeatures: bytes('smb.signature', 8),
  Reserved:         bytes('smb.reserved', 2),
  TID:              u16('smb.tid'),
  PIDLow:           u16('smb.pid'),
  UID:              u16('smb.uid'),
  MID:              u16('smb.mid'),
});
