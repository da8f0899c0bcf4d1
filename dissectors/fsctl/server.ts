import { bits, bytes, chain, coded, dispatch, guid, hex, ipv4, ipv6, nested, u16, u32, u64, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { Capabilities, Dialect, SecurityMode } from '../smb2/capabilities.ts';
import { reserved } from '../smb2/fields.ts';
import { UnicodeString } from '../smb1/strings.ts';

export const ValidateNegotiateInfoRequest = struct('MS-SMB2 2.2.31.4', 'VALIDATE_NEGOTIATE_INFO Request', {
  Capabilities: u32('smb2.capabilities', Capabilities),
  Guid:         guid('smb2.client_guid'),
  SecurityMode: u16('smb2.sec_mode', SecurityMode),
  DialectCount: u16('smb2.dialect_count'),
  Dialects:     u16('smb2.dialect', hex, Dialect).times('DialectCount'),
});

export const ValidateNegotiateInfoResponse = struct('MS-SMB2 2.2.32.6', 'VALIDATE_NEGOTIATE_INFO Response', {
  Capabilities: u32('smb2.capabilities', Capabilities),
  Guid:         guid('smb2.server_guid'),
  SecurityMode: u16('smb2.sec_mode', SecurityMode),
  Dialect:      u16('smb2.dialect', hex, Dialect),
});

const SockAddrIn = struct('MS-SMB2 2.2.32.5.1.1', 'SOCKADDR_IN', {
  Family:      u16('smb2.windows.sockaddr.family'),
  Port:        u16('smb2.windows.sockaddr.port'),
  IPv4Address: ipv4('smb2.windows.sockaddr.in.addr'),
  Reserved:    bytes('smb2.windows.sockaddr.reserved'),
});

const SockAddrIn6 = struct('MS-SMB2 2.2.32.5.1.2', 'SOCKADDR_IN6', {
  Family:      u16('smb2.windows.sockaddr.family'),
  Port:        u16('smb2.windows.sockaddr.port'),
  FlowInfo:    u32('smb2.windows.sockaddr.in6.flow_info', hex),
  IPv6Address: ipv6('smb2.windows.sockaddr.in6.addr'),
  ScopeId:     u32('smb2.windows.sockaddr.in6.scope_id'),
  Reserved:    bytes('smb2.windows.sockaddr.reserved'),
});

const families: Table = { 0x0002: SockAddrIn, 0x0017: SockAddrIn6 };

const InterfaceCapability = bits({
  RSS_CAPABLE:  [0x00000001, 'smb2.ioctl.network_interfaces.capabilities.rss'],
  RDMA_CAPABLE: [0x00000002, 'smb2.ioctl.network_interfaces.capabilities.rdma'],
});

/** Reserved counts queues of receive side scaling to Wireshark. */
const NetworkInterfaceInfo = struct('MS-SMB2 2.2.32.5', 'NETWORK_INTERFACE_INFO', {
  Next:             u32('smb2.ioctl.network_interfaces.next_offset', hex),
  IfIndex:          u32('smb2.ioctl.network_interfaces.index'),
  Capability:       u32('smb2.ioctl.network_interfaces.capabilities', InterfaceCapability),
  Reserved:         u32('smb2.ioctl.network_interfaces.rss_queue_count'),
  LinkSpeed:        u64('smb2.ioctl.network_interfaces.link_speed'),
  Family:           u16('').peek(),
  SockAddr_Storage: dispatch('', families, 'Family'),
});

export const NetworkInterfaceInfos = struct('MS-SMB2 2.2.32.5', 'NETWORK_INTERFACE_INFO Response', {
  Interface: chain('', NetworkInterfaceInfo, 'Next'),
});

export const NetworkResiliencyRequest = struct('MS-SMB2 2.2.31.3', 'NETWORK_RESILIENCY_REQUEST', {
  Timeout:  u32('smb2.ioctl.resiliency.timeout'),
  Reserved: u32('smb2.ioctl.resiliency.reserved'),
});

export const SrvRequestResumeKey = struct('MS-SMB2 2.2.32.3', 'SRV_REQUEST_RESUME_KEY Response', {
  ResumeKey:     bytes('smb2.fsctl.cchunk.resume_key', 24),
  ContextLength: u32('smb2.fsctl.cchunk.context_length'),
  Context:       bytes('smb2.fsctl.cchunk.context').sized('ContextLength'),
});

const SrvCopychunk = struct('MS-SMB2 2.2.31.1.1', 'SRV_COPYCHUNK', {
  SourceOffset: u64('smb2.fsctl.cchunk.src_offset'),
  TargetOffset: u64('smb2.fsctl.cchunk.dst_offset'),
  Length:       u32('smb2.fsctl.cchunk.xfer_len'),
  Reserved:     reserved(4),
});

export const SrvCopychunkCopy = struct('MS-SMB2 2.2.31.1', 'SRV_COPYCHUNK_COPY', {
  SourceKey:  bytes('smb2.fsctl.cchunk.resume_key', 24),
  ChunkCount: u32('smb2.fsctl.cchunk.count'),
  Reserved:   reserved(4),
  Chunks:     nested('', SrvCopychunk).times('ChunkCount'),
});

export const SrvCopychunkResponse = struct('MS-SMB2 2.2.32.1', 'SRV_COPYCHUNK_RESPONSE', {
  ChunksWritten:     u32('smb2.fsctl.cchunk.chunks_written'),
  ChunkBytesWritten: u32('smb2.fsctl.cchunk.bytes_written'),
  TotalBytesWritten: u32('smb2.fsctl.cchunk.total_written'),
});

export const SrvSnapshotArray = struct('MS-SMB2 2.2.32.2', 'SRV_SNAPSHOT_ARRAY', {
  NumberOfSnapShots:         u32('smb2.ioctl.enumerate_snapshots.num_snapshots'),
  NumberOfSnapShotsReturned: u32('smb2.ioctl.enumerate_snapshots.num_snapshots_returned'),
  SnapShotArraySize:         u32('smb2.ioctl.enumerate_snapshots.array_size'),
  SnapShots:                 coded('smb2.ioctl.enumerate_snapshots.snapshot', UnicodeString).times('NumberOfSnapShotsReturned'),
});
