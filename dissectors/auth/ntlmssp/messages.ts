import { ascii, bytes, nested, u16, u32, utf16 } from '../../../src/dissect/field.ts';
import { struct } from '../../../src/dissect/struct.ts';
import type { TokenFacts } from '../../facts.ts';
import { TARGET_INFO } from './av-pairs.ts';
import { NegotiateFlags, Signature, Type, UNICODE, Version } from './fields.ts';
import { lmResponses, ntResponse } from './responses.ts';

const ntlmssp = { abbrev: 'ntlmssp', isMessage: true } as const;

const stringLength = u16('ntlmssp.string.length');
const stringMaxLen = u16('ntlmssp.string.maxlen');
const stringOffset = u32('ntlmssp.string.offset');
const blobLength   = u16('ntlmssp.blob.length');
const blobMaxLen   = u16('ntlmssp.blob.maxlen');
const blobOffset   = u32('ntlmssp.blob.offset');

export const NEGOTIATE_MESSAGE = struct('MS-NLMP 2.2.1.1', 'NTLM NEGOTIATE_MESSAGE', {
  Signature,
  MessageType:             Type,
  NegotiateFlags,
  DomainNameLen:           stringLength,
  DomainNameMaxLen:        stringMaxLen,
  DomainNameBufferOffset:  stringOffset,
  WorkstationLen:          stringLength,
  WorkstationMaxLen:       stringMaxLen,
  WorkstationBufferOffset: stringOffset,
  Version:                 Version.before('DomainNameBufferOffset', 'WorkstationBufferOffset'),
  DomainName:              ascii('ntlmssp.negotiate.domain').at('DomainNameBufferOffset', 'DomainNameLen'),
  WorkstationName:         ascii('ntlmssp.negotiate.callingworkstation').at('WorkstationBufferOffset', 'WorkstationLen'),
}, ntlmssp);

/** Servers of old leave out the rows before the payload from Reserved on. */
export const CHALLENGE_MESSAGE = struct('MS-NLMP 2.2.1.2', 'NTLM CHALLENGE_MESSAGE', {
  Signature,
  MessageType:            Type,
  TargetNameLen:          stringLength,
  TargetNameMaxLen:       stringMaxLen,
  TargetNameBufferOffset: stringOffset,
  NegotiateFlags,
  ServerChallenge:        bytes('ntlmssp.ntlmserverchallenge', 8),
  Reserved:               bytes('ntlmssp.reserved', 8).before('TargetNameBufferOffset'),
  TargetInfoLen:          u16('ntlmssp.challenge.target_info.length').before('TargetNameBufferOffset'),
  TargetInfoMaxLen:       u16('ntlmssp.challenge.target_info.maxlen').before('TargetNameBufferOffset'),
  TargetInfoBufferOffset: u32('ntlmssp.challenge.target_info.offset').before('TargetNameBufferOffset'),
  Version:                Version.before('TargetNameBufferOffset', 'TargetInfoBufferOffset'),
  TargetName:             utf16('ntlmssp.challenge.target_name').at('TargetNameBufferOffset', 'TargetNameLen').when('NegotiateFlags', UNICODE),
  OemTargetName:          ascii('ntlmssp.challenge.target_name').at('TargetNameBufferOffset', 'TargetNameLen').unless('NegotiateFlags', UNICODE),
  TargetInfo:             nested('ntlmssp.challenge.target_info', TARGET_INFO).at('TargetInfoBufferOffset', 'TargetInfoLen'),
}, ntlmssp);

const payload = ['LmChallengeResponseBufferOffset', 'NtChallengeResponseBufferOffset', 'DomainNameBufferOffset', 'UserNameBufferOffset',
  'WorkstationBufferOffset', 'EncryptedRandomSessionKeyBufferOffset'] as const;

/** Clients of old leave out Version and MIC: the payload begins where they would stand. */
export const AUTHENTICATE_MESSAGE = struct('MS-NLMP 2.2.1.3', 'NTLM AUTHENTICATE_MESSAGE', {
  Signature,
  MessageType:                           Type,
  LmChallengeResponseLen:                blobLength,
  LmChallengeResponseMaxLen:             blobMaxLen,
  LmChallengeResponseBufferOffset:       blobOffset,
  NtChallengeResponseLen:                blobLength,
  NtChallengeResponseMaxLen:             blobMaxLen,
  NtChallengeResponseBufferOffset:       blobOffset,
  DomainNameLen:                         stringLength,
  DomainNameMaxLen:                      stringMaxLen,
  DomainNameBufferOffset:                stringOffset,
  UserNameLen:                           stringLength,
  UserNameMaxLen:                        stringMaxLen,
  UserNameBufferOffset:                  stringOffset,
  WorkstationLen:                        stringLength,
  WorkstationMaxLen:                     stringMaxLen,
  WorkstationBufferOffset:               stringOffset,
  EncryptedRandomSessionKeyLen:          blobLength,
  EncryptedRandomSessionKeyMaxLen:       blobMaxLen,
  EncryptedRandomSessionKeyBufferOffset: blobOffset,
  NegotiateFlags,
  Version:                   Version.before(...payload),
  MIC:                       bytes('ntlmssp.authenticate.mic', 16).tells('ntlmssp.x.mic.verdict', (t: TokenFacts) => t.security?.mic).before(...payload),
  LmChallengeResponse:       bytes('ntlmssp.auth.lmresponse').holds(lmResponses, 'NtChallengeResponseLen').at('LmChallengeResponseBufferOffset', 'LmChallengeResponseLen'),
  NtChallengeResponse:       bytes('ntlmssp.auth.ntresponse').holds(ntResponse).at('NtChallengeResponseBufferOffset', 'NtChallengeResponseLen'),
  DomainName:                utf16('ntlmssp.auth.domain').at('DomainNameBufferOffset', 'DomainNameLen').when('NegotiateFlags', UNICODE),
  OemDomainName:             ascii('ntlmssp.auth.domain').at('DomainNameBufferOffset', 'DomainNameLen').unless('NegotiateFlags', UNICODE),
  UserName:                  utf16('ntlmssp.auth.username').at('UserNameBufferOffset', 'UserNameLen').when('NegotiateFlags', UNICODE),
  OemUserName:               ascii('ntlmssp.auth.username').at('UserNameBufferOffset', 'UserNameLen').unless('NegotiateFlags', UNICODE),
  Workstation:               utf16('ntlmssp.auth.hostname').at('WorkstationBufferOffset', 'WorkstationLen').when('NegotiateFlags', UNICODE),
  OemWorkstation:            ascii('ntlmssp.auth.hostname').at('WorkstationBufferOffset', 'WorkstationLen').unless('NegotiateFlags', UNICODE),
  EncryptedRandomSessionKey: bytes('ntlmssp.auth.sesskey').at('EncryptedRandomSessionKeyBufferOffset', 'EncryptedRandomSessionKeyLen'),
}, ntlmssp);

/** A message of a type that the specification does not know. */
const Message = struct('MS-NLMP 2.2.1', 'NTLM message', {
  Signature,
  MessageType: Type,
  Payload:     bytes('ntlmssp.payload'),
}, { abbrev: 'ntlmssp' });

/** By Signature and MessageType. */
export const ntlmsspMessages = {
  '4e544c4d5353500001000000': NEGOTIATE_MESSAGE,
  '4e544c4d5353500002000000': CHALLENGE_MESSAGE,
  '4e544c4d5353500003000000': AUTHENTICATE_MESSAGE,
  '4e544c4d53535000':         Message,
};
