import { names } from '../../../src/dissect/field.ts';
import { conformant, enum16, i32, In, InOut, type Ndr, Out, u32, unique } from '../../../src/dissect/ndr.ts';
import { rpcSid } from '../types.ts';
import { largeText, sidArray, SidNameUse, struct, text } from './sids.ts';

const LSAPR_TRUST_INFORMATION = struct('MS-LSAT 2.2.11', 'LSAPR_TRUST_INFORMATION', 'DomainInfo', {
  Name: largeText.as('name'),
  Sid:  unique(rpcSid),
});
export const DOMAIN_INFORMATION = LSAPR_TRUST_INFORMATION;

const LSAPR_REFERENCED_DOMAIN_LIST = struct('MS-LSAT 2.2.12', 'LSAPR_REFERENCED_DOMAIN_LIST', 'RefDomainList', {
  Entries:    u32.as('count'),
  Domains:    unique(conformant(LSAPR_TRUST_INFORMATION, 'Entries')).as('domains'),
  MaxEntries: u32.as('max_size'),
});

const use = enum16.of(SidNameUse).as('sid_type');
const index = i32.as('sid_index');
const array = (title: string, name: string, member: string, element: Ndr): Ndr => struct('MS-LSAT 2.2', title, name, {
  Entries: u32.as('count'),
  Items:   unique(conformant(element, 'Entries')).as(member),
});

const LSA_TRANSLATED_SID = struct('MS-LSAT 2.2.14', 'LSA_TRANSLATED_SID', 'TranslatedSid', { Use: use, RelativeId: u32.as('rid'), DomainIndex: index });
const LSAPR_TRANSLATED_SID_EX = struct('MS-LSAT 2.2.24', 'LSAPR_TRANSLATED_SID_EX', 'TranslatedSid2', {
  Use: use, RelativeId: u32.as('rid'), DomainIndex: index, Flags: u32.as('unknown'),
});
const LSAPR_TRANSLATED_SID_EX2 = struct('MS-LSAT 2.2.26', 'LSAPR_TRANSLATED_SID_EX2', 'TranslatedSid3', {
  Use: use, Sid: unique(rpcSid), DomainIndex: index, Flags: u32.as('unknown'),
});
const LSAPR_TRANSLATED_NAME = struct('MS-LSAT 2.2.19', 'LSAPR_TRANSLATED_NAME', 'TranslatedName', { Use: use, Name: text.as('name'), DomainIndex: index });
const LSAPR_TRANSLATED_NAME_EX = struct('MS-LSAT 2.2.21', 'LSAPR_TRANSLATED_NAME_EX', 'TranslatedName2', {
  Use: use, Name: text.as('name'), DomainIndex: index, Flags: u32.as('unknown'),
});

const sids  = array('LSAPR_TRANSLATED_SIDS', 'TransSidArray', 'sids', LSA_TRANSLATED_SID);
const sids2 = array('LSAPR_TRANSLATED_SIDS_EX', 'TransSidArray2', 'sids', LSAPR_TRANSLATED_SID_EX);
const sids3 = array('LSAPR_TRANSLATED_SIDS_EX2', 'TransSidArray3', 'sids', LSAPR_TRANSLATED_SID_EX2);
const names1 = array('LSAPR_TRANSLATED_NAMES', 'TransNameArray', 'names', LSAPR_TRANSLATED_NAME);
const names2 = array('LSAPR_TRANSLATED_NAMES_EX', 'TransNameArray2', 'names', LSAPR_TRANSLATED_NAME_EX);

const LSAP_LOOKUP_LEVEL = enum16.of(names({
  LsapLookupWksta: 1, LsapLookupPDC: 2, LsapLookupTDL: 3, LsapLookupGC: 4, LsapLookupXForestReferral: 5, LsapLookupXForestResolve: 6,
  LsapLookupRODCReferralToFullDC: 7,
})).as('level');

const ReferencedDomains = Out(unique(LSAPR_REFERENCED_DOMAIN_LIST).as('domains'));
const LookupLevel = In(LSAP_LOOKUP_LEVEL);
const MappedCount = InOut(u32.as('count'));
const options = { LookupOptions: In(u32.as('unknown1')), ClientRevision: In(u32.as('unknown2')) };
const byName = (translated: Ndr) => ({
  Count:          In(u32.as('num_names')),
  Names:          In(conformant(text.as('lsarpc.lsa_LookupNames3.names'), 'Count')),
  ReferencedDomains,
  TranslatedSids: InOut(translated.as('sids')),
  LookupLevel,
  MappedCount,
});
const bySid = (translated: Ndr) => ({
  SidEnumBuffer:   In(sidArray.as('sids')),
  ReferencedDomains,
  TranslatedNames: InOut(translated.as('names')),
  LookupLevel,
  MappedCount,
});

/** Parameters of the lookups but the policy handle. */
export const lookup = {
  names:  byName(sids),
  names2: { ...byName(sids2), ...options },
  names3: { ...byName(sids3), ...options },
  sids:   bySid(names1),
  sids2:  { ...bySid(names2), ...options },
};
