import { names } from '../../../src/dissect/field.ts';
import { conformant, counted, type Ndr, u16, u32, unique, within } from '../../../src/dissect/ndr.ts';
import { rpcSid } from '../types.ts';

export const { struct, union } = within('lsarpc.lsa_');

/** Its members have names of their own in Wireshark, its characters one for all. */
const unicode = (name: string): Ndr => struct('MS-DTYP 2.3.10', 'RPC_UNICODE_STRING', name, {
  Length:        u16.as('length'),
  MaximumLength: u16.as('size'),
  Buffer:        unique(counted).as('lsarpc.lsa.string'),
});
export const text      = unicode('String');
export const largeText = unicode('StringLarge');

export const LSAPR_SID_INFORMATION = struct('MS-LSAT 2.2.17', 'LSAPR_SID_INFORMATION', 'SidPtr', { Sid: unique(rpcSid) });
export const sidArray = struct('MS-LSAT 2.2.18', 'LSAPR_SID_ENUM_BUFFER', 'SidArray', {
  Entries: u32.as('num_sids'),
  SidInfo: unique(conformant(LSAPR_SID_INFORMATION, 'Entries')).as('sids'),
});

export const SidNameUse = names({
  SidTypeUser: 1, SidTypeGroup: 2, SidTypeDomain: 3, SidTypeAlias: 4, SidTypeWellKnownGroup: 5, SidTypeDeletedAccount: 6, SidTypeInvalid: 7,
  SidTypeUnknown: 8, SidTypeComputer: 9, SidTypeLabel: 10,
});
