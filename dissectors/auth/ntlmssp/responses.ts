import { byLength, bytes, filetime, type Table, u8, u32 } from '../../../src/dissect/field.ts';
import { struct } from '../../../src/dissect/struct.ts';
import { AvPairs } from './av-pairs.ts';

const NTLMv2_CLIENT_CHALLENGE = struct('MS-NLMP 2.2.2.7', 'NTLMv2_RESPONSE', {
  Response:            bytes('ntlmssp.ntlmv2_response.ntproofstr', 16),
  RespType:            u8('ntlmssp.ntlmv2_response.rversion'),
  HiRespType:          u8('ntlmssp.ntlmv2_response.hirversion'),
  Reserved1:           bytes('ntlmssp.ntlmv2_response.z', 6),
  TimeStamp:           filetime('ntlmssp.ntlmv2_response.time'),
  ChallengeFromClient: bytes('ntlmssp.ntlmv2_response.chal', 8),
  Reserved3:           bytes('ntlmssp.ntlmv2_response.z', 4),
  AvPairs,
  Padding:             bytes('ntlmssp.ntlmv2_response.pad'),
});

const NTLMv2_RESPONSE = struct('MS-NLMP 2.2.2.8', 'NTLMv2_RESPONSE', {
  Response: bytes('ntlmssp.ntlmv2_response').holds(NTLMv2_CLIENT_CHALLENGE),
});

/** Bytes that say nothing more: a response of NTLM v1 or LM, the single zero of an anonymous user. */
const Opaque = struct('MS-NLMP 2.2.2.6', 'NTLM_RESPONSE', {});

/** NTLM v1 has 24 bytes, v2 more. */
export const ntResponse = byLength({ 44: NTLMv2_RESPONSE, 0: Opaque });

/** With extended session security of NTLM v1 the client's challenge and zeros stand in the place of the response, MS-NLMP 3.3.1. */
const LM_RESPONSE = struct('MS-NLMP 2.2.2.3', 'LM_RESPONSE', {
  ChallengeFromClient: bytes('ntlmssp.ntlmclientchallenge', 8),
});

const LMv2_RESPONSE = struct('MS-NLMP 2.2.2.4', 'LMv2_RESPONSE', {
  Response:            bytes('ntlmssp.auth.lmv2_response', 16),
  ChallengeFromClient: bytes('ntlmssp.ntlmclientchallenge', 8),
});

/** By the length of the NT response, which tells the version. */
export const lmResponses: Table = {
  24:    byLength({ 24: LM_RESPONSE, 0: Opaque }),
  other: byLength({ 24: LMv2_RESPONSE, 0: Opaque }),
};

/** Of extended session security and of the older kind: what tells them apart is not in it. */
const Body = struct('MS-NLMP 2.2.2.9.2', 'NTLMSSP_MESSAGE_SIGNATURE', {
  Checksum: bytes('ntlmssp.verf.hmacmd5', 8),
  SeqNum:   bytes('ntlmssp.verf.sequence', 4),
});

export const NTLMSSP_MESSAGE_SIGNATURE = struct('MS-NLMP 2.2.2.9', 'NTLMSSP_MESSAGE_SIGNATURE', {
  Version: u32('ntlmssp.verf.vers'),
  Body:    bytes('ntlmssp.verf.body', 12).holds(Body),
}, { abbrev: 'ntlmssp.verf' });

/** By its Version. */
export const ntlmsspSignature = { '01000000????????????????????????': NTLMSSP_MESSAGE_SIGNATURE };
