import { bits, bytes, guid, hex, u16 } from '../../src/dissect/field.ts';
import type { MessageFacts } from '../facts.ts';

/** Every body begins with its fixed size; bit 0 says that a variable part follows. */
export const StructureSize = u16('smb2.buffer_code', bits({
  FixedSizeInWords: [0xfffe, 'smb2.buffer_code.length'],
  HasVariable:      [0x0001, 'smb2.buffer_code.dynamic'],
}));

/** MS-SMB2 2.2.14.1, with the name that its CREATE gave. */
export const FileId = guid('smb2.fid').shows('smb2.fid.name', (m: MessageFacts) => m.fileName);

export const reserved = (size: number) => bytes('smb2.reserved', size);
/** What Wireshark calls the reserved bytes of FLUSH, LOCK, ECHO and CANCEL. */
export const unknown  = (size: number) => bytes('smb2.unknown', size);

/** Offset and length of what lies elsewhere. */
export const offset16 = u16('smb2.olb.offset', hex);
export const length16 = u16('smb2.olb.length');
