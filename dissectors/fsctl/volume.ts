import { bytes, filetime, hex, i64, names, nested, u16, u32, u64, u8, utf16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { reserved } from '../smb2/fields.ts';

const clusters = {
  VolumeSerialNumber: u64('smb2.fsctl.volume.serial_number', hex),
  NumberSectors:      u64('smb2.fsctl.volume.sectors'),
  TotalClusters:      u64('smb2.fsctl.volume.total_clusters'),
  FreeClusters:       u64('smb2.fsctl.volume.free_clusters'),
  TotalReserved:      u64('smb2.fsctl.volume.total_reserved'),
  BytesPerSector:     u32('smb2.fsctl.volume.bytes_per_sector'),
  BytesPerCluster:    u32('smb2.fsctl.volume.bytes_per_cluster'),
};

export const NtfsVolumeData = struct('MS-FSCC 2.3.22', 'NTFS_VOLUME_DATA_BUFFER', {
  ...clusters,
  BytesPerFileRecordSegment:    u32('smb2.fsctl.volume.bytes_per_file_record_segment'),
  ClustersPerFileRecordSegment: u32('smb2.fsctl.volume.clusters_per_file_record_segment'),
  MftValidDataLength:           u64('smb2.fsctl.volume.mft_valid_data_length'),
  MftStartLcn:                  u64('smb2.fsctl.volume.mft_start_lcn', hex),
  Mft2StartLcn:                 u64('smb2.fsctl.volume.mft2_start_lcn', hex),
  MftZoneStart:                 u64('smb2.fsctl.volume.mft_zone_start', hex),
  MftZoneEnd:                   u64('smb2.fsctl.volume.mft_zone_end', hex),
});

export const RefsVolumeData = struct('MS-FSCC 2.3.24', 'REFS_VOLUME_DATA_BUFFER', {
  ByteCount:                 u32('smb2.fsctl.volume.byte_count'),
  MajorVersion:              u32('smb2.fsctl.volume.major_version'),
  MinorVersion:              u32('smb2.fsctl.volume.minor_version'),
  BytesPerPhysicalSector:    u32('smb2.fsctl.volume.bytes_per_physical_sector'),
  ...clusters,
  MaximumSizeOfResidentFile: u64('smb2.fsctl.volume.max_resident_file'),
  Reserved:                  bytes('smb2.reserved'),
});

export const QueryFatBpbReply = struct('MS-FSCC 2.3.54', 'FSCTL_QUERY_FAT_BPB Reply', {
  First0x24BytesOfBootSector: bytes('smb2.fsctl.volume.boot_sector', 36),
});

export const QueryOnDiskVolumeInfoReply = struct('MS-FSCC 2.3.58', 'FILE_QUERY_ON_DISK_VOL_INFO_BUFFER', {
  DirectoryCount:                      i64('smb2.fsctl.volume.directory_count'),
  FileCount:                           i64('smb2.fsctl.volume.file_count'),
  FsFormatMajVersion:                  u16('smb2.fsctl.volume.major_version'),
  FsFormatMinVersion:                  u16('smb2.fsctl.volume.minor_version'),
  FsFormatName:                        utf16('smb2.fsctl.volume.format_name', 24),
  FormatTime:                          filetime('smb2.fsctl.volume.format_time'),
  LastUpdateTime:                      filetime('smb2.fsctl.volume.last_update_time'),
  CopyrightInfo:                       utf16('smb2.fsctl.volume.copyright', 68),
  AbstractInfo:                        utf16('smb2.fsctl.volume.abstract', 68),
  FormattingImplementationInfo:        utf16('smb2.fsctl.volume.formatting_implementation', 68),
  LastModifyingImplementationInfo:     utf16('smb2.fsctl.volume.last_modifying_implementation', 68),
});

export const QuerySparingInfoReply = struct('MS-FSCC 2.3.60', 'FILE_QUERY_SPARING_BUFFER', {
  SparingUnitBytes: u32('smb2.fsctl.sparing.unit_bytes'),
  SoftwareSparing:  u8('smb2.fsctl.sparing.software'),
  Reserved:         reserved(3),
  TotalSpareBlocks: u32('smb2.fsctl.sparing.total_blocks'),
  FreeSpareBlocks:  u32('smb2.fsctl.sparing.free_blocks'),
});

const FileSystemType = names({
  FILESYSTEM_STATISTICS_TYPE_NTFS: 1, FILESYSTEM_STATISTICS_TYPE_FAT: 2, FILESYSTEM_STATISTICS_TYPE_EXFAT: 3,
  FILESYSTEM_STATISTICS_TYPE_REFS: 4,
});

/** SizeOfCompleteStructure counts the 56 bytes before the file system's own figures. */
const FilesystemStatistics = struct('MS-FSCC 2.3.12.1', 'FILESYSTEM_STATISTICS', {
  FileSystemType:          u16('smb2.fsctl.statistics.type', FileSystemType),
  Version:                 u16('smb2.fsctl.statistics.version'),
  SizeOfCompleteStructure: u32('smb2.fsctl.statistics.size'),
  UserFileReads:           u32('smb2.fsctl.statistics.user_file_reads'),
  UserFileReadBytes:       u32('smb2.fsctl.statistics.user_file_read_bytes'),
  UserDiskReads:           u32('smb2.fsctl.statistics.user_disk_reads'),
  UserFileWrites:          u32('smb2.fsctl.statistics.user_file_writes'),
  UserFileWriteBytes:      u32('smb2.fsctl.statistics.user_file_write_bytes'),
  UserDiskWrites:          u32('smb2.fsctl.statistics.user_disk_writes'),
  MetaDataReads:           u32('smb2.fsctl.statistics.metadata_reads'),
  MetaDataReadBytes:       u32('smb2.fsctl.statistics.metadata_read_bytes'),
  MetaDataDiskReads:       u32('smb2.fsctl.statistics.metadata_disk_reads'),
  MetaDataWrites:          u32('smb2.fsctl.statistics.metadata_writes'),
  MetaDataWriteBytes:      u32('smb2.fsctl.statistics.metadata_write_bytes'),
  MetaDataDiskWrites:      u32('smb2.fsctl.statistics.metadata_disk_writes'),
  FileSystem:              bytes('smb2.fsctl.statistics.file_system').sized('SizeOfCompleteStructure', -56),
});

/** One for each processor. */
export const GetStatisticsReply = struct('MS-FSCC 2.3.12', 'FSCTL_FILESYSTEM_GET_STATISTICS Reply', {
  Statistics: nested('', FilesystemStatistics).times(Infinity),
});
