import { bytes, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { SharedVirtualDiskSupportResponse, TunnelOperation } from '../rsvd/index.ts';
import { StorageQosControlRequest, StorageQosControlResponse } from '../sqos/index.ts';
import {
  Compression, GetIntegrityInformationReply, IsPathnameValidRequest, MarkHandleRequest, SetDefectManagementRequest, SetEncryptionReply,
  SetEncryptionRequest, SetIntegrityInformationExRequest, SetIntegrityInformationRequest, SetSparseRequest, SisCopyFileRequest,
} from './attributes.ts';
import { ReqGetDfsReferral, ReqGetDfsReferralEx, RespGetDfsReferral } from './dfs.ts';
import { RetrievalPointerCount, RetrievalPointers, RetrievalPointersAndRefcount, StartingVcnInput } from './extents.ts';
import { SetLinkTrackingInformationRequest } from './link-tracking.ts';
import { ObjectId, SetObjectIdExtendedRequest } from './object-id.ts';
import { OffloadReadReply, OffloadReadRequest, OffloadWriteReply, OffloadWriteRequest } from './offload.ts';
import { PipePeekReply, PipeTransceive, PipeWaitRequest } from './pipe.ts';
import {
  DuplicateExtentsExRequest, DuplicateExtentsRequest, FileLevelTrimReply, FileLevelTrimRequest, QueryAllocatedRanges, QueryFileRegionsReply,
  QueryFileRegionsRequest, SetZeroDataRequest,
} from './ranges.ts';
import { SrvReadHashRequest, SrvReadHashResponse } from './read-hash.ts';
import { FindFilesBySidReply, FindFilesBySidRequest, ReadFileUsnDataReply, ReadFileUsnDataRequest, WriteUsnCloseRecordReply } from './records/index.ts';
import { ReparseDataBuffer } from './reparse.ts';
import {
  NetworkInterfaceInfos, NetworkResiliencyRequest, SrvCopychunkCopy, SrvCopychunkResponse, SrvRequestResumeKey, SrvSnapshotArray,
  ValidateNegotiateInfoRequest, ValidateNegotiateInfoResponse,
} from './server.ts';
import { StreamSnapshotReply, StreamSnapshotRequest } from './refs/snapshots.ts';
import { StorageQueryPropertyReply, StorageQueryPropertyRequest, VolumeGetGptAttributesReply } from './storage.ts';
import { GetStatisticsReply, NtfsVolumeData, QueryFatBpbReply, QueryOnDiskVolumeInfoReply, QuerySparingInfoReply, RefsVolumeData } from './volume.ts';

const Unknown = struct('MS-SMB2 2.2.31', 'Buffer', { Data: bytes('smb2.unknown') });

const referral  = { response: RespGetDfsReferral };
const copychunk = { request: SrvCopychunkCopy, response: SrvCopychunkResponse };

/**
 * The buffers of an IOCTL by control code: input of a request, output of a response. To add one: its structs in a file of their theme, its line here.
 * What has no structure in its direction is bytes.
 */
export const fsctls: Table = {
  0x00060194: { request: ReqGetDfsReferral, ...referral },
  0x000601b0: { request: ReqGetDfsReferralEx, ...referral },
  0x0009002c: { request: IsPathnameValidRequest },
  0x0009003c: { response: Compression },
  0x00090058: { response: QueryFatBpbReply },
  0x00090060: { response: GetStatisticsReply },
  0x00090064: { response: NtfsVolumeData },
  0x00090073: { request: StartingVcnInput, response: RetrievalPointers },
  0x0009008f: { request: FindFilesBySidRequest, response: FindFilesBySidReply },
  0x00090098: { request: ObjectId },
  0x0009009c: { response: ObjectId },
  0x000900a4: { request: ReparseDataBuffer },
  0x000900a8: { response: ReparseDataBuffer },
  0x000900ac: { request: ReparseDataBuffer },
  0x000900bc: { request: SetObjectIdExtendedRequest },
  0x000900c0: { response: ObjectId },
  0x000900c4: { request: SetSparseRequest },
  0x000900d7: { request: SetEncryptionRequest, response: SetEncryptionReply },
  0x000900eb: { request: ReadFileUsnDataRequest, response: ReadFileUsnDataReply },
  0x000900ef: { response: WriteUsnCloseRecordReply },
  0x000900fc: { request: MarkHandleRequest },
  0x00090100: { request: SisCopyFileRequest },
  0x00090138: { response: QuerySparingInfoReply },
  0x0009013c: { response: QueryOnDiskVolumeInfoReply },
  0x0009027c: { response: GetIntegrityInformationReply },
  0x00090284: { request: QueryFileRegionsRequest, response: QueryFileRegionsReply },
  0x000902d8: { response: RefsVolumeData },
  0x00090300: { response: SharedVirtualDiskSupportResponse },
  0x00090304: TunnelOperation,
  0x00090350: { request: StorageQosControlRequest, response: StorageQosControlResponse },
  0x00090364: TunnelOperation,
  0x00090380: { request: SetIntegrityInformationExRequest },
  0x00090388: { request: StorageQueryPropertyRequest },
  0x000903d3: { request: StartingVcnInput, response: RetrievalPointersAndRefcount },
  0x0009042b: { request: StartingVcnInput, response: RetrievalPointerCount },
  0x00090440: { request: StreamSnapshotRequest, response: StreamSnapshotReply },
  0x000940cf: QueryAllocatedRanges,
  0x00094264: { request: OffloadReadRequest, response: OffloadReadReply },
  0x00098098: { request: ObjectId },          // what Wireshark takes for FSCTL_SET_OBJECT_ID
  0x000980a4: { request: ReparseDataBuffer }, // and for FSCTL_SET_REPARSE_POINT
  0x000980c8: { request: SetZeroDataRequest },
  0x00098134: { request: SetDefectManagementRequest },
  0x00098208: { request: FileLevelTrimRequest, response: FileLevelTrimReply },
  0x00098268: { request: OffloadWriteRequest, response: OffloadWriteReply },
  0x00098344: { request: DuplicateExtentsRequest },
  0x000983e8: { request: DuplicateExtentsExRequest },
  0x0009c040: { request: Compression },
  0x0009c280: { request: SetIntegrityInformationRequest },
  0x00110018: { request: PipeWaitRequest },
  0x0011400c: { response: PipePeekReply },
  0x0011c017: PipeTransceive,
  0x00140078: { response: SrvRequestResumeKey },
  0x001400ec: { request: SetLinkTrackingInformationRequest },
  0x001401d4: { request: NetworkResiliencyRequest },
  0x001401fc: { response: NetworkInterfaceInfos },
  0x00140204: { request: ValidateNegotiateInfoRequest, response: ValidateNegotiateInfoResponse },
  0x00144064: { response: SrvSnapshotArray },
  0x001440f2: copychunk,
  0x001441bb: { request: SrvReadHashRequest, response: SrvReadHashResponse },
  0x001480f2: copychunk,
  0x002d1400: { request: StorageQueryPropertyRequest, response: StorageQueryPropertyReply },
  0x00560038: { response: VolumeGetGptAttributesReply },
  other:      Unknown,
};
