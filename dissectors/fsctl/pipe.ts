import { bytes, i64, names, u32, u8, utf16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';

export const PipeWaitRequest = struct('MS-FSCC 2.3.49', 'FSCTL_PIPE_WAIT Request', {
  Timeout:          i64('smb2.fsctl.wait.timeout'),
  NameLength:       u32('smb2.fsctl.wait.name_length'),
  TimeoutSpecified: u8('smb2.fsctl.wait.timeout_specified'),
  Padding:          u8('smb2.fsctl.wait.padding'),
  Name:             utf16('smb2.fsctl.wait.name').sized('NameLength'),
});

const NamedPipeState = names({ FILE_PIPE_CONNECTED_STATE: 0x00000003, FILE_PIPE_CLOSING_STATE: 0x00000004 });

export const PipePeekReply = struct('MS-FSCC 2.3.46', 'FSCTL_PIPE_PEEK Reply', {
  NamedPipeState:    u32('smb2.fsctl.peek.state', NamedPipeState),
  ReadDataAvailable: u32('smb2.fsctl.peek.read_data_available'),
  NumberOfMessages:  u32('smb2.fsctl.peek.number_of_messages'),
  MessageLength:     u32('smb2.fsctl.peek.message_length'),
  Data:              bytes('smb2.fsctl.pipe_data'),
});

/** What is written to the pipe, and read from it. */
export const PipeTransceive = struct('MS-FSCC 2.3.47', 'FSCTL_PIPE_TRANSCEIVE', {
  Data: bytes('smb2.fsctl.pipe_data'),
});
