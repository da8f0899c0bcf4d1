import { struct } from '../../src/dissect/struct.ts';
import { StructureSize, unknown } from './fields.ts';

export const EchoRequest  = struct('MS-SMB2 2.2.28', 'SMB2 ECHO Request',  { StructureSize, Reserved: unknown(2) });
export const EchoResponse = struct('MS-SMB2 2.2.29', 'SMB2 ECHO Response', { StructureSize, Reserved: unknown(2) });
