import { blob, conformant, countedBytes, guid, type Ndr, u16, u32, unique } from '../../../src/dissect/ndr.ts';
import { lpwstr, rpcSid } from '../types.ts';
import { struct, text, union } from './validation.ts';

const NETLOGON_LSA_POLICY_INFO = struct('MS-NRPC 2.2.1.3.5', 'NETLOGON_LSA_POLICY_INFO', '', {
  LsaPolicySize: u32.as('netlogon.lsapolicy.length'),
  LsaPolicy:     unique(blob('LsaPolicySize')).as('lsapolicy'),
}).as('');

/** An RPC_UNICODE_STRING that holds no characters. */
const holding = (name: string): Ndr => struct('MS-DTYP 2.3.10', 'RPC_UNICODE_STRING', '', {
  Length:        u16.as('dcerpc.nt.str.len'),
  MaximumLength: u16.as('dcerpc.nt.str.size'),
  Buffer:        unique(countedBytes).as(name),
}).as('');

const dummy = text('dummy_string');
const word = (name: string): Ndr => u32.of({ hex: true }).as(name);

const NETLOGON_WORKSTATION_INFO = struct('MS-NRPC 2.2.1.3.6', 'NETLOGON_WORKSTATION_INFO', '', {
  LsaPolicy:    NETLOGON_LSA_POLICY_INFO,
  DnsHostName:  lpwstr.as('netlogon.wkst.fqdn'),
  SiteName:     lpwstr.as('netlogon.wkst.site_name'),
  Dummy1:       lpwstr.as('dummy'),
  Dummy2:       lpwstr.as('dummy'),
  Dummy3:       lpwstr.as('dummy'),
  Dummy4:       lpwstr.as('dummy'),
  OsVersion:    holding('netlogon.wkst.os_version'),
  OsName:       text('wkst.os'),
  DummyString3: dummy,
  DummyString4: dummy,
  WorkstationFlags:                 word('netlogon.workstation.flags'),
  KerberosSupportedEncryptionTypes: word('netlogon.encryption.types'),
  DummyLong3:   u32.as('netlogon.dummy.long3'),
  DummyLong4:   u32.as('netlogon.dummy.long4'),
}).as('');

export const workstationInformation = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-NRPC 2.2.1.3.9', 'NETLOGON_WORKSTATION_INFORMATION', '', switchIs, {
    1: unique(NETLOGON_WORKSTATION_INFO), 2: unique(NETLOGON_WORKSTATION_INFO), default: null,
  }).as('');

const NETLOGON_ONE_DOMAIN_INFO = struct('MS-NRPC 2.2.1.3.10', 'NETLOGON_ONE_DOMAIN_INFO', '', {
  DomainName:     text('domain'),
  DnsDomainName:  text('dns_domain'),
  DnsForestName:  text('dns.forest_name'),
  DomainGuid:     guid.as('dcerpc.nt.guid'),
  DomainSid:      unique(rpcSid),
  TrustExtension: holding('netlogon.trust.extension_data'),
  DummyString2:   dummy,
  DummyString3:   dummy,
  DummyString4:   dummy,
  DummyLong1:     u32.as('netlogon.dummy.long1'),
  DummyLong2:     u32.as('netlogon.dummy.long2'),
  DummyLong3:     u32.as('netlogon.dummy.long3'),
  DummyLong4:     u32.as('netlogon.dummy.long4'),
}).as('');

const NETLOGON_DOMAIN_INFO = struct('MS-NRPC 2.2.1.3.11', 'NETLOGON_DOMAIN_INFO', '', {
  PrimaryDomain:      NETLOGON_ONE_DOMAIN_INFO,
  TrustedDomainCount: u32.as('num_trusts'),
  TrustedDomains:     unique(conformant(NETLOGON_ONE_DOMAIN_INFO, 'TrustedDomainCount')).as(''),
  LsaPolicy:          NETLOGON_LSA_POLICY_INFO,
  DnsHostNameInDs:    text('dns_host'),
  DummyString2:       dummy,
  DummyString3:       dummy,
  DummyString4:       dummy,
  WorkstationFlags:   word('netlogon.workstation.flags'),
  SupportedEncTypes:  word('netlogon.encryption.types'),
  DummyLong3:         u32.as('netlogon.dummy.long3'),
  DummyLong4:         u32.as('netlogon.dummy.long4'),
}).as('');

export const domainInformation = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-NRPC 2.2.1.3.12', 'NETLOGON_DOMAIN_INFORMATION', '', switchIs, {
    1: unique(NETLOGON_DOMAIN_INFO), 2: unique(NETLOGON_LSA_POLICY_INFO), default: null,
  }).as('');

/** What was agreed at level 1, what was asked for at level 2. */
export const capabilities = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-NRPC 2.2.1.3.14', 'NETLOGON_CAPABILITIES', '', switchIs, { 1: word('neg_flags'), 2: word('neg_flags'), default: null }).as('');
