import { bits, names, nested, u8, u16, u32, ascii, bytes } from '../../../src/dissect/field.ts';
import { struct } from '../../../src/dissect/struct.ts';

export const MessageType = { NtLmNegotiate: 1, NtLmChallenge: 2, NtLmAuthenticate: 3 } as const;

export const Signature = ascii('ntlmssp.identifier', 8);
export const Type      = u32('ntlmssp.messagetype', names(MessageType));

export const UNICODE   = 0x00000001;

/** MS-NLMP 2.2.2.5 */
export const NegotiateFlags = u32('ntlmssp.negotiateflags', bits({
  NTLMSSP_NEGOTIATE_56:                       [0x80000000, 'ntlmssp.negotiate56'],
  NTLMSSP_NEGOTIATE_KEY_EXCH:                 [0x40000000, 'ntlmssp.negotiatekeyexch'],
  NTLMSSP_NEGOTIATE_128:                      [0x20000000, 'ntlmssp.negotiate128'],
  r1:                                         [0x10000000, 'ntlmssp.negotiatent10000000'],
  r2:                                         [0x08000000, 'ntlmssp.negotiatent08000000'],
  r3:                                         [0x04000000, 'ntlmssp.negotiatent04000000'],
  NTLMSSP_NEGOTIATE_VERSION:                  [0x02000000, 'ntlmssp.negotiateversion'],
  r4:                                         [0x01000000, 'ntlmssp.negotiatent01000000'],
  NTLMSSP_NEGOTIATE_TARGET_INFO:              [0x00800000, 'ntlmssp.negotiatetargetinfo'],
  NTLMSSP_REQUEST_NON_NT_SESSION_KEY:         [0x00400000, 'ntlmssp.requestnonntsession'],
  r5:                                         [0x00200000, 'ntlmssp.negotiatent00200000'],
  NTLMSSP_NEGOTIATE_IDENTIFY:                 [0x00100000, 'ntlmssp.negotiateidentify'],
  NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY: [0x00080000, 'ntlmssp.negotiatentlm2'],
  r6:                                         [0x00040000, 'ntlmssp.targettypeshare'],
  NTLMSSP_TARGET_TYPE_SERVER:                 [0x00020000, 'ntlmssp.targettypeserver'],
  NTLMSSP_TARGET_TYPE_DOMAIN:                 [0x00010000, 'ntlmssp.targettypedomain'],
  NTLMSSP_NEGOTIATE_ALWAYS_SIGN:              [0x00008000, 'ntlmssp.negotiatealwayssign'],
  r7:                                         [0x00004000, 'ntlmssp.negotiate00004000'],
  NTLMSSP_NEGOTIATE_OEM_WORKSTATION_SUPPLIED: [0x00002000, 'ntlmssp.negotiateoemworkstationsupplied'],
  NTLMSSP_NEGOTIATE_OEM_DOMAIN_SUPPLIED:      [0x00001000, 'ntlmssp.negotiateoemdomainsupplied'],
  NTLMSSP_ANONYMOUS:                          [0x00000800, 'ntlmssp.negotiateanonymous'],
  r8:                                         [0x00000400, 'ntlmssp.negotiatentonly'],
  NTLMSSP_NEGOTIATE_NTLM:                     [0x00000200, 'ntlmssp.negotiatentlm'],
  r9:                                         [0x00000100, 'ntlmssp.negotiate00000100'],
  NTLMSSP_NEGOTIATE_LM_KEY:                   [0x00000080, 'ntlmssp.negotiatelmkey'],
  NTLMSSP_NEGOTIATE_DATAGRAM:                 [0x00000040, 'ntlmssp.negotiatedatagram'],
  NTLMSSP_NEGOTIATE_SEAL:                     [0x00000020, 'ntlmssp.negotiateseal'],
  NTLMSSP_NEGOTIATE_SIGN:                     [0x00000010, 'ntlmssp.negotiatesign'],
  r10:                                        [0x00000008, 'ntlmssp.negotiate00000008'],
  NTLMSSP_REQUEST_TARGET:                     [0x00000004, 'ntlmssp.requesttarget'],
  NTLM_NEGOTIATE_OEM:                         [0x00000002, 'ntlmssp.negotiateoem'],
  NTLMSSP_NEGOTIATE_UNICODE:                  [UNICODE,    'ntlmssp.negotiateunicode'],
}));

const NTLMSSP_REVISION = { NTLMSSP_REVISION_W2K3: 0x0f };

const VERSION = struct('MS-NLMP 2.2.2.10', 'VERSION', {
  ProductMajorVersion: u8('ntlmssp.version.major'),
  ProductMinorVersion: u8('ntlmssp.version.minor'),
  ProductBuild:        u16('ntlmssp.version.build_number'),
  Reserved:            bytes('ntlmssp.version.reserved', 3),
  NTLMRevisionCurrent: u8('ntlmssp.version.ntlm_current_revision', names(NTLMSSP_REVISION)),
});

export const Version = nested('ntlmssp.version', VERSION);
