import { blob, conformant, u32, unique } from '../../../src/dissect/ndr.ts';
import { struct, text } from './validation.ts';

export const NL_SOCKET_ADDRESS = struct('MS-NRPC 2.2.1.2.4', 'NL_SOCKET_ADDRESS', '', {
  lpSockaddr:      unique(blob('iSockaddrLength')).as('socket_address'),
  iSockaddrLength: u32.as('socket_address_length'),
}).as('');

const sites = {
  EntryCount: u32.as('count'),
  SiteNames:  unique(conformant(text('site_name'), 'EntryCount')).as(''),
};
export const NL_SITE_NAME_ARRAY    = struct('MS-NRPC 2.2.1.2.2', 'NL_SITE_NAME_ARRAY', '', sites).as('');
export const NL_SITE_NAME_EX_ARRAY = struct('MS-NRPC 2.2.1.2.3', 'NL_SITE_NAME_EX_ARRAY', '', {
  ...sites,
  SubnetNames: unique(conformant(text('subnet_name'), 'EntryCount')).as(''),
}).as('');

export const NL_GENERIC_RPC_DATA = struct('MS-NRPC 2.2.1.6.4', 'NL_GENERIC_RPC_DATA', '', {
  UlongEntryCount:         u32.as('count'),
  UlongData:               unique(conformant(u32.of({ hex: true }).as('netlogon.unknown.long'), 'UlongEntryCount')).as(''),
  UnicodeStringEntryCount: u32.as('count'),
  UnicodeStringData:       unique(conformant(text('unknown_string'), 'UnicodeStringEntryCount')).as(''),
}).as('');
