import { struct } from '../../src/dissect/struct.ts';
import { FileId, StructureSize, unknown } from './fields.ts';

export const FlushRequest = struct('MS-SMB2 2.2.17', 'SMB2 FLUSH Request', {
  StructureSize,
  Reserved1: unknown(2),
  Reserved2: unknown(4),
  FileId,
});

export const FlushResponse = struct('MS-SMB2 2.2.18', 'SMB2 FLUSH Response', { StructureSize, Reserved: unknown(2) });
