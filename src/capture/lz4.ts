import { type Pieces, StreamDamage } from './pieces.ts';

export const LZ4_MAGIC = 0x184d2204;
const HISTORY = 65_536;

/** Decompresses the LZ4 frame format: linked or independent blocks, several frames. Checksums are passed by. */
export async function* unlz4(input: Pieces): AsyncGenerator<Uint8Array> {
  for (;;) {
    const head = await input.take(4);
    if (head.length === 0) return;
    const magic = word(head);
    if (magic === LZ4_MAGIC) yield* readFrame(input);
    else if (magic >>> 4 === 0x184d2a5) await skipFrame(input);
    else throw head.length < 4 ? cut() : corrupt();
  }
}

/** Goes past a frame that says of itself that it may be skipped, behind its magic; lz4 and zstd have them in common. */
export async function skipFrame(input: Pieces): Promise<void> {
  const length = await input.take(4);
  if (length.length < 4 || !(await input.skip(word(length)))) throw new StreamDamage('cut', 'the stream ends inside a skippable frame');
}

async function* readFrame(input: Pieces): AsyncGenerator<Uint8Array> {
  const [flags, sizes] = await input.take(2);
  if (flags === undefined || sizes === undefined) throw cut();
  const version = flags >> 6;
  const sizeCode = (sizes >> 4) & 7;
  if (version !== 1 || sizeCode < 4) throw corrupt();
  const areLinked = (flags & 0x20) === 0;
  const blockChecksum = flags & 0x10 ? 4 : 0;
  const contentChecksum = flags & 0x04 ? 4 : 0;
  const contentSize = flags & 0x08 ? 8 : 0;
  const dictionary = flags & 0x01 ? 4 : 0;
  if (!(await input.skip(contentSize + dictionary + 1))) throw cut();

  const blockLimit = 2 ** (8 + 2 * sizeCode);
  const output = new Uint8Array(HISTORY + blockLimit);
  let history = 0;
  for (;;) {
    const head = await input.take(4);
    if (head.length < 4) throw cut();
    const size = word(head);
    if (size === 0) break;
    const isRaw = size >= 0x80000000;
    const length = size % 0x80000000;
    if (length > blockLimit) throw corrupt();
    const block = await input.take(length);
    const begin = HISTORY;
    let end: number;
    let isSound = true;
    if (isRaw) {
      output.set(block, begin);
      end = begin + block.length;
    } else {
      end = expand(block, output, begin, begin - history);
      isSound = end >= 0;
      if (!isSound) end = ~end;
    }
    if (end > begin) yield output.slice(begin, end);
    if (block.length < length) throw cut();
    if (!isSound) throw corrupt();
    if (areLinked) {
      history = Math.min(HISTORY, history + end - begin);
      output.copyWithin(HISTORY - history, end - history, end);
    }
    if (!(await input.skip(blockChecksum))) throw cut();
  }
  if (!(await input.skip(contentChecksum))) throw cut();
}

/** Expands a block to `output` from `begin` on; returns where it ended, or that complemented when the block is not sound. */
function expand(block: Uint8Array, output: Uint8Array, begin: number, oldest: number): number {
  const last = block.length;
  let from = 0;
  let to = begin;
  while (from < last) {
    const token = block[from++]!;
    let literals = token >> 4;
    if (literals === 15) {
      for (let more = 255; more === 255 && from < last; literals += more) more = block[from++]!;
    }
    const available = Math.min(literals, last - from, output.length - to);
    if (available > 32) output.set(block.subarray(from, from + available), to);
    else for (let index = 0; index < available; index++) output[to + index] = block[from + index]!;
    from += available;
    to += available;
    if (available < literals) return ~to;
    if (from === last) return to;
    if (from + 2 > last) return ~to;
    const distance = block[from]! | (block[from + 1]! << 8);
    from += 2;
    let match = (token & 15) + 4;
    if (match === 19) {
      for (let more = 255; more === 255 && from < last; match += more) more = block[from++]!;
    }
    if (distance === 0 || to - distance < oldest || to + match > output.length) return ~to;
    const source = to - distance;
    if (distance >= match && match > 32) output.copyWithin(to, source, source + match);
    else for (let index = 0; index < match; index++) output[to + index] = output[source + index]!;
    to += match;
  }
  return to;
}

function word(bytes: Uint8Array): number {
  return bytes.length < 4 ? 0 : (bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)) >>> 0;
}

const cut = () => new StreamDamage('cut', 'the lz4 stream is cut short');
const corrupt = () => new StreamDamage('corrupt', 'the lz4 stream is corrupt');
