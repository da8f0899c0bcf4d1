import { gunzip } from './gzip.ts';
import { LZ4_MAGIC, skipFrame, unlz4 } from './lz4.ts';
import { Pieces } from './pieces.ts';
import { unzstd, ZSTD_MAGIC } from './zstd.ts';

const DEEPEST = 4;
const GZIP_MAGIC = 0x088b1f;

const DECODERS: Record<string, (input: Pieces) => AsyncIterable<Uint8Array>> = { gzip: gunzip, zstd: unzstd, lz4: unlz4 };

/** Bytes that compressionOf() wants to see. */
export const MAGIC = 4;

/** `gzip`, `zstd`, `lz4`, `skippable` (a frame that either of the last two may begin with), or undefined. */
export function compressionOf(head: Uint8Array): string | undefined {
  if (head.length < MAGIC) return undefined;
  const magic = new DataView(head.buffer, head.byteOffset, MAGIC).getUint32(0, true);
  if ((magic & 0xffffff) === GZIP_MAGIC) return 'gzip';
  if (magic === ZSTD_MAGIC) return 'zstd';
  if (magic === LZ4_MAGIC) return 'lz4';
  return magic >>> 4 === 0x184d2a5 ? 'skippable' : undefined;
}

/** Takes off what compression there is, and adds its names, outermost first. */
export async function uncompress(input: AsyncIterable<Uint8Array>, names: string[]): Promise<AsyncIterable<Uint8Array>> {
  let pieces = new Pieces(input);
  while (names.length < DEEPEST) {
    let name = compressionOf(await pieces.peek(MAGIC));
    while (name === 'skippable') {
      await pieces.skip(4);
      await skipFrame(pieces);
      name = compressionOf(await pieces.peek(MAGIC));
    }
    if (!name) break;
    names.push(name);
    pieces = new Pieces(DECODERS[name]!(pieces));
  }
  return pieces.rest(2 ** 20, 2 ** 20);
}
