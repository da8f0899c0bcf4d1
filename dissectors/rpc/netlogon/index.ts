import { names } from '../../../src/dissect/field.ts';
import {
  bytes, conformant, enum16, guid, In, InOut, Out, u32, u8, unique, wstring,
} from '../../../src/dissect/ndr.ts';
import { op, rpc } from '../../../src/dissect/rpc.ts';
import { NTSTATUS } from '../../tables/ntstatus.ts';
import { WIN32_ERROR } from '../../tables/win32-error.ts';
import { lpwstr, rpcSid } from '../types.ts';
import {
  logonInformation, LogonLevel, NETLOGON_AUTHENTICATOR, trust, validationInformation, ValidationLevel,
} from './logon.ts';
import { struct } from './validation.ts';

const status = u32.of({ names: NTSTATUS, hex: true }).as('rc');
const result = u32.of({ names: WIN32_ERROR, hex: true }).as('rc');

const SecureChannelType = enum16.of(names({
  NullSecureChannel: 0, MsvApSecureChannel: 1, WorkstationSecureChannel: 2, TrustedDnsDomainSecureChannel: 3, TrustedDomainSecureChannel: 4,
  UasServerSecureChannel: 5, ServerSecureChannel: 6, CdcServerSecureChannel: 7,
})).as('netlogon.sec_chan_type');

const dcFlags = u32.of({ hex: true }).as('netlogon.dc.flags');
const DOMAIN_CONTROLLER_INFOW = struct('MS-NRPC 2.2.1.2.1', 'DOMAIN_CONTROLLER_INFOW', '', {
  DomainControllerName:        lpwstr.as('netlogon.dc.name'),
  DomainControllerAddress:     lpwstr.as('netlogon.dc.address'),
  DomainControllerAddressType: u32.as('netlogon.dc.address_type'),
  DomainGuid:                  guid.as('dcerpc.nt.guid'),
  DomainName:                  lpwstr.as('netlogon.domain'),
  DnsForestName:               lpwstr.as('netlogon.dns.forest_name'),
  Flags:                       dcFlags,
  DcSiteName:                  lpwstr.as('netlogon.dc.site_name'),
  ClientSiteName:              lpwstr.as('netlogon.client.site_name'),
}).as('');

const DS_DOMAIN_TRUSTSW = struct('MS-NRPC 2.2.1.6.2', 'DS_DOMAIN_TRUSTSW', '', {
  NetbiosDomainName: lpwstr.as('netlogon.downlevel_domain'),
  DnsDomainName:     lpwstr.as('netlogon.dns_domain'),
  ...trust,
  DomainSid:         unique(rpcSid),
  DomainGuid:        guid.as('dcerpc.nt.guid'),
}).as('');
const NETLOGON_TRUSTED_DOMAIN_ARRAY = struct('MS-NRPC 2.2.1.6.3', 'NETLOGON_TRUSTED_DOMAIN_ARRAY', '', {
  DomainCount: u32.as('netlogon.num_trusts'),
  Domains:     unique(conformant(DS_DOMAIN_TRUSTSW, 'DomainCount')).as(''),
}).as('');

const server   = In(lpwstr.as('netlogon.handle'));
const account  = In(wstring.as('netlogon.acct_name'));
const computer = In(wstring.as('netlogon.computer_name'));
const credential = { Authenticator: In(NETLOGON_AUTHENTICATOR), ReturnAuthenticator: Out(NETLOGON_AUTHENTICATOR) };
const channel = { PrimaryName: server, AccountName: account, SecureChannelType: In(SecureChannelType), ComputerName: computer };
const login = {
  LogonServer: server, ComputerName: In(lpwstr.as('netlogon.computer_name')), Authenticator: In(unique(NETLOGON_AUTHENTICATOR)),
  ReturnAuthenticator: InOut(unique(NETLOGON_AUTHENTICATOR)), LogonLevel: In(LogonLevel), LogonInformation: In(logonInformation('LogonLevel')),
  ValidationLevel: In(ValidationLevel), ValidationInformation: Out(validationInformation('ValidationLevel')), Authoritative: Out(u8.as('netlogon.authoritative')),
};
const extraFlags = { ExtraFlags: InOut(u32.of({ hex: true }).as('netlogon.extra_flags')) };
const negotiate = { NegotiateFlags: InOut(u32.of({ hex: true }).as('netlogon.neg_flags')) };
const challenge = (name: string) => struct('MS-NRPC 2.2.1.3.4', 'NETLOGON_CREDENTIAL', '', { data: bytes(8).as(name) }).as('');
const clientCredential = { ClientCredential: In(challenge('netlogon.clientcred')), ServerCredential: Out(challenge('netlogon.servercred')) };
const computerName = In(lpwstr.as('netlogon.server'));
const domainName = In(lpwstr.as('netlogon.domain'));
const found = Out(unique(DOMAIN_CONTROLLER_INFOW));
const wanted = In(u32.of({ hex: true }).as('netlogon.get_dcname.request.flags'));
const domainGuid = In(unique(guid).as('dcerpc.nt.guid'));

export const netlogon = rpc({
  name: 'netlogon', title: 'Netlogon', uuid: '12345678-1234-abcd-ef00-01234567cffb', version: [1, 0], pipes: ['netlogon'], spec: 'MS-NRPC 3.5.4',
  base: 'netlogon.',
  operations: {
    0: 'NetrLogonUasLogon', 1: 'NetrLogonUasLogoff',
    2:  op('NetrLogonSamLogon', login, status),
    3:  op('NetrLogonSamLogoff', {
      LogonServer: server, ComputerName: In(lpwstr.as('netlogon.computer_name')), Authenticator: In(unique(NETLOGON_AUTHENTICATOR)),
      ReturnAuthenticator: InOut(unique(NETLOGON_AUTHENTICATOR)), LogonLevel: In(LogonLevel), LogonInformation: In(logonInformation('LogonLevel')),
    }, status),
    4:  op('NetrServerReqChallenge', {
      PrimaryName: server, ComputerName: computer, ClientChallenge: In(challenge('netlogon.clientchallenge')), ServerChallenge: Out(challenge('netlogon.serverchallenge')),
    }, status),
    5:  op('NetrServerAuthenticate', { ...channel, ...clientCredential }, status),
    6:  op('NetrServerPasswordSet', { ...channel, ...credential, UasNewPassword: In(bytes(16).as('netlogon.nt_owf_pwd')) }, status),
    7: 'NetrDatabaseDeltas', 8: 'NetrDatabaseSync', 9: 'NetrAccountDeltas', 10: 'NetrAccountSync',
    11: op('NetrGetDCName', { ServerName: In(wstring.as('netlogon.handle')), DomainName: domainName, Buffer: Out(lpwstr.as('netlogon.dc.name')) }, result),
    12: 'NetrLogonControl',
    13: op('NetrGetAnyDCName', { ServerName: server, DomainName: domainName, Buffer: Out(lpwstr.as('netlogon.dc.name')) }, result),
    14: 'NetrLogonControl2',
    15: op('NetrServerAuthenticate2', { ...channel, ...clientCredential, ...negotiate }, status),
    16: 'NetrDatabaseSync2', 17: 'NetrDatabaseRedo', 18: 'NetrLogonControl2Ex', 19: 'NetrEnumerateTrustedDomains',
    20: op('DsrGetDcName', { ComputerName: computerName, DomainName: domainName, DomainGuid: domainGuid, SiteGuid: domainGuid, Flags: wanted, DomainControllerInfo: found }, result),
    21: 'NetrLogonGetCapabilities', 22: 'NetrLogonSetServiceBits', 23: 'NetrLogonGetTrustRid', 24: 'NetrLogonComputeServerDigest', 25: 'NetrLogonComputeClientDigest',
    26: op('NetrServerAuthenticate3', { ...channel, ...clientCredential, ...negotiate, AccountRid: Out(u32.as('netlogon.serverrid')) }, status),
    27: op('DsrGetDcNameEx', {
      ComputerName: computerName, DomainName: domainName, DomainGuid: domainGuid, SiteName: In(lpwstr.as('netlogon.site_name')), Flags: wanted, DomainControllerInfo: found,
    }, result),
    28: op('DsrGetSiteName', { ComputerName: computerName, SiteName: Out(lpwstr.as('netlogon.site_name')) }, result),
    29: 'NetrLogonGetDomainInfo',
    30: op('NetrServerPasswordSet2', { ...channel, ...credential, ClearNewPassword: In(bytes(516).as('netlogon.sensitive_data')) }, status),
    31: 'NetrServerPasswordGet', 32: 'NetrLogonSendToSam', 33: 'DsrAddressToSiteNamesW',
    34: op('DsrGetDcNameEx2', {
      ComputerName: computerName, AccountName: In(lpwstr.as('netlogon.acct_name')), AllowableAccountControlBits: In(u32.of({ hex: true }).as('netlogon.user_account_control')),
      DomainName: domainName, DomainGuid: domainGuid, SiteName: In(lpwstr.as('netlogon.site_name')), Flags: wanted, DomainControllerInfo: found,
    }, result),
    35: 'NetrLogonGetTimeServiceParentDomain',
    36: op('NetrEnumerateTrustedDomainsEx', { ServerName: server, Domains: Out(NETLOGON_TRUSTED_DOMAIN_ARRAY) }, result),
    37: 'DsrAddressToSiteNamesExW', 38: 'DsrGetDcSiteCoverageW',
    39: op('NetrLogonSamLogonEx', {
      LogonServer: server, ComputerName: In(lpwstr.as('netlogon.computer_name')), LogonLevel: In(LogonLevel), LogonInformation: In(logonInformation('LogonLevel')),
      ValidationLevel: In(ValidationLevel), ValidationInformation: Out(validationInformation('ValidationLevel')), Authoritative: Out(u8.as('netlogon.authoritative')), ...extraFlags,
    }, status),
    40: op('DsrEnumerateDomainTrusts', { ServerName: server, Flags: In(u32.of({ hex: true }).as('netlogon.trust_flags')), Domains: Out(NETLOGON_TRUSTED_DOMAIN_ARRAY) }, result),
    41: 'DsrDeregisterDnsHostRecords', 42: 'NetrServerTrustPasswordsGet', 43: 'DsrGetForestTrustInformation', 44: 'NetrGetForestTrustInformation',
    45: op('NetrLogonSamLogonWithFlags', { ...login, ...extraFlags }, status),
    46: 'NetrServerGetTrustInfo', 47: 'OpnumUnused47', 48: 'DsrUpdateReadOnlyServerDnsRecords', 49: 'NetrChainSetClientAttributes',
    59: 'NetrServerAuthenticateKerberos',
  },
});
