import { i64, names, u32 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

const ReadMode       = names({ FILE_PIPE_BYTE_STREAM_MODE: 0, FILE_PIPE_MESSAGE_MODE: 1 });
const CompletionMode = names({ FILE_PIPE_QUEUE_OPERATION: 0, FILE_PIPE_COMPLETE_OPERATION: 1 });
const PipeType       = names({ FILE_PIPE_BYTE_STREAM_TYPE: 0, FILE_PIPE_MESSAGE_TYPE: 1 });
const Configuration  = names({ FILE_PIPE_INBOUND: 0, FILE_PIPE_OUTBOUND: 1, FILE_PIPE_FULL_DUPLEX: 2 });
const State          = names({
  FILE_PIPE_DISCONNECTED_STATE: 1, FILE_PIPE_LISTENING_STATE: 2, FILE_PIPE_CONNECTED_STATE: 3, FILE_PIPE_CLOSING_STATE: 4,
});
const End            = names({ FILE_PIPE_CLIENT_END: 0, FILE_PIPE_SERVER_END: 1 });

export const FilePipeInformation = struct('MS-FSCC 2.4.37', 'FilePipeInformation', {
  ReadMode:       u32('smb2.pipe_info.read_mode', ReadMode),
  CompletionMode: u32('smb2.pipe_info.completion_mode', CompletionMode),
}, { abbrev: 'smb2.file_pipe_info' });

export const FilePipeLocalInformation = struct('MS-FSCC 2.4.38', 'FilePipeLocalInformation', {
  NamedPipeType:          u32('smb2.pipe_info.type', PipeType),
  NamedPipeConfiguration: u32('smb2.pipe_info.configuration', Configuration),
  MaximumInstances:       u32('smb2.pipe_info.maximum_instances'),
  CurrentInstances:       u32('smb2.pipe_info.current_instances'),
  InboundQuota:           u32('smb2.pipe_info.inbound_quota'),
  ReadDataAvailable:      u32('smb2.pipe_info.read_data_available'),
  OutboundQuota:          u32('smb2.pipe_info.outbound_quota'),
  WriteQuotaAvailable:    u32('smb2.pipe_info.write_quota_available'),
  NamedPipeState:         u32('smb2.pipe_info.state', State),
  NamedPipeEnd:           u32('smb2.pipe_info.end', End),
}, { abbrev: 'smb2.file_pipe_local_info' });

export const FilePipeRemoteInformation = struct('MS-FSCC 2.4.39', 'FilePipeRemoteInformation', {
  CollectDataTime:        i64('smb2.pipe_info.collect_data_time'),
  MaximumCollectionCount: u32('smb2.pipe_info.maximum_collection_count'),
}, { abbrev: 'smb2.file_pipe_remote_info' });
