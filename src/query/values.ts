/**
 * A field's value as a filter compares it: integers as numbers, above 2^53 as bigint; booleans 0 and 1; IPv4 addresses as numbers; times as Unix
 * time and durations in nanoseconds, bigint; text as string; bytes, GUIDs (in the order of their text), MAC and IPv6 addresses as bytes.
 */
export type Value = number | bigint | string | Uint8Array;
export type Values = readonly Value[];

/** What is known of a field without a walk over the bytes: exactly what a scan would find, or null. Valid until the next call. */
export type Column = (row: number) => Values | null;

export type TypeName = 'integer' | 'boolean' | 'string' | 'bytes' | 'protocol' | 'guid' | 'time' | 'duration' | 'ipv4' | 'ipv6' | 'ether';

/** Negative, 0 or positive. Of two byte strings the longer one is greater; values of different kinds are not compared. */
export function order(a: Value, b: Value): number {
  if (typeof a === 'object' || typeof b === 'object') {
    const x = bytesOf(a);
    const y = bytesOf(b);
    return x.length === y.length ? Buffer.compare(x, y) : x.length - y.length;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a value's bytes are: text as UTF-8. */
export function bytesOf(value: Value): Uint8Array {
  if (typeof value === 'object') return value;
  if (typeof value === 'string') return Buffer.from(value);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(Number(value) >>> 0);
  return bytes;
}

export function contains(whole: Value, part: Value): boolean {
  if (typeof whole === 'string' && typeof part === 'string') return whole.includes(part);
  const bytes = bytesOf(whole);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(Buffer.from(bytesOf(part)));
}

export const isZero = (value: Value): boolean =>
  typeof value === 'object' ? value.every((byte) => byte === 0) : typeof value === 'string' ? value === '' : value === 0 || value === 0n;

/** A number where it is exact as one. */
export const narrow = (value: bigint): number | bigint =>
  value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER ? Number(value) : value;

/** The result of `a sign b`; undefined where there is none. */
export function calculate(sign: string, a: Value, b: Value): Value | undefined {
  if (typeof a === 'object' || typeof b === 'object') {
    const x = bytesOf(a);
    const y = bytesOf(b);
    return sign === '&' ? x.slice(0, Math.min(x.length, y.length)).map((byte, i) => byte & y[i]!) : undefined;
  }
  if (typeof a === 'string' || typeof b === 'string') return undefined;
  const isWide = typeof a === 'bigint' || typeof b === 'bigint';
  if (!isWide && sign === '&' && a >= 0 && b >= 0 && a <= 0xffffffff && b <= 0xffffffff) return ((a as number) & (b as number)) >>> 0;
  const result = wide(sign, BigInt(a), BigInt(b));
  return result === undefined || isWide ? result : narrow(result);
}

function wide(sign: string, a: bigint, b: bigint): bigint | undefined {
  switch (sign) {
    case '&':
      return a & b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0n ? undefined : a / b;
    default:
      return b === 0n ? undefined : a % b;
  }
}

/** Decimal seconds in nanoseconds, what is beyond left off; undefined for other text. */
export function nanosecondsOf(text: string): bigint | undefined {
  const [, sign, whole, rest] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === undefined || whole + (rest ?? '') === '') return undefined;
  const value = BigInt(whole || '0') * 1_000_000_000n + BigInt((rest ?? '').slice(0, 9).padEnd(9, '0'));
  return sign === '-' ? -value : value;
}
