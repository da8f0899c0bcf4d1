import { dispatch, guid, hex, u16, u32, u64, u8, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { OplockLevel } from './create.ts';
import { FileId, reserved, StructureSize } from './fields.ts';
import { LeaseFlags, LeaseState } from './lease.ts';

const oplockBreak = {
  StructureSize,
  OplockLevel: u8('smb2.create.oplock', hex, OplockLevel),
  Reserved:    reserved(1),
  Reserved2:   reserved(4),
  FileId,
};

const leaseBreak = {
  StructureSize,
  Reserved:      reserved(2),
  Flags:         u32('smb2.lease.lease_flags', LeaseFlags),
  LeaseKey:      guid('smb2.lease.lease_key'),
  LeaseState:    u32('smb2.lease.lease_state', LeaseState),
  LeaseDuration: u64('smb2.lease.lease_duration', hex),
};

/** Also the OPLOCK_BREAK Response, MS-SMB2 2.2.25.1: a notification is known by its MessageId, all bits set. */
export const OplockBreakNotification   = struct('MS-SMB2 2.2.23.1', 'Oplock Break Notification', oplockBreak);
export const OplockBreakAcknowledgment = struct('MS-SMB2 2.2.24.1', 'Oplock Break Acknowledgment', oplockBreak);
export const LeaseBreakAcknowledgment  = struct('MS-SMB2 2.2.24.2', 'Lease Break Acknowledgment', leaseBreak);
export const LeaseBreakResponse        = struct('MS-SMB2 2.2.25.2', 'Lease Break Response', leaseBreak);

export const LeaseBreakNotification = struct('MS-SMB2 2.2.23.2', 'Lease Break Notification', {
  StructureSize,
  NewEpoch:          u16('smb2.lease.lease_oplock', hex),
  Flags:             u32('smb2.lease.lease_flags', LeaseFlags),
  LeaseKey:          guid('smb2.lease.lease_key'),
  CurrentLeaseState: u32('smb2.lease.lease_state', LeaseState),
  NewLeaseState:     u32('smb2.lease.lease_state', LeaseState),
  BreakReason:       u32('smb2.lease.lease_break_reason', hex),
  AccessMaskHint:    u32('smb2.lease.access_mask_hint', hex),
  ShareMaskHint:     u32('smb2.lease.share_mask_hint', hex),
});

const requests: Table  = { 24: OplockBreakAcknowledgment, 36: LeaseBreakAcknowledgment };
const responses: Table = { 24: OplockBreakNotification, 36: LeaseBreakResponse, 44: LeaseBreakNotification };

export const OplockBreakRequest = struct('MS-SMB2 2.2.24', 'SMB2 OPLOCK_BREAK Acknowledgment', {
  StructureSize:  u16('').peek(),
  Acknowledgment: dispatch('', requests, 'StructureSize'),
});

export const OplockBreakResponse = struct('MS-SMB2 2.2.23', 'SMB2 OPLOCK_BREAK Notification or Response', {
  StructureSize: u16('').peek(),
  Break:         dispatch('', responses, 'StructureSize'),
});
