const SHORTEST = 3;

/**
 * Plain LZ77, MS-XCA 2.4: 32 flags, then as many literals or matches. Writes until the output is full or the data ends or is damaged;
 * returns how much.
 */
export function lz77(input: Uint8Array, output: Uint8Array): number {
  const data = new DataView(input.buffer, input.byteOffset, input.length);
  let from = 0;
  let to = 0;
  let flags = 0;
  let left = 0;
  /** Place of a byte whose upper half still holds a length; 0 for none. */
  let half = 0;
  while (to < output.length) {
    if (left === 0) {
      if (from + 4 > input.length) break;
      flags = data.getUint32(from, true);
      from += 4;
      left = 32;
    }
    left--;
    if (((flags >>> left) & 1) === 0) {
      if (from >= input.length) break;
      output[to++] = input[from++]!;
      continue;
    }
    if (from + 2 > input.length) break;
    const match = data.getUint16(from, true);
    from += 2;
    const back = (match >> 3) + 1;
    let length = match & 7;
    if (length === 7) {
      if (half === 0 && from >= input.length) break;
      if (half === 0) {
        half = from++;
        length += input[half]! & 15;
      } else {
        length += input[half]! >> 4;
        half = 0;
      }
      if (length === 7 + 15) {
        if (from >= input.length) break;
        length += input[from++]!;
        if (length === 7 + 15 + 255) {
          if (from + 2 > input.length) break;
          length = data.getUint16(from, true);
          from += 2;
          if (length === 0) {
            if (from + 4 > input.length) break;
            length = data.getUint32(from, true);
            from += 4;
          }
          if (length < 7 + 15) break;
        }
      }
    }
    if (back > to) break;
    const stop = Math.min(output.length, to + length + SHORTEST);
    for (; to < stop; to++) output[to] = output[to - back]!;
  }
  return to;
}
