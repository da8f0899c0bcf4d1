import { Command } from '../../dissectors/smb2/header.ts';
import { STATUS_PENDING } from './current.ts';

const ERROR_STRUCTURE_SIZE = 9;
const STATUS_MORE_PROCESSING_REQUIRED = 0xc0000016;
const STATUS_BUFFER_OVERFLOW = 0x80000005;
const STATUS_NOTIFY_ENUM_DIR = 0x0000010c;

/**
 * Whether the body is an ERROR Response (MS-SMB2 3.3.4.4). Its StructureSize is 9, which four regular responses have too:
 * of these the section lists the statuses that do not make them errors.
 */
export function isError(command: number, status: number, structureSize: number): boolean {
  if (status === 0) return false;
  if (structureSize !== 0 && structureSize !== ERROR_STRUCTURE_SIZE) return false;
  if (status === STATUS_PENDING) return true;
  switch (command) {
    case Command.SESSION_SETUP:
      return status !== STATUS_MORE_PROCESSING_REQUIRED;
    case Command.QUERY_INFO:
    case Command.QUERY_DIRECTORY:
      return status !== STATUS_BUFFER_OVERFLOW;
    case Command.CHANGE_NOTIFY:
      return status !== STATUS_NOTIFY_ENUM_DIR;
    default:
      return true;
  }
}
