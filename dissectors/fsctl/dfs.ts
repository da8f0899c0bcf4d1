import { bits, coded, dispatch, guid, names, nested, u16, u32, utf16, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { UnicodeString } from '../smb1/strings.ts';

export const ReqGetDfsReferral = struct('MS-DFSC 2.2.2', 'REQ_GET_DFS_REFERRAL', {
  MaxReferralLevel: u16('smb.max_referral_level'),
  RequestFileName:  coded('smb.file', UnicodeString),
});

const SITE_NAME = 0x0001;

const RequestFlags = bits({
  SiteName: [SITE_NAME, 'smb.dfs.request_flags.site_name'],
});

export const ReqGetDfsReferralEx = struct('MS-DFSC 2.2.3', 'REQ_GET_DFS_REFERRAL_EX', {
  MaxReferralLevel:      u16('smb.max_referral_level'),
  RequestFlags:          u16('smb.dfs.request_flags', RequestFlags),
  RequestDataLength:     u32('smb.dfs.request_data_length'),
  RequestFileNameLength: u16('smb.dfs.request_file_name_length'),
  RequestFileName:       utf16('smb.file').sized('RequestFileNameLength'),
  SiteNameLength:        u16('smb.dfs.site_name_length').when('RequestFlags', SITE_NAME),
  SiteName:              utf16('smb.dfs.site_name').sized('SiteNameLength'),
});

const NAME_LIST = 0x0002;

const EntryFlags = bits({
  NameListReferral:  [NAME_LIST, 'smb.dfs.referral.flags.name_list_referral'],
  TargetSetBoundary: [0x0004, 'smb.dfs.referral.flags.target_set_boundary'],
});

const head = {
  VersionNumber:      u16('smb.dfs.referral.version'),
  Size:               u16('smb.dfs.referral.size'),
  ServerType:         u16('smb.dfs.referral.server.type', names({ 'Non-root targets': 0x0000, 'Root targets': 0x0001 })),
  ReferralEntryFlags: u16('smb.dfs.referral.flags', EntryFlags),
};

const ReferralV1 = struct('MS-DFSC 2.2.5.1', 'DFS_REFERRAL_V1', {
  ...head,
  ShareName: coded('smb.dfs.referral.node', UnicodeString),
});

const paths = {
  DFSPathOffset:          u16('smb.dfs.referral.path_offset'),
  DFSAlternatePathOffset: u16('smb.dfs.referral.alt_path_offset'),
  NetworkAddressOffset:   u16('smb.dfs.referral.node_offset'),
};

const ReferralV2 = struct('MS-DFSC 2.2.5.2', 'DFS_REFERRAL_V2', {
  ...head,
  Proximity:        u32('smb.dfs.referral.proximity'),
  TimeToLive:       u32('smb.dfs.referral.ttl'),
  ...paths,
  DFSPath:          coded('smb.dfs.referral.path', UnicodeString).at('DFSPathOffset'),
  DFSAlternatePath: coded('smb.dfs.referral.alt_path', UnicodeString).at('DFSAlternatePathOffset'),
  NetworkAddress:   coded('smb.dfs.referral.node', UnicodeString).at('NetworkAddressOffset'),
}, { offsetsFrom: 'struct' });

/** Also DFS_REFERRAL_V4, MS-DFSC 2.2.5.4. A name list has other fields behind TimeToLive. */
const ReferralV3 = struct('MS-DFSC 2.2.5.3', 'DFS_REFERRAL_V3', {
  ...head,
  TimeToLive:             u32('smb.dfs.referral.ttl'),
  DFSPathOffset:          u16('smb.dfs.referral.path_offset').unless('ReferralEntryFlags', NAME_LIST),
  DFSAlternatePathOffset: u16('smb.dfs.referral.alt_path_offset').unless('ReferralEntryFlags', NAME_LIST),
  NetworkAddressOffset:   u16('smb.dfs.referral.node_offset').unless('ReferralEntryFlags', NAME_LIST),
  ServiceSiteGuid:        guid('smb.dfs.referral.server_guid').unless('ReferralEntryFlags', NAME_LIST),
  SpecialNameOffset:      u16('smb.dfs.referral.domain_offset').when('ReferralEntryFlags', NAME_LIST),
  NumberOfExpandedNames:  u16('smb.dfs.referral.number_of_expnames').when('ReferralEntryFlags', NAME_LIST),
  ExpandedNameOffset:     u16('smb.dfs.referral.expnames_offset').when('ReferralEntryFlags', NAME_LIST),
  DFSPath:                coded('smb.dfs.referral.path', UnicodeString).at('DFSPathOffset'),
  DFSAlternatePath:       coded('smb.dfs.referral.alt_path', UnicodeString).at('DFSAlternatePathOffset'),
  NetworkAddress:         coded('smb.dfs.referral.node', UnicodeString).at('NetworkAddressOffset'),
  SpecialName:            coded('smb.dfs.referral.domain_name', UnicodeString).at('SpecialNameOffset'),
  ExpandedName:           coded('smb.dfs.referral.expname', UnicodeString).times('NumberOfExpandedNames').at('ExpandedNameOffset'),
}, { offsetsFrom: 'struct' });

const versions: Table = { 1: ReferralV1, 2: ReferralV2, 3: ReferralV3, 4: ReferralV3 };

/** Size says where the next one begins, the names lie behind all of them. */
const ReferralEntry = struct('MS-DFSC 2.2.4', 'ReferralEntry', {
  Version:  u16('').peek(),
  Referral: dispatch('', versions, 'Version'),
});

const HeaderFlags = bits({
  ReferralServers: [0x00000001, 'smb.dfs.flags.fielding'],
  StorageServers:  [0x00000002, 'smb.dfs.flags.server_hold_storage'],
  TargetFailback:  [0x00000004, 'smb.dfs.flags.target_failback'],
});

export const RespGetDfsReferral = struct('MS-DFSC 2.2.4', 'RESP_GET_DFS_REFERRAL', {
  PathConsumed:        u16('smb.dfs.path_consumed'),
  NumberOfReferrals:   u16('smb.dfs.num_referrals'),
  ReferralHeaderFlags: u32('smb.dfs.flags', HeaderFlags),
  ReferralEntries:     nested('', ReferralEntry).times('NumberOfReferrals'),
});
