import { bits, guid, hex, nested, u32, u64 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { reserved } from '../smb2/fields.ts';

const range = {
  FileOffset: u64('smb2.fsctl.range_offset'),
  Length:     u64('smb2.fsctl.range_length'),
};

const AllocatedRange = struct('MS-FSCC 2.3.52', 'FILE_ALLOCATED_RANGE_BUFFER', range);

/** One in a request; in a reply as many as fit. */
export const QueryAllocatedRanges = struct('MS-FSCC 2.3.51', 'FSCTL_QUERY_ALLOCATED_RANGES', {
  Range: nested('', AllocatedRange).times(Infinity),
});

export const SetZeroDataRequest = struct('MS-FSCC 2.3.85', 'FSCTL_SET_ZERO_DATA Request', {
  FileOffset:      u64('smb2.fsctl.range_offset'),
  BeyondFinalZero: u64('smb2.fsctl.range_length'), // an end, not a length
});

const Usage = bits({
  FILE_REGION_USAGE_VALID_CACHED_DATA:    [0x00000001, 'smb2.qfr_usage.valid_cached_data'],
  FILE_REGION_USAGE_VALID_NONCACHED_DATA: [0x00000002, 'smb2.qfr_usage.valid_noncached_data'],
});

const region = {
  FileOffset: u64('smb2.file_offset'),
  Length:     u64('smb2.qfr_length'),
};

export const QueryFileRegionsRequest = struct('MS-FSCC 2.3.55', 'FILE_REGION_INPUT', {
  ...region,
  DesiredUsage: u32('smb2.qfr_usage', Usage),
  Reserved:     reserved(4),
});

const FileRegionInfo = struct('MS-FSCC 2.3.56.1', 'FILE_REGION_INFO', {
  ...region,
  DesiredUsage: u32('smb2.qfr_usage', Usage),
  Reserved:     reserved(4),
});

export const QueryFileRegionsReply = struct('MS-FSCC 2.3.56', 'FILE_REGION_OUTPUT', {
  Flags:                 u32('smb2.qfr_flags', hex),
  TotalRegionEntryCount: u32('smb2.qfr_tot_region_entry_count'),
  RegionEntryCount:      u32('smb2.qfr_region_entry_count'),
  Reserved:              reserved(4),
  Region:                nested('', FileRegionInfo).times('RegionEntryCount'),
});

const FileLevelTrimRange = struct('MS-FSCC 2.3.13.1', 'FILE_LEVEL_TRIM_RANGE', {
  Offset: u64('smb2.fsctl.range_offset'),
  Length: u64('smb2.fsctl.range_length'),
});

export const FileLevelTrimRequest = struct('MS-FSCC 2.3.13', 'FILE_LEVEL_TRIM', {
  Key:       u32('smb2.fsctl.trim.key', hex),
  NumRanges: u32('smb2.fsctl.trim.count'),
  Ranges:    nested('', FileLevelTrimRange).times('NumRanges'),
});

export const FileLevelTrimReply = struct('MS-FSCC 2.3.14', 'FILE_LEVEL_TRIM_OUTPUT', {
  NumRangesProcessed: u32('smb2.fsctl.trim.processed'),
});

const extents = {
  SourceFileID:     guid('smb2.fsctl.duplicate_extents.source_fid'),
  SourceFileOffset: u64('smb2.fsctl.duplicate_extents.source_offset'),
  TargetFileOffset: u64('smb2.fsctl.duplicate_extents.target_offset'),
  ByteCount:        u64('smb2.fsctl.duplicate_extents.count'),
};

export const DuplicateExtentsRequest = struct('MS-FSCC 2.3.7.2', 'SMB2_DUPLICATE_EXTENTS_DATA', extents);

const DuplicateFlags = bits({
  DUPLICATE_EXTENTS_DATA_EX_SOURCE_ATOMIC: [0x00000001, 'smb2.fsctl.duplicate_extents.flags.source_atomic'],
});

export const DuplicateExtentsExRequest = struct('MS-FSCC 2.3.9.2', 'SMB2_DUPLICATE_EXTENTS_DATA_EX', {
  StructureSize: u64('smb2.fsctl.duplicate_extents.struct_size'),
  ...extents,
  Flags:         u32('smb2.fsctl.duplicate_extents.flags', DuplicateFlags),
  Reserved:      reserved(4),
});
