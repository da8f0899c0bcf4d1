/** Pattern_V1, MS-SMB2 2.2.42.2.2: one byte, many times. Returns how much it wrote. */
export function patternV1(input: Uint8Array, output: Uint8Array): number {
  if (input.length < 8) return 0;
  const count = Math.min(output.length, new DataView(input.buffer, input.byteOffset).getUint32(4, true));
  output.fill(input[0]!, 0, count);
  return count;
}
