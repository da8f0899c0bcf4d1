import { bits, hex, names, u32 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

const PropertyId = names({ StorageDeviceWriteCacheProperty: 0x00000004, StorageAccessAlignmentProperty: 0x00000006 });
const QueryType  = names({ PropertyStandardQuery: 0x00000000, PropertyExistsQuery: 0x00000001 });

/** Also FSCTL_VIRTUAL_STORAGE_QUERY_PROPERTY, MS-FSCC 2.3.91. */
export const StorageQueryPropertyRequest = struct('MS-FSCC 2.8.1', 'IOCTL_STORAGE_QUERY_PROPERTY Request', {
  PropertyId: u32('smb2.ioctl.storage_property.id', hex, PropertyId),
  QueryType:  u32('smb2.ioctl.storage_property.query_type', hex, QueryType),
});

export const StorageQueryPropertyReply = struct('MS-FSCC 2.8.2', 'IOCTL_STORAGE_QUERY_PROPERTY Reply', {
  Version:                       u32('smb2.ioctl.storage_property.version'),
  Size:                          u32('smb2.ioctl.storage_property.size'),
  BytesPerCacheLine:             u32('smb2.ioctl.storage_property.bytes_per_cache_line'),
  BytesOffsetForCacheAlignment:  u32('smb2.ioctl.storage_property.cache_alignment'),
  BytesPerLogicalSector:         u32('smb2.ioctl.storage_property.bytes_per_logical_sector'),
  BytesPerPhysicalSector:        u32('smb2.ioctl.storage_property.bytes_per_physical_sector'),
  BytesOffsetForSectorAlignment: u32('smb2.ioctl.storage_property.sector_alignment'),
});

const GptAttributes = bits({
  GPT_BASIC_DATA_ATTRIBUTE_READ_ONLY:       [0x10000000, 'smb2.ioctl.gpt_attributes.read_only'],
  GPT_BASIC_DATA_ATTRIBUTE_SHADOW_COPY:     [0x20000000, 'smb2.ioctl.gpt_attributes.shadow_copy'],
  GPT_BASIC_DATA_ATTRIBUTE_HIDDEN:          [0x40000000, 'smb2.ioctl.gpt_attributes.hidden'],
  GPT_BASIC_DATA_ATTRIBUTE_NO_DRIVE_LETTER: [0x80000000, 'smb2.ioctl.gpt_attributes.no_drive_letter'],
});

/** Eight bytes, of which the upper four have all flags. */
export const VolumeGetGptAttributesReply = struct('MS-FSCC 2.8.4', 'IOCTL_VOLUME_GET_GPT_ATTRIBUTES Reply', {
  GptAttributesLow: u32('smb2.ioctl.gpt_attributes.low', hex),
  GptAttributes:    u32('smb2.ioctl.gpt_attributes', GptAttributes),
});
