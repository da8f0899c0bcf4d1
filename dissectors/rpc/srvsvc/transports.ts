import { bits } from '../../../src/dissect/field.ts';
import { blob, bytes, type Ndr, u32, unique } from '../../../src/dissect/ndr.ts';
import { lpwstr } from '../types.ts';
import { container, levels, struct, union } from './containers.ts';

const TransportFlags = bits({ SVTI2_REMAP_PIPE_NAMES: [0x00000002, 'srvsvc.srvsvc_TransportFlags.SVTI2_REMAP_PIPE_NAMES'] });

export const SERVER_TRANSPORT_INFO_0 = struct('MS-SRVS 2.2.4.93', 'SERVER_TRANSPORT_INFO_0', 'NetTransportInfo0', {
  svti0_numberofvcs:            u32.as('vcs'),
  svti0_transportname:          lpwstr.as('name'),
  svti0_transportaddress:       unique(blob('svti0_transportaddresslength')).as('addr'),
  svti0_transportaddresslength: u32.as('addr_len'),
  svti0_networkaddress:         lpwstr.as('net_addr'),
});

const SERVER_TRANSPORT_INFO_1 = struct('MS-SRVS 2.2.4.94', 'SERVER_TRANSPORT_INFO_1', 'NetTransportInfo1', {
  svti1_numberofvcs:            u32.as('vcs'),
  svti1_transportname:          lpwstr.as('name'),
  svti1_transportaddress:       unique(blob('svti1_transportaddresslength')).as('addr'),
  svti1_transportaddresslength: u32.as('addr_len'),
  svti1_networkaddress:         lpwstr.as('net_addr'),
  svti1_domain:                 lpwstr.as('domain'),
});

const SERVER_TRANSPORT_INFO_2 = struct('MS-SRVS 2.2.4.95', 'SERVER_TRANSPORT_INFO_2', 'NetTransportInfo2', {
  svti2_numberofvcs:            u32.as('vcs'),
  svti2_transportname:          lpwstr.as('name'),
  svti2_transportaddress:       unique(blob('svti2_transportaddresslength')).as('addr'),
  svti2_transportaddresslength: u32.as('addr_len'),
  svti2_networkaddress:         lpwstr.as('net_addr'),
  svti2_domain:                 lpwstr.as('domain'),
  svti2_flags:                  u32.of(TransportFlags).as('transport_flags'),
});

const SERVER_TRANSPORT_INFO_3 = struct('MS-SRVS 2.2.4.96', 'SERVER_TRANSPORT_INFO_3', 'NetTransportInfo3', {
  svti3_numberofvcs:            u32.as('vcs'),
  svti3_transportname:          lpwstr.as('name'),
  svti3_transportaddress:       unique(blob('svti3_transportaddresslength')).as('addr'),
  svti3_transportaddresslength: u32.as('addr_len'),
  svti3_networkaddress:         lpwstr.as('net_addr'),
  svti3_domain:                 lpwstr.as('domain'),
  svti3_flags:                  u32.of(TransportFlags).as('transport_flags'),
  svti3_passwordlength:         u32.as('password_len'),
  svti3_password:               bytes(256).as('password').secret(),
});

export const transportInfo = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-SRVS 2.2.3.8', 'TRANSPORT_INFO', 'NetTransportInfo', switchIs, {
    0: SERVER_TRANSPORT_INFO_0.as('info0'),
    1: SERVER_TRANSPORT_INFO_1.as('info1'),
    2: SERVER_TRANSPORT_INFO_2.as('info2'),
    3: SERVER_TRANSPORT_INFO_3.as('info3'),
  });

const SERVER_XPORT_ENUM_UNION = levels('MS-SRVS 2.2.4.101', 'SERVER_XPORT_ENUM_UNION', 'NetTransportCtr', 'ctr', {
  0: container('MS-SRVS 2.2.4.97', 'SERVER_XPORT_INFO_0_CONTAINER', 'NetTransportCtr0', SERVER_TRANSPORT_INFO_0),
  1: container('MS-SRVS 2.2.4.98', 'SERVER_XPORT_INFO_1_CONTAINER', 'NetTransportCtr1', SERVER_TRANSPORT_INFO_1),
  2: container('MS-SRVS 2.2.4.99', 'SERVER_XPORT_INFO_2_CONTAINER', 'NetTransportCtr2', SERVER_TRANSPORT_INFO_2),
  3: container('MS-SRVS 2.2.4.100', 'SERVER_XPORT_INFO_3_CONTAINER', 'NetTransportCtr3', SERVER_TRANSPORT_INFO_3),
});

export const transportEnum: Ndr = struct('MS-SRVS 2.2.4.101', 'SERVER_XPORT_ENUM_STRUCT', 'NetTransportEnum', {
  Level:     u32.as('level'),
  XportInfo: SERVER_XPORT_ENUM_UNION('Level').as('transports'),
}).as('');
