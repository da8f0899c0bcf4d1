import { type Codec, coded, nested, u32, u32be, u48be, u8 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { WELL_KNOWN_SID } from '../tables/well-known-sid.ts';

const FIXED = 8;
const MAX_SUB_AUTHORITIES = 15;
const DOMAIN_ACCOUNT = 5; // sub-authorities: 21, three of the domain, one of the account
const NT_NON_UNIQUE = 21;
const ALIAS = 2; // sub-authorities: 32 and the alias
const BUILTIN = 32;

/** How a SID is read: its sub-authorities are little-endian but in big-endian NDR. */
function sids(number: typeof u32, isLittle: boolean) {
  const join = (data: DataView, from: number, to: number): string => {
    const found: number[] = [];
    for (let at = from; at + 4 <= to && found.length <= MAX_SUB_AUTHORITIES; at += 4) found.push(data.getUint32(at, isLittle));
    return found.join('-');
  };

  /** MS-DTYP 2.4.2.1: an authority of 2^32 and above is written in hexadecimal. */
  const read = (data: DataView, from: number, to: number): string => {
    const high = data.getUint16(from + 2);
    const low = data.getUint32(from + 4);
    const authority = high === 0 ? `${low}` : `0x${(high * 2 ** 32 + low).toString(16).padStart(12, '0')}`;
    const rest = join(data, from + FIXED, to);
    return `S-${data.getUint8(from)}-${authority}${rest === '' ? '' : `-${rest}`}`;
  };

  const text: Codec = {
    measure(data, from, to) {
      if (to - from < FIXED || data.getUint8(from + 1) > MAX_SUB_AUTHORITIES) return 0;
      const length = FIXED + 4 * data.getUint8(from + 1);
      return length <= to - from ? length : 0;
    },
    read,
    describe(data, from, to) {
      const sid = read(data, from, to);
      return Object.hasOwn(WELL_KNOWN_SID, sid) ? `${sid} (${WELL_KNOWN_SID[sid]})` : sid;
    },
  };

  const dashed = (count?: number): Codec => ({
    measure: (_, from, to) => (count === undefined ? to - from : 4 * count),
    read: join,
  });

  const DomainAccount = struct('MS-DTYP 2.4.2.4', 'Account of a domain', {
    NonUnique:          number('nt.sid.non_unique'),
    Domain:             coded('nt.sid.domain', dashed(3)).when('NonUnique', 0xffffffff, NT_NON_UNIQUE),
    RelativeIdentifier: number('nt.sid.rid').when('NonUnique', 0xffffffff, NT_NON_UNIQUE),
  });

  const BuiltinAlias = struct('MS-DTYP 2.4.2.4', 'Alias of the built-in domain', {
    First:              number('').peek(),
    Builtin:            number('nt.sid.builtin').when('First', 0xffffffff, BUILTIN),
    RelativeIdentifier: number('nt.sid.rid').when('First', 0xffffffff, BUILTIN),
  });

  const SidParts = struct('MS-DTYP 2.4.2.2', 'SID', {
    Revision:            u8('nt.sid.revision'),
    SubAuthorityCount:   u8('nt.sid.num_auth'),
    IdentifierAuthority: u48be('nt.sid.auth'),
    SubAuthority:        coded('nt.sid.subauth', dashed()).peek(),
    DomainAccount:       nested('', DomainAccount).when('SubAuthorityCount', 0xff, DOMAIN_ACCOUNT),
    BuiltinAlias:        nested('', BuiltinAlias).when('SubAuthorityCount', 0xff, ALIAS),
  });

  return (abbrev: string) => coded(abbrev, text, SidParts);
}

/** A SID as `S-1-…`, with its parts below. */
export const sidAs    = sids(u32, true);
export const bigSidAs = sids(u32be, false);
export const sid      = sidAs('nt.sid');
