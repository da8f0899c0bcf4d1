import { Dialect } from '../../dissectors/smb2/capabilities.ts';
import { NTSTATUS } from '../../dissectors/tables/ntstatus.ts';
import type { Names } from '../dissect/field.ts';
import { nameOf } from '../dissect/show.ts';
import type { AnyField, Struct } from '../dissect/struct.ts';

export const constant = (names: Names, value: number | undefined): string =>
  value === undefined ? '' : (nameOf(names, value) ?? hex(value, 4));

export const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;
/** The name of a dialect that a report holds as its number in hex; empty where that is. */
export const dialectName = (dialect: string): string => (dialect === '' ? '' : constant(Dialect.names, Number(dialect)));
export const statusName = (status: number): string => nameOf(NTSTATUS, status) ?? hex(status, 8);

/** The declaration of a row by its name: where the constants of its value are. */
const fieldOf = (s: Struct, name: string): AnyField => s.fields[s.fieldNames.indexOf(name)]!;

export function valueName(s: Struct, name: string, value: number | undefined): string {
  if (value === undefined) return '';
  const { names } = fieldOf(s, name);
  return (names && nameOf(names, value)) ?? String(value);
}

/** The single bits that are set. */
export function bitNames(s: Struct, name: string, value: number | undefined): string[] {
  if (value === undefined) return [];
  const single = Object.entries(fieldOf(s, name).bits ?? {}).filter(([, [mask]]) => (mask & (mask - 1)) === 0);
  return single.filter(([, [mask]]) => (value & mask) !== 0).map(([bit]) => bit);
}
