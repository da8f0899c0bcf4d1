const SYMBOLS = 512;
const TABLE_BYTES = SYMBOLS / 2;
const LONGEST_CODE = 15;
const ENTRIES = 1 << LONGEST_CODE;
const BLOCK = 65_536;
const FIRST_MATCH = 256;
const SHORTEST = 3;

/**
 * LZ77+Huffman, MS-XCA 2.2: a block of 64 KiB of output has its own code lengths. Writes until the output is full or the data ends or is damaged;
 * returns how much.
 */
export function lz77Huffman(input: Uint8Array, output: Uint8Array): number {
  const codes = new Uint16Array(ENTRIES);
  let from = 0;
  let to = 0;
  while (to < output.length) {
    if (from + TABLE_BYTES + 4 > input.length || !readCodes(input, from, codes)) break;
    const before = to;
    [from, to] = block(input, from + TABLE_BYTES, codes, output, to);
    if (to - before < BLOCK) break;
  }
  return to;
}

/** The symbol and length of each code of 15 bits; false when the lengths make no complete code. */
function readCodes(input: Uint8Array, from: number, codes: Uint16Array): boolean {
  let next = 0;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    const width = 1 << (LONGEST_CODE - length);
    for (let symbol = 0; symbol < SYMBOLS; symbol++) {
      const pair = input[from + (symbol >> 1)]!;
      if ((symbol & 1 ? pair >> 4 : pair & 15) !== length) continue;
      if (next + width > ENTRIES) return false;
      codes.fill((symbol << 4) | length, next, next + width);
      next += width;
    }
  }
  return next === ENTRIES;
}

/** Where the input goes on and the output ends. A block that ends early is the last. */
function block(input: Uint8Array, start: number, codes: Uint16Array, output: Uint8Array, begin: number): [number, number] {
  let from = start + 4;
  let to = begin;
  let bits = ((input[start + 1]! << 24) | (input[start]! << 16) | (input[start + 3]! << 8) | input[start + 2]!) >>> 0;
  let spare = 16;
  const end = Math.min(output.length, begin + BLOCK);

  /** Goes past bits; behind the end of the input they are zeros. */
  const skip = (count: number): void => {
    bits = (bits << count) >>> 0;
    spare -= count;
    if (spare >= 0) return;
    bits = (bits | (((input[from] ?? 0) | ((input[from + 1] ?? 0) << 8)) << -spare)) >>> 0;
    from += 2;
    spare += 16;
  };

  while (to < end) {
    const code = codes[bits >>> (32 - LONGEST_CODE)]!;
    const symbol = code >> 4;
    const isLast = symbol === FIRST_MATCH && from >= input.length;
    skip(code & 15);
    if (symbol < FIRST_MATCH) {
      output[to++] = symbol;
      if (from > input.length + 4) break;
      continue;
    }
    if (isLast) break;
    let length = symbol & 15;
    if (length === 15) {
      if (from >= input.length) break;
      length += input[from++]!;
      if (length === 15 + 255) {
        length = (input[from] ?? 0) | ((input[from + 1] ?? 0) << 8);
        from += 2;
        if (length === 0 && from + 4 <= input.length) {
          length = input[from]! + input[from + 1]! * 0x100 + input[from + 2]! * 0x10000 + input[from + 3]! * 0x1000000;
          from += 4;
        }
        if (length < 15) break;
      }
    }
    const width = (symbol - FIRST_MATCH) >> 4;
    const back = (width === 0 ? 0 : bits >>> (32 - width)) + (1 << width);
    skip(width);
    if (back > to) break;
    // A match may reach into the next block's 64 KiB; the table changes behind it.
    const stop = Math.min(output.length, to + length + SHORTEST);
    for (; to < stop; to++) output[to] = output[to - back]!;
  }
  return [from, to];
}
