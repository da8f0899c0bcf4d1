import { bits, coded, ipv4, ipv6, names, nested, u32, type Table } from '../../src/dissect/field.ts';
import {
  buffer, conformant, contextHandle, In, InOut, Out, ipv4 as address4, ipv6 as address6, u16 as word, u32 as dword, unique, wchars, within,
} from '../../src/dissect/ndr.ts';
import { terminated } from '../../src/dissect/ndr-rows.ts';
import { op, rpc } from '../../src/dissect/rpc.ts';
import { struct as plain } from '../../src/dissect/struct.ts';
import { lpwstr, werror } from './types.ts';

const { struct } = within('witness.witness_');

const Version    = dword.of(names({ WITNESS_V1: 0x00010001, WITNESS_V2: 0x00020000, WITNESS_UNSPECIFIED_VERSION: 0xffffffff }), { hex: true });
const ChangeType = names({ RESOURCE_STATE_UNKNOWN: 0x00, RESOURCE_STATE_AVAILABLE: 0x01, RESOURCE_STATE_UNAVAILABLE: 0xff });

const IPADDR_INFO = plain('MS-SWN 2.2.2.1', 'IPADDR_INFO', {
  Flags: u32('witness.witness_IPaddrInfo.flags', bits({
    IPADDR_V4:      [0x00000001, 'witness.witness_IPaddrInfo_flags.WITNESS_IPADDR_V4'],
    IPADDR_V6:      [0x00000002, 'witness.witness_IPaddrInfo_flags.WITNESS_IPADDR_V6'],
    IPADDR_ONLINE:  [0x00000008, 'witness.witness_IPaddrInfo_flags.WITNESS_IPADDR_ONLINE'],
    IPADDR_OFFLINE: [0x00000010, 'witness.witness_IPaddrInfo_flags.WITNESS_IPADDR_OFFLINE'],
  })),
  IPV4:  ipv4('witness.witness_IPaddrInfo.ipv4'),
  IPV6:  ipv6('witness.witness_IPaddrInfo.ipv6'),
});

const IPADDR_INFO_LIST = plain('MS-SWN 2.2.2.2', 'IPADDR_INFO_LIST', {
  Length:          u32('witness.witness_IPaddrInfoList.length'),
  Reserved:        u32('witness.witness_IPaddrInfoList.reserved'),
  IPAddrInstances: u32('witness.witness_IPaddrInfoList.num'),
  IPAddrInfo:      nested('witness.witness_IPaddrInfoList.addr', IPADDR_INFO).times('IPAddrInstances'),
});

const RESOURCE_CHANGE = plain('MS-SWN 2.2.2.3', 'RESOURCE_CHANGE', {
  Length:       u32('witness.witness_ResourceChange.length'),
  ChangeType:   u32('witness.witness_ResourceChange.type', ChangeType),
  ResourceName: coded('witness.witness_ResourceChange.name', terminated).sized('Length', -8),
});

/** NumberOfMessages of one kind, one after the other. */
const messagesOf = (name: string, inner: typeof RESOURCE_CHANGE | typeof IPADDR_INFO_LIST) => plain('MS-SWN 2.2.2.4', 'MessageBuffer', {
  Message: nested(`witness.witness_notifyResponse_message.${name}`, inner).times(Infinity),
});

/** The blobs of a notification, by MessageType. */
export const notifications: Table = {
  1: messagesOf('resource_change', RESOURCE_CHANGE),
  2: messagesOf('client_move', IPADDR_INFO_LIST),
  3: messagesOf('share_move', IPADDR_INFO_LIST),
  4: messagesOf('ip_change', IPADDR_INFO_LIST),
};

const MessageType = names({ RESOURCE_CHANGE_NOTIFICATION: 1, CLIENT_MOVE_NOTIFICATION: 2, SHARE_MOVE_NOTIFICATION: 3, IP_CHANGE_NOTIFICATION: 4 });

const RESP_ASYNC_NOTIFY = struct('MS-SWN 2.2.2.4', 'RESP_ASYNC_NOTIFY', 'notifyResponse', {
  MessageType:      dword.of(MessageType).as('type'),
  Length:           dword.as('length'),
  NumberOfMessages: dword.as('num'),
  MessageBuffer:    unique(buffer(notifications, 'MessageType', 'Length')).as(''),
});

const WITNESS_INTERFACE_INFO = struct('MS-SWN 2.2.2.5', 'WITNESS_INTERFACE_INFO', 'interfaceInfo', {
  InterfaceGroupName: wchars(260).as('group_name'),
  Version:            Version.as('version'),
  NodeState:          word.of(names({ UNKNOWN: 0x00, AVAILABLE: 0x01, UNAVAILABLE: 0xff })).as('state'),
  IPV4:               address4.as('ipv4'),
  IPV6:               address6.as('ipv6'),
  Flags:              dword.of(bits({
    IPv4_VALID: [0x00000001, 'witness.witness_interfaceInfo_flags.WITNESS_INFO_IPv4_VALID'],
    IPv6_VALID: [0x00000002, 'witness.witness_interfaceInfo_flags.WITNESS_INFO_IPv6_VALID'],
    WITNESS_IF: [0x00000004, 'witness.witness_interfaceInfo_flags.WITNESS_INFO_WITNESS_IF'],
  })).as('flags'),
});

const WITNESS_INTERFACE_LIST = struct('MS-SWN 2.2.2.6', 'WITNESS_INTERFACE_LIST', 'interfaceList', {
  NumberOfInterfaces: dword.as('num_interfaces'),
  InterfaceInfo:      unique(conformant(WITNESS_INTERFACE_INFO, 'NumberOfInterfaces')).as('interfaces'),
});

const RegisterFlags = bits({ WITNESS_REGISTER_IP_NOTIFICATION: [0x00000001, 'witness.witness_RegisterEx_flags.WITNESS_REGISTER_IP_NOTIFICATION'] });

export const witness = rpc({
  name: 'witness', title: 'Service Witness Protocol', uuid: 'ccd8c074-d0e5-4a40-92b4-d074faa6ba28', version: [1, 1], spec: 'MS-SWN 3.1.4',
  operations: {
    0: op('WitnessrGetInterfaceList', { InterfaceList: Out(unique(WITNESS_INTERFACE_LIST).as('interface_list')) }, werror, 'GetInterfaceList'),
    1: op('WitnessrRegister', {
      ppContext:          Out(contextHandle.as('context_handle')),
      Version:            In(Version.as('version')),
      NetName:            In(lpwstr.as('net_name')),
      IpAddress:          In(lpwstr.as('ip_address')),
      ClientComputerName: In(lpwstr.as('client_computer_name')),
    }, werror, 'Register'),
    2: op('WitnessrUnRegister', { pContext: In(contextHandle.as('context_handle')) }, werror, 'UnRegister'),
    3: op('WitnessrAsyncNotify', {
      pContext: In(contextHandle.as('context_handle')),
      pResp:    Out(unique(RESP_ASYNC_NOTIFY).as('response')),
    }, werror, 'AsyncNotify'),
    4: op('WitnessrRegisterEx', {
      ppContext:          Out(contextHandle.as('context_handle')),
      Version:            In(Version.as('version')),
      NetName:            In(lpwstr.as('net_name')),
      ShareName:          In(lpwstr.as('share_name')),
      IpAddress:          In(lpwstr.as('ip_address')),
      ClientComputerName: In(lpwstr.as('client_computer_name')),
      Flags:              In(dword.of(RegisterFlags).as('flags')),
      KeepAliveTimeout:   In(dword.as('timeout')),
    }, werror, 'RegisterEx'),
    5: op('WitnessrUnRegisterEx', { ppContext: InOut(contextHandle.as('context_handle')) }, werror, 'UnRegister'),
  },
});
