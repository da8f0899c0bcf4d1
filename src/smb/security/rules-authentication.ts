import { NtlmFlag } from '../../crypto/ntlm.ts';
import type { NtlmExchange } from '../../crypto/ntlm-credential.ts';
import type { Session } from '../session.ts';
import type { Findings, Severity } from './findings.ts';

/** Something that makes an authentication worth less than it could be. */
export interface Weakness {
  readonly kind: string;
  readonly severity: Severity;
  readonly text: string;
  readonly spec: string;
}

const NTLM_V1: Weakness = {
  kind: 'ntlmv1',
  severity: 'warning',
  text: 'authenticates with NTLMv1, from which the password can be worked out',
  spec: 'MS-NLMP 3.3.1',
};
const LM: Weakness = {
  kind: 'lm-response',
  severity: 'warning',
  text: 'sends an LM response, from which the password can be worked out quickly',
  spec: 'MS-NLMP 3.3.1',
};
const RC4: Weakness = { kind: 'rc4-ticket', severity: 'warning', text: 'its Kerberos ticket is encrypted with RC4', spec: 'RFC 8429 5' };
const DES: Weakness = { kind: 'des-ticket', severity: 'warning', text: 'its Kerberos ticket is encrypted with DES', spec: 'RFC 6649 6' };

const V1_RESPONSE = 24;
const DES_TYPES: readonly number[] = [1, 2, 3];
const RC4_TYPES: readonly number[] = [23, 24];

/** Of an NTLM exchange of somebody. With extended session security the LM response only carries the client's challenge. */
export function weakNtlm({ flags, lmResponse, ntResponse }: NtlmExchange): Weakness[] {
  const isV2 = ntResponse.length > V1_RESPONSE;
  if (isV2) return [];
  const sendsLm =
    (flags & NtlmFlag.extendedSessionSecurity) === 0 &&
    lmResponse.length === V1_RESPONSE &&
    lmResponse.some((byte) => byte !== 0) &&
    Buffer.compare(lmResponse, ntResponse) !== 0;
  return [...(ntResponse.length === V1_RESPONSE ? [NTLM_V1] : []), ...(sendsLm ? [LM] : [])];
}

/** Of a ticket by its encryption type. */
export const weakTicket = (etype: number): Weakness[] => (RC4_TYPES.includes(etype) ? [RC4] : DES_TYPES.includes(etype) ? [DES] : []);

const GUEST = 1;
const NULL = 2;

/** What a session's first authentication came to; `row` is the response that established it. */
export function authenticated(row: number, { flags, identity }: Session, findings: Findings): void {
  const spec = 'MS-SMB2 2.2.6';
  if ((flags & GUEST) !== 0)
    findings.add({
      row,
      kind: 'guest-session',
      severity: 'note',
      text: 'a session of a guest, which has no key to sign or encrypt with',
      spec,
    });
  else if ((flags & NULL) !== 0 || identity?.kind === 'anonymous')
    findings.add({ row, kind: 'anonymous-session', severity: 'note', text: 'a session of nobody (anonymous)', spec });
  for (const weakness of identity?.weaknesses ?? []) findings.add({ row, ...weakness });
}
