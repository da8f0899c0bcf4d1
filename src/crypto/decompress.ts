import { lz4 } from './lz4.ts';
import { lz77 } from './lz77.ts';
import { lz77Huffman } from './lz77-huffman.ts';
import { lznt1 } from './lznt1.ts';
import { patternV1 } from './pattern-v1.ts';

/** Compression algorithms by their number in MS-SMB2 2.2.3.1.3. */
export const Compression = { none: 0, lznt1: 1, lz77: 2, lz77Huffman: 3, patternV1: 4, lz4: 5 } as const;

/** More than one SMB2 message holds: MaxReadSize and its kin end at 8 MiB. */
export const MAX_DECOMPRESSED = 16 * 2 ** 20;

const algorithms: Readonly<Record<number, (input: Uint8Array, output: Uint8Array) => number>> = {
  [Compression.lznt1]: lznt1,
  [Compression.lz77]: lz77,
  [Compression.lz77Huffman]: lz77Huffman,
  [Compression.patternV1]: patternV1,
  [Compression.lz4]: lz4,
};

/**
 * At most `size` bytes of what the input holds; fewer when the data ends early or is damaged, which the caller sees by the length.
 * null for an unknown algorithm or a size beyond MAX_DECOMPRESSED. Work is linear in input and size.
 */
export function decompress(algorithm: number, input: Uint8Array, size: number): Uint8Array | null {
  if (!(size >= 0 && size <= MAX_DECOMPRESSED)) return null;
  if (algorithm === Compression.none) return input.subarray(0, size);
  const expand = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined;
  if (expand === undefined) return null;
  const output = new Uint8Array(size);
  return output.subarray(0, expand(input, output));
}
