const SIZE = 0x0fff;
const COMPRESSED = 0x8000;
const SHORTEST = 3;

/** LZNT1, MS-XCA 2.5: chunks that refer to nothing before them. Writes until the output is full or the data ends or is damaged; returns how much. */
export function lznt1(input: Uint8Array, output: Uint8Array): number {
  let from = 0;
  let to = 0;
  while (from + 2 <= input.length && to < output.length) {
    const header = input[from]! | (input[from + 1]! << 8);
    if (header === 0) break;
    from += 2;
    const end = Math.min(input.length, from + (header & SIZE) + 1);
    if ((header & COMPRESSED) !== 0) {
      to = chunk(input, from, end, output, to);
      if (to < 0) return ~to;
    } else {
      const part = input.subarray(from, Math.min(end, from + output.length - to));
      output.set(part, to);
      to += part.length;
    }
    from = end;
  }
  return to;
}

/** Returns where the output ends, inverted when the chunk is damaged. */
function chunk(input: Uint8Array, start: number, end: number, output: Uint8Array, begin: number): number {
  let from = start;
  let to = begin;
  while (from < end && to < output.length) {
    const flags = input[from++]!;
    for (let bit = 0; bit < 8 && from < end && to < output.length; bit++) {
      if (((flags >> bit) & 1) === 0) {
        output[to++] = input[from++]!;
        continue;
      }
      if (from + 2 > end) return ~to;
      const word = input[from]! | (input[from + 1]! << 8);
      from += 2;
      const lengthBits = 16 - displacementBits(to - begin);
      const back = (word >> lengthBits) + 1;
      if (back > to - begin) return ~to;
      const stop = Math.min(output.length, to + (word & ((1 << lengthBits) - 1)) + SHORTEST);
      for (; to < stop; to++) output[to] = output[to - back]!;
    }
  }
  return to;
}

/** As many as the distance to the chunk's start may need: 4 to 12. */
function displacementBits(position: number): number {
  let bits = 4;
  while (bits < 12 && 1 << bits < position) bits++;
  return bits;
}
