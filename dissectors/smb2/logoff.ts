import { struct } from '../../src/dissect/struct.ts';
import { reserved, StructureSize } from './fields.ts';

export const LogoffRequest  = struct('MS-SMB2 2.2.7', 'SMB2 LOGOFF Request',  { StructureSize, Reserved: reserved(2) });
export const LogoffResponse = struct('MS-SMB2 2.2.8', 'SMB2 LOGOFF Response', { StructureSize, Reserved: reserved(2) });
