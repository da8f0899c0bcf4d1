import { names } from '../../../src/dissect/field.ts';
import { type Ndr, u32, unique } from '../../../src/dissect/ndr.ts';
import { WIN32_ERROR } from '../../tables/win32-error.ts';
import { lpwstr } from '../types.ts';
import { struct, union } from './validation.ts';

export const FunctionCode = u32.of(names({
  NETLOGON_CONTROL_QUERY: 1, NETLOGON_CONTROL_REPLICATE: 2, NETLOGON_CONTROL_SYNCHRONIZE: 3, NETLOGON_CONTROL_PDC_REPLICATE: 4,
  NETLOGON_CONTROL_REDISCOVER: 5, NETLOGON_CONTROL_TC_QUERY: 6, NETLOGON_CONTROL_TRANSPORT_NOTIFY: 7, NETLOGON_CONTROL_FIND_USER: 8,
  NETLOGON_CONTROL_CHANGE_PASSWORD: 9, NETLOGON_CONTROL_TC_VERIFY: 10, NETLOGON_CONTROL_FORCE_DNS_REG: 11, NETLOGON_CONTROL_QUERY_DNS_REG: 12,
  NETLOGON_CONTROL_BACKUP_CHANGE_LOG: 0xfffc, NETLOGON_CONTROL_TRUNCATE_LOG: 0xfffd, NETLOGON_CONTROL_SET_DBFLAG: 0xfffe,
  NETLOGON_CONTROL_BREAKPOINT: 0xffff,
})).as('netlogon.code');

const domain = lpwstr.as('domain');
export const controlData = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-NRPC 2.2.1.7.1', 'NETLOGON_CONTROL_DATA_INFORMATION', '', switchIs, {
    5: domain, 6: domain, 9: domain, 10: domain, 8: lpwstr.as('acct_name'), 65534: u32.of({ hex: true }).as('flags'), default: null,
  }).as('');

const netlog_flags  = u32.of({ hex: true }).as('flags');
const status = (name: string): Ndr => u32.of({ names: WIN32_ERROR, hex: true }).as(name);
const first = { netlog_flags, netlog_pdc_connection_status: status('pdc_connection_status') };

export const controlInformation = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-NRPC 2.2.1.7.6', 'NETLOGON_CONTROL_QUERY_INFORMATION', '', switchIs, {
    1: unique(struct('MS-NRPC 2.2.1.7.2', 'NETLOGON_INFO_1', '', first).as('')),
    2: unique(struct('MS-NRPC 2.2.1.7.3', 'NETLOGON_INFO_2', '', {
      ...first, netlog2_trusted_dc_name: lpwstr.as('trusted_dc'), netlog2_tc_connection_status: status('tc_connection_status'),
    }).as('')),
    3: unique(struct('MS-NRPC 2.2.1.7.4', 'NETLOGON_INFO_3', '', {
      netlog3_flags:          netlog_flags,
      netlog3_logon_attempts: u32.as('logon_attempts'),
      netlog3_reserved1:      u32.as('reserved'),
      netlog3_reserved2:      u32.as('reserved'),
      netlog3_reserved3:      u32.as('reserved'),
      netlog3_reserved4:      u32.as('reserved'),
      netlog3_reserved5:      u32.as('reserved'),
    }).as('')),
    4: unique(struct('MS-NRPC 2.2.1.7.5', 'NETLOGON_INFO_4', '', {
      netlog4_trusted_dc_name: lpwstr.as('trusted_dc'), netlog4_trusted_domain_name: domain,
    }).as('')),
    default: null,
  }).as('');
