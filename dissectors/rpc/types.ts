import { type Bits, bits } from '../../src/dissect/field.ts';
import {
  conformantPlain, counted, countedChars, holding, type Ndr, string, u16, u32, unique, within, wstring,
} from '../../src/dissect/ndr.ts';
import { struct } from '../../src/dissect/struct.ts';
import { standard } from '../dtyp/access-mask.ts';
import { bigSidAs, sidAs } from '../dtyp/sid.ts';
import { securityDescriptorOf } from '../dtyp/security-descriptor.ts';
import { NTSTATUS } from '../tables/ntstatus.ts';
import { WIN32_ERROR } from '../tables/win32-error.ts';

/** Results of operations; Wireshark has the name under the interface's own. */
export const werror   = u32.of({ names: WIN32_ERROR, hex: true }).as('werror');
export const ntstatus = u32.of({ names: NTSTATUS, hex: true }).as('status');

export const lpwstr = unique(wstring);
export const lpstr  = unique(string);

const RpcSid    = struct('MS-DTYP 2.4.2.3', 'RPC_SID', { Sid: sidAs('dcerpc.nt.domain_sid') });
const BigRpcSid = struct('MS-DTYP 2.4.2.3', 'RPC_SID', { Sid: bigSidAs('dcerpc.nt.domain_sid') });

/** [size_is(SubAuthorityCount)] as MIDL makes it: a count, then the SID. */
export const rpcSid: Ndr = conformantPlain(RpcSid, BigRpcSid, 8, 4, 4, 'dcerpc.nt.count').as('');

/** RPC_UNICODE_STRING as Wireshark has it in most interfaces: `text` is what it holds. */
export const lsaString = (text: string): Ndr => unicodeString('dcerpc.lsa_String.name_len', 'dcerpc.lsa_String.name_size', text);
/** The same of a password or a key. */
export const lsaSecret = (text: string): Ndr => unicodeString('dcerpc.lsa_String.name_len', 'dcerpc.lsa_String.name_size', text, counted.secret());

/** Rights of an object: the standard ones and its own. */
export const rights = (own: Bits) => bits({ ...standard, ...own });

/** A self-relative descriptor in a counted buffer; Wireshark has a name for its count. */
export const descriptor = <S extends string>(rights: { readonly bits: Bits }, sizeIs: S, countName: string): Ndr<unknown, S> =>
  holding(securityDescriptorOf(rights), sizeIs, countName);

/** RPC_UNICODE_STRING with the names that Wireshark has for it in an interface; `text` is that of its characters. */
export const unicodeString = (length: string, maximum: string, text: string, characters: Ndr = counted): Ndr =>
  within('').struct('MS-DTYP 2.3.10', 'RPC_UNICODE_STRING', '', {
    Length:        u16.as(length),
    MaximumLength: u16.as(maximum),
    Buffer:        unique(characters).as(text),
  }).as('');

/** RPC_STRING, MS-LSAD 2.2.3.1: the same with bytes. */
export const ansiString = (length: string, maximum: string, text: string): Ndr =>
  within('').struct('MS-LSAD 2.2.3.1', 'STRING', '', {
    Length:        u16.as(length),
    MaximumLength: u16.as(maximum),
    Buffer:        unique(countedChars).as(text),
  }).as('');

