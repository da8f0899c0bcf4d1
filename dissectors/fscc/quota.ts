import { bytes, chain, filetime, nested, u32, u64, u8 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { sid } from '../dtyp/sid.ts';
import { BOOLEAN } from './fields.ts';

const FileQuota = struct('MS-FSCC 2.4.41', 'FILE_QUOTA_INFORMATION', {
  NextEntryOffset: u32('smb.quota.user.offset'),
  SidLength:       u32('smb.length_of_sid'),
  ChangeTime:      filetime('smb.quota.user.change_time'),
  QuotaUsed:       u64('smb.quota.used'),
  QuotaThreshold:  u64('smb.quota.soft.default'),
  QuotaLimit:      u64('smb.quota.hard.default'),
  Sid:             sid.sized('SidLength'),
});

export const FileQuotaInformation = struct('MS-FSCC 2.4.41', 'FileQuotaInformation', {
  Quota: chain('', FileQuota, 'NextEntryOffset'),
}, { abbrev: 'smb2.quota_info' });

const FileGetQuota = struct('MS-FSCC 2.4.41.1', 'FILE_GET_QUOTA_INFORMATION', {
  NextEntryOffset: u32('smb.quota.user.offset'),
  SidLength:       u32('smb.length_of_sid'),
  Sid:             sid.sized('SidLength'),
});

const FileGetQuotas = struct('MS-FSCC 2.4.41.1', 'SidList', {
  Sid: chain('', FileGetQuota, 'NextEntryOffset'),
});

/** Asks for the SIDs of a list or, without one, from StartSid on; its offset counts from SidBuffer. */
export const QueryQuotaInfo = struct('MS-SMB2 2.2.37.1', 'SMB2_QUERY_QUOTA_INFO', {
  ReturnSingle:   u8('smb2.query_quota_info.single', BOOLEAN),
  RestartScan:    u8('smb2.query_quota_info.restart', BOOLEAN),
  Reserved:       bytes('smb2.reserved', 2),
  SidListLength:  u32('smb2.query_quota_info.sidlistlen'),
  StartSidLength: u32('smb2.query_quota_info.startsidlen'),
  StartSidOffset: u32('smb2.query_quota_info.startsidoffset'),
  SidList:        nested('', FileGetQuotas).sized('SidListLength'),
  Before:         bytes('smb2.query_quota_info.before').sized('StartSidOffset').unless('SidListLength', 0xffffffff),
  StartSid:       sid.sized('StartSidLength').unless('SidListLength', 0xffffffff),
}, { abbrev: 'smb2.query_quota_info' });
