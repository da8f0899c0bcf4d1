/** Buffers of control codes laid out from their specifications: code, direction, fields. */
export const buffers: readonly (readonly [name: string, code: number, direction: 'request' | 'response', layout: string])[] = [
  [
    'DFS_GET_REFERRALS',
    0x00060194,
    'request',
    `
    0400                    smb.max_referral_level 4
    "\\srv\\dfs" 0000       smb.file \\srv\\dfs`,
  ],
  [
    'DFS_GET_REFERRALS_EX',
    0x000601b0,
    'request',
    `
    0400                    smb.max_referral_level 4
    0100                    smb.dfs.request_flags 0x0001, SiteName
    14000000                smb.dfs.request_data_length 20
    0c00                    smb.dfs.request_file_name_length 12
    "\\a\\b\\c"             smb.file \\a\\b\\c
    0400                    smb.dfs.site_name_length 4
    "S1"                    smb.dfs.site_name S1`,
  ],
  [
    'DFS_GET_REFERRALS, version 1',
    0x00060194,
    'response',
    `
    0c00                    smb.dfs.path_consumed 12
    0100                    smb.dfs.num_referrals 1
    03000000                smb.dfs.flags 0x00000003, ReferralServers, StorageServers
    0100                    smb.dfs.referral.version 1
    1000                    smb.dfs.referral.size 16
    0100                    smb.dfs.referral.server.type Root targets (1)
    0000                    smb.dfs.referral.flags 0x0000
    "\\s\\x" 0000           smb.dfs.referral.node \\s\\x`,
  ],
  [
    'DFS_GET_REFERRALS, version 2',
    0x00060194,
    'response',
    `
    0c00                    smb.dfs.path_consumed 12
    0100                    smb.dfs.num_referrals 1
    02000000                smb.dfs.flags 0x00000002, StorageServers
    0200                    smb.dfs.referral.version 2
    1600                    smb.dfs.referral.size 22
    0000                    smb.dfs.referral.server.type Non-root targets (0)
    0000                    smb.dfs.referral.flags 0x0000
    00000000                smb.dfs.referral.proximity 0
    2c010000                smb.dfs.referral.ttl 300
    1600                    smb.dfs.referral.path_offset 22
    1c00                    smb.dfs.referral.alt_path_offset 28
    2200                    smb.dfs.referral.node_offset 34
    "\\p" 0000              smb.dfs.referral.path \\p
    "\\a" 0000              smb.dfs.referral.alt_path \\a
    "\\n" 0000              smb.dfs.referral.node \\n`,
  ],
  [
    'DFS_GET_REFERRALS, a list of names',
    0x00060194,
    'response',
    `
    0000                    smb.dfs.path_consumed 0
    0100                    smb.dfs.num_referrals 1
    01000000                smb.dfs.flags 0x00000001, ReferralServers
    0300                    smb.dfs.referral.version 3
    1200                    smb.dfs.referral.size 18
    0000                    smb.dfs.referral.server.type Non-root targets (0)
    0200                    smb.dfs.referral.flags 0x0002, NameListReferral
    58020000                smb.dfs.referral.ttl 600
    1200                    smb.dfs.referral.domain_offset 18
    0200                    smb.dfs.referral.number_of_expnames 2
    1800                    smb.dfs.referral.expnames_offset 24
    "\\d" 0000              smb.dfs.referral.domain_name \\d
    "\\1" 0000              smb.dfs.referral.expname \\1
    "\\2" 0000              smb.dfs.referral.expname \\2`,
  ],
  [
    'QUERY_NETWORK_INTERFACE_INFO',
    0x001401fc,
    'response',
    `
    98000000                smb2.ioctl.network_interfaces.next_offset 0x00000098
    02000000                smb2.ioctl.network_interfaces.index 2
    03000000                smb2.ioctl.network_interfaces.capabilities 0x00000003, RSS_CAPABLE, RDMA_CAPABLE
    00000000                smb2.ioctl.network_interfaces.rss_queue_count 0
    00e40b5402000000        smb2.ioctl.network_interfaces.link_speed 10000000000
    0200                    smb2.windows.sockaddr.family 2
    0000                    smb2.windows.sockaddr.port 0
    0a000001                smb2.windows.sockaddr.in.addr 10.0.0.1
    00*120                  smb2.windows.sockaddr.reserved ${'00'.repeat(64)}… (120 bytes)
    00000000                smb2.ioctl.network_interfaces.next_offset 0x00000000
    02000000                smb2.ioctl.network_interfaces.index 2
    00000000                smb2.ioctl.network_interfaces.capabilities 0x00000000
    00000000                smb2.ioctl.network_interfaces.rss_queue_count 0
    00ca9a3b00000000        smb2.ioctl.network_interfaces.link_speed 1000000000
    1700                    smb2.windows.sockaddr.family 23
    0000                    smb2.windows.sockaddr.port 0
    00000000                smb2.windows.sockaddr.in6.flow_info 0x00000000
    fe80 00*13 01           smb2.windows.sockaddr.in6.addr fe80::1
    05000000                smb2.windows.sockaddr.in6.scope_id 5
    00*100                  smb2.windows.sockaddr.reserved ${'00'.repeat(64)}… (100 bytes)`,
  ],
  [
    'LMR_REQUEST_RESILIENCY',
    0x001401d4,
    'request',
    `
    60ea0000                smb2.ioctl.resiliency.timeout 60000
    00000000                smb2.ioctl.resiliency.reserved 0`,
  ],
  [
    'SRV_REQUEST_RESUME_KEY',
    0x00140078,
    'response',
    `
    07*24                   smb2.fsctl.cchunk.resume_key ${'07'.repeat(24)}
    00000000                smb2.fsctl.cchunk.context_length 0`,
  ],
  [
    'SRV_COPYCHUNK',
    0x001440f2,
    'request',
    `
    07*24                   smb2.fsctl.cchunk.resume_key ${'07'.repeat(24)}
    01000000                smb2.fsctl.cchunk.count 1
    00000000                smb2.reserved 00000000
    0010000000000000        smb2.fsctl.cchunk.src_offset 4096
    0020000000000000        smb2.fsctl.cchunk.dst_offset 8192
    00100000                smb2.fsctl.cchunk.xfer_len 4096
    00000000                smb2.reserved 00000000`,
  ],
  [
    'SRV_ENUMERATE_SNAPSHOTS',
    0x00144064,
    'response',
    `
    02000000                smb2.ioctl.enumerate_snapshots.num_snapshots 2
    02000000                smb2.ioctl.enumerate_snapshots.num_snapshots_returned 2
    66000000                smb2.ioctl.enumerate_snapshots.array_size 102
    "@GMT-2024.01.02-03.04.05" 0000  smb2.ioctl.enumerate_snapshots.snapshot @GMT-2024.01.02-03.04.05
    "@GMT-2023.01.02-03.04.05" 0000  smb2.ioctl.enumerate_snapshots.snapshot @GMT-2023.01.02-03.04.05
    0000`,
  ],
  [
    'SRV_READ_HASH',
    0x001441bb,
    'request',
    `
    01000000                smb2.fsctl.read_hash.type SRV_HASH_TYPE_PEER_DIST (0x00000001)
    02000000                smb2.fsctl.read_hash.version SRV_HASH_VER_2 (0x00000002)
    02000000                smb2.fsctl.read_hash.retrieval_type SRV_HASH_RETRIEVE_FILE_BASED (0x00000002)
    00000100                smb2.fsctl.read_hash.length 65536
    0000000000000000        smb2.fsctl.read_hash.offset 0`,
  ],
  [
    'SRV_READ_HASH, version 1',
    0x001441bb,
    'response',
    `
    0000000000000000        smb2.fsctl.read_hash.offset 0
    ae000000                smb2.fsctl.read_hash.buffer_length 174
    00000000                smb2.fsctl.read_hash.reserved 0x00000000
    01000000                smb2.fsctl.read_hash.type SRV_HASH_TYPE_PEER_DIST (0x00000001)
    01000000                smb2.fsctl.read_hash.version SRV_HASH_VER_1 (0x00000001)
    0000000000000000        smb2.fsctl.read_hash.change_time not set (0)
    0000010000000000        smb2.fsctl.read_hash.file_size 65536
    86000000                smb2.fsctl.read_hash.blob_length 134
    28000000                smb2.fsctl.read_hash.blob_offset 0x00000028
    0000                    smb2.fsctl.read_hash.dirty 0
    0400                    smb2.fsctl.read_hash.file_name_length 4
    "ab"                    smb2.fsctl.read_hash.file_name ab
    0001                    pccrc.version 0x0100
    0c800000                pccrc.hash_algorithm SHA-256 (0x0000800c)
    00000000                pccrc.offset_in_first_segment 0
    00000100                pccrc.read_bytes_in_last_segment 65536
    01000000                pccrc.segment_count 1
    0000000000000000        pccrc.segment.offset 0
    00000100                pccrc.segment.size 65536
    00000100                pccrc.segment.block_size 65536
    11*32                   pccrc.segment.hash ${'11'.repeat(32)}
    22*32                   pccrc.segment.secret ${'22'.repeat(32)}
    01000000                pccrc.block_count 1
    33*32                   pccrc.block.hash ${'33'.repeat(32)}`,
  ],
  [
    'SRV_READ_HASH, version 2',
    0x001441bb,
    'response',
    `
    0000000000000000        smb2.fsctl.read_hash.offset 0
    90000000                smb2.fsctl.read_hash.buffer_length 144
    00000000                smb2.fsctl.read_hash.reserved 0x00000000
    01000000                smb2.fsctl.read_hash.type SRV_HASH_TYPE_PEER_DIST (0x00000001)
    02000000                smb2.fsctl.read_hash.version SRV_HASH_VER_2 (0x00000002)
    0000000000000000        smb2.fsctl.read_hash.change_time not set (0)
    0000010000000000        smb2.fsctl.read_hash.file_size 65536
    68000000                smb2.fsctl.read_hash.blob_length 104
    28000000                smb2.fsctl.read_hash.blob_offset 0x00000028
    0100                    smb2.fsctl.read_hash.dirty 1
    0400                    smb2.fsctl.read_hash.file_name_length 4
    "ab"                    smb2.fsctl.read_hash.file_name ab
    00                      pccrc.minor_version 0
    02                      pccrc.major_version 2
    04                      pccrc.hash_algorithm truncated SHA-512 (0x04)
    0000000000000000        pccrc.start_in_content 0
    0000000000000000        pccrc.index_of_first_segment 0
    00000000                pccrc.offset_in_first_segment 0
    0000000000010000        pccrc.length_of_range 65536
    00                      pccrc.chunk.type 0x00
    00000044                pccrc.chunk.length 68
    00010000                pccrc.segment.size 65536
    11*32                   pccrc.segment.hash ${'11'.repeat(32)}
    22*32                   pccrc.segment.secret ${'22'.repeat(32)}`,
  ],
  [
    'FILE_LEVEL_TRIM',
    0x00098208,
    'request',
    `
    00000000                smb2.fsctl.trim.key 0x00000000
    01000000                smb2.fsctl.trim.count 1
    0010000000000000        smb2.fsctl.range_offset 4096
    0020000000000000        smb2.fsctl.range_length 8192`,
  ],
  [
    'OFFLOAD_READ',
    0x00094264,
    'request',
    `
    20000000                smb2.fsctl.odx.size 32
    00000000                smb2.fsctl.odx.flags 0x00000000
    e8030000                smb2.fsctl.odx.token_ttl 1000
    00000000                smb2.reserved 00000000
    0010000000000000        smb2.fsctl.odx.file_offset 4096
    0020000000000000        smb2.fsctl.odx.copy_length 8192`,
  ],
  [
    'OFFLOAD_READ',
    0x00094264,
    'response',
    `
    10020000                smb2.fsctl.odx.size 528
    01000000                smb2.fsctl.odx.flags 0x00000001, OFFLOAD_READ_FLAG_ALL_ZERO_BEYOND_CURRENT_RANGE
    0020000000000000        smb2.fsctl.odx.xfer_length 8192
    ffff0001                smb2.fsctl.odx.token.type STORAGE_OFFLOAD_TOKEN_TYPE_ZERO_DATA (0xffff0001)
    0000                    smb2.reserved 0000
    01f8                    smb2.fsctl.odx.token.idlen 504
    09*504                  smb2.fsctl.odx.token.id ${'09'.repeat(64)}… (504 bytes)`,
  ],
  [
    'OFFLOAD_WRITE',
    0x00098268,
    'request',
    `
    20020000                smb2.fsctl.odx.size 544
    00000000                smb2.fsctl.odx.flags 0x00000000
    0010000000000000        smb2.fsctl.odx.file_offset 4096
    0020000000000000        smb2.fsctl.odx.copy_length 8192
    0030000000000000        smb2.fsctl.odx.token_offset 12288
    00000001                smb2.fsctl.odx.token.type 0x00000001
    0000                    smb2.reserved 0000
    01f8                    smb2.fsctl.odx.token.idlen 504
    09*504                  smb2.fsctl.odx.token.id ${'09'.repeat(64)}… (504 bytes)`,
  ],
  [
    'OFFLOAD_WRITE',
    0x00098268,
    'response',
    `
    10000000                smb2.fsctl.odx.size 16
    00000000                smb2.fsctl.odx.flags 0x00000000
    0020000000000000        smb2.fsctl.odx.xfer_length 8192`,
  ],
  [
    'DUPLICATE_EXTENTS_TO_FILE_EX',
    0x000983e8,
    'request',
    `
    3000000000000000        smb2.fsctl.duplicate_extents.struct_size 48
    01*16                   smb2.fsctl.duplicate_extents.source_fid 01010101-0101-0101-0101-010101010101
    0010000000000000        smb2.fsctl.duplicate_extents.source_offset 4096
    0020000000000000        smb2.fsctl.duplicate_extents.target_offset 8192
    0030000000000000        smb2.fsctl.duplicate_extents.count 12288
    01000000                smb2.fsctl.duplicate_extents.flags 0x00000001, DUPLICATE_EXTENTS_DATA_EX_SOURCE_ATOMIC
    00000000                smb2.reserved 00000000`,
  ],
  [
    'SET_SPARSE',
    0x000900c4,
    'request',
    `
    01                      SetSparse 0x01`,
  ],
  [
    'SET_ZERO_DATA',
    0x000980c8,
    'request',
    `
    0010000000000000        smb2.fsctl.range_offset 4096
    0020000000000000        smb2.fsctl.range_length 8192`,
  ],
  [
    'QUERY_ALLOCATED_RANGES',
    0x000940cf,
    'response',
    `
    0000000000000000        smb2.fsctl.range_offset 0
    0010000000000000        smb2.fsctl.range_length 4096
    0020000000000000        smb2.fsctl.range_offset 8192
    0010000000000000        smb2.fsctl.range_length 4096`,
  ],
  [
    'QUERY_FILE_REGIONS',
    0x00090284,
    'request',
    `
    0010000000000000        smb2.file_offset 4096
    0020000000000000        smb2.qfr_length 8192
    01000000                smb2.qfr_usage 0x00000001, FILE_REGION_USAGE_VALID_CACHED_DATA
    00000000                smb2.reserved 00000000`,
  ],
  [
    'QUERY_FILE_REGIONS',
    0x00090284,
    'response',
    `
    00000000                smb2.qfr_flags 0x00000000
    01000000                smb2.qfr_tot_region_entry_count 1
    01000000                smb2.qfr_region_entry_count 1
    00000000                smb2.reserved 00000000
    0010000000000000        smb2.file_offset 4096
    0020000000000000        smb2.qfr_length 8192
    02000000                smb2.qfr_usage 0x00000002, FILE_REGION_USAGE_VALID_NONCACHED_DATA
    00000000                smb2.reserved 00000000`,
  ],
  [
    'GET_REPARSE_POINT, a symbolic link',
    0x000900a8,
    'response',
    `
    0c0000a0                smb2.reparse_tag IO_REPARSE_TAG_SYMLINK (0xa000000c)
    1c00                    smb2.reparse_data_length 28
    0000                    smb2.reserved 0000
    0400                    smb2.olb.offset 0x0004
    0c00                    smb2.olb.length 12
    0000                    smb2.olb.offset 0x0000
    0400                    smb2.olb.length 4
    01000000                smb2.symlink.flags SYMLINK_FLAG_RELATIVE (1)
    "ab"                    smb2.symlink.print_name ab
    "\\??\\ab"              smb2.symlink.substitute_name \\??\\ab`,
  ],
  [
    'SET_REPARSE_POINT, a mount point',
    0x000900a4,
    'request',
    `
    030000a0                smb2.reparse_tag IO_REPARSE_TAG_MOUNT_POINT (0xa0000003)
    1200                    smb2.reparse_data_length 18
    0000                    smb2.reserved 0000
    0000                    smb2.olb.offset 0x0000
    0400                    smb2.olb.length 4
    0600                    smb2.olb.offset 0x0006
    0200                    smb2.olb.length 2
    "ab"                    smb2.symlink.substitute_name ab
    0000
    "c"                     smb2.symlink.print_name c
    0000`,
  ],
  [
    'SET_REPARSE_POINT under the other code, an NFS device',
    0x000980a4,
    'request',
    `
    14000080                smb2.reparse_tag IO_REPARSE_TAG_NFS (0x80000014)
    1000                    smb2.reparse_data_length 16
    0000                    smb2.reserved 0000
    4348520000000000        smb2.nfs.type 0x0000000000524843
    01000000                smb2.nfs.char.major 0x00000001
    03000000                smb2.nfs.char.minor 0x00000003`,
  ],
  [
    'GET_REPARSE_POINT, an NFS symbolic link',
    0x000900a8,
    'response',
    `
    14000080                smb2.reparse_tag IO_REPARSE_TAG_NFS (0x80000014)
    0e00                    smb2.reparse_data_length 14
    0000                    smb2.reserved 0000
    4c4e4b0100000000        smb2.nfs.type 0x00000000014b4e4c
    "../"                   smb2.nfs.symlink.target ../`,
  ],
  [
    'GET_REPARSE_POINT, an LX symbolic link',
    0x000900a8,
    'response',
    `
    1d0000a0                smb2.reparse_tag IO_REPARSE_TAG_LX_SYMLINK (0xa000001d)
    0800                    smb2.reparse_data_length 8
    0000                    smb2.reserved 0000
    02000000                smb2.reparse.lx_symlink.version 2
    '/tmp'                  smb2.reparse.lx_symlink.target /tmp`,
  ],
  [
    'GET_REPARSE_POINT, a socket',
    0x000900a8,
    'response',
    `
    23000080                smb2.reparse_tag IO_REPARSE_TAG_AF_UNIX (0x80000023)
    0000                    smb2.reparse_data_length 0
    0000                    smb2.reserved 0000`,
  ],
  [
    "DELETE_REPARSE_POINT, somebody else's tag",
    0x000900ac,
    'request',
    `
    34120000                smb2.reparse_tag 0x00001234
    0200                    smb2.reparse_data_length 2
    0000                    smb2.reserved 0000
    01*16                   smb2.reparse.guid 01010101-0101-0101-0101-010101010101
    abcd                    smb2.reparse.data abcd`,
  ],
  [
    'GET_INTEGRITY_INFORMATION',
    0x0009027c,
    'response',
    `
    0200                    smb2.checksum_algorithm CHECKSUM_TYPE_CRC64 (0x0002)
    0000                    smb2.integrity_reserved 0
    01000000                smb2.integrity_flags 0x00000001, FSCTL_INTEGRITY_FLAG_CHECKSUM_ENFORCEMENT_OFF
    00000100                smb2.integrity.checksum_chunk_size 65536
    00000100                smb2.integrity.cluster_size 65536`,
  ],
  [
    'SET_INTEGRITY_INFORMATION_EX',
    0x00090380,
    'request',
    `
    01                      smb2.integrity.enable 1
    00                      smb2.integrity.keep 0
    0000                    smb2.integrity_reserved 0
    00000000                smb2.integrity_flags 0x00000000
    01                      smb2.integrity.version 1
    00*7                    smb2.reserved 00000000000000`,
  ],
  [
    'SET_COMPRESSION',
    0x0009c040,
    'request',
    `
    0200                    smb2.compression_format COMPRESSION_FORMAT_LZNT1 (2)`,
  ],
  [
    'CREATE_OR_GET_OBJECT_ID',
    0x000900c0,
    'response',
    `
    01*16                   smb2.object_id 01010101-0101-0101-0101-010101010101
    02*16                   smb2.birth_volume_id 02020202-0202-0202-0202-020202020202
    03*16                   smb2.birth_object_id 03030303-0303-0303-0303-030303030303
    00*16                   smb2.domain_id 00000000-0000-0000-0000-000000000000`,
  ],
  [
    'PIPE_WAIT',
    0x00110018,
    'request',
    `
    80f0fa0200000000        smb2.fsctl.wait.timeout 50000000
    04000000                smb2.fsctl.wait.name_length 4
    01                      smb2.fsctl.wait.timeout_specified 1
    00                      smb2.fsctl.wait.padding 0
    "ab"                    smb2.fsctl.wait.name ab`,
  ],
  [
    'PIPE_PEEK',
    0x0011400c,
    'response',
    `
    03000000                smb2.fsctl.peek.state FILE_PIPE_CONNECTED_STATE (3)
    02000000                smb2.fsctl.peek.read_data_available 2
    01000000                smb2.fsctl.peek.number_of_messages 1
    02000000                smb2.fsctl.peek.message_length 2
    abcd                    smb2.fsctl.pipe_data abcd`,
  ],
  [
    'QUERY_SHARED_VIRTUAL_DISK_SUPPORT',
    0x00090300,
    'response',
    `
    03000000                smb2.ioctl.shared_virtual_disk.support SharedVirtualDiskVer2OperationsSupported (0x00000003)
    01000000                smb2.ioctl.shared_virtual_disk.handle_state HandleStateFileShared (0x00000001)`,
  ],
  [
    'GET_RETRIEVAL_POINTERS',
    0x00090073,
    'response',
    `
    01000000                smb2.fsctl.extents.count 1
    00000000                smb2.reserved 00000000
    0000000000000000        smb2.fsctl.extents.starting_vcn 0x0000000000000000
    1000000000000000        smb2.fsctl.extents.next_vcn 0x0000000000000010
    ff*8                    smb2.fsctl.extents.lcn 0xffffffffffffffff`,
  ],
  [
    'READ_FILE_USN_DATA, version 2',
    0x000900eb,
    'response',
    `
    48000000                smb2.fsctl.usn.record_length 72
    0200                    smb2.fsctl.usn.major_version 2
    0000                    smb2.fsctl.usn.minor_version 0
    0100000000000000        smb2.fsctl.usn.file_reference 0x0000000000000001
    0200000000000000        smb2.fsctl.usn.parent_reference 0x0000000000000002
    0300000000000000        smb2.fsctl.usn 3
    0000000000000000        smb2.fsctl.usn.timestamp not set (0)
    00010000                smb2.fsctl.usn.reason 0x00000100, USN_REASON_FILE_CREATE
    00000000                smb2.fsctl.usn.source_info 0x00000000
    04000000                smb2.fsctl.usn.security_id 0x00000004
    20000000                smb2.file_attribute 0x00000020, FILE_ATTRIBUTE_ARCHIVE
    0400                    smb2.fsctl.usn.name_length 4
    3c00                    smb2.fsctl.usn.name_offset 0x003c
    "ab"                    smb2.filename ab
    00*8`,
  ],
  [
    'MARK_HANDLE',
    0x000900fc,
    'request',
    `
    01000000                smb2.fsctl.mark_handle.copy_number 1
    00000000                smb2.reserved 00000000
    00*8                    smb2.fsctl.mark_handle.volume_handle 0000000000000000
    80000000                smb2.fsctl.mark_handle.info 0x00000080, MARK_HANDLE_READ_COPY
    00000000                smb2.reserved 00000000`,
  ],
  [
    'an unknown code',
    0x00deadbc,
    'request',
    `
    abcd                    smb2.unknown abcd`,
  ],
  [
    'LMR_SET_LINK_TRACKING_INFORMATION',
    0x001400ec,
    'request',
    `
    00*8                    smb2.fsctl.link_tracking.target_file_object ${'00'.repeat(8)}
    28000000                smb2.fsctl.link_tracking.length 40
    00000000                smb2.fsctl.link_tracking.type NTFS (0)
    01*16                   smb2.fsctl.link_tracking.volume_id 01010101-0101-0101-0101-010101010101
    02*16                   smb2.object_id 02020202-0202-0202-0202-020202020202
    'SRV' 00                smb2.fsctl.link_tracking.netbios_name SRV`,
  ],
  [
    'LMR_SET_LINK_TRACKING_INFORMATION, the name alone',
    0x001400ec,
    'request',
    `
    00*8                    smb2.fsctl.link_tracking.target_file_object ${'00'.repeat(8)}
    04000000                smb2.fsctl.link_tracking.length 4
    'SRV' 00                smb2.fsctl.link_tracking.netbios_name SRV`,
  ],
  [
    'STORAGE_QUERY_PROPERTY',
    0x002d1400,
    'request',
    `
    06000000                smb2.ioctl.storage_property.id StorageAccessAlignmentProperty (0x00000006)
    00000000                smb2.ioctl.storage_property.query_type PropertyStandardQuery (0x00000000)`,
  ],
  [
    'STORAGE_QUERY_PROPERTY',
    0x002d1400,
    'response',
    `
    1c000000                smb2.ioctl.storage_property.version 28
    1c000000                smb2.ioctl.storage_property.size 28
    40000000                smb2.ioctl.storage_property.bytes_per_cache_line 64
    00000000                smb2.ioctl.storage_property.cache_alignment 0
    00020000                smb2.ioctl.storage_property.bytes_per_logical_sector 512
    00100000                smb2.ioctl.storage_property.bytes_per_physical_sector 4096
    00000000                smb2.ioctl.storage_property.sector_alignment 0`,
  ],
  [
    'VOLUME_GET_GPT_ATTRIBUTES',
    0x00560038,
    'response',
    `
    00000000                smb2.ioctl.gpt_attributes.low 0x00000000
    00000030                smb2.ioctl.gpt_attributes 0x30000000, GPT_BASIC_DATA_ATTRIBUTE_READ_ONLY, GPT_BASIC_DATA_ATTRIBUTE_SHADOW_COPY`,
  ],
];
