import { closeSync, createReadStream, fstatSync, openSync, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { RandomFile } from '../bytes/file.ts';
import { UserError } from '../bytes/user-error.ts';
import type { Capture } from './capture.ts';
import { Findings } from './findings.ts';
import type { Source } from './format.ts';
import { MergedCapture } from './merged.ts';
import { SingleCapture } from './single.ts';
import { spool } from './spool.ts';
import { compressionOf, MAGIC } from './uncompress.ts';

const STANDARD_INPUT = '-';
/** More than 1 to 4 MiB is no faster: it falls out of the processor's cache. */
const CHUNK = 2 ** 20;
const SMALLEST_CHUNK = 2 ** 16;
const CHUNKS_IN_ALL = 2 ** 26;
const COMPRESSED_PIECE = 2 ** 18;
/** What positions have room for, see FILE_SPAN. */
const FILES = 512;

/**
 * Opens capture files as one capture; '-' is standard input. What they are is told by their content.
 * Throws UserError when a file can't be opened; what a file holds is never an error but Capture.damage.
 */
export async function openCapture(paths: readonly string[]): Promise<Capture> {
  if (paths.length === 0) throw new UserError('no capture file was named: name one, or - for standard input');
  if (paths.length > FILES) throw new UserError(`${paths.length} files are too many: name at most ${FILES}`);
  if (paths.filter((path) => path === STANDARD_INPUT).length > 1)
    throw new UserError('standard input can be read only once: name - only once');
  const findings = new Findings();
  const chunk = Math.max(SMALLEST_CHUNK, Math.min(CHUNK, CHUNKS_IN_ALL / paths.length));
  const parts: SingleCapture[] = [];
  try {
    for (const [index, path] of paths.entries()) {
      const { file, source } = await openFile(path, index, findings);
      parts.push(new SingleCapture(file, index, findings, source, chunk));
    }
  } catch (error) {
    for (const part of parts) part.close();
    throw error;
  }
  return parts.length === 1 ? parts[0]! : new MergedCapture(parts, findings);
}

/** A file that is there already, at least its first HEAD bytes, as a capture. */
export const captureOf = (file: RandomFile, source: Source): Capture => new SingleCapture(file, 0, new Findings(), source, CHUNK);

async function openFile(path: string, index: number, findings: Findings): Promise<{ file: RandomFile; source: Source }> {
  const isStandardInput = path === STANDARD_INPUT;
  if (isStandardInput && isatty(0))
    throw new UserError('standard input is a terminal: send a capture to it, as in "tcpdump -w - | smbscope -"');
  const { fd, status } = openDescriptor(path, isStandardInput);
  const source = { path, compression: [] as readonly string[], size: 0 };
  let stream: Readable;
  if (status.isFile()) {
    source.size = status.size;
    const file = new RandomFile(fd, status.size, true);
    const head = new Uint8Array(MAGIC);
    if (file.read(0, MAGIC, head, 0) < MAGIC || compressionOf(head) === undefined) return { file, source };
    stream = createReadStream('', { fd, start: 0, highWaterMark: COMPRESSED_PIECE, autoClose: !isStandardInput });
  } else {
    stream = isStandardInput ? process.stdin : openStream(fd, status);
  }
  const input = status.isFile() ? stream : counted(stream, source);
  const { file, compression, begun } = spool(
    input,
    () => stream.destroy(),
    (offset, kind, text) => findings.say(index, offset, kind, text),
  );
  await begun;
  source.compression = compression;
  return { file, source };
}

export function openDescriptor(path: string, isStandardInput: boolean): { fd: number; status: Stats } {
  let fd: number | undefined;
  try {
    fd = isStandardInput ? 0 : openSync(path, 'r');
    const status = fstatSync(fd);
    if (status.isDirectory()) throw new UserError(`${path} is a folder: name the capture files in it`);
    return { fd, status };
  } catch (error) {
    if (fd) closeSync(fd);
    throw error instanceof UserError ? error : new UserError(adviceFor(path, error as NodeJS.ErrnoException));
  }
}

function adviceFor(path: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return `${path} does not exist: check the name`;
  if (error.code === 'EACCES' || error.code === 'EPERM') return `${path} may not be read: change its permissions, or run as a user who may`;
  if (error.code === 'EISDIR') return `${path} is a folder: name the capture files in it`;
  if (error.code === 'EMFILE' || error.code === 'ENFILE')
    return `${path} is one open file too many: name fewer files, or raise "ulimit -n"`;
  return `${path} cannot be opened (${error.message}): name a file that can be read`;
}

/** A pipe or device that was named. Reading a pipe as a socket can be given up at any time. */
function openStream(fd: number, status: Stats): Readable {
  return status.isFIFO() || status.isSocket() ? new Socket({ fd, readable: true, writable: false }) : createReadStream('', { fd });
}

async function* counted(input: Readable, source: { size: number }): AsyncGenerator<Uint8Array> {
  for await (const piece of input) {
    source.size += piece.length;
    yield piece;
  }
}
