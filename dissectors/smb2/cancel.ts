import { struct } from '../../src/dissect/struct.ts';
import { StructureSize, unknown } from './fields.ts';

export const CancelRequest = struct('MS-SMB2 2.2.30', 'SMB2 CANCEL Request', { StructureSize, Reserved: unknown(2) });
