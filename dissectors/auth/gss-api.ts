import { byStart, dispatch, nested, type Table } from '../../src/dissect/field.ts';
import { oid, rest, sequence } from '../../src/dissect/asn1.ts';
import { struct } from '../../src/dissect/struct.ts';
import { KerberosToken, kerberosTokens } from './kerberos/gss.ts';
import { IAKERB, KRB5, KRB5U2U, mechanisms, MSKRB5, NEGOEX, NTLMSSP, SPNEGO } from './mechanisms.ts';
import { Negoex, negoexTokens } from './negoex.ts';
import { ntlmsspMessages, ntlmsspSignature } from './ntlmssp/index.ts';
import { NegotiationToken } from './spnego.ts';

/** What stands behind a mechanism's object identifier. */
const innerContextTokens: Table = {
  [SPNEGO]:  NegotiationToken,
  [KRB5]:    KerberosToken,
  [MSKRB5]:  KerberosToken,
  [KRB5U2U]: KerberosToken,
  [IAKERB]:  KerberosToken,
  [NTLMSSP]: byStart(ntlmsspMessages),
  [NEGOEX]:  Negoex,
};

export const InitialContextToken = sequence('RFC 2743 3.1', 'GSS-API', {
  thisMech:          oid('gss-api.OID', mechanisms),
  innerContextToken: rest(dispatch('', innerContextTokens, 'thisMech')),
}, { application: 0, implicit: true, abbrev: 'gss-api' });

/** Only the first token of a context is framed; SPNEGO's others are told by their tags. */
const UnframedToken = struct('RFC 4178 4.2', 'GSS-API', { NegotiationToken: nested('spnego', NegotiationToken) }, { abbrev: 'gss-api' });

const tokens = { 60: InitialContextToken, a0: UnframedToken, a1: UnframedToken, ...ntlmsspMessages, ...negoexTokens };

/** What a security buffer holds: tokens of GSS-API, or NTLM without any framing. */
export const securityToken = byStart(tokens);

/** What an authentication trailer holds: these, and once a context stands its signatures. */
export const trailerToken = byStart({ ...ntlmsspSignature, ...kerberosTokens, ...tokens });
