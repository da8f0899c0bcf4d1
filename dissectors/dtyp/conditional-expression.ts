import { bytes, dispatch, hex, i64, names, nested, u32, u8, utf16, ascii, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { sid } from './sid.ts';

const SIGNATURE = 0x78747261; // 'artx'

const Sign = names({ Positive: 0x01, Negative: 0x02, None: 0x03 });
const Base = names({ Octal: 0x01, Decimal: 0x02, Hexadecimal: 0x03 });

const integer = (bits: 8 | 16 | 32 | 64) => struct('MS-DTYP 2.4.4.17.5', `Signed int${bits}`, {
  Value: i64(`nt.ace.cond.value_int${bits}`),
  Sign:  u8('nt.ace.cond.sign', hex, Sign),
  Base:  u8('nt.ace.cond.base', hex, Base),
});

const unicode = (spec: string, title: string, abbrev: string) => struct(spec, title, {
  Length: u32('nt.ace.cond.length'),
  String: utf16(abbrev).sized('Length'),
});

const OctetString = struct('MS-DTYP 2.4.4.17.5', 'Octet String', {
  Length: u32('nt.ace.cond.length'),
  Value:  bytes('nt.ace.cond.value_octet_string').sized('Length'),
});

/** Its elements are the tokens that follow. */
const Composite = struct('MS-DTYP 2.4.4.17.5', 'Composite', {
  Length: u32('nt.ace.cond.length'),
});

const SidLiteral = struct('MS-DTYP 2.4.4.17.5', 'SID', {
  Length: u32('nt.ace.cond.length'),
  Sid:    sid.sized('Length'),
});

const Operator = struct('MS-DTYP 2.4.4.17.6', 'Operator', {});

const operands: Table = {
  0x01: integer(8),
  0x02: integer(16),
  0x03: integer(32),
  0x04: integer(64),
  0x10: unicode('MS-DTYP 2.4.4.17.5', 'Unicode String',     'nt.ace.cond.value_string'),
  0x18: OctetString,
  0x50: Composite,
  0x51: SidLiteral,
  0xf8: unicode('MS-DTYP 2.4.4.17.8', 'Local Attribute',    'nt.ace.cond.local_attr'),
  0xf9: unicode('MS-DTYP 2.4.4.17.8', 'User Attribute',     'nt.ace.cond.user_attr'),
  0xfa: unicode('MS-DTYP 2.4.4.17.8', 'Resource Attribute', 'nt.ace.cond.resource_attr'),
  0xfb: unicode('MS-DTYP 2.4.4.17.8', 'Device Attribute',   'nt.ace.cond.device_attr'),
  other: Operator,
};

const TokenCode = names({
  Padding: 0x00, Int8: 0x01, Int16: 0x02, Int32: 0x03, Int64: 0x04, 'Unicode String': 0x10, 'Octet String': 0x18, Composite: 0x50,
  SID: 0x51, '==': 0x80, '!=': 0x81, '<': 0x82, '<=': 0x83, '>': 0x84, '>=': 0x85, Contains: 0x86, Exists: 0x87, Any_of: 0x88,
  Member_of: 0x89, Device_Member_of: 0x8a, Member_of_Any: 0x8b, Device_Member_of_Any: 0x8c, Not_Exists: 0x8d, Not_Contains: 0x8e,
  Not_Any_of: 0x8f, Not_Member_of: 0x90, Not_Device_Member_of: 0x91, Not_Member_of_Any: 0x92, Not_Device_Member_of_Any: 0x93,
  '&&': 0xa0, '||': 0xa1, '!': 0xa2, 'Local Attribute': 0xf8, 'User Attribute': 0xf9, 'Resource Attribute': 0xfa, 'Device Attribute': 0xfb,
});

const Token = struct('MS-DTYP 2.4.4.17.4', 'Token', {
  Code:    u8('nt.ace.cond.token', hex, TokenCode),
  Operand: dispatch('', operands, 'Code'),
});

const ConditionalExpression = struct('MS-DTYP 2.4.4.17.4', 'Conditional expression', {
  Signature: ascii('nt.ace.cond.signature', 4),
  Tokens:    nested('', Token).times(Infinity),
}, { abbrev: 'nt.ace.cond' });

const OpaqueData = struct('MS-DTYP 2.4.4.6', 'ApplicationData', {
  Data: bytes('nt.ace.data'),
});

const applicationData: Table = { [SIGNATURE]: ConditionalExpression, other: OpaqueData };

/** What a callback ACE ends with: a condition, or what its resource manager likes. */
export const ApplicationData = struct('MS-DTYP 2.4.4.17', 'ApplicationData', {
  Signature: u32('').peek(),
  Data:      dispatch('', applicationData, 'Signature'),
});
