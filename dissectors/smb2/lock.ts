import { bits, nested, u16, u32, u64 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { FileId, reserved, StructureSize, unknown } from './fields.ts';

const LockSequence = bits({
  LockSequenceNumber: [0x0000000f, 'smb2.lock_sequence.number'],
  LockSequenceIndex:  [0xfffffff0, 'smb2.lock_sequence.index'],
});

const Flags = bits({
  SMB2_LOCKFLAG_SHARED_LOCK:      [0x00000001, 'smb2.lock_flags.shared'],
  SMB2_LOCKFLAG_EXCLUSIVE_LOCK:   [0x00000002, 'smb2.lock_flags.exclusive'],
  SMB2_LOCKFLAG_UNLOCK:           [0x00000004, 'smb2.lock_flags.unlock'],
  SMB2_LOCKFLAG_FAIL_IMMEDIATELY: [0x00000010, 'smb2.lock_flags.fail_immediately'],
});

const LockElement = struct('MS-SMB2 2.2.26.1', 'SMB2_LOCK_ELEMENT', {
  Offset:   u64('smb2.file_offset'),
  Length:   u64('smb2.lock_length'),
  Flags:    u32('smb2.lock_flags', Flags),
  Reserved: reserved(4),
});

export const LockRequest = struct('MS-SMB2 2.2.26', 'SMB2 LOCK Request', {
  StructureSize,
  LockCount:    u16('smb2.lock_count'),
  LockSequence: u32('smb2.lock_sequence', LockSequence),
  FileId,
  Locks:        nested('smb2.lock_info', LockElement).times('LockCount'),
});

export const LockResponse = struct('MS-SMB2 2.2.27', 'SMB2 LOCK Response', { StructureSize, Reserved: unknown(2) });
