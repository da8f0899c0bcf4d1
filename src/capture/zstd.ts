import * as zlib from 'node:zlib';
import { through } from './gzip.ts';
import { skipFrame } from './lz4.ts';
import { type Pieces, StreamDamage } from './pieces.ts';

export const ZSTD_MAGIC = 0xfd2fb528;
/** Largest window that the zstd command accepts without being asked to. */
const WINDOW_LIMIT = 2 ** 27;

/** Decompresses zstd, of one or several frames: by Node where it can, which is five times faster, else in JavaScript. */
export function unzstd(input: Pieces): AsyncGenerator<Uint8Array> {
  const { createZstdDecompress } = zlib as { createZstdDecompress?: (options: object) => import('node:stream').Transform };
  if (!createZstdDecompress) return expand(input);
  const blocks = async function* () {
    for await (const { bytes } of readBlocks(input)) yield bytes;
  };
  return through(blocks(), createZstdDecompress({ chunkSize: 2 ** 20 }), 'zstd');
}

async function* expand(input: Pieces): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  const output: Uint8Array[] = [];
  let frame = new Decompress();
  for await (const { bytes, isHead } of readBlocks(input)) {
    if (isHead) frame = new Decompress((piece) => output.push(piece));
    try {
      frame.push(bytes);
    } catch {
      throw new StreamDamage('corrupt', 'the zstd stream is corrupt');
    }
    yield* output;
    output.length = 0;
  }
}

/**
 * The stream as frame headers, blocks and checksums, one by one: a block gives no more than 128 KiB, so no piece of input
 * asks for much memory, and the end of the stream is known to be at the end of a frame.
 */
async function* readBlocks(input: Pieces): AsyncGenerator<{ bytes: Uint8Array; isHead: boolean }> {
  for (;;) {
    const start = await input.peek(18);
    if (start.length === 0) return;
    if (start.length < 6) throw cut();
    const data = new DataView(start.buffer, start.byteOffset, start.byteLength);
    const magic = data.getUint32(0, true);
    if (magic >>> 4 === 0x184d2a5) {
      await input.skip(4);
      await skipFrame(input);
      continue;
    }
    if (magic !== ZSTD_MAGIC) throw corrupt();
    const { length, checksum, window } = readHead(data);
    if (start.length < length) throw cut();
    if (window > WINDOW_LIMIT) throw new StreamDamage('corrupt', `the zstd stream asks for ${window} bytes of memory`);
    yield { bytes: await input.take(length), isHead: true };
    for (let isLast = false; !isLast; ) {
      const head = await input.peek(3);
      if (head.length < 3) throw cut();
      const block = head[0]! | (head[1]! << 8) | (head[2]! << 16);
      isLast = (block & 1) === 1;
      const isRepeat = ((block >> 1) & 3) === 1;
      const size = 3 + (isRepeat ? 1 : block >> 3);
      if (block >> 3 > 131_072) throw corrupt();
      const bytes = await input.take(size);
      if (bytes.length < size) throw cut();
      yield { bytes, isHead: false };
    }
    const sum = await input.take(checksum);
    if (sum.length < checksum) throw cut();
    if (sum.length > 0) yield { bytes: sum, isHead: false };
  }
}

/** RFC 8878 section 3.1.1.1. */
function readHead(data: DataView): { length: number; checksum: number; window: number } {
  const descriptor = data.getUint8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3]!;
  const sizeCode = descriptor >> 6;
  const contentSize = sizeCode ? 2 ** sizeCode : isSingleSegment ? 1 : 0;
  const at = (isSingleSegment ? 5 : 6) + dictionary;
  const length = at + contentSize;
  let window = 0;
  if (!isSingleSegment) {
    const code = data.getUint8(5);
    window = 2 ** (10 + (code >> 3)) * (1 + (code & 7) / 8);
  } else if (length <= data.byteLength) {
    for (let index = contentSize - 1; index >= 0; index--) window = window * 256 + data.getUint8(at + index);
  }
  return { length, checksum: descriptor & 4 ? 4 : 0, window };
}

const cut = () => new StreamDamage('cut', 'the zstd stream is cut short');
const corrupt = () => new StreamDamage('corrupt', 'the zstd stream is corrupt');
