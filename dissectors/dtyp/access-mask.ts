import { type Bits, bits } from '../../src/dissect/field.ts';

/** MS-DTYP 2.4.3, the rights that every kind of object has. */
export const standard = {
  GENERIC_READ:           [0x80000000, 'nt.access_mask.generic_read'],
  GENERIC_WRITE:          [0x40000000, 'nt.access_mask.generic_write'],
  GENERIC_EXECUTE:        [0x20000000, 'nt.access_mask.generic_execute'],
  GENERIC_ALL:            [0x10000000, 'nt.access_mask.generic_all'],
  MAXIMUM_ALLOWED:        [0x02000000, 'nt.access_mask.maximum_allowed'],
  ACCESS_SYSTEM_SECURITY: [0x01000000, 'nt.access_mask.access_sacl'],
  SYNCHRONIZE:            [0x00100000, 'nt.access_mask.synchronise'],
  WRITE_OWNER:            [0x00080000, 'nt.access_mask.write_owner'],
  WRITE_DACL:             [0x00040000, 'nt.access_mask.write_dac'],
  READ_CONTROL:           [0x00020000, 'nt.access_mask.read_control'],
  DELETE:                 [0x00010000, 'nt.access_mask.delete'],
} satisfies Bits;

/** The sixteen rights of one kind of object, from bit 0; a bit without a name is called by its number. */
const mask = (specific: readonly string[]) => {
  const all: Record<string, readonly [number, string]> = { ...standard };
  for (let i = 0; i < 16; i++) all[specific[i] ?? `Specific${i}`] = [1 << i, `nt.access_mask.specific_${i}`];
  return bits(all);
};

/** MS-SMB2 2.2.13.1.1. */
export const FileRights = mask([
  'FILE_READ_DATA', 'FILE_WRITE_DATA', 'FILE_APPEND_DATA', 'FILE_READ_EA', 'FILE_WRITE_EA', 'FILE_EXECUTE', 'FILE_DELETE_CHILD',
  'FILE_READ_ATTRIBUTES', 'FILE_WRITE_ATTRIBUTES',
]);

/** MS-DTYP 2.4.4.13. */
export const MandatoryPolicy = mask([
  'SYSTEM_MANDATORY_LABEL_NO_WRITE_UP', 'SYSTEM_MANDATORY_LABEL_NO_READ_UP', 'SYSTEM_MANDATORY_LABEL_NO_EXECUTE_UP',
]);
