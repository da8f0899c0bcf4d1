import { names } from '../../../src/dissect/field.ts';
import {
  blob, bytes, conformant, enum16, guid, i32, In, InOut, Out, u32, u8, unique, wstring,
} from '../../../src/dissect/ndr.ts';
import { op, rpc } from '../../../src/dissect/rpc.ts';
import { NTSTATUS } from '../../tables/ntstatus.ts';
import { WIN32_ERROR } from '../../tables/win32-error.ts';
import { lpwstr, rpcSid } from '../types.ts';
import { controlData, controlInformation, FunctionCode } from './control.ts';
import { capabilities, domainInformation, workstationInformation } from './domain-info.ts';
import {
  logonInformation, LogonLevel, NETLOGON_AUTHENTICATOR, trust, validationInformation, ValidationLevel,
} from './logon.ts';
import { NL_GENERIC_RPC_DATA, NL_SITE_NAME_ARRAY, NL_SITE_NAME_EX_ARRAY, NL_SOCKET_ADDRESS } from './sites.ts';
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

const DOMAIN_NAME_BUFFER = struct('MS-NRPC 2.2.1.6.1', 'DOMAIN_NAME_BUFFER', '', {
  DomainNameByteCount: u32.as('netlogon.blob.size'),
  DomainNames:         unique(blob('DomainNameByteCount')).as('netlogon.blob'),
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
/** Where the server is bound to, its name is there. */
const bound = {
  ServerName: In(wstring.as('netlogon.handle')), ComputerName: In(lpwstr.as('netlogon.computer_name')), Authenticator: In(NETLOGON_AUTHENTICATOR),
  ReturnAuthenticator: InOut(NETLOGON_AUTHENTICATOR),
};
const control = { FunctionCode: In(FunctionCode), QueryLevel: In(u32.as('netlogon.level')) };
const control2 = { ServerName: server, ...control, Data: In(controlData('FunctionCode')), Buffer: Out(controlInformation('QueryLevel')) };
const hash = (name: string) => Out(bytes(16).as(`netlogon.${name}`).secret());
const addresses = { ComputerName: In(lpwstr.as('netlogon.server')), EntryCount: In(u32.as('netlogon.count')), SocketAddresses: In(conformant(NL_SOCKET_ADDRESS, 'EntryCount')) };
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
    6:  op('NetrServerPasswordSet', { ...channel, ...credential, UasNewPassword: In(bytes(16).as('netlogon.nt_owf_pwd').secret()) }, status),
    7: 'NetrDatabaseDeltas', 8: 'NetrDatabaseSync', 9: 'NetrAccountDeltas', 10: 'NetrAccountSync',
    11: op('NetrGetDCName', { ServerName: In(wstring.as('netlogon.handle')), DomainName: domainName, Buffer: Out(lpwstr.as('netlogon.dc.name')) }, result),
    12: op('NetrLogonControl', { ServerName: server, ...control, Buffer: Out(controlInformation('QueryLevel')) }, result),
    13: op('NetrGetAnyDCName', { ServerName: server, DomainName: domainName, Buffer: Out(lpwstr.as('netlogon.dc.name')) }, result),
    14: op('NetrLogonControl2', control2, result),
    15: op('NetrServerAuthenticate2', { ...channel, ...clientCredential, ...negotiate }, status),
    16: 'NetrDatabaseSync2', 17: 'NetrDatabaseRedo',
    18: op('NetrLogonControl2Ex', control2, result),
    19: op('NetrEnumerateTrustedDomains', { ServerName: server, DomainNameBuffer: Out(DOMAIN_NAME_BUFFER) }, status),
    20: op('DsrGetDcName', { ComputerName: computerName, DomainName: domainName, DomainGuid: domainGuid, SiteGuid: domainGuid, Flags: wanted, DomainControllerInfo: found }, result),
    21: op('NetrLogonGetCapabilities', { ...bound, QueryLevel: In(u32.as('netlogon.level')), Capabilities: Out(capabilities('QueryLevel')) }, status),
    22: 'NetrLogonSetServiceBits', 23: 'NetrLogonGetTrustRid', 24: 'NetrLogonComputeServerDigest', 25: 'NetrLogonComputeClientDigest',
    26: op('NetrServerAuthenticate3', { ...channel, ...clientCredential, ...negotiate, AccountRid: Out(u32.as('netlogon.serverrid')) }, status),
    27: op('DsrGetDcNameEx', {
      ComputerName: computerName, DomainName: domainName, DomainGuid: domainGuid, SiteName: In(lpwstr.as('netlogon.site_name')), Flags: wanted, DomainControllerInfo: found,
    }, result),
    28: op('DsrGetSiteName', { ComputerName: computerName, SiteName: Out(lpwstr.as('netlogon.site_name')) }, result),
    29: op('NetrLogonGetDomainInfo', {
      ...bound, Level: In(u32.as('netlogon.level')), WkstaBuffer: In(workstationInformation('Level')), DomBuffer: Out(domainInformation('Level')),
    }, status),
    30: op('NetrServerPasswordSet2', { ...channel, ...credential, ClearNewPassword: In(bytes(516).as('netlogon.sensitive_data').secret()) }, status),
    31: op('NetrServerPasswordGet', { ...channel, ...credential, EncryptedNtOwfPassword: hash('nt_owf_pwd') }, status),
    32: 'NetrLogonSendToSam',
    33: op('DsrAddressToSiteNamesW', { ...addresses, SiteNames: Out(unique(NL_SITE_NAME_ARRAY)) }, result),
    34: op('DsrGetDcNameEx2', {
      ComputerName: computerName, AccountName: In(lpwstr.as('netlogon.acct_name')), AllowableAccountControlBits: In(u32.of({ hex: true }).as('netlogon.user_account_control')),
      DomainName: domainName, DomainGuid: domainGuid, SiteName: In(lpwstr.as('netlogon.site_name')), Flags: wanted, DomainControllerInfo: found,
    }, result),
    35: op('NetrLogonGetTimeServiceParentDomain', { ServerName: server, DomainName: Out(lpwstr.as('netlogon.domain')), PdcSameSite: Out(i32.as('netlogon.pdc_same_site')) }, result),
    36: op('NetrEnumerateTrustedDomainsEx', { ServerName: server, Domains: Out(NETLOGON_TRUSTED_DOMAIN_ARRAY) }, result),
    37: op('DsrAddressToSiteNamesExW', { ...addresses, SiteNames: Out(unique(NL_SITE_NAME_EX_ARRAY)) }, result),
    38: op('DsrGetDcSiteCoverageW', { ServerName: server, SiteNames: Out(unique(NL_SITE_NAME_ARRAY)) }, result),
    39: op('NetrLogonSamLogonEx', {
      LogonServer: server, ComputerName: In(lpwstr.as('netlogon.computer_name')), LogonLevel: In(LogonLevel), LogonInformation: In(logonInformation('LogonLevel')),
      ValidationLevel: In(ValidationLevel), ValidationInformation: Out(validationInformation('ValidationLevel')), Authoritative: Out(u8.as('netlogon.authoritative')), ...extraFlags,
    }, status),
    40: op('DsrEnumerateDomainTrusts', { ServerName: server, Flags: In(u32.of({ hex: true }).as('netlogon.trust_flags')), Domains: Out(NETLOGON_TRUSTED_DOMAIN_ARRAY) }, result),
    41: 'DsrDeregisterDnsHostRecords',
    42: op('NetrServerTrustPasswordsGet', { ...channel, ...credential, EncryptedNewOwfPassword: hash('nt_owf_pwd'), EncryptedOldOwfPassword: hash('nt_owf_pwd') }, status),
    43: 'DsrGetForestTrustInformation', 44: 'NetrGetForestTrustInformation',
    45: op('NetrLogonSamLogonWithFlags', { ...login, ...extraFlags }, status),
    46: op('NetrServerGetTrustInfo', {
      ...channel, ...credential, EncryptedNewOwfPassword: hash('nt_owf_pwd'), EncryptedOldOwfPassword: hash('nt_owf_pwd'), TrustInfo: Out(unique(NL_GENERIC_RPC_DATA)),
    }, status),
    47: 'OpnumUnused47', 48: 'DsrUpdateReadOnlyServerDnsRecords', 49: 'NetrChainSetClientAttributes',
    59: 'NetrServerAuthenticateKerberos',
  },
});
