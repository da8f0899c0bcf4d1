import { NegotiateRequest, NegotiateResponse } from '../../../dissectors/smb2/negotiate.ts';
import { values } from '../../dissect/values.ts';
import { type Current, STATUS_SUCCESS } from '../current.ts';
import type { Agreement } from './keys.ts';

const DIALECT_311 = 0x0311;
const CAP_ENCRYPTION = 0x40;

/** Of what a NEGOTIATE Response chooses, what signing and encryption depend on. */
export function agreementOf(c: Current): Agreement {
  if (c.status !== STATUS_SUCCESS || !c.has(NegotiateResponse.at.Capabilities, 4))
    return { dialect: 0, signingAlgorithm: undefined, cipher: undefined };
  const dialect = c.u16(NegotiateResponse.at.DialectRevision);
  if (dialect !== DIALECT_311) {
    const encrypts = (c.u32(NegotiateResponse.at.Capabilities) & CAP_ENCRYPTION) !== 0;
    return { dialect, signingAlgorithm: undefined, cipher: encrypts ? undefined : 0 };
  }
  const facts = { isResponse: true, dialect, offers311: true };
  const { NegotiateContextList } = values(NegotiateResponse, c.data, c.at, c.body, c.end, facts);
  const list = (NegotiateContextList ?? []) as readonly {
    readonly Data?: { Ciphers?: readonly number[]; SigningAlgorithms?: readonly number[] };
  }[];
  let signingAlgorithm: number | undefined;
  let cipher = 0;
  for (const { Data } of list) {
    signingAlgorithm = Data?.SigningAlgorithms?.[0] ?? signingAlgorithm;
    cipher = Data?.Ciphers?.[0] ?? cipher;
  }
  return { dialect, signingAlgorithm, cipher };
}

/** SecurityMode of either side's NEGOTIATE. */
export function securityMode(c: Current): number {
  const at = c.isResponse ? NegotiateResponse.at.SecurityMode : NegotiateRequest.at.SecurityMode;
  return c.has(at, 2) ? c.u16(at) : 0;
}
