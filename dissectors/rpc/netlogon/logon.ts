import { names } from '../../../src/dissect/field.ts';
import { blob, bytes, enum16, type Ndr, u16, u32, u64of4, unique, varyingBlob } from '../../../src/dissect/ndr.ts';
import {
  NETLOGON_VALIDATION_SAM_INFO, NETLOGON_VALIDATION_SAM_INFO2, NETLOGON_VALIDATION_SAM_INFO4, struct, text, union,
} from './validation.ts';

export const NETLOGON_CREDENTIAL = struct('MS-NRPC 2.2.1.3.4', 'NETLOGON_CREDENTIAL', '', { data: bytes(8).as('credential') }).as('');
export const NETLOGON_AUTHENTICATOR = struct('MS-NRPC 2.2.1.1.5', 'NETLOGON_AUTHENTICATOR', '', {
  Credential: NETLOGON_CREDENTIAL,
  Timestamp:  u32.as('netlogon.timestamp_seconds'),
}).as('');

const IDENTITY = {
  LogonDomainName:  text('domain'),
  ParameterControl: u32.of({ hex: true }).as('param_ctrl'),
  Reserved:         u64of4.as('logon_id'),
  UserName:         text('acct_name'),
  Workstation:      text('wksts'),
};
const response = (name: string): Ndr => struct('MS-NRPC 2.2.1.1.2', 'STRING', '', {
  Length:        u16.as('dcerpc.nt.str.len'),
  MaximumLength: u16.as('dcerpc.nt.str.size'),
  Buffer:        unique(varyingBlob()).as(name),
}).as('');
const interactive = struct('MS-NRPC 2.2.1.4.3', 'NETLOGON_INTERACTIVE_INFO', '', {
  ...IDENTITY,
  LmOwfPassword: bytes(16).as('lm_owf_pwd').secret(),
  NtOwfPassword: bytes(16).as('nt_owf_pwd').secret(),
}).as('');
const network = struct('MS-NRPC 2.2.1.4.5', 'NETLOGON_NETWORK_INFO', '', {
  ...IDENTITY,
  LmChallenge:         bytes(8).as('challenge'),
  NtChallengeResponse: response('nt_chal_resp'),
  LmChallengeResponse: response('lm_chal_resp'),
}).as('');
const generic = struct('MS-NRPC 2.2.1.4.2', 'NETLOGON_GENERIC_INFO', '', {
  ...IDENTITY,
  PackageName: text('package_name'),
  DataLength:  u32.as('len'),
  LogonData:   unique(blob('DataLength')).as('blob'),
}).as('');

export const LogonLevel = enum16.of(names({
  NetlogonInteractiveInformation: 1, NetlogonNetworkInformation: 2, NetlogonServiceInformation: 3, NetlogonGenericInformation: 4,
  NetlogonInteractiveTransitiveInformation: 5, NetlogonNetworkTransitiveInformation: 6, NetlogonServiceTransitiveInformation: 7,
})).as('netlogon.level16');

export const logonInformation = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-NRPC 2.2.1.4.6', 'NETLOGON_LEVEL', '', switchIs, {
    1: unique(interactive), 2: unique(network), 3: unique(interactive), 4: unique(generic), 5: unique(interactive), 6: unique(network), 7: unique(interactive),
    default: null,
  }, enum16).as('');

export const ValidationLevel = enum16.of(names({
  NetlogonValidationUasInfo: 1, NetlogonValidationSamInfo: 2, NetlogonValidationSamInfo2: 3, NetlogonValidationGenericInfo: 4,
  NetlogonValidationGenericInfo2: 5, NetlogonValidationSamInfo4: 6, NetlogonValidationTicketLogon: 7,
})).as('netlogon.validation_level');
const genericInfo2 = struct('MS-NRPC 2.2.1.4.8', 'NETLOGON_VALIDATION_GENERIC_INFO2', '', {
  DataLength:     u32.as('len'),
  ValidationData: unique(blob('DataLength')).as('blob'),
}).as('');
export const validationInformation = <const S extends string>(switchIs: S): Ndr<unknown, S> =>
  union('MS-NRPC 2.2.1.4.14', 'NETLOGON_VALIDATION', '', switchIs, {
    2: unique(NETLOGON_VALIDATION_SAM_INFO), 3: unique(NETLOGON_VALIDATION_SAM_INFO2), 5: unique(genericInfo2), 6: unique(NETLOGON_VALIDATION_SAM_INFO4),
    default: null,
  }, enum16).as('');

const TRUST = {
  Flags:           u32.of({ hex: true }).as('trust_flags'),
  ParentIndex:     u32.as('parent_index'),
  TrustType:       u32.of(names({ TRUST_TYPE_DOWNLEVEL: 1, TRUST_TYPE_UPLEVEL: 2, TRUST_TYPE_MIT: 3, TRUST_TYPE_DCE: 4 })).as('trust_type'),
  TrustAttributes: u32.of({ hex: true }).as('trust_attribs'),
};
export const trust = TRUST;
