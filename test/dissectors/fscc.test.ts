import { describe, expect, test } from 'vitest';
import { directoryInformation, fileInformation, filesystemInformation, QueryQuotaInfo, queryInput } from '../../dissectors/fscc/index.ts';
import { QueryDirectoryResponse } from '../../dissectors/smb2/query-directory.ts';
import { QueryInfoRequest, QueryInfoResponse } from '../../dissectors/smb2/query-info.ts';
import { SetInfoRequest } from '../../dissectors/smb2/set-info.ts';
import type { Table } from '../../src/dissect/field.ts';
import type { Struct } from '../../src/dissect/struct.ts';
import { bytesOf, rows, torture } from './rows.ts';

const facts = { isResponse: true };
const entry = (table: Table, key: number | string): Struct => table[key] as Struct;
const times = `
  0000000000000000
  0100000000000000
  0200000000000000
  0300000000000000`;

/** What a class shows: bytes laid out a field a line, and the rows expected of them. */
type Case = readonly [key: number, layout: string, expected: readonly string[]];

const stat = `
  0900000000000000
  ${times}
  0010000000000000
  0500000000000000
  20000000
  0c0000a0
  01000000`;
const statRows = [
  '0+8 smb2.file_id 0x0000000000000009',
  '8+8 smb2.create.time not set (0)',
  '16+8 smb2.last_access.time 1601-01-01T00:00:00.0000001Z',
  '24+8 smb2.last_write.time 1601-01-01T00:00:00.0000002Z',
  '32+8 smb2.last_change.time 1601-01-01T00:00:00.0000003Z',
  '40+8 smb2.allocation_size 4096',
  '48+8 smb2.eof 5',
  '56+4 smb2.file_attribute 0x00000020, FILE_ATTRIBUTE_ARCHIVE',
  '60+4 smb2.reparse_tag IO_REPARSE_TAG_SYMLINK (0xa000000c)',
  '64+4 smb2.nlinks 1',
];
const guidBytes = '00010203 0405 0607 08090a0b0c0d0e0f';
const guidText = '03020100-0504-0706-0809-0a0b0c0d0e0f';
const exFlags = `
  43000000
  00000000
  0000000000000000
  04000000
  61006200`;
const exRows = (mask: string, prefix: string) => [
  `0+4 smb2.rename.flags ${mask}, ${prefix}_REPLACE_IF_EXISTS, ${prefix}_POSIX_SEMANTICS, ${prefix}_IGNORE_READONLY_ATTRIBUTE`,
  '4+4 smb2.reserved 00000000',
  '8+8 smb2.root_directory 0000000000000000',
  '16+4 smb2.filename.len 4',
  '20+4 smb2.filename ab',
];

const files: readonly Case[] = [
  [6, '0700000000000000', ['0+8 smb.index_number 0x0000000000000007']],
  [9, '04000000 61006200', ['0+4 smb.file_name_len 4', '4+4 smb.file ab']],
  [
    11,
    `
    01
    00000000000000
    0000000000000000
    04000000
    61006200`,
    [
      '0+1 smb2.link.replace_if 1',
      '1+7 smb2.reserved.random 00000000000000',
      '8+8 smb2.root_directory 0000000000000000',
      '16+4 smb2.filename.len 4',
      '20+4 smb2.filename ab',
    ],
  ],
  [16, '20000000', ['0+4 smb.mode 0x00000020, FILE_SYNCHRONOUS_IO_NONALERT']],
  [17, '07000000', ['0+4 smb.alignment FILE_QUAD_ALIGNMENT (0x00000007)']],
  [
    23,
    `
    01000000
    00000000`,
    ['0+4 smb2.pipe_info.read_mode FILE_PIPE_MESSAGE_MODE (1)', '4+4 smb2.pipe_info.completion_mode FILE_PIPE_QUEUE_OPERATION (0)'],
  ],
  [
    24,
    `
    01000000
    02000000
    ffffffff
    02000000
    00100000
    00000000
    00100000
    00080000
    03000000
    00000000`,
    [
      '0+4 smb2.pipe_info.type FILE_PIPE_MESSAGE_TYPE (1)',
      '4+4 smb2.pipe_info.configuration FILE_PIPE_FULL_DUPLEX (2)',
      '8+4 smb2.pipe_info.maximum_instances 4294967295',
      '12+4 smb2.pipe_info.current_instances 2',
      '16+4 smb2.pipe_info.inbound_quota 4096',
      '20+4 smb2.pipe_info.read_data_available 0',
      '24+4 smb2.pipe_info.outbound_quota 4096',
      '28+4 smb2.pipe_info.write_quota_available 2048',
      '32+4 smb2.pipe_info.state FILE_PIPE_CONNECTED_STATE (3)',
      '36+4 smb2.pipe_info.end FILE_PIPE_CLIENT_END (0)',
    ],
  ],
  [
    25,
    `
    f6ffffffffffffff
    05000000`,
    ['0+8 smb2.pipe_info.collect_data_time -10', '8+4 smb2.pipe_info.maximum_collection_count 5'],
  ],
  [
    26,
    `
    00010000
    00020000
    ffffffff
    00000000
    ffffffffffffffff`,
    [
      '0+4 smb2.mailslot.maximum_message_size 256',
      '4+4 smb2.mailslot.quota 512',
      '8+4 smb2.mailslot.next_message_size 4294967295',
      '12+4 smb2.mailslot.messages_available 0',
      '16+8 smb2.mailslot.read_timeout -1',
    ],
  ],
  [27, 'ffffffffffffffff', ['0+8 smb2.mailslot.read_timeout -1']],
  [
    28,
    `
    0010000000000000
    0200
    10
    0c
    0c
    000000`,
    [
      '0+8 smb.compressed.file_size 4096',
      '8+2 smb.compressed.format COMPRESSION_FORMAT_LZNT1 (2)',
      '10+1 smb.compressed.unit_shift 16',
      '11+1 smb.compressed.chunk_shift 12',
      '12+1 smb.compressed.cluster_shift 12',
      '13+3 smb.reserved 000000',
    ],
  ],
  [
    29,
    `
    0900000000000000
    ${guidBytes}
    ${guidBytes}
    ${guidBytes}
    ${guidBytes}`,
    [
      '0+8 smb2.file_id 0x0000000000000009',
      `8+16 smb2.object_id ${guidText}`,
      `24+16 smb2.birth_volume_id ${guidText}`,
      `40+16 smb2.birth_object_id ${guidText}`,
      `56+16 smb2.domain_id ${guidText}`,
    ],
  ],
  [
    31,
    `
    08000000
    00000000
    0000000000000000
    02000000
    6100`,
    [
      '0+4 smb2.move_cluster.cluster_count 8',
      '4+4 smb2.reserved 00000000',
      '8+8 smb2.root_directory 0000000000000000',
      '16+4 smb2.filename.len 2',
      '20+2 smb2.filename a',
    ],
  ],
  [
    33,
    `
    0900000000000000
    030000a0`,
    ['0+8 smb2.file_id 0x0000000000000009', '8+4 smb2.reparse_tag IO_REPARSE_TAG_MOUNT_POINT (0xa0000003)'],
  ],
  [35, '20040000 0c0000a0', ['0+4 smb.attribute 0x00000420', '4+4 smb.reparse_tag IO_REPARSE_TAG_SYMLINK (0xa000000c)']],
  [
    36,
    `
    0000000000000000
    02000000
    abcd`,
    [
      '0+8 smb2.tracking.destination_file 0000000000000000',
      '8+4 smb2.tracking.object_information_length 2',
      '12+2 smb2.tracking.object_information abcd',
    ],
  ],
  [39, '0010000000000000', ['0+8 smb2.valid_data_length 4096']],
  [40, '04000000 61006200', ['0+4 smb.file_name_len 4', '4+4 smb.file ab']],
  [
    44,
    `
    01000000
    02000000
    01
    00
    0000
    03000000
    04000000`,
    [
      '0+4 smb2.sfio.requests_per_period 1',
      '4+4 smb2.sfio.period 2',
      '8+1 smb2.sfio.retry_failures TRUE (1)',
      '9+1 smb2.sfio.discardable FALSE (0)',
      '10+2 smb2.reserved 0000',
      '12+4 smb2.sfio.request_size 3',
      '16+4 smb2.sfio.num_outstanding_requests 4',
    ],
  ],
  [
    45,
    `
    01000000
    02000000
    03000000`,
    ['0+4 smb2.sfio.maximum_requests_per_period 1', '4+4 smb2.sfio.minimum_period 2', '8+4 smb2.sfio.minimum_transfer_size 3'],
  ],
  [
    46,
    `
    22000000
    01000000
    00000000
    00000000
    0500000000000000
    01000000
    6100`,
    [
      '0+4 smb2.link.bytes_needed 34',
      '4+4 smb2.link.entries_returned 1',
      '8+4 smb2.next_offset 0',
      '12+4 smb2.reserved 00000000',
      '16+8 smb2.parent_file_id 0x0000000000000005',
      '24+4 smb2.link.name_length 1',
      '28+2 smb2.filename a',
    ],
  ],
  [
    54,
    `
    01000000
    02000000
    00
    01
    0000`,
    [
      '0+4 smb2.link.number_of_accessible_links 1',
      '4+4 smb2.link.total_number_of_links 2',
      '8+1 smb2.delete_pending 0',
      '9+1 smb2.is_directory 1',
      '10+2 smb2.reserved 0000',
    ],
  ],
  [
    59,
    `
    0800000000000000
    000102030405060708090a0b0c0d0e0f`,
    ['0+8 smb2.volume_serial_number 0x0000000000000008', '8+16 smb2.file_id_128 000102030405060708090a0b0c0d0e0f'],
  ],
  [
    64,
    '13000000',
    [
      '0+4 smb2.disposition.flags 0x00000013, FILE_DISPOSITION_DELETE, FILE_DISPOSITION_POSIX_SEMANTICS, ' +
        'FILE_DISPOSITION_IGNORE_READONLY_ATTRIBUTE',
    ],
  ],
  [65, exFlags, exRows('0x00000043', 'FILE_RENAME')],
  [
    67,
    `
    02000000
    00000000`,
    ['0+4 smb2.desired_storage_class FileStorageTierClassPerformance (2)', '4+4 smb2.desired_storage_class.flags 0x00000000'],
  ],
  [68, `${stat} 80000000`, [...statRows, '68+4 smb.access_mask 0x00000080, FILE_READ_ATTRIBUTES']],
  [
    70,
    `
    ${stat}
    80000000
    07000000
    e8030000
    e9030000
    a4810000
    08000000
    01000000`,
    [
      ...statRows,
      '68+4 smb.access_mask 0x00000080, FILE_READ_ATTRIBUTES',
      '72+4 smb2.stat_lx.flags 0x00000007, LX_FILE_METADATA_HAS_UID, LX_FILE_METADATA_HAS_GID, LX_FILE_METADATA_HAS_MODE',
      '76+4 smb2.stat_lx.uid 1000',
      '80+4 smb2.stat_lx.gid 1001',
      '84+4 smb2.stat_lx.mode 0x000081a4',
      '88+4 smb2.stat_lx.device_major 8',
      '92+4 smb2.stat_lx.device_minor 1',
    ],
  ],
  [71, '01000000', ['0+4 smb2.case_sensitive.flags 0x00000001, FILE_CS_FLAG_CASE_SENSITIVE_DIR']],
  [72, exFlags, exRows('0x00000043', 'FILE_LINK')],
  [74, '02000000', ['0+4 smb2.storage_reserve_id StorageReserveIdSoft (2)']],
  [76, '03000000', ['0+4 smb2.known_folder KnownFolderDownloads (3)']],
  [
    77,
    `
    ${stat}
    07000000
    20000000
    00000000
    0800000000000000
    000102030405060708090a0b0c0d0e0f`,
    [
      ...statRows,
      '68+4 smb.device.type FILE_DEVICE_DISK (0x00000007)',
      '72+4 smb.device 0x00000020, FILE_DEVICE_IS_MOUNTED',
      '76+4 smb2.reserved 00000000',
      '80+8 smb2.volume_serial_number 0x0000000000000008',
      '88+16 smb2.file_id_128 000102030405060708090a0b0c0d0e0f',
    ],
  ],
];

const filesystems: readonly Case[] = [
  [2, '04000000 61006200', ['0+4 smb.volume.label.len 4', '4+4 smb.volume.label ab']],
  [
    9,
    `
    01
    000000
    04000000
    61006200`,
    [
      '0+1 smb2.fs_driver_path.in_path TRUE (1)',
      '1+3 smb2.reserved 000000',
      '4+4 smb2.fs_driver_path.name_length 4',
      '8+4 smb2.fs_driver_path.name ab',
    ],
  ],
  [10, '01000000', ['0+4 smb2.fs_volume_flags 0x00000001']],
  [
    100,
    `
    00000100
    00100000
    0100000000000000
    0200000000000000
    0300000000000000
    0400000000000000
    0500000000000000
    0600000000000000`,
    [
      '0+4 smb2.fs_posix.optimal_transfer_size 65536',
      '4+4 smb2.fs_posix.block_size 4096',
      '8+8 smb2.fs_posix.total_blocks 1',
      '16+8 smb2.fs_posix.blocks_available 2',
      '24+8 smb2.fs_posix.user_blocks_available 3',
      '32+8 smb2.fs_posix.total_file_nodes 4',
      '40+8 smb2.fs_posix.free_file_nodes 5',
      '48+8 smb2.fs_posix.file_system_id 0x0000000000000006',
    ],
  ],
];

describe('classes without traffic', () => {
  test.each(files)('FILE %i', (key, layout, expected) => {
    const table = entry(fileInformation, key);
    expect(rows(table, bytesOf(layout), facts)).toEqual(expected);
    torture(table, bytesOf(layout), () => facts);
  });

  test.each(filesystems)('FS %i', (key, layout, expected) => {
    const table = entry(filesystemInformation, key);
    expect(rows(table, bytesOf(layout), facts)).toEqual(expected);
    torture(table, bytesOf(layout), () => facts);
  });
});

/** The fields of a directory entry up to FileNameLength; the next one is `next` bytes further. */
const head = (next: string): string => `
  ${next}
  00000000
  ${times}
  0500000000000000
  0010000000000000
  10000000
  02000000`;
const shortName = `
  0e
  00
  '0~1' 0000000000000000000000 00000000000000000000`;
const id = '0900000000000000';
const id128 = '000102030405060708090a0b0c0d0e0f';
const tag = '0c0000a0';

/** A class and what its entries have between FileNameLength and FileName, with their sizes. */
const directories: readonly (readonly [key: number, rest: string, expected: readonly string[]])[] = [
  [1, '', []],
  [2, '07000000', ['4 smb2.ea_size']],
  [37, `07000000 ${shortName} 0000 ${id}`, ['4 smb2.ea_size', 'short', '2 smb2.reserved', '8 smb2.file_id']],
  [38, `07000000 00000000 ${id}`, ['4 smb2.ea_size', '4 smb2.reserved', '8 smb2.file_id']],
  [50, `${id} ${id128} 05000000`, ['8 smb2.file_id', '16 smb2.find.locking_transaction_id', '4 smb2.find.tx_flags']],
  [60, `07000000 ${tag} ${id128}`, ['4 smb2.ea_size', '4 smb2.reparse_tag', '16 smb2.file_id_128']],
  [63, `07000000 ${tag} ${id128} ${shortName}`, ['4 smb2.ea_size', '4 smb2.reparse_tag', '16 smb2.file_id_128', 'short']],
  [78, `07000000 ${tag} ${id}`, ['4 smb2.ea_size', '4 smb2.reparse_tag', '8 smb2.file_id']],
  [79, `07000000 ${tag} ${id} ${shortName}`, ['4 smb2.ea_size', '4 smb2.reparse_tag', '8 smb2.file_id', 'short']],
  [80, `07000000 ${tag} ${id} ${id128}`, ['4 smb2.ea_size', '4 smb2.reparse_tag', '8 smb2.file_id', '16 smb2.file_id_128']],
  [
    81,
    `07000000 ${tag} ${id} ${id128} ${shortName}`,
    ['4 smb2.ea_size', '4 smb2.reparse_tag', '8 smb2.file_id', '16 smb2.file_id_128', 'short'],
  ],
];

describe('directories', () => {
  const padded = (layout: string): Buffer => {
    const bytes = bytesOf(layout);
    return Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);
  };
  const shortRows = ['1 smb2.short_name_len', '1 smb2.reserved', '14 smb2.shortname', '10 smb2.shortname.rest'];

  test.each(directories)('class %i, two entries', (key, rest, expected) => {
    const first = padded(`${head('00000000')} ${rest} 6100`);
    first.writeUInt32LE(first.length);
    const bytes = Buffer.concat([first, bytesOf(`${head('00000000')} ${rest} 6200`)]);
    const table = entry(directoryInformation, key);
    const found = rows(table, bytes, facts);
    const between = expected.flatMap((e) => (e === 'short' ? shortRows : [e]));
    expect(found.slice(10, 10 + between.length).map((r) => r.replace(/^\d+\+(\S+ \S+) .*$/s, '$1'))).toEqual(between);
    expect(found.filter((r) => / smb2\.filename /.test(r)).map((r) => r.slice(-1))).toEqual(['a', 'b']);
    expect(found.filter((r) => /_ws|smbscope/.test(r))).toEqual([]);
    torture(table, bytes, () => facts);
  });

  test.each([2, 3, 37, 38])('class %i says the tag of a reparse point where others have EaSize', (key) => {
    const bytes = bytesOf(`${head('00000000')} 0c0000a0 ${'00'.repeat(60)}`);
    bytes.writeUInt32LE(0x00000410, 56);
    const found = rows(entry(directoryInformation, key), bytes, facts);
    expect(found).toContain('64+4 smb2.reparse_tag IO_REPARSE_TAG_SYMLINK (0xa000000c)');
    expect(found.some((r) => / smb2\.ea_size /.test(r))).toBe(false);
  });

  test('names', () => {
    const layout = `
      10000000
      00000000
      02000000
      6100 0000
      00000000
      01000000
      02000000
      6200`;
    expect(rows(entry(directoryInformation, 12), bytesOf(layout), facts)).toEqual([
      '0+4 smb2.next_offset 16',
      '4+4 smb2.file_index 0x00000000',
      '8+4 smb2.filename.len 2',
      '12+2 smb2.filename a',
      '16+4 smb2.next_offset 0',
      '20+4 smb2.file_index 0x00000001',
      '24+4 smb2.filename.len 2',
      '28+2 smb2.filename b',
    ]);
  });

  test('a short name longer than its room', () => {
    const layout = `${head('00000000')} 00000000 ff 00 ${'00'.repeat(24)} 6100`;
    const found = rows(entry(directoryInformation, 3), bytesOf(layout), facts);
    expect(found).toContain('70+26 _ws.malformed ShortName runs 229 bytes past the end');
  });

  test('POSIX', () => {
    const layout = `
      00000000
      00000000
      ${times}
      0500000000000000
      0010000000000000
      20000000
      0700000000000000
      08000000
      00000000
      01000000
      00000000
      a4010000
      01 01 000000000005 12000000
      01 02 000000000005 20000000 20020000
      02000000
      6100`;
    const found = rows(entry(directoryInformation, 100), bytesOf(layout), facts);
    expect(found.slice(6, 14)).toEqual([
      '40+8 smb2.eof 5',
      '48+8 smb2.allocation_size 4096',
      '56+4 smb2.file_attribute 0x00000020, FILE_ATTRIBUTE_ARCHIVE',
      '60+8 smb2.inode 0x0000000000000007',
      '68+4 smb2.posix.device_id 0x00000008',
      '72+4 smb2.reserved 00000000',
      '76+4 smb2.nlinks 1',
      '80+4 smb2.reparse_tag IO_REPARSE_TAG_RESERVED_ZERO (0x00000000)',
    ]);
    expect(found.filter((r) => / nt\.sid /.test(r))).toEqual([
      '88+12 nt.sid S-1-5-18 (LOCAL_SYSTEM)',
      '100+16 nt.sid S-1-5-32-544 (BUILTIN_ADMINISTRATORS)',
    ]);
    expect(found.at(-1)).toBe('120+2 smb2.filename a');
    torture(entry(directoryInformation, 100), bytesOf(layout), () => facts);
  });
});

describe('lists', () => {
  test('extended attributes, and the names that ask for them', () => {
    const full = `
      10000000
      80
      02
      0300
      'AB' 00
      'xyz' 0000
      00000000
      00
      01
      0000
      'C' 00`;
    expect(rows(entry(fileInformation, 15), bytesOf(full), facts)).toEqual([
      '0+4 smb2.next_offset 16',
      '4+1 smb2.ea.flags 0x80, FILE_NEED_EA',
      '5+1 smb2.ea.name_len 2',
      '6+2 smb2.ea.data_len 3',
      '8+2 smb2.ea.name AB',
      '10+1 smb2.ea.name_end 00',
      '11+3 smb2.ea.data 78797a',
      '16+4 smb2.next_offset 0',
      '20+1 smb2.ea.flags 0x00',
      '21+1 smb2.ea.name_len 1',
      '22+2 smb2.ea.data_len 0',
      '24+1 smb2.ea.name C',
      '25+1 smb2.ea.name_end 00',
    ]);
    expect(rows(entry(queryInput, 15), bytesOf("00000000 02 'AB' 00"), facts)).toEqual([
      '0+4 smb2.next_offset 0',
      '4+1 smb2.ea.name_len 2',
      '5+2 smb2.ea.name AB',
      '7+1 smb2.ea.name_end 00',
    ]);
    torture(entry(fileInformation, 15), bytesOf(full), () => facts);
  });

  const sid = '01 01 000000000005 12000000';

  test('quotas', () => {
    const layout = `
      00000000
      0c000000
      0100000000000000
      0200000000000000
      0300000000000000
      ffffffffffffffff
      ${sid}`;
    expect(rows(entry(fileInformation, 32), bytesOf(layout), facts).slice(0, 7)).toEqual([
      '0+4 smb.quota.user.offset 0',
      '4+4 smb.length_of_sid 12',
      '8+8 smb.quota.user.change_time 1601-01-01T00:00:00.0000001Z',
      '16+8 smb.quota.used 2',
      '24+8 smb.quota.soft.default 3',
      '32+8 smb.quota.hard.default 18446744073709551615',
      '40+12 nt.sid S-1-5-18 (LOCAL_SYSTEM)',
    ]);
  });

  test('a quota query by a list of SIDs, and from a SID on', () => {
    const byList = `
      01
      01
      0000
      14000000
      00000000
      00000000
      00000000 0c000000 ${sid}`;
    expect(rows(QueryQuotaInfo, bytesOf(byList), facts).filter((r) => !/nt\.sid\./.test(r))).toEqual([
      '0+1 smb2.query_quota_info.single TRUE (1)',
      '1+1 smb2.query_quota_info.restart TRUE (1)',
      '2+2 smb2.reserved 0000',
      '4+4 smb2.query_quota_info.sidlistlen 20',
      '8+4 smb2.query_quota_info.startsidlen 0',
      '12+4 smb2.query_quota_info.startsidoffset 0',
      '16+4 smb.quota.user.offset 0',
      '20+4 smb.length_of_sid 12',
      '24+12 nt.sid S-1-5-18 (LOCAL_SYSTEM)',
    ]);
    const fromSid = `
      00
      00
      0000
      00000000
      0c000000
      04000000
      00000000 ${sid}`;
    expect(
      rows(QueryQuotaInfo, bytesOf(fromSid), facts)
        .filter((r) => !/nt\.sid\./.test(r))
        .slice(5),
    ).toEqual([
      '12+4 smb2.query_quota_info.startsidoffset 4',
      '16+4 smb2.query_quota_info.before 00000000',
      '20+12 nt.sid S-1-5-18 (LOCAL_SYSTEM)',
    ]);
    torture(QueryQuotaInfo, bytesOf(byList), () => facts);
  });
});

describe('what a message asks for decides', () => {
  const response = (infoType: number, infoClass: number) => ({ isResponse: true, infoType, infoClass, fileName: undefined });
  const body = (content: string, size: string) => bytesOf(`0900 0800 ${size} ${content}`);

  test('a QUERY_INFO response by the class of its request', () => {
    const bytes = body('07000000', '04000000');
    const last = (infoType: number, infoClass: number) =>
      rows(QueryInfoResponse, bytes, response(infoType, infoClass)).find((r) => r.startsWith('8+'));
    expect(last(1, 7)).toBe('8+4 smb.ea.list_length 7');
    expect(last(1, 17)).toBe('8+4 smb.alignment FILE_QUAD_ALIGNMENT (0x00000007)');
    expect(last(2, 10)).toBe('8+4 smb2.fs_volume_flags 0x00000007');
    expect(last(1, 200)).toBe('8+4 _ws.unknown File: no dissector for 0xc8');
    expect(last(0, 0)).toBe('8+4 smb2.getinfo.out 07000000');
  });

  test('a SET_INFO request, a query with input, a directory without its request', () => {
    const set = bytesOf(`2100 01 0d 01000000 2000 0000 00000000 ${'00'.repeat(16)} 01`);
    expect(rows(SetInfoRequest, set, { ...response(1, 13), isResponse: false }).at(-1)).toBe('32+1 smb2.disposition.delete_on_close 1');
    const query = bytesOf(`2900 01 0f ffff0000 2800 0000 08000000 00000000 00000000 ${'00'.repeat(16)} 00000000 02 'AB' 00`);
    expect(rows(QueryInfoRequest, query, { ...response(1, 15), isResponse: false }).slice(-2)).toEqual([
      '45+2 smb2.ea.name AB',
      '47+1 smb2.ea.name_end 00',
    ]);
    expect(rows(QueryDirectoryResponse, body('07000000', '04000000'), response(0, 0)).at(-1)).toBe('8+4 smb2.find.info_blob 07000000');
  });
});
