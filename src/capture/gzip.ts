import type { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Pieces, StreamDamage } from './pieces.ts';

const OUTPUT = 2 ** 20;
/** What zlib got in one piece is lost when it finds damage there, so the pieces are small. */
const FINE = 1024;
const COARSE = 16_384;

/** Decompresses gzip, of one or several members. */
export function gunzip(input: Pieces): AsyncGenerator<Uint8Array> {
  return through(input.rest(FINE, COARSE), createGunzip({ chunkSize: OUTPUT }), 'gzip');
}

/** Sends a stream through one of zlib's. Unlike a pipeline it gives everything that was decompressed before an error. */
export async function* through(input: AsyncIterable<Uint8Array>, stream: Transform, name: string): AsyncGenerator<Uint8Array> {
  let failure: unknown;
  let isOver = false;
  let wake = () => {};
  let drained = () => {};
  stream.on('readable', () => wake());
  stream.on('drain', () => drained());
  stream.on('end', () => {
    isOver = true;
    wake();
  });
  stream.on('error', (error: NodeJS.ErrnoException) => {
    const isCut = error.code === 'Z_BUF_ERROR';
    failure ??= new StreamDamage(isCut ? 'cut' : 'corrupt', isCut ? `the ${name} stream is cut short` : `the ${name} stream is corrupt`);
    isOver = true;
    wake();
    drained();
  });
  const feed = async () => {
    try {
      for await (const piece of input) {
        if (isOver) return;
        if (!stream.write(piece)) await new Promise<void>((resolve) => (drained = resolve));
      }
    } catch (error) {
      failure ??= error;
    }
    if (!isOver) stream.end();
  };
  const feeding = feed();
  try {
    for (;;) {
      const piece: Uint8Array | null = stream.read();
      if (piece) yield piece;
      else if (isOver) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    isOver = true;
    stream.destroy();
    drained();
  }
  await feeding;
  if (failure) throw failure;
}
