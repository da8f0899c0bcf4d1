import { bits, bytes, coded, dispatch, i64, names, u16, u32, u64, type Codec, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { sid } from './sid.ts';

const MAX_NAME = 1024;

/** UTF-16 to a zero. */
const terminated: Codec = {
  measure(data, from, to) {
    for (let at = from; at + 2 <= to && at - from < MAX_NAME; at += 2) if (data.getUint16(at, true) === 0) return at + 2 - from;
    return 0;
  },
  read: (data, from, to) => {
    let name = '';
    for (let at = from; at + 2 < to; at += 2) name += String.fromCharCode(data.getUint16(at, true));
    return name.toWellFormed();
  },
};

const ValueType = names({
  CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64: 0x0001, CLAIM_SECURITY_ATTRIBUTE_TYPE_UINT64: 0x0002, CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING: 0x0003,
  CLAIM_SECURITY_ATTRIBUTE_TYPE_SID: 0x0005, CLAIM_SECURITY_ATTRIBUTE_TYPE_BOOLEAN: 0x0006,
  CLAIM_SECURITY_ATTRIBUTE_TYPE_OCTET_STRING: 0x0010,
});

const Flags = bits({
  CLAIM_SECURITY_ATTRIBUTE_NON_INHERITABLE:      [0x00000001, 'nt.ace.sra.flags.non_inheritable'],
  CLAIM_SECURITY_ATTRIBUTE_VALUE_CASE_SENSITIVE: [0x00000002, 'nt.ace.sra.flags.case_sensitive'],
  CLAIM_SECURITY_ATTRIBUTE_USE_FOR_DENY_ONLY:    [0x00000004, 'nt.ace.sra.flags.deny_only'],
  CLAIM_SECURITY_ATTRIBUTE_DISABLED_BY_DEFAULT:  [0x00000008, 'nt.ace.sra.flags.disabled_by_default'],
  CLAIM_SECURITY_ATTRIBUTE_DISABLED:             [0x00000010, 'nt.ace.sra.flags.disabled'],
  CLAIM_SECURITY_ATTRIBUTE_MANDATORY:            [0x00000020, 'nt.ace.sra.flags.mandatory'],
  FCI_CLAIM_SECURITY_ATTRIBUTE_MANUAL:           [0x00010000, 'nt.ace.sra.flags.manual'],
  FCI_CLAIM_SECURITY_ATTRIBUTE_POLICY_DERIVED:   [0x00020000, 'nt.ace.sra.flags.policy_derived'],
});

const octetString = 'CLAIM_SECURITY_ATTRIBUTE_OCTET_STRING_RELATIVE';

const values: Table = {
  0x0001: struct('MS-DTYP 2.4.10.1', 'INT64',   { Value: i64('nt.ace.sra.value_int64') }),
  0x0002: struct('MS-DTYP 2.4.10.1', 'UINT64',  { Value: u64('nt.ace.sra.value_uint64') }),
  0x0003: struct('MS-DTYP 2.4.10.1', 'STRING',  { Value: coded('nt.ace.sra.value_string', terminated) }),
  0x0005: struct('MS-DTYP 2.4.10.2', octetString, { Length: u32('nt.ace.sra.value_length'), OctetString: sid.sized('Length') }),
  0x0006: struct('MS-DTYP 2.4.10.1', 'BOOLEAN', { Value: u64('nt.ace.sra.value_boolean') }),
  0x0010: struct('MS-DTYP 2.4.10.2', octetString, {
    Length:      u32('nt.ace.sra.value_length'),
    OctetString: bytes('nt.ace.sra.value_octet_string').sized('Length'),
  }),
};

export const ClaimSecurityAttribute = struct('MS-DTYP 2.4.10.1', 'CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1', {
  NameOffset: u32('nt.ace.sra.name_offset'),
  ValueType:  u16('nt.ace.sra.type', ValueType),
  Reserved:   u16('nt.ace.sra.reserved'),
  Flags:      u32('nt.ace.sra.flags', Flags),
  ValueCount: u32('nt.ace.sra.value_count'),
  Offsets:    u32('nt.ace.sra.name_offset').times('ValueCount'),
  Name:       coded('nt.ace.sra.name', terminated).at('NameOffset'),
  Values:     dispatch('', values, 'ValueType').atEach('Offsets'),
}, { abbrev: 'nt.ace.sra', offsetsFrom: 'struct' });
