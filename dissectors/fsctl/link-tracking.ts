import { byLength, bytes, coded, dispatch, guid, names, u32, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { OemString } from '../smb1/strings.ts';

const NetBIOSName = coded('smb2.fsctl.link_tracking.netbios_name', OemString);

const FileSystem = names({ NTFS: 0x00000000, DFS: 0x00000001 });

const Buffer1 = struct('MS-FSCC 2.3.37.3.1', 'TARGET_LINK_TRACKING_INFORMATION_Buffer_1', { NetBIOSName });

const Buffer2 = struct('MS-FSCC 2.3.37.3.2', 'TARGET_LINK_TRACKING_INFORMATION_Buffer_2', {
  Type:     u32('smb2.fsctl.link_tracking.type', FileSystem),
  VolumeId: guid('smb2.fsctl.link_tracking.volume_id'),
  ObjectId: guid('smb2.object_id'),
  NetBIOSName,
});

const buffers: Table = { other: byLength({ 0: Buffer1, 36: Buffer2 }) };

/** Of SMB2: its TargetFileObject has eight bytes, SMB1's four. */
export const SetLinkTrackingInformationRequest = struct('MS-FSCC 2.3.37.2', 'SMB2_REMOTE_LINK_TRACKING_INFORMATION', {
  TargetFileObject:                    bytes('smb2.fsctl.link_tracking.target_file_object', 8),
  TargetLinkTrackingInformationLength: u32('smb2.fsctl.link_tracking.length'),
  TargetLinkTrackingInformationBuffer: dispatch('', buffers, 'TargetLinkTrackingInformationLength').sized('TargetLinkTrackingInformationLength'),
});
