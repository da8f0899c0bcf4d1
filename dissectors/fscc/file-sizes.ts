import { bits, i64, u32, u64, u8 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { BOOLEAN, reserved } from './fields.ts';

export const FileAllocationInformation = struct('MS-FSCC 2.4.4', 'FileAllocationInformation', {
  AllocationSize: u64('smb.alloc_size64'),
}, { abbrev: 'smb2.file_allocation_info' });

export const FileDispositionInformation = struct('MS-FSCC 2.4.11', 'FileDispositionInformation', {
  DeletePending: u8('smb2.disposition.delete_on_close'),
}, { abbrev: 'smb2.file_disposition_info' });

const DispositionFlags = bits({
  FILE_DISPOSITION_DELETE:                    [0x00000001, 'smb2.disposition.flags.delete'],
  FILE_DISPOSITION_POSIX_SEMANTICS:           [0x00000002, 'smb2.disposition.flags.posix_semantics'],
  FILE_DISPOSITION_FORCE_IMAGE_SECTION_CHECK: [0x00000004, 'smb2.disposition.flags.force_image_section_check'],
  FILE_DISPOSITION_ON_CLOSE:                  [0x00000008, 'smb2.disposition.flags.on_close'],
  FILE_DISPOSITION_IGNORE_READONLY_ATTRIBUTE: [0x00000010, 'smb2.disposition.flags.ignore_readonly_attribute'],
});

export const FileDispositionInformationEx = struct('MS-FSCC 2.4.12', 'FILE_DISPOSITION_INFORMATION_EX', {
  Flags: u32('smb2.disposition.flags', DispositionFlags),
}, { abbrev: 'smb2.file_disposition_info_ex' });

export const FileEndOfFileInformation = struct('MS-FSCC 2.4.14', 'FileEndOfFileInformation', {
  EndOfFile: u64('smb.end_of_file'),
}, { abbrev: 'smb2.file_endoffile_info' });

export const FilePositionInformation = struct('MS-FSCC 2.4.40', 'FilePositionInformation', {
  CurrentByteOffset: u64('smb.position'),
}, { abbrev: 'smb2.file_position_info' });

export const FileValidDataLengthInformation = struct('MS-FSCC 2.4.50', 'FileValidDataLengthInformation', {
  ValidDataLength: u64('smb2.valid_data_length'),
}, { abbrev: 'smb2.file_valid_data_length_info' });

export const FileSfioReserveInformation = struct('MS-FSCC 2.4.45', 'FileSfioReserveInformation', {
  RequestsPerPeriod:      u32('smb2.sfio.requests_per_period'),
  Period:                 u32('smb2.sfio.period'),
  RetryFailures:          u8('smb2.sfio.retry_failures', BOOLEAN),
  Discardable:            u8('smb2.sfio.discardable', BOOLEAN),
  Reserved:               reserved(2),
  RequestSize:            u32('smb2.sfio.request_size'),
  NumOutstandingRequests: u32('smb2.sfio.num_outstanding_requests'),
}, { abbrev: 'smb2.file_sfio_reserve_info' });

export const FileSfioVolumeInformation = struct('WDK ntifs.h', 'FILE_SFIO_VOLUME_INFORMATION', {
  MaximumRequestsPerPeriod: u32('smb2.sfio.maximum_requests_per_period'),
  MinimumPeriod:            u32('smb2.sfio.minimum_period'),
  MinimumTransferSize:      u32('smb2.sfio.minimum_transfer_size'),
}, { abbrev: 'smb2.file_sfio_volume_info' });

export const FileMailslotQueryInformation = struct('MS-FSCC 2.4.29', 'FileMailslotQueryInformation', {
  MaximumMessageSize: u32('smb2.mailslot.maximum_message_size'),
  MailslotQuota:      u32('smb2.mailslot.quota'),
  NextMessageSize:    u32('smb2.mailslot.next_message_size'),
  MessagesAvailable:  u32('smb2.mailslot.messages_available'),
  ReadTimeout:        i64('smb2.mailslot.read_timeout'),
}, { abbrev: 'smb2.file_mailslot_query_info' });

export const FileMailslotSetInformation = struct('MS-FSCC 2.4.30', 'FileMailslotSetInformation', {
  ReadTimeout: i64('smb2.mailslot.read_timeout'),
}, { abbrev: 'smb2.file_mailslot_set_info' });
