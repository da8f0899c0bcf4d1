import { bits } from '../../src/dissect/field.ts';

export const LeaseState = bits({
  SMB2_LEASE_READ_CACHING:   [0x00000001, 'smb2.lease.lease_state.read_caching'],
  SMB2_LEASE_HANDLE_CACHING: [0x00000002, 'smb2.lease.lease_state.handle_caching'],
  SMB2_LEASE_WRITE_CACHING:  [0x00000004, 'smb2.lease.lease_state.write_caching'],
});

export const LeaseFlags = bits({
  SMB2_NOTIFY_BREAK_LEASE_FLAG_ACK_REQUIRED: [0x00000001, 'smb2.lease.lease_state.break_ack_required'],
  SMB2_LEASE_FLAG_BREAK_IN_PROGRESS:         [0x00000002, 'smb2.lease.lease_state.break_in_progress'],
  SMB2_LEASE_FLAG_PARENT_LEASE_KEY_SET:      [0x00000004, 'smb2.lease.lease_state.parent_lease_key_set'],
});
