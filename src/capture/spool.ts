import { randomUUID } from 'node:crypto';
import { openSync, statfsSync, unlinkSync, write } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RandomFile } from '../bytes/file.ts';
import { UserError } from '../bytes/user-error.ts';
import { HEAD } from './format.ts';
import { StreamDamage } from './pieces.ts';
import { uncompress } from './uncompress.ts';

const writeAt = promisify(write);
const LONGEST = 2 ** 40;
const LOOK_EVERY = 2 ** 26;
const MOST_LEFT_FREE = 2 ** 30;

export interface Spool {
  readonly file: RandomFile;
  /** Known once begun. */
  readonly compression: readonly string[];
  /** Resolves when the first HEAD bytes are there or the input has ended. */
  readonly begun: Promise<void>;
}

type Say = (offset: number, kind: 'cut' | 'corrupt', text: string) => void;

/** Writes a stream, decompressed, to an unlinked temporary file as it arrives. Of damage it tells, by the offset reached. */
export function spool(input: AsyncIterable<Uint8Array>, stop: () => void, say: Say, longest = LONGEST): Spool {
  const file = makeFile();
  file.stopWriter = stop;
  const compression: string[] = [];
  const fill = async () => {
    try {
      await copy(await uncompress(input, compression), file, longest);
    } catch (error) {
      if (!file.closed) say(file.size, error instanceof StreamDamage ? error.kind : 'cut', describe(error));
    } finally {
      stop();
      file.end();
    }
  };
  void fill();
  const begin = async () => {
    while (file.size < HEAD && !file.ended) await file.grown();
  };
  return { file, compression, begun: begin() };
}

async function copy(content: AsyncIterable<Uint8Array>, file: RandomFile, longest: number): Promise<void> {
  let nextLook = 0;
  for await (const piece of content) {
    if (file.closed) return;
    if (file.size + piece.length > longest)
      throw new StreamDamage('cut', `the content is longer than ${longest} bytes; the rest is not read`);
    if (file.size >= nextLook) {
      nextLook = file.size + LOOK_EVERY;
      if (!hasRoom()) throw new StreamDamage('cut', `${tmpdir()} is nearly full; the rest is not read (TMPDIR names another folder)`);
    }
    for (let done = 0; done < piece.length; ) {
      const { bytesWritten } = await writeAt(file.fd, piece, done, piece.length - done, file.size + done);
      done += bytesWritten;
    }
    file.grow(piece.length);
  }
}

function makeFile(): RandomFile {
  const path = join(tmpdir(), `smbscope-${randomUUID()}`);
  try {
    const fd = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    return new RandomFile(fd, 0, false);
  } catch {
    throw new UserError(`cannot create a temporary file in ${tmpdir()}: set TMPDIR to a folder with room for the decompressed capture`);
  }
}

/** Whether a folder may be filled further: a twentieth of its file system stays free, or a GiB where that is less. */
export function hasRoom(folder = tmpdir()): boolean {
  const { bavail, blocks, bsize } = statfsSync(folder);
  return (bavail - LOOK_EVERY / bsize) * bsize > Math.min((blocks * bsize) / 20, MOST_LEFT_FREE);
}

function describe(error: unknown): string {
  if (error instanceof StreamDamage) return error.message;
  return `the input could not be read to its end: ${error instanceof Error ? error.message : String(error)}`;
}
