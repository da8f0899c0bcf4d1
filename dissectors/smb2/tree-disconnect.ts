import { struct } from '../../src/dissect/struct.ts';
import { reserved, StructureSize } from './fields.ts';

export const TreeDisconnectRequest  = struct('MS-SMB2 2.2.11', 'SMB2 TREE_DISCONNECT Request',  { StructureSize, Reserved: reserved(2) });
export const TreeDisconnectResponse = struct('MS-SMB2 2.2.12', 'SMB2 TREE_DISCONNECT Response', { StructureSize, Reserved: reserved(2) });
