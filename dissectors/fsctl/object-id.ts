import { bytes, guid, nested } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

const FileObjectIdBuffer = struct('MS-FSCC 2.1.3.1', 'FILE_OBJECTID_BUFFER Type 1', {
  ObjectId:      guid('smb2.object_id'),
  BirthVolumeId: guid('smb2.birth_volume_id'),
  BirthObjectId: guid('smb2.birth_object_id'),
  DomainId:      guid('smb2.domain_id'),
});

export const ObjectId = struct('MS-FSCC 2.1.3', 'FILE_OBJECTID_BUFFER', {
  Buffer: nested('smb2.FILE_OBJECTID_BUFFER', FileObjectIdBuffer),
});

export const SetObjectIdExtendedRequest = struct('MS-FSCC 2.3.79', 'FSCTL_SET_OBJECT_ID_EXTENDED Request', {
  ExtendedInfo: bytes('smb2.fsctl.object_id.extended_info', 48),
});
