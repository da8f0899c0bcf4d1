import {
  blob, conformantVarying, contextHandle, i32, In, InOut, Out, u32, unique, wstring, wstringWithin,
} from '../../../src/dissect/ndr.ts';
import { op, rpc } from '../../../src/dissect/rpc.ts';
import { FileRights } from '../../dtyp/access-mask.ts';
import { descriptor, lpwstr, werror } from '../types.ts';
import { struct } from './containers.ts';
import { charDevEnum, charDevInfo, charDevQEnum, charDevQInfo } from './devices.ts';
import { serverInfo } from './server-info.ts';
import { connectEnum, fileEnum, fileInfo, sessionEnum } from './sessions.ts';
import { shareEnum, shareInfo, shareType } from './shares.ts';
import { SERVER_TRANSPORT_INFO_0, transportEnum, transportInfo } from './transports.ts';

const ServerName = In(lpwstr.as('server_unc'));
const enumeration = {
  PreferedMaximumLength: In(u32.as('max_buffer')),
  TotalEntries:          Out(u32.as('totalentries')),
  ResumeHandle:          InOut(unique(u32).as('resume_handle')),
};
const ParmErr = InOut(unique(u32).as('parm_error'));

const DISK_INFO = struct('MS-SRVS 2.2.4.91', 'DISK_INFO', 'NetDiskInfo0', { di_Disk: wstringWithin.as('disk') });
const DISK_ENUM_CONTAINER = struct('MS-SRVS 2.2.4.92', 'DISK_ENUM_CONTAINER', 'NetDiskInfo', {
  EntriesRead: u32.as('count'),
  Buffer:      unique(conformantVarying(DISK_INFO, 'EntriesRead', 'EntriesRead')).as('disks'),
});

const STAT_SERVER_0 = struct('MS-SRVS 2.2.4.39', 'STAT_SERVER_0', 'Statistics', {
  sts0_start:          u32.as('start'),
  sts0_fopens:         u32.as('fopens'),
  sts0_devopens:       u32.as('devopens'),
  sts0_jobsqueued:     u32.as('jobsqueued'),
  sts0_sopens:         u32.as('sopens'),
  sts0_stimedout:      u32.as('stimeouts'),
  sts0_serrorout:      u32.as('serrorout'),
  sts0_pwerrors:       u32.as('pwerrors'),
  sts0_permerrors:     u32.as('permerrors'),
  sts0_syserrors:      u32.as('syserrors'),
  sts0_bytessent_low:  u32.as('bytessent_low'),
  sts0_bytessent_high: u32.as('bytessent_high'),
  sts0_bytesrcvd_low:  u32.as('bytesrcvd_low'),
  sts0_bytesrcvd_high: u32.as('bytesrcvd_high'),
  sts0_avresponse:     u32.as('avresponse'),
  sts0_reqbufneed:     u32.as('reqbufneed'),
  sts0_bigbufneed:     u32.as('bigbufneed'),
});

const TIME_OF_DAY_INFO = struct('MS-SRVS 2.2.4.105', 'TIME_OF_DAY_INFO', 'NetRemoteTODInfo', {
  tod_elapsedt:  u32.as('elapsed'),
  tod_msecs:     u32.as('msecs'),
  tod_hours:     u32.as('hours'),
  tod_mins:      u32.as('mins'),
  tod_secs:      u32.as('secs'),
  tod_hunds:     u32.as('hunds'),
  tod_timezone:  i32.as('timezone'),
  tod_tinterval: u32.as('tinterval'),
  tod_day:       u32.as('day'),
  tod_month:     u32.as('month'),
  tod_year:      u32.as('year'),
  tod_weekday:   u32.as('weekday'),
});

const ADT_SECURITY_DESCRIPTOR = struct('MS-SRVS 2.2.4.103', 'ADT_SECURITY_DESCRIPTOR', 'sec_desc', {
  Length: u32.as(''),
  Buffer: unique(descriptor(FileRights, 'Length', 'srvsvc.sec_desc_buf_len')).as(''),
});

const Device = { ServerName, DeviceName: In(wstring.as('device_name')) };
const Queue  = { ServerName, QueueName: In(wstring.as('queue_name')) };
const Level  = In(u32.as('level'));
const Share  = { ServerName, NetName: In(wstring.as('share_name')) };
const File   = { ServerName, ShareName: In(lpwstr.as('share')), lpFileName: In(wstring.as('file')), RequestedInformation: In(u32.as('securityinformation')) };

export const srvsvc = rpc({
  name: 'srvsvc', title: 'Server Service', uuid: '4b324fc8-1670-01d3-1278-5a47bf6ee188', version: [3, 0], pipes: ['srvsvc'], spec: 'MS-SRVS 3.1.4',
  operations: {
    0:  op('NetrCharDevEnum', { ServerName, InfoStruct: InOut(charDevEnum), ...enumeration }, werror, 'NetCharDevEnum'),
    1:  op('NetrCharDevGetInfo', { ...Device, Level, InfoStruct: Out(charDevInfo('Level').as('info')) }, werror, 'NetCharDevGetInfo'),
    2:  op('NetrCharDevControl', { ...Device, OpCode: In(u32.as('opcode')) }, werror, 'NetCharDevControl'),
    3:  op('NetrCharDevQEnum', { ServerName, UserName: In(lpwstr.as('user')), InfoStruct: InOut(charDevQEnum), ...enumeration }, werror, 'NetCharDevQEnum'),
    4:  op('NetrCharDevQGetInfo', { ...Queue, UserName: In(wstring.as('user')), Level, InfoStruct: Out(charDevQInfo('Level').as('info')) }, werror, 'NetCharDevQGetInfo'),
    5:  op('NetrCharDevQSetInfo', { ...Queue, Level, InfoStruct: In(charDevQInfo('Level').as('info')), ParmErr }, werror, 'NetCharDevQSetInfo'),
    6:  op('NetrCharDevQPurge', Queue, werror, 'NetCharDevQPurge'),
    7:  op('NetrCharDevQPurgeSelf', { ...Queue, ComputerName: In(wstring.as('computer_name')) }, werror, 'NetCharDevQPurgeSelf'),
    8:  op('NetrConnectionEnum', { ServerName, Qualifier: In(lpwstr.as('path')), InfoStruct: InOut(connectEnum), ...enumeration }, werror, 'NetConnEnum'),
    9:  op('NetrFileEnum', { ServerName, BasePath: In(lpwstr.as('path')), UserName: In(lpwstr.as('user')), InfoStruct: InOut(fileEnum), ...enumeration }, werror, 'NetFileEnum'),
    10: op('NetrFileGetInfo', { ServerName, FileId: In(u32.as('fid')), Level, InfoStruct: Out(fileInfo('Level').as('info')) }, werror, 'NetFileGetInfo'),
    11: op('NetrFileClose', { ServerName, FileId: In(u32.as('fid')) }, werror, 'NetFileClose'),
    12: op('NetrSessionEnum', { ServerName, ClientName: In(lpwstr.as('client')), UserName: In(lpwstr.as('user')), InfoStruct: InOut(sessionEnum), ...enumeration }, werror, 'NetSessEnum'),
    13: op('NetrSessionDel', { ServerName, ClientName: In(lpwstr.as('client')), UserName: In(lpwstr.as('user')) }, werror, 'NetSessDel'),
    14: op('NetrShareAdd', { ServerName, Level, InfoStruct: In(shareInfo('Level').as('info')), ParmErr }, werror, 'NetShareAdd'),
    15: op('NetrShareEnum', { ServerName, InfoStruct: InOut(shareEnum('NetShareEnumAll')), ...enumeration }, werror, 'NetShareEnumAll'),
    16: op('NetrShareGetInfo', { ...Share, Level, InfoStruct: Out(shareInfo('Level').as('info')) }, werror, 'NetShareGetInfo'),
    17: op('NetrShareSetInfo', { ...Share, Level, ShareInfo: In(shareInfo('Level').as('info')), ParmErr }, werror, 'NetShareSetInfo'),
    18: op('NetrShareDel', { ...Share, Reserved: In(u32.as('reserved')) }, werror, 'NetShareDel'),
    19: op('NetrShareDelSticky', { ...Share, Reserved: In(u32.as('reserved')) }, werror, 'NetShareDelSticky'),
    20: op('NetrShareCheck', { ServerName, Device: In(wstring.as('device_name')), Type: Out(shareType.as('type')) }, werror, 'NetShareCheck'),
    21: op('NetrServerGetInfo', { ServerName, Level, InfoStruct: Out(serverInfo('Level').as('info')) }, werror, 'NetSrvGetInfo'),
    22: op('NetrServerSetInfo', { ServerName, Level, ServerInfo: In(serverInfo('Level').as('info')), ParmErr }, werror, 'NetSrvSetInfo'),
    23: op('NetrServerDiskEnum', { ServerName, Level, DiskInfoStruct: InOut(DISK_ENUM_CONTAINER.as('info')), ...enumeration, PreferedMaximumLength: In(u32.as('maxlen')) }, werror, 'NetDiskEnum'),
    24: op('NetrServerStatisticsGet', { ServerName, Service: In(lpwstr.as('service')), Level, Options: In(u32.as('options')), InfoStruct: Out(unique(STAT_SERVER_0).as('stat')) }, werror, 'NetServerStatisticsGet'),
    25: op('NetrServerTransportAdd', { ServerName, Level, Buffer: In(transportInfo('Level').as('info')) }, werror, 'NetTransportAdd'),
    26: op('NetrServerTransportEnum', { ServerName, InfoStruct: InOut(transportEnum), ...enumeration }, werror, 'NetTransportEnum'),
    27: op('NetrServerTransportDel', { ServerName, Level: In(u32.as('unknown')), Buffer: In(SERVER_TRANSPORT_INFO_0.as('transport')) }, werror, 'NetTransportDel'),
    28: op('NetrRemoteTOD', { ServerName, BufferPtr: Out(unique(TIME_OF_DAY_INFO).as('info')) }, werror, 'NetRemoteTOD'),
    29: op('NetrServerSetServiceBits', { ServerName, Transport: In(lpwstr.as('transport')), ServiceBits: In(u32.as('servicebits')), UpdateImmediately: In(u32.as('updateimmediately')) }, werror, 'NetSetServiceBits'),
    30: op('NetprPathType', { ServerName, PathName: In(wstring.as('path')), Flags: In(u32.as('pathflags')), PathType: Out(u32.as('pathtype')) }, werror, 'NetPathType'),
    31: op('NetprPathCanonicalize', { ServerName, PathName: In(wstring.as('path')), OutbufLen: In(u32.as('maxbuf')), Prefix: In(wstring.as('prefix')), Outbuf: Out(blob('OutbufLen').as('can_path')), PathType: InOut(u32.as('pathtype')), Flags: In(u32.as('pathflags')) }, werror, 'NetPathCanonicalize'),
    32: op('NetprPathCompare', { ServerName, PathName1: In(wstring.as('path1')), PathName2: In(wstring.as('path2')), PathType: In(u32.as('pathtype')), Flags: In(u32.as('pathflags')) }, werror, 'NetPathCompare'),
    33: op('NetprNameValidate', { ServerName, Name: In(wstring.as('name')), NameType: In(u32.as('name_type')), Flags: In(u32.as('flags')) }, werror, 'NetNameValidate'),
    34: op('NetprNameCanonicalize', { ServerName, Name: In(wstring), OutbufLen: In(u32), Outbuf: Out(blob('OutbufLen')), NameType: In(u32), Flags: In(u32) }, werror, 'NETRPRNAMECANONICALIZE'),
    35: op('NetprNameCompare', { ServerName, Name1: In(wstring.as('name1')), Name2: In(wstring.as('name2')), NameType: In(u32.as('name_type')), Flags: In(u32.as('flags')) }, werror, 'NetPRNameCompare'),
    36: op('NetrShareEnumSticky', { ServerName, InfoStruct: InOut(shareEnum('NetShareEnum')), ...enumeration }, werror, 'NetShareEnum'),
    37: op('NetrShareDelStart', { ServerName, NetName: In(wstring.as('share')), Reserved: In(u32.as('reserved')), ContextHandle: Out(contextHandle.as('hnd')) }, werror, 'NetShareDelStart'),
    38: op('NetrShareDelCommit', { ContextHandle: InOut(contextHandle.as('hnd')) }, werror, 'NetShareDelCommit'),
    39: op('NetrpGetFileSecurity', { ...File, SecurityDescriptor: Out(unique(ADT_SECURITY_DESCRIPTOR).as('sd_buf')) }, werror, 'NetGetFileSecurity'),
    40: op('NetrpSetFileSecurity', { ...File, SecurityDescriptor: In(ADT_SECURITY_DESCRIPTOR.as('sd_buf')) }, werror, 'NetSetFileSecurity'),
    41: op('NetrServerTransportAddEx', { ServerName, Level, Buffer: In(transportInfo('Level').as('info')) }, werror, 'NetServerTransportAddEx'),
    42: op('NetrServerSetServiceBitsEx', { ServerName, EmulatedServerName: In(lpwstr.as('emulated_server_unc')), Transport: In(lpwstr.as('transport')), ServiceBitsOfInterest: In(u32.as('servicebitsofinterest')), ServiceBits: In(u32.as('servicebits')), UpdateImmediately: In(u32.as('updateimmediately')) }, werror, 'NetServerSetServiceBitsEx'),
    43: 'NetrDfsGetVersion', 44: 'NetrDfsCreateLocalPartition', 45: 'NetrDfsDeleteLocalPartition', 46: 'NetrDfsSetLocalVolumeState',
    47: 'Opnum47NotUsedOnWire', 48: 'NetrDfsCreateExitPoint', 49: 'NetrDfsDeleteExitPoint', 50: 'NetrDfsModifyPrefix', 51: 'NetrDfsFixLocalVolume',
    52: 'NetrDfsManagerReportSiteInfo', 53: 'NetrServerTransportDelEx', 54: 'NetrServerAliasAdd', 55: 'NetrServerAliasEnum', 56: 'NetrServerAliasDel',
    57: 'NetrShareDelEx',
  },
});
