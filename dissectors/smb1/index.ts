import { bytes, hex, names, nested, type Table, u8, u16 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { Smb1Facts } from '../facts.ts';
import { Command } from './commands.ts';
import { Smb1Header } from './header.ts';
import { NegotiateRequest, NegotiateResponse } from './negotiate.ts';
import { SessionSetupRequest, SessionSetupResponse } from './session-setup.ts';

export { Command as Smb1Command } from './commands.ts';
export { Smb1Header } from './header.ts';

/** Any command as its two blocks, MS-CIFS 2.2.3.2 and 2.2.3.3. */
const Message = struct('MS-CIFS 2.2.3', 'SMB Parameters and Data', {
  WordCount: u8('smb.wct'),
  Words:     u16('smb.words', hex).times('WordCount'),
  ByteCount: u16('smb.bcc'),
  Bytes:     bytes('smb.bytes').sized('ByteCount'),
});

/** The first two words of a command that another may follow in the same message. */
const AndX = struct('MS-CIFS 2.2.3.4', 'AndX', {
  AndXCommand:  u8('smb.cmd', hex, names(Command)),
  AndXReserved: bytes('smb.reserved', 1),
  AndXOffset:   u16('smb.andxoffset'),
});

const AndXMessage = struct('MS-CIFS 2.2.3', 'SMB Parameters and Data', {
  WordCount: u8('smb.wct'),
  AndX:      nested('', AndX).when('WordCount', 0xfe).peek(), // at least two words; an error response has none
  Words:     u16('smb.words', hex).times('WordCount'),
  ByteCount: u16('smb.bcc'),
  Bytes:     bytes('smb.bytes').sized('ByteCount'),
});

/** By command; the body begins right after the header. */
export const smb1Commands: Table = {
  [Command.SMB_COM_NEGOTIATE]:             { request: NegotiateRequest, response: NegotiateResponse },
  [Command.SMB_COM_LOCKING_ANDX]:          AndXMessage,
  [Command.SMB_COM_OPEN_ANDX]:             AndXMessage,
  [Command.SMB_COM_READ_ANDX]:             AndXMessage,
  [Command.SMB_COM_WRITE_ANDX]:            AndXMessage,
  [Command.SMB_COM_SESSION_SETUP_ANDX]:    { request: SessionSetupRequest, response: SessionSetupResponse },
  [Command.SMB_COM_LOGOFF_ANDX]:           AndXMessage,
  [Command.SMB_COM_TREE_CONNECT_ANDX]:     AndXMessage,
  [Command.SMB_COM_SECURITY_PACKAGE_ANDX]: AndXMessage,
  [Command.SMB_COM_NT_CREATE_ANDX]:        AndXMessage,
  other:                                   Message,
};

const NT_LM_WORDS = 17;
const CAPABILITIES = 20; // from the word count of an NT LM response

/** The facts of an SMB1 message, which its own bytes hold. At least the header must lie before `end`. */
export function smb1Facts(data: DataView, message: number, end: number): Smb1Facts {
  const flags2 = data.getUint16(message + Smb1Header.at.Flags2, true);
  const words  = message + Smb1Header.fixedSize;
  const isNegotiate = data.getUint8(message + Smb1Header.at.Command) === Command.SMB_COM_NEGOTIATE;
  const isNtLm = isNegotiate && words + CAPABILITIES + 4 <= end && data.getUint8(words) === NT_LM_WORDS;
  const capabilities = isNtLm ? data.getUint32(words + CAPABILITIES, true) : 0;
  return {
    isResponse:          (data.getUint8(message + Smb1Header.at.Flags) & 0x80) !== 0,
    hasNtStatus:         (flags2 & 0x4000) !== 0,
    isUnicode:           (flags2 & 0x8000) !== 0 || (capabilities & 0x00000004) !== 0,
    hasExtendedSecurity: (capabilities & 0x80000000) !== 0,
  };
}
