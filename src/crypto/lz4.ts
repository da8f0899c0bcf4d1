const SHORTEST = 4;

/** An LZ4 block, as lz4_Block_format.md describes it. Writes until the output is full or the data ends or is damaged; returns how much. */
export function lz4(input: Uint8Array, output: Uint8Array): number {
  let from = 0;
  let to = 0;

  /** A length that goes on in further bytes when its four bits are all set. */
  const lengthFrom = (nibble: number): number => {
    let length = nibble;
    if (nibble < 15) return length;
    for (let more = 255; more === 255 && from < input.length; ) length += more = input[from++]!;
    return length;
  };

  while (from < input.length && to < output.length) {
    const token = input[from++]!;
    const literals = Math.min(lengthFrom(token >> 4), input.length - from, output.length - to);
    output.set(input.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (from + 2 > input.length || to >= output.length) break;
    const back = input[from]! | (input[from + 1]! << 8);
    from += 2;
    if (back === 0 || back > to) break;
    const stop = Math.min(output.length, to + lengthFrom(token & 15) + SHORTEST);
    for (; to < stop; to++) output[to] = output[to - back]!;
  }
  return to;
}
